using System.Net;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Shell;

/// <summary>The choice of colours in the menu, as a browser sends it.</summary>
public sealed class ThemeTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private AppFixture _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AppFixture.StartAsync(Connections);
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_next_page_comes_in_the_colours_chosen()
    {
        using var client = await _app.ClientAsync();

        using var answer = await ChooseAsync(client, "dark", "/sign-in");

        Assert.Equal("/sign-in", answer.Headers.Location?.OriginalString);
        Assert.Contains("data-theme=\"dark\"", await client.GetStringAsync("/sign-in", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("")]
    public async Task It_leads_back_within_this_site_alone(string back)
    {
        using var client = await _app.ClientAsync();

        using var answer = await ChooseAsync(client, "light", back);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var client = await _app.ClientAsync();

        using var answer = await client.PostAsync("/theme", new FormUrlEncodedContent([new("theme", "dark")]), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    private static async Task<HttpResponseMessage> ChooseAsync(HttpClient client, string theme, string back)
    {
        var page = await client.GetStringAsync("/sign-in", Cancel);
        var token = FormToken.In(page);
        return await client.PostAsync("/theme", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("theme", theme), new("back", back)]), Cancel);
    }
}
