using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Settling;

/// <summary>How somebody settles a difference.</summary>
public enum DecisionKind
{
    /// <summary>What one coder did stands; where that coder did nothing, nothing does.</summary>
    TakeLane,

    /// <summary>What each coder did stands.</summary>
    TakeAll,

    /// <summary>One coding from the first to the last character that any of them covers.</summary>
    Merge,

    /// <summary>A code and a passage that the settler chooses.</summary>
    Write,

    /// <summary>Nothing stands.</summary>
    None,

    /// <summary>Left open on purpose, to be talked about; the reason says what about.</summary>
    Discuss,
}

/// <summary>What somebody decides about a difference.</summary>
/// <param name="Lane">Which lane is taken, from 0; for <see cref="DecisionKind.TakeLane"/> alone.</param>
/// <param name="CodeId">For <see cref="DecisionKind.Write"/> alone.</param>
/// <param name="Segment">For <see cref="DecisionKind.Write"/> alone.</param>
/// <param name="Reason">Up to 1000 characters; may be empty, except where it is left to be discussed.</param>
public sealed record Decision(DecisionKind Kind, string Reason = "", int? Lane = null, CodeId? CodeId = null, Segment? Segment = null)
{
    public const int LongestReason = 1000;

    /// <summary>What comes to stand in the settled layer: none where nothing does, or where it is left to be discussed.</summary>
    /// <param name="codings">The difference's codings, where they are in the text of now.</param>
    public Result<IReadOnlyList<SettledDraft>> Draft(IReadOnlyList<LaneCoding> codings, int lanes)
    {
        if (Words.Limited("The reason", Reason, LongestReason) is { } tooLong) return tooLong;
        switch (Kind)
        {
            case DecisionKind.TakeLane when Lane is { } lane && lane >= 0 && lane < lanes:
                return Standing(codings.Where(c => c.Lane == lane), codings, SettledHow.Taken);
            case DecisionKind.TakeAll:
                return Standing(codings, codings, SettledHow.TakenTogether);
            case DecisionKind.Merge when codings.Select(c => c.CodeId).Distinct().Count() > 1:
                return new Refusal("Borders can be merged where the code is the same. Here the codes differ: take one, both, or write another.");
            case DecisionKind.Merge:
                var whole = new Segment(codings.Min(c => c.Segment.Start), codings.Max(c => c.Segment.End));
                return new[] { new SettledDraft(codings[0].CodeId, whole, SettledHow.Merged, [.. codings.Select(c => c.Id)]) };
            case DecisionKind.Write when CodeId is { } code && Segment is { } segment:
                return new[] { new SettledDraft(code, segment, SettledHow.Written, [.. codings.Select(c => c.Id)]) };
            case DecisionKind.None:
                return Array.Empty<SettledDraft>();
            case DecisionKind.Discuss when Words.Required("a few words on what is to be discussed", Reason, LongestReason) is { } silent:
                return silent;
            case DecisionKind.Discuss:
                return Array.Empty<SettledDraft>();
            default:
                return new Refusal("Something of this decision is missing.");
        }
    }

    /// <summary>Each code and passage once, with all the codings that say the same.</summary>
    private static SettledDraft[] Standing(IEnumerable<LaneCoding> chosen, IReadOnlyList<LaneCoding> all, SettledHow how) =>
        [.. chosen.Select(c => (c.CodeId, c.Segment)).Distinct().Select(s => new SettledDraft(
            s.CodeId, s.Segment, how, [.. all.Where(c => c.CodeId == s.CodeId && c.Segment == s.Segment).Select(c => c.Id)]))];
}

/// <summary>A settled coding that is to be.</summary>
/// <param name="From">The coders' codings that it came from.</param>
public sealed record SettledDraft(CodeId CodeId, Segment Segment, SettledHow How, IReadOnlyList<CodingId> From);
