using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Memos;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>Something that a memo is about, as it is called now.</summary>
/// <param name="Colour">Of a code; null otherwise.</param>
/// <param name="Href">Where it is to be looked at, if there is such a place.</param>
public sealed record MemoLinkView(MemoTarget Target, string Label, string? Colour = null, string? Href = null)
{
    /// <summary>The coding whose passage it is to keep; null for what is linked already, and for what is no passage.</summary>
    public CodingId? Keeps { get; init; }

    public override string ToString() => Target.Kind.ToString();
}

/// <summary>Reads what several questions about memos have in common.</summary>
internal static class MemoReading
{
    /// <summary>The memos that fit, in order; the reader may see them all.</summary>
    public static async Task<IQueryable<Memo>> MatchingAsync(StudyDb db, Member reader, MemoFilter filter, CancellationToken cancel)
    {
        var memos = filter.About is { } about ? await db.MemosAboutAsync(reader, about, cancel) : db.Memos.ReadableBy(db, reader).Where(m => m.RemovedAt == null);
        foreach (var word in filter.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(12))
        {
            var pattern = LikePattern.Containing(word);
            memos = memos.Where(m => EF.Functions.ILike(m.Title, pattern) || EF.Functions.ILike(m.Text, pattern));
        }

        if (filter.Kind is { } kind) memos = memos.Where(m => m.Kind == kind);
        if (filter.Writer is { } writer) memos = memos.Where(m => m.MemberId == writer);
        memos = filter.Whose switch
        {
            MemoWhose.Mine => memos.Where(m => m.MemberId == reader.Id),
            MemoWhose.OnlyMine => memos.Where(m => m.IsPrivate),
            MemoWhose.Shared => memos.Where(m => !m.IsPrivate),
            _ => memos,
        };
        if (filter.From is { } from && StartOf(from) is var first) memos = memos.Where(m => m.ChangedAt >= first);
        if (filter.To is { } to && StartOf(to.AddDays(1)) is var after) memos = memos.Where(m => m.ChangedAt < after);
        return filter.Order switch
        {
            MemoOrder.Written => memos.OrderBy(m => m.WrittenAt).ThenBy(m => m.Id),
            MemoOrder.Title => memos.OrderBy(m => m.Title == "").ThenBy(m => m.Title).ThenBy(m => m.Id),
            MemoOrder.Writer => memos.OrderBy(m => db.Members.Where(x => x.Id == m.MemberId).Select(x => x.Name).First()).ThenByDescending(m => m.ChangedAt).ThenBy(m => m.Id),
            _ => memos.OrderByDescending(m => m.ChangedAt).ThenBy(m => m.Id),
        };
    }

    /// <summary>What each of these memos is about, kind by kind.</summary>
    public static async Task<ILookup<MemoId, MemoLinkView>> LinksAsync(StudyDb db, Member reader, IReadOnlyCollection<MemoId> memos, CancellationToken cancel)
    {
        var links = await (
            from m in db.Memos.ReadableBy(db, reader)
            from l in m.Links
            where memos.Contains(m.Id)
            select new
            {
                Link = l,
                Code = db.Codes.Where(c => c.Id == l.CodeId).Select(c => new { c.Name, c.Colour }).FirstOrDefault(),
                Theme = db.Themes.Where(t => t.Id == l.ThemeId).Select(t => t.Name).FirstOrDefault(),
                Participant = db.Participants.Where(p => p.Id == l.ParticipantId).Select(p => new { Name = p.Label, p.TrustId }).FirstOrDefault(),
                Interview = db.Interviews.Where(i => i.Id == l.InterviewId).Select(i => new { Name = i.Title, i.TrustId }).FirstOrDefault(),
                Passage = (from p in db.KeptPassages.VisibleTo(db, reader)
                           join t in db.Transcripts on p.TranscriptId equals t.Id
                           where p.Id == l.PassageId && p.WithdrawnAt == null && t.ArchivedAt == null
                           select new { p.Words, t.Id, t.StudyId, t.TrustId, IsOpen = t.OpenedAt != null, Turn = db.Turns.Where(x => x.TranscriptId == t.Id && x.Segment.Start <= p.Segment.Start).Max(x => (int?)x.Number) ?? 0 }).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(cancel);
        return links.Select(l => (l.Link.MemoId, View: l switch
        {
            { Code: { } code } => new MemoLinkView(l.Link.Target, code.Name, code.Colour),
            { Theme: { } theme } => new MemoLinkView(l.Link.Target, theme),
            { Participant: { } one } => new MemoLinkView(l.Link.Target, reader.ReachesTrust(one.TrustId) ? one.Name : "A participant of a trust that is not open to you"),
            { Interview: { } one } => new MemoLinkView(l.Link.Target, reader.ReachesTrust(one.TrustId) ? one.Name : "An interview of a trust that is not open to you"),
            { Passage: { } one } when reader.ReachesTrust(one.TrustId) && (one.IsOpen || reader.May(Operation.ReadUnopenedTranscripts)) =>
                new MemoLinkView(l.Link.Target, Quoted(one.Words), Href: $"/studies/{one.StudyId.Value}/transcripts/{one.Id.Value}/code?t={one.Turn}"),
            _ => new MemoLinkView(l.Link.Target, "A passage that is not open to you"),
        })).OrderBy(l => l.View.Target.Kind).ThenBy(l => l.View.Label, ReadingOrder.ForPeople).ToLookup(l => l.MemoId, l => l.View);
    }

    /// <summary>The beginning of a passage, in quotation marks.</summary>
    public static string Quoted(string words)
    {
        if (words.Length <= 90) return $"“{words}”";
        var cut = words.LastIndexOf(' ', 88);
        return $"“{words[..(cut > 40 ? cut : 80)].TrimEnd()} …”";
    }

    /// <summary>What one thing is called; null where it is not there for the member.</summary>
    public static async Task<MemoLinkView?> NameAsync(StudyDb db, Member member, MemoTarget target, CancellationToken cancel) => target.Kind switch
    {
        MemoTargetKind.Code => await db.Codes.Where(c => c.StudyId == member.StudyId && c.Id == new CodeId(target.Id)).Select(c => new MemoLinkView(target, c.Name, c.Colour, null)).SingleOrDefaultAsync(cancel),
        MemoTargetKind.Participant => await Participants(db, member).Where(p => p.Id == new ParticipantId(target.Id)).Select(p => new MemoLinkView(target, p.Label, null, null)).SingleOrDefaultAsync(cancel),
        MemoTargetKind.Interview => await Interviews(db, member).Where(i => i.Id == new InterviewId(target.Id)).Select(i => new MemoLinkView(target, i.Title, null, null)).SingleOrDefaultAsync(cancel),
        MemoTargetKind.Theme => await db.Themes.Where(t => t.StudyId == member.StudyId && t.Id == new ThemeId(target.Id)).Select(t => new MemoLinkView(target, t.Name, null, null)).SingleOrDefaultAsync(cancel),
        _ => null,
    };

    /// <summary>The passage of a coding that the member may see, on a transcript that is open to them; null where there is none.</summary>
    public static async Task<MemoLinkView?> PassageAsync(StudyDb db, Member member, CodingId coding, CancellationToken cancel) => await (
        from c in db.Codings.VisibleTo(db, member)
        join t in db.Transcripts.ReadableBy(member) on c.TranscriptId equals t.Id
        where c.Id == coding && c.RemovedAt == null
        select c.Words).SingleOrDefaultAsync(cancel) is { } words ? new MemoLinkView(new(MemoTargetKind.Passage, coding.Value), Quoted(words)) { Keeps = coding } : null;

    /// <summary>The participants whom a member may write about: those of the trusts in their reach; for who sees no list of participants, those who speak in transcripts that are open to them.</summary>
    public static IQueryable<Participant> Participants(StudyDb db, Member member)
    {
        var (reach, seesAll, open) = (member.TrustIds, member.May(Operation.SeeInterviews), db.Transcripts.ReadableBy(member));
        return db.Participants.Where(p => p.StudyId == member.StudyId && (reach.Count == 0 || reach.Contains(p.TrustId))
            && (seesAll || db.Speakers.Any(s => s.ParticipantId == p.Id && open.Any(t => t.Id == s.TranscriptId))));
    }

    /// <summary>The interviews that a member may write about, by the same rule.</summary>
    public static IQueryable<Interview> Interviews(StudyDb db, Member member)
    {
        var (reach, seesAll, open) = (member.TrustIds, member.May(Operation.SeeInterviews), db.Transcripts.ReadableBy(member));
        return db.Interviews.Where(i => i.StudyId == member.StudyId && (reach.Count == 0 || reach.Contains(i.TrustId)) && (seesAll || open.Any(t => t.InterviewId == i.Id)));
    }

    private static DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local)).ToUniversalTime();
}
