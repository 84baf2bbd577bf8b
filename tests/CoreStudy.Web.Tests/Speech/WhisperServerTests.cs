using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Speech;
using Microsoft.Extensions.Logging;

namespace CoreStudy.Web.Tests.Speech;

/// <summary>A site's own speech engine, spoken to over the protocol of a whisper.cpp server.</summary>
public sealed class WhisperServerTests : IDisposable
{
    private const string TwoTurns = """
        {"task":"transcribe","language":"english","duration":9.0,"text":" How did it begin? Quietly.","segments":[
          {"id":0,"text":" How did it","start":0.48,"end":1.2,"tokens":[1,2],"words":[]},
          {"id":1,"text":" begin?","start":1.2,"end":1.9},
          {"id":2,"text":" [BLANK_AUDIO]","start":1.9,"end":4.0},
          {"id":3,"text":" Quietly.","start":4.5,"end":5.0}]}
        """;

    private static readonly RecordingId Recording = RecordingId.New();

    private readonly LogOfTest _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Segments_come_back_as_turns_with_times_and_a_warning_that_they_are_a_draft()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);

        var draft = Drafted(await AskAsync(server.Address, [1, 2, 3]));

        Assert.Equal([new DraftTurn(null, 480, "How did it begin?"), new DraftTurn(null, 4500, "Quietly.")], draft.Turns);
        Assert.Contains("draft by a machine", Assert.Single(draft.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_is_sent_the_sound_and_nothing_that_names_the_recording()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);

        await AskAsync(server.Address, new byte[100_000]);

        Assert.Equal(100_000, server.SoundBytes);
        Assert.Equal("form-data; name=file; filename=recording; filename*=utf-8''recording", server.FileHeader);
        Assert.Equal(new Dictionary<string, string> { ["response_format"] = "verbose_json", ["language"] = "en", ["temperature"] = "0.0" }, server.Fields);
    }

    [Fact]
    public async Task The_sound_is_streamed_and_never_held_whole()
    {
        using var sound = new MadeUpSound(64 << 20);
        long readByThen = 0;
        await using var server = await SpeechServer.StartAsync(200, TwoTurns, onFirstBytes: () =>
        {
            readByThen = sound.Position;
            return Task.CompletedTask;
        });

        Drafted(await AskAsync(server.Address, sound));

        Assert.Equal(64 << 20, server.SoundBytes);
        Assert.InRange(readByThen, 1, 32 << 20);
        Assert.InRange(sound.LargestRead, 1, 64 * 1024);
    }

    [Fact]
    public async Task How_much_has_been_sent_is_told_on_the_way()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);
        var told = new Told();

        using var sound = new MadeUpSound(1 << 20);
        Drafted(await AskAsync(server.Address, sound, told));

        Assert.Equal(16, told.All.Count);
        Assert.Equal(1, told.All[^1]);
    }

    [Theory]
    [InlineData(503, "{}", "busy, or still starting")]
    [InlineData(413, "{}", "larger than")]
    [InlineData(400, """{"error":"failed to read audio data"}""", "--convert")]
    [InlineData(500, "{}", "failed on this recording")]
    [InlineData(302, "", "something else")]
    [InlineData(404, "", "something else")]
    [InlineData(200, "<html>Sign in</html>", "no transcript")]
    [InlineData(200, """{"text":"words without times"}""", "no transcript")]
    [InlineData(200, """{"segments":{"a":1}}""", "no transcript")]
    [InlineData(200, "null", "no transcript")]
    [InlineData(200, """{"segments":[]}""", "no speech")]
    [InlineData(200, """{"segments":[{"text":" [BLANK_AUDIO]","start":0,"end":30},null]}""", "no speech")]
    public async Task What_goes_wrong_is_told_in_a_sentence(int status, string answer, string said)
    {
        await using var server = await SpeechServer.StartAsync(status, answer);

        var result = await AskAsync(server.Address, [1, 2, 3]);

        Assert.True(result.IsRefused(out var refusal, out _));
        Assert.Contains(said, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_is_switched_off_is_told_to_be_out_of_reach()
    {
        var server = await SpeechServer.StartAsync(200, TwoTurns);
        var address = server.Address;
        await server.DisposeAsync();

        Assert.True((await AskAsync(address, [1, 2, 3])).IsRefused(out var refusal, out _));

        Assert.Contains("cannot be reached", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_recording_is_refused_while_one_is_heard_and_taken_afterwards()
    {
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await SpeechServer.StartAsync(200, TwoTurns, before: _ =>
        {
            began.TrySetResult();
            return goOn.Task;
        });
        using var engine = Engine(server.Address);
        var first = AskAsync(engine, new MemoryStream([1]));
        await began.Task;

        Assert.True((await AskAsync(engine, new MemoryStream([2]))).IsRefused(out var refusal, out _));
        goOn.SetResult();
        Drafted(await first);

        Assert.Contains("busy with another recording", refusal.Sentence, StringComparison.Ordinal);
        Drafted(await AskAsync(engine, new MemoryStream([3])));
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Cancelling_hangs_up_so_that_the_engine_stops()
    {
        var (began, hungUp) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await SpeechServer.StartAsync(200, TwoTurns, before: async aborted =>
        {
            began.SetResult();
            aborted.Register(hungUp.SetResult);
            await hungUp.Task;
        });
        using var engine = Engine(server.Address);
        using var cancelling = new CancellationTokenSource();
        var asking = engine.DraftAsync(Recording, new MemoryStream([1]), "audio/wav", null, cancelling.Token);
        await began.Task;

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await hungUp.Task;
    }

    [Fact]
    public async Task An_engine_that_does_not_finish_in_time_is_given_up_in_a_sentence()
    {
        var clock = new HurriedClock();
        await using var server = await SpeechServer.StartAsync(200, TwoTurns, before: async aborted =>
        {
            clock.LetTimersEnd();
            var ended = new TaskCompletionSource();
            aborted.Register(ended.SetResult);
            await ended.Task;
        });
        using var engine = new WhisperServer(new SpeechOptions { Address = server.Address, MinutesAtMost = 90 }, clock, new Logger<WhisperServer>(new LoggerFactory([_log])));

        Assert.True((await AskAsync(engine, new MemoryStream([1]))).IsRefused(out var refusal, out _));

        Assert.Contains("within 90 minutes", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_holds_the_id_and_no_word()
    {
        await using var server = await SpeechServer.StartAsync(200, TwoTurns);

        await AskAsync(server.Address, [1, 2, 3]);

        Assert.Contains(_log.Lines, l => l.Contains(Recording.Value.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, l => l.Contains("Quietly", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Sides_of_a_stereo_recording_become_speakers_and_other_marks_go()
    {
        HeardSegment[] segments =
        [
            new(0, 1, "(speaker 0) Good morning."), new(1, 2, "(speaker 1) Morning. ♪"), new(2, 3, "(speaker ?) Lovely day."), new(3, 4, "(speaker 0) So. [SPEAKER_TURN]"), new(4, 5, "Yes?"),
        ];

        var turns = SpokenSegments.ToDraft("us", segments).Turns;

        Assert.Equal(["Speaker 1", "Speaker 2", "Speaker 1", null], turns.Select(t => t.Speaker));
        Assert.Equal(["Good morning.", "Morning. Lovely day.", "So.", "Yes?"], turns.Select(t => t.Text));
    }

    [Fact]
    public void A_sentence_that_the_engine_repeats_without_end_is_left_out_and_told()
    {
        var segments = Enumerable.Range(0, 40).Select(i => new HeardSegment(i, i + 1, "Thank you.")).ToList();

        var draft = SpokenSegments.ToDraft("us", segments);

        Assert.Equal("Thank you. Thank you. Thank you.", Assert.Single(draft.Turns).Text);
        Assert.Contains(draft.Warnings, w => w.Contains("repeated itself 37 times", StringComparison.Ordinal));
    }

    [Fact]
    public void An_engine_that_writes_no_sentences_makes_turns_that_can_be_read()
    {
        var segments = Enumerable.Range(0, 900).Select(i => new HeardSegment(i, i + 1, $"and then number {i} came along")).ToList();

        var turns = SpokenSegments.ToDraft("us", segments).Turns;

        Assert.All(turns, t => Assert.InRange(t.Text.Length, 1, 2100));
        Assert.Equal(string.Join(' ', segments.Select(s => s.Text)), string.Join(' ', turns.Select(t => t.Text)));
    }

    [Fact]
    public void Times_that_are_none_or_go_back_leave_the_turns_in_order()
    {
        HeardSegment[] segments = [new(5, 6, "One."), new(double.MaxValue, -1, "Two."), new(null, null, "Three."), new(1, 2, "Four.")];

        var turns = SpokenSegments.ToDraft("us", segments).Turns;

        Assert.Equal(turns.Select(t => t.StartMs).Order(), turns.Select(t => t.StartMs));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false, true)]
    [InlineData("http://localhost:8080/inference", false, true)]
    [InlineData("https://speech.example.org", false, true)]
    [InlineData("http://speech.example.org", false, false)]
    [InlineData("http://10.0.0.7:8080", true, true)]
    [InlineData("ftp://10.0.0.7", true, false)]
    [InlineData("https://me:secret@speech.example.org", false, false)]
    public void Sound_leaves_the_machine_under_TLS_or_by_a_deliberate_word(string address, bool allowPlain, bool isFine)
    {
        var options = new SpeechOptions { Address = new Uri(address), AllowPlainHttp = allowPlain };

        Assert.Equal(isFine, !options.Validate(new ValidationContext(options)).Any());
    }

    private static TranscriptDraft Drafted(Result<TranscriptDraft> result) =>
        result.IsRefused(out var refusal, out var draft) ? throw new InvalidOperationException(refusal.Sentence) : draft;

    private WhisperServer Engine(Uri address) => new(new SpeechOptions { Address = address }, TimeProvider.System, new Logger<WhisperServer>(new LoggerFactory([_log])));

    private Task<Result<TranscriptDraft>> AskAsync(Uri address, byte[] sound) => AskAsync(address, new MemoryStream(sound));

    private async Task<Result<TranscriptDraft>> AskAsync(Uri address, Stream sound, IProgress<double>? sent = null)
    {
        using var engine = Engine(address);
        return await engine.DraftAsync(Recording, sound, "audio/wav", sent, Cancel);
    }

    private static Task<Result<TranscriptDraft>> AskAsync(WhisperServer engine, Stream sound) => engine.DraftAsync(Recording, sound, "audio/wav", null, Cancel);

    private sealed class Told : IProgress<double>
    {
        public List<double> All { get; } = [];

        public void Report(double value) => All.Add(value);
    }

    /// <summary>A large sound that is nowhere.</summary>
    private sealed class MadeUpSound(long length) : Stream
    {
        public int LargestRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            LargestRead = Math.Max(LargestRead, count);
            var read = (int)Math.Min(count, length - Position);
            Position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A clock whose timers end when the test says so.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private readonly List<(TimerCallback Call, object? State)> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add((callback, state));
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void LetTimersEnd() => _timers.ForEach(t => t.Call(t.State));
    }

    private sealed class LogOfTest : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{formatter(state, exception)} {exception}"));
        }

        public void Dispose()
        {
        }
    }
}
