using CoreStudy.Domain.Passages;

namespace CoreStudy.Domain.Findings;

/// <summary>What a passage does for a claim.</summary>
public enum EvidenceSide
{
    Supporting,

    /// <summary>It speaks against the claim, or limits it.</summary>
    Contradicting,
}

/// <summary>A coded passage on which a finding stands, or which speaks against it.</summary>
public sealed class Evidence
{
    /// <summary>The longest note, in UTF-16 code units.</summary>
    public const int LongestNote = 500;

    private Evidence() { }

    public EvidenceId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public FindingId FindingId { get; private set; }

    /// <summary>Where it lies and which coding it was chosen from.</summary>
    public KeptPassageId PassageId { get; private set; }

    public EvidenceSide Side { get; private set; }

    /// <summary>What it shows, where that is not plain from its words.</summary>
    public string Note { get; private set; } = "";

    public MemberId AddedBy { get; private set; }

    public DateTimeOffset AddedAt { get; private set; }

    public static Result<Evidence> Add(Finding finding, KeptPassage passage, EvidenceSide side, string note, MemberId by, DateTimeOffset at)
    {
        if (passage.StudyId != finding.StudyId) return Refusal.NotFound;
        if (passage.CodingId is null && passage.SettledCodingId is null) return new Refusal("A finding stands on coded passages. Please code these words first.");
        if (passage.WithdrawnAt is not null) return new Refusal("The words of this passage were withdrawn.");
        if (!Enum.IsDefined(side)) return new Refusal("Please say whether the passage supports the finding or speaks against it.");
        var evidence = new Evidence { Id = EvidenceId.New(), StudyId = finding.StudyId, FindingId = finding.Id, PassageId = passage.Id, Side = side, AddedBy = by, AddedAt = at };
        return evidence.Remark(note).IsRefused(out var refusal, out _) ? refusal : evidence;
    }

    public Result<Done> Remark(string note)
    {
        if (Words.Limited("The note", note, LongestNote) is { } tooLong) return tooLong;
        Note = note.Trim();
        return Done.Well;
    }

    public void Turn(EvidenceSide side) => Side = side;

    /// <summary>Somebody has looked again: it stands on the coding as that is now.</summary>
    /// <param name="passage">The coding's place of now.</param>
    public void LookedAgain(KeptPassage passage) => PassageId = passage.Id;
}

/// <summary>That a quote stands for a finding in what is written about it.</summary>
public sealed class FindingQuote
{
    private FindingQuote() { }

    public FindingId FindingId { get; private set; }

    public QuoteId QuoteId { get; private set; }

    public MemberId AddedBy { get; private set; }

    public DateTimeOffset AddedAt { get; private set; }

    public static FindingQuote Attach(Finding finding, Quote quote, MemberId by, DateTimeOffset at) =>
        new() { FindingId = finding.Id, QuoteId = quote.Id, AddedBy = by, AddedAt = at };
}
