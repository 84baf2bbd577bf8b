using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Data.Codings;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Testing.Faults;

/// <summary>What the ledger of what people were told and the database say of each other after a fault.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Acts">Acts that people did.</param>
/// <param name="Sendings">Acts that were sent, each time counted.</param>
/// <param name="Confirmed">Acts that somebody was told are kept.</param>
/// <param name="Refused">Acts that somebody was told are refused.</param>
/// <param name="SentAgain">Acts that had to be sent more than once, since no answer came.</param>
/// <param name="FoundAgain">Of those, the ones that had been kept at a sending that was never answered; null where the clock does not tell.</param>
/// <param name="Unanswered">Acts that were not answered to the end.</param>
/// <param name="Lost">Confirmed acts that are not there as they were confirmed.</param>
/// <param name="Doubled">Codings, acts and places in the order that are there more than once.</param>
/// <param name="Strangers">What is there and was refused, or stands in nobody's ledger.</param>
/// <param name="Strays">Codings that do not lie on their words, as the command <c>check</c> finds them.</param>
/// <param name="Downloads">Files that were handed out while all this went on.</param>
/// <param name="AuditEntries">Entries of the audit trail that were verified.</param>
/// <param name="BackAfter">From the end of the fault to the first confirmation.</param>
/// <param name="Wrong">What must not be, in sentences with ids; empty where all is well.</param>
public sealed record Reckoning(
    string Fault, int People, int Acts, int Sendings, int Confirmed, int Refused, int SentAgain, int? FoundAgain, int Unanswered, int Lost, int Doubled, int Strangers,
    int Strays, int Downloads, long AuditEntries, TimeSpan BackAfter, IReadOnlyList<string> Wrong)
{
    private const int MostTold = 20;

    /// <summary>Two lines that begin a table in Markdown.</summary>
    public const string Heading =
        "| fault | people | acts | sendings | confirmed | refused | sent again | of them kept unanswered | never answered | lost | doubled | in no ledger | stray | downloads | audit entries verified | back after |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    /// <summary>Whether every confirmed act is there once, no refused one is, and the audit trail verifies.</summary>
    public bool IsWhole => Wrong.Count == 0;

    /// <summary>A row of the table.</summary>
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Fault} | {People} | {Acts} | {Sendings} | {Confirmed} | {Refused} | {SentAgain} | {(FoundAgain is { } found ? found : "")} | {Unanswered} | {Lost} | {Doubled} | {Strangers} | {Strays} | {Downloads} | {AuditEntries} | {BackAfter.TotalSeconds:0.0} s |");

    public override string ToString() => $"{Row}\n{string.Join('\n', Wrong.Take(MostTold))}";

    /// <param name="downloads">How many files were handed out, each of which has an entry.</param>
    /// <param name="entriesBefore">How many entries the trail had before anybody began.</param>
    internal static async Task<Reckoning> MakeAsync(
        StudyDb db, Fault fault, Transcript transcript, IReadOnlyList<IReadOnlyList<SentAct>> ledgers, int downloads, long entriesBefore, TimeSpan backAfter, CancellationToken cancel)
    {
        var wrong = new List<string>();
        var ledger = ledgers.SelectMany(l => l).ToList();
        var acts = await db.CodingActs.AsNoTracking().Where(a => a.TranscriptId == transcript.Id).ToListAsync(cancel);
        var codings = await db.Codings.AsNoTracking().Where(c => c.TranscriptId == transcript.Id).ToListAsync(cancel);
        var head = await db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == transcript.Id, cancel);
        var actOf = acts.ToLookup(a => a.Id.Value);
        var codingOf = codings.ToLookup(c => c.Id);
        var removed = ledger.Where(a => a is { IsRemoval: true, Told: Told.Kept }).Select(a => a.Coding).ToHashSet();
        var perhapsRemoved = ledger.Where(a => a is { IsRemoval: true, Told: Told.Nothing }).Select(a => a.Coding).ToHashSet();

        var lost = 0;
        foreach (var act in ledger.Where(a => a.Told == Told.Kept))
        {
            var why = Missing(act, [.. actOf[act.Id]], [.. codingOf[act.Coding]], removed.Contains(act.Coding) ? true : perhapsRemoved.Contains(act.Coding) ? null : false);
            if (why is null) continue;
            lost++;
            wrong.Add($"Lost: act {act.Id} was confirmed, and {why}.");
        }

        var doubled = 0;
        void Double<T>(IEnumerable<IGrouping<T, object>> groups, string what)
        {
            foreach (var group in groups.Where(g => g.Count() > 1))
            {
                doubled++;
                wrong.Add($"Doubled: {what} {group.Key} is there {group.Count()} times.");
            }
        }

        Double(acts.GroupBy(a => a.Id, object (a) => a), "act");
        Double(acts.Where(a => a.Kind == ActKind.Apply).GroupBy(a => a.CodingId, object (a) => a), "the making of coding");
        Double(codings.Where(c => c.RemovedAt is null).GroupBy(c => (c.MemberId, c.CodeId, c.Segment), object (c) => c), "the coding of");
        Double(acts.GroupBy(a => a.Revision, object (a) => a), "revision");

        var refused = ledger.Where(a => a.Told == Told.Refused).Select(a => a.Id).ToHashSet();
        var known = ledger.Select(a => a.Id).ToHashSet();
        var refusedCodings = ledger.Where(a => a is { Told: Told.Refused, IsRemoval: false }).Select(a => a.Coding).ToHashSet();
        var knownCodings = ledger.Select(a => a.Coding).ToHashSet();
        var strangers = acts.Where(a => refused.Contains(a.Id.Value)).Select(a => $"act {a.Id.Value} was refused, and is there")
            .Concat(acts.Where(a => !known.Contains(a.Id.Value)).Select(a => $"act {a.Id.Value} is there, and nobody did it"))
            .Concat(codings.Where(c => refusedCodings.Contains(c.Id)).Select(c => $"coding {c.Id.Value} was refused, and is there"))
            .Concat(codings.Where(c => !knownCodings.Contains(c.Id)).Select(c => $"coding {c.Id.Value} is there, and nobody made it")).ToList();
        wrong.AddRange(strangers.Select(s => $"In no ledger: {s}."));

        if (head.Revision != acts.Count || acts.Select(a => a.Revision).DefaultIfEmpty(0).Max() != acts.Count)
            wrong.Add($"The order of acts has gaps: {acts.Count} acts, and the transcript stands at {head.Revision}.");
        foreach (var mine in ledgers)
        {
            var told = mine.Where(a => a.Told == Told.Kept).Select(a => a.Revision!.Value).ToList();
            if (!told.SequenceEqual(told.Order())) wrong.Add($"Somebody's acts were not kept in the order in which they were done: {mine[0].By.Value}.");
        }

        var unanswered = ledger.Count(a => a.Told == Told.Nothing);
        if (unanswered > 0) wrong.Add($"{unanswered} acts were never answered.");
        var strays = (await CodingCheck.RunAsync(db, cancel)).Strays;
        wrong.AddRange(strays.Select(s => $"Stray: coding {s.CodingId.Value} does not lie on its words."));

        var check = await TrailCheck.RunAsync(db, from: 1, expected: null, progress: null, cancel);
        if (check.BrokenAt is { } broken) wrong.Add($"The audit trail breaks at entry {broken}: {check.Why}.");
        var entries = await db.AuditEntries.LongCountAsync(cancel);
        if (check.BrokenAt is null && check.Entries != entries) wrong.Add($"The audit trail has {entries} entries, of which {check.Entries} were verified.");
        var exported = await db.AuditEntries.LongCountAsync(e => e.Number > entriesBefore && e.Kind == AuditKind.ListExported, cancel);
        if (exported < downloads) wrong.Add($"{downloads} files were handed out, and the trail tells of {exported}.");
        if (fault.Complaint is { } complaint) wrong.Add(complaint);

        return new Reckoning(
            fault.Name, ledgers.Count, ledger.Count, ledger.Sum(a => a.Sendings), ledger.Count(a => a.Told == Told.Kept), refused.Count, ledger.Count(a => a.Sendings > 1),
            fault.KeepsTime ? ledger.Count(a => a.Told == Told.Kept && actOf[a.Id].Any(stored => stored.At < a.SentAt)) : null, unanswered, lost, doubled, strangers.Count, strays.Count, downloads, check.Entries, backAfter, wrong);
    }

    /// <param name="isRemoved">Whether the coding was taken away since; null where nobody was told.</param>
    private static string? Missing(SentAct act, IReadOnlyList<CodingAct> stored, IReadOnlyList<Coding> codings, bool? isRemoved)
    {
        if (stored.Count == 0) return "is not there";
        if (codings.Count == 0) return "its coding is not there";
        var (kept, coding) = (stored[0], codings[0]);
        if (kept.MemberId != act.By || coding.MemberId != act.By) return "is somebody else's";
        if (kept.Revision != act.Revision) return $"has another place in the order, {kept.Revision} in place of {act.Revision}";
        if (isRemoved is { } gone && coding.RemovedAt is not null != gone) return gone ? "its coding stands, though it was taken away" : "its coding was taken away by nobody";
        return act.IsRemoval || (coding.CodeId == act.Code && coding.Segment == act.Segment) ? null : "its coding says something else";
    }
}
