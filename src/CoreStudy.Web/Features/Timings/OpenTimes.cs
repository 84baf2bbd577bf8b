using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Timings;

/// <summary>A turn to be timed.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Words">Its beginning, enough to know it by.</param>
public sealed record TurnToTime(int Number, string Speaker, bool IsInterviewer, string Words, long? StartMs)
{
    public override string ToString() => $"turn {Number}";
}

/// <summary>A transcript whose turns are to be timed.</summary>
/// <param name="Recordings">Those of its interview that the reader may hear; one at least.</param>
public sealed record TimesDesk(StudyId StudyId, string Title, IReadOnlyList<TurnToTime> Turns, IReadOnlyList<HeardRecording> Recordings)
{
    public override string ToString() => $"{Turns.Count} turns";
}

/// <summary>What the page of times shows.</summary>
public sealed class OpenTimes(IDbContextFactory<StudyDb> databases, TimingDoor door) : IUseCase
{
    private const int ShownWords = 160;

    public async Task<Result<TimesDesk>> RunAsync(AccountId me, StudyId study, TranscriptId id, CancellationToken cancel)
    {
        if ((await door.OpenAsync(me, id, cancel)).IsRefused(out var refusal, out var timing)) return refusal;
        if (timing.Access.StudyId != study) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var title = await db.Transcripts.Where(t => t.Id == id).Select(t => t.Title).SingleAsync(cancel);
        var turns = await (
            from turn in db.Turns
            join speaker in db.Speakers on new { turn.TranscriptId, Number = turn.SpeakerNumber } equals new { speaker.TranscriptId, speaker.Number }
            where turn.TranscriptId == id
            orderby turn.Number
            select new { turn.Number, speaker.Label, speaker.IsInterviewer, turn.Segment.Start, turn.Segment.End, turn.StartMs }).ToListAsync(cancel);
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(cancel);
        return new TimesDesk(study, title, turns.ConvertAll(t => new TurnToTime(t.Number + 1, t.Label, t.IsInterviewer, Beginning(words[t.Start..Math.Min(t.End, words.Length)]), t.StartMs)), timing.Recordings);
    }

    private static string Beginning(string words)
    {
        if (words.Length <= ShownWords) return words;
        var cut = words.LastIndexOf(' ', ShownWords);
        return words[..(cut > 0 ? cut : ShownWords)] + " …";
    }
}
