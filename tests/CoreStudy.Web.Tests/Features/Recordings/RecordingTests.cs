using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Recordings;

public sealed class RecordingTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    [Fact]
    public async Task Who_brings_a_recording_in_hears_it_as_it_was()
    {
        var wav = Wav(5);

        var id = await BringInAsync(Researcher, wav);

        Assert.Equal(wav, await HearAsync(Researcher, id));
        var recording = await Db.Recordings.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(("WAV", wav.Length, 5000L), (recording.Format.Container, (int)recording.Bytes, recording.DurationMs!.Value));
        Assert.Empty(await Db.RecordingUploads.ToListAsync(Cancel));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Admin)]
    public async Task Nobody_hears_a_recording_by_their_role(Role role)
    {
        var id = await BringInAsync(Researcher, Wav(1));

        Assert.Null(await HearAsync(Of(role), id));
        Assert.Empty(await The<HeardRecordings>().OfAsync(Of(role).AccountId, StudyId, Interview.Id, Cancel));
    }

    [Fact]
    public async Task Who_is_named_hears_until_it_is_ended()
    {
        var id = await BringInAsync(Researcher, Wav(1));

        Assert.Null(SentenceOf(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Hearing.Listen, Cancel)));
        var heard = await HearAsync(Coder, id);
        var mayTranscribe = (await Service<Permissions>().AskAsync(Coder.AccountId, id, Operation.Transcribe, Cancel)).IsRefused(out _, out _);
        Assert.Null(SentenceOf(await The<EndHearing>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Cancel)));

        Assert.NotNull(heard);
        Assert.True(mayTranscribe);
        Assert.Null(await HearAsync(Coder, id));
    }

    [Fact]
    public async Task A_hearer_who_may_listen_can_be_let_transcribe()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Hearing.Listen, Cancel);

        Assert.Null(SentenceOf(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Hearing.Transcribe, Cancel)));

        Assert.False((await Service<Permissions>().AskAsync(Coder.AccountId, id, Operation.Transcribe, Cancel)).IsRefused(out _, out _));
        Assert.Equal(2, await Db.RecordingHearers.CountAsync(h => h.MemberId == Coder.Id, Cancel));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    public async Task Only_an_admin_names_hearers_and_destroys(Role role)
    {
        var id = await BringInAsync(Researcher, Wav(1));
        var me = Of(role).AccountId;

        Assert.NotNull(SentenceOf(await The<NameHearer>().RunAsync(me, StudyId, id, Coder.Id, Hearing.Listen, Cancel)));
        Assert.NotNull(SentenceOf(await The<EndHearing>().RunAsync(me, StudyId, id, Researcher.Id, Cancel)));
        Assert.NotNull(SentenceOf(await The<DestroyRecording>().RunAsync(me, StudyId, id, RecordingEnd.ByHand, Cancel)));

        Assert.NotNull(await HearAsync(Researcher, id));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    public async Task Coders_and_supervisors_bring_nothing_in(Role role)
    {
        var (me, id) = (Of(role).AccountId, await BeginAsync(Researcher, Wav(1)));

        Assert.NotNull(SentenceOf(await The<BeginUpload>().RunAsync(me, StudyId, Interview.Id, Chosen(Wav(1)), Cancel)));
        Assert.NotNull(SentenceOf(await The<AskUpload>().RunAsync(me, StudyId, id, Cancel)));
        Assert.NotNull(SentenceOf(await SendAsync(Of(role), id, Wav(1), 0)));
        Assert.NotNull(SentenceOf(await The<FinishUpload>().RunAsync(me, StudyId, id, Cancel)));
        Assert.NotNull(SentenceOf(await The<StopUpload>().RunAsync(me, StudyId, id, Cancel)));
        Assert.Equal(role == Role.Coder, (await The<ListRecordings>().RunAsync(me, StudyId, Interview.Id, Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task An_upload_is_gone_on_with_by_who_began_it_alone()
    {
        var id = await BeginAsync(Researcher, Wav(1));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SendAsync(Of(Role.StudyLead), id, Wav(1), 0)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<StopUpload>().RunAsync(Admin.AccountId, StudyId, id, Cancel)));
    }

    [Fact]
    public async Task A_recording_of_another_trust_is_not_there()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        var elsewhere = await Study.MemberAsync(Role.Admin, Study.Trust("Birch"));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<NameHearer>().RunAsync(elsewhere.AccountId, StudyId, id, Coder.Id, Hearing.Listen, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListRecordings>().RunAsync(elsewhere.AccountId, StudyId, Interview.Id, Cancel)));
        Assert.NotNull(SentenceOf(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, id, elsewhere.Id, Hearing.Listen, Cancel)));
    }

    [Fact]
    public async Task The_same_file_goes_on_where_it_broke_off()
    {
        var wav = Wav(20);
        var id = await BeginAsync(Researcher, wav);
        await SendAsync(Researcher, id, wav, 0, 200_000);

        var again = StudyBuilder.Must(await The<BeginUpload>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, Chosen(wav), Cancel));
        var elsewhere = StudyBuilder.Must(await SendAsync(Researcher, id, wav, 0));
        StudyBuilder.Must(await SendAsync(Researcher, id, wav, (int)again.Received));
        StudyBuilder.Must(await The<FinishUpload>().RunAsync(Researcher.AccountId, StudyId, id, Cancel));

        Assert.Equal((id, 3L * 65_536), (again.Id, again.Received));
        Assert.Equal(new PartOutcome(PartEnd.Elsewhere, 3 * 65_536), elsewhere);
        Assert.Equal(wav, await HearAsync(Researcher, id));
    }

    [Fact]
    public async Task Another_file_begins_anew()
    {
        var id = await BeginAsync(Researcher, Wav(20));

        Assert.NotEqual(id, await BeginAsync(Researcher, Wav(20, tone: 500)));
        Assert.NotEqual(id, await BeginAsync(Admin, Wav(20)));
    }

    [Fact]
    public async Task What_is_no_recording_is_refused_after_the_first_megabyte_and_nothing_of_it_stays()
    {
        var file = new byte[3 << 20];
        "%PDF-1.7"u8.CopyTo(file);
        var id = await BeginAsync(Researcher, file);

        var said = SentenceOf(await SendAsync(Researcher, id, file, 0, 1 << 20));

        Assert.NotNull(said);
        Assert.False(File.Exists(PathOf(id)));
        Assert.True(Sounds.IsDestroyed(id));
        Assert.Empty(await Db.RecordingUploads.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_anything_arrives()
    {
        var said = SentenceOf(await The<BeginUpload>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, new ChosenFile(5L << 30, new byte[32], new byte[32]), Cancel));

        Assert.Contains("5.0 GB", said, StringComparison.Ordinal);
        Assert.Contains("4.0 GB", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_arrived_whole_is_not_finished()
    {
        var wav = Wav(20);
        var id = await BeginAsync(Researcher, wav);
        await SendAsync(Researcher, id, wav, 0, 200_000);

        Assert.NotNull(SentenceOf(await The<FinishUpload>().RunAsync(Researcher.AccountId, StudyId, id, Cancel)));
        Assert.Empty(await Db.Recordings.ToListAsync(Cancel));
    }

    [Fact]
    public async Task An_upload_that_does_not_move_for_three_days_is_destroyed()
    {
        var wav = Wav(20);
        var id = await BeginAsync(Researcher, wav);
        Clock.Pass(TimeSpan.FromDays(2));
        await SendAsync(Researcher, id, wav, 0, 200_000);
        Clock.Pass(TimeSpan.FromDays(2));

        await Service<RecordingJobs>().SweepAsync(Cancel);
        var isThere = File.Exists(PathOf(id));
        Clock.Pass(TimeSpan.FromDays(1.1));
        await Service<RecordingJobs>().SweepAsync(Cancel);

        Assert.True(isThere);
        Assert.False(File.Exists(PathOf(id)));
        Assert.True(Sounds.IsDestroyed(id));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SendAsync(Researcher, id, wav, 0)));
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        var wav = Wav(20);
        var id = await BeginAsync(Researcher, wav);
        await SendAsync(Researcher, id, wav, 0, 200_000);

        Assert.Null(SentenceOf(await The<StopUpload>().RunAsync(Researcher.AccountId, StudyId, id, Cancel)));

        Assert.False(File.Exists(PathOf(id)));
        Assert.True(Sounds.IsDestroyed(id));
    }

    [Fact]
    public async Task A_destroyed_recording_is_heard_by_nobody_even_from_older_copies_of_its_file_and_of_the_database()
    {
        var id = await BringInAsync(Researcher, Wav(5));
        var backup = await File.ReadAllBytesAsync(PathOf(id), Cancel);

        Assert.Null(SentenceOf(await The<DestroyRecording>().RunAsync(Admin.AccountId, StudyId, id, RecordingEnd.ByHand, Cancel)));
        Assert.False(File.Exists(PathOf(id)));
        await File.WriteAllBytesAsync(PathOf(id), backup, Cancel);
        await Db.Database.ExecuteSqlAsync($"update recordings set destroyed_at = null, destroyed_for = null where id = {id.Value}", Cancel);
        Clock.Pass(TimeSpan.FromMinutes(1));

        Assert.Null(await HearAsync(Researcher, id));
        await Service<RecordingJobs>().SweepAsync(Cancel);
        Assert.False(File.Exists(PathOf(id)));
    }

    [Fact]
    public async Task A_destruction_that_a_crash_broke_off_is_ended()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        await Db.Database.ExecuteSqlAsync($"update recordings set destroyed_at = now(), destroyed_for = 'ByHand' where id = {id.Value}", Cancel);

        await Service<RecordingJobs>().SweepAsync(Cancel);

        Assert.True(Sounds.IsDestroyed(id));
        Assert.False(File.Exists(PathOf(id)));
    }

    [Fact]
    public async Task Listening_is_told_once_in_half_an_hour()
    {
        var id = await BringInAsync(Researcher, Wav(1));

        for (var i = 0; i < 5; i++) await HearAsync(Researcher, id);
        var first = await CountAsync(AuditKind.RecordingHeard);
        Clock.Pass(TimeSpan.FromMinutes(31));
        await HearAsync(Researcher, id);

        Assert.Equal((1, 2), (first, await CountAsync(AuditKind.RecordingHeard)));
    }

    [Fact]
    public async Task Every_deed_is_in_the_audit_trail()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Hearing.Listen, Cancel);
        await The<EndHearing>().RunAsync(Admin.AccountId, StudyId, id, Coder.Id, Cancel);
        await The<DestroyRecording>().RunAsync(Admin.AccountId, StudyId, id, RecordingEnd.ByHand, Cancel);

        var told = await Db.AuditEntries.Where(e => e.SubjectKind == AuditThing.Recording && e.SubjectId == id.Value).OrderBy(e => e.Number).ToListAsync(Cancel);

        Assert.Equal([AuditKind.RecordingUploadBegun, AuditKind.RecordingBroughtIn, AuditKind.HearingGranted, AuditKind.HearingEnded, AuditKind.RecordingDestroyed], told.Select(e => e.Kind));
        Assert.All(told, e => Assert.Equal("PSW-07", e.Label.Text));
    }

    [Fact]
    public async Task A_recording_goes_with_its_interview_to_another_trust()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        var birch = Study.Trust("Birch");
        await Db.SaveChangesAsync(Cancel);

        var facts = new InterviewFacts(Interview.Title, InterviewKind.Individual, birch.Id, null, Interview.HeldOn, [], InterviewState.Held);
        Assert.Null(SentenceOf(await The<SaveInterview>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, facts, Cancel)));

        Assert.Equal(birch.Id, (await Db.Recordings.AsNoTracking().SingleAsync(r => r.Id == id, Cancel)).TrustId);
    }

    [Fact]
    public async Task An_interview_that_is_put_away_takes_no_recording_and_keeps_those_it_has()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        await The<ArchiveInterview>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, archive: true, Cancel);
        Clock.Pass(TimeSpan.FromSeconds(3));

        Assert.NotNull(SentenceOf(await The<BeginUpload>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, Chosen(Wav(1)), Cancel)));
        Assert.NotNull(await HearAsync(Researcher, id));
        Assert.True((await Service<Permissions>().AskAsync(Researcher.AccountId, id, Operation.Transcribe, Cancel)).IsRefused(out _, out _));
    }

    private Task<int> CountAsync(AuditKind kind) => Db.AuditEntries.CountAsync(e => e.Kind == kind, Cancel);
}
