using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What the steps of a review share: who asks, the gate, the room, the file, the news afterwards.</summary>
public sealed class ReviewDoor(VaultDoor door, Permissions permissions, OriginalGate gate, StudyFeed feed)
{
    public Permissions Permissions => permissions;

    internal async Task<Result<T>> StepAsync<T>(AccountId me, TranscriptId id, Func<VaultRoom, ReviewFile, Member, Task<Result<T>>> step, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if ((await gate.StillAsync(me, access.StudyId, id, cancel)).IsRefused(out var shut, out _)) return shut;
        await using var room = await door.EnterAsync(cancel);
        if ((await ReviewFile.OpenAsync(room, id, forDeed: true, cancel)).IsRefused(out var missing, out var file)) return missing;
        var result = await step(room, file, access.Member);
        if (result.IsRefused(out var no, out _)) return no;
        await room.CommitAsync(cancel);
        permissions.Forget();
        feed.Publish(new RedactionsDecided(access.StudyId, id));
        return result;
    }

    internal void Tell(StudyId study) => feed.Publish(new StudyChanged(study));

    /// <summary>The words that were released are gone: whoever holds them lets go.</summary>
    internal void TellGone(StudyId study, TranscriptId transcript)
    {
        feed.Publish(new TextRevised(study, transcript, 0, 0));
        feed.Publish(new StudyChanged(study));
    }
}

/// <summary>An admin has gone through the whole text to its end.</summary>
public sealed class NoteReadThrough(ReviewDoor door, TimeProvider clock) : IUseCase
{
    public Task<Result<ReviewStanding>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel) => door.StepAsync<ReviewStanding>(me, id, async (room, file, member) =>
    {
        file.Review.ReadThrough(member.Id, clock.GetUtcNow());
        return await ReviewPicture.StandingAsync(file, room.Study, member, cancel);
    }, cancel);
}

/// <summary>Searches a transcript again, with what the register has learnt since; decisions stay as they are.</summary>
public sealed class SearchAgain(ReviewDoor door) : IUseCase
{
    /// <returns>How many places were added.</returns>
    public Task<Result<int>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel) => door.StepAsync<int>(me, id, async (_, file, _) =>
    {
        if (file.Review.CheckOpen() is { } closed) return closed;
        var before = file.Sheet.All.Count;
        file.Take(file.Sheet.Propose(file.Register.Propose(file.Text.Words, file.Rules.Threshold, cancel)));
        await file.SaveAsync(cancel);
        return file.Sheet.All.Count - before;
    }, cancel);
}

/// <summary>The first step: an admin says that all is decided. Here the trail hears who decided how many places: not at each, which would be hundreds of entries.</summary>
public sealed class SayDecided(ReviewDoor door, TimeProvider clock) : IUseCase
{
    public Task<Result<ReviewStanding>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel) => door.StepAsync<ReviewStanding>(me, id, async (room, file, member) =>
    {
        if (file.Review.Decide(member.Id, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        var explained = await room.ReadAsync<ExplainedHits>(id.Value, cancel) ?? new ExplainedHits([]);
        file.Review.Scanned(LeakEstimate.Of(file, file.Render(), explained, cancel).Count(h => h.Reason.Length == 0));
        foreach (var decided in file.Sheet.All.Where(r => r.Status != RedactionStatus.Proposed && r.DecidedBy is not null).GroupBy(r => r.DecidedBy!.Value))
        {
            var by = decided.Key == member.Id ? member : await room.Study.Members.SingleAsync(m => m.Id == decided.Key, cancel);
            var replaced = decided.Count(r => r.Status == RedactionStatus.Accepted);
            room.Study.Audit(AuditEntry.Of(
                AuditKind.RedactionDecided, by, AuditSubject.Of(file.Transcript), AuditDetail.Count("replaced", replaced).AndCount("left", decided.Count() - replaced)));
        }

        room.Study.Audit(AuditEntry.Of(AuditKind.RedactionsSignedOff, member, AuditSubject.Of(file.Transcript)));
        return await ReviewPicture.StandingAsync(file, room.Study, member, cancel);
    }, cancel);
}

/// <summary>Reads the words to be released with everything the study knows.</summary>
public sealed class ScanBeforeRelease(ReviewDoor door) : IUseCase
{
    public Task<Result<IReadOnlyList<ScanFind>>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel) => door.StepAsync<IReadOnlyList<ScanFind>>(me, id, async (room, file, _) =>
    {
        var explained = await room.ReadAsync<ExplainedHits>(id.Value, cancel) ?? new ExplainedHits([]);
        var hits = LeakEstimate.Of(file, file.Render(), explained, cancel);
        file.Review.Scanned(hits.Count(h => h.Reason.Length == 0));
        return hits.ToList();
    }, cancel);
}

/// <summary>An admin says why a find of the scan identifies nobody.</summary>
public sealed class ExplainHit(ReviewDoor door, TypedWords typed, TimeProvider clock) : IUseCase
{
    private const int LongestReason = 200;

    public Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, string words, string reason, CancellationToken cancel) => door.StepAsync<Done>(me, id, async (room, file, member) =>
    {
        if (reason.Trim().Length is < 3 or > LongestReason) return new Refusal($"Please say in a few words why it identifies nobody, in at most {LongestReason} characters.");
        if (await typed.ForbidAsync(me, file.Study, cancel, new ScannedText("the reason", reason)) is { } leak) return leak;
        var explained = await room.ReadAsync<ExplainedHits>(id.Value, cancel) ?? new ExplainedHits([]);
        var hits = explained.Hits.Append(new ExplainedHit(words, reason.Trim(), member.Id.Value, clock.GetUtcNow())).ToList();
        room.Study.Audit(AuditEntry.Of(AuditKind.ScanFindExplained, member, AuditSubject.Of(file.Transcript)));
        return await room.WriteAsync(KeyOwner.Of(id), file.Study, id.Value, new ExplainedHits(hits), cancel);
    }, cancel);
}

/// <summary>The second step: the words, pseudonymised, come to the team.</summary>
public sealed class ReleaseTranscript(ReviewDoor door, TimeProvider clock, ILogger<ReleaseTranscript> logger) : IUseCase
{
    /// <param name="open">Whether it is open for coding at once.</param>
    public async Task<Result<ReviewStanding>> RunAsync(AccountId me, TranscriptId id, bool open, CancellationToken cancel)
    {
        StudyId? study = null;
        var released = await door.StepAsync<ReviewStanding>(me, id, async (room, file, member) =>
        {
            study = file.Study;
            var at = clock.GetUtcNow();
            var rendering = file.Render();
            var explained = await room.ReadAsync<ExplainedHits>(id.Value, cancel) ?? new ExplainedHits([]);
            var hits = LeakEstimate.Of(file, rendering, explained, cancel).Count(h => h.Reason.Length == 0);
            file.Review.Scanned(hits);
            if (hits > 0) return new Refusal($"The scan of the words to be released finds {hits:N0} that the study knows or that look like numbers. Take it back to review and replace them, or say why each identifies nobody.");
            if (file.Review.Release(member.Id, at, file.Rules.MayReleaseAlone).IsRefused(out var no, out _)) return no;
            var turns = file.Original.Turns.Select((t, i) => new Turn(id, i, t.Speaker, rendering.Turns[i], t.StartMs)).ToList();
            if (file.Transcript.Release(rendering.Words, turns, at).IsRefused(out var twice, out _)) return twice;
            if (open && file.Transcript.OpenForCoding(at).IsRefused(out var shut, out _)) return shut;
            if (await room.Study.CodingHeads.FindAsync([id], cancel) is null) room.Study.CodingHeads.Add(new CodingHead(id));
            await room.Study.SaveChangesAsync(cancel); // work that came along from another program is placed on what is stored
            await WaitingPlaces.PlaceAsync(room, file.Register, file.Transcript, rendering, at, cancel);
            room.Study.Audit(AuditEntry.Of(
                AuditKind.TranscriptReleased, member, AuditSubject.Of(file.Transcript), AuditDetail.Count("replaced", rendering.Pieces.Count).AndWhether("open", open)));
            logger.TranscriptReleased(id, rendering.Pieces.Count);
            return await ReviewPicture.StandingAsync(file, room.Study, member, cancel);
        }, cancel);
        if (study is { } one) door.Tell(one);
        return released;
    }
}

/// <summary>Back to deciding: before release at any time, after it while nobody has coded the transcript.</summary>
public sealed class TakeBackToReview(ReviewDoor door) : IUseCase
{
    public async Task<Result<ReviewStanding>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel)
    {
        StudyId? study = null;
        var done = await door.StepAsync<ReviewStanding>(me, id, async (room, file, member) =>
        {
            var db = room.Study;
            var isReleased = file.Transcript.ReleasedAt is not null;
            await db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = {id.Value} for update", cancel); // no act begins meanwhile
            var isCoded = await db.Codings.AnyAsync(c => c.TranscriptId == id, cancel) || await db.Memos.AnyAsync(m => m.TranscriptId == id, cancel)
                || await db.TextRevisions.AnyAsync(r => r.TranscriptId == id, cancel);
            if (file.Review.TakeBack(isCoded).IsRefused(out var no, out _)) return no;
            if (isReleased)
            {
                study = file.Study;
                file.Transcript.TakeBack();
                await db.ContentNotes.Where(n => n.TranscriptId == id).ExecuteDeleteAsync(cancel);
                await db.Turns.Where(t => t.TranscriptId == id).ExecuteDeleteAsync(cancel);
                await db.TranscriptTexts.Where(t => t.TranscriptId == id).ExecuteDeleteAsync(cancel);
                await db.CodingHeads.Where(h => h.TranscriptId == id).ExecuteDeleteAsync(cancel);
            }

            db.Audit(AuditEntry.Of(AuditKind.ReviewTakenBack, member, AuditSubject.Of(file.Transcript)));
            return await ReviewPicture.StandingAsync(file, db, member, cancel);
        }, cancel);
        if (study is { } one) door.TellGone(one, id);
        return done;
    }
}
