using System.Globalization;

namespace CoreStudy.Web.Ui;

/// <summary>Days as people say them.</summary>
public static class Days
{
    /// <summary>How many days before its date work counts as due soon.</summary>
    public const int Soon = 3;

    /// <summary>The day it is where the server stands.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    /// <summary>A due date seen from today: “in 3 days”, “2 days late”.</summary>
    /// <param name="due">Null where none was set.</param>
    public static string Due(DateOnly? due, DateOnly today) => due is not { } day ? "no date set" : (day.DayNumber - today.DayNumber) switch
    {
        0 => "today",
        1 => "tomorrow",
        -1 => "1 day late",
        < 0 and var days => $"{-days} days late",
        <= 13 and var days => $"in {days} days",
        _ => $"by {Of(day)}",
    };

    public static string Of(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
