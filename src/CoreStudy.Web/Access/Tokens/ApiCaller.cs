using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;

namespace CoreStudy.Web.Access.Tokens;

/// <summary>A program that reads for somebody: whose it is, and what its token lets it ask for.</summary>
/// <param name="Studies">Those that the token is for; empty for all of its owner's.</param>
public sealed record ApiCaller(AccountId Me, ApiTokenId Token, IReadOnlyList<ApiScope> Scopes, IReadOnlyList<StudyId> Studies)
{
    public bool May(ApiScope scope) => Scopes.Contains(scope);

    public bool Reaches(StudyId study) => Studies.Count == 0 || Studies.Contains(study);

    /// <summary>The program that asks; only where the request was let in by a token.</summary>
    public static ApiCaller Of(HttpContext http) => http.Features.Get<ApiCaller>() ?? throw new InvalidOperationException("The endpoint needs a token.");
}
