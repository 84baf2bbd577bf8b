using System.Globalization;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Progress;

namespace CoreStudy.Web.Features.Progress;

/// <summary>How stages are called on screen.</summary>
internal static class StageWords
{
    public static string Of(Stage stage) => stage switch
    {
        Stage.InCoding => "In coding",
        Stage.SignedOff => "Signed off",
        _ => stage.ToString(),
    };

    public static string Of(AssignmentState state) => state switch
    {
        AssignmentState.SentBack => "Sent back",
        AssignmentState.SignedOff => "Signed off",
        _ => state.ToString(),
    };

    /// <summary>Who counts as having come so far.</summary>
    public static string About(Stage stage) => stage switch
    {
        Stage.Recruited => "known by label; no interview held yet",
        Stage.Held => "an interview with them was held",
        Stage.Transcribed => "its transcript was imported",
        Stage.Ready => "the transcript is open for coding",
        Stage.Assigned => "somebody has it to code",
        Stage.InCoding => "coding has begun, or it was sent back",
        Stage.Coded => "all who have it say it is done",
        _ => "all of it is signed off",
    };

    public static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    public static string Day(DateOnly? day) => day?.ToString("d MMM yyyy", CultureInfo.CurrentCulture) ?? "";

    public static string Day(DateTimeOffset? at) => at?.LocalDateTime.ToString("d MMM yyyy", CultureInfo.CurrentCulture) ?? "";

    /// <summary>For style sheets.</summary>
    public static string Class(Stage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>A share in whole per cent, rounded down so that 100 means all.</summary>
    public static string Share(int part, int whole) => whole == 0 ? "–" : $"{Math.Min(100L, 100L * part / whole)}%";
}
