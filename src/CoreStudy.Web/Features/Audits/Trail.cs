using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Audits;

/// <summary>An entry as people read it.</summary>
/// <param name="Sentence">Who did what, in plain English, with things called as they are called now.</param>
public sealed record TrailRow(AuditEntry Entry, string Who, string Sentence);

/// <summary>Who reads the trail.</summary>
/// <param name="Member">Null for an operator.</param>
internal sealed record TrailReader(Member? Member);

/// <summary>What the questions about the trail have in common: who may ask, which entries they see, and what things are called.</summary>
internal static class Trail
{
    private static readonly Refusal EveryTrust = new("The audit trail tells of every trust of the study, so it is open to those who work for all of them.");

    /// <summary>Whether somebody may read the trail of a study; or, without a study, what concerns none.</summary>
    /// <returns>The member who reads it; nobody in particular without a study.</returns>
    public static async Task<Result<TrailReader>> MaySeeTrailAsync(this Permissions permissions, AccountId me, StudyId? studyId, CancellationToken cancel)
    {
        if (studyId is not { } study) return await permissions.IsOperatorAsync(me, cancel) ? new TrailReader(null) : Refusal.NotFound;
        if ((await permissions.AskAsync(me, study, Operation.SeeAudit, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        return member.Reaches([]) ? new TrailReader(member) : EveryTrust;
    }

    /// <summary>The newest entries before a number that a filter finds, newest first.</summary>
    /// <param name="before">Entries with a lower number than this.</param>
    /// <remarks>Each branch is a walk down an index that ends after <paramref name="most"/> rows. Times are turned into numbers first, for both run the same way.</remarks>
    public static async Task<IReadOnlyList<AuditEntry>> EntriesAsync(
        this StudyDb db, StudyId? studyId, TrailFilter filter, long before, int most, TimeZoneInfo zone, CancellationToken cancel)
    {
        if (filter.From is { } from && filter.Until is { } until && until < from) return [];
        var first = filter.From is { } start ? await FirstAtAsync(db, start, zone, cancel) : 0;
        var end = filter.Until is { } last ? await FirstAtAsync(db, last.AddDays(1), zone, cancel) : long.MaxValue;
        var below = Math.Min(before, end);
        var named = filter.Find.Length > 0 && studyId is { } study ? await db.CalledAsync(study, filter.Find, cancel) : [];
        var pattern = LikePattern.Containing(filter.Find);

        IQueryable<AuditEntry> Chosen()
        {
            var entries = db.AuditEntries.AsNoTracking().Where(e => e.Number < below && e.Number >= first);
            if (filter.By is { } by) entries = entries.Where(e => e.AccountId == by);
            if (filter.Kind is { } kind) entries = entries.Where(e => e.Kind == kind);
            if (filter.Thing is { } thing) entries = entries.Where(e => e.SubjectKind == thing);
            if (filter.Find.Length > 0) entries = entries.Where(e => EF.Functions.ILike((string)(object)e.Label, pattern, @"\") || (e.SubjectId != null && named.Contains(e.SubjectId.Value)));
            return entries;
        }

        if (studyId is not { } one) return await Newest(Chosen().Where(e => e.StudyId == null), most).ToListAsync(cancel);
        var accounts = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == one && m.EndedAt == null).Select(m => (AccountId?)m.AccountId).ToListAsync(cancel);
        var subjects = accounts.ConvertAll(a => (Guid?)a!.Value.Value);
        var found = await Newest(Chosen().Where(e => e.StudyId == one), most).ToListAsync(cancel);
        found.AddRange(await Newest(Chosen().Where(e => e.StudyId == null && accounts.Contains(e.AccountId)), most).ToListAsync(cancel));
        found.AddRange(await Newest(Chosen().Where(e => e.StudyId == null && e.AccountId == null && subjects.Contains(e.SubjectId)), most).ToListAsync(cancel));
        return [.. found.OrderByDescending(e => e.Number).Take(most)];
    }

    /// <summary>Entries for a reader who codes in a blind round: without numbers of codings, which tell of what others have coded.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> WithoutHiddenCountsAsync(this StudyDb db, Member? reader, IReadOnlyList<AuditEntry> entries, CancellationToken cancel) =>
        reader is not null && await db.BlindTo(reader).AnyAsync(cancel) ? [.. entries.Select(e => e.Without("codings", "comments", "memos"))] : entries;

    /// <summary>Says entries in sentences, with people and things called as they are now.</summary>
    public static async Task<IReadOnlyList<TrailRow>> SayAsync(this StudyDb db, StudyId? studyId, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var names = await db.NamesAsync(studyId, entries, cancel);
        return [.. entries.Select(e => new TrailRow(e, names.Who(e), TrailWords.Of(e, names)))];
    }

    private static IQueryable<AuditEntry> Newest(IQueryable<AuditEntry> entries, int most) => entries.OrderByDescending(e => e.Number).Take(most);

    /// <summary>The number of the first entry on a day or later.</summary>
    private static async Task<long> FirstAtAsync(StudyDb db, DateOnly day, TimeZoneInfo zone, CancellationToken cancel)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        return await db.AuditEntries.Where(e => e.At >= at).OrderBy(e => e.At).ThenBy(e => e.Number).Select(e => (long?)e.Number).FirstOrDefaultAsync(cancel) ?? long.MaxValue;
    }

    /// <summary>The things of a study that are called something like this now.</summary>
    private static async Task<List<Guid>> CalledAsync(this StudyDb db, StudyId study, string find, CancellationToken cancel)
    {
        bool Fits(string name) => name.Contains(find, StringComparison.CurrentCultureIgnoreCase);
        var called = (await NamedThings(db, study).ToListAsync(cancel)).Where(n => Fits(n.Name)).Select(n => n.Id).ToList();
        var members = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == study).Select(m => new { m.Id, m.AccountId, m.Name }).ToListAsync(cancel);
        called.AddRange(members.Where(m => Fits(m.Name)).SelectMany(m => new[] { m.Id.Value, m.AccountId.Value }));
        return called;
    }

    private static IQueryable<NamedThing> NamedThings(StudyDb db, StudyId study) => db.Database.SqlQuery<NamedThing>(
        $"""
        select id, title as name from transcripts where study_id = {study.Value}
        union all select id, title from interviews where study_id = {study.Value}
        union all select id, label from participants where study_id = {study.Value}
        union all select id, label from trusts where study_id = {study.Value}
        union all select id, label from sites where study_id = {study.Value}
        union all select r.id, i.title from recordings r join interviews i on i.id = r.interview_id where r.study_id = {study.Value}
        union all select id, name from rounds where study_id = {study.Value}
        union all select id, name from framework_versions where study_id = {study.Value}
        union all select id, name from framework_matrices where study_id = {study.Value}
        union all select id, name from themes where study_id = {study.Value}
        union all select id, name from reports where study_id = {study.Value}
        """);

    private static async Task<TrailNames> NamesAsync(this StudyDb db, StudyId? studyId, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var things = entries.SelectMany(e => new[] { e.SubjectId, e.Detail.IdOf("matrix") }).OfType<Guid>().ToHashSet();
        var named = studyId is { } study && things.Count > 0
            ? await NamedThings(db, study).Where(n => things.Contains(n.Id)).ToDictionaryAsync(n => n.Id, n => n.Name, cancel)
            : [];
        var members = entries.SelectMany(e => new[] { e.Detail.IdOf("coder"), e.Detail.IdOf("hearer"), e.SubjectKind == AuditThing.Member ? e.SubjectId : null }).OfType<Guid>().Select(id => new MemberId(id)).ToHashSet();
        foreach (var member in members.Count == 0 ? [] : await db.Members.IgnoreAutoIncludes().Where(m => members.Contains(m.Id)).Select(m => new { m.Id, m.Name }).ToListAsync(cancel))
            named[member.Id.Value] = member.Name;
        var accounts = entries.SelectMany(e => new[] { e.AccountId?.Value, e.SubjectKind == AuditThing.Account ? e.SubjectId : null }).OfType<Guid>().ToHashSet();
        foreach (var account in await db.Users.Where(a => accounts.Contains(a.Id)).Select(a => new { a.Id, a.Name }).ToListAsync(cancel))
            named[account.Id] = account.Name;
        return new TrailNames(named);
    }

    internal sealed record NamedThing(Guid Id, string Name);
}

/// <summary>What people and things are called now, by their ids.</summary>
internal sealed class TrailNames(IReadOnlyDictionary<Guid, string> names)
{
    /// <summary>Who did it, at the head of a sentence.</summary>
    public string Who(AuditEntry entry) => entry switch
    {
        { AccountId: { } account } => names.GetValueOrDefault(account.Value, "An account that is gone"),
        { Kind: AuditKind.SignInRefused } => "Somebody",
        _ when entry.Detail.Says("commandLine") => "Whoever runs the server",
        _ => "CoreStudy",
    };

    /// <summary>What the entry is about, as it is called now; its label of then where it is gone.</summary>
    public string? Subject(AuditEntry entry) =>
        entry.SubjectId is { } id && names.GetValueOrDefault(id) is { Length: > 0 } name ? name : entry.Label.Text is { Length: > 0 } label ? label : null;

    public string? Of(Guid? id) => id is { } one ? names.GetValueOrDefault(one) : null;
}
