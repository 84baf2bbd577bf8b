using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using CoreStudy.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>What a template is for.</summary>
public enum TemplateKind
{
    /// <summary>A PowerPoint file (.pptx, .potx).</summary>
    Slides,

    /// <summary>A Word file (.docx, .dotx).</summary>
    Document,
}

/// <summary>A team's own file, whose masters, layouts, theme and styles a report takes on. What it says itself is left out.</summary>
/// <param name="Bytes">The file as <see cref="Read"/> leaves it: checked, and without what it says itself.</param>
public sealed record ReportTemplate(TemplateKind Kind, byte[] Bytes)
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    /// <summary>The most that a file may hold unpacked.</summary>
    public const long MostUnpacked = 200L * 1024 * 1024;

    /// <summary>The most parts that a file may have.</summary>
    public const int MostParts = 3_000;

    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace W = HouseDocument.Space;

    public override string ToString() => $"{Kind} template of {Bytes.Length} bytes";

    /// <summary>Reads a file that somebody brings: a .pptx, .potx, .docx or .dotx.</summary>
    /// <returns>The template, and what there is to say about it; or why it cannot be one.</returns>
    public static Result<ReadTemplate> Read(byte[] file)
    {
        if (file.Length > MostBytes) return new Refusal($"This file is larger than {MostBytes / 1024 / 1024} MB. Save a copy with the slides and pictures that are not needed taken out.");
        if (file is [0xD0, 0xCF, 0x11, 0xE0, ..]) return new Refusal("This file is protected by a password, or of an old kind (.ppt, .doc). Save it without a password as .pptx or .docx.");
        if (file is not [(byte)'P', (byte)'K', ..]) return new Refusal("This is not a PowerPoint or Word file. Choose a .pptx, .potx, .docx or .dotx.");
        try
        {
            if (Look(file) is { } refusal) return refusal;
            var remarks = new List<string>();
            return Open(file, remarks);
        }
        catch (Exception e) when (e is InvalidDataException or OpenXmlPackageException or XmlException or FileFormatException or IOException or ArgumentException or FormatException or NullReferenceException or InvalidOperationException or InvalidCastException or KeyNotFoundException or NotSupportedException)
        {
            return Damaged;
        }
    }

    private static Refusal Damaged { get; } = new("This file is damaged: it could not be read to its end. Open it in PowerPoint or Word, save it again and choose the new file.");

    /// <summary>Unpacks the file once, counting, before anything reads it.</summary>
    private static Refusal? Look(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        if (zip.Entries.Count > MostParts) return new Refusal($"This file has more than {MostParts:N0} parts, and is not read.");
        if (zip.Entries.Any(e => e.FullName.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) || e.FullName.Contains("/activeX", StringComparison.OrdinalIgnoreCase)))
            return new Refusal("This file has macros or controls that run. Save it without them, as .pptx or .docx.");
        var unpacked = 0L;
        var buffer = new byte[81_920];
        foreach (var entry in zip.Entries)
        {
            // The size that an entry says it has may be a lie: what is counted is what comes out.
            using var from = entry.Open();
            for (int read; (read = from.Read(buffer)) > 0;)
            {
                if ((unpacked += read) > MostUnpacked) return new Refusal($"This file unpacks to more than {MostUnpacked / 1024 / 1024} MB, and is not read.");
            }
        }

        if (zip.GetEntry("[Content_Types].xml") is not { } types) return new Refusal("This is not a PowerPoint or Word file. Choose a .pptx, .potx, .docx or .dotx.");
        using var text = new StreamReader(types.Open());
        var all = text.ReadToEnd();
        if (all.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)) return new Refusal("This file has macros. Save it without them, as .pptx or .docx.");
        return all.Contains("presentationml", StringComparison.Ordinal) || all.Contains("wordprocessingml", StringComparison.Ordinal)
            ? null : new Refusal("This is not a PowerPoint or Word file. Choose a .pptx, .potx, .docx or .dotx.");
    }

    private static Result<ReadTemplate> Open(byte[] file, List<string> remarks)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        using var text = new StreamReader(zip.GetEntry("[Content_Types].xml")!.Open());
        return text.ReadToEnd().Contains("presentationml", StringComparison.Ordinal) ? Slides(file, remarks) : Document(file, remarks);
    }

    private static Result<ReadTemplate> Slides(byte[] file, List<string> remarks)
    {
        using var changed = new MemoryStream();
        changed.Write(file);
        string words;
        using (var slides = PresentationDocument.Open(changed, isEditable: true))
        {
            if (slides.DocumentType != PresentationDocumentType.Presentation) slides.ChangeDocumentType(PresentationDocumentType.Presentation);
            if (slides.PresentationPart is not { Presentation: { } presentation } part || !part.SlideMasterParts.Any()) return new Refusal("This presentation has no slide master, so there is nothing to take on.");

            var said = part.SlideParts.Count();
            presentation.SlideIdList = null;
            presentation.CustomShowList = null;
            presentation.HandoutMasterIdList = null;
            presentation.GetFirstChild<DocumentFormat.OpenXml.Presentation.PresentationExtensionList>()?.Remove();
            presentation.GetFirstChild<DocumentFormat.OpenXml.Presentation.CustomerDataList>()?.Remove();
            presentation.GetFirstChild<DocumentFormat.OpenXml.Presentation.ModificationVerifier>()?.Remove();
            presentation.Save();
            part.DeleteParts([.. part.Parts.Select(p => p.OpenXmlPart).Where(p => p is not (SlideMasterPart or NotesMasterPart or DocumentFormat.OpenXml.Packaging.ThemePart or PresentationPropertiesPart or ViewPropertiesPart or TableStylesPart or FontPart))]);
            foreach (var gone in part.Parts.Where(p => p.OpenXmlPart is ViewPropertiesPart).ToList()) part.DeletePart(gone.OpenXmlPart);
            if (said > 0) remarks.Add(said == 1 ? "Its slide is left out; what it looks like stays." : $"Its {said:N0} slides are left out; what they look like stays.");
            Forget(slides);
            if (Unlink(slides, remarks) is { } refusal) return refusal;
            if (SlideLayouts.Of(part) is not { } layouts) return new Refusal("No layout of this presentation has both a title and room for text. Add one like “Title and Content” to its master.");
            remarks.AddRange(layouts.Remarks);
            words = Said(slides);
        }

        return new ReadTemplate(new(TemplateKind.Slides, SteadyFile.Of(changed)), remarks, words);
    }

    private static Result<ReadTemplate> Document(byte[] file, List<string> remarks)
    {
        using var changed = new MemoryStream();
        changed.Write(file);
        string words;
        using (var document = WordprocessingDocument.Open(changed, isEditable: true))
        {
            if (document.DocumentType != WordprocessingDocumentType.Document) document.ChangeDocumentType(WordprocessingDocumentType.Document);
            if (document.MainDocumentPart is not { } main) return Damaged;

            var root = ReportDocument.Read(main, "document");
            var body = root.Element(W + "body");
            if (body is null) return Damaged;
            if (body.Elements().Any(e => e.Name != W + "sectPr" && e.Descendants(W + "t").Any())) remarks.Add("What it says is left out; its styles, heads and feet stay.");
            body.Elements().Where(e => e.Name != W + "sectPr").Remove();
            main.DeleteParts([.. main.Parts.Select(p => p.OpenXmlPart).Where(p => p is not (StyleDefinitionsPart or NumberingDefinitionsPart or DocumentFormat.OpenXml.Packaging.ThemePart or FontTablePart or DocumentSettingsPart or HeaderPart or FooterPart))]);
            foreach (var link in main.HyperlinkRelationships.ToList()) main.DeleteReferenceRelationship(link);
            foreach (var link in main.ExternalRelationships.ToList()) main.DeleteExternalRelationship(link);
            main.Put(root.ToString(SaveOptions.DisableFormatting));
            Settle(main, remarks);
            Forget(document);
            if (Unlink(document, remarks) is { } refusal) return refusal;

            var (_, missing) = HouseDocument.Complete(main.StyleDefinitionsPart is { } styles ? ReportDocument.Read(styles, "styles") : new XElement(W + "styles"));
            if (main.NumberingDefinitionsPart is { } numbering) ReportDocument.Read(numbering, "numbering"); // what reports will add bullets to: thrown here where it cannot be read
            foreach (var name in missing.Except(HouseDocument.Own)) remarks.Add($"It has no style “{name}”: ours is used.");
            if (!body.Elements(W + "sectPr").Elements(W + "footerReference").Any()) remarks.Add("It has no foot: one with page numbers is added.");
            words = Said(document);
        }

        return new ReadTemplate(new(TemplateKind.Document, SteadyFile.Of(changed)), remarks, words);
    }

    /// <summary>Takes out of a document's settings what points to what is gone, and what is kept about who wrote it.</summary>
    private static void Settle(MainDocumentPart main, List<string> remarks)
    {
        if (main.DocumentSettingsPart is not { } part) return;
        var settings = ReportDocument.Read(part, "settings");
        if (settings.Element(W + "documentProtection") is not null) remarks.Add("It was protected from changes; reports made from it are not.");
        string[] gone = ["footnotePr", "endnotePr", "attachedTemplate", "documentProtection", "writeProtection", "mailMerge", "rsids", "docVars", "linkStyles", "trackRevisions", "revisionView", "updateFields", "saveThroughXslt", "attachedSchema", "schemaLibrary"];
        settings.Elements().Where(e => gone.Contains(e.Name.LocalName)).Remove();
        foreach (var link in part.ExternalRelationships.ToList()) part.DeleteExternalRelationship(link);
        part.Put(settings.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>What the parts that are left say.</summary>
    private static string Said(OpenXmlPackage file) =>
        string.Join('\n', file.GetAllParts().Where(p => p is SlideMasterPart or SlideLayoutPart or NotesMasterPart or HeaderPart or FooterPart)
            .SelectMany(p => ReportDocument.Read(p, "none").Descendants().Where(e => e.Name == A + "p" || e.Name == W + "p"))
            .Select(p => string.Concat(p.Descendants().Where(e => e.Name == A + "t" || e.Name == W + "t").Select(e => e.Value))).Where(w => w.Length > 0).Distinct());

    /// <summary>Takes out who made the file, and what is hidden in it.</summary>
    private static void Forget(OpenXmlPackage file)
    {
        file.DeleteParts([.. file.Parts.Select(p => p.OpenXmlPart).Where(p => p is not (PresentationPart or MainDocumentPart))]);
    }

    /// <summary>Takes out links that a reader could follow; refuses what the file would fetch by itself when it is opened.</summary>
    private static Refusal? Unlink(OpenXmlPackage file, List<string> remarks)
    {
        var links = 0;
        foreach (var part in file.GetAllParts())
        {
            if (part is EmbeddedPackagePart or EmbeddedObjectPart or EmbeddedControlPersistencePart)
                return new Refusal("A master or layout of this file holds an embedded object. Take it out, or put a picture in its place, and choose the file again.");
            if (part.ExternalRelationships.Any())
                return new Refusal("A master, layout, head or foot of this file fetches something from elsewhere when it is opened, such as a linked picture. Put the picture itself in, and choose the file again.");
            if (!part.HyperlinkRelationships.Any()) continue;

            links += part.HyperlinkRelationships.Count();
            var root = ReportDocument.Read(part, "none");
            root.Descendants().Where(e => e.Name.Namespace == A && e.Name.LocalName is "hlinkClick" or "hlinkHover" or "hlinkMouseOver").ToList().ForEach(e => e.Remove());
            foreach (var link in root.Descendants(W + "hyperlink").ToList()) link.ReplaceWith(link.Nodes());
            foreach (var link in part.HyperlinkRelationships.ToList()) part.DeleteReferenceRelationship(link);
            part.Put(root.ToString(SaveOptions.DisableFormatting));
        }

        if (links > 0) remarks.Add(links == 1 ? "A link to elsewhere was taken out." : $"{links:N0} links to elsewhere were taken out.");
        return null;
    }
}

/// <summary>A template that was read, and what there is to say about it.</summary>
/// <param name="Remarks">What was left out, and what is not in it and made up for; a sentence each.</param>
/// <param name="Words">What masters, layouts, heads and feet say, a line each: it will stand in every report.</param>
public sealed record ReadTemplate(ReportTemplate Template, IReadOnlyList<string> Remarks, string Words)
{
    public override string ToString() => $"{Template}, {Remarks.Count} remarks";
}
