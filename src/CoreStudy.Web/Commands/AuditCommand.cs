using System.CommandLine;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Audits;

namespace CoreStudy.Web.Commands;

/// <summary>Checks the audit trail without the site.</summary>
internal static class AuditCommand
{
    private const int HashBytes = 32;

    private static readonly Option<long> From = new("--from") { Description = "The number of the entry to begin at; the chain before it is not checked.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> ExpectLast = new("--expect-last") { Description = "The last hash that an earlier check printed: it must be in the trail, or entries at its end are missing." };

    public static Command Make()
    {
        var verify = new Command(
            "verify",
            "Follows the chain of the audit trail, computing each hash anew. Prints JSON: {\"entries\", \"first\", \"last\", \"lastHash\", \"valid\", \"brokenAt\", \"why\"}. " +
            "Keep lastHash elsewhere: with it, --expect-last finds out later whether the end was cut off. The exit code is 1 where the chain is broken.")
        {
            From, ExpectLast,
        };
        From.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<long>() < 1) given.AddError("--from takes a number from 1.");
        });
        ExpectLast.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is { } hash && Read(hash) is null) given.AddError("--expect-last takes 64 hexadecimal digits.");
        });
        verify.SetAction((given, cancel) => Databases.RunAsync(
            database => VerifyAsync(database, given.GetValue(From), given.GetValue(ExpectLast) is { } hash ? Read(hash) : null, cancel), cancel));
        return new Command("audit", "Looks after the audit trail.") { verify };
    }

    private static async Task<int> VerifyAsync(Databases database, long from, byte[]? expected, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
        var check = await TrailCheck.RunAsync(db, from, expected, progress: null, cancel);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            entries = check.Entries,
            first = check.Entries == 0 ? (long?)null : from,
            last = check.Entries == 0 ? (long?)null : check.Last,
            lastHash = check.Entries == 0 ? null : Convert.ToHexStringLower(check.LastHash.Span),
            valid = check.BrokenAt is null,
            brokenAt = check.BrokenAt,
            why = check.Why,
        }));
        return check.BrokenAt is null ? 0 : 1;
    }

    private static byte[]? Read(string hash) =>
        hash.Length == HashBytes * 2 && hash.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hash) : null;
}
