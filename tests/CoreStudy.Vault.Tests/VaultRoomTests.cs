using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using Npgsql;

namespace CoreStudy.Vault.Tests;

public sealed class VaultRoomTests(PostgresFixture postgres) : VaultTest(postgres)
{
    private static readonly Identity Joanna = new("Joanna Zebrafinch", "07700 900123", "Prefers mornings");

    [Fact]
    public async Task What_was_written_is_read()
    {
        var participant = Somebody();

        await WriteAsync(KeyOwner.Of(participant), participant.Value, Joanna);

        Assert.Equal(Joanna, await ReadAsync<Identity>(Door, participant.Value));
    }

    [Fact]
    public async Task What_was_not_committed_did_not_happen()
    {
        var participant = Somebody();
        await using (var room = await Door.EnterAsync(Cancel)) await room.WriteAsync(KeyOwner.Of(participant), StudyId, participant.Value, Joanna, Cancel);

        Assert.Null(await ReadAsync<Identity>(Door, participant.Value));
    }

    [Fact]
    public async Task A_paper_that_somebody_changed_meanwhile_is_not_written_over()
    {
        var participant = Somebody();
        await WriteAsync(KeyOwner.Of(participant), participant.Value, Joanna);
        await using var mine = await Door.EnterAsync(Cancel);
        var read = (await mine.ReadPaperAsync<Identity>(participant.Value, Cancel))!;
        await WriteAsync(KeyOwner.Of(participant), participant.Value, Joanna with { Notes = "Theirs" });

        var written = await mine.WriteAsync(KeyOwner.Of(participant), StudyId, participant.Value, Joanna with { Notes = "Mine" }, Cancel, version: read.Version);

        Assert.True(written.IsRefused(out _, out _));
        Assert.Equal("Theirs", (await ReadAsync<Identity>(Door, participant.Value))!.Notes);
    }

    [Fact]
    public async Task The_database_alone_tells_nothing()
    {
        var participant = Somebody();
        var transcript = TranscriptId.New();
        await WriteAsync(KeyOwner.Of(participant), participant.Value, Joanna);
        await WriteAsync(KeyOwner.Of(StudyId), Guid.CreateVersion7(), new PlaceName("Zebrafinch Royal Infirmary", ["The Royal"]));
        await using (var room = await Door.EnterAsync(Cancel))
        {
            await room.WriteOriginalAsync(StudyId, transcript, new Original([new OriginalTurn(0, "Joanna Z", participant.Value, 0, "My name is Zebrafinch", 21)]), participant, Cancel);
            await room.CommitAsync(Cancel);
        }

        var everything = await EverythingAsync();

        Assert.Contains("participant-", everything, StringComparison.Ordinal); // the dump does hold the papers
        foreach (var planted in new[] { "Zebrafinch", "900123", "Joanna", "mornings", "Royal" })
        {
            Assert.DoesNotContain(planted, everything, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(planted)), everything, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(planted)).TrimEnd('='), everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_paper_moved_to_somebody_else_does_not_open()
    {
        var (joanna, other) = (Somebody(), Somebody());
        await WriteAsync(KeyOwner.Of(joanna), joanna.Value, Joanna);

        await OwnerRunsAsync($"update vault.papers set subject_id = '{other.Value}' where subject_id = '{joanna.Value}'");

        await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync<Identity>(Door, other.Value));
    }

    [Theory]
    [InlineData("select * from vault.papers")]
    [InlineData("insert into vault.papers (kind, study_id, subject_id, owner, sealed, changed_at) values ('Identity', gen_random_uuid(), gen_random_uuid(), 'x', '', now())")]
    [InlineData("delete from vault.papers")]
    [InlineData("create table vault.mine (id int)")]
    [InlineData("drop schema vault cascade")]
    [InlineData("set role corestudy_tests_vault")]
    public async Task The_apps_role_does_not_get_in(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.Connections.App);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Turns_of_a_participant_go_with_their_key_and_those_of_others_stay()
    {
        var (gone, stays) = (Somebody(), Somebody());
        var transcript = TranscriptId.New();
        var group = new Original(
        [
            new OriginalTurn(0, "Ann", gone.Value, 0, "I left in May.", 14),
            new OriginalTurn(1, "Ben", stays.Value, 5, "I stayed.", 9),
            new OriginalTurn(2, null, null, 9, "Why?", 4),
            new OriginalTurn(0, "Ann", gone.Value, 12, "Because.", 8),
        ]);
        await using (var room = await Door.EnterAsync(Cancel))
        {
            await room.WriteOriginalAsync(StudyId, transcript, group, soleOwner: null, Cancel);
            await room.CommitAsync(Cancel);
        }

        await using (var room = await Door.EnterAsync(Cancel))
        {
            room.DestroyKey(KeyOwner.Of(gone));
            await room.CommitAsync(Cancel);
        }

        await using var after = await Door.EnterAsync(Cancel);
        var read = (await after.ReadOriginalAsync(transcript, Cancel))!;
        Assert.Equal([null, "I stayed.", "Why?", null], read.Turns.Select(t => t.Text));
        Assert.Equal([null, "Ben", null, null], read.Turns.Select(t => t.Name));
        Assert.Equal(group.Words.Length, read.Words.Length);
        Assert.Throws<KeyDestroyedException>(() => Keys().TakeOrMake(KeyOwner.Of(gone)));
    }

    /// <summary>Every row of every table, as a plain dump writes them: bytes in hexadecimal.</summary>
    private async Task<string> EverythingAsync()
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var asks = new NpgsqlCommand("select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname in ('public', 'vault')", connection))
        await using (var reader = await asks.ExecuteReaderAsync(Cancel))
            while (await reader.ReadAsync(Cancel)) tables.Add(reader.GetString(0));

        var all = new StringBuilder();
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"copy {table} to stdout", Cancel);
            all.AppendLine(table).Append(await copy.ReadToEndAsync(Cancel));
        }

        return all.ToString();
    }

    private async Task OwnerRunsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
    }
}
