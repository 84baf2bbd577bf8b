using System.Diagnostics;
using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Benchmarks;

/// <summary>What the audit trail costs a deed, and how long a million entries take to check.</summary>
internal static class Auditing
{
    private const int Writers = 8;
    private const int Deeds = 300;
    private const int Entries = 1_000_000;

    /// <summary>Eight who each describe a transcript of their own over and over, with an entry for each and without.</summary>
    public static async Task<string> DeedAsync(Bench bench)
    {
        var transcripts = new List<Transcript>();
        for (var i = 0; i < Writers; i++) transcripts.Add(await bench.Corpus.TranscriptAsync(200, 0));
        var by = bench.Corpus.Researcher;
        await RunAsync(bench, transcripts, by, isTold: true, 20); // what the runtime compiles
        var (without, perSecond) = await RunAsync(bench, transcripts, by, isTold: false, Deeds);
        var (with, toldPerSecond) = await RunAsync(bench, transcripts, by, isTold: true, Deeds);
        var check = await CheckAsync(bench);
        if (check.BrokenAt is not null) throw new InvalidOperationException($"The chain is broken at {check.BrokenAt}: {check.Why}.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"without p50 {without.Median:0.0} ms, {perSecond:0} a second; with p50 {with.Median:0.0} ms, {toldPerSecond:0} a second; ratio {with.Median / without.Median:0.0} (the chain of {check.Entries} holds)");
    }

    /// <summary>A million entries made by the trigger, then checked.</summary>
    public static async Task<string> VerifyAsync(Bench bench)
    {
        await using var db = Db(bench);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
        var since = Stopwatch.GetTimestamp();
        await db.Database.ExecuteSqlAsync(
            $$$"""
            insert into audit_entries (study_id, account_id, member_id, kind, subject_kind, subject_id, label, detail)
            select {{{bench.Corpus.StudyId.Value}}}, {{{bench.Corpus.Researcher.AccountId.Value}}}, {{{bench.Corpus.Researcher.Id.Value}}}, 'TranscriptOpened', 'Transcript', gen_random_uuid(), 'PSW-' || n % 100, '{"words": 20000}'
            from generate_series(1, {{{Entries}}}) n
            """);
        var made = Stopwatch.GetElapsedTime(since);
        since = Stopwatch.GetTimestamp();
        var check = await CheckAsync(bench);
        var taken = Stopwatch.GetElapsedTime(since);
        if (check.BrokenAt is not null) throw new InvalidOperationException($"The chain is broken at {check.BrokenAt}: {check.Why}.");
        return string.Create(CultureInfo.InvariantCulture, $"{check.Entries} entries in {taken.TotalSeconds:0.0} s, {check.Entries / taken.TotalSeconds:0} a second (chained by PostgreSQL in {made.TotalSeconds:0} s)");
    }

    private static async Task<(Times Times, double PerSecond)> RunAsync(Bench bench, List<Transcript> transcripts, Member by, bool isTold, int deeds)
    {
        var times = new Times();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(transcripts.Select(transcript => Task.Run(async () =>
        {
            for (var i = 0; i < deeds; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await using var db = Db(bench);
                var described = await db.Transcripts.SingleAsync(t => t.Id == transcript.Id);
                described.WarnReaders($"Note {i} {isTold}");
                if (isTold) db.Audit(AuditEntry.Of(AuditKind.TranscriptDescribed, by, AuditSubject.Of(described)));
                await db.SaveChangesAsync();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        })));
        return (times, deeds * transcripts.Count / Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    private static async Task<AuditCheck> CheckAsync(Bench bench)
    {
        await using var db = Db(bench);
        return await TrailCheck.RunAsync(db, 1, expected: null, progress: null, CancellationToken.None);
    }

    private static StudyDb Db(Bench bench) => new(StudyDbOptions.For(bench.Site.ConnectionString));
}
