using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>Tells what a recording is, how long, and whether browsers play it, from its bytes alone: no name, no title, no tag is looked at.</summary>
/// <remarks>
/// Reads headers, and hops over what lies between: at most <see cref="MediaBytes.MostBytes"/>, whatever the file says of itself. No library does it:
/// those at hand read tags (which name people) and take headers at their word, where we ask whether the file keeps them.
/// </remarks>
public static class MediaProbe
{
    private static readonly Func<MediaBytes, Result<MediaFacts>?>[] Containers =
    [
        WavSound.Read, Mp4Sound.Read, OggSound.Read, WebmSound.Read, FlacSound.Read, OtherSound.Read, AacSound.Read, Mp3Sound.Read,
    ];

    /// <summary>The facts of a recording, or the sentence that says why it cannot be one: no sound, cut short, encrypted, a codec that browsers do not play.</summary>
    /// <param name="sound">Seekable. It may hold the beginning alone (a megabyte will do): then nothing that stands later is held against the file.</param>
    /// <param name="length">Of the whole file, in bytes.</param>
    public static Result<MediaFacts> Read(Stream sound, long length)
    {
        if (length <= 0) return new Refusal("This file is empty. Please choose the file with the recording in it.");
        var bytes = new MediaBytes(sound, length);
        foreach (var container in Containers)
        {
            if (container(bytes) is { } result) return result;
        }

        return OtherFile.Refuse(bytes);
    }
}
