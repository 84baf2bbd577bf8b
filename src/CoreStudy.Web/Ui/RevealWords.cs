using CoreStudy.Domain.Reveals;

namespace CoreStudy.Web.Ui;

/// <summary>How looking at what identifies is called on screen.</summary>
public static class RevealWords
{
    public static string Of(RevealReason reason) => reason switch
    {
        RevealReason.CheckRecording => "Check a transcript against its recording",
        RevealReason.Anonymise => "Anonymise",
        RevealReason.ContactParticipant => "Contact the participant",
        RevealReason.ParticipantRequest => "A request of the participant",
        RevealReason.Safeguarding => "Safeguarding",
        RevealReason.Archive => "Keep or move the study as an archive",
        _ => "Audit",
    };

    /// <summary>What was looked at, where all of a kind were.</summary>
    public static string AllOf(RevealKind kind) => kind switch
    {
        RevealKind.Transcript => "All original transcripts",
        RevealKind.Participant => "All participants’ identities",
        RevealKind.Vault => "The whole vault",
        _ => "All real names of trusts and sites",
    };

    /// <summary>How long it lasts, to the minute, and to the second in the last one.</summary>
    public static string Left(TimeSpan left) => left.TotalSeconds <= 0 ? "no time"
        : left.TotalSeconds < 60 ? $"{Math.Ceiling(left.TotalSeconds):0} {(Math.Ceiling(left.TotalSeconds) == 1 ? "second" : "seconds")}"
        : Math.Ceiling(left.TotalMinutes) == 1 ? "1 minute" : $"{Math.Ceiling(left.TotalMinutes):0} minutes";
}
