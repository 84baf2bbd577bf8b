using CoreStudy.Web.Access;

namespace CoreStudy.Web.Tests.Access;

public sealed class AskedTogetherTests
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(2);

    private readonly StoppedClock _clock = new();
    private readonly List<string> _read = [];
    private string _answer = "first";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_asked_for_lately_is_read_with_what_is_asked_for_now()
    {
        var asked = Asking();
        await asked.AskAsync("ada", Cancel);
        await asked.AskAsync("ben", Cancel);

        _clock.Pass(Trusted);
        await asked.AskAsync("ada", Cancel);
        await asked.AskAsync("ben", Cancel);

        Assert.Equal(["ada", "ben+ada", "ada+ben"], _read);
    }

    [Fact]
    public async Task What_nobody_asked_for_of_late_is_not_read_along()
    {
        var asked = Asking();
        await asked.AskAsync("ben", Cancel);

        _clock.Pass(TimeSpan.FromSeconds(11));
        await asked.AskAsync("ada", Cancel);

        Assert.Equal("ada", _read[^1]);
    }

    [Fact]
    public async Task What_was_only_read_along_is_not_asked_for_by_that()
    {
        var asked = Asking();
        await asked.AskAsync("ben", Cancel);

        for (var passed = 0; passed < 6; passed++)
        {
            await asked.AskAsync("ada", Cancel);
            _clock.Pass(Trusted);
        }

        await asked.AskAsync("ada", Cancel);
        Assert.Equal("ada", _read[^1]);
    }

    [Fact]
    public async Task An_answer_is_trusted_for_as_long_as_was_said_and_no_longer()
    {
        var asked = Asking();
        await asked.AskAsync("ada", Cancel);
        _answer = "second";

        _clock.Pass(Trusted - TimeSpan.FromMilliseconds(1));
        var within = await asked.AskAsync("ada", Cancel);
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        var after = await asked.AskAsync("ada", Cancel);

        Assert.Equal(("first", "second"), (within, after));
    }

    [Fact]
    public async Task Who_asks_while_it_is_being_read_waits_for_that_answer_and_may_leave()
    {
        var slow = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var asked = new AskedTogether<string, string>(Trusted, _clock, async (asking, _) =>
        {
            _read.Add(string.Join('+', asking));
            await slow.Task;
            return asking.ToDictionary(a => a, _ => _answer);
        });
        var first = asked.AskAsync("ada", leaving.Token);
        var second = asked.AskAsync("ada", Cancel);

        await leaving.CancelAsync();
        slow.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("first", await second);
        Assert.Equal(["ada"], _read);
    }

    [Fact]
    public async Task What_was_being_read_when_all_was_forgotten_is_not_kept()
    {
        var (begun, slow) = (new TaskCompletionSource(), new TaskCompletionSource());
        var asked = new AskedTogether<string, string>(Trusted, _clock, async (asking, _) =>
        {
            var answer = _answer;
            begun.TrySetResult();
            if (answer == "first") await slow.Task;
            return asking.ToDictionary(a => a, _ => answer);
        });
        var early = asked.AskAsync("ada", Cancel);
        await begun.Task;
        _answer = "second";

        asked.Forget();
        slow.SetResult();
        await early;

        Assert.Equal("second", await asked.AskAsync("ada", Cancel));
    }

    private AskedTogether<string, string> Asking() => new(Trusted, _clock, (asking, _) =>
    {
        _read.Add(string.Join('+', asking));
        return Task.FromResult(asking.ToDictionary(a => a, _ => _answer));
    });

    private sealed class StoppedClock : TimeProvider
    {
        private TimeSpan _passed;

        public void Pass(TimeSpan time) => _passed += time;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
