using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Npgsql;

namespace CoreStudy.Browser.Tests;

/// <summary>Words that would be scripts if anybody let them: in every field that somebody can type into, on every main screen, with the content policy in force and its reports read.</summary>
public sealed class HostileWordsTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Attack = """<img src=x onerror=window.wasHere=1>"'><script>window.wasHere=1</script><svg onload=window.wasHere=1><a href="javascript:window.wasHere=1">{{7*7}}</a>""";

    private static readonly (string Person, string Path)[] Screens =
    [
        ("lead", "/"), ("lead", "/studies/{study}"), ("lead", "/studies/{study}/progress"), ("lead", "/studies/{study}/codebook"), ("lead", "/studies/{study}/codebook/history"), ("lead", "/studies/{study}/interviews"),
        ("lead", "/studies/{study}/participants"), ("lead", "/studies/{study}/places"), ("lead", "/studies/{study}/questions"), ("lead", "/studies/{study}/members"), ("lead", "/studies/{study}/settings"), ("lead", "/studies/{study}/audit"),
        ("lead", "/studies/{study}/assignments"), ("lead", "/studies/{study}/rounds"), ("lead", "/studies/{study}/comparison"), ("lead", "/studies/{study}/passages"), ("lead", "/studies/{study}/queries"), ("lead", "/studies/{study}/matrices"),
        ("lead", "/studies/{study}/pictures"), ("lead", "/studies/{study}/summaries"), ("lead", "/studies/{study}/themes"), ("lead", "/studies/{study}/themes/map"), ("lead", "/studies/{study}/findings"), ("lead", "/studies/{study}/quotes"),
        ("lead", "/studies/{study}/memos"), ("lead", "/studies/{study}/reports"), ("lead", "/studies/{study}/checklists"), ("lead", "/studies/{study}/transcripts/{transcript}/code"), ("coder1", "/studies/{study}/work"), ("coder1", "/account"),
        ("admin", "/studies/{study}/consents"), ("admin", "/studies/{study}/redactions"), ("admin", "/studies/{study}/flags"),
    ];

    [Fact]
    public async Task Nothing_that_somebody_typed_becomes_a_part_of_a_page()
    {
        var (study, transcript) = await TranscriptAsync("PSW-01");
        var fields = await FillAsync();
        var pages = new Dictionary<string, IPage>();
        var (shown, made) = (new List<string>(), new List<string>());

        foreach (var (person, path) in Screens)
        {
            if (!pages.TryGetValue(person, out var page)) pages[person] = page = await PersonAsync(person);
            await page.GotoAsync(path.Replace("{study}", study.Value.ToString(), StringComparison.Ordinal).Replace("{transcript}", transcript.Value.ToString(), StringComparison.Ordinal));
            await page.WaitForFunctionAsync("() => document.querySelector('h1') && !document.querySelector('[role=progressbar]')");
            if (await page.EvaluateAsync<bool>("() => document.body.textContent.includes('onerror=window.wasHere')")) shown.Add(path);
            if (await page.EvaluateAsync<bool>("() => window.wasHere === 1 || !!document.querySelector('img[src=x], svg[onload], a[href^=\"javascript:\"], [onerror]')")) made.Add(path);
        }

        Assert.Empty(made);
        Assert.True(fields > 40, $"{fields} fields were filled");
        Assert.True(shown.Count > 12, $"Words were seen on {string.Join(", ", shown)}");
    }

    /// <summary>Puts the attack into every column of words that people type, as far as the database lets it; the words of transcripts keep their length.</summary>
    private async Task<int> FillAsync()
    {
        await using var db = Db();
        var columns = await db.Database.SqlQueryRaw<Column>("""
            select c.table_name::text as table_name, c.column_name::text as column_name, coalesce(c.character_maximum_length, 400)::int as longest
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'character varying') and c.is_generated = 'NEVER' and coalesce(c.character_maximum_length, 400) > 40
              and c.table_name not in ('accounts', 'codings', 'turn_words', 'word_counts', 'kept_passages', 'settled_codings', 'data_protection_keys', '__EFMigrationsHistory', 'text_revisions', 'audit_entries', 'earlier_audit_entries')
              and c.table_name not like 'account\_%' and c.column_name not like '%hash%' and c.column_name not like '%colour%'
            """).ToListAsync(Cancel);
        var filled = 0;
        foreach (var column in columns)
        {
            var words = column is { TableName: "transcript_texts", ColumnName: "words" } ? $"overlay(words placing @attack from 1 for {Attack.Length})" : $"left(@attack || ctid::text, {column.Longest})";
            try
            {
                var fill = $"update \"{column.TableName}\" set \"{column.ColumnName}\" = {words} where \"{column.ColumnName}\" <> ''"; // names of our own tables
                var rows = await db.Database.ExecuteSqlRawAsync(fill, [new NpgsqlParameter("attack", Attack)], Cancel);
                if (rows > 0) filled++;
            }
            catch (PostgresException)
            {
                // a name that must be of a kind, or two of which must differ: not a free text
            }
        }

        await db.Database.ExecuteSqlRawAsync("update accounts set name = left(@attack, 80)", [new NpgsqlParameter("attack", Attack)], Cancel);
        return filled;
    }

    private sealed record Column(string TableName, string ColumnName, int Longest);
}
