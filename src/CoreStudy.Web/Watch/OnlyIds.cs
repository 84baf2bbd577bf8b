using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;

namespace CoreStudy.Web.Watch;

/// <summary>
/// Takes from every span what could hold words, before it leaves: addresses and queries (a link may hold a secret), statements, messages of
/// what was thrown. What may stay is listed; everything else goes, whatever a later version of a library adds.
/// </summary>
/// <param name="tables">The tables of the database; no other word of a statement is told.</param>
internal sealed partial class OnlyIds(IReadOnlySet<string> tables) : BaseProcessor<Activity>
{
    private const string OwnPrefix = "corestudy.";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type",
        "db.system", "db.system.name", "db.response.status_code", "db.operation.name", "db.collection.name",
    };

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == "Npgsql") Name(data);
        else if (data.Source.Name != StudyTraces.Name) data.DisplayName = Route(data);
        foreach (var (key, _) in data.TagObjects.ToList())
        {
            if (!Kept.Contains(key) && !key.StartsWith(OwnPrefix, StringComparison.Ordinal)) data.SetTag(key, null);
        }

        foreach (var (key, _) in data.Baggage.ToList()) data.SetBaggage(key, null);
        data.TraceStateString = null; // it comes from the caller
        data.SetStatus(data.Status);
        if (data.Events.Any()) Replace(data);
    }

    /// <summary>Events cannot be taken from a span; and what was thrown, with its message, is one. So another takes its place, the same but for them.</summary>
    private static void Replace(Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded; // exporters pass it by
        var parent = new ActivityContext(span.TraceId, span.ParentSpanId, ActivityTraceFlags.Recorded);
        using var clean = StudyTraces.Source.StartActivity(span.DisplayName, span.Kind, parent, span.TagObjects, startTime: span.StartTimeUtc);
        clean?.SetStatus(span.Status).SetEndTime(span.StartTimeUtc + span.Duration);
    }

    private static string Route(Activity span) => $"{span.GetTagItem("http.request.method") as string ?? "HTTP"} {span.GetTagItem("http.route") as string}".TrimEnd();

    /// <summary>Such as “select codings”.</summary>
    private void Name(Activity span)
    {
        var statement = (span.GetTagItem("db.query.text") ?? span.GetTagItem("db.statement")) as string ?? "";
        var verb = Verb().Match(statement) is { Success: true } found ? found.Value.ToLowerInvariant() : "statement";
        var table = Table().Matches(statement).Select(m => m.Groups[1].Value).FirstOrDefault(tables.Contains);
        span.DisplayName = table is null ? $"database {verb}" : $"{verb} {table}";
        span.SetTag("db.operation.name", verb).SetTag("db.collection.name", table);
    }

    [GeneratedRegex(@"\b(select|insert|update|delete|copy|notify|listen|lock|savepoint|release|rollback|commit|begin)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Verb();

    [GeneratedRegex("""\b(?:from|into|update|join|copy)\s+(?:only\s+)?"?([a-z_]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Table();
}
