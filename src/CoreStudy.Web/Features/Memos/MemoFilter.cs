using CoreStudy.Domain;
using CoreStudy.Domain.Memos;

namespace CoreStudy.Web.Features.Memos;

/// <summary>In which order memos are listed.</summary>
public enum MemoOrder
{
    /// <summary>The last changed first.</summary>
    Changed,

    /// <summary>The first written first.</summary>
    Written,

    Title,

    Writer,
}

/// <summary>Whose memos, as to who may see them.</summary>
public enum MemoWhose
{
    All,
    Mine,

    /// <summary>What the reader alone sees.</summary>
    OnlyMine,

    /// <summary>What the team reads, whoever wrote it.</summary>
    Shared,
}

/// <summary>Which memos to list; what is not said limits nothing.</summary>
/// <param name="Words">Each of these words stands in title or text, wherever and in whatever case.</param>
/// <param name="From">Last changed on this day or later.</param>
/// <param name="To">Last changed on this day or earlier.</param>
public sealed record MemoFilter(
    string Words = "", MemoKind? Kind = null, MemberId? Writer = null, MemoTarget? About = null, MemoWhose Whose = MemoWhose.All, DateOnly? From = null, DateOnly? To = null,
    MemoOrder Order = MemoOrder.Changed)
{
    public override string ToString() => $"memos by {Order}";
}
