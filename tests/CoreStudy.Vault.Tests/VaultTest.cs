using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;

namespace CoreStudy.Vault.Tests;

/// <summary>A vault over a database of its own, with a master key and a key folder of its own.</summary>
[Trait("Needs", "Postgres")]
public abstract class VaultTest(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("corestudy-vault-");
    private VaultConnection _connection = null!;

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    protected TestDatabase Database { get; private set; } = null!;

    protected StudyBuilder Builder { get; private set; } = null!;

    protected StudyId StudyId => Builder.Study.Id;

    protected string KeyFolderPath => Path.Combine(_home.FullName, "keys");

    protected string MasterKeyPath => Path.Combine(_home.FullName, "master-key");

    protected VaultDoor Door { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        MasterKeyFile.CreateIfMissing(MasterKeyPath, StudyBuilder.At);
        Database = await postgres.CloneAsync(Cancel);
        _connection = new VaultConnection(Database.Connections.Vault);
        Door = DoorTo(_connection);
        await using var db = new StudyDb(StudyDbOptions.For(Database.ConnectionString));
        Builder = await StudyBuilder.StartAsync(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Database.DisposeAsync();
        _home.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A door whose master key and keys are read from their files now.</summary>
    protected VaultDoor DoorTo(VaultConnection connection) => new(connection, Keys(), TimeProvider.System);

    protected KeyFolder Keys() => new(KeyFolderPath, MasterKeyFile.Read(MasterKeyPath));

    protected async Task WriteAsync<T>(KeyOwner owner, Guid subject, T paper)
        where T : class
    {
        await using var room = await Door.EnterAsync(Cancel);
        Assert.False((await room.WriteAsync(owner, StudyId, subject, paper, Cancel)).IsRefused(out _, out _));
        await room.CommitAsync(Cancel);
    }

    protected static async Task<T?> ReadAsync<T>(VaultDoor door, Guid subject)
        where T : class
    {
        await using var room = await door.EnterAsync(Cancel);
        return await room.ReadAsync<T>(subject, Cancel);
    }

    protected static ParticipantId Somebody() => ParticipantId.New();
}
