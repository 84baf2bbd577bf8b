using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Summaries;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Demonstration;

/// <summary>The demonstration study holds what every screen needs to show something true.</summary>
public sealed class DemonstrationTests(PostgresFixture postgres) : DemonstrationTest(postgres)
{
    [Fact]
    public async Task Six_trusts_have_peer_support_workers_and_four_have_their_supervisors()
    {
        var participants = await Db.Participants.ToListAsync(Cancel);

        Assert.Equal(6, participants.Where(p => p.Role == "Peer support worker").Select(p => p.TrustId).Distinct().Count());
        Assert.Equal(4, participants.Where(p => p.Role == "PSW supervisor").Select(p => p.TrustId).Distinct().Count());
        Assert.All(participants, p => Assert.NotEmpty(p.Attributes));
        Assert.Equal(10, await Db.RecruitmentTargets.CountAsync(Cancel));
    }

    [Fact]
    public async Task There_are_some_thirty_transcripts_of_interviews_and_focus_groups_and_none_is_another()
    {
        var transcripts = await Db.Transcripts.Select(t => new { t.WordCount, t.Text.Words }).ToListAsync(Cancel);

        Assert.InRange(transcripts.Count, 28, 40);
        Assert.All(transcripts, t => Assert.InRange(t.WordCount, 800, 21_000));
        Assert.Equal(transcripts.Count, transcripts.Select(t => t.Words[..200]).Distinct().Count());
        Assert.True(await Db.Interviews.CountAsync(i => i.Kind == InterviewKind.FocusGroup, Cancel) >= 6);
        Assert.Equal(2, await Db.Interviews.CountAsync(i => i.State == InterviewState.Planned, Cancel));
    }

    [Fact]
    public async Task A_framework_matrix_is_a_third_done_with_drafts_and_references_that_stand_and_six_interviews_are_summed_up()
    {
        var cells = await Db.Summaries.Include(s => s.Links).Where(s => s.ColumnId != null).ToListAsync(Cancel);
        var all = await Db.Participants.CountAsync(Cancel) * await Db.MatrixColumns.CountAsync(Cancel);

        Assert.Equal(8, await Db.MatrixColumns.CountAsync(Cancel));
        Assert.InRange((double)cells.Count(c => c.State == SummaryState.Done) / all, 0.25, 0.45);
        Assert.True(cells.Count(c => c.State == SummaryState.Draft) >= 5);
        Assert.All(cells, c => Assert.Equal(References.In(c.Text).Order(), c.Links.Select(l => l.Number).Order()));
        Assert.Equal(6, await Db.Summaries.CountAsync(s => s.ColumnId == null && s.State == SummaryState.Done, Cancel));
    }

    [Fact]
    public async Task Work_stands_at_every_stage_and_nothing_lies_in_the_future()
    {
        var assignments = await Db.Assignments.Include(a => a.Events).ToListAsync(Cancel);
        var now = TimeProvider.System.GetUtcNow();

        foreach (var state in new[] { AssignmentState.Assigned, AssignmentState.Done, AssignmentState.SentBack, AssignmentState.SignedOff })
            Assert.Contains(assignments, a => a.State == state);
        Assert.Contains(assignments, a => a.State == AssignmentState.Assigned && a.DueOn < DateOnly.FromDateTime(now.UtcDateTime));
        Assert.All(assignments.SelectMany(a => a.Events), e => Assert.True(e.At < now));
        Assert.True(await Db.Transcripts.AnyAsync(t => t.OpenedAt != null && !Db.Assignments.Any(a => a.TranscriptId == t.Id), Cancel));
        Assert.True(await Db.Transcripts.AnyAsync(t => t.OpenedAt == null, Cancel));
        Assert.True(await Db.Codings.MaxAsync(c => c.CodedAt, Cancel) < now);
    }

    [Fact]
    public async Task Every_coding_lies_on_its_words()
    {
        var (count, strays) = await CodingCheck.RunAsync(Db, Cancel);

        Assert.True(count > 2000);
        Assert.Empty(strays);
    }

    [Fact]
    public async Task One_round_is_blind_and_those_that_opened_had_been_handed_in_with_real_differences()
    {
        var rounds = await Db.Rounds.Include(r => r.Transcripts).Include(r => r.Coders).OrderBy(r => r.Number).ToListAsync(Cancel);

        Assert.Equal([RoundState.Open, RoundState.Open, RoundState.Blind], rounds.Select(r => r.State));
        foreach (var round in rounds.Where(r => r.State == RoundState.Open))
        {
            var work = await Db.Assignments.Where(a => a.RoundId == round.Id).ToListAsync(Cancel);
            Assert.True(round.IsComplete(work, new HashSet<TranscriptId>()));
            var coders = (await Layers.AsHandedInAsync(Db, round.Id, null, Cancel)).GroupBy(c => c.MemberId, c => (c.TranscriptId, c.CodeId, c.Segment)).ToList();
            Assert.Equal(2, coders.Count);
            Assert.NotEmpty(coders[0].Intersect(coders[1]));
            Assert.NotEmpty(coders[0].Except(coders[1]));
        }
    }

    [Fact]
    public async Task The_framework_is_what_its_history_made_of_the_first_version()
    {
        var codes = (await Db.Codes.ToListAsync(Cancel)).ToDictionary(c => c.Id, c => c.Snapshot);
        var versions = await Db.FrameworkVersions.OrderBy(v => v.FrozenAt).ToListAsync(Cancel);
        var replayed = versions[0].Codes.ToDictionary(c => c.Id);
        foreach (var change in (await Db.CodebookChanges.OrderBy(c => c.Number).ToListAsync(Cancel)).Where(c => c.At > versions[0].FrozenAt).SelectMany(c => c.Codes))
            replayed[change.After!.Id] = change.After;

        Assert.Equal(codes.OrderBy(c => c.Key.Value), replayed.OrderBy(c => c.Key.Value));
        Assert.Contains(FrameworkComparison.Between(versions[0].Codes, versions[1].Codes), c => c.Difference.HasFlag(CodeDifference.Merged));
        Assert.True(await Db.PassageReviews.AnyAsync(r => r.KeptAt == null, Cancel));
    }
}
