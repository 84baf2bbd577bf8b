using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codings;

/// <summary>The same as the storm, one thing after the other: what happens is the same for the same seed, and each coding is looked at after every step.</summary>
/// <remarks>The text is short, so that changes, codings on old texts and the taking back of changes fall on the same words again and again.</remarks>
public sealed class RevisingSequenceTests(PostgresFixture postgres) : DeskTest(postgres)
{
    private readonly Dictionary<CodingId, List<Meant>> _meant = [];
    private readonly Stack<CodingId> _done = [];
    private readonly Stack<(CodingId Id, Meant Meant)> _undone = [];
    private readonly List<string> _story = [];

    [Fact]
    public async Task Every_coding_holds_the_words_it_was_put_on_after_every_step()
    {
        for (var seed = 1; seed <= 12; seed++) await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        _meant.Clear();
        _done.Clear();
        _undone.Clear();
        _story.Clear();
        var random = new RandomEdits(seed);
        var id = (await Study.TranscriptAsync(Researcher, ["I waited with Anna.", "👩‍👧 Yes."])).Id;
        var texts = new List<TranscriptText> { (await LockedAsync(id)).Text };
        var made = new List<Revised>();
        _story.Add($"Seed {seed}.");
        for (var step = 0; step < 40; step++)
        {
            var on = Math.Max(0, texts.Count - 1 - random.Next(4));
            switch (random.Next(10))
            {
                case < 2:
                    await ActAsync(id, new Apply(ActId.New(), CodingId.New(), Waiting.Id, random.Anchor(texts[on], 7), IsUnsure: false, "") { TextRevision = on }, isInTime: on == texts.Count - 1);
                    break;
                case < 4 when _meant.Count > 0:
                    var which = _meant.Keys.ElementAt(random.Next(_meant.Count));
                    await ActAsync(id, new Resize(ActId.New(), which, random.Anchor(texts[on], 7)) { TextRevision = on }, isInTime: on == texts.Count - 1);
                    break;
                case 4:
                    await ActAsync(id, new Undo(ActId.New()) { TextRevision = on }, isInTime: on == texts.Count - 1);
                    break;
                case 5:
                    await ActAsync(id, new Redo(ActId.New()) { TextRevision = on }, isInTime: on == texts.Count - 1);
                    break;
                case < 8 when made.Count > 0:
                    await RestoreAsync(id, made[random.Next(made.Count)], made, texts);
                    break;
                default:
                    await ReviseAsync(id, random, made, texts);
                    break;
            }

            await AssertInPlaceAsync(id);
        }
    }

    private async Task ActAsync(TranscriptId id, DeskAct act, bool isInTime)
    {
        var result = StudyBuilder.Must(await Record.RunAsync(Ada.AccountId, id, [act], Cancel)).Results.Single();
        _story.Add($"{act.GetType().Name} {(act as Apply)?.CodingId ?? (act as Resize)?.CodingId} at {(act as Apply)?.Segment ?? (act as Resize)?.Segment} of {act.TextRevision}: {result.Why}");
        if (!result.IsKept)
        {
            Assert.True(result.Why is "You have put this code on these very words already." or "There is nothing to undo." or "There is nothing to do again." or "This is not there any more.", Story());
            return;
        }

        switch (act)
        {
            case Apply apply:
                Mean(apply.CodingId, new Meant(apply.Segment, apply.TextRevision, isInTime));
                break;
            case Resize resize:
                Mean(resize.CodingId, new Meant(resize.Segment, resize.TextRevision, isInTime));
                break;
            case Undo:
                var undone = _done.Pop();
                _undone.Push((undone, _meant[undone][^1]));
                if (_meant[undone].Count > 1) _meant[undone].RemoveAt(_meant[undone].Count - 1);
                break;
            case Redo:
                var (again, meant) = _undone.Pop();
                _done.Push(again);
                if (_meant[again][^1] != meant) _meant[again].Add(meant);
                break;
        }

        void Mean(CodingId coding, Meant meant)
        {
            if (!_meant.TryGetValue(coding, out var all)) _meant[coding] = all = [];
            all.Add(meant);
            _done.Push(coding);
            _undone.Clear();
        }
    }

    private async Task ReviseAsync(TranscriptId id, RandomEdits random, List<Revised> made, List<TranscriptText> texts)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var text = StudyBuilder.Must(await TextRevising.LockAsync(db, id, Cancel));
        var veil = random.Next(4) == 0;
        if (random.Edit(text.Text, text.Turns, veil) is not { } edits) return;
        var revised = StudyBuilder.Must(await TextRevising.ApplyAsync(
            db, id, text.TextRevision, edits, veil ? TextRevisionKind.Veil : TextRevisionKind.Redaction, Researcher.Id, StudyBuilder.At, of: null, Cancel));
        await transaction.CommitAsync(Cancel);
        _story.Add($"Revision {revised.Number}: {string.Join(", ", edits.All)}");
        made.Add(revised);
        texts.Add((await LockedAsync(id)).Text);
    }

    private async Task RestoreAsync(TranscriptId id, Revised back, List<Revised> made, List<TranscriptText> texts)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        if ((await TextRevising.RestoreAsync(db, id, back.Number, back.Went, back.Widened, Researcher.Id, StudyBuilder.At, Cancel)).IsRefused(out _, out var revised)) return;
        await transaction.CommitAsync(Cancel);
        _story.Add($"Revision {revised.Number}: takes back {back.Number}");
        made.Add(revised);
        texts.Add((await LockedAsync(id)).Text);
    }

    private async Task<LockedText> LockedAsync(TranscriptId id)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        return StudyBuilder.Must(await TextRevising.LockAsync(db, id, Cancel));
    }

    private async Task AssertInPlaceAsync(TranscriptId id)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        var codings = await db.Codings.AsNoTracking().Where(c => c.TranscriptId == id).ToListAsync(Cancel);
        var steps = await TextRevising.StepsAsync(db, id, 0, Cancel);
        Assert.Equal(_meant.Keys.OrderBy(k => k.Value), codings.Select(c => c.Id).OrderBy(k => k.Value));
        foreach (var coding in codings)
        {
            var meant = _meant[coding.Id][^1];
            var (segment, from) = (meant.Segment, meant.TextRevision);
            List<RevisionStep> later = [.. steps.Where(s => s.Number > from)];
            var (least, most) = (new TextTrail(later).Carry(segment), later.Aggregate(segment, (s, step) => step.Moves.Carry(s)));
            Assert.True(coding.Segment.Start <= least.Start && coding.Segment.End >= least.End, $"{coding.Id} {coding.Segment} has lost words of {least}.\n{Story()}");
            // Done on the text of then, and all that was changed since is put back: it is where it was put, to the letter.
            if (meant.IsInTime && later.All(s => s.Of is not null || new TextTrail(later).IsTakenBack(s.Number)) && later.All(s => s.Of is null || s.Of > from))
                Assert.True(coding.Segment == meant.Segment, $"{coding.Id} {coding.Segment} is not put back to {meant.Segment}.\n{Story()}");
            // Done on an earlier text: it is where the trail of that leads, whatever it lay on when it came.
            if (!meant.IsInTime) Assert.True(coding.Segment == least, $"{coding.Id} {coding.Segment} came late and is not at {least}.\n{Story()}");
            Assert.True(
                coding.Segment.Start >= Math.Min(least.Start, most.Start) && coding.Segment.End <= Math.Max(least.End, most.End),
                $"{coding.Id} {coding.Segment} reaches past {most}.\n{Story()}");
        }

        Assert.True((await CodingCheck.RunAsync(db, Cancel)).Strays.Count == 0, Story());
    }

    private string Story() => string.Join('\n', _story);

    /// <summary>Where a coder put a coding, on which revision of the text.</summary>
    /// <param name="IsInTime">Whether that was the text of then.</param>
    private sealed record Meant(Segment Segment, int TextRevision, bool IsInTime);
}
