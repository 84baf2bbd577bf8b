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
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CreateStudy>().RunAsync(_lead.AccountId, "New", "New", "", Cancel)));

    [Fact]
    public async Task Who_creates_a_study_becomes_its_admin()
    {
        await MakeOperatorAsync(_lead);

        var id = StudyBuilder.Must(await The<CreateStudy>().RunAsync(_lead.AccountId, "New", "New", "", Cancel));

        Assert.Equal(Role.Admin, await Db.Members.Where(m => m.StudyId == id && m.AccountId == _lead.AccountId).Select(m => m.Role).SingleAsync(Cancel));
    }

    [Fact]
    public async Task A_study_whose_name_is_taken_is_refused_in_words()
    {
        await MakeOperatorAsync(_lead);

        Assert.Equal("There is one called “A study” already.", SentenceOf(await The<CreateStudy>().RunAsync(_lead.AccountId, " A study", "New", "", Cancel)));
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

        AssertForbidden(await The<DescribeStudy>().RunAsync(by, StudyId, "Other", "Other", "", ["Nurse"], Cancel));
        AssertForbidden(await The<SavePlace>().TrustAsync(by, StudyId, null, "Birch", Cancel));
        AssertForbidden(await The<SavePlace>().SiteAsync(by, StudyId, alder.Id, null, "A ward", Cancel));
        AssertForbidden(await The<RemovePlace>().RunAsync(by, StudyId, alder.Id, null, Cancel));
    }

    [Fact]
    public async Task Who_does_not_belong_finds_neither_frame_nor_places()
    {
        var stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.Admin);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadStudyFrame>().RunAsync(stranger.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListPlaces>().RunAsync(stranger.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task A_participant_role_in_use_cannot_be_left_out()
    {
        var alder = await TrustAsync("Alder");
        Db.Participants.Add(StudyBuilder.Must(Domain.Participants.Participant.Create(Study.Study, alder, "PSW-01", "Peer support worker")));
        await Db.SaveChangesAsync(Cancel);

        var result = await The<DescribeStudy>().RunAsync(_lead.AccountId, StudyId, "A study", "Study", "", ["Nurse"], Cancel);

        Assert.Equal("“Peer support worker” is the role of participants, and cannot be left out.", SentenceOf(result));
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
    }

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
