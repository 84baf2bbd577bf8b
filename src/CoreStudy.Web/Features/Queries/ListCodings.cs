using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>A coding that stands, by the ids of what it joins.</summary>
/// <param name="Coder">Null in the settled layer.</param>
/// <param name="Participant">Who says most of its words; null where that is no participant.</param>
/// <param name="Start">In UTF-16 code units of the transcript's text.</param>
/// <param name="End">Exclusive.</param>
/// <param name="FirstTurn">From 1.</param>
/// <param name="LastTurn">From 1, itself included.</param>
/// <param name="WordCount">How many words begin in it.</param>
/// <param name="Words">Null where they were not asked for.</param>
public sealed record CodingLine(
    Guid Id, bool IsSettled, TranscriptId Transcript, InterviewId Interview, CodeId Code, MemberId? Coder, ParticipantId? Participant, string? Label, int Start, int End, int FirstTurn, int LastTurn, int WordCount,
    DateTimeOffset CodedAt, string? Words)
{
    public override string ToString() => $"coding {Id}";
}

/// <summary>Codings that fit a filter, some at a time in the order of their ids: whatever moves meanwhile, one that stands throughout comes once.</summary>
public sealed class ListCodings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="after">The id after which to go on; null from the first.</param>
    /// <returns>The codings, and the id after which the next ones come; null where these are the last.</returns>
    public async Task<Result<(IReadOnlyList<CodingLine> Codings, Guid? Next)>> RunAsync(AccountId me, StudyId studyId, PassageFilter filter, Guid? after, int take, bool withWords, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var found = CodedPassages.Matching(db, reader, filter);
        if (after is { } last) found = found.Where(p => p.Id > last);
        var lines = await (
            from p in found.OrderBy(p => p.Id).Take(take + 1)
            join t in db.Transcripts on p.TranscriptId equals t.Id
            orderby p.Id
            select new CodingLine(
                p.Id, p.IsSettled, p.TranscriptId, t.InterviewId, p.CodeId, p.MemberId, p.ParticipantId, db.Participants.Where(x => x.Id == p.ParticipantId).Select(x => x.Label).FirstOrDefault(),
                p.Segment.Start, p.Segment.End, p.FirstTurn + 1, p.LastTurn + 1, p.EndWord - p.FirstWord, p.CodedAt, null)).ToListAsync(cancel);
        Guid? next = lines.Count > take ? lines[take - 1].Id : null;
        lines = [.. lines.Take(take)];
        return (withWords ? await WithWordsAsync(db, reader, lines, cancel) : lines, next);
    }

    /// <summary>How many there are.</summary>
    public async Task<Result<long>> CountAsync(AccountId me, StudyId studyId, PassageFilter filter, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        return await CodedPassages.Matching(db, reader, filter).LongCountAsync(cancel);
    }

    /// <summary>A coding keeps its words; of a settled one they are cut from the text. One that has gone meanwhile is left out.</summary>
    private static async Task<List<CodingLine>> WithWordsAsync(StudyDb db, Member reader, List<CodingLine> lines, CancellationToken cancel)
    {
        var ids = lines.Where(l => !l.IsSettled).Select(l => new CodingId(l.Id)).ToList();
        var kept = await db.Codings.VisibleTo(db, reader).Where(c => ids.Contains(c.Id) && c.RemovedAt == null).Select(c => new { c.Id, c.Words }).ToDictionaryAsync(c => c.Id.Value, c => c.Words, cancel);
        var settledOn = lines.Where(l => l.IsSettled).Select(l => l.Transcript).Distinct().ToList();
        foreach (var some in settledOn.Chunk(20))
        {
            var texts = await db.TranscriptTexts.Where(t => some.Contains(t.TranscriptId)).Select(t => new { t.TranscriptId, t.Words }).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel);
            foreach (var line in lines.Where(l => l.IsSettled && texts.TryGetValue(l.Transcript, out var text) && l.End <= text.Length)) kept[line.Id] = texts[line.Transcript][line.Start..line.End];
        }

        return [.. lines.Where(l => kept.ContainsKey(l.Id)).Select(l => l with { Words = kept[l.Id] })];
    }
}
