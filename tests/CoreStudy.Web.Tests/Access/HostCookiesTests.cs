using System.Net;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;

namespace CoreStudy.Web.Tests.Access;

/// <summary>What cookies are called behind a proxy that ends TLS, and without one.</summary>
public sealed class HostCookiesTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private AppFixture _app = null!;
    private Member _coder = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _coder = await Study.MemberAsync(Role.Coder);
        _app = await AppFixture.StartAsync(Connections, adjust: builder => builder.Configuration["ForwardedHeaders_Enabled"] = "true");
        await _app.WithAccountAsync(_coder.AccountId, (accounts, account) => accounts.AddPasswordAsync(account, Password));
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Over_https_each_cookie_is_bound_to_its_host_and_signs_in_and_out()
    {
        using var browser = new ByHand(_app.Address, "https");

        await SignInAsync(browser);
        Assert.All(browser.Set, c => Assert.Matches("^__Host-.*; path=/(;|$)", c));
        Assert.All(browser.Set, c => Assert.Contains("; secure", c, StringComparison.Ordinal));
        Assert.DoesNotContain(browser.Set, c => c.Contains("domain=", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(browser.Cookies, c => c.Key == "__Host-corestudy");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);

        await browser.PostAsync("/sign-out", new() { ["_handler"] = "sign-out", ["__RequestVerificationToken"] = FormToken.In(await (await browser.GetAsync("/sign-out")).Content.ReadAsStringAsync(Cancel)) });
        Assert.DoesNotContain(browser.Cookies, c => c.Key == "__Host-corestudy");
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Over_https_a_cookie_without_the_prefix_is_not_believed()
    {
        var (name, value) = await _app.SignInAsync(_coder.AccountId);
        using var browser = new ByHand(_app.Address, "https");

        browser.Cookies[name] = value;
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/account")).StatusCode);
        browser.Cookies["__Host-" + name] = value;
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Over_http_they_have_their_plain_names()
    {
        using var browser = new ByHand(_app.Address, "http");

        await SignInAsync(browser);

        Assert.Contains(browser.Cookies, c => c.Key == "corestudy");
        Assert.All(browser.Set, c => Assert.DoesNotContain("__Host-", c, StringComparison.Ordinal));
    }

    private static async Task SignInAsync(ByHand browser)
    {
        var page = await (await browser.GetAsync("/sign-in")).Content.ReadAsStringAsync(Cancel);
        using var answer = await browser.PostAsync("/sign-in", new() { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = FormToken.In(page), ["email"] = "coder1@test.example", ["password"] = Password });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    /// <summary>Cookies by hand: a jar of .NET's would not send what is secure to an address that is not https itself.</summary>
    private sealed class ByHand(Uri address, string scheme) : IDisposable
    {
        private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

        public Dictionary<string, string> Cookies { get; } = [];

        public List<string> Set { get; } = [];

        public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

        public Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });

        public void Dispose() => _client.Dispose();

        private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            request.Headers.Add("X-Forwarded-Proto", scheme);
            if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
            var answer = await _client.SendAsync(request, Cancel);
            request.Dispose();
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                Set.Add(set);
                var (name, value) = (set.Split('=')[0], set.Split(';')[0][(set.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                if (value.Length == 0) Cookies.Remove(name);
                else Cookies[name] = value;
            }

            return answer;
        }
    }
}
