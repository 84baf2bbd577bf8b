using CoreStudy.Web.Ui;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Features.Installation;

/// <summary>How the installation stands, in plain words.</summary>
internal static class InstallationWords
{
    public static string Title(Job job) => job switch
    {
        Job.Recordings => "Recordings tidied up",
        Job.Retention => "What was confirmed for destruction",
        Job.Withdrawals => "Keys of people who withdrew",
        Job.Detector => "Detector made ready",
        _ => job.ToString(),
    };

    public static string About(Job job) => job switch
    {
        Job.Recordings => "Every hour: what is left of uploads that nobody went on with, and of recordings that were destroyed.",
        Job.Retention => "Every hour, and at once when an admin confirms; also looks which dates are near.",
        Job.Withdrawals => "Every hour: destroys keys whose destruction broke off.",
        Job.Detector => "At the start: reads the lists and models that find names.",
        _ => "",
    };

    public static string Check(string name) => name switch
    {
        "running" => "Taking people in",
        "database" => "Database answers",
        "schema" => "Database up to date",
        "keys" => "Keys can be read",
        "disk" => "Disk has room",
        _ => name,
    };

    /// <summary>“just now”, “4 minutes ago”, “3 hours ago”, “12 days ago”.</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } and var time => $"{HowMany.Of((long)time.TotalMinutes, "minute")} ago",
        { TotalDays: < 2 } and var time => $"{HowMany.Of((long)time.TotalHours, "hour")} ago",
        var time => $"{HowMany.Of((long)time.TotalDays, "day")} ago",
    };

    /// <summary>“12 ms”, “1.4 s”, “3 min”.</summary>
    public static string Took(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{Math.Max(1, time.TotalMilliseconds):0} ms",
        { TotalMinutes: < 2 } => $"{time.TotalSeconds:0.0} s",
        _ => $"{time.TotalMinutes:0} min",
    };

    /// <summary>A migration as people read it: “Add recordings, 26 Nov 2026”.</summary>
    public static string Migration(string id)
    {
        var parts = id.Split('_', 2);
        if (parts.Length < 2 || !DateTime.TryParseExact(parts[0], "yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)) return id;
        var words = string.Concat(parts[1].Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
        return $"{words}, {Days.Of(DateOnly.FromDateTime(day))}";
    }
}
