using System.Globalization;

namespace CoreStudy.Interchange.RefiQda;

internal sealed partial class ProjectWriter
{
    private void Source(RefiSource source)
    {
        switch (source)
        {
            case RefiTextSource text:
                TextSource("TextSource", text);
                break;
            case RefiPictureSource picture:
                Head("PictureSource", picture, picture.File, picture.CurrentPath);
                if (picture.TextDescription is { } words) TextSource("TextDescription", words);
                foreach (var selection in picture.Selections) Selection("PictureSelection", selection, Place);
                Tail(picture);
                break;
            case RefiPdfSource pdf:
                Head("PDFSource", pdf, pdf.File, pdf.CurrentPath);
                foreach (var selection in pdf.Selections) Selection("PDFSelection", selection, Place);
                if (pdf.Representation is { } printed) TextSource("Representation", printed);
                Tail(pdf);
                break;
            case RefiRecording recording:
                Head(recording.IsVideo ? "VideoSource" : "AudioSource", recording, recording.File, recording.CurrentPath);
                foreach (var transcript in recording.Transcripts) Transcript(transcript);
                foreach (var selection in recording.Selections) Selection(recording.IsVideo ? "VideoSelection" : "AudioSelection", selection, Place);
                Tail(recording);
                break;
        }
    }

    private void TextSource(string element, RefiTextSource source)
    {
        Start(element, source.Id);
        Attribute("name", source.Name);
        var isInline = TextAttributes(source.Text, source.Id);
        Stamp(source.Stamp);
        Words("Description", source.Description);
        if (isInline) Words("PlainTextContent", source.Text.Words);
        var written = source.Text.Words is { } words && source.Selections.Count > 0 ? new WrittenText(words, variant, isInline) : null;
        foreach (var selection in source.Selections) Selection("PlainTextSelection", selection, s => TextPlace(s, written));
        Tail(source);
    }

    private void Transcript(RefiTranscript transcript)
    {
        Start("Transcript", transcript.Id);
        Attribute("name", transcript.Name);
        var isInline = TextAttributes(transcript.Text, transcript.Id);
        Stamp(transcript.Stamp);
        Words("Description", transcript.Description);
        if (isInline) Words("PlainTextContent", transcript.Text.Words);
        var words = transcript.Text.Words;
        var written = words is not null && transcript.SyncPoints.Count > 0 ? new WrittenText(words, variant, isInline) : null;
        foreach (var point in transcript.SyncPoints)
        {
            Start("SyncPoint", point.Id);
            if (point.Milliseconds is { } at) Number("timeStamp", at);
            if (point.Position is { } position) Number("position", written is not null && position >= 0 && position <= words!.Length ? written.Start((int)position) : position);
            xml.WriteEndElement();
        }

        foreach (var selection in transcript.Selections) Selection("TranscriptSelection", selection, Place);
        References("NoteRef", transcript.NoteRefs);
        xml.WriteEndElement();
    }

    /// <summary>Where the words and the looks of a text are; what is to lie in the archive is put on the list.</summary>
    /// <returns>Whether the words stand in the XML.</returns>
    private bool TextAttributes(RefiText text, RefiId id)
    {
        if (text.Rich is { } rich) Attribute("richTextPath", PathOf(rich, id));
        if (text.Words is null)
        {
            Attribute("plainTextPath", text.MissingPath);
            return false;
        }

        if (text.IsInline && IsHeld(text.Words)) return true;
        var entry = NewEntry(id, ".txt");
        Parts.Add(("sources/" + entry, text.Words, null));
        Attribute("plainTextPath", "internal://" + entry);
        return false;
    }

    private string PathOf(RefiFile file, RefiId id)
    {
        if (file.Entry is null) return file.Path;
        var entry = NewEntry(id, EndingOf(file.Path));
        Parts.Add(("sources/" + entry, null, file));
        return "internal://" + entry;
    }

    private string NewEntry(RefiId id, string ending)
    {
        var name = id + ending;
        for (var n = 1; !_names.Add(name); n++) name = RefiId.From(string.Create(CultureInfo.InvariantCulture, $"{id} {ending} {n}")) + ending;
        return name;
    }

    private static string EndingOf(string path)
    {
        var ending = path[(path.LastIndexOfAny(['/', '\\']) + 1)..] is var name && name.LastIndexOf('.') is var dot and >= 0 ? name[dot..] : "";
        return ending.Length <= 12 && ending.Skip(1).All(char.IsAsciiLetterOrDigit) ? ending : "";
    }

    private void Head(string element, RefiSource source, RefiFile? file, string? currentPath)
    {
        Start(element, source.Id);
        Attribute("name", source.Name);
        if (file is not null) Attribute("path", PathOf(file, source.Id));
        Attribute("currentPath", currentPath);
        Stamp(source.Stamp);
        Words("Description", source.Description);
    }

    private void Tail(RefiSource source)
    {
        Codings(source.Codings);
        References("NoteRef", source.NoteRefs);
        foreach (var value in source.Values) Value(value);
        xml.WriteEndElement();
    }

    private void Selection(string element, RefiSelection selection, Action<RefiSelection> place)
    {
        Start(element, selection.Id);
        Attribute("name", selection.Name);
        place(selection);
        Stamp(selection.Stamp);
        Words("Description", selection.Description);
        if (selection.Representation is { } words) TextSource("Representation", words);
        Codings(selection.Codings);
        References("NoteRef", selection.NoteRefs);
        xml.WriteEndElement();
    }

    private void TextPlace(RefiSelection selection, WrittenText? words)
    {
        var (start, end) = selection.Place switch
        {
            RefiTextPlace p when words is not null => (words.Start(p.Start), p.Start == p.End ? words.Start(p.End) : (long)words.End(p.End)),
            RefiUnplaced p when words is not null && words.Holds(p) => (-1, -1), // lest it be read as a place
            RefiUnplaced p => (p.Start, p.End),
            _ => throw new ArgumentException($"Selection {selection.Id} does not lie in a text.", nameof(selection)),
        };
        if (selection.Place is RefiTextPlace exact ? words!.IsInside(exact.Start) || words.IsInside(exact.End) : start != ((RefiUnplaced)selection.Place).Start)
        {
            Places[selection.Id] = selection.Place;
            report.Find(Reason.PlaceAside, "PlainTextSelection", selection.Id.ToString());
        }

        Number("startPosition", start);
        Number("endPosition", end);
    }

    private void Place(RefiSelection selection)
    {
        switch (selection.Place)
        {
            case RefiPicturePlace p:
                Point("first", p.First);
                Point("second", p.Second);
                break;
            case RefiPagePlace p:
                Number("page", p.Page);
                Point("first", p.First);
                Point("second", p.Second);
                break;
            case RefiTimePlace p:
                Number("begin", p.Begin);
                Number("end", p.End);
                break;
            case RefiTranscriptPlace p:
                Attribute("fromSyncPoint", p.From?.ToString());
                Attribute("toSyncPoint", p.To?.ToString());
                break;
            default:
                throw new ArgumentException($"Selection {selection.Id} does not lie in such a source.", nameof(selection));
        }
    }

    private void Codings(IReadOnlyList<RefiCoding> codings)
    {
        foreach (var coding in codings)
        {
            Start("Coding", coding.Id);
            Attribute("creatingUser", coding.By?.ToString());
            Attribute("creationDateTime", coding.At?.ToString());
            References("CodeRef", [coding.Code]);
            References("NoteRef", coding.NoteRefs);
            xml.WriteEndElement();
        }
    }
}
