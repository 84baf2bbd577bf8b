using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using Npgsql;

namespace CoreStudy.Vault;

/// <summary>Inside the vault: one connection of its role, one transaction. What is not committed did not happen.</summary>
/// <remarks>Whoever enters has asked the permissions before. Not for use by two at once.</remarks>
public sealed class VaultRoom : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly KeyFolder _keys;
    private readonly TimeProvider _clock;
    private readonly List<KeyOwner> _destroying = [];
    private readonly HashSet<StudyId> _learning = [];
    private readonly Action<StudyId>? _learnt;

    internal VaultRoom(NpgsqlConnection connection, NpgsqlTransaction transaction, StudyDb study, KeyFolder keys, TimeProvider clock, Action<StudyId>? learnt) =>
        (_connection, _transaction, Study, _keys, _clock, _learnt) = (connection, transaction, study, keys, clock, learnt);

    /// <summary>The study's own tables, on the same connection and in the same transaction.</summary>
    public StudyDb Study { get; }

    /// <summary>A paper; null where there is none, or where the key that sealed it was destroyed.</summary>
    public async Task<T?> ReadAsync<T>(Guid subject, CancellationToken cancel, int number = 0)
        where T : class =>
        (await ReadPapersAsync<T>("subject_id = $2 and number = $3", [new() { Value = subject }, new() { Value = number }], cancel)).SingleOrDefault()?.Content;

    /// <summary>A paper with the version that <see cref="WriteAsync"/> takes to notice that somebody else wrote meanwhile.</summary>
    public async Task<Paper<T>?> ReadPaperAsync<T>(Guid subject, CancellationToken cancel, int number = 0)
        where T : class =>
        (await ReadPapersAsync<T>("subject_id = $2 and number = $3", [new() { Value = subject }, new() { Value = number }], cancel)).SingleOrDefault();

    /// <summary>Every paper of this kind in a study, those whose key was destroyed left out.</summary>
    public Task<IReadOnlyList<Paper<T>>> ReadAllAsync<T>(StudyId study, CancellationToken cancel)
        where T : class =>
        ReadPapersAsync<T>("study_id = $2", [new() { Value = study.Value }], cancel);

    /// <summary>Every paper of this kind about a subject, in order of number.</summary>
    public Task<IReadOnlyList<Paper<T>>> ReadAllOfAsync<T>(Guid subject, CancellationToken cancel)
        where T : class =>
        ReadPapersAsync<T>("subject_id = $2", [new() { Value = subject }], cancel);

    /// <summary>Seals a paper by the owner's key and puts it in the place of the one that was there.</summary>
    /// <param name="number">Tells several papers about one subject apart.</param>
    /// <param name="version">The version that was read; a refusal where the paper has changed since. Null replaces whatever is there.</param>
    /// <exception cref="KeyDestroyedException">The owner's key was destroyed.</exception>
    public async Task<Result<Done>> WriteAsync<T>(KeyOwner owner, StudyId study, Guid subject, T paper, CancellationToken cancel, int number = 0, uint? version = null)
        where T : class
    {
        var kind = typeof(T).Name;
        var bytes = Sealing.Seal(_keys.TakeOrMake(owner), JsonSerializer.SerializeToUtf8Bytes(paper), Bound(kind, study.Value, subject, number, owner));
        const string Sql = """
            insert into vault.papers (kind, study_id, subject_id, number, owner, sealed, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (kind, subject_id, number) do update
            set owner = excluded.owner, sealed = excluded.sealed, changed_at = excluded.changed_at, version = papers.version + 1
            where papers.study_id = excluded.study_id and ($8 < 0 or papers.version = $8)
            """;
        var written = await RunAsync(Sql, [new() { Value = kind }, new() { Value = study.Value }, new() { Value = subject }, new() { Value = number },
            new() { Value = owner.ToString() }, new() { Value = bytes }, new() { Value = _clock.GetUtcNow() }, new() { Value = version is { } v ? (long)v : -1L }], cancel);
        if (written == 1 && IsKnowledge(kind)) _learning.Add(study);
        return written == 1 ? Done.Well : new Refusal("Somebody else changed this meanwhile. Look at theirs, then do it again.");
    }

    /// <summary>Removes the papers of this kind about a subject.</summary>
    public Task<int> RemoveAsync<T>(Guid subject, CancellationToken cancel) =>
        DeleteAsync("kind = $1 and subject_id = $2", [new() { Value = typeof(T).Name }, new() { Value = subject }], cancel);

    /// <summary>Keeps a transcript as it came: each participant's turns under their own key.</summary>
    /// <param name="soleOwner">The participant of an individual interview, whose key then seals the interviewer's words too.</param>
    public async Task WriteOriginalAsync(StudyId study, TranscriptId transcript, Original original, ParticipantId? soleOwner, CancellationToken cancel)
    {
        KeyOwner OwnerOf(OriginalTurn turn) => turn.ParticipantId is { } p ? KeyOwner.Of(new ParticipantId(p)) : soleOwner is { } sole ? KeyOwner.Of(sole) : KeyOwner.Of(transcript);

        await RemoveAsync<OriginalFrame>(transcript.Value, cancel);
        await RemoveAsync<OriginalPart>(transcript.Value, cancel);
        var owners = original.Turns.Select(OwnerOf).Distinct().ToList();
        var frame = new OriginalFrame([.. original.Turns.Select(t => new FrameTurn(t.Speaker, t.ParticipantId, t.StartMs, t.Length, owners.IndexOf(OwnerOf(t))))]);
        await WriteAsync(KeyOwner.Of(transcript), study, transcript.Value, frame, cancel);
        for (var i = 0; i < owners.Count; i++)
        {
            var part = original.Turns.Where(t => OwnerOf(t) == owners[i]).Select(t => new PartTurn(t.Name, t.Text ?? "")).ToList();
            await WriteAsync(owners[i], study, transcript.Value, new OriginalPart(part), cancel, number: i);
        }
    }

    /// <summary>A transcript as it came; null where none was kept. Turns whose key was destroyed have no text.</summary>
    public async Task<Original?> ReadOriginalAsync(TranscriptId transcript, CancellationToken cancel)
    {
        if (await ReadAsync<OriginalFrame>(transcript.Value, cancel) is not { } frame) return null;
        var parts = (await ReadAllOfAsync<OriginalPart>(transcript.Value, cancel)).ToDictionary(p => p.Number, p => new Queue<PartTurn>(p.Content.Turns));
        return new Original([.. frame.Turns.Select(t =>
        {
            var part = parts.GetValueOrDefault(t.Part)?.Dequeue();
            return new OriginalTurn(t.Speaker, part?.Name, t.ParticipantId, t.StartMs, part?.Text, t.Length);
        })]);
    }

    /// <summary>What a study keeps of this kind: each subject with its number and whose key seals it. Nothing is opened.</summary>
    public async Task<IReadOnlyList<KeptPaper>> ListAsync<T>(StudyId study, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select subject_id, number, owner from vault.papers where kind = $1 and study_id = $2 order by subject_id, number", _connection, _transaction);
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = typeof(T).Name }, new() { Value = study.Value } });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var kept = new List<KeptPaper>();
        while (await reader.ReadAsync(cancel)) kept.Add(new KeptPaper(reader.GetGuid(0), reader.GetInt32(1), KeyOwner.Parse(reader.GetString(2))));
        return kept;
    }

    /// <summary>The transcripts of a study whose original is kept. Nothing is opened.</summary>
    public async Task<IReadOnlyList<TranscriptId>> ListOriginalsAsync(StudyId study, CancellationToken cancel) =>
        [.. (await ListAsync<OriginalFrame>(study, cancel)).Select(p => new TranscriptId(p.Subject)).Distinct()];

    /// <summary>Every paper of a study, opened, one in memory at a time; those whose key was destroyed are left out.</summary>
    /// <exception cref="MasterKeyException">A key is missing.</exception>
    public async IAsyncEnumerable<OpenPaper> ReadEverythingAsync(StudyId study, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select kind, subject_id, number, owner, sealed, changed_at from vault.papers where study_id = $1 order by kind collate \"C\", subject_id, number", _connection, _transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter { Value = study.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (kind, subject, number, owner) = (reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), KeyOwner.Parse(reader.GetString(3)));
            if (KeyOf(owner) is not { } key) continue;
            var open = Sealing.Open(key, (byte[])reader[4], Bound(kind, study.Value, subject, number, owner));
            CryptographicOperations.ZeroMemory(key);
            yield return new OpenPaper(kind, subject, number, owner, reader.GetFieldValue<DateTimeOffset>(5), open);
        }
    }

    /// <summary>Seals a paper that came with an archive by its owner's key of this installation, which is made where there is none.</summary>
    /// <exception cref="KeyDestroyedException">The owner's key was destroyed.</exception>
    /// <exception cref="PostgresException">There is such a paper already.</exception>
    public async Task PutBackAsync(StudyId study, OpenPaper paper, CancellationToken cancel)
    {
        var bytes = Sealing.Seal(_keys.TakeOrMake(paper.Owner), paper.Content, Bound(paper.Kind, study.Value, paper.Subject, paper.Number, paper.Owner));
        await RunAsync(
            "insert into vault.papers (kind, study_id, subject_id, number, owner, sealed, changed_at) values ($1, $2, $3, $4, $5, $6, $7)",
            [new() { Value = paper.Kind }, new() { Value = study.Value }, new() { Value = paper.Subject }, new() { Value = paper.Number }, new() { Value = paper.Owner.ToString() },
                new() { Value = bytes }, new() { Value = paper.ChangedAt.ToUniversalTime() }],
            cancel);
        if (IsKnowledge(paper.Kind)) _learning.Add(study);
    }

    /// <summary>How many papers of a study are about something of another.</summary>
    public async Task<int> CountStraysAsync(StudyId study, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select count(*)::int from vault.papers v where v.study_id = $1 and v.subject_id in (
                select id from public.participants where study_id <> $1 union all select id from public.transcripts where study_id <> $1 union all select id from public.trusts where study_id <> $1
                union all select id from public.sites where study_id <> $1 union all select id from public.consents where study_id <> $1 union all select id from public.studies where id <> $1
                union all select id from public.transcriptions where study_id <> $1)
            """,
            _connection, _transaction);
        command.Parameters.Add(new NpgsqlParameter { Value = study.Value });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>How many papers this key seals.</summary>
    public async Task<int> CountAsync(KeyOwner owner, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select count(*)::int from vault.papers where owner = $1", _connection, _transaction);
        command.Parameters.Add(new NpgsqlParameter { Value = owner.ToString() });
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Removes a transcript as it came, with all that was decided on it: places in words that are not there any more.</summary>
    /// <returns>Whose keys sealed it.</returns>
    public async Task<IReadOnlyList<KeyOwner>> RemoveOriginalAsync(StudyId study, TranscriptId transcript, CancellationToken cancel)
    {
        var owners = (await ListAsync<OriginalFrame>(study, cancel)).Concat(await ListAsync<OriginalPart>(study, cancel)).Where(p => p.Subject == transcript.Value).Select(p => p.Owner).Distinct().ToList();
        await RemoveAsync<OriginalFrame>(transcript.Value, cancel);
        await RemoveAsync<OriginalPart>(transcript.Value, cancel);
        await RemoveAsync<Decisions>(transcript.Value, cancel);
        await RemoveAsync<ReviewHistory>(transcript.Value, cancel);
        await RemoveAsync<ExplainedHits>(transcript.Value, cancel);
        return owners;
    }

    /// <summary>Removes every paper that this key seals.</summary>
    public Task<int> RemoveAllOfAsync(KeyOwner owner, CancellationToken cancel) =>
        DeleteAsync("owner = $1", [new() { Value = owner.ToString() }], cancel);

    /// <summary>Destroys a key once this transaction is committed: nothing that it sealed can be read again, here or in a backup.</summary>
    public void DestroyKey(KeyOwner owner) => _destroying.Add(owner);

    public bool IsKeyDestroyed(KeyOwner owner) => _keys.IsDestroyed(owner);

    /// <summary>Saves, commits, then destroys the keys that are to go, and tells of what studies know now.</summary>
    public async Task CommitAsync(CancellationToken cancel)
    {
        await Study.SaveChangesAsync(cancel);
        await _transaction.CommitAsync(cancel);
        foreach (var owner in _destroying) _keys.Destroy(owner, _clock.GetUtcNow());
        foreach (var study in _learning) _learnt?.Invoke(study);
    }

    public async ValueTask DisposeAsync()
    {
        await Study.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<IReadOnlyList<Paper<T>>> ReadPapersAsync<T>(string where, NpgsqlParameter[] values, CancellationToken cancel)
        where T : class
    {
        var kind = typeof(T).Name;
        var rows = new List<(Guid Study, Guid Subject, int Number, KeyOwner Owner, byte[] Sealed, long Version, DateTimeOffset At)>();
        await using (var command = new NpgsqlCommand(
            $"select study_id, subject_id, number, owner, sealed, version, changed_at from vault.papers where kind = $1 and {where} order by subject_id, number", _connection, _transaction))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = kind });
            command.Parameters.AddRange(values);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), KeyOwner.Parse(reader.GetString(3)), (byte[])reader[4], reader.GetInt64(5),
                    reader.GetFieldValue<DateTimeOffset>(6)));
            }
        }

        var papers = new List<Paper<T>>(rows.Count);
        var keys = new Dictionary<KeyOwner, byte[]?>();
        foreach (var row in rows)
        {
            if (!keys.TryGetValue(row.Owner, out var key)) keys[row.Owner] = key = KeyOf(row.Owner);
            if (key is null) continue;
            var open = Sealing.Open(key, row.Sealed, Bound(kind, row.Study, row.Subject, row.Number, row.Owner));
            papers.Add(new Paper<T>(JsonSerializer.Deserialize<T>(open)!, row.Subject, row.Number, row.Owner, (uint)row.Version, row.At));
        }

        foreach (var key in keys.Values) CryptographicOperations.ZeroMemory(key);
        return papers;
    }

    private byte[]? KeyOf(KeyOwner owner)
    {
        try
        {
            return _keys.Find(owner) ?? throw new MasterKeyException($"The key of {owner} is missing from the key folder. Put it back from the backup of the keys.");
        }
        catch (KeyDestroyedException)
        {
            return null;
        }
    }

    private static bool IsKnowledge(string kind) => kind is nameof(Identifier) or nameof(Identity) or nameof(PlaceName);

    private async Task<int> DeleteAsync(string where, NpgsqlParameter[] values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"delete from vault.papers where {where} returning kind, study_id", _connection, _transaction);
        command.Parameters.AddRange(values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var deleted = 0;
        for (; await reader.ReadAsync(cancel); deleted++)
        {
            if (IsKnowledge(reader.GetString(0))) _learning.Add(new StudyId(reader.GetGuid(1)));
        }

        return deleted;
    }

    private async Task<int> RunAsync(string sql, NpgsqlParameter[] values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction);
        command.Parameters.AddRange(values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static byte[] Bound(string kind, Guid study, Guid subject, int number, KeyOwner owner) =>
        Encoding.UTF8.GetBytes($"{kind}|{study:n}|{subject:n}|{number}|{owner}");

    private sealed record OriginalFrame(IReadOnlyList<FrameTurn> Turns);

    private sealed record FrameTurn(int Speaker, Guid? ParticipantId, long? StartMs, int Length, int Part);

    private sealed record OriginalPart(IReadOnlyList<PartTurn> Turns);

    private sealed record PartTurn(string? Name, string Text);
}

/// <summary>A paper of the vault, opened.</summary>
/// <param name="Version">For noticing that somebody else wrote meanwhile.</param>
public sealed record Paper<T>(T Content, Guid Subject, int Number, KeyOwner Owner, uint Version, DateTimeOffset ChangedAt)
    where T : class
{
    public override string ToString() => $"{typeof(T).Name} about {Subject}";
}

/// <summary>A paper of any kind, opened, as an archive takes it along.</summary>
/// <param name="Content">The JSON that was sealed.</param>
public sealed record OpenPaper(string Kind, Guid Subject, int Number, KeyOwner Owner, DateTimeOffset ChangedAt, byte[] Content)
{
    public override string ToString() => $"{Kind} of {Content.Length} bytes";
}

/// <summary>That a paper is kept: about what, and whose key seals it.</summary>
public sealed record KeptPaper(Guid Subject, int Number, KeyOwner Owner);
