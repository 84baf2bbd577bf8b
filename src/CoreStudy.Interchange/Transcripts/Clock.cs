using System.Globalization;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>Times as transcripts write them: <c>1:02:03</c>, <c>02:03</c>, <c>2:3.5</c>, <c>00:02:03,500</c>, <c>00:00:19-1</c>.</summary>
internal static class Clock
{
    /// <summary>Milliseconds, or null where this is no time. What follows the last separator is a decimal fraction of a second.</summary>
    public static long? Milliseconds(ReadOnlySpan<char> time)
    {
        var fraction = 0L;
        var point = time.IndexOfAny(".,-");
        if (point >= 0)
        {
            var digits = time[(point + 1)..];
            if (digits.Length is 0 or > 9 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
            fraction = (long)(value * 1000 / Math.Pow(10, digits.Length));
            time = time[..point];
        }
        var (seconds, parts) = (0L, 0);
        foreach (var range in time.Split(':'))
        {
            if (time[range].Length > 3 || !int.TryParse(time[range], NumberStyles.None, CultureInfo.InvariantCulture, out var part)) return null;
            if (parts > 0 && part > 59) return null;
            (seconds, parts) = ((seconds * 60) + part, parts + 1);
        }
        return parts is 2 or 3 ? (seconds * 1000) + fraction : null;
    }
}
