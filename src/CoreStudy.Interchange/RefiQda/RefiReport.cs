namespace CoreStudy.Interchange.RefiQda;

/// <summary>What became of something that a file says.</summary>
public enum RefiOutcome
{
    /// <summary>It was read as it stands, and somebody may want to know this of it.</summary>
    Noted,

    /// <summary>It was read, and something of it is now otherwise.</summary>
    Changed,

    /// <summary>It was left out.</summary>
    Skipped,
}

/// <summary>What was read from a file: each kind of element with its number, and each thing that was not plain.</summary>
/// <param name="Kind">“project” or “codebook”.</param>
/// <param name="Elements">Every kind of element that stands in the file, by name.</param>
/// <param name="Findings">Nothing that was changed or left out is missing here.</param>
public sealed record RefiReport(
    string Kind, string? Origin, string Namespace, RefiValidity Validity, RefiCounts Holds, PositionReport Positions, IReadOnlyList<ElementCount> Elements, IReadOnlyList<RefiFinding> Findings);

/// <summary>Whether the file is as its schema asks.</summary>
/// <param name="Problems">The first of them, in the words of the validator, with line numbers.</param>
public sealed record RefiValidity(bool IsValid, int ProblemCount, IReadOnlyList<string> Problems);

/// <summary>How many things the file holds.</summary>
/// <param name="CodeDepth">How many levels of codes, 0 where there are none.</param>
/// <param name="CharactersOfText">UTF-16 code units in all texts of sources.</param>
/// <param name="CodingsOnWholeSources">Among the codings.</param>
public sealed record RefiCounts(
    int Users, int Codes, int CodeDepth, int Sources, long CharactersOfText, int Selections, int Codings, int CodingsOnWholeSources, int Cases, int Variables, int Notes, int Links, int Sets, int Graphs);

/// <summary>How places in texts were counted.</summary>
/// <param name="Reading">The way in which they were read.</param>
/// <param name="Because">Why so.</param>
/// <param name="Fits">How well each way fits, where a text can tell them apart; else empty.</param>
public sealed record PositionReport(string Reading, string Because, IReadOnlyList<ReadingFit> Fits);

/// <summary>How well a way of counting fits the selections in texts that tell the ways apart.</summary>
/// <param name="WholeWords">The share of starts and ends that cut no word, from 0 to 1; those outside of the text count as cutting.</param>
/// <param name="NamesThatFit">The share of selections with a name whose words begin with that name; null where none has one.</param>
public sealed record ReadingFit(string Reading, int Selections, double WholeWords, double? NamesThatFit);

/// <summary>A kind of element: read is the sum of kept, changed and skipped.</summary>
public sealed record ElementCount(string Element, int Read, int Kept, int Changed, int Skipped);

/// <summary>Something that was not plain.</summary>
/// <param name="What">A name for programs, documented in deploy/docs/exchange.md.</param>
/// <param name="Element">The kind of element that it concerns; empty where it concerns the whole file.</param>
/// <param name="Examples">Which, by name, id or place, at most <see cref="MostExamples"/>; never the words of a text.</param>
public sealed record RefiFinding(RefiOutcome Outcome, string What, string Element, int Count, string Sentence, IReadOnlyList<string> Examples)
{
    public const int MostExamples = 20;
}

/// <summary>What could not be written as it is; no findings where all could.</summary>
public sealed record RefiWriting(IReadOnlyList<RefiFinding> Findings);
