using CoreStudy.Domain.Participants;

namespace CoreStudy.Web.Ui;

/// <summary>How consents and withdrawals are called on screen.</summary>
public static class ConsentWords
{
    public static string Of(ConsentScope scope) => scope switch
    {
        ConsentScope.TakePart => "Take part",
        ConsentScope.Quotes => "Quotes",
        ConsentScope.KeepRecording => "Keep recording",
        ConsentScope.ReContact => "Contact again",
        _ => "Archive for reuse",
    };

    public static string About(ConsentScope scope) => scope switch
    {
        ConsentScope.TakePart => "Be interviewed, and the interview used in the analysis.",
        ConsentScope.Quotes => "Words of theirs quoted, without their name.",
        ConsentScope.KeepRecording => "The recording kept after it was transcribed.",
        ConsentScope.ReContact => "Be asked again, about this study or another.",
        _ => "The anonymised transcript kept for other researchers.",
    };

    public static string Of(WithdrawalScope scope) => scope switch
    {
        WithdrawalScope.AllData => "All data",
        WithdrawalScope.FromNowOn => "From now on",
        _ => "Quotes only",
    };

    public static string About(WithdrawalScope scope) => scope switch
    {
        WithdrawalScope.AllData => "Everything that can still be taken out goes for good: who they are, originals, their words in transcripts, codings on them.",
        WithdrawalScope.FromNowOn => "Nothing new of them comes in. What was gathered before stays in the analysis.",
        _ => "Their words are not quoted any more. All else stays.",
    };

    public static string Of(WithdrawalReason reason) => reason switch
    {
        WithdrawalReason.NotSaid => "Not said (nobody has to)",
        WithdrawalReason.ChangedMind => "Changed their mind",
        WithdrawalReason.Wellbeing => "Wellbeing",
        WithdrawalReason.ChangedCircumstances => "Changed circumstances",
        WithdrawalReason.Confidentiality => "Worried about confidentiality",
        _ => "Decision of the study team",
    };
}
