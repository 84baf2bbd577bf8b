using CoreStudy.Domain.Redactions;

namespace CoreStudy.Web.Features.Redactions;

public enum ReviewActKind
{
    /// <summary>These places identify.</summary>
    Accept,

    /// <summary>These places identify nobody.</summary>
    Reject,

    /// <summary>They are something else than was proposed.</summary>
    Retype,

    /// <summary>The borders of one place are elsewhere.</summary>
    Resize,

    /// <summary>Words that nothing proposed are replaced.</summary>
    Mark,

    /// <summary>These places mean somebody else than the others of their entry: a new entry is made of them.</summary>
    Split,

    /// <summary>An entry turned out to be another.</summary>
    Join,

    /// <summary>An entry is called otherwise, in the whole study.</summary>
    Rename,

    /// <summary>Something else stands in these places alone.</summary>
    ReplaceHere,

    Undo,

    Redo,
}

/// <summary>What an admin does at the review desk.</summary>
/// <param name="Ids">The places.</param>
/// <param name="Same">Whether every place here that is written the same way goes along, where it is not decided yet.</param>
/// <param name="Entry">The entry of the register that was chosen; null where none was.</param>
/// <param name="IsNew">Whether a new entry was asked for.</param>
/// <param name="Noun">What the new entry is, such as colleague; null for the usual.</param>
/// <param name="Replacement">For renaming, and for places that differ.</param>
/// <param name="Start">With <paramref name="End"/>, for new borders and for marking: in UTF-16 code units of the original.</param>
public sealed record ReviewAct(
    ReviewActKind Kind, IReadOnlyList<Guid> Ids, bool Same = false, IdentifierCategory? Category = null, Guid? Entry = null, bool IsNew = false, string? Noun = null,
    string? Replacement = null, int? Start = null, int? End = null, Guid? Other = null)
{
    public override string ToString() => $"{Kind} of {Ids.Count} places";
}

/// <summary>What the review desk shows.</summary>
/// <param name="TextRevision">Of the released words, once they are released.</param>
public sealed record ReviewDesk(
    string Title, int TextRevision, IReadOnlyList<ReviewTurn> Turns, IReadOnlyList<ReviewPlace> Places, IReadOnlyList<ReviewEntry> Entries, ReviewStanding Standing, IReadOnlyList<string> Nouns)
{
    public override string ToString() => $"review desk of {Turns.Count} turns";
}

/// <param name="Text">As it came; null where it can no longer be read.</param>
/// <param name="Released">As it would be released; once it is, as it is now.</param>
/// <param name="ReleasedStart">Where the turn begins in the released words, once they are released.</param>
/// <param name="Pieces">In the released words of the turn: start, end, and the number of the place in the list of places of this turn.</param>
public sealed record ReviewTurn(int Number, string Speaker, bool IsInterviewer, int Start, string Text, string Released, IReadOnlyList<ReviewPiece> Pieces,
    int ReleasedStart = 0)
{
    public override string ToString() => $"turn {Number}";
}

public sealed record ReviewPiece(int Start, int End, Guid Place);

public sealed record ReviewPlace(
    Guid Id, int Start, int End, IdentifierCategory Category, RedactionStatus Status, Guid? Entry, double Score, string Reason, string? Replacement, string Source);

/// <param name="Forms">As met in the study.</param>
/// <param name="IsParticipant">Its replacement is the participant's label, and is not changed here.</param>
public sealed record ReviewEntry(Guid Id, IdentifierCategory Category, string Replacement, IReadOnlyList<string> Forms, bool IsParticipant)
{
    public override string ToString() => $"entry with {Forms.Count} forms";
}

/// <summary>How far the review is, and what the reader may do next.</summary>
/// <param name="DecidedBy">Who said that all is decided; null where nobody has.</param>
/// <param name="MayRelease">Whether the reader may take the second step.</param>
/// <param name="WhyNot">Why not, in a sentence; null where they may, or it is not time yet.</param>
public sealed record ReviewStanding(
    ReviewState State, int Places, int Left, bool IsReadThrough, string? DecidedBy, string? ReleasedBy, bool MayRelease, string? WhyNot, string? Undo, string? Redo);

/// <summary>What a deed came to.</summary>
/// <param name="Ask">Who could be meant: one of these has to be chosen, and nothing was done. Null where it was done.</param>
public sealed record ReviewAnswer(
    IReadOnlyList<ReviewPlace> Changed, IReadOnlyList<Guid> Gone, IReadOnlyList<ReviewTurn> Turns, IReadOnlyList<ReviewEntry> Entries, IReadOnlyList<Guid> EntriesGone,
    ReviewStanding Standing, string Said, IReadOnlyList<ReviewCandidate>? Ask)
{
    public override string ToString() => $"answer with {Changed.Count} changed places";
}

/// <param name="Here">How many places of this transcript mean it.</param>
public sealed record ReviewCandidate(Guid Id, string Replacement, IReadOnlyList<string> Forms, int Here)
{
    public override string ToString() => $"candidate with {Forms.Count} forms";
}
