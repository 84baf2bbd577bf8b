using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>Who has to have a second step when they sign in: an authenticator app, or a passkey.</summary>
public enum SecondStep
{
    /// <summary>Nobody: whoever wants one sets one up.</summary>
    Offered,

    /// <summary>Those who are Admin in a study, and those who run the installation.</summary>
    Admins,

    Everybody,
}

/// <summary>On a page or address that somebody may reach who has to set up a second step first.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BeforeSecondStepAttribute : Attribute;

/// <summary>Holds people to the second step that this installation asks of them (<see cref="SignInOptions.SecondStep"/>): who has none does nothing else before.</summary>
/// <remarks>An answer of the database is trusted for as long as one of <see cref="Permissions"/>, which asks here, as do the tokens of programs, open pages, and each request.</remarks>
public sealed class SecondStepDuty(IDbContextFactory<StudyDb> databases, IOptions<SignInOptions> options, TimeProvider clock)
{
    /// <summary>Where whoever owes one is led.</summary>
    public const string Address = "/account/second-step";

    public static readonly Refusal Owed = new("This installation asks for a second step when you sign in, and your account has none yet. Set one up on your account page, then go on.");

    private readonly AskedTogether<AccountId, Standing> _known = new(Permissions.Freshness, clock, (asking, cancel) => ReadAsync(databases, asking, options.Value.SecondStep == SecondStep.Everybody, cancel));

    /// <summary>Whether this account has to have a second step, and has none.</summary>
    public async Task<bool> IsOwedAsync(AccountId account, CancellationToken cancel) => await AskAsync(account, cancel) is { IsAsked: true, HasApp: false, HasPasskey: false };

    /// <summary>Whether this account has to have a second step, and its passkey is the only one: then its password alone lets nobody in.</summary>
    public async Task<bool> TakesPasskeyAsync(AccountId account, CancellationToken cancel) => await AskAsync(account, cancel) is { IsAsked: true, HasApp: false, HasPasskey: true };

    /// <summary>Forgets what was read, so that a second step that was set up counts at once on this node.</summary>
    public void Forget() => _known.Forget();

    private async Task<Standing?> AskAsync(AccountId account, CancellationToken cancel) =>
        options.Value.SecondStep == SecondStep.Offered ? null : await _known.AskAsync(account, cancel);

    private static async Task<Dictionary<AccountId, Standing>> ReadAsync(IDbContextFactory<StudyDb> databases, List<AccountId> asking, bool everybody, CancellationToken cancel)
    {
        var ids = asking.ConvertAll(a => a.Value);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.Where(a => ids.Contains(a.Id)).Select(a => new
        {
            a.Id,
            Standing = new Standing(
                everybody || a.IsOperator || db.Members.Any(m => (Guid)(object)m.AccountId == a.Id && m.Role == Role.Admin && m.EndedAt == null),
                a.TwoFactorEnabled, db.UserPasskeys.Any(p => p.UserId == a.Id)),
        }).ToDictionaryAsync(a => new AccountId(a.Id), a => a.Standing, cancel);
    }

    private sealed record Standing(bool IsAsked, bool HasApp, bool HasPasskey);
}

internal static class SecondStepDuties
{
    /// <summary>Leads whoever owes a second step to where it is set up, and opens nothing else of what takes being signed in.</summary>
    public static void UseSecondStepDuty(this WebApplication app) => app.Use(async (http, next) =>
    {
        var endpoint = http.GetEndpoint()?.Metadata;
        if (endpoint?.GetMetadata<IAuthorizeData>() is null || endpoint.GetMetadata<BeforeSecondStepAttribute>() is not null || http.User.AccountId() is not { } me
            || !await http.RequestServices.GetRequiredService<SecondStepDuty>().IsOwedAsync(me, http.RequestAborted))
        {
            await next(http);
        }
        else if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            http.Response.Redirect(SecondStepDuty.Address);
        }
        else
        {
            await OwnPages.Refuse(SecondStepDuty.Owed).ExecuteAsync(http);
        }
    });
}
