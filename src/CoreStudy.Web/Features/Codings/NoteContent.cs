using CoreStudy.Data;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A researcher marks the passages of a transcript that may distress, in place of those marked before.</summary>
public sealed class NoteContent(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed) : IUseCase
{
    /// <param name="textRevision">The revision of the text that the segments are of.</param>
    public async Task<Result<Done>> RunAsync(
        AccountId me, TranscriptId transcriptId, int textRevision, IReadOnlyList<(Segment Segment, string Note)> notes, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (await typed.ForbidAsync(me, access.StudyId, cancel, [.. notes.Select(n => new ScannedText("the content note", n.Note))]) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await TextRevising.LockAsync(db, transcriptId, cancel)).IsRefused(out var gone, out var text)) return gone;
        var trail = new TextTrail(await TextRevising.StepsAsync(db, transcriptId, textRevision, cancel));
        var made = new List<ContentNote>();
        foreach (var (segment, words) in notes)
        {
            if (ContentNote.Create(transcriptId, text.Text, trail.Carry(segment), words).IsRefused(out var no, out var note)) return no;
            made.Add(note);
        }

        await db.ContentNotes.Where(n => n.TranscriptId == transcriptId).ExecuteDeleteAsync(cancel);
        db.ContentNotes.AddRange(made);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Done.Well;
    }
}
