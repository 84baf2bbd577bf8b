using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Interchange.Reports;

/// <summary>A report as it leaves: everything in it has been read, counted and scanned. The same one makes slides, a document and a page.</summary>
/// <param name="Name">What it is called, on its first slide and page.</param>
/// <param name="Parts">In order.</param>
/// <param name="MadeOn">Day on which what is derived in it was counted.</param>
public sealed record WrittenReport(string Name, string Study, DateOnly MadeOn, IReadOnlyList<WrittenPart> Parts)
{
    public override string ToString() => $"report of {Parts.Count} parts";
}

/// <summary>A part of a report: a section of the document, one slide or several.</summary>
/// <param name="Heading">Empty for none.</param>
public abstract record WrittenPart(string Heading)
{
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The first slide or page.</summary>
/// <param name="Subtitle">Empty for none.</param>
/// <param name="By">Who presents it, a line each.</param>
public sealed record TitlePart(string Heading, string Subtitle, IReadOnlyList<string> By) : WrittenPart(Heading);

/// <summary>Free text: paragraphs and bullets.</summary>
public sealed record TextPart(string Heading, IReadOnlyList<WrittenLine> Lines) : WrittenPart(Heading);

/// <summary>A paragraph or a bullet.</summary>
/// <param name="Level">0 a paragraph, 1 a bullet, 2 a bullet below a bullet.</param>
public sealed record WrittenLine(string Words, int Level = 0)
{
    public override string ToString() => $"line of {Words.Length} characters";
}

/// <summary>Two lists side by side, such as issues and the improvements that people asked for.</summary>
/// <param name="LeftHeading">Empty for none.</param>
/// <param name="RightHeading">Empty for none.</param>
public sealed record SidesPart(
    string Heading, string LeftHeading, IReadOnlyList<WrittenLine> Left, string RightHeading, IReadOnlyList<WrittenLine> Right) : WrittenPart(Heading);

/// <summary>A theme, its findings and quotes.</summary>
/// <param name="CentralIdea">Empty for none.</param>
/// <param name="Narrative">Paragraphs are set apart by an empty line; empty for none. Slides leave it to the speaker's notes.</param>
/// <param name="Level">0 a theme, 1 a theme below a theme.</param>
public sealed record ThemePart(
    string Heading, string CentralIdea, string Narrative, IReadOnlyList<WrittenFinding> Findings, IReadOnlyList<WrittenQuote> Quotes, int Level = 0) : WrittenPart(Heading);

/// <summary>A finding: one claim, and what is said below it.</summary>
/// <param name="Below">Sub-bullets: strength, caveat, by whom; empty for none.</param>
/// <param name="Quotes">Quotes that stand for it.</param>
public sealed record WrittenFinding(string Claim, IReadOnlyList<string> Below, IReadOnlyList<WrittenQuote> Quotes)
{
    public override string ToString() => $"finding of {Claim.Length} characters";
}

/// <summary>Quotes by themselves.</summary>
public sealed record QuotesPart(string Heading, IReadOnlyList<WrittenQuote> Quotes) : WrittenPart(Heading);

/// <summary>A table: numbers of a matrix, of the process, of the framework.</summary>
/// <param name="Rows">Each as long as <paramref name="Columns"/>.</param>
/// <param name="NumbersFrom">First column that holds numbers, set to the right; the length of <paramref name="Columns"/> for none.</param>
/// <param name="Note">Said below it; empty for none.</param>
/// <param name="IsAppendix">Whether slides leave it out.</param>
public sealed record TablePart(
    string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int NumbersFrom, string Note, bool IsAppendix = false) : WrittenPart(Heading);

/// <summary>A picture.</summary>
/// <param name="Svg">SVG 1.1 by itself, in light colours, with a width and a height.</param>
/// <param name="InWords">What it shows, for those who cannot see it.</param>
/// <param name="Note">Said below it; empty for none.</param>
public sealed record PicturePart(string Heading, string Svg, string InWords, string Note) : WrittenPart(Heading);

/// <summary>Who paid for it and who can be asked.</summary>
/// <param name="Funder">Empty for none.</param>
/// <param name="Grant">Number of the grant; empty for none.</param>
/// <param name="Disclaimer">Empty for none.</param>
/// <param name="Contact">A line each.</param>
public sealed record ThanksPart(string Heading, IReadOnlyList<WrittenLine> Thanks, string Funder, string Grant, string Disclaimer, IReadOnlyList<string> Contact) : WrittenPart(Heading);

/// <summary>A reporting checklist, filled in.</summary>
/// <param name="Source">Where the list comes from.</param>
public sealed record ChecklistPart(string Heading, string Source, IReadOnlyList<ChecklistLine> Lines) : WrittenPart(Heading);

/// <summary>An item of a checklist.</summary>
/// <param name="Group">Domain of the list that it stands in.</param>
/// <param name="Number">As the list numbers it, such as 12 or S5.</param>
/// <param name="Answer">Empty where nobody has answered.</param>
public sealed record ChecklistLine(string Group, string Number, string Topic, string Answer)
{
    public override string ToString() => $"item {Number}";
}
