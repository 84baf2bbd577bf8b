using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>Sound in ranges for those who may hear it, and uploads in parts. Nothing of it is kept by a browser or on the way.</summary>
public static class RecordingEndpoints
{
    /// <summary>The most bytes of one part; the browser sends less.</summary>
    public const long MostBytes = 64L << 20;

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var recordings = routes.MapGroup("/studies/{study:guid}/recordings").RequireAuthorization().DisableCookieRedirect().DisableAntiforgery().AddEndpointFilter(OwnPages.WithoutTrace);
        recordings.MapGet("/{id:guid}/sound", SoundAsync);

        var uploads = recordings.MapGroup("/uploads").AddEndpointFilter(OwnPages.Alone);
        uploads.MapPost("", BeginAsync).WithMetadata(new RequestSizeLimitAttribute(4096));
        uploads.MapGet("/{id:guid}", async (Guid study, Guid id, HttpContext http, AskUpload ask) => Answer(await ask.RunAsync(OwnPages.Me(http), new(study), new(id), http.RequestAborted)));
        uploads.MapPut("/{id:guid}", PartAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        uploads.MapPost("/{id:guid}/finish", async (Guid study, Guid id, HttpContext http, FinishUpload finish) =>
            (await finish.RunAsync(OwnPages.Me(http), new(study), new(id), CancellationToken.None)).IsRefused(out var refusal, out var made) ? OwnPages.Refuse(refusal) : Results.Json(new { recording = made.Value }));
        uploads.MapDelete("/{id:guid}", async (Guid study, Guid id, HttpContext http, StopUpload stop) =>
            (await stop.RunAsync(OwnPages.Me(http), new(study), new(id), CancellationToken.None)).IsRefused(out var refusal, out _) ? OwnPages.Refuse(refusal) : Results.NoContent());
    }

    private static async Task<IResult> SoundAsync(Guid study, Guid id, HttpContext http, HearRecording hear)
    {
        if ((await hear.RunAsync(OwnPages.Me(http), new(study), new(id), http.RequestAborted)).IsRefused(out var refusal, out var heard)) return OwnPages.Refuse(refusal);
        return Results.Stream(heard.Sound, heard.ContentType, entityTag: new EntityTagHeaderValue($"\"{id:n}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> BeginAsync(Guid study, ChosenMessage chosen, HttpContext http, BeginUpload begin)
    {
        if (HashOf(chosen.Head) is not { } head || HashOf(chosen.Tail) is not { } tail) return OwnPages.Refuse(new Refusal("The file could not be read. Please choose it again."));
        return Answer(await begin.RunAsync(OwnPages.Me(http), new(study), new(chosen.Interview), new ChosenFile(chosen.Bytes, head, tail), http.RequestAborted));
    }

    private static async Task<IResult> PartAsync(Guid study, Guid id, long at, HttpContext http, TakePart take)
    {
        try
        {
            if ((await take.RunAsync(OwnPages.Me(http), new(study), new(id), at, http.Request.BodyReader, http.RequestAborted)).IsRefused(out var refusal, out var part)) return OwnPages.Refuse(refusal);
            return part.End switch
            {
                PartEnd.Kept => Results.Json(new { received = part.Received }),
                PartEnd.NoRoom => Results.Json(
                    new { received = part.Received, why = "The disk of this site is full. What has arrived is kept for three days: go on when there is room again, or cancel. Please tell who runs this site." }, statusCode: StatusCodes.Status507InsufficientStorage),
                PartEnd.Busy => Results.Json(new { received = part.Received, why = "This file is being uploaded in another window." }, statusCode: StatusCodes.Status423Locked),
                _ => Results.Json(new { received = part.Received }, statusCode: StatusCodes.Status409Conflict),
            };
        }
        catch (Exception left) when (left is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // the connection broke; what had arrived is kept
        }
    }

    private static IResult Answer(Result<UploadState> result) =>
        result.IsRefused(out var refusal, out var state) ? OwnPages.Refuse(refusal) : Results.Json(new { id = state.Id.Value, received = state.Received, bytes = state.Bytes });

    private static byte[]? HashOf(string? hex) => hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    private sealed record ChosenMessage(Guid Interview, long Bytes, string? Head, string? Tail);
}
