namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>The labels under which the descriptions of things say what the format has no field for, and the names of links and asides.</summary>
internal static class StudyWords
{
    public const string Kind = "Kind";
    public const string Memo = "memo";
    public const string Finding = "finding";
    public const string Quote = "quote";
    public const string Comment = "comment";
    public const string Interview = "interview";
    public const string Trust = "trust";
    public const string About = "About";
    public const string Writers = "Written by";
    public const string Team = "the team";
    public const string Strength = "Strength";
    public const string Caveat = "Caveat";
    public const string Status = "Status";
    public const string Held = "Held on";
    public const string Where = "Trust";
    public const string Site = "Site";
    public const string Type = "Type";
    public const string Values = "Values";
    public const string Choices = "Choices";

    /// <summary>The name of a note that is a remark on a coding.</summary>
    public const string CommentName = "CoreStudy: comment";

    /// <summary>Names of links.</summary>
    public const string Supports = "Supports";
    public const string Contradicts = "Speaks against";
    public const string TakenFrom = "Taken from";
    public const string ShownBy = "Quoted by";

    /// <summary>Names of asides.</summary>
    public const string CodingAside = "coding";
    public const string PiecesAside = "pieces";
}
