using CoreStudy.Domain.Retention;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Retention;

internal static class RetentionWords
{
    public static string Of(RetentionKind kind) => kind switch
    {
        RetentionKind.Recordings => "Recordings",
        RetentionKind.Originals => "Original transcripts",
        RetentionKind.Identities => "The key to identities",
        _ => "Signed consent forms",
    };

    public static string About(RetentionKind kind) => kind switch
    {
        RetentionKind.Recordings => "Recordings of interviews that were brought in here. Copies on recorders and elsewhere are yours to destroy; you confirm it here, for the record.",
        RetentionKind.Originals => "Transcripts as they came, and words that were redacted late. The anonymised transcripts and codings stay.",
        RetentionKind.Identities => "Who participants are, what trusts and sites are called, and the register of identifiers. Afterwards nobody can say who a label is.",
        _ => "The files that show the consents. That a consent was given, when, and to what, stays on record.",
    };

    public static string Left(DateOnly until, DateOnly today) => (until.DayNumber - today.DayNumber) switch
    {
        < 0 and var days => days == -1 ? "due since yesterday" : $"due for {-days:N0} days",
        0 => "the last day is today",
        1 => "the last day is tomorrow",
        var days and <= RetentionRule.DaysAhead => $"in {days} days",
        _ => $"until {Days.Of(until)}",
    };
}
