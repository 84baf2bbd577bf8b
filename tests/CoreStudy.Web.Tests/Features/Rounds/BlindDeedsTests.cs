using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Archives;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Corrections;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Features.Findings;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Rounds;

/// <summary>
/// Deeds that take everybody's work along, done while a round is blind by those from whom the database hides most of it: nothing is lost, left behind or done by halves.
/// </summary>
public sealed class BlindDeedsTests(PostgresFixture postgres) : FindingTest(postgres)
{
    private Member _ben = null!;
    private Member _follower = null!;
    private RoundId _round;

    /// <summary>Ben's, on words that he has given another code as well.</summary>
    private CodingId _hidden;

    /// <summary>Who keeps the framework and the texts: a lead who codes in the round, and a researcher who may not follow it.</summary>
    public static TheoryData<Role> Keepers => [Role.StudyLead, Role.Researcher];

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task A_merge_takes_every_coders_codings_along_with_what_was_said_about_them_and_its_undo_brings_them_back(Role role)
    {
        await GivenAsync();
        var before = await CodesOfAllAsync();

        var merge = StudyBuilder.Must(await The<MergeCode>().RunAsync(By(role), StudyId, Pay.Id, Pride.Id, Cancel));

        var after = await Db.Codings.AsNoTracking().ToListAsync(Cancel);
        Assert.DoesNotContain(after, c => c.CodeId == Pay.Id && c.RemovedAt is null);
        Assert.NotNull(after.Single(c => c.Id == _hidden).RemovedAt); // he had the other code on these words already
        Assert.NotEqual(_hidden, await Db.Comments.AsNoTracking().Select(c => c.CodingId).SingleAsync(Cancel));
        var acts = await Db.CodingActs.AsNoTracking().Where(a => a.Kind == ActKind.Follow).ToListAsync(Cancel);
        Assert.Equal(before.Where(c => c.Code == Pay.Id).Select(c => c.Id), acts.Select(a => a.CodingId!.Value).OrderBy(c => c.Value));
        Assert.Equal(await Db.CodingHeads.AsNoTracking().Where(h => h.TranscriptId == First.Id).Select(h => h.Revision).SingleAsync(Cancel), after.Where(c => c.TranscriptId == First.Id).Max(c => c.Revision));

        StudyBuilder.Must(await The<UndoChange>().RunAsync(By(role), StudyId, merge, Cancel));

        Assert.Equal(before, await CodesOfAllAsync());
    }

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task A_split_takes_what_was_chosen_along_whoever_coded_it_and_a_new_definition_asks_every_coder(Role role)
    {
        await GivenAsync();
        var all = await Db.Codings.AsNoTracking().Where(c => c.CodeId == Pay.Id).Select(c => c.Id).ToListAsync(Cancel);
        StudyBuilder.Must(await The<EditCode>().RewriteAsync(By(role), StudyId, Pay.Id, Pay.Version, Pay.Words with { Definition = "Papers" }, lookAgain: true, Cancel));
        Assert.Equal(all.Count, await Db.PassageReviews.CountAsync(Cancel));

        var split = StudyBuilder.Must(await The<SplitCode>().RunAsync(By(role), StudyId, Pay.Id, Pay.Words with { Name = "Certificates" }, all, Cancel));

        Assert.Equal(0, await Db.Codings.CountAsync(c => c.CodeId == Pay.Id, Cancel));
        StudyBuilder.Must(await The<UndoChange>().RunAsync(By(role), StudyId, split, Cancel));
        Assert.Equal(all.Count, await Db.Codings.CountAsync(c => c.CodeId == Pay.Id, Cancel));
    }

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task A_code_that_somebody_hidden_uses_does_not_go(Role role)
    {
        await GivenAsync();
        var made = StudyBuilder.Must(await The<EditCode>().CreateAsync(By(role), StudyId, null, Pay.Words with { Name = "Shame" }, Cancel));
        var code = await Db.Codes.AsNoTracking().SingleAsync(c => c.Name == "Shame", Cancel);
        await CodeAsync(First, "shame", code, _ben);

        Assert.StartsWith("“Shame” has been used since.", SentenceOf(await The<UndoChange>().RunAsync(By(role), StudyId, made, Cancel)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task A_correction_carries_every_coders_places_and_its_taking_back_too(Role role)
    {
        await GivenAsync();
        var before = await PlacesAsync();
        const string Words = "I really never got any certificate, which was a shame. She told me so herself.";

        var number = StudyBuilder.Must(await The<CorrectTurn>().RunAsync(By(role), First.Id, 0, 1, Words, mayLosePlaceholders: false, Cancel));

        var (count, strays) = await CodingCheck.RunAsync(Db, Cancel);
        Assert.Empty(strays);
        Assert.True(count > 5);
        Assert.All(await Db.Codings.AsNoTracking().Where(c => c.TranscriptId == First.Id).ToListAsync(Cancel), c => Assert.Equal(Place(First, "certificate").Start + "really ".Length - "a".Length + "any".Length, c.Segment.Start));
        StudyBuilder.Must(await The<RestoreCorrection>().RunAsync(By(role), First.Id, number, Cancel));
        Assert.Equal(before, await PlacesAsync());
    }

    [Fact]
    public async Task A_withdrawal_takes_what_no_admin_sees()
    {
        await GivenAsync();
        var admin = await Study.MemberAsync(Role.Admin);
        var person = await Db.Participants.AsNoTracking().SingleAsync(p => p.Label == "PSW-1", Cancel);

        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(admin.AccountId, StudyId, person.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new(2026, 3, 1), "PSW-1"), Cancel));

        Assert.All(await Db.Codings.AsNoTracking().Where(c => c.TranscriptId == First.Id).ToListAsync(Cancel), c => Assert.NotNull(c.RemovedAt));
        Assert.All(await Db.KeptPassages.AsNoTracking().ToListAsync(Cancel), k => Assert.NotNull(k.WithdrawnAt));
        Assert.False(await Db.CodingActs.AnyAsync(a => a.TranscriptId == First.Id && a.CodingId != null, Cancel));
        Assert.False(await Db.Comments.AnyAsync(c => c.RemovedAt == null, Cancel));
    }

    [Fact]
    public async Task An_archive_holds_what_no_admin_sees()
    {
        await GivenAsync();
        var admin = await Study.MemberAsync(Role.Admin);

        var manifest = StudyBuilder.Must(await The<MakeArchive>().RunAsync(admin.AccountId, StudyId, null, new MemoryStream(), null, Cancel));

        Assert.Equal(
            (await Db.Codings.CountAsync(Cancel), await Db.CodingActs.CountAsync(Cancel), await Db.Comments.CountAsync(Cancel), await Db.KeptPassages.CountAsync(Cancel)),
            (manifest.RowsOf("codings"), manifest.RowsOf("coding_acts"), manifest.RowsOf("comments"), manifest.RowsOf("kept_passages")));
    }

    [Theory]
    [MemberData(nameof(Keepers))]
    public async Task A_finding_goes_with_hidden_evidence(Role role)
    {
        await GivenAsync();
        var finding = await Db.Findings.AsNoTracking().SingleAsync(Cancel);
        var seen = await OpenAsync(finding.Id, role == Role.StudyLead ? Lead : Researcher);
        Assert.Equal((0, 1), (seen.Evidence.Count, seen.Row.Hidden));

        StudyBuilder.Must(await The<RemoveFinding>().RunAsync(By(role), StudyId, finding.Id, Cancel));

        Assert.Equal((0, 0, 0), (await Db.Findings.CountAsync(Cancel), await Db.Evidence.CountAsync(Cancel), await Db.KeptPassages.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Whoever_asks_first_has_everybody_counted_and_taken_in()
    {
        await GivenAsync();
        var all = await Db.Codings.CountAsync(Cancel);

        StudyBuilder.Must(await The<ListTranscripts>().RunAsync(Coder.AccountId, StudyId, Cancel));
        var hers = StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, PassageFilter.All, 0, 50, Cancel));

        Assert.Equal(2, hers.Total); // hers in the round, and one where nobody is blind
        Assert.Equal((all, all), (await Db.CodedPassages.CountAsync(Cancel), await Db.TranscriptTallies.SumAsync(t => t.Codings, Cancel)));
        await CodeAsync(First, "herself", Pride, _ben);
        StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, PassageFilter.All, 0, 50, Cancel));
        StudyBuilder.Must(await The<ListTranscripts>().RunAsync(Researcher.AccountId, StudyId, Cancel));
        Assert.Equal((all + 1, all + 1, all + 1), (await Db.CodedPassages.CountAsync(Cancel), await Db.TranscriptTallies.SumAsync(t => t.Codings, Cancel), await Db.CodeTallies.SumAsync(t => t.Codings, Cancel)));
        StudyBuilder.Must(await The<CallOffRound>().RunAsync(Lead.AccountId, StudyId, _round, "It came to nothing", Cancel));
        Assert.Equal(all + 1, StudyBuilder.Must(await The<ReadCodebook>().RunAsync(Coder.AccountId, StudyId, Cancel)).Codes.Sum(c => c.Codings));
        Assert.Equal(all + 1, StudyBuilder.Must(await The<ReadPassages>().RunAsync(Researcher.AccountId, StudyId, PassageFilter.All, 0, 50, Cancel)).Total);
    }

    [Fact]
    public async Task A_coder_of_the_round_codes_and_undoes_and_an_id_that_is_taken_by_something_hidden_is_refused()
    {
        await GivenAsync();
        var mine = await CodeAsync(First, "so herself", Pay);
        await ActAsync(First, new Undo(ActId.New()));
        Assert.NotNull(await Db.Codings.AsNoTracking().Where(c => c.Id == mine).Select(c => c.RemovedAt).SingleAsync(Cancel));

        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(Coder.AccountId, First.Id, [new Apply(ActId.New(), _hidden, Pay.Id, Place(First, "She told"), false, "")], Cancel));

        Assert.Equal("This is not there any more.", Assert.Single(outcome.Results).Why);
        Assert.Null(await Db.Codings.AsNoTracking().Where(c => c.Id == _hidden).Select(c => c.RemovedAt).SingleAsync(Cancel));
    }

    private AccountId By(Role role) => role == Role.StudyLead ? Lead.AccountId : Researcher.AccountId;

    /// <summary>A coder, Ben and the lead code in a blind round; somebody who follows it has made a coding of Ben's evidence, and has talked about it.</summary>
    private async Task GivenAsync()
    {
        (_ben, _follower) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.StudyLead));
        await CodeAsync(Second, "certificate", Pay, Lead);
        _round = StudyBuilder.Must(await The<StartRound>().RunAsync(
            Lead.AccountId, StudyId, new("Round one", ComparisonUnit.Turn, null, null, null, null, false), null, "Framework one", [First.Id], [Coder.Id, _ben.Id, Lead.Id], Cancel));
        foreach (var coder in new[] { Coder, Lead }) await CodeAsync(First, "certificate", Pay, coder);
        _hidden = await CodeAsync(First, "certificate", Pay, _ben);
        await CodeAsync(First, "certificate", Pride, _ben);
        await ActAsync(First, new WriteComment(ActId.New(), _hidden, CommentId.New(), "Is it?"), _follower);
        StudyBuilder.Must(await The<ChooseEvidence>().RunAsync(_follower.AccountId, StudyId, await FindAsync(), _hidden.Value, EvidenceSide.Supporting, "", Cancel));
    }

    private async Task<List<(CodingId Id, CodeId Code, bool IsRemoved)>> CodesOfAllAsync() =>
        [.. (await Db.Codings.AsNoTracking().OrderBy(c => c.Id).Select(c => new { c.Id, c.CodeId, IsRemoved = c.RemovedAt != null }).ToListAsync(Cancel)).Select(c => (c.Id, c.CodeId, c.IsRemoved))];

    private async Task<List<(CodingId Id, Segment Place)>> PlacesAsync() =>
        [.. (await Db.Codings.AsNoTracking().OrderBy(c => c.Id).Select(c => new { c.Id, c.Segment }).ToListAsync(Cancel)).Select(c => (c.Id, c.Segment))];
}
