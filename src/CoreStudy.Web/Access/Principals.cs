using System.Security.Claims;
using CoreStudy.Domain;

namespace CoreStudy.Web.Access;

public static class Principals
{
    /// <summary>The account that is signed in; null where nobody is.</summary>
    public static AccountId? AccountId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new AccountId(id) : null;

    /// <summary>The session that a sign-in belongs to; null where nobody is signed in, or was before sessions were kept.</summary>
    public static Guid? SessionId(this ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(Sessions.Claim), out var id) ? id : null;
}
