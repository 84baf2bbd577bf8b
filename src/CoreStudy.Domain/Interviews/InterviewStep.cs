using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcriptions;

namespace CoreStudy.Domain.Interviews;

/// <summary>How far the material of an interview has come, from its sound to its summary; each step is said once it is reached, however it was.</summary>
public enum InterviewStep
{
    /// <summary>It was not held, or nothing of it is here yet.</summary>
    NoRecording,

    Recorded,

    /// <summary>Somebody types what they hear.</summary>
    BeingTranscribed,

    /// <summary>What was typed was compared with the sound, and was not handed on yet.</summary>
    Checked,

    /// <summary>A transcript is here whose words name people, and is being anonymised.</summary>
    InAnonymisation,

    /// <summary>A transcript is here that the team can read.</summary>
    Transcribed,

    /// <summary>And the summary of the interview is finished.</summary>
    Summarised,
}

/// <summary>What is there of an interview.</summary>
/// <param name="HasSound">A recording that can still be heard.</param>
/// <param name="Typing">The furthest of its transcriptions; null where there is none.</param>
/// <param name="HasTranscript">One in use, whether or not its words are released.</param>
/// <param name="IsReleased">Whether the words of one are.</param>
public readonly record struct InterviewMaterial(bool HasSound, TranscriptionState? Typing, bool HasTranscript, bool IsReleased, SummaryState Summary)
{
    public InterviewStep Step =>
        Summary == SummaryState.Done ? InterviewStep.Summarised
        : IsReleased ? InterviewStep.Transcribed
        : HasTranscript ? InterviewStep.InAnonymisation
        : Typing switch
        {
            TranscriptionState.Checked => InterviewStep.Checked,
            TranscriptionState.Typing => InterviewStep.BeingTranscribed,
            _ => HasSound ? InterviewStep.Recorded : InterviewStep.NoRecording,
        };
}
