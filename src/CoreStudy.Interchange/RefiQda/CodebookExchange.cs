using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>A framework that was read from a codebook or project, as the rows that an import of codes takes.</summary>
/// <param name="Cases">The names of codes that are cases, and are left out of the rows.</param>
/// <param name="Renamed">Codes that had the name of another at the same place: the name that each has now.</param>
/// <param name="Folders">The names of codes that only held others (isCodable false); here they can be put on passages like any other.</param>
public sealed record ExchangedFramework(IReadOnlyList<CodeLine> Lines, IReadOnlyList<string> Cases, IReadOnlyList<string> Renamed, IReadOnlyList<string> Folders)
{
    /// <summary>The same in sentences, for the person who imports.</summary>
    public IReadOnlyList<string> Remarks =>
    [
        .. Cases.Count > 0 ? new[] { $"Left out, since they are cases and not codes: {Listed(Cases)}." } : [],
        .. Renamed.Count > 0 ? new[] { $"Renamed, since another code at the same place has the name: {Listed(Renamed)}." } : [],
        .. Folders.Count > 0 ? new[] { $"In the other program these only hold other codes; here they can be put on passages too: {Listed(Folders)}." } : [],
    ];

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(10).Select(n => $"“{n}”")) + (names.Count > 10 ? $" and {names.Count - 10} more" : "");
}

/// <summary>Our framework as codes of the format, and back. What the format has no field for stands under labels in the description (deploy/docs/exchange.md).</summary>
public static class CodebookExchange
{
    private const string Use = "When to use";
    private const string NoUse = "When not to use";
    private const string Example = "Example";
    private const string Synonyms = "Synonyms";
    private const string Shortcut = "Shortcut";
    private const string State = "State";

    /// <param name="codes">In any order; they are written in the order of the tree.</param>
    public static RefiProject ToProject(string name, IReadOnlyCollection<CodeSnapshot> codes)
    {
        var known = codes.Select(c => c.Id).ToHashSet();
        var below = FrameworkTree.InOrder(codes).Select(p => p.Code).ToLookup(c => c.ParentId is { } parent && known.Contains(parent) ? parent : (CodeId?)null);
        RefiCode Of(CodeSnapshot code) => new()
        {
            Id = new RefiId(code.Id.Value),
            Name = code.Words.Name,
            Colour = RefiColour.TryRead(code.Words.Colour, out var colour, out _) ? colour : null,
            Description = Description(code) is { Length: > 0 } words ? words : null,
            Codes = [.. below[code.Id].Select(Of)],
        };
        return new RefiProject { Name = name, Codes = [.. below[null].Select(Of)] };
    }

    public static ExchangedFramework ToLines(RefiProject project)
    {
        var cases = project.Cases.Select(c => c.Id).ToHashSet();
        var (lines, left, renamed, folders) = (new List<CodeLine>(), new List<string>(), new List<string>(), new List<string>());
        var taken = new HashSet<(RefiId? Parent, string Name)>();
        var ids = new HashSet<RefiId>();

        void Add(RefiCode code, RefiId? parent)
        {
            if (cases.Contains(code.Id))
            {
                left.Add(code.Name);
                foreach (var child in code.Codes) Add(child, parent); // codes that lie in a folder of cases move up
                return;
            }

            var name = code.Name.Trim();
            for (var n = 2; !taken.Add((parent, name)); n++) name = string.Create(CultureInfo.InvariantCulture, $"{code.Name.Trim()} ({n})");
            if (name != code.Name.Trim()) renamed.Add(name);
            if (!code.IsCodable) folders.Add(name);
            var id = ids.Add(code.Id) ? code.Id : RefiId.From($"{code.Id} {lines.Count}");
            lines.Add(Line(code, id, parent, name, lines.Count + 1));
            foreach (var child in code.Codes) Add(child, id);
        }

        foreach (var code in project.Codes) Add(code, null);
        return new ExchangedFramework(lines, left, renamed, folders);
    }

    private static CodeLine Line(RefiCode code, RefiId id, RefiId? parent, string name, int number)
    {
        var words = LabelledWords.Read(code.Description ?? "", Use, NoUse, Example, Synonyms, Shortcut, State);
        return new CodeLine(number, id.ToString(), parent?.ToString() ?? "", name)
        {
            Definition = code.Description is null ? null : words[""],
            WhenToUse = words.GetValueOrDefault(Use),
            WhenNotToUse = words.GetValueOrDefault(NoUse),
            Example = words.GetValueOrDefault(Example),
            Synonyms = words.GetValueOrDefault(Synonyms),
            Shortcut = words.GetValueOrDefault(Shortcut),
            State = words.GetValueOrDefault(State),
            Colour = code.Colour?.ToString().ToLowerInvariant(),
        };
    }

    private static string Description(CodeSnapshot code) => LabelledWords.Write(
        code.Words.Definition, (Use, code.Words.WhenToUse), (NoUse, code.Words.WhenNotToUse), (Example, code.Words.Example), (Synonyms, code.Words.Synonyms), (Shortcut, code.Words.Shortcut),
        (State, code.State == CodeState.Active ? "" : code.State.ToString()));
}
