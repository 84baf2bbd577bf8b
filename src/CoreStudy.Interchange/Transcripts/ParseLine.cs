using System.Text.Encodings.Web;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>What was read from a file, as one line of JSON, so that the reading of many files can be compared.</summary>
public static class ParseLine
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"file","turns":[{"speaker","start_ms","text"}],"warnings"}</c>, or <c>{"file","error"}</c>; times in milliseconds.</summary>
    public static string Of(string file, Result<TranscriptDraft> result)
    {
        if (result.IsRefused(out var refusal, out var draft)) return JsonSerializer.Serialize(new { file, error = refusal.Sentence }, Readable);
        var turns = draft.Turns.Select(t => new { speaker = t.Speaker, start_ms = t.StartMs, text = t.Text });
        return JsonSerializer.Serialize(new { file, turns, warnings = draft.Warnings }, Readable);
    }
}
