using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Features.Codings;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Progress;

public sealed class TalliesTests(PostgresFixture postgres) : DeskTest(postgres)
{
    [Fact]
    public void Words_under_overlapping_segments_count_once_as_a_plain_count_has_it() =>
        Gen.Select(Gen.String[Gen.Char["ab \n"], 1, 60], Gen.Int[0, 59].Select(Gen.Int[1, 30]).List[0, 6]).Sample((text, places) =>
        {
            var segments = places.Where(p => p.Item1 < text.Length).Select(p => new Segment(p.Item1, Math.Min(text.Length, p.Item1 + p.Item2))).ToList();
            var starts = Transcript.StartsOfWords(text);
            Assert.Equal(starts.Count(s => segments.Exists(x => x.Start <= s && s < x.End)), Coverage.Words(segments, starts));
        });

    [Fact]
    public async Task After_a_storm_of_acts_the_counts_are_those_of_a_plain_count()
    {
        var second = await Study.TranscriptAsync(Researcher, Words.Split('\n'), trust: "Birch");
        var places = new[] { At("waited"), At("somebody came"), At("How was"), At("came"), At("And then") };
        await Task.WhenAll(new[] { (Ada, Transcript, 1), (Ben, Transcript, 2), (Ada, second, 3), (Ben, second, 4) }.Select(async coder =>
        {
            var (member, transcript, seed) = coder;
            var choice = new Random(seed);
            var mine = new List<CodingId>();
            for (var i = 0; i < 40; i++)
            {
                DeskAct act = choice.Next(5) switch
                {
                    0 when mine.Count > 0 => new Remove(ActId.New(), mine[choice.Next(mine.Count)]),
                    1 when mine.Count > 0 => new Resize(ActId.New(), mine[choice.Next(mine.Count)], places[choice.Next(places.Length)]),
                    2 => new Undo(ActId.New()),
                    3 when mine.Count > 0 => new Recode(ActId.New(), mine[choice.Next(mine.Count)], Hope.Id),
                    _ => new Apply(ActId.New(), CodingId.New(), choice.Next(2) == 0 ? Waiting.Id : Hope.Id, places[choice.Next(places.Length)], false, ""),
                };
                if (act is Apply apply) mine.Add(apply.CodingId);
                StudyBuilder.Must(await Record.RunAsync(member.AccountId, transcript.Id, [act], Cancel));
                if (i % 9 == 0) await RefreshAsync(); // counting and coding at once, and two countings at once
            }
        }));

        await RefreshAsync();

        await EqualsPlainCountAsync();
        Assert.True(await Db.Codings.CountAsync(c => c.RemovedAt == null, Cancel) > 3);
    }

    [Fact]
    public async Task What_is_put_away_does_not_count_for_its_codes_until_it_is_brought_back()
    {
        await DoAsync(Ada, Applying(Waiting, "waited"));
        await RefreshAsync();
        Transcript.Archive(StudyBuilder.At);
        await Db.SaveChangesAsync(Cancel);

        await RefreshAsync();

        Assert.Equal(0, await Db.CodeTallies.SumAsync(t => t.Codings, Cancel));
        Assert.Equal(1, await Db.TranscriptTallies.SumAsync(t => t.Codings, Cancel));
        Transcript.BringBack();
        await Db.SaveChangesAsync(Cancel);
        await RefreshAsync();
        await EqualsPlainCountAsync();
        Assert.Equal(1, await Db.CodeTallies.SumAsync(t => t.Codings, Cancel));
    }

    private async Task RefreshAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await Tallies.RefreshAsync(db, Study.Study.Id, Cancel);
    }

    private async Task EqualsPlainCountAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        var standing = await db.Codings.Where(c => c.RemovedAt == null).ToListAsync(Cancel);
        var texts = await db.TranscriptTexts.ToDictionaryAsync(t => t.TranscriptId, t => t.WordStarts, Cancel);
        var trusts = await db.Transcripts.ToDictionaryAsync(t => t.Id, t => t.TrustId, Cancel);

        var byCode = standing.GroupBy(c => (c.CodeId, trusts[c.TranscriptId], c.MemberId)).ToDictionary(g => g.Key, g => g.Count());
        var tallied = await db.CodeTallies.Where(t => t.Codings != 0).ToDictionaryAsync(t => (t.CodeId, t.TrustId, t.MemberId), t => t.Codings, Cancel);
        Assert.Equal(byCode.OrderBy(c => c.Key.ToString()), tallied.OrderBy(c => c.Key.ToString()));

        var byTranscript = standing.GroupBy(c => (c.TranscriptId, c.MemberId)).Select(g => (
            g.Key, g.Count(), texts[g.Key.TranscriptId].Count(s => g.Any(c => c.Segment.Start <= s && s < c.Segment.End))));
        var transcripts = await db.TranscriptTallies.ToListAsync(Cancel);
        Assert.Equal(
            byTranscript.OrderBy(t => t.Key.ToString()),
            transcripts.Select(t => ((t.TranscriptId, t.MemberId), t.Codings, t.Words)).OrderBy(t => t.Item1.ToString()));
    }
}
