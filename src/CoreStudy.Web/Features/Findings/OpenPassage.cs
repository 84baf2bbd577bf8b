using CoreStudy.Data;
using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>A turn of a passage that is to be quoted.</summary>
/// <param name="WhyNot">Why the speaker's words cannot be quoted; empty where they can.</param>
public sealed record QuotableTurn(Segment Segment, int Speaker, string Says, string Label, bool IsInterviewer, string WhyNot);

/// <summary>A passage as a quote is made of it.</summary>
/// <param name="Words">Of the whole passage, which begins at <paramref name="Start"/>.</param>
/// <param name="Pieces">Of the quote as it is; all of the words for a new one.</param>
/// <param name="Quote">The quote that is changed; null for a new one.</param>
public sealed record QuotablePassage(
    string Words, int Start, int TextRevision, TranscriptId TranscriptId, string Title, int Turn, IReadOnlyList<QuotableTurn> Turns, IReadOnlyList<QuotePiece> Pieces, QuoteId? Quote, uint Version, bool IsTouched)
{
    public override string ToString() => $"passage of {Words.Length} characters";
}

/// <summary>Opens a passage to make a quote of it, or a quote to change it.</summary>
public sealed class OpenPassage(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>A coding that somebody sees, as a passage to choose for a finding.</summary>
    public async Task<Result<PassageView>> ReadAsync(AccountId me, StudyId studyId, Guid coding, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if (await PassageKeeping.FindAsync(db, reader, coding, cancel) is not { } passage) return Refusal.NotFound;
        return (await PassageReading.ReadAsync(db, [passage], PassageReading.UsualContext, cancel)) is [var view] ? view : Refusal.NotFound;
    }

    /// <param name="coding">Of the coding, or of the settled coding.</param>
    public async Task<Result<QuotablePassage>> ForNewAsync(AccountId me, StudyId studyId, Guid coding, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel); // words and turns of one revision
        if (await PassageKeeping.FindAsync(db, reader, coding, cancel) is not { } passage) return Refusal.NotFound;
        if ((await PassageReading.ReadAsync(db, [passage], 0, cancel)) is not [var view]) return Refusal.NotFound;
        return await PassageAsync(db, studyId, view.TranscriptId, view.Title, view.Segment, view.Words, [new QuotePiece(Trim(view.Words, view.Segment))], null, 0, isTouched: false, cancel);
    }

    public async Task<Result<QuotablePassage>> ForChangeAsync(AccountId me, StudyId studyId, QuoteId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        if ((await QuoteReading.ReadAsync(db, reader, [id], cancel)) is not [var quote]) return Refusal.NotFound;
        if (quote.IsWithdrawn) return new Refusal("The words of this quote were withdrawn. It can only be removed.");
        var whole = await QuoteReading.WholeAsync(db, id, cancel);
        return await PassageAsync(
            db, studyId, quote.TranscriptId, quote.Title, whole.Segment, whole.Words, [.. quote.Parts.Select(p => p.Place is { } place ? new QuotePiece(place) : new QuotePiece(null, p.Words))], id, quote.Version, quote.IsTouched, cancel);
    }

    private static async Task<QuotablePassage> PassageAsync(
        StudyDb db, StudyId studyId, TranscriptId transcript, string title, Segment place, string words, IReadOnlyList<QuotePiece> pieces, QuoteId? quote, uint version, bool isTouched, CancellationToken cancel)
    {
        var people = await PeopleColumns.ReadAsync(db, studyId, cancel);
        var turns = (await QuoteReading.TurnsAsync(db, [(transcript, place)], cancel))[transcript].ToList();
        return new QuotablePassage(
            words, place.Start, await PassageKeeping.TextRevisionAsync(db, transcript, cancel), transcript, title, turns.Count == 0 ? 1 : turns[0].Number + 1,
            [.. turns.Select(t => new QuotableTurn(
                t.Segment, t.Speaker, QuoteShowing.Says(people, t), QuoteShowing.Label(people, [t]).IsRefused(out var no, out var label) ? "" : label, t.IsInterviewer, no?.Sentence ?? ""))],
            pieces, quote, version, isTouched);
    }

    /// <summary>Without white space at the ends: a coding may reach over some.</summary>
    private static Segment Trim(string words, Segment place)
    {
        var (from, to) = (words.Length - words.TrimStart().Length, words.TrimEnd().Length);
        return from < to ? new Segment(place.Start + from, place.Start + to) : place;
    }
}
