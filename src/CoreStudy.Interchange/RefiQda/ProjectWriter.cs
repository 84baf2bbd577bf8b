using System.Globalization;
using System.Text;
using System.Xml;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>Writes the model as the schema asks: elements in its order, no empty lists, whole numbers, ids in capitals.</summary>
internal sealed partial class ProjectWriter(XmlWriter xml, RefiVariant variant, ReportBuilder report, bool isCodebook)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is to be put into the archive beside the project, in order.</summary>
    public List<(string Entry, string? Words, RefiFile? File)> Parts { get; } = [];

    /// <summary>The exact places of selections that the format cannot say.</summary>
    public Dictionary<RefiId, RefiPlace> Places { get; } = [];

    public static XmlWriterSettings Settings => new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize, // line ends in what people wrote stay what they are
        CheckCharacters = true,
    };

    public void Project(RefiProject project)
    {
        xml.WriteStartElement("Project", RefiSchema.ProjectNamespace);
        Attribute("name", project.Name);
        Attribute("origin", ExchangeFile.Origin);
        Stamp(project.Stamp, "creatingUserGUID", "modifyingUserGUID");
        Attribute("basePath", project.BasePath);
        List("Users", project.Users, User);
        if (project.Codes.Count > 0)
        {
            xml.WriteStartElement("CodeBook");
            List("Codes", project.Codes, Code);
            xml.WriteEndElement();
        }

        List("Variables", project.Variables, Variable);
        List("Cases", project.Cases, Case);
        List("Sources", project.Sources, Source);
        List("Notes", project.Notes, n => TextSource("Note", n));
        List("Links", project.Links, Link);
        List("Sets", project.Sets, Set);
        List("Graphs", project.Graphs, Graph);
        Words("Description", project.Description);
        References("NoteRef", project.NoteRefs);
        xml.WriteEndElement();
    }

    public void Codebook(RefiProject project)
    {
        xml.WriteStartElement("CodeBook", RefiSchema.CodebookNamespace);
        Attribute("origin", ExchangeFile.Origin);
        List("Codes", project.Codes, Code);
        List("Sets", project.Sets.Where(s => s.Codes.Count > 0 || (s.Sources.Count == 0 && s.Notes.Count == 0)).ToList(), Set);
        xml.WriteEndElement();
    }

    private void User(RefiUser user)
    {
        Start("User", user.Id);
        Attribute("name", user.Name);
        Attribute("id", user.Initials);
        xml.WriteEndElement();
    }

    private void Code(RefiCode code)
    {
        Start("Code", code.Id);
        Attribute("name", code.Name);
        Attribute("isCodable", code.IsCodable ? "true" : "false");
        Attribute("color", code.Colour?.ToString());
        Words("Description", code.Description);
        if (!isCodebook) References("NoteRef", code.NoteRefs);
        foreach (var below in code.Codes) Code(below);
        xml.WriteEndElement();
    }

    private void Variable(RefiVariable variable)
    {
        Start("Variable", variable.Id);
        Attribute("name", variable.Name);
        Attribute("typeOfVariable", variable.Kind.ToString());
        Words("Description", variable.Description);
        xml.WriteEndElement();
    }

    private void Value(RefiValue value)
    {
        xml.WriteStartElement("VariableValue");
        References("VariableRef", [value.Variable]);
        if (value.Kind is { } kind)
        {
            var isOf = ValueSpelling.IsOf(kind, value.Words);
            if (!isOf) report.Find(Reason.ValueAsText, "VariableValue", value.Variable.ToString());
            Words($"{(isOf ? kind : RefiValueKind.Text)}Value", value.Words);
        }

        xml.WriteEndElement();
    }

    private void Case(RefiCase one)
    {
        Start("Case", one.Id);
        Attribute("name", one.Name);
        Words("Description", one.Description);
        References("CodeRef", one.Codes);
        foreach (var value in one.Values) Value(value);
        References("SourceRef", one.Sources);
        References("SelectionRef", one.Selections);
        xml.WriteEndElement();
    }

    private void Set(RefiSet set)
    {
        Start("Set", set.Id);
        Attribute("name", set.Name);
        Words("Description", set.Description);
        foreach (var code in set.Codes)
        {
            xml.WriteStartElement("MemberCode");
            Attribute(isCodebook ? "guid" : "targetGUID", code.ToString());
            xml.WriteEndElement();
        }

        if (!isCodebook)
        {
            References("MemberSource", set.Sources);
            References("MemberNote", set.Notes);
        }

        xml.WriteEndElement();
    }

    private void Link(RefiLink link)
    {
        Start("Link", link.Id);
        Attribute("name", link.Name);
        Attribute("direction", link.Direction?.ToString());
        Attribute("color", link.Colour?.ToString());
        Attribute("originGUID", link.From?.ToString());
        Attribute("targetGUID", link.To?.ToString());
        References("NoteRef", link.NoteRefs);
        xml.WriteEndElement();
    }

    private void Graph(RefiGraph graph)
    {
        Start("Graph", graph.Id);
        Attribute("name", graph.Name);
        foreach (var vertex in graph.Vertices)
        {
            Start("Vertex", vertex.Id);
            Attribute("representedGUID", vertex.Represents?.ToString());
            Attribute("name", vertex.Name);
            Point("first", vertex.First);
            if (vertex.SecondX is { } x) Number("secondX", x);
            if (vertex.SecondY is { } y) Number("secondY", y);
            Attribute("shape", vertex.Shape?.ToString());
            Attribute("color", vertex.Colour?.ToString());
            xml.WriteEndElement();
        }

        foreach (var edge in graph.Edges)
        {
            Start("Edge", edge.Id);
            Attribute("representedGUID", edge.Represents?.ToString());
            Attribute("name", edge.Name);
            Attribute("sourceVertex", edge.From.ToString());
            Attribute("targetVertex", edge.To.ToString());
            Attribute("color", edge.Colour?.ToString());
            Attribute("direction", edge.Direction?.ToString());
            Attribute("lineStyle", edge.Style?.ToString().ToLowerInvariant());
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void Start(string element, RefiId id)
    {
        xml.WriteStartElement(element);
        Attribute("guid", id.ToString());
    }

    private void List<T>(string element, IReadOnlyCollection<T> things, Action<T> write)
    {
        if (things.Count == 0) return;
        xml.WriteStartElement(element);
        foreach (var thing in things) write(thing);
        xml.WriteEndElement();
    }

    private void References(string element, IEnumerable<RefiId> targets)
    {
        foreach (var target in targets)
        {
            xml.WriteStartElement(element);
            Attribute("targetGUID", target.ToString());
            xml.WriteEndElement();
        }
    }

    private void Stamp(RefiStamp stamp, string createdBy = "creatingUser", string modifiedBy = "modifyingUser")
    {
        Attribute(createdBy, stamp.CreatedBy?.ToString());
        Attribute("creationDateTime", stamp.CreatedAt?.ToString());
        Attribute(modifiedBy, stamp.ModifiedBy?.ToString());
        Attribute("modifiedDateTime", stamp.ModifiedAt?.ToString());
    }

    private void Point(string which, RefiPoint point)
    {
        Number(which + "X", point.X);
        Number(which + "Y", point.Y);
    }

    private void Number(string attribute, long number) => Attribute(attribute, number.ToString(CultureInfo.InvariantCulture));

    private void Attribute(string name, string? words)
    {
        if (words is not null) xml.WriteAttributeString(name, Held(words, name));
    }

    private void Words(string element, string? words)
    {
        if (words is null) return;
        xml.WriteStartElement(element);
        if (words.Length > 0) xml.WriteString(Held(words, element));
        xml.WriteEndElement();
    }

    /// <summary>The words with what XML cannot hold replaced.</summary>
    private string Held(string words, string where)
    {
        if (IsHeld(words)) return words;
        report.Find(Reason.CharacterReplaced, where, null);
        var held = new StringBuilder(words);
        for (var at = 0; at < words.Length; at++)
        {
            if (char.IsHighSurrogate(words[at]) && at + 1 < words.Length && char.IsLowSurrogate(words[at + 1])) at++;
            else if (!XmlConvert.IsXmlChar(words[at])) held[at] = '\uFFFD';
        }

        return held.ToString();
    }

    private static bool IsHeld(string words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (char.IsHighSurrogate(words[at]) && at + 1 < words.Length && char.IsLowSurrogate(words[at + 1])) at++;
            else if (!XmlConvert.IsXmlChar(words[at])) return false;
        }

        return true;
    }
}
