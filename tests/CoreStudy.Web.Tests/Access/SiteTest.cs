using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoreStudy.Web.Tests.Access;

/// <summary>The site put together over the small study, not listening: its use cases as the app would make them.</summary>
public abstract class SiteTest(PostgresFixture postgres) : AccessTest(postgres)
{
    private WebApplication _site = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _site = Site.Build(["--Serilog:MinimumLevel:Default=Error", .. TestKeys.Arguments], Connections, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
    }

    public override async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected StudyFeed Feed => _site.Services.GetRequiredService<StudyFeed>();

    protected TUseCase The<TUseCase>()
        where TUseCase : IUseCase => _site.Services.GetRequiredService<TUseCase>();

    /// <summary>What runs in the site by itself, beside its use cases.</summary>
    protected T Service<T>()
        where T : notnull => _site.Services.GetRequiredService<T>();

    protected async Task<T> WithAccountsAsync<T>(Func<UserManager<Account>, Task<T>> ask)
    {
        await using var scope = _site.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }

    protected Task<Account> AccountAsync(AccountId id) => WithAccountsAsync(async accounts => (await accounts.FindByIdAsync(id.Value.ToString()))!);

    protected static string? SentenceOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal.Sentence : null;
}
