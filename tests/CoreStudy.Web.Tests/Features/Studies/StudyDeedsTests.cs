using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Studies;

public sealed class StudyDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _lead = null!;
    private Member _coder = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Study.MemberAsync(Role.StudyLead);
        _coder = await Study.MemberAsync(Role.Coder);
    }

    [Fact]
    public async Task Only_an_operator_creates_studies() =>
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CreateStudy>().RunAsync(_lead.AccountId, "New", "New", "", Role.StudyLead, Cancel)));

    [Theory]
    [InlineData(Role.Coder, false)]
    [InlineData(Role.Researcher, false)]
    [InlineData(Role.Supervisor, false)]
    [InlineData(Role.StudyLead, true)]
    [InlineData(Role.Admin, true)]
    public async Task Who_creates_a_study_becomes_its_lead_or_its_admin(Role role, bool isAllowed)
    {
        await MakeOperatorAsync(_lead);

        var result = await The<CreateStudy>().RunAsync(_lead.AccountId, "New", "New", "", role, Cancel);

        Assert.Equal(isAllowed ? null : Refusal.Forbidden.Sentence, SentenceOf(result));
        Assert.Equal(isAllowed ? [role] : [], await Db.Members.Where(m => m.StudyId != StudyId && m.AccountId == _lead.AccountId).Select(m => m.Role).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_study_whose_name_is_taken_is_refused_in_words()
    {
        await MakeOperatorAsync(_lead);

        Assert.Equal("There is one called “A study” already.", SentenceOf(await The<CreateStudy>().RunAsync(_lead.AccountId, " A study", "New", "", Role.StudyLead, Cancel)));
    }

    [Fact]
    public async Task A_coder_finds_their_studies_and_counts_only_what_is_open_in_their_trusts()
    {
        var limited = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));
        await Study.TranscriptAsync(_lead, ["Hello?"]);
        await Study.TranscriptAsync(_lead, ["Hello?"], open: false);
        await Study.TranscriptAsync(_lead, ["Hello?"], trust: "Birch");

        var (studies, mayCreate) = await The<ListStudies>().RunAsync(limited.AccountId, Cancel);

        Assert.Equal((StudyId, Role.Coder, 1), studies.Select(s => (s.Id, s.Role, s.Transcripts)).Single());
        Assert.False(mayCreate);
    }

    [Fact]
    public async Task An_ended_membership_is_no_longer_among_somebody_s_studies()
    {
        _coder.End(StudyBuilder.At);
        await Db.SaveChangesAsync(Cancel);

        Assert.Empty((await The<ListStudies>().RunAsync(_coder.AccountId, Cancel)).Studies);
    }

    [Fact]
    public async Task A_researcher_cannot_describe_the_study_or_change_its_places()
    {
        var (by, alder) = ((await Study.MemberAsync(Role.Researcher)).AccountId, await TrustAsync("Alder"));

        AssertForbidden(await The<DescribeStudy>().RunAsync(by, StudyId, "Other", "Other", "", Cancel));
        AssertForbidden(await The<SavePlace>().TrustAsync(by, StudyId, null, "Birch", Cancel));
        AssertForbidden(await The<SavePlace>().SiteAsync(by, StudyId, alder.Id, null, "A ward", Cancel));
        AssertForbidden(await The<RemovePlace>().RunAsync(by, StudyId, alder.Id, null, Cancel));
        AssertForbidden(await The<ArchivePlace>().RunAsync(by, StudyId, alder.Id, null, archive: true, Cancel));
        AssertForbidden(await The<ArchiveStudy>().RunAsync(by, StudyId, archive: true, Cancel));
    }

    [Fact]
    public async Task Who_does_not_belong_finds_neither_frame_nor_places()
    {
        var stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.Admin);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadStudyFrame>().RunAsync(stranger.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListPlaces>().RunAsync(stranger.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task A_study_that_is_put_away_is_read_but_not_changed_until_it_is_back()
    {
        var transcript = await Study.TranscriptAsync(_lead, ["Hello?"]);
        StudyBuilder.Must(await The<ArchiveStudy>().RunAsync(_lead.AccountId, StudyId, archive: true, Cancel));

        Assert.True((await The<ListStudies>().RunAsync(_lead.AccountId, Cancel)).Studies.Single().IsArchived);
        StudyBuilder.Must(await The<ListPlaces>().RunAsync(_lead.AccountId, StudyId, Cancel));
        Assert.Equal(Refusal.StudyPutAway.Sentence, SentenceOf(await The<SavePlace>().TrustAsync(_lead.AccountId, StudyId, null, "Birch", Cancel)));
        Assert.Equal(Refusal.StudyPutAway.Sentence, SentenceOf(await Permissions.AskAsync(_coder.AccountId, transcript.Id, Operation.Code, Cancel)));
        Assert.Null(SentenceOf(await Permissions.AskAsync(_coder.AccountId, transcript.Id, Operation.ReadTranscripts, Cancel)));

        StudyBuilder.Must(await The<ArchiveStudy>().RunAsync(_lead.AccountId, StudyId, archive: false, Cancel));
        StudyBuilder.Must(await The<SavePlace>().TrustAsync(_lead.AccountId, StudyId, null, "Birch", Cancel));
    }

    [Fact]
    public async Task The_team_of_a_study_that_is_put_away_can_still_be_changed()
    {
        StudyBuilder.Must(await The<ArchiveStudy>().RunAsync(_lead.AccountId, StudyId, archive: true, Cancel));

        Assert.Null(SentenceOf(await Permissions.AskAsync(_lead.AccountId, StudyId, Operation.ManageMembers, Cancel)));
    }

    [Fact]
    public async Task A_lead_of_some_trusts_does_not_put_the_whole_study_away()
    {
        var limited = await Study.MemberAsync(Role.StudyLead, Study.Trust("Alder"));

        Assert.StartsWith("Only who works for every trust", SentenceOf(await The<ArchiveStudy>().RunAsync(limited.AccountId, StudyId, archive: true, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trust_with_interviews_is_put_away_with_its_sites_but_never_removed()
    {
        var transcript = await Study.TranscriptAsync(_lead, ["Hello?"]);
        StudyBuilder.Must(await The<SavePlace>().SiteAsync(_lead.AccountId, StudyId, transcript.TrustId, null, "A ward", Cancel));

        StudyBuilder.Must(await The<ArchivePlace>().RunAsync(_lead.AccountId, StudyId, transcript.TrustId, null, archive: true, Cancel));

        Assert.StartsWith("It is in use", SentenceOf(await The<RemovePlace>().RunAsync(_lead.AccountId, StudyId, transcript.TrustId, null, Cancel)), StringComparison.Ordinal);
        Assert.Equal([true, true], await ArchivedAsync());
        var site = await Db.Sites.Select(s => s.Id).SingleAsync(Cancel);
        Assert.Equal("Alder is put away. Bring the trust back first.", SentenceOf(await The<ArchivePlace>().RunAsync(_lead.AccountId, StudyId, transcript.TrustId, site, archive: false, Cancel)));

        StudyBuilder.Must(await The<ArchivePlace>().RunAsync(_lead.AccountId, StudyId, transcript.TrustId, null, archive: false, Cancel));
        Assert.Equal([false, false], await ArchivedAsync());
    }

    [Fact]
    public async Task A_trust_with_nothing_but_targets_is_removed_with_them()
    {
        var alder = await TrustAsync("Alder");
        StudyBuilder.Must(await The<SaveTargets>().RunAsync(_lead.AccountId, StudyId, [new(alder.Id, "Peer support worker", "4")], Cancel));

        StudyBuilder.Must(await The<RemovePlace>().RunAsync(_lead.AccountId, StudyId, alder.Id, null, Cancel));

        Assert.False(await Db.RecruitmentTargets.AnyAsync(Cancel));
    }

    [Fact]
    public async Task A_trust_label_that_is_taken_is_refused_in_words()
    {
        await TrustAsync("Alder");

        Assert.Equal("There is one called “Alder” already.", SentenceOf(await The<SavePlace>().TrustAsync(_lead.AccountId, StudyId, null, "Alder ", Cancel)));
    }

    [Fact]
    public async Task A_trust_with_a_site_is_not_removed_and_one_without_anything_is()
    {
        var (alder, birch) = (await TrustAsync("Alder"), await TrustAsync("Birch"));
        StudyBuilder.Must(await The<SavePlace>().SiteAsync(_lead.AccountId, StudyId, alder.Id, null, "A ward", Cancel));

        Assert.StartsWith("It is in use", SentenceOf(await The<RemovePlace>().RunAsync(_lead.AccountId, StudyId, alder.Id, null, Cancel)), StringComparison.Ordinal);
        StudyBuilder.Must(await The<RemovePlace>().RunAsync(_lead.AccountId, StudyId, birch.Id, null, Cancel));

        var places = StudyBuilder.Must(await The<ListPlaces>().RunAsync(_lead.AccountId, StudyId, Cancel)).Places;
        Assert.Equal([("Alder", null, true), ("Alder", "A ward", false)], places.Select(p => (p.Trust, p.Site, p.IsInUse)));
    }

    [Fact]
    public async Task A_lead_limited_to_one_trust_neither_sees_nor_touches_another()
    {
        var (alder, birch) = (await TrustAsync("Alder"), await TrustAsync("Birch"));
        var limited = await Study.MemberAsync(Role.StudyLead, alder);

        Assert.Equal(["Alder"], StudyBuilder.Must(await The<ListPlaces>().RunAsync(limited.AccountId, StudyId, Cancel)).Places.Select(p => p.Trust));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<SavePlace>().TrustAsync(limited.AccountId, StudyId, birch.Id, "Mine", Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<RemovePlace>().RunAsync(limited.AccountId, StudyId, birch.Id, null, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ArchivePlace>().RunAsync(limited.AccountId, StudyId, birch.Id, null, archive: true, Cancel)));
    }

    private async Task<IEnumerable<bool>> ArchivedAsync() =>
        StudyBuilder.Must(await The<ListPlaces>().RunAsync(_lead.AccountId, StudyId, Cancel)).Places.Select(p => p.IsArchived);

    private async Task<Trust> TrustAsync(string label)
    {
        var trust = Study.Trust(label);
        await Db.SaveChangesAsync(Cancel);
        return trust;
    }

    private Task<int> MakeOperatorAsync(Member member) =>
        Db.Users.Where(a => a.Id == member.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
}
