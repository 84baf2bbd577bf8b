using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Domain;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Features.Settling;

/// <summary>What the modules of the settling desk ask over HTTP. Nothing of it is kept by a browser or on the way.</summary>
public static class SettlingEndpoints
{
    private const long MostBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void MapSettling(this IEndpointRouteBuilder routes)
    {
        var settling = routes.MapGroup("/settling/{id:guid}").RequireAuthorization().DisableCookieRedirect().DisableAntiforgery()
            .AddEndpointFilter(OwnPages.Alone).AddEndpointFilter(OwnPages.WithoutTrace).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        settling.MapGet("", async (Guid id, HttpContext http, OpenSettleDesk open) => Answer(await open.RunAsync(OwnPages.Me(http), new(id), http.RequestAborted)));
        settling.MapGet("/changes", async (Guid id, long after, HttpContext http, OpenSettleDesk open) => Answer(await open.ChangesAsync(OwnPages.Me(http), new(id), after, http.RequestAborted)));
        settling.MapPost("/decide", DecideAsync);
        settling.MapPost("/undo", async (Guid id, Deed deed, HttpContext http, UndoSettling undo) =>
            Answer(await undo.UndoAsync(OwnPages.Me(http), new(id), new(deed.Act), deed.After, CancellationToken.None)));
        settling.MapPost("/redo", async (Guid id, Deed deed, HttpContext http, UndoSettling undo) =>
            Answer(await undo.RedoAsync(OwnPages.Me(http), new(id), new(deed.Act), deed.After, CancellationToken.None)));
        settling.MapPost("/say", async (Guid id, Said said, HttpContext http, TalkAboutDifference talk) =>
            Answer(await talk.SayAsync(OwnPages.Me(http), new(id), new(said.Act), new(said.Difference), new(said.Act), said.Text ?? "", said.After, CancellationToken.None)));
        settling.MapPost("/resolve", async (Guid id, Resolved resolved, HttpContext http, TalkAboutDifference talk) =>
            Answer(await talk.ResolveAsync(OwnPages.Me(http), new(id), new(resolved.Act), new(resolved.Difference), resolved.IsResolved, resolved.After, CancellationToken.None)));
        settling.MapPost("/sign-off", async (Guid id, Deed deed, HttpContext http, SignOffSettlement sign) => Answer(await sign.RunAsync(OwnPages.Me(http), new(id), deed.After, CancellationToken.None)));
        settling.MapPost("/reopen", async (Guid id, Reason reason, HttpContext http, SignOffSettlement sign) =>
            Answer(await sign.ReopenAsync(OwnPages.Me(http), new(id), reason.Text ?? "", reason.After, CancellationToken.None)));
    }

    // Not cancelled when the browser goes: what it sent is done once, and it will ask again.
    private static async Task<IResult> DecideAsync(Guid id, HttpContext http, DecideDifference decide)
    {
        if (await http.Request.ReadFromJsonAsync<Decided>(Json, http.RequestAborted) is not { } sent) return OwnPages.Refuse(new Refusal("This decision says nothing."));
        if (sent is { Start: { } from, End: { } to } && (from < 0 || to <= from)) return OwnPages.Refuse(new Refusal("The passage is empty. Select its words again."));
        var decision = new Decision(
            sent.Decision, sent.Reason ?? "", sent.Lane, sent.Code is { } code ? new CodeId(code) : null, sent is { Start: { } start, End: { } end } ? new Segment(start, end) : null);
        List<ToDecide> which = [.. (sent.Differences ?? []).Select(d => new ToDecide(new(d.Act), new(d.Difference), d.Seen))];
        return Answer(await decide.RunAsync(OwnPages.Me(http), new(id), which, decision, sent.TextRevision, sent.After, CancellationToken.None));
    }

    private static IResult Answer<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? OwnPages.Refuse(refusal) : Results.Json(value, Json);

    private sealed record Deed(Guid Act, long After);

    private sealed record Which(Guid Act, Guid Difference, long Seen);

    private sealed record Decided(long After, IReadOnlyList<Which>? Differences, DecisionKind Decision, int? Lane, Guid? Code, int? Start, int? End, int TextRevision, string? Reason)
    {
        public override string ToString() => "a decision";
    }

    private sealed record Said(Guid Act, long After, Guid Difference, string? Text)
    {
        public override string ToString() => "a remark";
    }

    private sealed record Resolved(Guid Act, long After, Guid Difference, bool IsResolved);

    private sealed record Reason(Guid Act, long After, string? Text)
    {
        public override string ToString() => "a reason";
    }
}
