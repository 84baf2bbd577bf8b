namespace CoreStudy.Domain.Exchanges;

/// <summary>What other programs call a thing that is exchanged with them, as the REFI-QDA schema names it.</summary>
public enum OutsideKind
{
    User,
    Code,
    Variable,
    Case,
    Source,

    /// <summary>The passage that a coding or memo lies on: a coding and its selection have an id each.</summary>
    Selection,
    Coding,
    Note,
    Link,
    Set,
}

/// <summary>Under which GUID something of a study is known in the other program that it came from, so that it goes back there under the same one. It holds ids alone.</summary>
/// <param name="Ours">The id under which it would leave had it been made here: mostly its own, for what has none one made by rule.</param>
/// <param name="Theirs">The one that it came with.</param>
public sealed record OutsideId(StudyId StudyId, OutsideKind Kind, Guid Ours, Guid Theirs);
