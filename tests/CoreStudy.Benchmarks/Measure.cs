namespace CoreStudy.Benchmarks;

/// <summary>One line of the table: what is done, what is to be reached, and how it is measured.</summary>
/// <param name="Name">For <c>--only</c>.</param>
/// <param name="NeedsSite">Where false, the measure is handed no site when none of those taken needs one.</param>
/// <param name="ByName">Where true, it is taken only when it is named: it takes long.</param>
internal sealed record Measure(string Name, string Work, string ToReach, Func<Bench, Task<string>> RunAsync, bool NeedsSite = true, bool ByName = false);

/// <summary>What the measures share: the site, its study, a browser.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly Dictionary<(int, int), Domain.Transcripts.Transcript> _transcripts = [];

    private Bench(Installation site, Corpus corpus, Browser browser) => (Site, Corpus, Browser) = (site, corpus, browser);

    public Installation Site { get; }

    public Corpus Corpus { get; }

    public Browser Browser { get; }

    /// <summary>How long a crowd is measured: a minute, where nothing else was asked for.</summary>
    public TimeSpan Minute { get; private init; }

    /// <summary>A port, and those after it, that the benchmarks may use.</summary>
    public const int Port = 5151;

    public static async Task<Bench> StartAsync(string? published, TimeSpan minute)
    {
        var site = await Installation.MakeAsync(Port, published);
        var corpus = await Corpus.MakeAsync(site.ConnectionString, 50);
        await site.StartAsync();
        return new Bench(site, corpus, await Browser.StartAsync(site)) { Minute = minute };
    }

    /// <summary>A transcript of this size, made when first asked for.</summary>
    public async Task<Domain.Transcripts.Transcript> TranscriptAsync(int words, int codings)
    {
        if (!_transcripts.TryGetValue((words, codings), out var made)) _transcripts[(words, codings)] = made = await Corpus.TranscriptAsync(words, codings);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Site.DisposeAsync();
    }
}
