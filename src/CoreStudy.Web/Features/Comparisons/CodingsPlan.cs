using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>How a file counts places in a text.</summary>
public enum OffsetCount
{
    /// <summary>UTF-16 code units, as CoreStudy, JavaScript, Java and C# count.</summary>
    CodeUnits,

    /// <summary>Unicode code points, as Python and R count: a character such as 😀 is one and not two.</summary>
    CodePoints,
}

/// <summary>What a name in the file means: something of the study, something new, or nothing.</summary>
/// <param name="Existing">Null where it is to be made (a code, a coder from outside) or nothing was chosen (a transcript).</param>
/// <param name="IsLeftOut">Whether its rows are left out.</param>
public readonly record struct NameChoice<TId>(TId? Existing, bool IsLeftOut)
    where TId : struct;

/// <summary>What the person chose for names of the file that the study does not know, each by the name as the file writes it.</summary>
/// <param name="NewCodesUnder">The code below which codes are made; null for the top.</param>
/// <param name="RoundName">Where it is given, the codings are kept as a round of this name, which is open from the start: each coder has coded each transcript that they have rows of, and said no where they put nothing.</param>
public sealed record CodingChoices(
    OffsetCount Offsets, CodeId? NewCodesUnder, IReadOnlyDictionary<string, NameChoice<TranscriptId>> Transcripts, IReadOnlyDictionary<string, NameChoice<CodeId>> Codes,
    IReadOnlyDictionary<string, NameChoice<MemberId>> Coders, string? RoundName = null, ComparisonUnit Unit = ComparisonUnit.Turn)
{
    /// <summary>Whether codes that the framework lacks are not made, and their rows left out, unless something is chosen for their name.</summary>
    public bool MakesNoCodes { get; init; }

    public static CodingChoices None { get; } = new(
        OffsetCount.CodeUnits, null, new Dictionary<string, NameChoice<TranscriptId>>(), new Dictionary<string, NameChoice<CodeId>>(), new Dictionary<string, NameChoice<MemberId>>());
}

public enum PlannedState
{
    /// <summary>Is brought in.</summary>
    New,

    /// <summary>The coder has this code on these very words already.</summary>
    Already,

    /// <summary>An earlier row says the same.</summary>
    Twice,

    /// <summary>The coder looked at the transcript and put nothing.</summary>
    Nothing,

    /// <summary>Somebody chose to leave it out; or it is of a project, and says why it cannot come in.</summary>
    LeftOut,

    /// <summary>Its words stand nowhere in the transcript, or at several places: it is listed and left out, since nobody can say which words are meant.</summary>
    NotFound,

    Wrong,
}

/// <summary>A row with what it comes to in this study.</summary>
/// <param name="Code">The path of the code, from the top; empty where the row has none.</param>
/// <param name="Wrong">What is wrong and what to do about it, or why it is left out; null where nothing is.</param>
public sealed record PlannedCoding(CodingLine Line, PlannedState State, TranscriptId? Transcript, Segment? Segment, string Code, string? Wrong)
{
    public override string ToString() => $"{Line}: {State}";
}

/// <summary>A name of the file that the study does not know.</summary>
/// <param name="Rows">How many rows have it.</param>
public sealed record UnknownName(string Name, int Rows);

/// <summary>Something of the study that a name can be said to mean.</summary>
public sealed record NamedThing<TId>(TId Id, string Name)
    where TId : struct;

/// <summary>What a table of codings would come to.</summary>
/// <param name="NewCodes">Paths of codes that would be made, from the top.</param>
/// <param name="NewCoders">Names under which coders from outside would be kept.</param>
/// <param name="Transcripts">That the file is about.</param>
public sealed record CodingsPlan(
    IReadOnlyList<PlannedCoding> Lines, IReadOnlyList<UnknownName> UnknownTranscripts, IReadOnlyList<UnknownName> UnknownCodes, IReadOnlyList<UnknownName> UnknownCoders,
    IReadOnlyList<string> NewCodes, IReadOnlyList<string> NewCoders, int Transcripts, int Coders)
{
    /// <summary>How a project meets the study; null for a table.</summary>
    public ProjectMeeting? Meeting { get; init; }

    public bool IsWrong => Lines.Any(l => l.State == PlannedState.Wrong);

    public int Count(PlannedState state) => Lines.Count(l => l.State == state);
}

/// <summary>What there is in the study for names to mean.</summary>
public sealed record ImportPossibilities(IReadOnlyList<NamedThing<TranscriptId>> Transcripts, IReadOnlyList<NamedThing<CodeId>> Codes, IReadOnlyList<NamedThing<MemberId>> Coders);

/// <summary>What was brought in.</summary>
/// <param name="Round">The round as which they are kept; null where they are not.</param>
/// <param name="Skipped">Rows that were there already, or twice in the file, or left out.</param>
public sealed record ImportedCodings(int Codings, int Transcripts, int Coders, int NewCodes, int NewCoders, int Skipped, RoundId? Round);
