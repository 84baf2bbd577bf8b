using System.Globalization;
using System.Net;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CoreStudy.Web.Tests.Access;

/// <summary>Requests that are turned away as they come: what they are answered, and that the log tells of them, without their words.</summary>
public sealed class RefusedRequestsTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private readonly KeptLog _log = new();
    private AppFixture? _app;

    public override async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("/sign-in?ReturnUrl=%2fstudies%00secret")]
    [InlineData("/account?Saved=%00secret")]
    public async Task An_address_that_holds_what_cannot_be_kept(string address)
    {
        using var client = await ClientAsync((await Study.MemberAsync(Role.Coder)).AccountId);

        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Told(RefusedRequest.CannotBeKept);
    }

    [Fact]
    public async Task A_form_that_holds_what_cannot_be_kept_and_the_same_form_without()
    {
        using var client = await ClientAsync();
        var token = FormToken.In(await client.GetStringAsync("/sign-in", Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("some\0secret@test.example")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("somebody@test.example")).StatusCode); // the form again, with what is wrong

        Task<HttpResponseMessage> SendAsync(string email) => client.PostAsync("/sign-in", new FormUrlEncodedContent([new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("email", email), new("password", "meadow kettle granite")]), Cancel);
    }

    [Theory]
    [InlineData("/session/seen")]
    [InlineData("/desk/01930000-0000-7000-8000-000000000000/acts")]
    public async Task A_deed_that_does_not_come_from_our_own_pages(string address)
    {
        var me = (await Study.MemberAsync(Role.Coder)).AccountId;
        using var client = await ClientAsync(me);

        using var answer = await client.PostAsync(address, new StringContent("""{"secret":"secret"}""", Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(me.Value.ToString(), Told(RefusedRequest.NotFromOurPages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_tries_to_sign_in_than_an_address_may_make()
    {
        using var client = await ClientAsync(tries: 1);
        for (var i = 0; i < 2; i++) (await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("email", "secret")]), Cancel)).Dispose();

        Told(RefusedRequest.AboveLimit);
    }

    private async Task<HttpClient> ClientAsync(AccountId? account = null, int tries = 30)
    {
        var logger = LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<RefusedDeeds>();
        _app = await AppFixture.StartAsync(Connections, adjust: builder =>
        {
            builder.Configuration["SignIn:TriesPerMinute"] = tries.ToString(CultureInfo.InvariantCulture);
            builder.Services.Replace(ServiceDescriptor.Singleton(new RefusedDeeds(logger, TimeProvider.System)));
        });
        return account is { } who ? await _app.ClientAsync(who) : await _app.ClientAsync();
    }

    private string Told(RefusedRequest why)
    {
        var line = Assert.Single(_log.Lines);
        Assert.Contains($"was refused: {why}.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        return line;
    }
}
