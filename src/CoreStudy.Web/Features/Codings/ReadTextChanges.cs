using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>What changed of a transcript's words after a revision: how places moved, where each turn is, and the new words of those that changed.</summary>
public sealed class ReadTextChanges(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="after">The text revision that the reader has.</param>
    public async Task<Result<TextChanges>> RunAsync(AccountId me, TranscriptId transcriptId, int after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // words and places of one revision
        var places = await DeskPlaces.ReadAsync(db, transcriptId, cancel);
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcriptId).Select(t => t.Words).SingleAsync(cancel);
        var turns = await db.Turns.Where(t => t.TranscriptId == transcriptId).OrderBy(t => t.Number).Select(t => t.Segment).ToListAsync(cancel);
        var steps = await TextRevising.StepsAsync(db, transcriptId, Math.Max(0, after), cancel);
        return new TextChanges(
            places.TextRevision,
            [.. steps.Select(s => new TextStep(s.Number, s.Of, [.. s.Moves.All.Select(m => new TextStepMove(m.Start, m.End, m.Length, m.IsVeil, m.Refuge is { } r ? new DeskPlace(r.Start, r.End) : null))]))],
            [.. turns.Select(t => new[] { t.Start, t.End })],
            Changed(steps, turns).ToDictionary(n => n, n => words[turns[n].Start..turns[n].End]),
            places.ContentNotes,
            places.Flags);
    }

    /// <summary>The turns in which an edit fell; places of edits are followed to the text as it is now.</summary>
    private static SortedSet<int> Changed(IReadOnlyList<RevisionStep> steps, List<Segment> turns)
    {
        var changed = new SortedSet<int>();
        for (var i = 0; i < steps.Count; i++)
        {
            var shift = 0;
            foreach (var move in steps[i].Moves.All)
            {
                var place = move.Start + shift;
                foreach (var later in steps.Skip(i + 1)) place = later.Moves.Carry(place, isEnd: false);
                shift += move.Length - (move.End - move.Start);
                var turn = turns.FindLastIndex(t => t.Start <= place);
                if (turn >= 0) changed.Add(turn);
            }
        }

        return changed;
    }
}

/// <summary>How a page goes from one text to another; the words that went are not in it.</summary>
/// <param name="Turns">Start and end of each turn.</param>
/// <param name="Words">The words of the turns that changed, by their number.</param>
public sealed record TextChanges(
    int TextRevision, IReadOnlyList<TextStep> Steps, IReadOnlyList<int[]> Turns, IReadOnlyDictionary<int, string> Words, IReadOnlyList<DeskNote> ContentNotes, IReadOnlyList<DeskFlag> Flags)
{
    public override string ToString() => $"revision {TextRevision}: {Words.Count} turns changed";
}

/// <param name="Of">The revision that this one takes back.</param>
public sealed record TextStep(int Number, int? Of, IReadOnlyList<TextStepMove> Moves);

public sealed record TextStepMove(int Start, int End, int Length, bool Veil, DeskPlace? Refuge);

public sealed record DeskPlace(int Start, int End);
