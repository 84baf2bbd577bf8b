using System.Text.Json;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Interchange.Tests.Reports;

/// <summary>A report of the demonstration study's themes and findings, with each kind of part. Fictional, as the study is.</summary>
internal static class SampleReport
{
    public const string Svg =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" width="640" height="300" font-family="Inter, sans-serif" font-size="15">
        <rect width="640" height="300" fill="#ffffff"/>
        <g fill="#12616b"><rect x="210" y="30" width="330" height="34"/><rect x="210" y="94" width="250" height="34"/><rect x="210" y="158" width="180" height="34"/><rect x="210" y="222" width="120" height="34"/></g>
        <g fill="#1c2426" text-anchor="end"><text x="198" y="52">Supervision</text><text x="198" y="116">Training</text><text x="198" y="180">The booklet</text><text x="198" y="244">Endings</text></g>
        <g fill="#1c2426"><text x="550" y="52">33</text><text x="470" y="116">25</text><text x="400" y="180">18</text><text x="340" y="244">12</text></g>
        </svg>
        """;

    public static WrittenReport Make()
    {
        var findings = Read("findings.json").EnumerateArray().ToList();
        List<WrittenPart> parts =
        [
            new TitlePart("What peer support workers told us", "Findings for the trusts that took part, from a study that is made up", ["The research team", "Stakeholder meeting, 30 November 2026"]),
            new TextPart("How we worked", [new("Who we spoke with"), new("30 interviews and focus groups in 4 trusts", 1), new("22 peer support workers, 8 supervisors", 2), new("Two coders read every transcript, blind to one another, and settled what they differed in", 1), new("What is shown are words as they were said; names and places are changed", 1)]),
            new TablePart("Whom we spoke with", ["Trust", "Peer support workers", "Supervisors", "Focus groups", "Words coded"], [["Alder", "7", "2", "1", "41,203"], ["Birch", "6", "2", "1", "38,940"], ["Cedar", "5", "2", "0", "22,118"], ["Dogwood", "4", "2", "1", "19,764"]], 1, "Groups of fewer than five are shown as “fewer than 5” where they could tell who somebody is."),
            new TextPart("Purpose", [new("To learn what helps peer support workers to do their work, and what it does to them."), new("To say what trusts could change, in the words of those who do the work.")]),
        ];
        foreach (var theme in Read("themes.json").EnumerateArray())
        {
            parts.Add(Theme(theme, findings, 0));
            parts.AddRange(theme.TryGetProperty("subs", out var subs) ? subs.EnumerateArray().Select(s => Theme(s, findings, 1)) : []);
        }

        parts.Add(new QuotesPart("In their own words", [new("I knew I could sit with somebody. What I didn't know was whether I could knock on a door.", "PSW-07, Alder", ""), new("She said her own thing first.", "PSW-12, Birch", ""), new("It was the office with all the screens.", "PSW-03, Cedar", "")]));
        parts.Add(new SidesPart("Issues and improvements", "What is hard", [new("Supervision that is moved, or held in a car", 1), new("A timetable that tired people cannot keep", 1), new("Records on a system that nobody showed", 1), new("Above all in the first month", 2)], "What people ask for", [new("The course twice: before they start, and after they have met somebody", 1), new("Two supervisors: one for days off, one for the talking", 1), new("Advice on benefits before anything is signed", 1)]));
        parts.Add(new PicturePart("Where people spoke of what", Svg, "A bar chart of passages by theme: supervision 33, training 25, the booklet 18, endings 12.", "Passages coded by two coders and settled."));
        parts.Add(new TablePart("The framework", ["Code", "What it means", "Passages"], [.. Enumerable.Range(1, 40).Select(n => (IReadOnlyList<string>)[$"Code {n}", $"Definition {n}: what a passage says for this code to fit it, with what it does not cover and an example of each.", $"{n * 3}"])], 2, "As of version 3.", IsAppendix: true));
        parts.Add(new ChecklistPart("COREQ", "Tong, Sainsbury and Craig 2007.", [new("Research team", "1", "Who interviewed", "Two researchers and a peer researcher."), new("Research team", "2", "Credentials", "")]));
        parts.Add(new ThanksPart("Thank you", [new("To everybody who spoke with us, and to the trusts that made the time.")], "A funder that is made up", "NIHR000000", "The views expressed are those of the authors and not necessarily those of the funder.", ["The research team", "peer-study@example.org"]));
        return new("What peer support workers told us", "Peer support (demonstration)", new DateOnly(2026, 11, 26), parts);
    }

    private static ThemePart Theme(JsonElement theme, IReadOnlyList<JsonElement> findings, int level)
    {
        var key = theme.GetProperty("key").GetString();
        return new(
            theme.GetProperty("name").GetString()!, theme.GetProperty("centralIdea").GetString()!, theme.TryGetProperty("narrative", out var narrative) ? narrative.GetString()! : "",
            [.. findings.Where(f => f.GetProperty("theme").GetString() == key).Select(Finding)], [], level);
    }

    private static WrittenFinding Finding(JsonElement finding)
    {
        var caveat = finding.GetProperty("caveat").GetString()!;
        var strength = $"{finding.GetProperty("strength").GetString()}: {finding.GetProperty("for").GetArrayLength()} passages for, {finding.GetProperty("against").GetArrayLength()} against";
        var quotes = finding.TryGetProperty("quotes", out var all)
            ? all.EnumerateArray().Select(q => new WrittenQuote(string.Join(' ', q.GetProperty("keep").EnumerateArray().Select(k => k.GetString())), "PSW-07, peer support worker, Alder", "")) : [];
        return new(finding.GetProperty("claim").GetString()!, caveat.Length > 0 ? [strength, caveat] : [strength], [.. quotes]);
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demonstration", file))).RootElement;
}
