using CoreStudy.Domain;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Charts;
using CoreStudy.Web.Ui.Passages;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>Draws what was read for a picture: for its page, and for a report.</summary>
internal static class PictureDrawings
{
    /// <summary>Lines of a timeline that are drawn at most.</summary>
    public const int MostLanes = 120;

    public static Picture Draw(StudyId studyId, CodeTreeSide side)
    {
        var below = side.Codes.ToLookup(c => c.Parent);
        TreeMapNode Node(CodeUse code) => new(
            code.Line.Name, code.Line.Colour, code.Own, $"{code.Line.Name}: {HowMany.Of(code.All, "passage")}{(below[code.Id].Any() ? " with those below" : "")}", Link(studyId, side, code, true), [.. below[code.Id].Select(Node)]);
        return TreeMap.Draw(
            $"The framework by passages{After(side.Heading)}",
            $"{side.Codes.Where(c => c.Parent is null).Sum(c => c.All):N0} passages. The larger an area, the more passages its code has; areas within another are the codes below it. An area leads to its passages.",
            [.. below[null].Select(Node)]);
    }

    public static string Link(StudyId studyId, CodeTreeSide side, CodeUse code, bool withBelow) => PassageAddress.Of(studyId, side.Filter with { Codes = [code.Id], WithSubcodes = withBelow });

    public static Picture Draw(StudyId studyId, SaturationView view, SaturationSide side)
    {
        var codes = side.Rows.Sum(r => r.NewCodes.Count);
        var last = side.Rows.Index().LastOrDefault(r => r.Item.NewCodes.Count > 0);
        return Saturation.Draw(
            $"New codes by interview{After(side.Heading)}",
            $"{side.Rows.Count:N0} interviews in the order in which they were held, with {codes:N0} codes in all; the last that added a code is number {last.Index + 1:N0}. Bars are new codes, the line all codes so far{(view.HasThemes ? "; the dashed line is the themes of which something has been said so far" : "")}.",
            [.. side.Rows.Select(r => new SaturationStep(r.Title, r.NewCodes.Count, r.NewThemes.Count, $"{r.Title}: {HowMany.Of(r.NewCodes.Count, "new code")}", Link(studyId, side, r)))],
            hasThemes: view.HasThemes);
    }

    public static string Link(StudyId studyId, SaturationSide side, SaturationRow row) => PassageAddress.Of(studyId, side.Filter with { Interviews = [row.Id] });

    /// <param name="least">How often two codes must occur together for a line between them.</param>
    public static Picture Draw(StudyId studyId, NetworkView view, NetworkSide side, PictureAsk ask, int least)
    {
        var at = side.Codes.Index().ToDictionary(c => c.Item.Id, c => c.Index);
        // Both sides are laid out by both together, so that a code stands in the same place.
        var all = view.Sides.SelectMany(s => s.Pairs).GroupBy(p => (p.A, p.B)).Select(g => new NetworkLink(at[g.Key.A], at[g.Key.B], g.Sum(p => p.Both), "")).ToList();
        var shown = side.Pairs.Count(p => p.Both >= least);
        return Network.Draw(
            $"Codes that occur together{After(side.Heading)}",
            $"{HowMany.Of(side.Codes.Count, "code")} and {HowMany.Of(shown, "line")} between them, where {MatrixWords.Of(ask.Together)}, {(least == 1 ? "once or more" : $"{least:N0} times or more")}. Two codes are together as often as passages of either meet one of the other. A code leads to its passages; the table leads to those of each two.",
            [.. side.Codes.Select(c => new NetworkNode(c.Name, c.Colour, c.Passages, $"{c.Name}: {HowMany.Of(c.Passages, "passage")}", PassageAddress.Of(studyId, side.Filter with { Codes = [c.Id], WithSubcodes = ask.IsTop })))],
            [.. side.Pairs.Select(p => new NetworkLink(at[p.A], at[p.B], p.Both, $"{side.Codes[at[p.A]].Name} and {side.Codes[at[p.B]].Name}: {p.Both:N0} times together"))],
            least, laidOutBy: all);
    }

    public static Picture Draw(StudyId studyId, TimelineView view, TimelineSide side)
    {
        var isOne = view.Transcript is not null;
        var lanes = side.Rows.Take(MostLanes).Select(r => new TimelineLane(
            isOne ? r.CodeName : r.Title, r.Colour, r.Words, [.. r.Passages.Select(p => new TimelineMark(p.FirstWord, Math.Max(p.EndWord, p.FirstWord + 1)))],
            $"{(isOne ? r.CodeName : r.Title)}: {HowMany.Of(r.Passages.Count, "passage")}, {(r.Passages.Count == 1 ? "in" : "the first in")} turn {r.Passages.Min(p => p.FirstTurn):N0}", Link(studyId, view, side, r))).ToList();
        // Both sides are drawn to one measure, so that a word stands in the same place.
        var longest = view.Sides.SelectMany(s => s.Rows).Max(r => r.Words);
        return Timeline.Draw(
            $"{(isOne ? $"Codes along {side.Rows[0].Title}" : $"{side.Rows[0].CodeName} along {HowMany.Of(side.Rows.Count, "transcript")}")}{After(side.Heading)}",
            $"Each line is {(isOne ? "a code" : "a transcript")}, from its first word to its last; each mark is a passage. A line leads to its passages.",
            lanes, Timeline.Ticks(longest, at => at == 0 ? "word 1" : $"{at:N0}"));
    }

    public static string Link(StudyId studyId, TimelineView? view, TimelineSide side, TimelineRow row) =>
        PassageAddress.Of(studyId, side.Filter with { Codes = [row.Code], Transcripts = [row.Transcript], WithSubcodes = view?.Transcript is null && side.Filter.WithSubcodes });

    private static string After(string heading) => heading.Length > 0 ? $": {heading}" : "";
}
