using System.Net;
using System.Text.RegularExpressions;
using CoreStudy.Domain;
using CoreStudy.Domain.Reports;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Web.Features.Reports;

/// <summary>How words of a report are looked through.</summary>
public enum PlaceKind
{
    Words,

    /// <summary>Names of codes, themes and interviews, too short for a tagger.</summary>
    Label,

    /// <summary>What the team says of itself.</summary>
    OfTeam,
}

/// <summary>Words of a report and where they stand, such as “part 4, finding 2”.</summary>
/// <param name="Part">The part that they are in; null for what the report says of itself.</param>
public sealed record ReportPlace(ReportPartId? Part, string Where, string Words, PlaceKind Kind = PlaceKind.Words)
{
    /// <summary>What of it is looked through: the names of measures are left out.</summary>
    public string LookedThrough { get; init; } = Words;

    public override string ToString() => $"{Where}: {Words.Length} characters";
}

/// <summary>Every word that would leave, place by place: for the leak scan, and to compare versions.</summary>
public static partial class ReportPlaces
{
    public static IReadOnlyList<ReportPlace> Of(ToldReport told)
    {
        var places = new List<ReportPlace> { new(null, "the name", told.Name), new(null, "the study", told.Study) };
        foreach (var part in told.Parts)
        {
            foreach (var (at, written) in part.Written.Index())
            {
                var where = part.Written.Count == 1 ? $"part {part.Number}" : $"part {part.Number}, {Letter(at)}";
                places.AddRange(In(written).Where(w => w.Words.Length > 0).Select(w => new ReportPlace(
                    part.Id, $"{where}, {w.Where}", w.Words, w.Kind) { LookedThrough = part.Kind == ReportPartKind.Methods ? Authors().Replace(w.Words, "the") : w.Words }));
            }
        }

        return places;
    }

    private static IEnumerable<(string Where, string Words, PlaceKind Kind)> In(WrittenPart part)
    {
        yield return ("heading", part.Heading, part is ThemePart or PicturePart or TablePart ? PlaceKind.Label : PlaceKind.Words);
        switch (part)
        {
            case TitlePart title:
                yield return ("subtitle", title.Subtitle, PlaceKind.Words);
                foreach (var (i, by) in title.By.Index()) yield return ($"presenter {i + 1}", by, PlaceKind.OfTeam);
                break;
            case TextPart text:
                foreach (var line in Lines("line", text.Lines)) yield return line;
                break;
            case SidesPart sides:
                foreach (var line in Lines("line on the left", sides.Left).Concat(Lines("line on the right", sides.Right))) yield return line;
                break;
            case ThemePart theme:
                yield return ("central idea", theme.CentralIdea, PlaceKind.Words);
                yield return ("narrative", theme.Narrative, PlaceKind.Words);
                foreach (var (i, finding) in theme.Findings.Index())
                {
                    yield return ($"finding {i + 1}", finding.Claim, PlaceKind.Words);
                    foreach (var (b, below) in finding.Below.Index()) yield return ($"finding {i + 1}, line {b + 1} below it", below, PlaceKind.Words);
                    foreach (var line in Quotes($"finding {i + 1}, quote", finding.Quotes)) yield return line;
                }

                foreach (var line in Quotes("quote", theme.Quotes)) yield return line;
                break;
            case QuotesPart quotes:
                foreach (var line in Quotes("quote", quotes.Quotes)) yield return line;
                break;
            case TablePart table:
                foreach (var (i, column) in table.Columns.Index()) yield return ($"column {i + 1}", column, PlaceKind.Label);
                foreach (var (i, row) in table.Rows.Index()) for (var c = 0; c < Math.Min(row.Count, table.NumbersFrom); c++) yield return ($"row {i + 1}, column {c + 1}", row[c], c == 0 || row[c].Length < 40 ? PlaceKind.Label : PlaceKind.Words);
                yield return ("note", table.Note, PlaceKind.Words);
                break;
            case PicturePart picture:
                foreach (var (i, words) in WordsOf(picture.Svg).Index()) yield return ($"words {i + 1} of the picture", words, PlaceKind.Label);
                yield return ("what the picture shows", picture.InWords, PlaceKind.Label);
                yield return ("note", picture.Note, PlaceKind.Words);
                break;
            case ThanksPart thanks:
                foreach (var line in Lines("line", thanks.Thanks)) yield return line;
                yield return ("funder", thanks.Funder, PlaceKind.OfTeam);
                yield return ("grant", thanks.Grant, PlaceKind.OfTeam);
                yield return ("disclaimer", thanks.Disclaimer, PlaceKind.OfTeam);
                foreach (var (i, line) in thanks.Contact.Index()) yield return ($"contact line {i + 1}", line, PlaceKind.OfTeam);
                break;
            case ChecklistPart list:
                yield return ("source", list.Source, PlaceKind.OfTeam);
                foreach (var line in list.Lines) yield return ($"item {line.Number}", line.Answer, PlaceKind.Words);
                break;
        }
    }

    private static IEnumerable<(string Where, string Words, PlaceKind Kind)> Lines(string what, IReadOnlyList<WrittenLine> lines) => lines.Index().Select(l => ($"{what} {l.Index + 1}", l.Item.Words, PlaceKind.Words));

    private static IEnumerable<(string Where, string Words, PlaceKind Kind)> Quotes(string what, IReadOnlyList<WrittenQuote> quotes) =>
        quotes.Index().SelectMany(q => new[] { ($"{what} {q.Index + 1}", q.Item.Words, PlaceKind.Words), ($"label of {what} {q.Index + 1}", q.Item.Label, PlaceKind.Label) });

    private static IEnumerable<string> WordsOf(string svg) => Texts().Matches(svg).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(w => w.Any(char.IsLetter)).Distinct();

    private static string Letter(int at) => at < 26 ? ((char)('a' + at)).ToString() : $"piece {at + 1}";

    /// <summary>Whom measures and methods are named after: they take part in no study of ours.</summary>
    [GeneratedRegex("\\b(?:Krippendorff|Cohen|Gwet|Fleiss|Braun and Clarke|O['’]Connor and Joffe|Ritchie and Spencer)(?:['’]s)?")]
    private static partial Regex Authors();

    [GeneratedRegex("<(?:text|title|desc)\\b[^>]*>([^<]*)<")]
    private static partial Regex Texts();
}
