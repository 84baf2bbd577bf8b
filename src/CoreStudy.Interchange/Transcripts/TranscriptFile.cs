using System.Xml;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Captions;
using CoreStudy.Interchange.Transcripts.Documents;
using CoreStudy.Interchange.Transcripts.Layouts;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>Reads a transcript from a file, going by what is in it rather than by how it is called.</summary>
public static class TranscriptFile
{
    /// <summary>In bytes; a transcript of ten hours is below 2 MB.</summary>
    public const int LargestBytes = 50 * 1024 * 1024;

    /// <summary>The turns of a file, or the sentence that says why not. The name serves for its ending and for the sentence alone.</summary>
    public static Result<TranscriptDraft> Read(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var name = NameOf(fileName);
        if (content.Length > LargestBytes)
            return new Refusal($"“{name}” is larger than {LargestBytes / (1024 * 1024)} MB. Please take out pictures and recordings, or divide the file.");
        if (content.Span.IndexOfAnyExcept("\0\t\n\r "u8) < 0) return new Refusal($"“{name}” is empty. Please choose the file with the transcript in it.");
        cancel.ThrowIfCancellationRequested();

        try
        {
            return Spoken(name, Recognised(fileName, content, cancel));
        }
        catch (UnreadableFileException e)
        {
            return new Refusal(e.Message.Replace("{0}", name, StringComparison.Ordinal));
        }
    }

    private static TranscriptDraft Recognised(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        var kind = FileKinds.Of(content.Span);
        if (FileKinds.WhyNot(kind, content.Span) is { } reason) throw new UnreadableFileException(reason);
        var draft = kind switch
        {
            FileKind.Zip => Zipped(content, cancel),
            FileKind.Pdf => Printed.Of(content, cancel),
            FileKind.RichText => Documented("RTF", RichText.Lines(content.Span, cancel)),
            _ => Written(ending, FileText.Decode(content.Span), cancel),
        };
        return FileKinds.Mislabelled(kind, ending) is { } warning ? draft with { Warnings = [warning, .. draft.Warnings] } : draft;
    }

    private static TranscriptDraft Zipped(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        using var archive = Archive.Open(content);
        try
        {
            if (WordDocument.MainPart(archive) is { } main)
                return Documented("Word document", WordDocument.Lines(archive.Part(main, cancel)!, cancel));
            if (archive.Part("META-INF/manifest.xml", cancel) is { } manifest && manifest.AsSpan().IndexOf("encryption-data"u8) >= 0)
                throw new UnreadableFileException("“{0}” is protected with a password. Please save it without one and choose it again.");
            if (archive.Has("content.xml") && archive.FirstPart(n => n == "mimetype") is { } type)
            {
                if (archive.Part(type, cancel).AsSpan().IndexOf("opendocument.text"u8) < 0)
                    throw new UnreadableFileException("“{0}” is an OpenDocument table or drawing, not a text. Please copy the transcript into a text document and save it as .odt or .docx.");
                return Documented("OpenDocument text", OpenDocument.Lines(archive.Part("content.xml", cancel)!, cancel));
            }
            if (archive.Has("content.xml")) return Documented("OpenDocument text", OpenDocument.Lines(archive.Part("content.xml", cancel)!, cancel));
        }
        catch (XmlException)
        {
            throw new UnreadableFileException("“{0}” is incomplete or damaged: its text breaks off or is garbled. Please fetch or save it again.");
        }
        if (archive.Has("xl/workbook.xml"))
            throw new UnreadableFileException("“{0}” is a spreadsheet. Please save the sheet with the transcript as text separated by tabs (.txt or .tsv).");
        if (archive.Has("ppt/presentation.xml"))
            throw new UnreadableFileException("“{0}” is a presentation. Please copy the transcript into a document and save it as .docx.");
        throw new UnreadableFileException("“{0}” is a zip archive without a transcript in it. Please unpack it and choose the transcript itself.");
    }

    private static TranscriptDraft Documented(string format, DocumentText document) =>
        document.Warn(TextTurns.Of(format, document.Lines, markdown: false));

    private static TranscriptDraft Written(string ending, FileText file, CancellationToken cancel)
    {
        var text = file.Characters;
        TextTurns.Measure(text);
        var draft = text switch
        {
            _ when WebVtt.IsSigned(text) => CaptionTurns.Of("WebVTT captions", WebVtt.Parse(text)),
            _ when FileKinds.IsOTranscribe(text) => TextTurns.Of("oTranscribe", WebPage.Lines(FileKinds.OTranscribeHtml(text), cancel), markdown: false),
            _ when FileKinds.IsHtml(text, ending) => TextTurns.Of("web page", WebPage.Lines(text, cancel), markdown: false),
            _ when FileKinds.IsJson(text) => throw new UnreadableFileException("“{0}” holds data (JSON) and not the text of a transcript. Please export the transcript as .docx, .txt or .vtt."),
            _ when ending == ".csv" => CommaTurns(text),
            _ when LooseCaptions.LooksLikeSrt(text) => CaptionTurns.Of("SubRip captions", LooseCaptions.ParseSrt(text)),
            _ when LooseCaptions.LooksLikeSbv(text) => CaptionTurns.Of("SubViewer captions", LooseCaptions.ParseSbv(text)),
            _ => TextTurns.Of(ending is ".md" or ".markdown" ? "Markdown" : "text", text, ending is ".md" or ".markdown"),
        };
        return file.Doubtful
            ? draft with { Warnings = [.. draft.Warnings, "Some characters could not be read and show as “\uFFFD”. Please look for them."] }
            : draft;
    }

    private static TranscriptDraft CommaTurns(string text) =>
        TableTurns.Of("table", CommaSeparated.Rows(text))
        ?? throw new UnreadableFileException("The first row of “{0}” does not name its columns. Please name them, one of them “Text” and others “Speaker” and “Time”.");

    private static Result<TranscriptDraft> Spoken(string name, TranscriptDraft draft)
    {
        if (!draft.Turns.Any(t => t.Text.Any(c => char.IsLetter(c) || c > '\u2000')))
            return new Refusal($"There is no speech in “{name}”. Please check that it holds the transcript and not only its heading.");
        return draft;
    }

    private static string NameOf(string fileName)
    {
        var name = new string([.. fileName.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c))]);
        return name.Length > 80 ? name[..77] + "…" : name;
    }
}
