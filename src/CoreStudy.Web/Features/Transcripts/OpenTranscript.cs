using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>A researcher opens a transcript for coding or closes it, and says what readers should know before they begin.</summary>
public sealed class OpenTranscript(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, bool open, string contentNote, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transcript = await db.Transcripts.SingleAsync(t => t.Id == id, cancel);
        if (transcript.WarnReaders(contentNote).IsRefused(out var no, out _)) return no;
        if (open) transcript.OpenForCoding(clock.GetUtcNow());
        else transcript.CloseForCoding();
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        feed.Publish(new StudyChanged(access.StudyId));
        return Done.Well;
    }
}
