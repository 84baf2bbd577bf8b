using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>What the page of a settling desk shows before the desk is fetched.</summary>
public sealed record SettleHead(string Title);

/// <summary>Somebody comes to the page on which a transcript is settled.</summary>
public sealed class ReadSettleHead(IDbContextFactory<StudyDb> databases, SettlingDoor door) : IUseCase
{
    public async Task<Result<SettleHead>> RunAsync(AccountId me, StudyId studyId, TranscriptId id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await door.ReadAsync(db, me, id, cancel)).IsRefused(out var refusal, out var read)) return refusal;
        if (read.Settlement.StudyId != studyId) return Refusal.NotFound;
        return new SettleHead(await db.Transcripts.Where(t => t.Id == id).Select(t => t.Title).SingleAsync(cancel));
    }
}
