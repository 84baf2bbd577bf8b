using CoreStudy.Domain.Summaries;

namespace CoreStudy.Web.Ui;

/// <summary>How far a summary is, in words.</summary>
public static class SummaryWords
{
    public static string Of(SummaryState state) => state switch
    {
        SummaryState.Empty => "Not written",
        SummaryState.Draft => "Draft",
        _ => "Done",
    };

    public static string Of(SummaryState state, bool isHidden) => isHidden ? "Hidden" : Of(state);

    /// <summary>What stands in a row of a matrix, one of them.</summary>
    public static string Case(CaseKind kind) => kind switch
    {
        CaseKind.Participants => "Participant",
        CaseKind.Interviews => "Interview",
        _ => "Trust",
    };
}
