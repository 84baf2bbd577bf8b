using System.Globalization;
using System.Xml.Linq;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>Everything that the schema can say, said once: what of it is there again in what is written.</summary>
public sealed class KeptTests
{
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";
    private static readonly XNamespace Refi10 = RefiSchema.ProjectNamespace;
    private static readonly string[] Kinds = ["Text", "Boolean", "Integer", "Float", "Date", "DateTime"];

    private readonly Dictionary<string, XElement> _types = XDocument.Load(typeof(RefiSchema).Assembly.GetManifestResourceStream(
        typeof(RefiSchema).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("Project.xsd", StringComparison.Ordinal)))!).Descendants(Xsd + "complexType").ToDictionary(t => t.Attribute("name")!.Value);

    private readonly Dictionary<string, int> _made = [];

    [Fact]
    public void A_project_that_is_read_and_written_again_keeps_every_element_and_attribute_of_the_schema()
    {
        var whole = Whole();
        using var reading = Refi.Read(Transcripts.MadeUp.Utf8(whole.ToString()));

        Assert.True(reading.Report.Validity.IsValid, string.Join('\n', reading.Report.Validity.Problems));
        var written = XDocument.Parse(Refi.ProjectXml(Refi.Write(reading.Project))).Root!;

        whole.SetAttributeValue("origin", "CoreStudy");
        Assert.Equal(Told(whole), Told(written));
    }

    [Fact]
    public void What_a_study_keeps_of_every_element_and_attribute_of_the_schema_is_as_the_page_says()
    {
        var whole = Whole();
        using var reading = Refi.Read(Transcripts.MadeUp.Utf8(whole.ToString()));
        var written = XDocument.Parse(Refi.ProjectXml(Refi.Write(StudyWriter.ToProject(StudyReader.FromProject(reading.Project).Study)))).Root!;

        var lines = whole.DescendantsAndSelf().Where(e => e.Attribute("guid") is not null || e == whole).GroupBy(e => e.Name.LocalName).Select(g => Line(g.Key, [.. g], written)).ToList();

        Assert.True(Page().SequenceEqual(lines), $"The page is to say:\n{string.Join('\n', lines)}");
    }

    /// <summary>A row of the page: what of a kind of element is kept, what is said in another place, what is left out.</summary>
    private static string Line(string kind, IReadOnlyList<XElement> elements, XElement written)
    {
        var ours = written.DescendantsAndSelf().Where(e => e.Attribute("guid") is not null || e == written).ToLookup(e => e.Attribute("guid")?.Value ?? "");
        var all = written.ToString();
        var (kept, elsewhere, left) = (new List<string>(), new List<string>(), new List<string>());
        var there = elements.Where(e => ours.Contains(e.Attribute("guid")?.Value ?? "")).ToList();
        foreach (var part in elements.SelectMany(e => e.Attributes().Select(a => a.Name.LocalName).Concat(e.Elements().Where(c => !c.DescendantsAndSelf().Any(d => d.Attribute("guid") is not null)).Select(c => c.Name.LocalName))).Distinct())
        {
            var states = (there.Count > 0 ? there : elements).Select(e => State(e, part)).Distinct().ToList();
            (states.TrueForAll(s => s == 2) ? kept : states.TrueForAll(s => s == 0) ? left : elsewhere).Add(part);
        }

        return $"| `{kind}` | {string.Join(", ", kept)} | {string.Join(", ", elsewhere)} | {(kept.Count + elsewhere.Count == 0 ? "all" : string.Join(", ", left))} |";

        int State(XElement element, string part)
        {
            var same = ours[element.Attribute("guid")?.Value ?? ""].FirstOrDefault();
            if (same?.Attribute(part) is { } attribute && attribute.Value == element.Attribute(part)?.Value) return 2;
            var theirs = element.Elements(Refi10 + part).ToList();
            var found = theirs.Count(t => same?.Elements(Refi10 + part).Any(o => Told(o) == Told(t) || (part is "Description" or "PlainTextContent" && o.Value.Contains(t.Value, StringComparison.Ordinal))) == true);
            if (found > 0) return found == theirs.Count ? 2 : 1;
            if (part == "PlainTextContent" && same?.Attribute("plainTextPath") is not null) return 1; // the words lie in a file of their own
            var words = element.Attribute(part)?.Value ?? (part is "Description" or "PlainTextContent" ? theirs.FirstOrDefault()?.Value : null);
            return words?.StartsWith("The ", StringComparison.Ordinal) == true && all.Contains(words, StringComparison.Ordinal) ? 1 : 0;
        }
    }

    private static IEnumerable<string> Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoreStudy.sln"))) folder = folder.Parent!;
        return File.ReadLines(Path.Combine(folder.FullName, "deploy", "docs", "exchange.md")).SkipWhile(l => l != "### Attribute by attribute").Where(l => l.StartsWith("| `", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0);
    }

    /// <summary>An element with all in it, the same words for the same content.</summary>
    private static string Told(XElement element) =>
        $"<{element.Name.LocalName} {string.Join(' ', element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => $"{a.Name.LocalName}={a.Value}").Order(StringComparer.Ordinal))}>{(element.HasElements ? string.Concat(element.Elements().Select(Told)) : element.Value)}";

    private XElement Whole()
    {
        _made.Clear();
        return Make("Project", "ProjectType");
    }

    /// <summary>An element with every attribute and every element in it that the schema has for it.</summary>
    private XElement Make(string name, string type, string within = "", int which = 0)
    {
        var number = _made[name] = _made.GetValueOrDefault(name) + 1;
        var element = new XElement(Refi10 + name);
        if (!_types.TryGetValue(type, out var declared))
        {
            element.Value = name == "PlainTextContent" ? $"Some words of {within}." : type.Contains("string", StringComparison.Ordinal) ? $"The {name} of {within}" : Value(type, which);
            return element;
        }

        var own = $"{name} {number}";
        // words lie in the project or in a file of their own; here those of transcripts in a file
        foreach (var attribute in declared.Elements(Xsd + "attribute").Where(a => a.Attribute("name")!.Value != "plainTextPath" || name == "Transcript"))
            element.SetAttributeValue(attribute.Attribute("name")!.Value, Attribute(name, number, attribute.Attribute("name")!.Value, attribute.Attribute("type")!.Value));
        foreach (var child in declared.Descendants(Xsd + "element").Where(c => c.Parent!.Name != Xsd + "choice" || name == "Sources"))
        {
            var (called, of) = (child.Attribute("name")!.Value, child.Attribute("type")!.Value);
            if ((called == "Code" && within.StartsWith("Code ", StringComparison.Ordinal)) || (called == "PlainTextContent" && name == "Transcript")) continue;
            for (var n = 0; n < (called == "Variable" || (called == "VariableValue" && name == "Case") ? Kinds.Length : called == "SyncPoint" ? 2 : 1); n++) element.Add(Make(called, of, own, n));
        }

        if (name == "VariableValue") element.Add(new XElement(Refi10 + $"{Kinds[which]}Value", Value(Kinds[which].ToLowerInvariant(), which)));
        if (name == "VariableValue") element.Element(Refi10 + "VariableRef")!.SetAttributeValue("targetGUID", Id("Variable", which + 1));
        return element;
    }

    private static string Attribute(string element, int number, string name, string type) => (element, name) switch
    {
        (_, "guid") => Id(element, number),
        (_, "typeOfVariable") => Kinds[number - 1],
        (_, "isCodable") => number == 1 ? "true" : "false",
        (_, "startPosition" or "firstX" or "firstY" or "begin" or "page" or "position") => "1",
        (_, "endPosition" or "secondX" or "secondY" or "end" or "timeStamp") => "4",
        (_, "richTextPath" or "plainTextPath" or "path") => $"relative:///{element}-{number}.bin",
        ("CodeRef" or "MemberCode" or "Vertex" or "Edge", "targetGUID" or "representedGUID") => Id("Code", 1),
        ("NoteRef" or "MemberNote", "targetGUID") => Id("Note", 1),
        ("SourceRef" or "MemberSource", "targetGUID") => Id("TextSource", 1),
        ("SelectionRef", "targetGUID") => Id("PlainTextSelection", 1),
        ("VariableRef", "targetGUID") => Id("Variable", 1),
        ("Link", "originGUID") => Id("Note", 1),
        ("Link", "targetGUID") => Id("Code", 1),
        (_, "sourceVertex" or "targetVertex") => Id("Vertex", 1),
        (_, "fromSyncPoint" or "toSyncPoint") => Id("SyncPoint", 1),
        _ when type == "GUIDType" => Id("User", 1),
        _ when type == "RGBType" => "#123456",
        _ when type == "directionType" => "Bidirectional",
        _ when type == "ShapeType" => "Star",
        _ when type == "LineStyleType" => "dotted",
        _ when type.EndsWith("dateTime", StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"20{name.Length:00}-03-02T09:00:{number:00}Z"),
        _ => $"The {name} of {element} {number}",
    };

    private static string Value(string type, int which) => type switch
    {
        "boolean" => "true",
        "integer" => "3",
        "float" => "2.5",
        "date" => "2026-03-02",
        "datetime" => "2026-03-02T09:00:00Z",
        _ => string.Create(CultureInfo.InvariantCulture, $"The value {which}"),
    };

    private static string Id(string element, int number) => RefiId.From(string.Create(CultureInfo.InvariantCulture, $"{element} {number}")).ToString();
}
