using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Retention;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Features.Redactions;

/// <summary>What a study learns of identifiers, or forgets, holds for every scan from that moment on.</summary>
public sealed class KnownAtOnceTests(PostgresFixture postgres) : ReviewTest(postgres)
{
    [Fact]
    public async Task A_name_that_is_marked_on_the_review_desk_is_known_until_it_is_undone()
    {
        var id = await ImportAsync("Wilhelmina Ottershaw", "PSW-07", "Who helped?", "Zebedee did.");
        Assert.False(await IsKnownAsync("Zebedee"));

        await MarkAsync(id, "Zebedee", IdentifierCategory.Person, isNew: true);
        Assert.True(await IsKnownAsync("Zebedee"));

        await ActAsync(id, new ReviewAct(ReviewActKind.Undo, []));
        Assert.False(await IsKnownAsync("Zebedee"));
    }

    [Fact]
    public async Task A_name_by_which_a_file_calls_a_speaker_is_known_when_it_has_come_in()
    {
        Assert.False(await IsKnownAsync("Ottershaw"));

        await ImportAsync("Wilhelmina Ottershaw", "PSW-07", "Who helped?", "Somebody did.");

        Assert.True(await IsKnownAsync("Ottershaw"));
    }

    [Fact]
    public async Task A_replacement_over_the_study_teaches_the_name()
    {
        await OpenAllAsync(RevealSubject.AllTranscripts);
        var id = await ImportAsync("Wilhelmina Ottershaw", "PSW-07", "Who helped?", "Zebedee did.");
        var found = StudyBuilder.Must(await The<SearchStudy>().RunAsync(Admin.AccountId, Study.Study.Id, "Zebedee", Cancel));
        Assert.False(await IsKnownAsync("Zebedee"));

        StudyBuilder.Must(await The<ReplaceInStudy>().RunAsync(Admin.AccountId, Study.Study.Id, found.Hits, IdentifierCategory.Person, null, "peer", null, null, Cancel));

        Assert.True(await IsKnownAsync("Zebedee"));
    }

    [Fact]
    public async Task Who_a_participant_is_and_what_a_trust_is_called_is_known_while_it_is_kept()
    {
        await OpenAllAsync(RevealSubject.AllParticipants);
        await OpenAllAsync(RevealSubject.AllPlaces);
        var one = await ParticipantAsync("PSW-01");
        Assert.False(await IsKnownAsync("Quillfeather"));
        Assert.False(await IsKnownAsync("Snodlandia"));

        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, Study.Study.Id, one.Id, new Identity("Philippa Quillfeather", "", ""), 0, Cancel));
        var trust = StudyBuilder.Must(await The<ReadPlaceNames>().RunAsync(Admin.AccountId, Study.Study.Id, Cancel))[0];
        StudyBuilder.Must(await The<SavePlaceName>().RunAsync(Admin.AccountId, Study.Study.Id, trust, "Snodlandia", [], Cancel));
        Assert.True(await IsKnownAsync("Quillfeather"));
        Assert.True(await IsKnownAsync("Snodlandia"));

        await DestroyAsync();
        Assert.False(await IsKnownAsync("Quillfeather"));
        Assert.False(await IsKnownAsync("Snodlandia"));
    }

    [Fact]
    public async Task Who_withdrew_with_all_data_is_known_no_more()
    {
        await OpenAllAsync(RevealSubject.AllParticipants);
        var one = await ParticipantAsync("PSW-01");
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, Study.Study.Id, one.Id, new Identity("Philippa Quillfeather", "", ""), 0, Cancel));
        Assert.True(await IsKnownAsync("Quillfeather"));

        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(
            Admin.AccountId, Study.Study.Id, one.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, Clock.Today(), "PSW-01"), Cancel));

        Assert.False(await IsKnownAsync("Quillfeather"));
    }

    private async Task<bool> IsKnownAsync(string name) =>
        (await Service<LeakScan>().CheckAsync(Study.Study.Id, [new ScannedText("the memo", $"So then {name} came in.")], Cancel)).Any(h => h.Weight == LeakWeight.Blocks);

    private async Task OpenAllAsync(RevealSubject subject)
    {
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(Admin, subject, RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
    }

    private async Task<Participant> ParticipantAsync(string label)
    {
        var one = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), label, Study.Study.ParticipantRoles[0]));
        Db.Participants.Add(one);
        await Db.SaveChangesAsync(Cancel);
        return one;
    }

    private async Task DestroyAsync()
    {
        StudyBuilder.Must(await The<StartDestruction>().RunAsync(Admin.AccountId, Study.Study.Id, RetentionKind.Identities, 2, "Study", Cancel));
        await Service<RetentionJobs>().RunAllAsync(Cancel);
    }
}
