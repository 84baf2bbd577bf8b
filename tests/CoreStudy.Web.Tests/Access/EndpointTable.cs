namespace CoreStudy.Web.Tests.Access;

/// <summary>What is tried at an address, and who gets past the door there.</summary>
/// <param name="Key">Methods and pattern, as the site lists them.</param>
/// <param name="LetsIn">A letter each, as the table says.</param>
/// <param name="Place">What the address is about: a key of the test's places.</param>
/// <param name="Query">With its question mark.</param>
/// <param name="Body">As JSON.</param>
internal sealed record EndpointRow(string Key, string LetsIn, string Place, string Query, string Body);

/// <summary>Every address of the site with who is let in, from <c>EndpointTable.txt</c>: an address that is added has to be said there.</summary>
internal static class EndpointTable
{
    private static readonly List<EndpointRow> All = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "EndpointTable.txt")).Where(l => l.Length > 0 && l[0] != '#').Select(Read)];

    public static IReadOnlyList<EndpointRow> Rows { get; } = All.FindAll(r => !r.Key.StartsWith("page ", StringComparison.Ordinal));

    /// <summary>Pages, and who gets past what they ask.</summary>
    public static IReadOnlyDictionary<string, EndpointRow> Pages { get; } = All.Where(r => r.Key.StartsWith("page ", StringComparison.Ordinal)).ToDictionary(r => r.Key);

    private static EndpointRow Read(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        string Part(int at, string otherwise = "") => parts.Length > at && parts[at].Length > 0 ? parts[at] : otherwise;
        return new EndpointRow(parts[0], Part(1) is "nobody" ? "" : Part(1), Part(2, "none"), Part(3), Part(4));
    }

    /// <summary>What scripts of a page may call on a component.</summary>
    public static readonly IReadOnlyList<string> Offered =
    [
        "ThematicMapPage.MoveNodeAsync", "ThematicMapPage.BeginLink", "ThematicMapPage.LeaveLink", "ThematicMapPage.ChooseNodeAsync",
        "ThemesPage.PutByHandAsync", "ThemesPage.DropThemeAsync", "ThemesPage.ShiftThemeAsync", "ThemesPage.UndoLastAsync", "JournalEditor.SaveAsync",
        "TimesPage.TappedAsync", "TimesPage.UntappedAsync", "MatrixPage.OpenAsync", "SummaryEditor.SaveFromKeyAsync", "SummaryEditor.LeaveFromKeyAsync", "SummaryEditor.LinkFromKeyAsync",
        "ReportPage.ShiftFromKeyAsync", "ReportPage.DropAsync", "QuoteEditor.SelectAsync", "QuoteEditor.TurnAsync", "QuoteEditor.ClarifyAsync",
        "CodeTree.FoldByKey", "CodeTree.ShiftByKey", "CodeTree.Dropped", "CodeTree.IndentByKey", "DeskLive.Moved",
    ];
}
