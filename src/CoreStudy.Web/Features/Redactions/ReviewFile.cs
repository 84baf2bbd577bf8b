using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>A transcript on the review desk: its original, its redactions, the study's register and rules. It lives inside the vault.</summary>
internal sealed class ReviewFile
{
    /// <summary>How many deeds can be undone.</summary>
    private const int LongestHistory = 100;

    private readonly VaultRoom _room;
    private ReviewHistory _history;

    private ReviewFile(
        VaultRoom room, StudyId study, Transcript transcript, TranscriptReview review, AnonymisationRules rules, Original original, IReadOnlyList<Segment> turns,
        RedactionSheet sheet, StudyRegister register, DateOnly? heldOn, ReviewHistory history)
    {
        (_room, Study, Transcript, Review, Rules, Original, Turns, Sheet, Register, HeldOn, _history) =
            (room, study, transcript, review, rules, original, turns, sheet, register, heldOn, history);
        Text = new TranscriptText(original.Words);
    }

    public StudyId Study { get; }

    public Transcript Transcript { get; }

    public TranscriptReview Review { get; }

    public AnonymisationRules Rules { get; }

    public Original Original { get; }

    public TranscriptText Text { get; }

    /// <summary>The turns in the original.</summary>
    public IReadOnlyList<Segment> Turns { get; }

    public RedactionSheet Sheet { get; private set; }

    public StudyRegister Register { get; }

    /// <summary>The day of the interview; null where it is not known.</summary>
    public DateOnly? HeldOn { get; }

    /// <summary>What undo would take back; null where there is nothing.</summary>
    public string? Undo => _history.Steps.Count > _history.Undone ? _history.Steps[^(_history.Undone + 1)].Deed : null;

    public string? Redo => _history.Undone > 0 ? _history.Steps[^_history.Undone].Deed : null;

    /// <summary>Reads it; for a deed, nobody else can do one on it until this transaction ends.</summary>
    public static async Task<Result<ReviewFile>> OpenAsync(VaultRoom room, TranscriptId id, bool forDeed, CancellationToken cancel)
    {
        var db = room.Study;
        if (forDeed) await db.Database.ExecuteSqlAsync($"select 1 from transcript_reviews where transcript_id = {id.Value} for update", cancel);
        if (await db.TranscriptReviews.SingleOrDefaultAsync(a => a.TranscriptId == id, cancel) is not { } review) return Refusal.NotFound;
        if (await room.ReadOriginalAsync(id, cancel) is not { } original) return new Refusal("The original of this transcript has been destroyed.");
        var transcript = await db.Transcripts.Include(t => t.Speakers).SingleAsync(t => t.Id == id, cancel);
        var heldOn = await db.Interviews.Where(i => i.Id == transcript.InterviewId).Select(i => i.HeldOn).SingleAsync(cancel);
        var rules = await db.AnonymisationRules.SingleOrDefaultAsync(r => r.StudyId == review.StudyId, cancel) ?? AnonymisationRules.UsualOf(review.StudyId);
        var turns = new List<Segment>(original.Turns.Count);
        foreach (var turn in original.Turns)
        {
            var start = turns.Count == 0 ? 0 : turns[^1].End + 1;
            turns.Add(new Segment(start, start + turn.Length));
        }

        var decisions = await room.ReadAsync<Decisions>(id.Value, cancel) ?? new Decisions([]);
        var history = await room.ReadAsync<ReviewHistory>(id.Value, cancel) ?? new ReviewHistory([], 0);
        var register = await StudyRegister.ReadAsync(room, review.StudyId, cancel);
        return new ReviewFile(
            room, review.StudyId, transcript, review, rules, original, turns, new RedactionSheet(new TranscriptText(original.Words), turns, decisions.Redactions),
            register, heldOn, history);
    }

    public Rendering Render() => Render(Sheet);

    public Rendering Render(RedactionSheet sheet) => Rendering.Of(Text.Words, Turns, sheet.All, Register.ReplacementOf, Rules.Scheme, HeldOn);

    /// <summary>Takes a sheet in the place of the one that is there, as a step that can be undone.</summary>
    public void Take(string deed, RedactionSheet sheet, IReadOnlyList<RegisterStep> register)
    {
        var (before, after) = Difference(Sheet, sheet);
        Sheet = sheet;
        if (before.Count == 0 && after.Count == 0 && register.Count == 0) return;
        var steps = _history.Steps.Take(_history.Steps.Count - _history.Undone).Append(new ReviewStep(deed, before, after, register)).TakeLast(LongestHistory);
        _history = new ReviewHistory([.. steps], 0);
    }

    /// <summary>The released words that followed the deed that undo would take back.</summary>
    public IReadOnlyList<BulkPart> FollowedLast => Undo is null ? [] : _history.Steps[^(_history.Undone + 1)].Followed ?? [];

    /// <summary>Notes which released words followed the last deed, so that they go back with it.</summary>
    public void NoteFollowed(IReadOnlyList<BulkPart> parts)
    {
        var at = _history.Steps.Count - _history.Undone - 1;
        if (at >= 0) _history = _history with { Steps = [.. _history.Steps.Select((s, i) => i == at ? s with { Followed = parts } : s)] };
    }

    /// <summary>Takes a sheet without a step: a new search, which adds proposals alone.</summary>
    public void Take(RedactionSheet sheet) => Sheet = sheet;

    public Result<string> TakeBackLast()
    {
        if (Undo is not { } deed) return new Refusal("There is nothing to undo.");
        var step = _history.Steps[^(_history.Undone + 1)];
        if (Exchange(step.After, step.Before).IsRefused(out var refusal, out _)) return refusal;
        foreach (var change in step.Register.Reverse()) Reverse(change);
        _history = _history with { Undone = _history.Undone + 1 };
        return deed;
    }

    public Result<string> DoAgain()
    {
        if (Redo is not { } deed) return new Refusal("There is nothing to do again.");
        var step = _history.Steps[^_history.Undone];
        if (Exchange(step.Before, step.After).IsRefused(out var refusal, out _)) return refusal;
        foreach (var change in step.Register) Repeat(change);
        _history = _history with { Undone = _history.Undone - 1 };
        return deed;
    }

    /// <summary>Takes one step back that is not the last, by its name; refused where its places were changed since.</summary>
    public Result<Done> TakeBack(string deed)
    {
        if (_history.Steps.LastOrDefault(s => s.Deed == deed) is not { } step) return Refusal.NotFound;
        if (Exchange(step.After, step.Before).IsRefused(out var refusal, out _)) return refusal;
        _history = new ReviewHistory([.. _history.Steps.Where(s => s != step)], 0);
        return Done.Well;
    }

    /// <summary>Writes everything; the caller commits.</summary>
    public async Task SaveAsync(CancellationToken cancel)
    {
        var key = KeyOwner.Of(Transcript.Id);
        await _room.WriteAsync(key, Study, Transcript.Id.Value, new Decisions(Sheet.All), cancel);
        await _room.WriteAsync(key, Study, Transcript.Id.Value, _history, cancel);
        await Register.SaveAsync(_room, cancel);
        Review.Count(Sheet.All.Count, Sheet.Left);
    }

    private Result<Done> Exchange(IReadOnlyList<Redaction> gone, IReadOnlyList<Redaction> back)
    {
        if (gone.Any(r => Sheet.Find(r.Id) != r)) return new Refusal("Some of these places were changed since. Change them one by one.");
        Sheet = Sheet.With([.. gone.Select(r => r.Id)], back);
        return Done.Well;
    }

    private void Reverse(RegisterStep step)
    {
        if (step.IsNew)
        {
            Register.Remove(step.Entry);
            return;
        }

        foreach (var place in step.FormsFrom) Register.Forget(step.Entry, RedactionSheet.FormOf(Text.Words[place[0]..place[1]]));
        if (Register.Find(step.Entry) is { } entry) Register.Put(entry with { Replacement = step.ReplacementBefore ?? entry.Replacement, JoinedInto = step.JoinedBefore });
    }

    private void Repeat(RegisterStep step)
    {
        if (step.IsNew) Register.Put(new Identifier(step.Entry, step.Category, step.ReplacementAfter, [], null));
        foreach (var place in step.FormsFrom) Register.Learn(step.Entry, RedactionSheet.FormOf(Text.Words[place[0]..place[1]]));
        if (Register.Find(step.Entry) is { } entry) Register.Put(entry with { Replacement = step.ReplacementAfter, JoinedInto = step.JoinedAfter });
    }

    private static (List<Redaction> Before, List<Redaction> After) Difference(RedactionSheet was, RedactionSheet now)
    {
        var (old, current) = (was.All.ToDictionary(r => r.Id), now.All.ToDictionary(r => r.Id));
        return ([.. was.All.Where(r => current.GetValueOrDefault(r.Id) != r)], [.. now.All.Where(r => old.GetValueOrDefault(r.Id) != r)]);
    }
}
