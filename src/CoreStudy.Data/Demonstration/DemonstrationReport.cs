using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Themes;

namespace CoreStudy.Data.Demonstration;

/// <summary>The demonstration's report: a talk for stakeholders out of its themes. One quote in it has not been approved, so that there is something to mend.</summary>
internal sealed class DemonstrationReport(StudyId studyId, Member researcher, IReadOnlyDictionary<string, Theme> themes, IReadOnlyList<Quote> quotes, IReadOnlyList<FindingQuote> uses, IReadOnlyList<Finding> findings)
{
    /// <summary>The theme whose quote waits for a lead.</summary>
    private const string Waiting = "supervision";

    private static readonly string[] Told = ["training", "booklet", "supervision", "peers", "psw", "supervisors"];

    private static readonly string[] Hard = ["conditions", "team"];

    public Report Make(DateTimeOffset at)
    {
        var report = DemonstrationStudy.Must(Report.Make(
            studyId,
            new ReportFacts(
                "Peer support after leaving hospital: what we heard", "A talk for peer support workers, their supervisors and the trusts they work in. Demonstration: everything in it is fictional.",
                "Researcher, for the study team", "A fictional funder", "DEMO-0000",
                "This talk is part of a demonstration. The study, the trusts, the people and what they say are made up; the views are nobody’s.", "Write to the study team at the address on your information sheet."),
            researcher.Id, at));
        void Add(ReportPartKind kind, PartWords? words = null, PartChoice? choice = null) => DemonstrationStudy.Must(report.Add(kind, words ?? new PartWords(), choice ?? new PartChoice(), before: null, researcher.Id, at));
        Add(ReportPartKind.Title);
        Add(ReportPartKind.Process, new PartWords("", "- Each talked for about an hour, and each transcript was anonymised before it was coded."));
        Add(ReportPartKind.Purpose, new PartWords("", "- What do peer support workers and those whom they visit get out of it?\n- What do training, the booklet and supervision do for it?\n- What goes badly, and what would people change?"));
        foreach (var key in Told) Add(ReportPartKind.Theme, choice: Of(key));
        foreach (var key in Hard) Add(ReportPartKind.Theme, choice: Of(key) with { WithNarrative = false });
        Add(ReportPartKind.Issues, new PartWords(
            "What goes badly, and what people would change",
            "- Contracts that end, and a wage that lives with it\n- No desk, no log-in, nobody who introduces them\n- Telephones that nobody answers when it is urgent\n- Supervision and management by one person, in one hour",
            "- The training twice: before they start, and after they have met somebody\n- Benefits advice before anything is signed\n- One number that somebody picks up\n- An hour of supervision that is written in the diary"));
        Add(ReportPartKind.Matrix, choice: new PartChoice { Address = "matrices?across=Role&rows=Themes" });
        Add(ReportPartKind.Picture, choice: new PartChoice { Address = "pictures/tree" });
        Add(ReportPartKind.Acknowledgement, new PartWords("", "We thank everybody who talked to us, and those who made the time for it."));
        Add(ReportPartKind.Contact);
        Add(ReportPartKind.Methods);
        Add(ReportPartKind.Framework);
        return report;
    }

    private PartChoice Of(string key)
    {
        var theme = themes[key];
        var within = themes.Values.Where(t => t.Id == theme.Id || t.ParentId == theme.Id).Select(t => t.Id).ToHashSet();
        var told = findings.Where(f => within.Contains(f.ThemeId)).Select(f => f.Id).ToHashSet();
        var drafts = quotes.Where(q => q.Status != QuoteStatus.Approved && uses.Any(u => u.QuoteId == q.Id && told.Contains(u.FindingId))).Select(q => q.Id).ToList();
        return new PartChoice { Theme = theme.Id, WithoutQuotes = key == Waiting ? [.. drafts.Skip(1)] : drafts, QuotesEach = key == Waiting ? 2 : 1 };
    }
}
