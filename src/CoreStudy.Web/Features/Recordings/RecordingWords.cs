using CoreStudy.Domain.Recordings;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>What is said of a recording on the screen.</summary>
public static class RecordingWords
{
    /// <summary>“1 h 5 min”, “12 min 4 s”, “8 s”.</summary>
    public static string Length(long? durationMs) => durationMs is not { } ms ? "length not known"
        : TimeSpan.FromMilliseconds(ms) is var time && time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{Math.Max(1, time.Seconds)} s";

    public static string Ended(RecordingEnd? why) => why switch
    {
        RecordingEnd.Retention => "It was destroyed when its time was over.",
        RecordingEnd.Withdrawal => "It was destroyed because somebody who speaks in it withdrew.",
        RecordingEnd.Transcribed => "It was destroyed after it was transcribed, as was agreed.",
        _ => "It was destroyed.",
    };

    /// <summary>The same in a word or two, for a list.</summary>
    public static string EndedShort(RecordingEnd? why) => why switch
    {
        RecordingEnd.Retention => "Its time was over",
        RecordingEnd.Withdrawal => "Somebody withdrew",
        RecordingEnd.Transcribed => "Transcribed, as agreed",
        _ => "By an admin",
    };
}
