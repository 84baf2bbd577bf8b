using System.Data;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Vault.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Vault;

/// <summary>The one way into the vault of identities.</summary>
/// <param name="learnt">Told after a commit of each study whose knowledge of identifiers changed in it: its register, an identity, the real name of a place.</param>
public sealed class VaultDoor(VaultConnection connection, KeyFolder keys, TimeProvider clock, Action<StudyId>? learnt = null)
{
    /// <summary>Opens a connection of the vault's role and begins a transaction.</summary>
    public Task<VaultRoom> EnterAsync(CancellationToken cancel) => EnterAsync(IsolationLevel.ReadCommitted, cancel);

    /// <summary>The same, with everything as of one moment: what others do meanwhile is not seen.</summary>
    public Task<VaultRoom> EnterAsOfNowAsync(CancellationToken cancel) => EnterAsync(IsolationLevel.RepeatableRead, cancel);

    /// <summary>Those of these owners whose key was destroyed.</summary>
    public IReadOnlyList<KeyOwner> DestroyedOf(IEnumerable<KeyOwner> owners) => [.. owners.Where(keys.IsDestroyed)];

    private async Task<VaultRoom> EnterAsync(IsolationLevel isolation, CancellationToken cancel)
    {
        var opened = await connection.Source.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await opened.BeginTransactionAsync(isolation, cancel);
            var study = new StudyDb(StudyDbOptions.For(opened));
            await study.Database.UseTransactionAsync(transaction, cancel);
            return new VaultRoom(opened, transaction, study, keys, clock, learnt);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The connections of the vault's role.</summary>
public sealed class VaultConnection(string connectionString) : IAsyncDisposable
{
    internal NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
