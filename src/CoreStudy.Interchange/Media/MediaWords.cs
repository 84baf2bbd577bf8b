using System.Globalization;
using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>The sentences about recordings that cannot be taken.</summary>
internal static class MediaWords
{
    /// <summary>A recording names people: it is converted where it is.</summary>
    private const string How =
        "Please save it as M4A (AAC), MP3 or WAV with a program on your own computer, such as Audacity, and choose that file. Please do not use a website for it: the recording identifies people.";

    /// <param name="what">What the sound is, as the beginning of a sentence: “This is an AMR recording, as old phones make them”.</param>
    /// <param name="ending">Of the file, for what ffmpeg would be told.</param>
    public static Refusal Unplayable(string what, string? ending = null) => new(
        $"{what}, which browsers do not play. {How}{(ending is null ? "" : $" On the command line: ffmpeg -i recording.{ending} -vn recording.m4a")}");

    public static Refusal Encrypted(string what) => new(
        $"{what} is encrypted, so nobody here could listen to it. Please save it without its protection, with the program that recorded it, and choose that file.");

    public static Refusal NoSound(string what) => new($"{what}. Please choose the file with the sound of the interview.");

    /// <param name="promised">What the file says of itself, such as “1:59:30 of sound”.</param>
    public static Refusal CutShort(string promised, string here) => new(
        $"This recording is cut short: it says that it holds {promised}, but {here} are here. Please copy it from the recorder again; if it is no longer there, repair it with the recorder's own program.");

    public static Refusal Unfinished { get; } = new(
        "This recording is cut short: the list of its contents, which recorders write last, is missing. Please copy it from the recorder again; if it is no longer there, repair it with the recorder's own program.");

    public static Refusal BrokenOff { get; } = new(
        "This recording is cut short: it breaks off in the middle of its sound. Please copy it from the recorder again; if it is no longer there, repair it with the recorder's own program.");

    public static Refusal Damaged(string what) => new($"{what} is damaged or cut short: what its first bytes promise does not follow. Please copy it from the recorder again.");

    public static string Time(long ms) => TimeSpan.FromMilliseconds(ms).ToString(ms < 3_600_000 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);

    public static string Size(long bytes) => bytes < 1 << 20 ? $"{bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes" : $"{(bytes / (double)(1 << 20)).ToString("N1", CultureInfo.InvariantCulture)} MB";

    /// <summary>In milliseconds; null where it cannot be told, or is beyond a month.</summary>
    public static long? Duration(double units, double perSecond) =>
        perSecond > 0 && units > 0 && units / perSecond is var seconds && seconds < 31 * 86_400 ? Math.Max(1, (long)Math.Round(seconds * 1000)) : null;
}
