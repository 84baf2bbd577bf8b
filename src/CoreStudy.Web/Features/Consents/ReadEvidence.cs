using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>The file that shows a consent, for an admin to whom the participant is open.</summary>
public sealed class ReadEvidence(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions, Reveals reveals) : IUseCase
{
    public async Task<Result<Evidence>> RunAsync(AccountId me, StudyId studyId, ConsentId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Consents.Where(c => c.Id == id && c.StudyId == studyId).Select(c => (ParticipantId?)c.ParticipantId).SingleOrDefaultAsync(cancel) is not { } participant) return Refusal.NotFound;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.Of(participant), cancel)).IsRefused(out var closed, out _)) return closed;
        await using var room = await door.EnterAsync(cancel);
        return await room.ReadAsync<Evidence>(id.Value, cancel) is { } evidence ? evidence : Refusal.NotFound;
    }
}

public static class EvidenceFiles
{
    /// <summary>Sends the file to keep, under a name of our own, never to be stored on the way.</summary>
    public static void MapEvidence(this WebApplication app) =>
        app.MapGet("/studies/{id:guid}/consents/{consent:guid}/evidence", async (Guid id, Guid consent, HttpContext http, ReadEvidence readEvidence) =>
        {
            if (http.User.AccountId() is not { } me) return Results.NotFound();
            http.Response.Headers.CacheControl = "no-store";
            return (await readEvidence.RunAsync(me, new StudyId(id), new ConsentId(consent), http.RequestAborted)).IsRefused(out _, out var evidence)
                ? Results.NotFound()
                : Results.File(evidence.Content, evidence.ContentType, evidence.FileName);
        }).RequireAuthorization();
}
