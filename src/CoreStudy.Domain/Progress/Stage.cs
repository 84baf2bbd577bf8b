namespace CoreStudy.Domain.Progress;

/// <summary>How far a transcript, or a participant through the furthest of theirs, has come. Each stage contains those before it.</summary>
public enum Stage
{
    /// <summary>Known by label; no interview was held yet.</summary>
    Recruited,

    /// <summary>An interview or focus group with them was held.</summary>
    Held,

    /// <summary>A transcript of it was brought in.</summary>
    Transcribed,

    /// <summary>The transcript is open for coding.</summary>
    Ready,

    /// <summary>Somebody has it to code.</summary>
    Assigned,

    /// <summary>One who has it has coded there, has said that it is done, or had it sent back.</summary>
    InCoding,

    /// <summary>All who have it say that it is done.</summary>
    Coded,

    /// <summary>All of it has been signed off.</summary>
    SignedOff,
}
