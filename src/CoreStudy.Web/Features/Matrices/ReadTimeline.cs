using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A passage along a transcript.</summary>
/// <param name="FirstWord">From 0.</param>
/// <param name="EndWord">Exclusive.</param>
/// <param name="FirstTurn">From 1.</param>
/// <param name="LastTurn">From 1, itself included.</param>
public sealed record PlacedPassage(int FirstWord, int EndWord, int FirstTurn, int LastTurn);

/// <summary>A code in one transcript: where it was used.</summary>
/// <param name="Words">How many words the transcript has.</param>
public sealed record TimelineRow(CodeId Code, string CodeName, string Colour, TranscriptId Transcript, string Title, int Words, IReadOnlyList<PlacedPassage> Passages);

/// <param name="Heading">What the group is called; empty where there is one.</param>
/// <param name="Rows">Codes along the transcript, in the order of the framework; where a code was chosen and no transcript, transcripts with that code.</param>
/// <param name="IsCut">Whether there was more than can be shown.</param>
public sealed record TimelineSide(string Heading, PassageFilter Filter, IReadOnlyList<TimelineRow> Rows, bool IsCut);

/// <param name="Transcripts">Those that the reader can choose.</param>
public sealed record TimelineView(IReadOnlyList<Choice<TranscriptId>> Transcripts, TranscriptId? Transcript, IReadOnlyList<TimelineSide> Sides, bool IsBlind);

/// <summary>Where along transcripts codes were used: all codes along one, or one code along all.</summary>
public sealed class ReadTimeline(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>How many passages are read at most.</summary>
    public const int Most = 20_000;

    /// <param name="sides">The first transcript of their filter is the one that is shown; without one, the first code along all transcripts; without either, the first transcript there is.</param>
    public async Task<Result<TimelineView>> RunAsync(AccountId me, StudyId studyId, Sides sides, CancellationToken cancel)
    {
        var filter = sides.Filter;
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var transcripts = (await db.Transcripts.ReadableBy(reader).Where(t => t.ReleasedAt != null)
            .Select(t => new { t.Id, t.Title, t.WordCount }).ToListAsync(cancel)).OrderBy(t => t.Title, ReadingOrder.ForPeople).ToList();
        var chosen = filter.Transcripts.Count > 0 ? transcripts.Find(t => t.Id == filter.Transcripts[0])?.Id : filter.Codes.Count > 0 ? null : transcripts.Count > 0 ? transcripts[0].Id : (TranscriptId?)null;
        if (filter.Transcripts.Count > 0 && chosen is null) return Refusal.NotFound;

        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var place = transcripts.ToDictionary(t => t.Id);
        var order = framework.Codes.Index().ToDictionary(c => c.Item.Code.Id, c => c.Index);
        // A code along transcripts counts with what is below it, as one lane.
        var top = chosen is null && filter.Codes.Count > 0 && order.ContainsKey(filter.Codes[0]) ? filter.Codes[0] : (CodeId?)null;
        var read = new List<TimelineSide>();
        foreach (var (group, of) in sides.All)
        {
            var along = chosen is { } one ? of with { Transcripts = [one], Codes = [], WithSubcodes = false } : of with { Transcripts = [], Codes = [.. of.Codes.Take(1)] };
            var passages = await CodedPassages.Matching(db, reader, along).OrderBy(p => p.TranscriptId).ThenBy(p => p.FirstWord).ThenBy(p => p.Id)
                .Select(p => new { p.TranscriptId, p.CodeId, p.FirstWord, p.EndWord, p.FirstTurn, p.LastTurn }).Take(Most + 1).ToListAsync(cancel);
            var rows = passages.Take(Most).Where(p => order.ContainsKey(p.CodeId) && place.ContainsKey(p.TranscriptId)).GroupBy(p => (Code: top ?? p.CodeId, p.TranscriptId)).Select(g =>
            {
                var code = framework.Codes[order[g.Key.Code]];
                return new TimelineRow(
                    code.Code.Id, Framework.NameOf(code), code.Code.Words.Colour, g.Key.TranscriptId, place[g.Key.TranscriptId].Title, place[g.Key.TranscriptId].WordCount,
                    [.. g.Select(p => new PlacedPassage(p.FirstWord, p.EndWord, p.FirstTurn + 1, p.LastTurn + 1))]);
            });
            read.Add(new TimelineSide(group is null ? "" : await ReadMatrix.NameAsync(db, studyId, group, cancel), of, [.. rows.OrderBy(r => r.Title, ReadingOrder.ForPeople).ThenBy(r => order[r.Code])], passages.Count > Most));
        }

        var blind = await db.BlindTo(reader).Distinct().ToListAsync(cancel);
        return new TimelineView([.. transcripts.Select(t => new Choice<TranscriptId>(t.Id, t.Title))], chosen, read, chosen is { } shown ? blind.Contains(shown) : blind.Count > 0);
    }
}
