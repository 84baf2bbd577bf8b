using CoreStudy.Domain.Accounts;

namespace CoreStudy.Web.Ui;

/// <summary>What tokens let programs read, in plain English.</summary>
public static class TokenWords
{
    public static string Of(ApiScope scope) => scope switch
    {
        ApiScope.Study => "Study",
        ApiScope.People => "People",
        ApiScope.Codings => "Codings",
        ApiScope.Analysis => "Analysis",
        _ => "Words",
    };

    public static string About(ApiScope scope) => scope switch
    {
        ApiScope.Study => "studies, the team by name, the framework, progress",
        ApiScope.People => "participants by label, interviews, transcripts without their words",
        ApiScope.Codings => "who coded which passage with what, and matrices; without the words",
        ApiScope.Analysis => "themes, findings, memos that are shared",
        _ => "what participants said: transcripts, coded passages, quotes",
    };
}
