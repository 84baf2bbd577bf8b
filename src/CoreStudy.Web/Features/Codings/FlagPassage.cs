using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A reader says that a passage may identify somebody: it is veiled for everybody at once, until an admin has looked.</summary>
public sealed class FlagPassage(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <summary>Characters at most: more is no name, and would take the transcript away from everybody.</summary>
    public const int Longest = 400;

    /// <param name="textRevision">The revision of the text that the segment is of.</param>
    /// <param name="category">What the reader thinks it is; null where they did not say.</param>
    /// <returns>The revision of the text that laid the veil.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, TranscriptId transcriptId, Segment segment, int textRevision, IdentifierCategory? category, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.FlagIdentifiers, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (segment.Length > Longest) return new Refusal($"At most {Longest} characters can be hidden at once; these are {segment.Length}. Select only what identifies somebody.");

        await using var room = await door.EnterAsync(cancel);
        if ((await TextRevising.LockAsync(room.Study, transcriptId, cancel)).IsRefused(out var gone, out var text)) return gone;
        var steps = await TextRevising.StepsAsync(room.Study, transcriptId, textRevision, cancel);
        var now = new TextTrail(steps).Carry(segment);
        if (text.Text.Cut(now).IsRefused(out var outside, out var excerpt)) return outside;
        if (!excerpt.Words.Any(char.IsLetterOrDigit)) return new Refusal(excerpt.Words.Contains(TextEdit.Veiled, StringComparison.Ordinal) ? "These words are hidden already." : "There are no words in this selection.");

        var veils = text.Turns.Where(t => t.Overlaps(now)).Select(t => TextEdit.Veil(text.Text, new Segment(Math.Max(t.Start, now.Start), Math.Min(t.End, now.End))));
        if (TextEdits.Plan(text.Text, text.Turns, veils).IsRefused(out var no, out var edits)) return no;
        var at = clock.GetUtcNow();
        if ((await room.ReviseAsync(access.StudyId, transcriptId, text.TextRevision, edits, TextRevisionKind.Veil, access.Member.Id, at, cancel)).IsRefused(out var failed, out var revised)) return failed;
        room.Study.PassageFlags.Add(PassageFlag.Raise(FlagId.New(), access.StudyId, transcriptId, now, category, access.Member.Id, at, revised.Number));
        var transcript = await room.Study.Transcripts.AsNoTracking().SingleAsync(t => t.Id == transcriptId, cancel);
        room.Study.Audit(AuditEntry.Of(AuditKind.PassageFlagged, access.Member, AuditSubject.Of(transcript), AuditDetail.Count("revision", revised.Number).AndCount("characters", now.Length)));
        await room.CommitAsync(cancel);

        feed.Publish(new TextRevised(access.StudyId, transcriptId, revised.Number, revised.Revision));
        feed.Publish(new FlagsChanged(access.StudyId));
        return revised.Number;
    }
}
