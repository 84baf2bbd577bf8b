using System.Globalization;
using System.Text;
using System.Xml;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>An element that has been entered: its name, its mark in the report, and those of its attributes that nobody has asked for yet.</summary>
internal sealed class Element(string name, int mark, bool isEmpty, int depth, List<(string Name, string Value)> attributes)
{
    public string Name => name;

    public int Mark => mark;

    public bool IsEmpty => isEmpty;

    public int Depth => depth;

    public IReadOnlyList<(string Name, string Value)> Left => attributes;

    /// <summary>How it is called in the report's examples.</summary>
    public string? Label { get; set; }

    public RefiId? Id { get; set; }

    public string? Take(string attribute)
    {
        var at = attributes.FindIndex(a => a.Name == attribute);
        if (at < 0) return null;
        var value = attributes[at].Value;
        attributes.RemoveAt(at);
        return value;
    }
}

/// <summary>Walks through the XML of a file, counting every element, and telling what nobody asked for.</summary>
internal sealed class ElementReader(XmlReader xml, ReportBuilder report, RefiLimits limits, CancellationToken cancel)
{
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private int _made;

    public ReportBuilder Report => report;

    /// <summary>What elements say in attributes that the format does not know.</summary>
    public Dictionary<RefiId, Dictionary<string, string>> Unknown { get; } = [];

    /// <summary>Enters the element at which the reader stands; its attributes are to be taken before its content is asked for.</summary>
    public Element Enter()
    {
        if ((report.Count & 1023) == 0) cancel.ThrowIfCancellationRequested();
        if (xml.Depth > limits.MostDepth) throw limits.TooDeep;
        if (report.Count >= limits.MostElements) throw new UnreadableFileException($"“{{0}}” has more than {limits.MostElements:N0} elements. Please divide the project.");
        var (name, isEmpty, depth) = (xml.LocalName, xml.IsEmptyElement, xml.Depth);
        var attributes = new List<(string, string)>();
        while (xml.MoveToNextAttribute())
        {
            if (xml.Prefix == "xmlns" || xml.LocalName == "xmlns" || xml.NamespaceURI == SchemaInstance) continue;
            attributes.Add((xml.LocalName, Allowed(xml.Value)));
        }

        xml.MoveToElement();
        return new Element(name, report.Read(name), isEmpty, depth, attributes);
    }

    /// <summary>Goes through the elements in one, up to behind its end.</summary>
    /// <param name="take">Is handed the name of each, and reads it to its end, or says false and leaves it.</param>
    /// <returns>How many elements there were.</returns>
    public int Children(Element element, Func<string, bool> take)
    {
        TellLeftAttributes(element);
        if (element.IsEmpty)
        {
            xml.Read();
            return 0;
        }

        var count = 0;
        xml.Read();
        while (!(xml.NodeType == XmlNodeType.EndElement && xml.Depth == element.Depth))
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                count++;
                var name = xml.LocalName;
                if (!take(name)) Skip(Reason.ElementUnknown, element);
                continue;
            }

            if (xml.NodeType == XmlNodeType.Comment) report.Find(Reason.CommentLeft, element.Name, null);
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !string.IsNullOrWhiteSpace(xml.Value)) report.Find(Reason.WordsLoose, element.Mark, element.Label);
            xml.Read();
        }

        xml.Read();
        return count;
    }

    /// <summary>The elements of a list; a list without any is told.</summary>
    public void List(Func<string, bool> take)
    {
        var element = Enter();
        if (Children(element, take) == 0) report.Find(Reason.ListEmpty, element.Mark, null);
    }

    /// <summary>The words in an element, as they stand.</summary>
    public string Words(Element element)
    {
        TellLeftAttributes(element);
        if (element.IsEmpty)
        {
            xml.Read();
            return "";
        }

        var words = new StringBuilder();
        xml.Read();
        while (!(xml.NodeType == XmlNodeType.EndElement && xml.Depth == element.Depth))
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                Skip(Reason.ElementUnknown, element);
                continue;
            }

            if (xml.NodeType == XmlNodeType.Comment) report.Find(Reason.CommentLeft, element.Name, null);
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace) words.Append(xml.Value);
            xml.Read();
        }

        xml.Read();
        return Allowed(words.ToString());
    }

    /// <summary>What a reference such as &amp;#xD800; stands for may be no character; it becomes U+FFFD, one for one, since places are counted.</summary>
    private string Allowed(string words)
    {
        if (TranscriptText.CanKeep(words)) return words;
        report.Find(Reason.CharacterForbidden, "", null);
        return TranscriptText.Kept(words.Replace('\0', '\uFFFD').Replace('\uFFFE', '\uFFFD'));
    }

    /// <summary>The words of an element that may stand only once.</summary>
    public bool Once(ref string? words, Element inside)
    {
        if (words is not null)
        {
            Skip(Reason.ElementRepeated, inside);
            return true;
        }

        words = Words(Enter());
        return true;
    }

    /// <summary>Leaves out the element at which the reader stands, with all in it.</summary>
    public void Skip(Reason reason, Element? inside)
    {
        var depth = xml.Depth;
        var (mark, isEmpty) = (report.Read(xml.LocalName), xml.IsEmptyElement);
        report.Find(reason, mark, inside?.Label is { Length: > 0 } label ? $"{xml.LocalName} in {inside.Name} {label}" : inside is null ? xml.LocalName : $"{xml.LocalName} in {inside.Name}");
        xml.Read();
        if (isEmpty) return;
        while (!(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (xml.Depth > limits.MostDepth) throw limits.TooDeep;
                report.SkipInside(report.Read(xml.LocalName));
            }

            xml.Read();
        }

        xml.Read();
    }

    /// <summary>The element's own id; one is made where it has none.</summary>
    public RefiId OwnId(Element element, string attribute = "guid")
    {
        var text = element.Take(attribute);
        if (!string.IsNullOrWhiteSpace(text)) return (element.Id = Id(element, text)).Value;
        report.Find(Reason.IdMissing, element.Mark, element.Name);
        return (element.Id = RefiId.From(string.Create(CultureInfo.InvariantCulture, $"{element.Name} {_made++}"))).Value;
    }

    /// <summary>A reference in an attribute; null where there is none.</summary>
    public RefiId? Reference(Element element, string attribute)
    {
        var text = element.Take(attribute);
        if (text is null) return null;
        if (!string.IsNullOrWhiteSpace(text)) return Id(element, text);
        report.Find(Reason.AttributeEmpty, element.Mark, attribute);
        return null;
    }

    public RefiId Id(Element element, string text)
    {
        if (RefiId.TryRead(text, out var id)) return id;
        report.Find(Reason.IdMalformed, element.Mark, text);
        return RefiId.From(text.Trim().Trim('{', '}').ToUpperInvariant());
    }

    public RefiTime? Time(Element element, string attribute)
    {
        var text = element.Take(attribute);
        if (text is null) return null;
        if (RefiTime.TryRead(text, out var time, out var isExact))
        {
            if (!isExact) report.Find(Reason.TimeSpelling, element.Mark, text);
            return time;
        }

        report.Find(Reason.TimeUnreadable, element.Mark, text.Length == 0 ? $"{attribute} with nothing in it" : text);
        return null;
    }

    public RefiStamp Stamp(Element element, string createdBy = "creatingUser", string modifiedBy = "modifyingUser") =>
        new(Reference(element, createdBy), Time(element, "creationDateTime"), Reference(element, modifiedBy), Time(element, "modifiedDateTime"));

    public RefiColour? Colour(Element element)
    {
        var text = element.Take("color");
        if (text is null) return null;
        if (RefiColour.TryRead(text, out var colour, out var isExact))
        {
            if (!isExact) report.Find(Reason.ColourTransparent, element.Mark, text);
            return colour;
        }

        report.Find(Reason.ColourUnreadable, element.Mark, text.Length == 0 ? "color with nothing in it" : text);
        return null;
    }

    /// <summary>A whole number; null where it is missing or cannot be read.</summary>
    public long? Number(Element element, string attribute, bool isNeeded = true)
    {
        var text = element.Take(attribute);
        if (text is null && !isNeeded) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)) return number;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Math.Abs(real) < long.MaxValue / 2)
        {
            report.Find(Reason.NumberRounded, element.Mark, $"{attribute} {text}");
            return (long)Math.Round(real);
        }

        report.Find(Reason.NumberUnreadable, element.Mark, text is null ? $"{attribute} is missing" : $"{attribute} {text}");
        return null;
    }

    /// <summary>One of the words that the schema allows.</summary>
    public T? Word<T>(Element element, string attribute)
        where T : struct, Enum
    {
        var text = element.Take(attribute);
        if (text is null) return null;
        if (text.AsSpan().IndexOfAnyExceptInRange('A', 'z') < 0 && Enum.TryParse<T>(text, ignoreCase: true, out var word)) return word;
        report.Find(Reason.WordUnknown, element.Mark, $"{attribute} “{text}”");
        return null;
    }

    private void TellLeftAttributes(Element element)
    {
        foreach (var (name, value) in element.Left)
        {
            report.Find(Reason.AttributeUnknown, element.Mark, element.Label is { Length: > 0 } label ? $"{name} of {label}" : name);
            if (element.Id is not { } id) continue;
            if (!Unknown.TryGetValue(id, out var values)) Unknown[id] = values = [];
            values.TryAdd($"attribute {name}", value);
        }
    }
}
