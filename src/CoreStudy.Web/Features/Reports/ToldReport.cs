using CoreStudy.Domain;
using CoreStudy.Domain.Reports;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.WriteUps;
using CoreStudy.Web.Ui.Findings;

namespace CoreStudy.Web.Features.Reports;

/// <summary>Why something of a report stops it, or wants to be looked at.</summary>
public enum StopKind
{
    /// <summary>Somebody who speaks in a quote has not agreed to be quoted, or took it back.</summary>
    NotForQuoting,

    /// <summary>A participant withdrew the words of a quote.</summary>
    Withdrawn,

    /// <summary>The words of a quote were changed since somebody saw it.</summary>
    QuoteChanged,

    /// <summary>No lead has approved a quote.</summary>
    NotApproved,

    /// <summary>A quote, theme, matrix or picture is not there any more, or not open to the reader.</summary>
    Gone,

    /// <summary>A finding stands on no passage.</summary>
    WithoutEvidence,

    /// <summary>Passages of a finding were removed, recoded, moved or withdrawn since they were chosen.</summary>
    EvidenceChanged,

    /// <summary>Words identify somebody, or may.</summary>
    Leak,

    /// <summary>Too few people share a number, so it is not told.</summary>
    SmallCells,

    /// <summary>A part has nothing to tell, and is left out.</summary>
    Empty,

    /// <summary>The reader works for some trusts alone, and counts are of those.</summary>
    PartOfStudy,
}

/// <summary>Something that stops a report, or should be looked at before it leaves.</summary>
/// <param name="Stops">Whether the report does not leave while it is so.</param>
/// <param name="Part">The part that it is in; null for the report as a whole.</param>
/// <param name="Words">What is wrong, in a sentence.</param>
/// <param name="Mend">What to do, as the words of a link.</param>
/// <param name="Address">Where it can be mended; null where that is the part itself.</param>
public sealed record ReportStop(StopKind Kind, bool Stops, ReportPartId? Part, string Words, string Mend, string? Address)
{
    public override string ToString() => $"{Kind} in {Part?.Value}";
}

/// <summary>A part of a report as it is told: one piece, or several, such as a theme and those below it; none where there is nothing to tell.</summary>
/// <param name="Number">Its place in the report, from 1.</param>
public sealed record ToldPart(ReportPartId Id, int Number, ReportPartKind Kind, IReadOnlyList<WrittenPart> Written)
{
    public override string ToString() => $"{Kind} {Id.Value}";
}

/// <summary>What a report tells, with each quote by its id alone: it can be kept, and holds no word of a transcript.</summary>
public sealed record ToldReport(string Name, string Study, DateOnly MadeOn, IReadOnlyList<ToldPart> Parts)
{
    /// <summary>As it leaves.</summary>
    public WrittenReport Written => new(Name, Study, MadeOn, [.. Parts.SelectMany(p => p.Written)]);

    public override string ToString() => $"report of {Parts.Count} parts";

    /// <summary>The same with the words of quotes of now, and what stops it because of them.</summary>
    /// <param name="quotes">Those that the reader may see.</param>
    public (ToldReport Report, IReadOnlyList<ReportStop> Stops) WithWords(StudyId studyId, IReadOnlyDictionary<QuoteId, QuoteView> quotes)
    {
        var stops = new List<ReportStop>();
        var parts = Parts.Select(part => part with
        {
            Written = [.. part.Written.Select(w => QuoteMarks.Replace(w, id =>
            {
                var view = quotes.GetValueOrDefault(id);
                if (Stop(studyId, part.Id, view) is { } stop && !stops.Contains(stop)) stops.Add(stop);
                return view is null ? new WrittenQuote("a quote that is not here any more", "", "")
                    : view.Shown == QuoteShown.Words ? new WrittenQuote(view.Text, view.Label, "") : new WrittenQuote(QuoteView.NotForQuoting, "", "");
            }))],
        }).ToList();
        return (this with { Parts = parts }, stops);
    }

    private static ReportStop? Stop(StudyId studyId, ReportPartId part, QuoteView? quote)
    {
        var quotes = $"/studies/{studyId.Value}/quotes";
        if (quote is null) return new(StopKind.Gone, true, part, "A quote that was chosen here was removed, or is not open to you.", "Choose other quotes", null);
        var itself = $"{quotes}/{quote.Id.Value}";
        return quote switch
        {
            { Shown: QuoteShown.Withdrawn } => new(StopKind.Withdrawn, true, part, $"A participant withdrew the words of the quote from {quote.Title}. They are gone.", "Leave it out", null),
            { Shown: QuoteShown.NotForQuoting } => new(StopKind.NotForQuoting, true, part, $"The quote from {quote.Title} may not be shown. {quote.Why}", "Leave it out", null),
            { LooksAgain: true } => new(StopKind.QuoteChanged, true, part, $"The words of the quote from {quote.Title} were changed since somebody saw it.", "Look at it again", itself),
            { Status: not Domain.Findings.QuoteStatus.Approved } => new(StopKind.NotApproved, true, part, $"No lead has approved the quote from {quote.Title} that begins “{Beginning(quote.Text)}”.", "Have it approved", $"{quotes}?state=Draft"),
            _ => null,
        };
    }

    private static string Beginning(string text) => text.Length <= 40 ? text : $"{text[..(text.LastIndexOf(' ', 40) is > 0 and var at ? at : 40)]}…";
}

/// <summary>Stands for a quote in what a report tells, until its words are read.</summary>
public static class QuoteMarks
{
    private const string Mark = "quote:";

    public static WrittenQuote Of(QuoteId id) => new($"{Mark}{id.Value:N}", "", "");

    public static QuoteId? Read(WrittenQuote quote) =>
        quote.Words.StartsWith(Mark, StringComparison.Ordinal) && Guid.TryParseExact(quote.Words.AsSpan(Mark.Length), "N", out var id) ? new QuoteId(id) : null;

    /// <summary>All quotes of a piece, by id.</summary>
    public static IEnumerable<QuoteId> In(WrittenPart part) => (part switch
    {
        ThemePart theme => theme.Findings.SelectMany(f => f.Quotes).Concat(theme.Quotes),
        QuotesPart quotes => quotes.Quotes,
        _ => [],
    }).Select(Read).OfType<QuoteId>();

    public static WrittenPart Replace(WrittenPart part, Func<QuoteId, WrittenQuote> words)
    {
        IReadOnlyList<WrittenQuote> All(IReadOnlyList<WrittenQuote> quotes) => [.. quotes.Select(q => Read(q) is { } id ? words(id) : q)];
        return part switch
        {
            ThemePart theme => theme with { Findings = [.. theme.Findings.Select(f => f with { Quotes = All(f.Quotes) })], Quotes = All(theme.Quotes) },
            QuotesPart quotes => quotes with { Quotes = All(quotes.Quotes) },
            _ => part,
        };
    }
}
