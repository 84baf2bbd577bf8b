using CoreStudy.Domain.Interviews;

namespace CoreStudy.Domain.Passages;

/// <summary>Whose codings are asked about.</summary>
public enum PassageLayer
{
    /// <summary>Those of all coders.</summary>
    Everybody,

    /// <summary>The settled layer, which is nobody's alone.</summary>
    Settled,
}

/// <summary>A value that an attribute of participants has.</summary>
public sealed record AttributeValue(AttributeId Attribute, string Value);

/// <summary>Which coded passages somebody asks for. A list that is empty sets no limit; two limits hold together.</summary>
public sealed record PassageFilter
{
    public static PassageFilter All { get; } = new();

    public IReadOnlyList<CodeId> Codes { get; init; } = [];

    /// <summary>Whether codes below the chosen ones count as well.</summary>
    public bool WithSubcodes { get; init; } = true;

    /// <summary>Passages of the codes of these themes, and of the themes below them; where codes are chosen as well, of these or those.</summary>
    public IReadOnlyList<ThemeId> Themes { get; init; } = [];

    public IReadOnlyList<TrustId> Trusts { get; init; } = [];

    public IReadOnlyList<SiteId> Sites { get; init; } = [];

    /// <summary>What the participant who says most of the words is in the study, such as peer support worker.</summary>
    public IReadOnlyList<string> ParticipantRoles { get; init; } = [];

    /// <summary>Of one attribute any of its values; of several attributes each.</summary>
    public IReadOnlyList<AttributeValue> Attributes { get; init; } = [];

    public IReadOnlyList<InterviewKind> Kinds { get; init; } = [];

    /// <summary>Whose codings; settled codings are nobody's, so none is left where a coder is chosen in the settled layer.</summary>
    public IReadOnlyList<MemberId> Coders { get; init; } = [];

    public IReadOnlyList<ParticipantId> Participants { get; init; } = [];

    public IReadOnlyList<InterviewId> Interviews { get; init; } = [];

    public IReadOnlyList<TranscriptId> Transcripts { get; init; } = [];

    public PassageLayer Layer { get; init; }

    /// <summary>Coded on this day or later, by UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Coded on this day or earlier, by UTC.</summary>
    public DateOnly? To { get; init; }
}
