using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Corrections;

/// <summary>A change of a transcript's words.</summary>
/// <param name="By">Null where the app itself did it.</param>
/// <param name="Passages">How many places it changed.</param>
/// <param name="TurnsFrom">The first turn it changed, from 0, as it is now.</param>
/// <param name="Went">The words it took away, where this reader may see them; null where they are withheld.</param>
/// <param name="TakenBackBy">The revision that took it back; null while it stands.</param>
/// <param name="MayRestore">Whether this reader may take it back.</param>
public sealed record TextRevisionRow(
    int Number, TextRevisionKind Kind, string? By, DateTimeOffset At, int Passages, int TurnsFrom, IReadOnlyList<string?>? Went, int? Of, int? TakenBackBy, bool MayRestore)
{
    public override string ToString() => $"revision {Number}";
}

/// <summary>The history of a transcript's words.</summary>
/// <param name="Revisions">The latest first.</param>
public sealed record TextHistory(string Title, IReadOnlyList<TextRevisionRow> Revisions);

/// <summary>Who may correct a transcript looks at what was changed in it. Words that were hidden or replaced are never in it, only those of corrections.</summary>
public sealed class ListTextRevisions(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions) : IUseCase
{
    public async Task<Result<TextHistory>> RunAsync(AccountId me, StudyId studyId, TranscriptId transcriptId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var title = await db.Transcripts.Where(t => t.Id == transcriptId).Select(t => t.Title).SingleAsync(cancel);
        var revisions = await db.TextRevisions.AsNoTracking().Where(r => r.TranscriptId == transcriptId).OrderBy(r => r.Number).ToListAsync(cancel);
        var members = await db.Members.Where(m => m.StudyId == studyId).Select(m => new { m.Id, m.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var turns = await db.Turns.Where(t => t.TranscriptId == transcriptId).OrderBy(t => t.Number).Select(t => t.Segment.Start).ToListAsync(cancel);

        await using var room = revisions.Exists(r => IsCorrection(r.Kind)) ? await door.EnterAsync(cancel) : null;
        var rows = new List<TextRevisionRow>(revisions.Count);
        foreach (var revision in revisions)
        {
            var later = revisions.Where(r => r.Number > revision.Number).ToList();
            var takenBackBy = TakenBackBy(revision.Number, later);
            var isOpen = IsCorrection(revision.Kind) && !HidesSince(later) && !(revision.Of is { } of && !IsCorrection(revisions[of - 1].Kind));
            var went = isOpen && room is not null ? (await room.PastAsync(transcriptId, revision.Number, cancel))?.Went : null;
            var place = new TextTrail([.. later.Select(r => r.Step)]).Carry(new Segment(Landing(revision), Landing(revision) + 1)).Start;
            rows.Add(new TextRevisionRow(
                revision.Number, revision.Kind, revision.By is { } by ? members.GetValueOrDefault(by) : null, revision.At, revision.Edits.All.Count,
                Math.Max(0, turns.FindLastIndex(s => s <= place)), went, revision.Of, takenBackBy, isOpen && takenBackBy is null && revision.Kind == TextRevisionKind.Correction));
        }

        rows.Reverse();
        return new TextHistory(title, rows);
    }

    /// <summary>What identifies somebody may stand in the words of a correction too: once names were taken out, earlier words are not shown or brought back.</summary>
    internal static bool HidesSince(IEnumerable<TextRevision> later) => later.Any(r => r.Kind is TextRevisionKind.Redaction or TextRevisionKind.Release or TextRevisionKind.Veil or TextRevisionKind.Withdrawal);

    private static bool IsCorrection(TextRevisionKind kind) => kind is TextRevisionKind.Correction or TextRevisionKind.Restoration;

    private static int Landing(TextRevision revision) => revision.Edits.All[0].Start;

    private static int? TakenBackBy(int number, List<TextRevision> later)
    {
        var by = later.FindLast(r => r.Of == number);
        return by is not null && TakenBackBy(by.Number, [.. later.Where(r => r.Number > by.Number)]) is null ? by.Number : null;
    }
}
