using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Searching;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>Full-text search in a study of one size, whose transcripts have words of their own: seven in ten out of seventy that everybody uses, the rest out of 8,000.</summary>
internal static class Searching
{
    private const int TurnWords = 45;

    public static async Task<string> RunAsync(Bench bench, int transcripts, int words)
    {
        var big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"search{transcripts}"), transcripts, 50, new BigTranscript(words, TurnWords, 0));
        var since = Stopwatch.GetTimestamp();
        await WriteAsync(big, words);
        var written = Stopwatch.GetElapsedTime(since);
        await using var app = await AppFixture.StartOverAsync(big.ConnectionString);
        var search = app.Services.GetRequiredService<SearchTurns>();
        var said = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{transcripts * words / TurnWords:#,0} turns, their words indexed in {written.TotalSeconds:0} s; p50/p95 in ms: "));
        foreach (var (name, ask) in Asks)
        {
            var times = new Times();
            for (var i = -3; i < 15; i++)
            {
                since = Stopwatch.GetTimestamp();
                var found = StudyBuilder.Must(await search.RunAsync(big.Lead.AccountId, big.StudyId, ask, default));
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                if (i == 0) said.Append(CultureInfo.InvariantCulture, $"{name} ({found.Turns:#,0} turns) ");
            }

            said.Append(CultureInfo.InvariantCulture, $"{times.Median:0}/{times.P95:0}, ");
        }

        return said.ToString().TrimEnd(',', ' ');
    }

    private static IEnumerable<(string Name, SearchAsk Ask)> Asks =>
    [
        ("a rare word", new SearchAsk(Rare(17))), ("a common word", new SearchAsk("supervision")), ("two words", new SearchAsk("supervision booklet")), ("two words in a row", new SearchAsk("\"peer support\"")),
        ("the beginning of words", new SearchAsk(Rare(17)[..5] + "*")), ("a word nearly so spelt", new SearchAsk("recoverry~")), ("a common word by its right", new SearchAsk("supervision", Order: SearchOrder.Right)),
    ];

    /// <summary>A word that nothing else is like.</summary>
    private static string Rare(int number) => string.Concat(Enumerable.Range(0, 4).Select(i => Syllables[(number / (int)Math.Pow(10, i)) % 10]));

    private static readonly string[] Syllables = ["ba", "cho", "del", "fim", "gor", "hun", "ket", "lis", "mav", "nop"];

    private static async Task WriteAsync(BigStudy big, int words)
    {
        await using var connection = new NpgsqlConnection(big.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, "update transcripts set released_at = opened_at; delete from turns");
        await using var db = new StudyDb(StudyDbOptions.For(big.ConnectionString));
        var corpus = new Corpus();
        foreach (var transcript in await db.Transcripts.OrderBy(t => t.Id).Select(t => t.Id).ToListAsync())
        {
            var text = string.Join(' ', corpus.Sentence(words).Split(' ').Select(w => corpus.Next(10) < 3 ? Rare(corpus.Next(8000)) : w)).Replace("🙂", "so", StringComparison.Ordinal);
            var starts = Transcript.StartsOfWords(text);
            await using var write = new NpgsqlCommand(
                """
                insert into turns (transcript_id, number, speaker_number, segment_start, segment_end)
                    select $1, k, k % 2, $3[k * $4 + 1], coalesce($3[(k + 1) * $4 + 1] - 1, $2) from generate_series(0, (cardinality($3) + $4 - 1) / $4 - 1) as k
                """, connection)
            {
                Parameters = { new() { Value = transcript.Value }, new() { Value = text.Length }, new() { Value = starts }, new() { Value = TurnWords } },
            };
            await write.ExecuteNonQueryAsync();
            await using var put = new NpgsqlCommand("update transcript_texts set words = $2, word_starts = $3 where transcript_id = $1", connection)
            {
                Parameters = { new() { Value = transcript.Value }, new() { Value = text }, new() { Value = starts } },
            };
            await put.ExecuteNonQueryAsync();
        }

        await RunAsync(connection, "vacuum analyze");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1800 };
        await command.ExecuteNonQueryAsync();
    }
}
