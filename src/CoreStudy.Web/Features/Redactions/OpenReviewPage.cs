using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What the page of a review shows before its gate is open: no words of the transcript.</summary>
public sealed record ReviewPageHead(string Title);

/// <summary>An admin comes to the page on which a transcript is reviewed.</summary>
public sealed class OpenReviewPage(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ReviewPageHead>> RunAsync(AccountId me, StudyId studyId, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.TranscriptReviews.AnyAsync(a => a.TranscriptId == id, cancel)) return Refusal.NotFound;
        return new ReviewPageHead(await db.Transcripts.Where(t => t.Id == id).Select(t => t.Title).SingleAsync(cancel));
    }
}
