using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccountPages(this IServiceCollection services) =>
        services.AddScoped<AccountTrail>().AddScoped<PasswordCheck>().AddScoped<PasskeySignIn>();

    /// <summary>What scripts ask before they ask the device: to sign in, to add a passkey, and to show afresh who somebody is.</summary>
    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost("/passkeys/request-options", async (HttpContext http, IAntiforgery antiforgery, SignInManager<Account> signIn) =>
            await antiforgery.IsRequestValidAsync(http)
                ? Results.Content(await signIn.MakePasskeyRequestOptionsAsync(user: null), "application/json")
                : Results.BadRequest("The page is out of date."));
        app.MapPost("/passkeys/creation-options", async (HttpContext http, IAntiforgery antiforgery, SignInManager<Account> signIn, UserManager<Account> accounts) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http) || await accounts.GetUserAsync(http.User) is not { } account)
                return Results.BadRequest("The page is out of date.");
            return Results.Content(await signIn.MakePasskeyCreationOptionsAsync(new()
            {
                Id = account.Id.ToString(),
                Name = account.Email ?? account.Name,
                DisplayName = account.Name,
            }), "application/json");
        }).RequireAuthorization().WithMetadata(new BeforeSecondStepAttribute());
        app.MapPost("/passkeys/proof-options", async (HttpContext http, PasskeyProof proof) =>
                await proof.ChallengeAsync(OwnPages.Me(http), http) is { } options ? Results.Content(options, "application/json") : OwnPages.Refuse(Refusal.NotFound))
            .RequireAuthorization().DisableCookieRedirect().DisableAntiforgery().AddEndpointFilter(OwnPages.Alone).AddEndpointFilter(OwnPages.WithoutTrace).WithMetadata(new BeforeSecondStepAttribute());
    }
}
