using System.IO.Compression;
using System.Xml;
using CoreStudy.Domain;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>REFI-QDA files: a project with its sources (.qdpx), a project file alone (.qde), a codebook (.qdc).</summary>
public static class ExchangeFile
{
    /// <summary>What our files say they come from.</summary>
    public const string Origin = "CoreStudy";

    /// <summary>
    /// Reads a file, going by what is in it rather than by how it is called, or says in a sentence why not. The stream must be one that can be wound back; it is read from
    /// as long as the reading is open, since pictures and recordings stay in it.
    /// </summary>
    /// <param name="fileName">For the sentence alone.</param>
    /// <param name="positions">How places in texts are counted, where somebody knows better than the file's origin; else null.</param>
    public static Result<ExchangeReading> Read(string fileName, Stream content, CancellationToken cancel, PositionReading? positions = null, RefiLimits? limits = null)
    {
        RefiArchive? archive = null;
        try
        {
            var allowed = limits ?? RefiLimits.Usual;
            if (content.Length > allowed.LargestFile) throw new UnreadableFileException($"“{{0}}” is larger than {allowed.LargestFile / (1024 * 1024)} MB. Please leave recordings out of the archive, or divide the project.");
            if (content.Length == 0) throw new UnreadableFileException("“{0}” is empty. Please choose the file with the project in it.");
            var report = new ReportBuilder();
            string? entry = null;
            if (StartsAsArchive(content))
            {
                archive = RefiArchive.Open(content, allowed);
                entry = ProjectFile(archive, report);
            }

            return Read(content, archive, entry, report, positions, allowed, cancel);
        }
        catch (UnreadableFileException e)
        {
            archive?.Dispose();
            return new Refusal(e.Message.Replace("{0}", NameOf(fileName), StringComparison.Ordinal));
        }
        catch (XmlException e)
        {
            archive?.Dispose();
            var isType = e.Message.Contains("DTD", StringComparison.Ordinal);
            return new Refusal(isType
                ? $"“{NameOf(fileName)}” holds a document type definition, which can make a file unsafe. Files of this kind never need one."
                : $"“{NameOf(fileName)}” is damaged, or no REFI-QDA file: it cannot be read as XML from line {e.LineNumber} on. Please export it again from the other program.");
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a project as .qdpx. The same project gives the same bytes. The file is validated before this returns; one that is not as the schema asks is a fault of ours, and thrown.
    /// </summary>
    /// <param name="output">Has to be one that can be read and wound back.</param>
    /// <param name="files">The bytes of pictures, recordings and Word documents that <see cref="RefiFile.Entry"/> names; null where there are none.</param>
    /// <returns>What could not be written as it is; refused where a picture or recording cannot be unpacked, and then the output is of no use.</returns>
    public static Result<RefiWriting> Write(RefiProject project, Stream output, RefiVariant variant, Func<RefiFile, Stream?>? files, CancellationToken cancel)
    {
        var report = new ReportBuilder();
        try
        {
            WriteArchive(project, output, variant, files, report, cancel);
        }
        catch (UnreadableFileException e)
        {
            return new Refusal(e.Message.Replace("“{0}”", "the file that was read", StringComparison.Ordinal));
        }

        output.Seek(0, SeekOrigin.Begin);
        using (var written = new ZipArchive(output, ZipArchiveMode.Read, leaveOpen: true))
        using (var stream = written.GetEntry("project.qde")!.Open()) MustBeValid(RefiSchema.Validate(stream, cancel));
        return new RefiWriting(report.Findings());
    }

    /// <summary>Writes the codes of a project, and its sets of codes, as a codebook (.qdc); validated as a project is.</summary>
    /// <param name="output">Has to be one that can be read and wound back.</param>
    /// <returns>What was left out, and what could not be written as it is; refused where there are no codes, since the format has no empty codebook.</returns>
    public static Result<RefiWriting> WriteCodebook(RefiProject project, Stream output, CancellationToken cancel)
    {
        if (project.Codes.Count == 0) return new Refusal("There are no codes to write: a codebook has at least one.");
        var report = new ReportBuilder();
        TellLeftOut(project, report);
        using (var xml = XmlWriter.Create(output, ProjectWriter.Settings)) new ProjectWriter(xml, RefiVariant.Standard, report, isCodebook: true).Codebook(project);
        output.Seek(0, SeekOrigin.Begin);
        MustBeValid(RefiSchema.Validate(new KeptOpen(output), cancel));
        return new RefiWriting(report.Findings());
    }

    internal static string NameOf(string fileName)
    {
        var name = new string([.. fileName.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c))]);
        return name.Length > 80 ? name[..77] + "…" : name;
    }

    private static ExchangeReading Read(
        Stream content, RefiArchive? archive, string? entry, ReportBuilder report, PositionReading? positions, RefiLimits limits, CancellationToken cancel)
    {
        RefiValidity validity;
        using (var stream = Open(content, archive, entry, limits)) validity = RefiSchema.Validate(stream, cancel, limits);
        using var again = Open(content, archive, entry, limits);
        using var characters = new XmlCharacters(again);
        using var xml = XmlCharacters.Open(characters);
        xml.MoveToContent();
        var (root, space) = (xml.LocalName, xml.NamespaceURI);
        if (root is not ("Project" or "CodeBook"))
            throw new UnreadableFileException($"“{{0}}” is no REFI-QDA file: it begins with “{(root.Length > 40 ? root[..39] + "…" : root)}” and not with a project or a codebook. Please export the project from the other program as .qdpx, or its codebook as .qdc.");
        var elements = new ElementReader(xml, report, limits, cancel);
        var reader = new ProjectReader(elements, archive, limits, cancel);
        var project = root == "Project" ? reader.Project() : reader.Codebook();
        while (xml.Read()) { } // what comes after the end has to be nothing
        for (var n = 0; n < characters.Replaced; n++) report.Find(Reason.CharacterForbidden, "", null);
        if (space != (root == "Project" ? RefiSchema.ProjectNamespace : RefiSchema.CodebookNamespace)) report.Find(Reason.NamespaceOther, "", space);
        if (!validity.IsValid) report.Find(Reason.NotValid, "", null);

        var aside = archive is not null && archive.Has(Aside.Entry) ? Aside.Read(archive.Read(Aside.Entry, Aside.Largest, cancel)) : null;
        if (aside is null && archive?.Has(Aside.Entry) == true) report.Find(Reason.AsideUnreadable, "", null);
        var isOurs = project.Origin?.StartsWith(Origin, StringComparison.Ordinal) == true;
        var placing = new Placing(reader.Stored, reader.Marks, report);
        var (reading, told) = placing.Choose(project, project.Origin, positions, isOurs ? aside?.Positions : null);
        var writtenBy = project.Origin;
        project = placing.Place(project, reading);
        if (aside is not null && isOurs) project = Restored(project, aside);
        if (elements.Unknown.Count > 0) project = project with { Asides = Joined(project.Asides, elements.Unknown) };
        new ProjectChecks(project, report).Run();
        if (archive is not null) TellUnused(archive, reader.Used, entry!, aside is not null, report);
        return new ExchangeReading(
            project, root == "CodeBook",
            new RefiReport(root == "CodeBook" ? "codebook" : "project", writtenBy, space, validity, ProjectChecks.Count(project), told, report.Elements(), report.Findings()), archive, limits);
    }

    /// <summary>Puts back what the format could not hold.</summary>
    private static RefiProject Restored(RefiProject project, Aside aside)
    {
        var asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>();
        var places = new Dictionary<RefiId, RefiPlace>();
        foreach (var (id, values) in aside.Things)
        {
            if (values.TryGetValue(Aside.Place, out var words) && Aside.ReadPlace(words) is { } place) places[id] = place;
            var others = values.Where(v => v.Key != Aside.Place).ToDictionary(v => v.Key, v => v.Value);
            if (others.Count > 0) asides[id] = others;
        }

        RefiTextSource Text(RefiTextSource text) => places.Count == 0 ? text : text with { Selections = [.. text.Selections.Select(s => Selection(text, s))] };

        // inside a character there is one place, between its two halves: the written place is at most one away
        RefiSelection Selection(RefiTextSource text, RefiSelection selection) => places.TryGetValue(selection.Id, out var kept) && (kept, selection.Place) switch
        {
            (RefiTextPlace exact, RefiTextPlace wide) => exact.End <= (text.Text.Words?.Length ?? 0) && exact.Start - wide.Start is 0 or 1 && wide.End - exact.End is -1 or 0 or 1,
            (RefiUnplaced, RefiUnplaced { Start: -1, End: -1 }) => true,
            _ => false,
        } ? selection with { Place = kept } : selection;

        return project with
        {
            Origin = aside.Origin,
            UnplacedReading = aside.Unplaced ?? project.UnplacedReading,
            Asides = asides,
            Notes = [.. project.Notes.Select(Text)],
            Sources = [.. project.Sources.Select(s => s switch
            {
                RefiTextSource text => Text(text),
                RefiPictureSource { TextDescription: { } words } picture => picture with { TextDescription = Text(words) },
                RefiPdfSource { Representation: { } words } pdf => pdf with { Representation = Text(words) },
                _ => s,
            })],
        };
    }

    private static Dictionary<RefiId, IReadOnlyDictionary<string, string>> Joined(
        IReadOnlyDictionary<RefiId, IReadOnlyDictionary<string, string>> asides, Dictionary<RefiId, Dictionary<string, string>> unknown)
    {
        var joined = asides.ToDictionary();
        foreach (var (id, values) in unknown) joined[id] = joined.TryGetValue(id, out var known) ? known.Concat(values.Where(v => !known.ContainsKey(v.Key))).ToDictionary() : values;
        return joined;
    }

    private static bool StartsAsArchive(Stream content)
    {
        Span<byte> start = stackalloc byte[2];
        content.Seek(0, SeekOrigin.Begin);
        var count = content.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        content.Seek(0, SeekOrigin.Begin);
        return count == 2 && start.SequenceEqual("PK"u8);
    }

    private static string ProjectFile(RefiArchive archive, ReportBuilder report)
    {
        var found = archive.ProjectFiles();
        if (found.Count == 0) throw new UnreadableFileException("“{0}” is an archive without a project in it (no file that ends in .qde). Please choose the .qdpx that the other program exported.");
        if (found[0] != "project.qde") report.Find(Reason.ProjectFileName, "", found[0]);
        if (archive.Files.FirstOrDefault(f => f.Replace('\\', '/').Split('/') is [var folder, _] && folder != "sources" && folder.Equals("sources", StringComparison.OrdinalIgnoreCase)) is { } other)
            report.Find(Reason.SourcesFolder, "", other.Replace('\\', '/').Split('/')[0]);
        return found[0];
    }

    private static void WriteArchive(RefiProject project, Stream output, RefiVariant variant, Func<RefiFile, Stream?>? files, ReportBuilder report, CancellationToken cancel)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        ProjectWriter writer;
        using (var stream = NewEntry(zip, "project.qde"))
        using (var xml = XmlWriter.Create(stream, ProjectWriter.Settings))
        {
            writer = new ProjectWriter(xml, variant, report, isCodebook: false);
            writer.Project(project);
        }

        foreach (var (entry, words, file) in writer.Parts)
        {
            cancel.ThrowIfCancellationRequested();
            using var stream = NewEntry(zip, entry);
            if (words is not null) stream.Write(WrittenText.Bytes(words, variant));
            else Copy(files?.Invoke(file!) ?? throw new ArgumentException($"Nobody gave the bytes of {file!.Entry}.", nameof(files)), stream, cancel);
        }

        using var aside = NewEntry(zip, Aside.Entry);
        aside.Write(AsideOf(project, variant, writer.Places).Write());
    }

    private static Aside AsideOf(RefiProject project, RefiVariant variant, Dictionary<RefiId, RefiPlace> places)
    {
        var things = project.Asides.ToDictionary(t => t.Key, t => t.Value.ToDictionary(v => v.Key, v => v.Value));
        foreach (var (id, place) in places)
        {
            if (!things.TryGetValue(id, out var values)) things[id] = values = [];
            values[Aside.Place] = Aside.Write(place);
        }

        return new Aside
        {
            Origin = project.Origin, Positions = variant.Positions, Unplaced = project.UnplacedReading,
            Things = things.ToDictionary(t => t.Key, t => (IReadOnlyDictionary<string, string>)t.Value),
        };
    }

    private static Stream NewEntry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same project, the same bytes
        return entry.Open();
    }

    private static void Copy(Stream from, Stream to, CancellationToken cancel)
    {
        using (from)
        {
            var buffer = new byte[81920];
            for (int count; (count = from.Read(buffer)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                to.Write(buffer, 0, count);
            }
        }
    }

    private static void MustBeValid(RefiValidity validity)
    {
        if (!validity.IsValid) throw new InvalidOperationException($"What was written is not as its schema asks: {validity.Problems[0]}");
    }

    private static void TellLeftOut(RefiProject project, ReportBuilder report)
    {
        void Tell(string element, int count)
        {
            for (var n = 0; n < count; n++) report.Find(Reason.NotInCodebook, element, null);
        }

        Tell("User", project.Users.Count);
        Tell("Variable", project.Variables.Count);
        Tell("Case", project.Cases.Count);
        Tell("Source", project.Sources.Count);
        Tell("Note", project.Notes.Count);
        Tell("Link", project.Links.Count);
        Tell("Graph", project.Graphs.Count);
        Tell("Set", project.Sets.Count(s => s.Codes.Count == 0 && (s.Sources.Count > 0 || s.Notes.Count > 0)));
        Tell("MemberSource", project.Sets.Sum(s => s.Sources.Count));
        Tell("MemberNote", project.Sets.Sum(s => s.Notes.Count));
        Tell("NoteRef", project.AllCodes().Sum(c => c.NoteRefs.Count));
    }

    private static Stream Open(Stream content, RefiArchive? archive, string? entry, RefiLimits limits)
    {
        if (archive is not null) return archive.Open(entry!, limits.LargestProject);
        if (content.Length > limits.LargestProject) throw new UnreadableFileException($"“{{0}}” is larger than {limits.LargestProject / (1024 * 1024)} MB. Please divide the project.");
        content.Seek(0, SeekOrigin.Begin);
        return new KeptOpen(content);
    }

    private static void TellUnused(RefiArchive archive, IReadOnlyCollection<string> used, string project, bool hasAside, ReportBuilder report)
    {
        var known = used.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in archive.Files)
        {
            if (known.Contains(file) || file == project || (hasAside && file == Aside.Entry) || archive.IsEmpty(file)) continue;
            report.Find(Reason.FileUnused, "", file);
        }
    }

    /// <summary>A stream that belongs to somebody else.</summary>
    private sealed class KeptOpen(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A file that was read: what it says, and what became of each part of it.</summary>
public sealed class ExchangeReading : IDisposable
{
    private readonly RefiArchive? _archive;
    private readonly RefiLimits _limits;

    internal ExchangeReading(RefiProject project, bool isCodebook, RefiReport report, RefiArchive? archive, RefiLimits limits)
    {
        (Project, IsCodebook, Report) = (project, isCodebook, report);
        (_archive, _limits) = (archive, limits);
    }

    public RefiProject Project { get; }

    /// <summary>Whether it is a codebook by itself.</summary>
    public bool IsCodebook { get; }

    public RefiReport Report { get; }

    /// <summary>The bytes of a picture, printed document, recording or Word document; null where it is not in the archive.</summary>
    public Stream? Open(RefiFile file) => file.Entry is { } entry && _archive is not null ? _archive.Open(entry, _limits.LargestPart) : null;

    public void Dispose() => _archive?.Dispose();
}
