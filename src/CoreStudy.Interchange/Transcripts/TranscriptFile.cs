using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Captions;
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

        var read = FileText.Decode(content.Span);
        return ReadText(name, read);
    }

    private static Result<TranscriptDraft> ReadText(string name, FileText file)
    {
        var text = file.Characters;
        if (WebVtt.IsSigned(text)) return Spoken(name, CaptionTurns.Of("WebVTT captions", WebVtt.Parse(text)));
        if (LooseCaptions.LooksLikeSrt(text)) return Spoken(name, CaptionTurns.Of("SubRip captions", LooseCaptions.ParseSrt(text)));
        if (LooseCaptions.LooksLikeSbv(text)) return Spoken(name, CaptionTurns.Of("SubViewer captions", LooseCaptions.ParseSbv(text)));
        var markdown = Path.GetExtension(name).Equals(".md", StringComparison.OrdinalIgnoreCase);
        return Spoken(name, TextTurns.Of(markdown ? "Markdown" : "text", text, markdown));
    }

    private static Result<TranscriptDraft> Spoken(string name, TranscriptDraft draft)
    {
        if (draft.Turns.Count == 0)
            return new Refusal($"There is no speech in “{name}”. Please check that it holds the transcript and not only its heading.");
        return draft;
    }

    private static string NameOf(string fileName)
    {
        var name = new string([.. fileName.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c))]);
        return name.Length > 80 ? name[..77] + "…" : name;
    }
}
