using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Features.Codings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Settling;

/// <summary>What was settled stays on its words while these change.</summary>
public sealed class SettledLayerRevisingTests(PostgresFixture postgres) : SettlingTest(postgres)
{
    [Fact]
    public async Task Words_that_are_replaced_are_replaced_in_the_settled_layer_too_and_come_back_when_they_are_restored()
    {
        var desk = await BegunAsync();
        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge));

        var revised = await ReviseAsync("for weeks", "[for some time]");
        Assert.Contains("I waited [for some time] and nobody called", await SettledWordsAsync());
        await RestoreAsync(revised);

        Assert.Contains("I waited for weeks and nobody called", await SettledWordsAsync());
    }

    [Fact]
    public async Task A_passage_written_on_an_earlier_text_lands_on_the_words_that_were_meant()
    {
        var desk = await BegunAsync();
        await ReviseAsync("How was it?", "How was it for you, then?");

        var changes = StudyBuilder.Must(await DecideAsync(Of(desk, DifferenceKind.Code), new Decision(DecisionKind.Write, CodeId: Hope.Id, Segment: At("gave up hope")), textRevision: 0));

        Assert.Contains("Hope: gave up hope", Settled(changes, await OpenAsync()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_is_settled_and_undone_while_the_words_change_lies_on_its_words(int seed)
    {
        var desk = await BegunAsync();
        var random = new RandomEdits(seed);
        using var stop = new CancellationTokenSource();
        var revising = ReviseAtRandomAsync(random, stop.Token);

        for (var i = 0; i < 40; i++)
        {
            var now = await OpenAsync();
            var difference = now.Changes.Differences[i % 3];
            var result = (i % 4) switch
            {
                0 => await UndoAsync(),
                1 => await RedoAsync(),
                2 => await DecideAsync(difference, new Decision(DecisionKind.TakeAll), textRevision: now.Changes.TextRevision),
                _ => await DecideAsync(difference, new Decision(DecisionKind.Write, CodeId: Hope.Id, Segment: random.Anchor(new TranscriptText(now.Words))), textRevision: now.Changes.TextRevision),
            };
            if (result.IsRefused(out var refusal, out _)) Assert.StartsWith("There is nothing to", refusal.Sentence, StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        Assert.True(await revising > 3, "Hardly any revision came between the decisions.");
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
        Assert.True(desk.Changes.Settled.Count <= await db.SettledCodings.CountAsync(s => s.RemovedAt == null, Cancel));
    }

    [Fact]
    public async Task A_settled_coding_that_has_left_its_words_is_found_by_the_check()
    {
        await BegunAsync();
        await Db.Database.ExecuteSqlAsync($"update settled_codings set segment_start = segment_start + 1", Cancel);

        Assert.Single((await CodingCheck.RunAsync(Db, Cancel)).Strays);
    }

    private async Task<int> ReviseAtRandomAsync(RandomEdits random, CancellationToken stop)
    {
        var made = new List<Revised>();
        while (!stop.IsCancellationRequested)
        {
            await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            var text = StudyBuilder.Must(await TextRevising.LockAsync(db, Transcript.Id, Cancel));
            Result<Revised> result;
            if (made.Count > 2 && made.Count % 3 == 0)
            {
                var back = made[^1];
                result = await TextRevising.RestoreAsync(db, Transcript.Id, back.Number, back.Went, back.Widened, Lead.Id, StudyBuilder.At, Cancel);
            }
            else
            {
                if (random.Edit(text.Text, text.Turns, made.Count % 4 == 3) is not { } edits) continue;
                result = await TextRevising.ApplyAsync(db, Transcript.Id, text.TextRevision, edits, TextRevisionKind.Redaction, Lead.Id, StudyBuilder.At, of: null, Cancel);
            }

            if (result.IsRefused(out _, out var revised)) continue;
            await transaction.CommitAsync(Cancel);
            made.Add(revised);
        }

        return made.Count;
    }

    private async Task<Revised> ReviseAsync(string words, string replacement)
    {
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var text = StudyBuilder.Must(await TextRevising.LockAsync(db, Transcript.Id, Cancel));
        var at = text.Text.Words.IndexOf(words, StringComparison.Ordinal);
        var edits = StudyBuilder.Must(TextEdits.Plan(text.Text, text.Turns, [new TextEdit(at, at + words.Length, replacement)]));
        var revised = StudyBuilder.Must(await TextRevising.ApplyAsync(db, Transcript.Id, text.TextRevision, edits, TextRevisionKind.Redaction, Lead.Id, StudyBuilder.At, of: null, Cancel));
        await transaction.CommitAsync(Cancel);
        return revised;
    }

    private async Task RestoreAsync(Revised revised)
    {
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        StudyBuilder.Must(await TextRevising.RestoreAsync(db, Transcript.Id, revised.Number, revised.Went, revised.Widened, Lead.Id, StudyBuilder.At, Cancel));
        await transaction.CommitAsync(Cancel);
    }

    private async Task<IReadOnlyList<string>> SettledWordsAsync()
    {
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
        return await db.SettledCodings.Where(s => s.RemovedAt == null).OrderBy(s => s.Segment.Start).Select(s => s.Words).ToListAsync(Cancel);
    }
}
