using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Corrections;

/// <summary>One turn, to be corrected.</summary>
/// <param name="Turn">From 0.</param>
/// <param name="Turns">How many there are.</param>
/// <param name="Withheld">Whether words of it are veiled.</param>
public sealed record TurnToCorrect(string Title, int TextRevision, int Turn, int Turns, string Speaker, long? StartMs, string Words, bool Withheld)
{
    public override string ToString() => $"turn {Turn} of {Words.Length} characters";
}

/// <summary>A researcher opens a turn to correct it.</summary>
public sealed class ReadTurn(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    internal static readonly Refusal ChangedMeanwhile = new("Somebody has changed the words of this transcript meanwhile. Look at the turn as it is now, and correct it again.");

    /// <param name="turn">From 0; past the last is the last.</param>
    public async Task<Result<TurnToCorrect>> RunAsync(AccountId me, StudyId studyId, TranscriptId transcriptId, int turn, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await TextAsync(db, transcriptId, cancel) is not { Turns.Count: > 0 } text) return Refusal.NotFound;
        var number = Math.Clamp(turn, 0, text.Turns.Count - 1);
        var said = await (
            from t in db.Turns
            join s in db.Speakers on new { t.TranscriptId, Number = t.SpeakerNumber } equals new { s.TranscriptId, s.Number }
            where t.TranscriptId == transcriptId && t.Number == number
            select new { s.Label, t.StartMs }).SingleAsync(cancel);
        var title = await db.Transcripts.Where(t => t.Id == transcriptId).Select(t => t.Title).SingleAsync(cancel);
        var words = text.Text.Words[text.Turns[number].Start..text.Turns[number].End];
        return new TurnToCorrect(title, text.TextRevision, number, text.Turns.Count, said.Label, said.StartMs, words, words.Contains(TextEdit.Veiled, StringComparison.Ordinal));
    }

    /// <summary>The text at one moment, not locked; null where there is none.</summary>
    internal static async Task<LockedText?> TextAsync(StudyDb db, TranscriptId transcriptId, CancellationToken cancel)
    {
        await using var moment = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel) : null;
        if (moment is null) return (await TextRevising.LockAsync(db, transcriptId, cancel)).IsRefused(out _, out var locked) ? null : locked;
        var head = await db.CodingHeads.AsNoTracking().SingleOrDefaultAsync(h => h.TranscriptId == transcriptId, cancel);
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcriptId).Select(t => t.Words).SingleOrDefaultAsync(cancel);
        if (head is null || words is null) return null;
        var turns = await db.Turns.Where(t => t.TranscriptId == transcriptId).OrderBy(t => t.Number).Select(t => t.Segment).ToListAsync(cancel);
        return new LockedText(transcriptId, head.TextRevision, head.Revision, new TranscriptText(words), turns);
    }
}
