namespace CoreStudy.Web.Features.Archives;

/// <summary>Tells a screen how far it is, some times a second at most, from whichever thread.</summary>
internal sealed class ArchiveTold(Action<ArchiveProgress> tell) : IProgress<ArchiveProgress>
{
    private const long Pause = 250;

    private long _last = -Pause;

    public void Report(ArchiveProgress value)
    {
        var now = Environment.TickCount64;
        if (value.Share < 1 && now - Interlocked.Read(ref _last) < Pause) return;
        Interlocked.Exchange(ref _last, now);
        tell(value);
    }
}
