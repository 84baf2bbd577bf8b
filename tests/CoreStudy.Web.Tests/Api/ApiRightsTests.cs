using System.Net;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Ui.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Api;

/// <summary>Who may read what by program: of every list that the site has, by its own account of them.</summary>
public sealed class ApiRightsTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();

    private static readonly Role[] Readers = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead];

    private static readonly Role[] Explorers = [Role.Researcher, Role.Supervisor, Role.StudyLead];

    private static readonly Role[] Planners = [Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin];

    /// <summary>Each list, and who gets it. A list that is added has to be said here.</summary>
    private static readonly Dictionary<string, Role[]> Rules = new()
    {
        ["studies"] = Everybody,
        ["studies/{study}/members"] = Planners,
        ["studies/{study}/framework"] = Everybody,
        ["studies/{study}/participants"] = Planners,
        ["studies/{study}/interviews"] = Planners,
        ["studies/{study}/transcripts"] = Everybody, // empty for admins
        ["studies/{study}/transcripts/{transcript}/turns"] = Readers,
        ["studies/{study}/codings"] = Explorers,
        ["studies/{study}/passages"] = Explorers,
        ["studies/{study}/matrix"] = Explorers,
        ["studies/{study}/themes"] = Explorers,
        ["studies/{study}/findings"] = Explorers,
        ["studies/{study}/quotes"] = Explorers,
        ["studies/{study}/progress"] = Explorers,
        ["studies/{study}/progress/transcripts"] = Explorers,
        ["studies/{study}/memos"] = Readers,
    };

    [Fact]
    public void Every_list_has_a_rule_and_lets_in_by_a_token_alone()
    {
        var endpoints = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal) == true).ToList();

        Assert.Equal(Rules.Keys.Order(), Listings.Select(l => l.Path).Order());
        Assert.Equal(Listings.Count, endpoints.Count);
        Assert.All(endpoints, e => Assert.Equal("Token", e.Metadata.GetMetadata<IAuthorizeData>()!.AuthenticationSchemes));
        Assert.All(endpoints, e => Assert.Equal(["GET"], e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods));
    }

    [Fact]
    public async Task Each_role_gets_what_its_owner_may_read_and_nothing_else()
    {
        foreach (var member in new[] { Ada, Researcher, Supervisor, Lead, await Study.MemberAsync(Role.Admin) })
        {
            using var client = await ClientAsync(member);
            foreach (var listing in Listings)
            {
                using var answer = await client.GetAsync(AddressOf(listing), Cancel);
                var body = await answer.Content.ReadAsStringAsync(Cancel);
                Assert.True(answer.IsSuccessStatusCode == Rules[listing.Path].Contains(member.Role), $"{member.Role} {listing.Path} {answer.StatusCode} {body}");
                if (!answer.IsSuccessStatusCode) Assert.Contains("\"detail\":\"", body, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Nobody_else_is_let_in_and_each_is_told_why()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        var stranger = await other.MemberAsync(Role.Admin);
        var (spent, revoked) = (await TokenAsync(Lead.AccountId, lasting: TimeSpan.FromDays(-1)), await TokenAsync(Lead.AccountId));
        foreach (var token in await Db.ApiTokens.Where(t => t.Hash == ApiTokenText.HashOf(revoked)).ToListAsync(Cancel)) token.Revoke(StudyBuilder.At);
        await Db.SaveChangesAsync(Cancel);
        var elsewhere = await TokenAsync(Lead.AccountId, studies: [other.Study.Id]);
        using var anonymous = await App.ClientAsync();
        using var signedIn = await App.ClientAsync(Lead.AccountId);

        foreach (var listing in Listings)
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "Please send a token"), await AskAsync(anonymous, listing, "Please send a token"));
            Assert.Equal((HttpStatusCode.Unauthorized, "Please send a token"), await AskAsync(signedIn, listing, "Please send a token"));
            Assert.Equal((HttpStatusCode.Unauthorized, "has expired"), await AskAsync(await ClientAsync(spent), listing, "has expired"));
            Assert.Equal((HttpStatusCode.Unauthorized, "was revoked"), await AskAsync(await ClientAsync(revoked), listing, "was revoked"));
            Assert.Equal((HttpStatusCode.Unauthorized, "is not known"), await AskAsync(await ClientAsync(ApiTokenText.New()), listing, "is not known"));
            var narrow = await TokenAsync(Lead.AccountId, [listing.Scope == ApiScope.Study ? ApiScope.People : ApiScope.Study]);
            Assert.Equal((HttpStatusCode.Forbidden, "needs a token with the scope"), await AskAsync(await ClientAsync(narrow), listing, "needs a token with the scope"));
            if (!listing.Path.Contains("{study}", StringComparison.Ordinal)) continue;
            Assert.Equal((HttpStatusCode.NotFound, "not open"), await AskAsync(await ClientAsync(stranger), listing, "not open"));
            Assert.Equal((HttpStatusCode.NotFound, "not open"), await AskAsync(await ClientAsync(elsewhere), listing, "not open"));
        }
    }

    [Fact]
    public async Task What_ends_the_owners_work_ends_the_token_at_once()
    {
        using var client = await ClientAsync(Researcher);
        var framework = AddressOf(Listings.Single(l => l.Path.EndsWith("framework", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(framework, Cancel)).StatusCode);

        await Db.Users.Where(a => a.Id == Researcher.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, Account.Never), Cancel);
        Assert.Contains("locked", await (await client.GetAsync(framework, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await Db.Users.Where(a => a.Id == Researcher.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, (DateTimeOffset?)null), Cancel);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(framework, Cancel)).StatusCode);

        await Db.Users.Where(a => a.Id == Researcher.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.SecurityStamp, "another"), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(framework, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Pages_know_nothing_of_tokens()
    {
        using var client = await ClientAsync(Lead);

        using var page = await client.GetAsync("/account", Cancel);
        using var file = await client.GetAsync($"/studies/{StudyId.Value}/members.csv", Cancel);
        using var hub = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel);

        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.Equal(HttpStatusCode.Found, file.StatusCode);
        Assert.Contains("/sign-in", page.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", hub.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_wait()
    {
        await using var slow = await AppFixture.StartAsync(Connections, adjust: builder => builder.Configuration["Api:RequestsPerMinute"] = "2");
        using var client = await slow.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(Lead.AccountId));
        await client.GetAsync($"{ApiEndpoints.Prefix}/studies", Cancel);
        await client.GetAsync($"{ApiEndpoints.Prefix}/studies", Cancel);

        using var third = await client.GetAsync($"{ApiEndpoints.Prefix}/studies", Cancel);

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Contains("in a minute", await third.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Said)> AskAsync(HttpClient client, ApiListing listing, string expected)
    {
        using var answer = await client.GetAsync(AddressOf(listing), Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, said.Contains(expected, StringComparison.Ordinal) ? expected : said);
    }
}
