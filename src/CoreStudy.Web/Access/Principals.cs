using System.Security.Claims;
using CoreStudy.Domain;

namespace CoreStudy.Web.Access;

public static class Principals
{
    /// <summary>The account that is signed in; null where nobody is.</summary>
    public static AccountId? AccountId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new AccountId(id) : null;
}
