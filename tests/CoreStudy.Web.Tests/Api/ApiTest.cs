using System.Net.Http.Headers;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Features.Rounds;
using CoreStudy.Web.Ui.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Api;

/// <summary>The study of the rounds, and beside it the whole site on a port, asked as programs ask it.</summary>
public abstract class ApiTest(PostgresFixture postgres) : RoundTest(postgres)
{
    protected AppFixture App { get; private set; } = null!;

    /// <summary>Every list that the site has for programs, as the site itself knows them.</summary>
    protected IReadOnlyList<ApiListing> Listings => [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<ApiListing>()).OfType<ApiListing>()];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        App = await AppFixture.StartAsync(Connections, adjust: builder => builder.Configuration["Api:RequestsPerMinuteFromAddress"] = "100000");
    }

    public override async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string AddressOf(ApiListing listing) =>
        $"{ApiEndpoints.Prefix}/{listing.Path.Replace("{study}", StudyId.Value.ToString(), StringComparison.Ordinal).Replace("{transcript}", First.Id.Value.ToString(), StringComparison.Ordinal)}";

    /// <summary>A token of somebody's, as they would have made it.</summary>
    /// <param name="scopes">All where none are named.</param>
    protected async Task<string> TokenAsync(AccountId owner, ApiScope[]? scopes = null, StudyId[]? studies = null, TimeSpan? lasting = null)
    {
        var stamp = await Db.Users.Where(a => a.Id == owner.Value).Select(a => a.SecurityStamp).SingleAsync(Cancel);
        var text = ApiTokenText.New();
        var now = TimeProvider.System.GetUtcNow(); // the site on the port runs on the real clock
        var made = lasting is { } past && past < TimeSpan.Zero ? now - TimeSpan.FromDays(30) : now;
        Db.ApiTokens.Add(StudyBuilder.Must(ApiToken.Make(owner, stamp!, $"Token {Guid.CreateVersion7()}", text, scopes ?? Enum.GetValues<ApiScope>(), studies ?? [], now + (lasting ?? TimeSpan.FromDays(30)), made)));
        await Db.SaveChangesAsync(Cancel);
        return text;
    }

    protected async Task<HttpClient> ClientAsync(Member member) => await ClientAsync(await TokenAsync(member.AccountId));

    protected async Task<HttpClient> ClientAsync(string token)
    {
        var client = await App.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
