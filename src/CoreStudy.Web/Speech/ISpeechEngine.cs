using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Speech;

/// <summary>Something that listens to a recording and proposes what was said. What it proposes is a draft that a person must check, and is never shown to coders.</summary>
public interface ISpeechEngine
{
    /// <summary>What people are told that it is called.</summary>
    string Name { get; }

    /// <summary>Turns with times, in order, or the sentence that says why there are none. Speakers are null, unless the engine tells them apart: “Speaker 1”.</summary>
    /// <param name="id">For the log, which holds nothing else of the recording.</param>
    /// <param name="sound">The recording in clear; it is read once, piece by piece.</param>
    /// <param name="contentType">Such as audio/mp4.</param>
    /// <param name="sent">Told how much of the sound the engine has been given, from 0 to 1.</param>
    Task<Result<TranscriptDraft>> DraftAsync(RecordingId id, Stream sound, string contentType, IProgress<double>? sent, CancellationToken cancel);
}

/// <summary>The engine that the site's configuration names.</summary>
/// <param name="Engine">Null where it names none; then none is offered anywhere.</param>
public sealed record SpeechSeam(ISpeechEngine? Engine);
