using System.Collections.Concurrent;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codings;

/// <summary>Four people code while the words change under them: redactions, veils, corrections, and the taking back of these.</summary>
public sealed class RevisingStormTests(PostgresFixture postgres) : DeskTest(postgres)
{
    private const string Refused = "You have put this code on these very words already.";
    private readonly ConcurrentDictionary<CodingId, Meant> _meant = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_coding_is_kept_once_on_the_words_it_was_put_on(int seed)
    {
        var transcript = await Study.TranscriptAsync(Researcher, Enumerable.Range(0, 12).Select(i => $"{i} I waited 👩‍👧 with Anna Reed in Salford, and then somebody came at last."));
        var coders = new List<Member> { Ada, Ben, await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder) };
        using var stop = new CancellationTokenSource();

        var revising = ReviseAsync(transcript.Id, seed, stop.Token);
        await Task.WhenAll(coders.Select((c, i) => CodeAsync(transcript.Id, c, (seed * 10) + i)));
        await stop.CancelAsync();
        var revisions = await revising;

        Assert.True(revisions > 5, $"Only {revisions} revisions came between the codings.");
        await AssertAllInPlaceAsync(transcript.Id);
        foreach (var coder in coders) await AssertUndoneAndDoneAgainAsync(transcript.Id, coder);
    }

    /// <summary>Codes on a text that is now and then read again, and so often is an old one.</summary>
    private async Task CodeAsync(TranscriptId id, Member by, int seed)
    {
        var random = new RandomEdits(seed);
        var mine = new List<CodingId>();
        DeskText? seen = null;
        for (var i = 0; i < 40; i++)
        {
            if (seen is null || random.Next(5) == 0) seen = await SeeAsync(id);
            var acts = new List<DeskAct>();
            for (var n = random.Next(3); n >= 0; n--)
            {
                var segment = random.Anchor(seen.Text);
                acts.Add(mine.Count > 0 && random.Next(4) == 0
                    ? new Resize(ActId.New(), mine[random.Next(mine.Count)], segment) { TextRevision = seen.TextRevision }
                    : new Apply(ActId.New(), CodingId.New(), Waiting.Id, segment, IsUnsure: false, "") { TextRevision = seen.TextRevision });
            }

            var outcome = StudyBuilder.Must(await Record.RunAsync(by.AccountId, id, acts, Cancel));
            foreach (var (act, result) in acts.Zip(outcome.Results))
            {
                if (!result.IsKept)
                {
                    Assert.Equal(Refused, result.Why);
                    continue;
                }

                if (act is Apply apply)
                {
                    mine.Add(apply.CodingId);
                    _meant[apply.CodingId] = new Meant(apply.Segment, apply.TextRevision);
                }
                else if (act is Resize resize)
                {
                    _meant[resize.CodingId] = new Meant(resize.Segment, resize.TextRevision);
                }
            }
        }
    }

    private async Task<DeskText> SeeAsync(TranscriptId id)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return await Texts.ReadAsync(id, await db.CodingHeads.Where(h => h.TranscriptId == id).Select(h => h.TextRevision).SingleAsync(Cancel));
    }

    /// <returns>How many revisions were made.</returns>
    private async Task<int> ReviseAsync(TranscriptId id, int seed, CancellationToken stop)
    {
        var random = new RandomEdits(seed);
        var made = new List<Revised>();
        while (!stop.IsCancellationRequested)
        {
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            var text = StudyBuilder.Must(await TextRevising.LockAsync(db, id, Cancel));
            Result<Revised> result;
            if (made.Count > 2 && random.Next(3) == 0)
            {
                var back = made[random.Next(made.Count)];
                result = await TextRevising.RestoreAsync(db, id, back.Number, back.Went, back.Widened, Researcher.Id, StudyBuilder.At, Cancel);
            }
            else
            {
                var veil = random.Next(4) == 0;
                if (random.Edit(text.Text, text.Turns, veil) is not { } edits) continue;
                var kind = veil ? TextRevisionKind.Veil : TextRevisionKind.Redaction;
                result = await TextRevising.ApplyAsync(db, id, text.TextRevision, edits, kind, Researcher.Id, StudyBuilder.At, of: null, Cancel);
            }

            if (result.IsRefused(out _, out var revised)) continue;
            await transaction.CommitAsync(Cancel);
            Feed.Publish(new TextRevised(Study.Study.Id, id, revised.Number, revised.Revision));
            made.Add(revised);
        }

        return made.Count;
    }

    private async Task AssertAllInPlaceAsync(TranscriptId id)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        var codings = await db.Codings.Where(c => c.TranscriptId == id).ToListAsync(Cancel);
        var steps = await TextRevising.StepsAsync(db, id, 0, Cancel);
        Assert.Equal(_meant.Keys.OrderBy(k => k.Value), codings.Select(c => c.Id).OrderBy(k => k.Value));
        foreach (var coding in codings)
        {
            // It holds the words it was put on, and at most what came for words around them that were changed together with them.
            var (segment, from) = _meant[coding.Id];
            List<RevisionStep> later = [.. steps.Where(s => s.Number > from)];
            var (least, most) = (new TextTrail(later).Carry(segment), later.Aggregate(segment, (s, step) => step.Moves.Carry(s)));
            Assert.True(coding.Segment.Start <= least.Start && coding.Segment.End >= least.End, $"{coding.Segment} has lost words of {least}.");
            Assert.True(coding.Segment.Start >= Math.Min(least.Start, most.Start) && coding.Segment.End <= Math.Max(least.End, most.End), $"{coding.Segment} reaches past {most}.");
        }

        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private async Task AssertUndoneAndDoneAgainAsync(TranscriptId id, Member by)
    {
        var before = await StandingAsync(id, by);
        var revision = (await SeeAsync(id)).TextRevision;

        var undone = StudyBuilder.Must(await Record.RunAsync(by.AccountId, id, [new Undo(ActId.New()) { TextRevision = revision }, new Redo(ActId.New()) { TextRevision = revision }], Cancel));

        Assert.All(undone.Results, r => Assert.True(r.IsKept || r.Why == Refused, r.Why));
        if (undone.Results.All(r => r.IsKept)) Assert.Equal(before, await StandingAsync(id, by));
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private async Task<IReadOnlyList<(CodingId, Segment, string)>> StandingAsync(TranscriptId id, Member by)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return [.. (await db.Codings.Where(c => c.TranscriptId == id && c.MemberId == by.Id && c.RemovedAt == null).OrderBy(c => c.Id).ToListAsync(Cancel)).Select(c => (c.Id, c.Segment, c.Words))];
    }

    /// <summary>Where a coder put a coding, on which revision of the text.</summary>
    private sealed record Meant(Segment Segment, int TextRevision);
}
