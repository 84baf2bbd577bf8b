using CoreStudy.Domain.Codings;

namespace CoreStudy.Domain.Rounds;

/// <summary>What somebody did at the desk in one week.</summary>
/// <param name="Monday">The week's first day, where the site stands.</param>
/// <param name="Codings">Codes put on passages, whether they stand today or not.</param>
/// <param name="Changes">Codings changed, removed or put back.</param>
/// <param name="Time">Time at the desk, as far as acts show it.</param>
public sealed record WorkWeek(DateOnly Monday, int Codings, int Changes, TimeSpan Time)
{
    /// <summary>A longer gap between two acts counts as a break.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Groups acts by week.</summary>
    /// <param name="acts">When each was, and what; in any order. Comments and memos take time, and are not counted.</param>
    /// <returns>Weeks with at least one act, the first first.</returns>
    /// <remarks>
    /// Time at the desk is the sum of the gaps between one act and the next, where these are not longer than <see cref="LongestPause"/>. It leaves out reading before the first
    /// act and after the last, so it is a lower bound, and a pace made of it an upper one.
    /// </remarks>
    public static IReadOnlyList<WorkWeek> Of(IEnumerable<(DateTimeOffset At, ActKind Kind)> acts, TimeZoneInfo zone)
    {
        var weeks = new SortedDictionary<DateOnly, WorkWeek>();
        DateTimeOffset? last = null;
        foreach (var (at, kind) in acts.OrderBy(a => a.At))
        {
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
            var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
            var week = weeks.GetValueOrDefault(monday) ?? new WorkWeek(monday, 0, 0, TimeSpan.Zero);
            var gap = at - (last ?? at);
            weeks[monday] = week with
            {
                Codings = week.Codings + (kind == ActKind.Apply ? 1 : 0), Changes = week.Changes + (ChangesCoding(kind) ? 1 : 0), Time = week.Time + (gap <= LongestPause ? gap : TimeSpan.Zero),
            };
            last = at;
        }

        return [.. weeks.Values];
    }

    private static bool ChangesCoding(ActKind kind) =>
        kind is ActKind.Recode or ActKind.Resize or ActKind.Remove or ActKind.Restore or ActKind.Doubt or ActKind.Undo or ActKind.Redo;
}
