using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Web.Access;
using CoreStudy.Web.Watch;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>What the modules of the transcription desk ask over HTTP. Nothing of it is kept by a browser or on the way.</summary>
public static class TranscriptionEndpoints
{
    /// <summary>Bytes of one saving: a whole transcription fits.</summary>
    private const long MostBytes = 8 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static IServiceCollection AddTranscriptions(this IServiceCollection services) => services.AddSingleton<MachineDrafts>().AddSingleton<IQueue>(site => site.GetRequiredService<MachineDrafts>());

    public static void MapTranscriptions(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/studies/{study:guid}/recordings/{recording:guid}/transcription").RequireAuthorization().DisableCookieRedirect().DisableAntiforgery()
            .AddEndpointFilter(OwnPages.Alone).AddEndpointFilter(OwnPages.WithoutTrace).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        desk.MapGet("", async (Guid study, Guid recording, HttpContext http, ReadTyping read) =>
            (await read.RunAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)).IsRefused(out var refusal, out var typing) ? Refuse(refusal) : Results.Json(SentDesk.Of(typing), Json));
        desk.MapGet("/standing", async (Guid study, Guid recording, HttpContext http, ReadTyping read) =>
            Answer(await read.StandingAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapPost("/begin", async (Guid study, Guid recording, HttpContext http, BeginTranscription begin) =>
            Answer(await begin.RunAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapPost("/save", SaveAsync);
        desk.MapPost("/check", async (Guid study, Guid recording, int version, HttpContext http, CheckTranscription check) =>
            Answer(await check.RunAsync(OwnPages.Me(http), new(study), new(recording), version, http.RequestAborted)));
        desk.MapPost("/take-back", async (Guid study, Guid recording, HttpContext http, CheckTranscription check) =>
            Answer(await check.TakeBackAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapPost("/send", async (Guid study, Guid recording, int version, bool identifiable, bool open, HttpContext http, SendTranscription send) =>
            Answer(await send.RunAsync(OwnPages.Me(http), new(study), new(recording), version, identifiable, open, http.RequestAborted)));
        desk.MapGet("/draft", async (Guid study, Guid recording, HttpContext http, DraftTranscription draft) =>
            Answer(await draft.ReadAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapPost("/draft", async (Guid study, Guid recording, HttpContext http, DraftTranscription draft) =>
            Answer(await draft.RunAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapDelete("/draft", async (Guid study, Guid recording, HttpContext http, DraftTranscription draft) =>
            Answer(await draft.StopAsync(OwnPages.Me(http), new(study), new(recording), http.RequestAborted)));
        desk.MapPost("/delete", async (Guid study, Guid recording, int version, HttpContext http, DeleteTranscription delete) =>
            Answer(await delete.RunAsync(OwnPages.Me(http), new(study), new(recording), version, http.RequestAborted)));
    }

    private static async Task<IResult> SaveAsync(Guid study, Guid recording, HttpContext http, SaveTyping save)
    {
        SentChanges? sent;
        try
        {
            sent = await http.Request.ReadFromJsonAsync<SentChanges>(Json, http.RequestAborted);
        }
        catch (JsonException)
        {
            sent = null;
        }

        if (sent is not { Turns: not null }) return OwnPages.Refuse(new Refusal("This saving says nothing. Load the page again."));
        return Answer(await save.RunAsync(OwnPages.Me(http), new(study), new(recording), sent.Read(), http.RequestAborted));
    }

    /// <summary>Refusals that a desk must tell apart are told by their status: 410 where it is gone, 409 where somebody else saved.</summary>
    private static IResult Refuse(Refusal refusal) =>
        refusal == TypingPlace.Gone ? Results.Json(new { why = refusal.Sentence }, statusCode: StatusCodes.Status410Gone)
        : refusal == Transcription.ChangedMeanwhile ? Results.Json(new { why = refusal.Sentence }, statusCode: StatusCodes.Status409Conflict)
        : OwnPages.Refuse(refusal);

    private static IResult Answer<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? Refuse(refusal) : Results.Json(value, Json);

    private sealed record SentDesk(TypingStanding Standing, IEnumerable<SentSpeaker> Speakers, IEnumerable<SentTurn> Turns, long LeftMs, int? LeftTurn)
    {
        public static SentDesk Of(TypingDesk desk) => new(
            desk.Standing, desk.Speakers.Select(s => new SentSpeaker(s.Label, s.ParticipantId?.Value, s.IsInterviewer)),
            desk.Turns.Select(t => new SentTurn(t.Id, t.Speaker, t.StartMs, t.Text, t.IsUnheard, null, false)), desk.Left.Ms, desk.Left.Turn);

        public override string ToString() => "a transcription";
    }

    private sealed record SentChanges(int Version, Guid Save, IReadOnlyList<SentTurn?>? Turns, IReadOnlyList<SentSpeaker?>? Speakers, long LeftMs, int? LeftTurn)
    {
        public TypingChanges Read() => new(
            Version, Save,
            [.. Turns!.OfType<SentTurn>().Select(t => new TurnChange(new TypedTurn(t.Id, t.Speaker, t.StartMs, t.Text ?? "", t.Unheard), t.After, t.Gone))],
            Speakers?.OfType<SentSpeaker>().Select(s => new TypedSpeaker(s.Label ?? "", s.Participant is { } id ? new ParticipantId(id) : null, s.Interviewer)).ToList(),
            new(LeftMs, LeftTurn));

        public override string ToString() => "what was typed";
    }

    private sealed record SentSpeaker(string? Label, Guid? Participant, bool Interviewer)
    {
        public override string ToString() => "a speaker";
    }

    /// <param name="After">The turn before it; null for the first.</param>
    private sealed record SentTurn(int Id, int? Speaker, long? StartMs, string? Text, bool Unheard, int? After, bool Gone)
    {
        public override string ToString() => $"turn {Id}";
    }
}
