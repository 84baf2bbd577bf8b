using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Corrections;

/// <summary>A coding that a correction would change the words of.</summary>
/// <param name="Words">As they would be.</param>
public sealed record TouchedCoding(CodingId Id, string Code, string Colour, string Coder, string Words)
{
    public override string ToString() => $"coding {Id}";
}

/// <summary>What a correction would do, before it is done.</summary>
/// <param name="Runs">The words that stay, go and come.</param>
/// <param name="LostPlaceholders">What stood for somebody or something and would be gone.</param>
/// <param name="Codings">Those whose words change; all others stay as they are.</param>
public sealed record CorrectionPreview(IReadOnlyList<WordRun> Runs, IReadOnlyList<string> LostPlaceholders, IReadOnlyList<TouchedCoding> Codings)
{
    public override string ToString() => $"{Codings.Count} codings touched";
}

/// <summary>A researcher puts right what was transcribed wrongly, one turn at a time.</summary>
public sealed class CorrectTurn(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    /// <summary>What it would do.</summary>
    /// <param name="textRevision">The revision of the text that the researcher had before them.</param>
    /// <param name="turn">From 0.</param>
    public async Task<Result<CorrectionPreview>> PreviewAsync(AccountId me, TranscriptId transcriptId, int textRevision, int turn, string words, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var text = await ReadTurn.TextAsync(db, transcriptId, cancel);
        if (text is null) return Refusal.NotFound;
        if (text.TextRevision != textRevision) return ReadTurn.ChangedMeanwhile;
        if (TurnCorrection.Plan(text.Text, text.Turns, turn, words).IsRefused(out var no, out var correction)) return no;

        var (first, last) = (correction.Edits.All[0].Start, correction.Edits.All[^1].End);
        var near = await (
            from coding in db.Codings.VisibleTo(db, access.Member)
            join code in db.Codes on coding.CodeId equals code.Id
            join coder in db.Members on coding.MemberId equals coder.Id
            where coding.TranscriptId == transcriptId && coding.RemovedAt == null && coding.Segment.Start <= last && coding.Segment.End >= first
            orderby coding.Segment.Start, coding.Segment.End
            select new { coding.Id, coding.Segment, code.Name, code.Colour, Coder = coder.Name }).ToListAsync(cancel);
        var after = correction.Edits.Apply(text.Text);
        var touched = near.Where(c => correction.Edits.Moves.Touches(c.Segment)).Select(c =>
        {
            var now = correction.Edits.Carry(c.Segment);
            return new TouchedCoding(c.Id, c.Name, c.Colour, c.Coder, after.Words[now.Start..now.End]);
        });
        return new CorrectionPreview(correction.Runs, correction.LostPlaceholders, [.. touched]);
    }

    /// <summary>Does it.</summary>
    /// <param name="mayLosePlaceholders">The researcher was warned that a placeholder would go, and means it.</param>
    /// <returns>The revision of the text that it made.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, TranscriptId transcriptId, int textRevision, int turn, string words, bool mayLosePlaceholders, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        if (await ReadTurn.TextAsync(room.Study, transcriptId, cancel) is not { } text) return Refusal.NotFound;
        if (text.TextRevision != textRevision) return ReadTurn.ChangedMeanwhile;
        if (TurnCorrection.Plan(text.Text, text.Turns, turn, words).IsRefused(out var no, out var correction)) return no;
        if (correction.LostPlaceholders.Count > 0 && !mayLosePlaceholders)
            return new Refusal($"{string.Join(" and ", correction.LostPlaceholders)} would be gone. It stands for what identifies somebody. Say that you mean it, or put it back.");

        var at = text.Turns[turn];
        if (await typed.ForbidNewAsync(me, access.StudyId, text.Text.Words[at.Start..at.End], new ScannedText("the turn", TranscriptText.Normalise(words)), cancel) is { } leak) return leak;
        if ((await room.ReviseAsync(access.StudyId, transcriptId, textRevision, correction.Edits, TextRevisionKind.Correction, access.Member.Id, clock.GetUtcNow(), cancel)).IsRefused(out var failed, out var revised)) return failed;
        var transcript = await room.Study.Transcripts.AsNoTracking().SingleAsync(t => t.Id == transcriptId, cancel);
        room.Study.Audit(AuditEntry.Of(
            AuditKind.TextRevised, access.Member, AuditSubject.Of(transcript), AuditDetail.Word("kind", TextRevisionKind.Correction).AndCount("revision", revised.Number).AndCount("passages", revised.Went.Count)));
        await room.CommitAsync(cancel);
        feed.Publish(new TextRevised(access.StudyId, transcriptId, revised.Number, revised.Revision));
        return revised.Number;
    }
}
