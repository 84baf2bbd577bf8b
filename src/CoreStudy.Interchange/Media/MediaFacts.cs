namespace CoreStudy.Interchange.Media;

/// <summary>What a recording is, told from its bytes alone.</summary>
/// <param name="Container">WAV, MP3, MP4, Ogg, WebM, FLAC or AAC.</param>
/// <param name="Codec">How its sound is written, such as Opus; empty where only the beginning of the file was there and it is told at the end.</param>
/// <param name="ContentType">What a browser is told that it gets, such as audio/mp4.</param>
/// <param name="DurationMs">Null where the file does not say. Of MP3 and AAC without a table of contents it is estimated from samples, to a few per cent.</param>
/// <param name="PlaysInBrowsers">False only as long as the codec is not known.</param>
public sealed record MediaFacts(string Container, string Codec, string ContentType, long? DurationMs, bool PlaysInBrowsers);
