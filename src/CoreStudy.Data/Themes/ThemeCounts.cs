using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Themes;

/// <summary>What lies behind a theme or a code.</summary>
/// <param name="Passages">Codings that stand, by whoever.</param>
/// <param name="People">Participants who say most of the words of one, each once.</param>
/// <param name="Interviews">Each once, as trusts.</param>
public readonly record struct PassageCount(int Passages, int People, int Interviews, int Trusts);

/// <summary>The passages of one participant in one trust.</summary>
/// <param name="ParticipantId">Null where only interviewers or unknown people speak.</param>
/// <param name="Role">What the participant is in the study.</param>
public sealed record PassageShare(TrustId TrustId, ParticipantId? ParticipantId, string? Role, int Passages);

/// <summary>Which codes themes stand for, and what is counted behind them. A code that was merged stands for the one it went into.</summary>
public static class ThemeCounts
{
    /// <summary>The codes of these themes and of their sub-themes.</summary>
    public static IQueryable<CodeId> CodesOf(this StudyDb db, IReadOnlyCollection<ThemeId> themes) =>
        from held in db.ThemeCodes
        join theme in db.Themes.IgnoreAutoIncludes() on held.ThemeId equals theme.Id
        join code in db.Codes on held.CodeId equals code.Id
        where themes.Contains(theme.Id) || (theme.ParentId != null && themes.Contains(theme.ParentId.Value))
        select code.MergedInto ?? code.Id;

    /// <summary>What lies behind each theme of the study, its sub-themes included, as far as the reader may see; themes without a passage are left out.</summary>
    /// <remarks>As of the last <see cref="CodedPassages.RefreshAsync"/>.</remarks>
    public static async Task<IReadOnlyDictionary<ThemeId, PassageCount>> CountThemesAsync(this StudyDb db, Member reader, PassageFilter filter, CancellationToken cancel)
    {
        var held =
            from h in db.ThemeCodes
            join t in db.Themes.IgnoreAutoIncludes() on h.ThemeId equals t.Id
            join c in db.Codes on h.CodeId equals c.Id
            where t.StudyId == reader.StudyId
            select new { t.Id, t.ParentId, Code = c.MergedInto ?? c.Id };
        var owners = held.Select(h => new { Theme = h.Id, h.Code }).Union(held.Where(h => h.ParentId != null).Select(h => new { Theme = h.ParentId!.Value, h.Code })); // each pair once
        return await (
            from owner in owners
            join passage in CodedPassages.Matching(db, reader, filter) on owner.Code equals passage.CodeId
            join transcript in db.Transcripts on passage.TranscriptId equals transcript.Id
            group new { passage.ParticipantId, transcript.InterviewId, transcript.TrustId } by owner.Theme into g
            select new
            {
                g.Key,
                Passages = g.Count(),
                People = g.Where(x => x.ParticipantId != null).Select(x => x.ParticipantId).Distinct().Count(),
                Interviews = g.Select(x => x.InterviewId).Distinct().Count(),
                Trusts = g.Select(x => x.TrustId).Distinct().Count(),
            }).ToDictionaryAsync(c => c.Key, c => new PassageCount(c.Passages, c.People, c.Interviews, c.Trusts), cancel);
    }

    /// <summary>The same for each code.</summary>
    public static async Task<IReadOnlyDictionary<CodeId, PassageCount>> CountCodesAsync(this StudyDb db, Member reader, PassageFilter filter, CancellationToken cancel) => await (
        from passage in CodedPassages.Matching(db, reader, filter)
        join transcript in db.Transcripts on passage.TranscriptId equals transcript.Id
        group new { passage.ParticipantId, transcript.InterviewId, transcript.TrustId } by passage.CodeId into g
        select new
        {
            g.Key,
            Passages = g.Count(),
            People = g.Where(x => x.ParticipantId != null).Select(x => x.ParticipantId).Distinct().Count(),
            Interviews = g.Select(x => x.InterviewId).Distinct().Count(),
            Trusts = g.Select(x => x.TrustId).Distinct().Count(),
        }).ToDictionaryAsync(c => c.Key, c => new PassageCount(c.Passages, c.People, c.Interviews, c.Trusts), cancel);

    /// <summary>How many passages fit the filter, by trust and participant.</summary>
    public static async Task<IReadOnlyList<PassageShare>> SharesAsync(this StudyDb db, Member reader, PassageFilter filter, CancellationToken cancel)
    {
        var shares = await (
            from passage in CodedPassages.Matching(db, reader, filter)
            join transcript in db.Transcripts on passage.TranscriptId equals transcript.Id
            group passage by new { transcript.TrustId, passage.ParticipantId } into g
            select new { g.Key.TrustId, g.Key.ParticipantId, Passages = g.Count() }).ToListAsync(cancel);
        var roles = await db.Participants.Where(p => p.StudyId == reader.StudyId).ToDictionaryAsync(p => p.Id, p => p.Role, cancel);
        return [.. shares.Select(s => new PassageShare(s.TrustId, s.ParticipantId, s.ParticipantId is { } who ? roles.GetValueOrDefault(who) : null, s.Passages))];
    }
}
