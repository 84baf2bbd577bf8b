using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Benchmarks;

/// <summary>Signs people in to a site over a database as its form would: each gets a session of their own, and the cookie that names it.</summary>
internal sealed class SignIns(string connectionString) : IAsyncDisposable
{
    private readonly ServiceProvider _services = SignInCookie.Over(connectionString);

    /// <returns>As a browser sends it.</returns>
    public async Task<string> CookieAsync(AccountId account)
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<StudyDb>>().CreateDbContextAsync();
        var session = SignInSession.Begin(account.Value, "The load driver", TimeProvider.System.GetUtcNow());
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync();
        var (name, value) = await SignInCookie.MakeAsync(_services, account, session.Id);
        return $"{name}={value}";
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
