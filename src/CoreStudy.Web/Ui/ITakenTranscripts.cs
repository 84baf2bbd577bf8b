using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Ui;

/// <summary>A transcript that was typed here, of a recording.</summary>
/// <param name="Speakers">For each speaker of the draft, who that is.</param>
/// <param name="Hash">64 hexadecimal digits, the same for the same words: what comes twice is noticed.</param>
/// <param name="IsIdentifiable">Whether it names people, places or employers, so that admins anonymise it before anybody reads it.</param>
/// <param name="IsOpen">Where it identifies nobody, whether it is open for coding at once.</param>
public sealed record TypedTranscript(
    RecordingId RecordingId, InterviewId InterviewId, string Title, TranscriptDraft Draft, IReadOnlyDictionary<string, SpeakerMatch> Speakers, string Hash, bool IsIdentifiable, bool IsOpen)
{
    public override string ToString() => $"typed transcript of {Draft.Turns.Count} turns";
}

/// <summary>Takes in transcripts that were typed here, as an import takes files in.</summary>
public interface ITakenTranscripts
{
    /// <param name="also">What is to happen in the same transaction, before it is saved.</param>
    Task<Result<TranscriptId>> TakeAsync(AccountId me, TypedTranscript typed, Func<StudyDb, Transcript, Task> also, CancellationToken cancel);
}
