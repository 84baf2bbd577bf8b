using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace CoreStudy.Web.Tests.Backups;

/// <summary>An installation of the first schema, with a study in it, goes up through every schema since.</summary>
public sealed class UpgradeTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Words = "How was it?\nI waited and waited.";

    [Fact]
    public async Task From_the_first_schema_up_through_every_one_since_nothing_that_people_wrote_is_lost()
    {
        await using var spare = await SpareDatabase.MakeAsync(ConnectionString, "old");
        var old = spare.ConnectionString;
        await using var db = new StudyDb(StudyDbOptions.For(old));
        var steps = db.Database.GetMigrations().ToList();
        await db.GetService<IMigrator>().MigrateAsync(steps[0], Cancel);
        var before = await FillAsync(old);

        foreach (var step in steps.Skip(1))
        {
            await db.GetService<IMigrator>().MigrateAsync(step, Cancel);
            var now = await CountAsync(old, before.Keys);
            Assert.Equal((step, string.Join(' ', before)), (step, string.Join(' ', now)));
        }

        var (codings, strays) = await CodingCheck.RunAsync(db, Cancel);
        Assert.Equal((1, 0), (codings, strays.Count));
        var coding = await db.Codings.SingleAsync(Cancel);
        var memo = await db.Memos.SingleAsync(Cancel);
        Assert.Equal(("waited", "Why twice?", (DateTimeOffset?)null), (coding.Words, memo.Text, coding.RemovedAt));
        Assert.Equal("Ada", (await db.Members.SingleAsync(Cancel)).Name);
        Assert.Equal(Words, (await db.TranscriptTexts.SingleAsync(Cancel)).Words);
        Assert.Equal("Nobody knows", (await db.Comments.SingleAsync(Cancel)).Text);
        Assert.NotNull((await db.Transcripts.SingleAsync(Cancel)).ReleasedAt); // what came before there was a review identifies nobody
        Assert.Equal(1, await db.Database.SqlQuery<int>($"""select count(*)::int as "Value" from memo_versions""").SingleAsync(Cancel));
        Assert.False(db.Database.HasPendingModelChanges());
    }

    /// <summary>A study of one transcript, one coding, a memo and a comment, as the first schema holds it.</summary>
    /// <returns>How many rows each table has.</returns>
    private static async Task<SortedDictionary<string, long>> FillAsync(string connectionString)
    {
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var tables = new List<string>();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        await PutAsync("accounts", "account_id", ("name", "'Ada'"), ("email", "'ada@test.example'"));
        await PutAsync("studies", "study_id", ("participant_roles", "array['Peer support worker']"), ("short_name", "'PSW'"));
        await PutAsync("members", "member_id", ("role", "'Coder'"), ("name", "'Ada'"));
        await PutAsync("trusts", "trust_id");
        await PutAsync("codes", "code_id", ("state", "'Active'"), ("colour", "'#336699'"), ("name", "'Waiting'"));
        await PutAsync("participants", "participant_id", ("label", "'PSW-01'"), ("role", "'Peer support worker'"));
        await PutAsync("interviews", "interview_id", ("kind", "'Individual'"));
        await PutAsync("interview_participants", null);
        await PutAsync("transcripts", "transcript_id", ("length", $"{Words.Length}"), ("word_count", "7"), ("turn_count", "2"), ("opened_at", "now()"));
        await PutAsync("transcript_texts", null, ("words", $"E'{Words.Replace("\n", "\\n", StringComparison.Ordinal)}'"));
        await PutAsync("speakers", null, ("label", "'PSW-01'"), ("participant_id", $"'{ids["participant_id"]}'"));
        await PutAsync("turns", null, ("segment_end", "11"));
        await PutAsync("turns", null, ("number", "1"), ("segment_start", "12"), ("segment_end", $"{Words.Length}"));
        await PutAsync("coding_heads", null, ("revision", "1"));
        await PutAsync("codings", "coding_id", ("words", "'waited'"), ("segment_start", "14"), ("segment_end", "20"), ("revision", "1"));
        await PutAsync("coding_acts", null, ("kind", "'Apply'"), ("revision", "1"), ("coding_id", $"'{ids["coding_id"]}'"));
        await PutAsync("memos", null, ("text", "'Why twice?'"), ("segment_start", "14"), ("segment_end", "20"));
        await PutAsync("comments", null, ("text", "'Nobody knows'"));
        return await CountAsync(connectionString, tables.Distinct());

        // What a column must hold and is not given: the row that its name points to, or something empty of its type.
        async Task PutAsync(string table, string? named, params (string Column, string Value)[] given)
        {
            var values = given.ToDictionary(g => g.Column, g => g.Value);
            await using (var asks = new NpgsqlCommand("select column_name, udt_name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and is_generated = 'NEVER' and column_default is null", connection) { Parameters = { new() { Value = table } } })
            await using (var rows = await asks.ExecuteReaderAsync(Cancel))
            {
                while (await rows.ReadAsync(Cancel))
                {
                    var column = rows.GetString(0);
                    if (values.ContainsKey(column)) continue;
                    values[column] = rows.GetString(1) switch
                    {
                        "uuid" when column == "id" => $"'{(named is null ? Guid.CreateVersion7() : ids[named] = Guid.CreateVersion7())}'",
                        "uuid" => $"'{ids[column is "imported_by" ? "member_id" : column]}'",
                        "timestamptz" => "now()",
                        "bool" => "false",
                        "int4" or "int8" => "0",
                        "jsonb" => "'{}'",
                        "varchar" or "text" => "'x'",
                        var type when type.StartsWith('_') => "'{}'",
                        var type => throw new InvalidOperationException($"{table}.{column} is of type {type}."),
                    };
                }
            }

            await RunOnAsync(connection, $"insert into {table} ({string.Join(", ", values.Keys.Select(c => $"\"{c}\""))}) values ({string.Join(", ", values.Values)})");
            tables.Add(table);
        }
    }

    private static async Task<SortedDictionary<string, long>> CountAsync(string connectionString, IEnumerable<string> tables)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
            counts[table] = (long)(await command.ExecuteScalarAsync(Cancel))!;
        }

        return counts;
    }

    private static async Task RunOnAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
