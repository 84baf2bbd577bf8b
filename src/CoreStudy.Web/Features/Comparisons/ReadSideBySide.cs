using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>What one coder put on a turn, and wrote beside it.</summary>
public sealed record ReadingOfTurn(string Coder, IReadOnlyList<ReadCode> Codes, IReadOnlyList<string> Memos);

/// <param name="Words">On which it was put, shortened.</param>
public sealed record ReadCode(string Name, string Colour, string Words)
{
    public override string ToString() => $"{Words.Length} characters";
}

/// <summary>A turn that somebody coded or wrote a memo on, with what each coder made of it.</summary>
/// <param name="Number">From 1.</param>
public sealed record TurnSideBySide(int Number, string Speaker, string Words, IReadOnlyList<ReadingOfTurn> Readings)
{
    public override string ToString() => $"turn {Number}";
}

/// <summary>One transcript as its coders read it, turn by turn: for talking about, with no figures.</summary>
public sealed class ReadSideBySide(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<TurnSideBySide>>> RunAsync(AccountId me, StudyId studyId, Comparison comparison, TranscriptId transcriptId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeComparisons, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if ((await permissions.AskAsync(me, transcriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var hidden, out var access)) return hidden;
        if (access.StudyId != studyId || !comparison.Readings.TryGetValue(transcriptId, out var reading)) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.BlindRounds().AnyAsync(r => r.Transcripts.Any(t => t.TranscriptId == transcriptId), cancel))
            return new Refusal("This transcript is being coded blindly in a round that is not open yet.");
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcriptId).Select(t => t.Words).SingleAsync(cancel);
        var speakers = await db.Speakers.Where(s => s.TranscriptId == transcriptId).ToDictionaryAsync(s => s.Number, s => s.Label, cancel);
        var memos = await db.Memos.VisibleTo(db, access.Member).Where(m => m.TranscriptId == transcriptId && m.RemovedAt == null).OrderBy(m => m.WrittenAt).Select(m => new { m.MemberId, Segment = m.Segment!.Value, m.Text }).ToListAsync(cancel);
        var codes = comparison.Codes.ToDictionary(c => c.Id);
        var found = new List<TurnSideBySide>();
        foreach (var turn in reading.Turns.Where(t => t.Segment.End <= words.Length))
        {
            var readings = comparison.Coders.Where(c => reading.HandedIn.Contains(c.Id)).Select(c => new ReadingOfTurn(
                c.Name,
                [.. reading.Codings.Where(x => x.MemberId == c.Id && x.Segment.Overlaps(turn.Segment) && codes.ContainsKey(x.CodeId))
                    .Select(x => new ReadCode(codes[x.CodeId].Name, codes[x.CodeId].Colour, Short(words[Math.Max(x.Segment.Start, turn.Segment.Start)..Math.Min(x.Segment.End, turn.Segment.End)], 90)))],
                [.. memos.Where(m => m.MemberId == c.Id && m.Segment.Start >= turn.Segment.Start && m.Segment.Start < turn.Segment.End).Select(m => m.Text)])).ToList();
            if (readings.Exists(r => r.Codes.Count > 0 || r.Memos.Count > 0))
                found.Add(new TurnSideBySide(turn.Number + 1, speakers.GetValueOrDefault(turn.SpeakerNumber, ""), words[turn.Segment.Start..turn.Segment.End], readings));
        }

        return found;
    }

    private static string Short(string words, int most)
    {
        if (words.Length <= most) return words;
        var cut = most - 2;
        if (char.IsLowSurrogate(words[cut])) cut--;
        return words[..cut].TrimEnd() + " …";
    }
}
