using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Retention;
using CoreStudy.Web.Features.Transcriptions;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Recordings;

/// <summary>How recordings go: by withdrawal, by retention, by consent.</summary>
public sealed class RecordingsEndTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    private static readonly WithdrawalFacts AllData = new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new DateOnly(2026, 3, 1), "PSW-07");

    [Fact]
    public async Task A_withdrawal_tells_beforehand_and_destroys_every_recording_in_which_they_speak()
    {
        var other = await OtherAsync();
        var group = await InterviewAsync("Focus group 1", InterviewKind.FocusGroup, Participant, other);
        var theirs = await InterviewAsync("PSW-08, individual interview", InterviewKind.Individual, other);
        var (own, shared, others) = (await BringInAsync(Researcher, Wav(1)), await BringInAsync(Researcher, Wav(1), group), await BringInAsync(Researcher, Wav(1), theirs));
        var copies = new[] { own, shared }.ToDictionary(r => r, r => File.ReadAllBytes(PathOf(r)));

        var plan = StudyBuilder.Must(await The<PlanWithdrawal>().RunAsync(Admin.AccountId, StudyId, Participant.Id, Cancel));
        var id = StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, Participant.Id, AllData, Cancel));

        Assert.Equal([("Focus group 1", 1, true), ("PSW-07, individual interview", 1, false)], plan.Recordings.Select(r => (r.Title, r.Count, r.IsGroup)));
        Assert.Equal(2, StudyBuilder.Must(await The<ReadCertificate>().RunAsync(Admin.AccountId, StudyId, id, Cancel)).Counts.Recordings);
        Assert.NotNull(await HearAsync(Researcher, others));
        foreach (var (recording, copy) in copies)
        {
            Assert.False(File.Exists(PathOf(recording)));
            await File.WriteAllBytesAsync(PathOf(recording), copy, Cancel); // an older copy of the folder
        }

        await Db.Database.ExecuteSqlAsync($"update recordings set destroyed_at = null, destroyed_for = null", Cancel); // and of the database
        Clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(await HearAsync(Researcher, own));
        Assert.Null(await HearAsync(Researcher, shared));
    }

    [Fact]
    public async Task A_withdrawal_tells_beforehand_what_was_typed_and_not_handed_on_and_takes_it()
    {
        var group = await InterviewAsync("Focus group 1", InterviewKind.FocusGroup, Participant, await OtherAsync());
        var recording = await BringInAsync(Researcher, Wav(1), group);
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));
        var typed = new TurnChange(new TypedTurn(1, 2, 0, "It was so for me too.", IsUnheard: false), After: null, IsGone: false);
        StudyBuilder.Must(await The<SaveTyping>().RunAsync(Researcher.AccountId, StudyId, recording, new TypingChanges(1, Guid.CreateVersion7(), [typed], null, new(0, 1)), Cancel));

        var plan = StudyBuilder.Must(await The<PlanWithdrawal>().RunAsync(Admin.AccountId, StudyId, Participant.Id, Cancel));
        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, Participant.Id, AllData, Cancel));

        Assert.Equal((6, true, false), (plan.Recordings.Single().Typed, plan.Recordings.Single().IsGroup, plan.Recordings.Single().IsTranscribed));
        await using var room = await TheDoor.EnterAsync(Cancel);
        Assert.Empty(await room.ReadAllAsync<Typing>(StudyId, Cancel));
    }

    [Fact]
    public async Task A_withdrawal_ends_what_is_being_uploaded_and_lets_no_recording_in_again()
    {
        var wav = Wav(20);
        var id = await BeginAsync(Researcher, wav);
        StudyBuilder.Must(await SendAsync(Researcher, id, wav, 0));

        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, Participant.Id, AllData, Cancel));

        Assert.False(File.Exists(PathOf(id)));
        Assert.NotNull(SentenceOf(await The<FinishUpload>().RunAsync(Researcher.AccountId, StudyId, id, Cancel)));
        Assert.NotNull(SentenceOf(await The<BeginUpload>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, Chosen(wav), Cancel)));
        await Service<RecordingJobs>().SweepAsync(Cancel);
        Assert.Empty(await Db.RecordingUploads.ToListAsync(Cancel));
    }

    [Fact]
    public async Task Who_withdraws_from_now_on_leaves_the_recording()
    {
        var id = await BringInAsync(Researcher, Wav(1));

        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, Participant.Id, AllData with { Scope = WithdrawalScope.FromNowOn }, Cancel));

        Assert.NotNull(await HearAsync(Researcher, id));
    }

    [Fact]
    public async Task Retention_destroys_recordings_and_what_their_key_seals()
    {
        var (one, two) = (await BringInAsync(Researcher, Wav(1)), await BringInAsync(Researcher, Wav(2)));
        await using (var room = await TheDoor.EnterAsync(Cancel))
        {
            StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(one), StudyId, one.Value, new Identity("Philippa Quillfeather", "", ""), Cancel));
            await room.CommitAsync(Cancel);
        }

        Assert.NotNull(SentenceOf(await The<StartDestruction>().RunAsync(Admin.AccountId, StudyId, RetentionKind.Recordings, 1, "Study", Cancel)));
        StudyBuilder.Must(await The<StartDestruction>().RunAsync(Admin.AccountId, StudyId, RetentionKind.Recordings, 2, "Study", Cancel));
        await Service<RetentionJobs>().RunAllAsync(Cancel);
        Clock.Pass(TimeSpan.FromSeconds(3));

        Assert.All([one, two], id => Assert.False(File.Exists(PathOf(id))));
        Assert.All([one, two], id => Assert.True(Sounds.IsDestroyed(id)));
        Assert.Null(await HearAsync(Researcher, one));
        var row = StudyBuilder.Must(await The<ReadRetention>().RunAsync(Admin.AccountId, StudyId, Cancel)).Rows.Single(r => r.Kind == RetentionKind.Recordings);
        Assert.Equal((0, 2), (row.Kept, row.Last!.Destroyed));
        await using var after = await TheDoor.EnterAsync(Cancel);
        Assert.Equal(0, await after.CountAsync(KeyOwner.Of(one), Cancel));
        Assert.Equal(2, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.RecordingDestroyed, Cancel));
    }

    [Fact]
    public async Task A_consent_without_keeping_lists_the_recording_once_its_transcript_is_released()
    {
        await ConsentAsync([ConsentScope.TakePart, ConsentScope.KeepRecording]);
        await BringInAsync(Researcher, Wav(1));
        await TranscribeAsync();
        Assert.Empty(await PromisedAsync());

        await ConsentAsync([ConsentScope.TakePart]);

        Assert.Equal([("PSW-07, individual interview", 1, "PSW-07")], (await PromisedAsync()).Select(p => (p.Title, p.Count, p.Who.Single())));
        Assert.Equal(["PSW-07"], StudyBuilder.Must(await The<ListRecordings>().RunAsync(Admin.AccountId, StudyId, Interview.Id, Cancel)).PromisedTo);
    }

    [Fact]
    public async Task Nothing_is_to_be_destroyed_before_it_is_transcribed()
    {
        await ConsentAsync([ConsentScope.TakePart]);
        await BringInAsync(Researcher, Wav(1));

        Assert.Empty(await PromisedAsync());
    }

    private async Task<IReadOnlyList<Data.Recordings.PromisedRecordings>> PromisedAsync() => StudyBuilder.Must(await The<ReadRetention>().RunAsync(Admin.AccountId, StudyId, Cancel)).Promised;

    private async Task<Participant> OtherAsync()
    {
        var other = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), "PSW-08", Study.Study.ParticipantRoles[0]));
        Db.Participants.Add(other);
        await Db.SaveChangesAsync(Cancel);
        return other;
    }

    private async Task ConsentAsync(ConsentScope[] scopes)
    {
        Db.Consents.Add(StudyBuilder.Must(Consent.Record(Participant, "v1", new DateOnly(2026, 1, 5), scopes, hasEvidence: false, Admin.Id, new DateOnly(2026, 3, 1), Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(TimeSpan.FromMinutes(1));
    }

    private async Task TranscribeAsync()
    {
        var speakers = new Dictionary<string, SpeakerMatch> { ["P"] = new("PSW-07", Participant.Id, IsInterviewer: false) };
        var transcript = StudyBuilder.Must(Transcript.Import(Interview, Interview.Title, new TranscriptDraft("test", [new DraftTurn("P", 0, "It helped.")], []), speakers, new string('a', 64), Researcher.Id, Clock.GetUtcNow()));
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new Data.Codings.CodingHead(transcript.Id));
        await Db.SaveChangesAsync(Cancel);
    }
}
