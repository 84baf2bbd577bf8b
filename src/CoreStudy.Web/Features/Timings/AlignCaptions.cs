using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Timings;

/// <summary>What captions say of the times of a transcript's turns, before anything is kept. The file is not kept at all.</summary>
public sealed class AlignCaptions(IDbContextFactory<StudyDb> databases, TimingDoor door) : IUseCase
{
    public async Task<Result<AlignedTurns>> RunAsync(AccountId me, TranscriptId id, string fileName, byte[] content, CancellationToken cancel)
    {
        if ((await door.OpenAsync(me, id, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if ((await Task.Run(() => TimedFile.Read(fileName, content, cancel), cancel)).IsRefused(out var unreadable, out var captions)) return unreadable;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var places = await db.Turns.Where(t => t.TranscriptId == id).OrderBy(t => t.Number).Select(t => new { t.Segment.Start, t.Segment.End }).ToListAsync(cancel);
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(cancel);
        var times = await Task.Run(() => CaptionAlignment.Align(places.ConvertAll(p => words[p.Start..Math.Min(p.End, words.Length)]), captions.All), cancel);
        return times.All(t => t.StartMs is null)
            ? new Refusal("The words of this file and those of the transcript have next to nothing in common. Is it of the same recording?")
            : new AlignedTurns(times);
    }
}

/// <summary>The times of all turns, in order.</summary>
public sealed record AlignedTurns(IReadOnlyList<TurnTime> Times)
{
    public int Unsure => Times.Count(t => !t.IsSure);
}
