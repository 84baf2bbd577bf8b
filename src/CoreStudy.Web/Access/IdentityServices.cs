using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Web.Access.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

public static class IdentityServices
{
    /// <summary>How soon an open page notices that its account was locked or its password changed.</summary>
    public static readonly TimeSpan StampInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a link to choose a new password can be used.</summary>
    public static readonly TimeSpan ResetLinkLifetime = TimeSpan.FromDays(2);

    /// <summary>How long a sign-in lasts without anything being done.</summary>
    private static readonly TimeSpan SignInLifetime = TimeSpan.FromHours(12);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.SchemeName, configureOptions: null);
        services.AddSingleton<ApiTokenCheck>();
        services.AddSingleton<FreshProof>();
        services.AddSingleton<PasskeyProof>();
        services.AddSingleton<AccountStamps>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SecondStepDuty>();
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddAuthorization();
        services.AddIdentityCore<Account>(options =>
            {
                StudyDbOptions.UsePasskeySchema(options);
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 6;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<StudyDb>().AddUserStore<AccountStore>().AddSignInManager().AddDefaultTokenProviders()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider).AddPasswordValidator<IdentityPasswords>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = AccountStore.Rounds); // with HMAC-SHA512; those hashed by fewer are hashed anew at the next sign-in
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ResidentKeyRequirement = "required"; // so that signing in needs no e-mail address first
            options.UserVerificationRequirement = "required"; // so that a passkey stands for both steps
        });
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = ResetLinkLifetime);
        services.AddSignInRates();
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = StampInterval;
            options.OnRefreshingPrincipal = SessionCookie.KeepAsync;
        });
        services.ConfigureApplicationCookie(options =>
        {
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/not-found";
            options.Cookie.Name = "corestudy";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = SignInLifetime;
            SessionCookie.Tie(options);
        });
        services.AddDataProtection().SetApplicationName("CoreStudy").PersistKeysToDbContext<StudyDb>();
        services.AddScoped<AuthenticationStateProvider, StampedAuthentication>();
        return services;
    }
}
