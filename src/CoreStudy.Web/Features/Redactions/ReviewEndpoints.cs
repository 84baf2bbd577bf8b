using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What the modules of the review desk ask over HTTP. Nothing of it is kept by a browser or on the way.</summary>
public static class ReviewEndpoints
{
    private const long MostBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void MapReview(this IEndpointRouteBuilder routes)
    {
        var review = routes.MapGroup("/review/{id:guid}").RequireAuthorization().DisableCookieRedirect().DisableAntiforgery()
            .AddEndpointFilter(OwnPages.Alone).AddEndpointFilter(OwnPages.WithoutTrace).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        review.MapGet("", async (Guid id, HttpContext http, OpenReview open) => Answer(await open.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/acts", ActAsync);
        review.MapPost("/read-through", async (Guid id, HttpContext http, NoteReadThrough note) => Answer(await note.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/search-again", async (Guid id, HttpContext http, SearchAgain search) => Answer(await search.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/sweep", async (Guid id, HttpContext http, SweepReview sweep) => Answer(await sweep.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/late", LateAsync);
        review.MapPost("/decided", async (Guid id, HttpContext http, SayDecided say) => Answer(await say.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/take-back", async (Guid id, HttpContext http, TakeBackToReview back) => Answer(await back.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/scan", async (Guid id, HttpContext http, ScanBeforeRelease scan) => Answer(await scan.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        review.MapPost("/explain", async (Guid id, Explanation said, HttpContext http, ExplainHit explain) =>
            Answer(await explain.RunAsync(OwnPages.Me(http), new(id), said.Words ?? "", said.Reason ?? "", http.RequestAborted)));
        review.MapPost("/release", async (Guid id, bool open, HttpContext http, ReleaseTranscript release) => Answer(await release.RunAsync(OwnPages.Me(http), new(id), open, http.RequestAborted)));
    }

    private static async Task<IResult> ActAsync(Guid id, HttpContext http, DecideRedactions decide)
    {
        if (await http.Request.ReadFromJsonAsync<ReviewAct>(Json, http.RequestAborted) is not { Ids: not null } act) return OwnPages.Refuse(new Refusal("This deed says nothing."));
        return Answer(await decide.RunAsync(OwnPages.Me(http), new TranscriptId(id), act, http.RequestAborted));
    }

    private static async Task<IResult> LateAsync(Guid id, HttpContext http, RedactLate redact)
    {
        if (await http.Request.ReadFromJsonAsync<LateFind>(Json, http.RequestAborted) is not { } find) return OwnPages.Refuse(new Refusal("This deed says nothing."));
        return Answer(await redact.RunAsync(OwnPages.Me(http), new TranscriptId(id), find, http.RequestAborted));
    }

    private static IResult Answer<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? OwnPages.Refuse(refusal) : Results.Json(value, Json);

    private sealed record Explanation(string? Words, string? Reason)
    {
        public override string ToString() => "an explanation";
    }
}
