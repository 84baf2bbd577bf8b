using CoreStudy.Domain.Interviews;

namespace CoreStudy.Web.Ui;

/// <summary>How the steps of an interview are called.</summary>
public static class StepWords
{
    public static string Of(InterviewStep step) => step switch
    {
        InterviewStep.NoRecording => "No recording",
        InterviewStep.BeingTranscribed => "Being transcribed",
        InterviewStep.InAnonymisation => "In anonymisation",
        _ => step.ToString(),
    };
}
