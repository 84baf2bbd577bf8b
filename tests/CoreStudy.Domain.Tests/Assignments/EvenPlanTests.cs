using CoreStudy.Domain.Assignments;
using CsCheck;

namespace CoreStudy.Domain.Tests.Assignments;

public sealed class EvenPlanTests
{
    private static readonly TrustId[] Trusts = [TrustId.New(), TrustId.New(), TrustId.New()];

    private static readonly Gen<PlannedCoder[]> Coders = Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 2].HashSet[0, 2])
        .Select((words, trusts) => new PlannedCoder(MemberId.New(), words, [.. trusts.Select(t => Trusts[t])])).Array[1, 8];

    private static readonly Gen<(PlannedCoder[] Coders, PlannedTranscript[] Transcripts, int Each)> Any = Coders.SelectMany(coders => Gen.Select(
        Gen.Const(coders),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 8_000], Gen.Int[0, coders.Length - 1].HashSet[0, coders.Length])
            .Select((trust, words, taken) => new PlannedTranscript(TranscriptId.New(), Trusts[trust], words, [.. taken.Select(t => coders[t].Id)])).Array[0, 40],
        Gen.Int[1, 4]));

    [Fact]
    public void Nobody_gets_a_transcript_twice_nor_one_they_have_nor_one_of_a_trust_not_open_to_them() => Any.Sample((coders, transcripts, each) =>
    {
        var given = EvenPlan.Make(transcripts, coders, each).Given;

        Assert.Equal(given.Count, given.Distinct().Count());
        foreach (var (id, who) in given)
        {
            var (transcript, coder) = (transcripts.Single(t => t.Id == id), coders.Single(c => c.Id == who));
            Assert.DoesNotContain(who, transcript.Taken);
            Assert.True(coder.TrustIds.Count == 0 || coder.TrustIds.Contains(transcript.TrustId));
        }
    });

    [Fact]
    public void Each_transcript_gets_as_many_as_it_wants_or_is_named_with_what_it_lacks() => Any.Sample((coders, transcripts, each) =>
    {
        var plan = EvenPlan.Make(transcripts, coders, each);

        foreach (var transcript in transcripts)
        {
            var given = plan.Given.Count(g => g.Transcript == transcript.Id);
            var lacking = plan.Lacking.Where(l => l.Transcript == transcript.Id).Sum(l => l.Coders);
            var couldTake = coders.Count(c => !transcript.Taken.Contains(c.Id) && (c.TrustIds.Count == 0 || c.TrustIds.Contains(transcript.TrustId)));
            var wanted = Math.Max(0, each - transcript.Taken.Count);

            Assert.Equal(wanted, given + lacking);
            Assert.Equal(Math.Min(wanted, couldTake), given); // lacks coders only where there is nobody left
        }
    });

    [Fact]
    public void Where_all_may_take_all_and_start_with_nothing_loads_differ_by_at_most_the_longest_transcript() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 8_000].Array[0, 60], Gen.Int[1, 4]).Sample((people, words, each) =>
        {
            var coders = Enumerable.Range(0, people).Select(_ => new PlannedCoder(MemberId.New(), 0, [])).ToList();
            var transcripts = words.Select(w => new PlannedTranscript(TranscriptId.New(), Trusts[0], w, [])).ToList();

            var given = EvenPlan.Make(transcripts, coders, each).Given.ToLookup(g => g.Coder, g => transcripts.Single(t => t.Id == g.Transcript).Words);

            var loads = coders.ConvertAll(c => given[c.Id].Sum());
            Assert.InRange(loads.Max() - loads.Min(), 0, words.DefaultIfEmpty().Max());
        });

    [Fact]
    public void The_same_question_has_the_same_answer() => Any.Sample((coders, transcripts, each) =>
        Assert.Equal(EvenPlan.Make(transcripts, coders, each).Given, EvenPlan.Make(transcripts, coders, each).Given));

    [Fact]
    public void Who_has_more_to_do_already_gets_less()
    {
        var (busy, free) = (new PlannedCoder(MemberId.New(), 5_000, []), new PlannedCoder(MemberId.New(), 0, []));

        var plan = EvenPlan.Make([.. Enumerable.Range(0, 5).Select(_ => new PlannedTranscript(TranscriptId.New(), Trusts[0], 1_000, []))], [busy, free], 1);

        Assert.All(plan.Given, g => Assert.Equal(free.Id, g.Coder));
    }
}
