using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Captions;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>Reads which words are spoken when: from captions, or from another transcript with times.</summary>
public static class TimedFile
{
    /// <summary>A word of a transcript without captions takes about so long, in milliseconds.</summary>
    private const long UsualWord = 350;

    /// <summary>The words with their times in order of the file, or the sentence that says why not.</summary>
    public static Result<TimedTranscript> Read(string fileName, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (TranscriptFile.Read(fileName, content, cancel).IsRefused(out var refusal, out var draft)) return refusal;
        if (Captions(content) is { Count: > 0 } captions) return new TimedTranscript(captions);

        var timed = new List<TimedWords>();
        var turns = draft.Turns;
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i].StartMs is not { } start) continue;
            var usual = start + (UsualWord * Math.Max(1, Transcript.StartsOfWords(turns[i].Text).Length));
            var next = turns.Skip(i + 1).FirstOrDefault(t => t.StartMs > start)?.StartMs ?? usual;
            timed.Add(new TimedWords(start, Math.Min(usual, next), turns[i].Text));
        }

        if (timed.Count == 0) return new Refusal("There are no times in this file. Please choose captions of the recording (.vtt or .srt), or a transcript with times in it.");
        return new TimedTranscript(timed);
    }

    private static List<TimedWords>? Captions(ReadOnlyMemory<byte> content)
    {
        if (FileKinds.Of(content.Span) != FileKind.Text) return null;
        var text = FileText.Decode(content.Span).Characters;
        var list = WebVtt.IsSigned(text) ? WebVtt.Parse(text)
            : LooseCaptions.LooksLikeSrt(text) ? LooseCaptions.ParseSrt(text)
            : LooseCaptions.LooksLikeSbv(text) ? LooseCaptions.ParseSbv(text)
            : null;
        return list is null ? null : CaptionTurns.Timed(list);
    }
}

/// <summary>Words with the times at which they are spoken.</summary>
public sealed record TimedTranscript(IReadOnlyList<TimedWords> All)
{
    public override string ToString() => $"{All.Count} pieces";
}
