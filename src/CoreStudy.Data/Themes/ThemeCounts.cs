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

/// <summary>A code that a theme holds.</summary>
public sealed class HeldCode
{
    public StudyId StudyId { get; init; }

    public ThemeId ThemeId { get; init; }

    /// <summary>The theme that it is a sub-theme of; null at the top.</summary>
    public ThemeId? ParentId { get; init; }

    public CodeId CodeId { get; init; }
}

/// <summary>Which codes themes stand for, and what is counted behind them. A code that was merged stands for the one it went into.</summary>
public static class ThemeCounts
{
    /// <summary>Every code that a theme holds.</summary>
    public static IQueryable<HeldCode> HeldCodes(this StudyDb db) =>
        from held in db.ThemeCodes
        join theme in db.Themes.IgnoreAutoIncludes() on held.ThemeId equals theme.Id
        join code in db.Codes on held.CodeId equals code.Id
        select new HeldCode { StudyId = theme.StudyId, ThemeId = theme.Id, ParentId = theme.ParentId, CodeId = code.MergedInto ?? code.Id };

    /// <summary>The codes of these themes and of their sub-themes.</summary>
    public static IQueryable<CodeId> CodesOf(this StudyDb db, IReadOnlyCollection<ThemeId> themes) =>
        db.HeldCodes().Where(h => themes.Contains(h.ThemeId) || (h.ParentId != null && themes.Contains(h.ParentId.Value))).Select(h => h.CodeId);

    /// <summary>What lies behind each theme of the study, its sub-themes included, as far as the reader may see; themes without a passage are left out.</summary>
    /// <remarks>As of the last <see cref="CodedPassages.RefreshAsync"/>.</remarks>
    public static Task<IReadOnlyDictionary<ThemeId, PassageCount>> CountThemesAsync(this StudyDb db, Member reader, PassageFilter filter, CancellationToken cancel)
    {
        var held = db.HeldCodes().Where(h => h.StudyId == reader.StudyId);
        var owners = held.Select(h => new { Theme = h.ThemeId, h.CodeId }).Union(held.Where(h => h.ParentId != null).Select(h => new { Theme = h.ParentId!.Value, h.CodeId })); // each pair once
        return CountAsync(
            from owner in owners
            join passage in CodedPassages.Matching(db, reader, filter) on owner.CodeId equals passage.CodeId
            join transcript in db.Transcripts on passage.TranscriptId equals transcript.Id
            select new Behind<ThemeId> { Key = owner.Theme, ParticipantId = passage.ParticipantId, InterviewId = transcript.InterviewId, TrustId = transcript.TrustId },
            cancel);
    }

    /// <summary>The same for each code.</summary>
    public static Task<IReadOnlyDictionary<CodeId, PassageCount>> CountCodesAsync(this StudyDb db, Member reader, PassageFilter filter, CancellationToken cancel) => CountAsync(
        from passage in CodedPassages.Matching(db, reader, filter)
        join transcript in db.Transcripts on passage.TranscriptId equals transcript.Id
        select new Behind<CodeId> { Key = passage.CodeId, ParticipantId = passage.ParticipantId, InterviewId = transcript.InterviewId, TrustId = transcript.TrustId },
        cancel);

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

    private static async Task<IReadOnlyDictionary<TKey, PassageCount>> CountAsync<TKey>(IQueryable<Behind<TKey>> passages, CancellationToken cancel)
        where TKey : notnull => await passages.GroupBy(p => p.Key).Select(g => new
        {
            g.Key,
            Passages = g.Count(),
            People = g.Where(x => x.ParticipantId != null).Select(x => x.ParticipantId).Distinct().Count(),
            Interviews = g.Select(x => x.InterviewId).Distinct().Count(),
            Trusts = g.Select(x => x.TrustId).Distinct().Count(),
        }).ToDictionaryAsync(c => c.Key, c => new PassageCount(c.Passages, c.People, c.Interviews, c.Trusts), cancel);

    /// <summary>A passage behind a theme or a code.</summary>
    private sealed class Behind<TKey>
    {
        public required TKey Key { get; init; }

        public ParticipantId? ParticipantId { get; init; }

        public InterviewId InterviewId { get; init; }

        public TrustId TrustId { get; init; }
    }
}
