namespace CoreStudy.Interchange.Media;

/// <summary>A frame of sound that says how long it is, in bytes and in samples.</summary>
/// <param name="Kind">Frames of one recording have the same.</param>
internal readonly record struct SoundFrame(int Length, int Samples, int Rate, int Kind);

/// <summary>What can be told of a recording that is nothing but frames, one behind the other.</summary>
internal static class FrameSampling
{
    private const int Places = 200, FramesAtPlace = 40, Search = 8192;

    /// <summary>Up to here all frames are counted, in bytes.</summary>
    private const int Small = 2 * 1024 * 1024;

    /// <summary>The first frame, where so many of one kind follow one another from there.</summary>
    public static SoundFrame? Follow(MediaBytes bytes, long start, Func<MediaBytes, long, SoundFrame?> frameAt, int count)
    {
        if (frameAt(bytes, start) is not { } first) return null;
        var at = start + first.Length;
        for (var i = 1; i < count && at < bytes.Length - 1; i++)
        {
            if (frameAt(bytes, at) is not { } next || next.Kind != first.Kind) return null;
            at += next.Length;
        }

        return first;
    }

    /// <summary>Estimated from frames at places all over the file; of a file of equal frames exact to a frame.</summary>
    public static long? Duration(MediaBytes bytes, long start, Func<MediaBytes, long, SoundFrame?> frameAt, SoundFrame first)
    {
        if (!bytes.IsWhole) return null;
        long length = 0, samples = 0;
        if (bytes.Length - start <= Small)
        {
            for (var at = start; frameAt(bytes, at) is { } frame && frame.Kind == first.Kind; at += frame.Length) samples += frame.Samples;
            return MediaWords.Duration(samples, first.Rate);
        }

        for (var place = 0; place < Places; place++)
        {
            var from = start + ((bytes.Length - start) * place / Places);
            for (var at = from; at < from + Search && at < bytes.Length; at++)
            {
                if (Follow(bytes, at, frameAt, 4) is not { } found || found.Kind != first.Kind) continue;
                for (var i = 0; i < FramesAtPlace && frameAt(bytes, at) is { } frame && frame.Kind == first.Kind; i++)
                {
                    length += frame.Length;
                    samples += frame.Samples;
                    at += frame.Length;
                }

                break;
            }
        }

        return length == 0 ? null : MediaWords.Duration((double)samples * (bytes.Length - start) / length, first.Rate);
    }
}
