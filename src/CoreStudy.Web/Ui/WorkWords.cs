using CoreStudy.Domain.Assignments;

namespace CoreStudy.Web.Ui;

/// <summary>How the state of an assignment is called and drawn.</summary>
public static class WorkWords
{
    public static string Of(AssignmentState state) => state switch
    {
        AssignmentState.Assigned => "To code",
        AssignmentState.Done => "Done",
        AssignmentState.SentBack => "Sent back",
        AssignmentState.SignedOff => "Signed off",
        _ => "Taken back",
    };

    /// <summary>A sign that tells the states apart without their colour.</summary>
    public static string Sign(AssignmentState state) => state switch
    {
        AssignmentState.Assigned => "○",
        AssignmentState.Done => "◐",
        AssignmentState.SentBack => "↩",
        AssignmentState.SignedOff => "●",
        _ => "–",
    };

    public static string Of(AssignmentEventKind kind) => kind switch
    {
        AssignmentEventKind.Assigned => "Assigned",
        AssignmentEventKind.Rescheduled => "Given another due date",
        AssignmentEventKind.Done => "Said to be done",
        AssignmentEventKind.TakenUp => "Taken up again",
        AssignmentEventKind.SignedOff => "Signed off",
        AssignmentEventKind.SignOffTakenBack => "Sign-off taken back",
        AssignmentEventKind.SentBack => "Sent back",
        _ => "Taken back",
    };

    /// <summary>How much of a transcript somebody has coded, roughly; the figures stand beside it on screen.</summary>
    /// <param name="coded">Words under codings.</param>
    /// <param name="words">All its words.</param>
    public static string Share(int coded, int words) => words <= 0 || coded <= 0 ? "Nothing coded yet" : ((double)coded / words) switch
    {
        < 0.1 => "A little coded",
        < 0.2 => "A small part coded",
        < 0.29 => "About a quarter coded",
        < 0.41 => "About a third coded",
        < 0.58 => "About half coded",
        < 0.71 => "About two thirds coded",
        < 0.85 => "About three quarters coded",
        < 1 => "Nearly all coded",
        _ => "Every word coded",
    };
}
