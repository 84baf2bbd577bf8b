using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Features.Codings;

/// <summary>What the browser modules of the desk ask over HTTP, so that work goes on while the live link is down.</summary>
public static class DeskEndpoints
{
    private const int MostBytes = 1024 * 1024;

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/desk").RequireAuthorization().DisableCookieRedirect();
        desk.MapGet("/{id:guid}/codings", CodingsAsync);
        desk.MapGet("/{id:guid}/changes", ChangesAsync);
        desk.MapGet("/{id:guid}/text", TextAsync);

        var deeds = desk.MapGroup("").AddEndpointFilter(OwnDeskAlone).DisableAntiforgery();
        deeds.MapPost("/{id:guid}/acts", ActsAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        deeds.MapPut("/pins", PinsAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        deeds.MapPost("/{id:guid}/flags", FlagAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        deeds.MapPut("/{id:guid}/content-notes", NotesAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static Task CodingsAsync(Guid id, HttpContext http, ReadCodings read) => AnswerAsync(id, after: null, http, read);

    private static Task ChangesAsync(Guid id, long after, HttpContext http, ReadCodings read) => AnswerAsync(id, after, http, read);

    private static async Task AnswerAsync(Guid id, long? after, HttpContext http, ReadCodings read)
    {
        http.Response.Headers.CacheControl = "no-store";
        if ((await read.RunAsync(OwnPages.Me(http), new TranscriptId(id), after, http.RequestAborted)).IsRefused(out var refusal, out var changes))
            await OwnPages.Refuse(refusal).ExecuteAsync(http);
        else
            await WriteAsync(http, changes);
    }

    private static async Task<IResult> TextAsync(Guid id, int after, HttpContext http, ReadTextChanges read)
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await read.RunAsync(OwnPages.Me(http), new TranscriptId(id), after, http.RequestAborted)).IsRefused(out var refusal, out var changes)
            ? OwnPages.Refuse(refusal)
            : Results.Json(changes, OpenCodingDesk.Json);
    }

    private static async Task ActsAsync(Guid id, ActsMessage message, HttpContext http, RecordActs record)
    {
        var incomplete = new List<ActResult>();
        var acts = new List<DeskAct>(message.Acts.Count);
        foreach (var sent in message.Acts)
        {
            if (sent.Read().IsRefused(out var missing, out var act)) incomplete.Add(new ActResult(new ActId(sent.Id), null, missing.Sentence));
            else acts.Add(act);
        }

        // Not cancelled when the browser goes: what it sent is done, and it will ask again.
        if ((await record.RunAsync(OwnPages.Me(http), new TranscriptId(id), acts, CancellationToken.None)).IsRefused(out var refusal, out var outcome))
        {
            await OwnPages.Refuse(refusal).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("revision", outcome.Revision);
        json.WriteStartArray("results");
        foreach (var result in outcome.Results.Concat(incomplete))
        {
            json.WriteStartObject();
            json.WriteString("id", result.Id.Value);
            json.WriteBoolean("kept", result.IsKept);
            if (result.Revision is { } revision) json.WriteNumber("revision", revision);
            if (result.Why is { } why) json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("changes");
        outcome.Changes.Write(json);
        json.WriteEndObject();
        await json.FlushAsync();
    }

    private static async Task<IResult> PinsAsync(PinsMessage message, HttpContext http, PinCodes pin) =>
        (await pin.RunAsync(
            OwnPages.Me(http), new StudyId(message.StudyId), message.Pins.DistinctBy(p => p.Digit).ToDictionary(p => p.Digit, p => new CodeId(p.CodeId)), http.RequestAborted))
        .IsRefused(out var refusal, out _) ? OwnPages.Refuse(refusal) : Results.NoContent();

    private static async Task<IResult> NotesAsync(Guid id, NotesMessage message, HttpContext http, NoteContent note)
    {
        if (message.Notes.Any(n => n.Start < 0 || n.End <= n.Start)) return OwnPages.Refuse(new Refusal("A marked passage is empty."));
        var notes = message.Notes.Select(n => (new Segment(n.Start, n.End), n.Note)).ToList();
        return (await note.RunAsync(OwnPages.Me(http), new TranscriptId(id), message.TextRevision, notes, http.RequestAborted)).IsRefused(out var refusal, out _)
            ? OwnPages.Refuse(refusal)
            : Results.NoContent();
    }

    private static async Task<IResult> FlagAsync(Guid id, FlagMessage message, HttpContext http, FlagPassage flag)
    {
        if (message.Start < 0 || message.End <= message.Start) return OwnPages.Refuse(new Refusal("Select the words first."));
        IdentifierCategory? category = Enum.TryParse<IdentifierCategory>(message.Category, out var named) && Enum.IsDefined(named) ? named : null;
        return (await flag.RunAsync(OwnPages.Me(http), new TranscriptId(id), new Segment(message.Start, message.End), Math.Max(0, message.TextRevision), category, http.RequestAborted))
            .IsRefused(out var refusal, out var revision)
            ? OwnPages.Refuse(refusal)
            : Results.Json(new { TextRevision = revision }, OpenCodingDesk.Json);
    }

    private static async Task WriteAsync(HttpContext http, ChangeSet changes)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        changes.Write(json);
        await json.FlushAsync();
    }

    /// <summary>As <see cref="OwnPages.Alone"/>, of the desk's own modules.</summary>
    private static ValueTask<object?> OwnDeskAlone(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return request.Headers[OwnPages.Header] == "desk" && OwnPages.IsFromHere(request) ? next(context) : OwnPages.TurnAway(context.HttpContext);
    }

    private sealed record PinsMessage(Guid StudyId, IReadOnlyList<PinMessage> Pins);

    private sealed record PinMessage(int Digit, Guid CodeId);

    private sealed record FlagMessage(int Start, int End, string? Category, int TextRevision);

    private sealed record NotesMessage(IReadOnlyList<NoteMessage> Notes, int TextRevision = 0);

    private sealed record NoteMessage(int Start, int End, string Note);
}
