using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Transcriptions;
using CoreStudy.Web.Tests.Features.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Transcriptions;

public sealed class TranscriptionTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    [Fact]
    public async Task What_is_typed_is_there_again_with_its_place_and_its_times()
    {
        var recording = await BegunAsync();

        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?"), Says(2, 1, 4200, "Wilhelmina Ottershaw did.", after: 1));
        var desk = await ReadAsync(recording);

        Assert.Equal(version, desk.Standing.Version);
        Assert.Equal(["Who helped?", "Wilhelmina Ottershaw did."], desk.Turns.Select(t => t.Text));
        Assert.Equal(["Interviewer", "PSW-07"], desk.Turns.Select(t => desk.Speakers[t.Speaker!.Value].Label));
        Assert.Equal((4200L, 2), (desk.Turns[1].StartMs!.Value, desk.Left.Turn!.Value));
    }

    [Fact]
    public async Task Words_are_in_no_table_that_the_app_can_read()
    {
        var recording = await BegunAsync();
        await SaveAsync(recording, 1, Says(1, 1, 0, "Wilhelmina Ottershaw of Snodlandia."));

        var row = await Db.Database.SqlQuery<string>($"select to_jsonb(t)::text as \"Value\" from transcriptions t").SingleAsync(Cancel);
        var trail = await Db.Database.SqlQuery<string>($"select coalesce(string_agg(to_jsonb(a)::text, ''), '') as \"Value\" from audit_entries a").SingleAsync(Cancel);

        Assert.DoesNotContain("Ottershaw", row + trail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_window_is_told_and_overwrites_nothing()
    {
        var recording = await BegunAsync();
        await SaveAsync(recording, 1, Says(1, 0, 0, "The first window."));

        var late = await TrySaveAsync(Researcher, recording, 1, Guid.CreateVersion7(), Says(1, 0, 0, "The second window."));

        Assert.True(late.IsRefused(out var refusal, out _));
        Assert.Equal(Transcription.ChangedMeanwhile, refusal);
        Assert.Equal("The first window.", (await ReadAsync(recording)).Turns.Single().Text);
    }

    [Fact]
    public async Task A_saving_whose_answer_was_lost_is_done_once()
    {
        var recording = await BegunAsync();
        var save = Guid.CreateVersion7();
        var first = StudyBuilder.Must(await TrySaveAsync(Researcher, recording, 1, save, Says(1, 0, 0, "Once.")));

        var again = StudyBuilder.Must(await TrySaveAsync(Researcher, recording, 1, save, Says(1, 0, 0, "Once.")));

        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Admin)]
    public async Task Whoever_was_not_named_reads_and_does_nothing_whatever_the_role(Role role)
    {
        var recording = await BegunAsync();
        var stranger = await Study.MemberAsync(role);

        foreach (var sentence in await EveryDeedAsync(stranger, recording)) Assert.Equal(Refusal.NotFound.Sentence, sentence);
    }

    [Fact]
    public async Task Who_was_named_to_listen_alone_types_nothing()
    {
        var recording = await BegunAsync();
        await NameAsync(recording, Coder, Hearing.Listen);

        foreach (var sentence in await EveryDeedAsync(Coder, recording)) Assert.StartsWith("You were named to hear this recording, not to transcribe it.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_checked_by_somebody_else_where_somebody_else_may()
    {
        var recording = await BegunAsync();
        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?"));
        await NameAsync(recording, Coder, Hearing.Transcribe);

        var own = SentenceOf(await The<CheckTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, Cancel));
        var others = StudyBuilder.Must(await The<CheckTranscription>().RunAsync(Coder.AccountId, StudyId, recording, version, Cancel));

        Assert.StartsWith("Somebody other than its typist checks it", own, StringComparison.Ordinal);
        Assert.Equal((TranscriptionState.Checked, false), (others.State, others.IsCheckedByTypist));
    }

    [Fact]
    public async Task A_typist_who_is_alone_checks_it_and_that_is_said()
    {
        var recording = await CheckedAsync();

        var trail = await Db.AuditEntries.Where(e => e.Kind == AuditKind.TranscriptionChecked).Select(e => e.Detail).SingleAsync(Cancel);

        Assert.True((await ReadAsync(recording)).Standing.IsCheckedByTypist);
        Assert.True(trail.Says("typist"));
    }

    [Fact]
    public async Task Nothing_unheard_of_a_draft_passes_as_checked()
    {
        var recording = await BegunAsync();
        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?", unheard: true));

        var sentence = SentenceOf(await The<CheckTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, Cancel));

        Assert.StartsWith("One turn of the draft has not been compared with the sound yet", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handed_on_it_is_a_transcript_to_be_anonymised_with_its_times_and_its_draft_is_gone()
    {
        var recording = await CheckedAsync();
        var version = (await ReadAsync(recording)).Standing.Version;

        var sent = StudyBuilder.Must(await The<SendTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, identifiable: true, open: false, Cancel));

        var transcript = await Db.Transcripts.AsNoTracking().Include(t => t.Turns).SingleAsync(t => t.Id == new TranscriptId(sent.Transcript!.Value), Cancel);
        await using var room = await TheDoor.EnterAsync(Cancel);
        var original = await room.ReadOriginalAsync(transcript.Id, Cancel);
        Assert.Null(transcript.ReleasedAt);
        Assert.Equal([0L, 4200L], original!.Turns.Select(t => t.StartMs!.Value));
        Assert.Empty(await room.ReadAllAsync<Typing>(StudyId, Cancel));
    }

    [Fact]
    public async Task A_coder_who_transcribes_hands_it_to_the_admins_but_not_past_them()
    {
        var recording = await BringInAsync(Researcher, Wav(1));
        await NameAsync(recording, Coder, Hearing.Transcribe);
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Coder.AccountId, StudyId, recording, Cancel));
        var saved = StudyBuilder.Must(await TrySaveAsync(Coder, recording, 1, Guid.CreateVersion7(), Says(1, 0, 0, "Who helped?")));
        var version = StudyBuilder.Must(await The<CheckTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, saved, Cancel)).Version;

        var past = SentenceOf(await The<SendTranscription>().RunAsync(Coder.AccountId, StudyId, recording, version, identifiable: false, open: true, Cancel));
        var handed = await The<SendTranscription>().RunAsync(Coder.AccountId, StudyId, recording, version, identifiable: true, open: false, Cancel);

        Assert.Equal(Refusal.Forbidden.Sentence, past);
        Assert.Equal(TranscriptionState.Sent, StudyBuilder.Must(handed).State);
    }

    [Fact]
    public async Task What_is_typed_cannot_be_read_again_once_the_recording_is_destroyed()
    {
        var recording = await BegunAsync();
        await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?"));

        StudyBuilder.Must(await The<DestroyRecording>().RunAsync(Admin.AccountId, StudyId, recording, RecordingEnd.ByHand, Cancel));

        await using var room = await TheDoor.EnterAsync(Cancel);
        var id = await Db.Transcriptions.Select(t => t.Id).SingleAsync(Cancel);
        Assert.Null(await room.ReadAsync<Typing>(id.Value, Cancel));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadTyping>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel)));
    }

    [Fact]
    public async Task Starting_over_deletes_what_was_typed_and_lets_somebody_begin_anew()
    {
        var recording = await BegunAsync();
        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?"));

        StudyBuilder.Must(await The<DeleteTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, Cancel));
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));

        Assert.Equal("", (await ReadAsync(recording)).Turns.Single().Text);
    }

    [Fact]
    public async Task Reading_and_typing_are_on_record_once_a_sitting()
    {
        var recording = await BegunAsync();
        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who"));
        await SaveAsync(recording, version, Says(1, 0, 0, "Who helped?"));
        await ReadAsync(recording);

        var kinds = await Db.AuditEntries.Where(e => e.SubjectId == recording.Value).OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel);

        Assert.Equal([AuditKind.TranscriptionBegun, AuditKind.TranscriptionTyped, AuditKind.TranscriptionOpened], kinds.Where(k => k.ToString().StartsWith("Transcription", StringComparison.Ordinal)));
    }

    private static TurnChange Says(int id, int speaker, long at, string words, int? after = null, bool unheard = false) => new(new TypedTurn(id, speaker, at, words, unheard), after, IsGone: false);

    private async Task<RecordingId> BegunAsync()
    {
        var recording = await BringInAsync(Researcher, Wav(1));
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));
        return recording;
    }

    private async Task<RecordingId> CheckedAsync()
    {
        var recording = await BegunAsync();
        var version = await SaveAsync(recording, 1, Says(1, 0, 0, "Who helped?"), Says(2, 1, 4200, "Wilhelmina Ottershaw did.", after: 1));
        StudyBuilder.Must(await The<CheckTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, Cancel));
        return recording;
    }

    private async Task NameAsync(RecordingId recording, Member who, Hearing may) =>
        StudyBuilder.Must(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, recording, who.Id, may, Cancel));

    private Task<Result<int>> TrySaveAsync(Member by, RecordingId recording, int version, Guid save, params TurnChange[] changes) =>
        The<SaveTyping>().RunAsync(by.AccountId, StudyId, recording, new TypingChanges(version, save, changes, null, new(5000, changes[^1].Turn.Id)), Cancel);

    private async Task<int> SaveAsync(RecordingId recording, int version, params TurnChange[] changes) =>
        StudyBuilder.Must(await TrySaveAsync(Researcher, recording, version, Guid.CreateVersion7(), changes));

    private async Task<TypingDesk> ReadAsync(RecordingId recording) => StudyBuilder.Must(await The<ReadTyping>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));

    private async Task<IReadOnlyList<string?>> EveryDeedAsync(Member by, RecordingId recording)
    {
        var me = by.AccountId;
        return
        [
            SentenceOf(await The<OpenTranscriptionDesk>().RunAsync(me, StudyId, recording, Cancel)),
            SentenceOf(await The<BeginTranscription>().RunAsync(me, StudyId, recording, Cancel)),
            SentenceOf(await The<ReadTyping>().RunAsync(me, StudyId, recording, Cancel)),
            SentenceOf(await The<ReadTyping>().StandingAsync(me, StudyId, recording, Cancel)),
            SentenceOf(await TrySaveAsync(by, recording, 1, Guid.CreateVersion7(), Says(1, 0, 0, "Mine."))),
            SentenceOf(await The<CheckTranscription>().RunAsync(me, StudyId, recording, 1, Cancel)),
            SentenceOf(await The<CheckTranscription>().TakeBackAsync(me, StudyId, recording, Cancel)),
            SentenceOf(await The<SendTranscription>().RunAsync(me, StudyId, recording, 1, identifiable: true, open: false, Cancel)),
            SentenceOf(await The<DeleteTranscription>().RunAsync(me, StudyId, recording, 1, Cancel)),
        ];
    }
}
