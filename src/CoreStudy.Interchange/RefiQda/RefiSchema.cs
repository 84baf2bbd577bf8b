using System.Globalization;
using System.Xml;
using System.Xml.Schema;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>The schemas of the standard, which lie in this assembly.</summary>
public static class RefiSchema
{
    private const int MostProblems = 20;

    private static readonly Lazy<XmlSchemaSet> Projects = new(() => Load("Project.xsd"));
    private static readonly Lazy<XmlSchemaSet> Codebooks = new(() => Load("Codebook.xsd"));

    public const string ProjectNamespace = "urn:QDA-XML:project:1.0";

    public const string CodebookNamespace = "urn:QDA-XML:codebook:1.0";

    /// <summary>Whether a project file (.qde) or codebook (.qdc) is as its schema asks. Throws <see cref="XmlException"/> where it is no XML at all.</summary>
    /// <param name="limits">Within them for a file from outside, since validating takes with the square of the depth; null for none.</param>
    public static RefiValidity Validate(Stream content, CancellationToken cancel, RefiLimits? limits = null)
    {
        var problems = new List<string>();
        var count = 0;
        var settings = XmlCharacters.Settings();
        using var characters = new XmlCharacters(content);
        using var plain = XmlReader.Create(characters, settings);
        plain.MoveToContent();
        var (root, space) = (plain.LocalName, plain.NamespaceURI);
        var schemas = root == "CodeBook" ? Codebooks.Value : Projects.Value;
        var expected = root == "CodeBook" ? CodebookNamespace : ProjectNamespace;
        if (space != expected) return new RefiValidity(false, 1, [$"The namespace is “{space}”, not “{expected}”: the rest could not be validated."]);
        settings.ValidationType = ValidationType.Schema;
        settings.Schemas = schemas;
        settings.ValidationFlags = XmlSchemaValidationFlags.None; // what a file says of the place of its schema is not followed
        settings.ValidationEventHandler += (_, e) =>
        {
            if (++count <= MostProblems) problems.Add(string.Create(CultureInfo.InvariantCulture, $"Line {e.Exception.LineNumber}: {e.Message}"));
        };
        using var validating = XmlReader.Create(plain, settings);
        for (var at = 0L; validating.Read(); at++)
        {
            if ((at & 4095) == 0) cancel.ThrowIfCancellationRequested();
            if (validating.Depth > limits?.MostDepth) throw limits.TooDeep;
        }

        return new RefiValidity(count == 0, count, problems);
    }

    private static XmlSchemaSet Load(string file)
    {
        using var stream = typeof(RefiSchema).Assembly.GetManifestResourceStream($"CoreStudy.Interchange.RefiQda.Schemas.{file}")!;
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { XmlResolver = null });
        var schemas = new XmlSchemaSet { XmlResolver = null };
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    }
}
