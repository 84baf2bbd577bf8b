using System.Text.RegularExpressions;

namespace CoreStudy.Web.Tests.Architecture;

/// <summary>A new hole in the second wall cannot be forgotten: whatever reads past the wall before blind rounds stands here with its reason.</summary>
public sealed partial class LiftingTests
{
    /// <summary>Methods in which the reader's part of the border is lifted.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["CoreStudy.Data/Codings/Visibility.cs CodeCountsAsync"] = "counts of codes are kept for all; what is hidden from the reader is taken off them again",
        ["CoreStudy.Data/Findings/EvidenceReading.cs ReadAsync"] = "tells how much evidence is hidden, and nothing of it: what is shown is cut by Visibility",
        ["CoreStudy.Data/Passages/CodedPassages.cs RefreshAsync"] = "takes in everybody's codings, in the name of whoever asks first; Matching shares them out by Visibility",
        ["CoreStudy.Data/Passages/PassageKeeping.cs IsEvidenceAsync"] = "a coding is evidence of a finding once, whoever chose it",
        ["CoreStudy.Data/Tallies/Tallies.cs RefreshAsync"] = "counts everybody's codings, in the name of whoever asks first; Visibility shares the counts out",
        ["CoreStudy.Web/Features/Archives/MakeArchive.cs RunAsync"] = "an archive is the whole study, blind rounds too; its right and its warning say so",
        ["CoreStudy.Web/Features/Codebooks/ChangeCodebook.cs ChangeAsync"] = "a change of the framework takes every coding along, seen or not, and shows none",
        ["CoreStudy.Web/Features/Codebooks/UndoChange.cs RunAsync"] = "a code that is used cannot go, whoever used it; which, is not told",
        ["CoreStudy.Web/Features/Codings/ActQueue.cs CommitAsync"] = "acts of several members are stored together, in the name of whoever came first; ActRecorder shows each member what is before them",
        ["CoreStudy.Web/Features/Codings/DeskRooms.cs ReadAsync"] = "reads once for everybody at a transcript; ChangeSet.For cuts each reader's share by Blindness",
        ["CoreStudy.Web/Features/Comparisons/TakeBackCodings.cs PlanAsync"] = "tells that codings stay because they are coded blindly, and names neither code nor coder",
        ["CoreStudy.Web/Features/Comparisons/TakeBackCodings.cs RunAsync"] = "moves nothing where any round is blind (TakeBackCodings); counts what came in, as it was told then (ListBroughtIn)",
        ["CoreStudy.Web/Features/Findings/RemoveFinding.cs RunAsync"] = "a finding goes with all that it held on to, seen or not",
        ["CoreStudy.Web/Features/Progress/ProgressBoard.cs FactsAsync"] = "counts once for all who watch; ProgressFacts.SeenBy cuts each reader's board",
        ["CoreStudy.Web/Features/Summaries/SummaryReferences.cs WithdrawnAsync"] = "says when words were withdrawn that a shown summary refers to, and none of them",
    };

    [Fact]
    public void The_wall_before_blind_rounds_is_lifted_where_it_is_said_and_nowhere_else()
    {
        var lifted = SourceFiles.Under().SelectMany(f => LiftedIn(f.Text).Select(m => $"{f.Path} {m}")).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Reasons.Keys.Order(StringComparer.Ordinal), lifted);
    }

    [Theory]
    [InlineData("    public async Task RunAsync(StudyDb db)\n    {\n        await using var all = await db.ForEverybodyAsync(cancel);", "RunAsync")]
    [InlineData("    public async Task RunAsync()\n    {\n    }\n\n    private static async Task<int> CountAsync(StudyDb db)\n    {\n        await using (await room.Study.ForEverybodyAsync(cancel)) return 0;", "CountAsync")]
    [InlineData("    public async Task RunAsync(StudyDb db)\n    {\n        await db.Codings.CountAsync(cancel);", null)]
    public void Where_it_is_lifted_is_found(string code, string? method) => Assert.Equal(method is null ? [] : [method], LiftedIn(code));

    private static IEnumerable<string> LiftedIn(string code) =>
        Lifts().Matches(code).Select(lift => Methods().Matches(code[..lift.Index]).Last().Groups[1].Value);

    [GeneratedRegex(@"\.ForEverybodyAsync\(")]
    private static partial Regex Lifts();

    /// <summary>The heads of methods: a name with its parameters after four blanks and some words of the language.</summary>
    [GeneratedRegex(@"^    (?:public|private|internal|protected)[^=;\n]*? (\w+)(?:<[^>\n]*>)?\(", RegexOptions.Multiline)]
    private static partial Regex Methods();
}
