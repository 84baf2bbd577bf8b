using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoreStudy.Testing.Faults;

/// <summary>
/// The clock of the site's machine is set back by hours, then on by so many that everybody's sign-in is over, then right again. PostgreSQL's own clock stays.
/// </summary>
public sealed class ClockJump : OwnSite
{
    private readonly JumpingClock _clock = new();

    public override string Name => "clock 3 h back, 9 h on";

    public override bool KeepsTime => false;

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        _clock.Set(TimeSpan.FromHours(-3));
        await Task.Delay(length / 2, cancel);
        _clock.Set(TimeSpan.FromHours(9));
        await Task.Delay(length / 2, cancel);
        _clock.Set(TimeSpan.Zero);
    }

    protected override void Adjust(WebApplicationBuilder site) => site.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));

    /// <summary>Says another time; what it measures, and when it rings, stays as it is.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _offset;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

        public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);
    }
}
