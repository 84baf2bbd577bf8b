using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Flags;

/// <summary>An admin decides about a flagged passage: something stands in its place, or its words are shown again.</summary>
public sealed class DecideFlag(VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    /// <summary>Puts a replacement in the place of the passage.</summary>
    /// <param name="replacement">With its brackets, such as <c>[colleague 3]</c>.</param>
    public Task<Result<int>> RedactAsync(AccountId me, StudyId studyId, FlagId id, string replacement, CancellationToken cancel) => RunAsync(
        me, studyId, id, FlagState.Redacted,
        async (room, flag, by, at) =>
        {
            var words = TranscriptText.Normalise(replacement).Trim();
            if (await typed.ForbidAsync(me, studyId, cancel, new ScannedText("the replacement", words)) is { } leak) return leak;
            if (words.Length == 0) return new Refusal("Please say what stands in its place, such as [colleague 3].");
            if (words.Length > 120 || words.Contains('\n', StringComparison.Ordinal)) return new Refusal("What stands in its place is one line of at most 120 characters.");
            if ((await TextRevising.LockAsync(room.Study, flag.TranscriptId, cancel)).IsRefused(out var gone, out var text)) return gone;
            var parts = text.Turns.Where(t => t.Overlaps(flag.Segment))
                .Select(t => new TextEdit(Math.Max(t.Start, flag.Segment.Start), Math.Min(t.End, flag.Segment.End), words));
            if (TextEdits.Plan(text.Text, text.Turns, parts).IsRefused(out var no, out var edits)) return no;
            return await room.ReviseAsync(studyId, flag.TranscriptId, text.TextRevision, edits, TextRevisionKind.Redaction, by, at, cancel);
        },
        cancel);

    /// <summary>Finds that it identifies nobody: the words are shown again, and codings that were widened over the veil go back.</summary>
    public Task<Result<int>> DismissAsync(AccountId me, StudyId studyId, FlagId id, CancellationToken cancel) => RunAsync(
        me, studyId, id, FlagState.Dismissed, (room, flag, by, at) => room.RestoreAsync(studyId, flag.TranscriptId, flag.TextRevision, by, at, cancel), cancel);

    private async Task<Result<int>> RunAsync(
        AccountId me, StudyId studyId, FlagId id, FlagState decision, Func<VaultRoom, PassageFlag, MemberId, DateTimeOffset, Task<Result<Revised>>> revise, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        // The head's lock comes first, as everywhere; then the flag as it is.
        var place = await (
            from f in room.Study.PassageFlags
            join t in room.Study.Transcripts on f.TranscriptId equals t.Id
            where f.Id == id && f.StudyId == studyId
            select new { f.TranscriptId, t.TrustId }).SingleOrDefaultAsync(cancel);
        if (place is null || !member.ReachesTrust(place.TrustId)) return Refusal.NotFound;
        if ((await TextRevising.LockAsync(room.Study, place.TranscriptId, cancel)).IsRefused(out var gone, out _)) return gone;
        var at = clock.GetUtcNow();
        var flag = await room.Study.PassageFlags.SingleAsync(f => f.Id == id, cancel);
        if (flag.Decide(decision, member.Id, at).IsRefused(out var no, out _)) return no;
        if ((await revise(room, flag, member.Id, at)).IsRefused(out var failed, out var revised)) return failed;
        var transcript = await room.Study.Transcripts.AsNoTracking().SingleAsync(t => t.Id == flag.TranscriptId, cancel);
        room.Study.Audit(AuditEntry.Of(
            AuditKind.FlagDecided, member, AuditSubject.Of(transcript), AuditDetail.Word("decision", decision).AndId("flag", id).AndCount("revision", revised.Number)));
        await room.CommitAsync(cancel);

        feed.Publish(new TextRevised(studyId, flag.TranscriptId, revised.Number, revised.Revision));
        feed.Publish(new FlagsChanged(studyId));
        return revised.Number;
    }
}
