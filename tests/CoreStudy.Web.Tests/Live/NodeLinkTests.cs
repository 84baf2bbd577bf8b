using System.Net;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Live;

public sealed class NodeLinkTests(PostgresFixture postgres) : NodesTest(postgres)
{
    [Fact]
    public async Task What_is_published_on_one_node_is_heard_once_on_the_other_and_not_again_on_its_own()
    {
        using var own = Hear(One);
        using var other = Hear(Other);
        List<Notice> notices = [.. Enumerable.Range(1, 400).Select(i => new CodingsFollowed(Study.Study.Id, TranscriptId.New(), i))];
        var back = new StudyChanged(Study.Study.Id);

        foreach (var notice in notices) Of<StudyFeed>(One).Publish(notice);
        await other.UntilAsync(heard => heard.Contains(notices[^1]));
        Of<StudyFeed>(Other).Publish(back);
        await own.UntilAsync(heard => heard.Contains(back));

        notices.Add(back);
        Assert.Equal(notices, other.All.Where(n => n is not LookAgain)); // on a slow machine one may take the other for gone
        Assert.Equal(notices, own.All.Where(n => n is not LookAgain));
    }

    [Fact]
    public async Task When_the_line_was_cut_whoever_listens_looks_again()
    {
        using var own = Hear(One);
        using var other = Hear(Other);

        Assert.Equal(2, await CutAsync());

        var again = new LookAgain(Study.Study.Id);
        await own.UntilAsync(heard => heard.Contains(again));
        await other.UntilAsync(heard => heard.Contains(again));
        Of<StudyFeed>(One).Publish(new StudyChanged(Study.Study.Id));
        await other.UntilAsync(heard => heard.Contains(new StudyChanged(Study.Study.Id)));
    }

    [Fact]
    public async Task A_desk_and_a_board_on_one_node_have_every_coding_of_another_node_once_though_the_line_is_cut_again_and_again()
    {
        using var ben = Of<DeskRooms>(Other).Enter(Transcript.Id).Join(Ben, seen: 0);
        using var counted = new SemaphoreSlim(0);
        using var following = Of<ProgressBoard>(Other).Follow(Study.Study.Id, () => counted.Release());
        var told = new List<Guid>();
        var applied = new List<Guid>();

        for (var i = 0; i < 60; i++)
        {
            var acts = Enumerable.Range(0, 5).Select(n => new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(n, n + 5 + i), IsUnsure: false, "")).ToArray<DeskAct>();
            applied.AddRange(acts.Select(a => ((Apply)a).CodingId.Value));
            await DoAsync(One, Ada, acts);
            if (i % 15 == 7) await CutAsync();
            Take(ben, told);
        }

        while (told.Count < applied.Count)
        {
            Assert.True(await ben.WaitAsync(Patience, Cancel), $"No news came after {told.Count} of {applied.Count} codings.");
            Take(ben, told);
        }

        Assert.Equal(applied.Order(), told.Order());
        while (await CodingsOnBoardAsync() < applied.Count) Assert.True(await counted.WaitAsync(Patience, Cancel), "The board was not counted again.");
        Assert.Equal(applied.Count, await CodingsOnBoardAsync());
    }

    [Fact]
    public async Task Two_who_code_on_different_nodes_have_one_order_of_acts()
    {
        using var ada = Of<DeskRooms>(One).Enter(Transcript.Id).Join(Ada, seen: 0);
        using var ben = Of<DeskRooms>(Other).Enter(Transcript.Id).Join(Ben, seen: 0);
        var (toldAda, toldBen) = (new List<Guid>(), new List<Guid>());

        await Task.WhenAll(
            Task.Run(async () => { for (var i = 0; i < 50; i++) await DoAsync(One, Ada, new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(i, i + 3), IsUnsure: false, "")); }, Cancel),
            Task.Run(async () => { for (var i = 0; i < 50; i++) await DoAsync(Other, Ben, new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(i, i + 3), IsUnsure: false, "")); }, Cancel));

        foreach (var (listener, told) in new[] { (ada, toldAda), (ben, toldBen) })
        {
            for (Take(listener, told); told.Count < 100; Take(listener, told)) Assert.True(await listener.WaitAsync(Patience, Cancel), $"No news came after {told.Count} codings.");
        }

        var stored = await Db.Codings.OrderBy(c => c.Revision).Select(c => c.Revision).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), stored);
        Assert.Equal(toldAda.Order(), toldBen.Order());
        Assert.Equal(100, toldAda.Distinct().Count());
    }

    [Fact]
    public async Task In_a_blind_round_nobody_on_another_node_is_told_of_a_colleagues_codings_nor_who_is_there()
    {
        using var ben = Of<DeskRooms>(Other).Enter(Transcript.Id).Join(Ben, seen: 0);
        using var ada = Of<DeskRooms>(Other).Enter(Transcript.Id).Join(Ada, seen: 0);
        StudyBuilder.Must(await Of<StartRound>(One).RunAsync(
            Lead.AccountId, Study.Study.Id, new RoundPlan("Round one", ComparisonUnit.Turn, null, null, null, null, false), null, "First framework", [Transcript.Id], [Ada.Id, Ben.Id], Cancel));

        var apply = new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(0, 3), IsUnsure: false, "");
        await DoAsync(One, Ada, apply);
        var heardAda = await UntilAsync(ada, apply.CodingId); // Ada’s own window at the other node: so the news is there
        var heardBen = ben.TakeChanges() ?? "";

        Assert.Contains("\"sight\":\"blind\"", heardAda, StringComparison.Ordinal);
        Assert.DoesNotContain(apply.CodingId.Value.ToString(), heardBen, StringComparison.Ordinal);
        Assert.Empty(ben.TakePresence());
    }

    [Fact]
    public async Task Who_is_at_a_transcript_is_seen_from_another_node_until_they_leave()
    {
        var ada = Of<DeskRooms>(One).Enter(Transcript.Id).Join(Ada, seen: 0);
        using var ben = Of<DeskRooms>(Other).Enter(Transcript.Id).Join(Ben, seen: 0);

        ada.MoveTo(3);
        await PresenceAsync(ben, here => here.SequenceEqual([new DeskPresence(Ada.Id, Ada.Name, 3)]));
        await PresenceAsync(ada, here => here.SequenceEqual([new DeskPresence(Ben.Id, Ben.Name, null)]));

        ada.Dispose();
        await PresenceAsync(ben, here => here.Count == 0);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_on_one_node_is_gone_on_the_other_with_the_notice()
    {
        using var other = Hear(Other);
        Assert.False((await Of<Permissions>(Other).AskAsync(Lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)).IsRefused(out _, out _));
        var second = await Study.MemberAsync(Role.StudyLead);

        StudyBuilder.Must(await Of<EndMembership>(One).RunAsync(second.AccountId, Study.Study.Id, Lead.Id, Cancel));
        await other.UntilAsync(heard => heard.OfType<MembersChanged>().Any());

        Assert.True((await Of<Permissions>(Other).AskAsync(Lead.AccountId, Study.Study.Id, Operation.ManageMembers, Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task Who_signed_in_on_one_node_is_signed_in_on_the_other()
    {
        var (name, value) = await One.SignInAsync(Ada.AccountId);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = Other.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"studies/{Study.Study.Id.Value}/transcripts/{Transcript.Id.Value}/code");
        request.Headers.Add("Cookie", $"{name}={value}");

        using var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_job_is_done_on_one_node_at_a_time_and_the_turn_of_one_that_is_gone_is_free()
    {
        var (here, there) = (Of<IDbContextFactory<StudyDb>>(One), Of<IDbContextFactory<StudyDb>>(Other));
        var turn = await JobTurn.TryTakeAsync(here, "recordings", Cancel);
        Assert.NotNull(turn);
        var upload = await UploadThatExpiredAsync();

        await Of<RecordingJobs>(Other).SweepAsync(Cancel);
        Assert.True(await Db.RecordingUploads.AsNoTracking().AnyAsync(u => u.Id == upload, Cancel));

        await turn.DisposeAsync();
        await Task.WhenAll(Of<RecordingJobs>(One).SweepAsync(Cancel), Of<RecordingJobs>(Other).SweepAsync(Cancel));
        Assert.False(await Db.RecordingUploads.AsNoTracking().AnyAsync(u => u.Id == upload, Cancel));
        Assert.Equal(1, await Db.AuditEntries.CountAsync(e => e.Kind == Domain.Audits.AuditKind.RecordingUploadStopped, Cancel));
        await using var next = await JobTurn.TakeAsync(there, "recordings", Cancel);
        Assert.Null(await JobTurn.TryTakeAsync(here, "recordings", Cancel));
    }

    private async Task<RecordingId> UploadThatExpiredAsync()
    {
        var interview = await Db.Interviews.FirstAsync(Cancel);
        var upload = StudyBuilder.Must(Domain.Recordings.RecordingUpload.Begin(interview, Lead.Id, 1_000, new byte[32], new byte[32], 10_000, StudyBuilder.At));
        Db.RecordingUploads.Add(upload);
        await Db.SaveChangesAsync(Cancel);
        return upload.Id;
    }

    private async Task DoAsync(AppFixture node, Member by, params DeskAct[] acts)
    {
        var outcome = StudyBuilder.Must(await Of<RecordActs>(node).RunAsync(by.AccountId, Transcript.Id, acts, Cancel));
        Assert.All(outcome.Results, r => Assert.True(r.IsKept, r.Why));
    }

    private async Task<int> CodingsOnBoardAsync() => (await Of<ProgressBoard>(Other).ReadAsync(Study.Study.Id, Cancel)).For(Lead).Facts.Tallies.Sum(t => t.Codings);

    /// <summary>The codings that the page is sent now.</summary>
    private static void Take(DeskListener listener, List<Guid> told)
    {
        if (listener.TakeChanges() is not { } changes) return;
        using var json = JsonDocument.Parse(changes);
        told.AddRange(json.RootElement.GetProperty("codings").EnumerateArray().Select(c => c[0].GetGuid()));
    }

    private static async Task PresenceAsync(DeskListener listener, Func<IReadOnlyList<DeskPresence>, bool> isIt)
    {
        while (!isIt(listener.TakePresence())) Assert.True(await listener.WaitAsync(Patience, Cancel), "Nobody was told who is here.");
    }

    private static async Task<string> UntilAsync(DeskListener listener, CodingId coding)
    {
        while (true)
        {
            if (listener.TakeChanges() is { } changes && changes.Contains(coding.Value.ToString(), StringComparison.Ordinal)) return changes;
            Assert.True(await listener.WaitAsync(Patience, Cancel), "No news came.");
        }
    }
}
