using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Access;

public static class IdentityServices
{
    /// <summary>How soon an open page notices that its account was locked or its password changed.</summary>
    public static readonly TimeSpan StampInterval = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
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
            .AddEntityFrameworkStores<StudyDb>().AddSignInManager().AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = StampInterval);
        services.ConfigureApplicationCookie(options =>
        {
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/not-found";
            options.Cookie.Name = "corestudy";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
        });
        services.AddDataProtection().SetApplicationName("CoreStudy").PersistKeysToDbContext<StudyDb>();
        services.AddScoped<AuthenticationStateProvider, StampedAuthentication>();
        return services;
    }
}
