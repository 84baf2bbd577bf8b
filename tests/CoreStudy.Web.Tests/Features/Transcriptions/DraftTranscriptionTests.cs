using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Transcriptions;
using CoreStudy.Web.Speech;
using CoreStudy.Web.Tests.Features.Recordings;
using CoreStudy.Web.Tests.Speech;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Transcriptions;

/// <summary>A draft by the site's own speech engine: from the question at the desk, over HTTP to a server that speaks as whisper.cpp's does, back into the vault.</summary>
public sealed class DraftTranscriptionTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    private const string TwoTurns = """
        {"task":"transcribe","language":"english","duration":9.0,"segments":[
          {"id":0,"text":" Who helped?","start":0.48,"end":1.2},{"id":1,"text":" Wilhelmina Ottershaw did.","start":4.5,"end":6.0}]}
        """;

    [Fact]
    public async Task A_draft_comes_in_as_turns_with_times_that_nobody_has_heard_yet()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        using var engine = Engine(server);
        var recording = await BegunAsync();

        var progress = await DraftAsync(engine, recording);

        var desk = await ReadAsync(recording);
        Assert.Equal((false, true, ""), (progress.IsRunning, progress.IsDone, progress.Why));
        Assert.Equal([("Who helped?", 480L, true, null), ("Wilhelmina Ottershaw did.", 4500L, true, (int?)null)], desk.Turns.Select(t => (t.Text, t.StartMs!.Value, t.IsUnheard, t.Speaker)));
        Assert.Equal(Wav(1).Length, server.SoundBytes);
    }

    [Fact]
    public async Task A_draft_is_no_transcript_for_coders_and_its_words_are_in_no_table_that_the_app_can_read()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        using var engine = Engine(server);
        var recording = await BegunAsync();

        await DraftAsync(engine, recording);

        var rows = await Db.Database.SqlQuery<string>($"select (select string_agg(to_jsonb(t)::text, '') from transcriptions t) || (select string_agg(to_jsonb(a)::text, '') from audit_entries a) as \"Value\"").SingleAsync(Cancel);
        Assert.Empty(await Db.Transcripts.ToListAsync(Cancel));
        Assert.DoesNotContain("Ottershaw", rows, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, await Db.Transcriptions.Select(t => t.UnheardCount).SingleAsync(Cancel));
        Assert.Single(await Db.AuditEntries.Where(e => e.Kind == AuditKind.TranscriptionDrafted).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_draft_is_checked_only_once_each_turn_was_heard()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        using var engine = Engine(server);
        var recording = await BegunAsync();
        await DraftAsync(engine, recording);
        var version = (await ReadAsync(recording)).Standing.Version;

        var refused = SentenceOf(await The<CheckTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, version, Cancel));

        Assert.StartsWith("2 turns of the draft have not been compared with the sound yet", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html><title>Router</title></html>", "no transcript")]
    [InlineData(200, """{"segments":"none"}""", "no transcript")]
    [InlineData(200, """{"language":"english","segments":[{"text":" Who helped?","start":0.4""", "no transcript")]
    [InlineData(200, """{"segments":[]}""", "heard no speech")]
    [InlineData(500, """{"error":"failed to process audio"}""", "failed on this recording")]
    [InlineData(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", "busy, or still starting")]
    public async Task An_engine_that_gives_none_is_told_in_a_sentence_and_leaves_the_desk_as_it_was(int status, string answer, string said)
    {
        await using var server = await SpeechServer.StartAsync(status, answer);
        using var engine = Engine(server);
        var recording = await BegunAsync();

        var progress = await DraftAsync(engine, recording);

        Assert.Equal((false, false), (progress.IsRunning, progress.IsDone));
        Assert.Contains(said, progress.Why, StringComparison.Ordinal);
        await AssertBlankAsync(recording);
    }

    [Fact]
    public async Task An_engine_that_is_away_is_told_and_asked_again_when_it_is_back()
    {
        var away = await SpeechServer.StartAsync(200, TwoTurns);
        using var gone = Engine(away);
        await away.DisposeAsync();
        var recording = await BegunAsync();

        var first = await DraftAsync(gone, recording);
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        using var back = Engine(server);
        var second = await DraftAsync(back, recording);

        Assert.Contains("cannot be reached", first.Why, StringComparison.Ordinal);
        Assert.True(second.IsDone);
    }

    [Fact]
    public async Task An_engine_that_hangs_up_in_the_middle_leaves_the_desk_as_it_was()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns, cuts: true);
        using var engine = Engine(server);
        var recording = await BegunAsync();

        var progress = await DraftAsync(engine, recording);

        Assert.Contains("broke off", progress.Why, StringComparison.Ordinal);
        await AssertBlankAsync(recording);
    }

    [Fact]
    public async Task A_language_that_nobody_expected_is_told_to_whoever_checks_the_draft()
    {
        await using var server = await SpeechServer.StartAsync(200, """{"language":"welsh","segments":[{"text":" Pwy wnaeth helpu? Tŷ bach.","start":0.5,"end":2}]}""");
        using var engine = Engine(server);
        var recording = await BegunAsync();

        var progress = await DraftAsync(engine, recording);

        Assert.Contains(progress.Warnings, w => w.StartsWith("The engine took this recording for Welsh.", StringComparison.Ordinal));
        Assert.Equal("Pwy wnaeth helpu? Tŷ bach.", (await ReadAsync(recording)).Turns.Single().Text);
    }

    [Fact]
    public async Task Cancelled_by_whoever_may_type_the_engine_is_hung_up_on_and_nothing_is_drafted()
    {
        var (engine, server, recording) = await ListeningAsync();

        StudyBuilder.Must(await Deed(engine).StopAsync(Researcher.AccountId, StudyId, recording, Cancel));

        await Service<MachineDrafts>().WaitForAsync(recording);
        await server.HungUp;
        Assert.Equal("It was cancelled. Nothing was drafted.", (await ProgressAsync(engine, recording)).Why);
        await AssertBlankAsync(recording);
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_recording_that_is_destroyed_meanwhile_is_taken_from_the_engine_at_once()
    {
        var (engine, server, recording) = await ListeningAsync();

        StudyBuilder.Must(await The<DestroyRecording>().RunAsync(Admin.AccountId, StudyId, recording, RecordingEnd.ByHand, Cancel));

        await Service<MachineDrafts>().WaitForAsync(recording);
        await server.HungUp;
        Assert.Empty(await Db.AuditEntries.Where(e => e.Kind == AuditKind.TranscriptionDrafted).ToListAsync(Cancel));
        Assert.Equal(0, await Db.Transcriptions.Select(t => t.WordCount).SingleAsync(Cancel));
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_may_not_hear_it_any_more_gets_no_draft_of_it()
    {
        var (engine, server, recording) = await ListeningAsync();

        StudyBuilder.Must(await The<EndHearing>().RunAsync(Admin.AccountId, StudyId, recording, Researcher.Id, Cancel));

        await Service<MachineDrafts>().WaitForAsync(recording);
        await server.HungUp;
        Assert.Equal(0, await Db.Transcriptions.Select(t => t.WordCount).SingleAsync(Cancel));
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Words_that_were_typed_while_the_engine_listened_are_not_overwritten()
    {
        var (engine, server, recording) = await ListeningAsync();
        var typed = new TurnChange(new TypedTurn(1, 0, 0, "Typed by hand.", IsUnheard: false), After: null, IsGone: false);
        StudyBuilder.Must(await The<SaveTyping>().RunAsync(Researcher.AccountId, StudyId, recording, new TypingChanges(1, Guid.CreateVersion7(), [typed], null, new(0, 1)), Cancel));

        server.GoOn();

        await Service<MachineDrafts>().WaitForAsync(recording);
        Assert.StartsWith("Something has been typed already.", (await ProgressAsync(engine, recording)).Why, StringComparison.Ordinal);
        Assert.Equal("Typed by hand.", (await ReadAsync(recording)).Turns.Single().Text);
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Two_who_ask_for_one_recording_at_once_get_one_draft()
    {
        var (engine, server, recording) = await ListeningAsync();
        StudyBuilder.Must(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, recording, Coder.Id, Hearing.Transcribe, Cancel));

        var second = StudyBuilder.Must(await Deed(engine).RunAsync(Coder.AccountId, StudyId, recording, Cancel));
        server.GoOn();

        await Service<MachineDrafts>().WaitForAsync(recording);
        Assert.True(second.IsRunning);
        Assert.Equal(1, server.Requests);
        Assert.Equal(2, (await ReadAsync(recording)).Turns.Count);
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_second_recording_waits_for_its_turn_by_being_told_so()
    {
        var (engine, server, first) = await ListeningAsync();
        var other = await BegunAsync();

        var refused = await DraftAsync(engine, other);
        server.GoOn();
        await Service<MachineDrafts>().WaitForAsync(first);

        Assert.Contains("busy with another recording", refused.Why, StringComparison.Ordinal);
        Assert.True((await DraftAsync(engine, other)).IsDone);
        engine.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_asks_an_engine_who_was_not_named_to_transcribe_nor_where_there_is_none()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        using var engine = Engine(server);
        var recording = await BegunAsync();
        StudyBuilder.Must(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, recording, Coder.Id, Hearing.Listen, Cancel));

        var stranger = SentenceOf(await Deed(engine).RunAsync(Admin.AccountId, StudyId, recording, Cancel));
        var listener = SentenceOf(await Deed(engine).RunAsync(Coder.AccountId, StudyId, recording, Cancel));
        var none = SentenceOf(await The<DraftTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));

        Assert.Equal(Refusal.NotFound.Sentence, stranger);
        Assert.StartsWith("You were named to hear this recording, not to transcribe it.", listener, StringComparison.Ordinal);
        Assert.Equal("This site has no speech engine.", none);
        Assert.Equal(0, server.Requests);
    }

    private static WhisperServer Engine(SpeechServer server) => new(new SpeechOptions { Address = server.Address }, TimeProvider.System, NullLogger<WhisperServer>.Instance);

    private DraftTranscription Deed(WhisperServer engine) => ActivatorUtilities.CreateInstance<DraftTranscription>(Services, new SpeechSeam(engine));

    private async Task<RecordingId> BegunAsync()
    {
        var recording = await BringInAsync(Researcher, Wav(1));
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));
        return recording;
    }

    /// <summary>An engine that has got a recording, and answers when it is let.</summary>
    private async Task<(WhisperServer Engine, SpeechServer Server, RecordingId Recording)> ListeningAsync()
    {
        var server = await SpeechServer.StartWaitingAsync(TwoTurns);
        var engine = Engine(server);
        var recording = await BegunAsync();
        StudyBuilder.Must(await Deed(engine).RunAsync(Researcher.AccountId, StudyId, recording, Cancel));
        await server.Began;
        return (engine, server, recording);
    }

    /// <summary>How it ended.</summary>
    private async Task<DraftProgress> DraftAsync(WhisperServer engine, RecordingId recording)
    {
        StudyBuilder.Must(await Deed(engine).RunAsync(Researcher.AccountId, StudyId, recording, Cancel));
        await Service<MachineDrafts>().WaitForAsync(recording);
        return await ProgressAsync(engine, recording);
    }

    private async Task<DraftProgress> ProgressAsync(WhisperServer engine, RecordingId recording) => StudyBuilder.Must(await Deed(engine).ReadAsync(Researcher.AccountId, StudyId, recording, Cancel));

    private async Task<TypingDesk> ReadAsync(RecordingId recording) => StudyBuilder.Must(await The<ReadTyping>().RunAsync(Researcher.AccountId, StudyId, recording, Cancel));

    private async Task AssertBlankAsync(RecordingId recording) => Assert.Equal("", (await ReadAsync(recording)).Turns.Single().Text);
}
