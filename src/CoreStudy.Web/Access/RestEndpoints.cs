using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>What <c>js/rest.js</c> asks for somebody who works, and for somebody who has left.</summary>
/// <remarks>
/// What was typed and not saved when a session ends is sealed here, for its account alone, and kept by the browser tab until they are back; the server stores nothing of it.
/// </remarks>
internal static class RestEndpoints
{
    public const string Prefix = "/session";

    private const long MostBytes = 512 * 1024;

    private static readonly TimeSpan SealedFor = TimeSpan.FromDays(3);

    public static void MapRest(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup(Prefix).RequireAuthorization().DisableCookieRedirect().DisableAntiforgery()
            .AddEndpointFilter(OwnPages.Alone).AddEndpointFilter(OwnPages.WithoutTrace).WithMetadata(new RequestSizeLimitAttribute(MostBytes), new BeforeSecondStepAttribute());
        session.MapPost("/seen", async (HttpContext http, Sessions sessions) =>
        {
            if (http.User.SessionId() is { } id) await sessions.SeenAsync(id, http.RequestAborted);
            return Results.NoContent();
        });
        session.MapPost("/rest", async (HttpContext http, IDbContextFactory<StudyDb> databases) =>
        {
            var me = OwnPages.Me(http);
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            db.Audit(AuditEntry.Of(AuditKind.SignedOut, me, null, AuditSubject.Of(me)));
            await db.SaveChangesAsync(CancellationToken.None);
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.NoContent();
        });
        session.MapPost("/seal", async (HttpContext http, IDataProtectionProvider protection) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            return Results.Text(Sealing(protection, OwnPages.Me(http)).Protect(await reader.ReadToEndAsync(http.RequestAborted), SealedFor));
        });
        session.MapPost("/unseal", async (HttpContext http, IDataProtectionProvider protection) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            try
            {
                return Results.Text(Sealing(protection, OwnPages.Me(http)).Unprotect(await reader.ReadToEndAsync(http.RequestAborted)));
            }
            catch (CryptographicException)
            {
                return OwnPages.Refuse(Refusal.NotFound); // somebody else's, or too old
            }
        });
    }

    private static ITimeLimitedDataProtector Sealing(IDataProtectionProvider protection, AccountId account) =>
        protection.CreateProtector("words typed before a rest", account.Value.ToString("N", CultureInfo.InvariantCulture)).ToTimeLimitedDataProtector();
}
