using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;

namespace CoreStudy.Benchmarks;

/// <summary>A text that a crowd works on.</summary>
/// <param name="Length">In UTF-16 code units.</param>
internal sealed record CrowdText(StudyId StudyId, TranscriptId Id, int Length, int Turns);

/// <summary>A study with people, texts and codes, for a crowd.</summary>
internal sealed record CrowdStudy(IReadOnlyList<CrowdText> Texts, IReadOnlyList<Member> People, IReadOnlyList<CodeId> Codes);

/// <summary>
/// One of a crowd: signed in, with a real circuit at the desk of a transcript, doing what a person does there. Of the desk's state it keeps
/// no more than the revision, by which it knows, as the desk's modules do, whether it has missed something.
/// </summary>
internal sealed class Person : IAsyncDisposable
{
    /// <summary>Of a hundred acts: comments, and transcripts opened; the rest are codes applied.</summary>
    private const int Comments = 12;

    private const int Openings = 2;

    /// <summary>As the desk's own script gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Crowd _crowd;
    private readonly CrowdStudy _study;
    private readonly Random _chance;
    private readonly HttpClient _client;
    private readonly string _cookie;
    private readonly Lock _lock = new();
    private Circuit? _circuit;
    private CodingId? _mine;
    private readonly List<(long After, long Revision)> _early = [];
    private long _revision = -1; // until the codings are here
    private bool _isFetching;
    private bool _isBehind;
    private int _turn;

    /// <param name="door">The address by which they reach the site, of whichever node.</param>
    /// <param name="cookie">Signs them in; it may name a node too.</param>
    /// <param name="seed">What they do, and when, follows from it.</param>
    public Person(Crowd crowd, CrowdStudy study, Member member, CrowdText text, Uri door, string cookie, int seed)
    {
        (_crowd, _study, Member, Text, _cookie, _chance) = (crowd, study, member, text, cookie, new Random(seed));
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = door, Timeout = Patience };
        _client.DefaultRequestHeaders.Add("Cookie", cookie);
        _client.DefaultRequestHeaders.Add("X-CoreStudy", "desk");
        _turn = _chance.Next(text.Turns);
    }

    public Member Member { get; }

    /// <summary>The text that they sit at.</summary>
    public CrowdText Text { get; private set; }

    /// <summary>The coding revision that their page has.</summary>
    public long Revision
    {
        get { lock (_lock) return _revision; }
    }

    /// <summary>Opens the desk: the page, the codings, the live link.</summary>
    public async Task SitDownAsync()
    {
        _mine = null;
        lock (_lock) _revision = -1;
        var opening = Circuit.OpenAsync(_client, new Uri(_client.BaseAddress!, $"studies/{Text.StudyId.Value}/transcripts/{Text.Id.Value}/code"), _cookie, Hear, e => _crowd.Figures.Fail($"a circuit was lost: {e.Message}"));
        var codings = FetchAsync("codings");
        await Task.WhenAll(opening, codings);
        _circuit = await opening;
        var reached = RevisionOf(await codings);
        List<(long After, long Revision)> early;
        lock (_lock)
        {
            _revision = reached;
            early = [.. _early];
            _early.Clear();
        }

        foreach (var (after, revision) in early) Take(after, revision);
    }

    /// <summary>Reads on, and does something now and then, until it is over.</summary>
    /// <param name="each">From one act to the next, on average.</param>
    public async Task WorkAsync(TimeSpan each, CancellationToken until)
    {
        var running = Stopwatch.StartNew();
        var act = each * (2 * _chance.NextDouble());
        var read = TimeSpan.FromSeconds(5 * _chance.NextDouble());
        try
        {
            while (true)
            {
                var next = act < read ? act : read;
                if (next > running.Elapsed) await Task.Delay(next - running.Elapsed, until);
                until.ThrowIfCancellationRequested();
                if (next == read)
                {
                    await ReadOnAsync();
                    read += TimeSpan.FromSeconds(5 * _chance.NextDouble());
                }
                else
                {
                    await ActAsync();
                    act += each * (2 * _chance.NextDouble());
                }
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // over
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_circuit is not null) await _circuit.DisposeAsync();
        _client.Dispose();
    }

    private async Task ActAsync()
    {
        var figures = _crowd.Figures;
        try
        {
            switch (_chance.Next(100))
            {
                case < Openings when _study.Texts.Count > 1: await GoElsewhereAsync(figures); break;
                case < Openings + Comments when _mine is { } coding: await CommentAsync(figures, coding); break;
                default: await ApplyAsync(figures); break;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or TimeoutException or InvalidOperationException or IOException or System.Net.WebSockets.WebSocketException)
        {
            figures.Fail(exception is TaskCanceledException ? "no answer in time" : exception.Message);
        }
    }

    private async Task ReadOnAsync()
    {
        var figures = _crowd.Figures;
        try
        {
            _turn = (_turn + 1 + _chance.Next(3)) % Text.Turns;
            var since = Stopwatch.GetTimestamp();
            await _circuit!.MoveAsync(_turn);
            figures.Moved.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException or OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            figures.Fail($"a move: {exception.Message}");
        }
    }

    private async Task ApplyAsync(Figures figures)
    {
        var coding = CodingId.New();
        var start = _chance.Next(Text.Length - 160);
        var code = _study.Codes[_chance.Next(_study.Codes.Count)];
        var act = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{Guid.CreateVersion7()}}","kind":"Apply","codingId":"{{coding.Value}}","codeId":"{{code.Value}}","start":{{start}},"end":{{start + 20 + _chance.Next(130)}},"unsure":false,"question":"","textRevision":0}""");
        _crowd.Expect(coding, this, figures);
        if (await SendAsync(act) is not { } taken)
        {
            figures.Refuse(); // it began or ended inside a character
            return;
        }

        figures.Applied.Add(taken.TotalMilliseconds);
        _crowd.Keep(coding);
        _mine = coding;
    }

    private async Task CommentAsync(Figures figures, CodingId coding)
    {
        var act = $$"""{"id":"{{Guid.CreateVersion7()}}","kind":"Comment","codingId":"{{coding.Value}}","commentId":"{{Guid.CreateVersion7()}}","text":"Is this the same as what was said at the beginning, or does it go further?","textRevision":0}""";
        if (await SendAsync(act) is { } taken) figures.Commented.Add(taken.TotalMilliseconds);
        else figures.Refuse();
    }

    private async Task GoElsewhereAsync(Figures figures)
    {
        _ = NoteLeavingAsync(figures, await _circuit!.LeaveAsync(_client));
        Text = _study.Texts[_chance.Next(_study.Texts.Count)];
        _turn = 0;
        var since = Stopwatch.GetTimestamp();
        await SitDownAsync();
        figures.Opened.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }

    private static async Task NoteLeavingAsync(Figures figures, Task left)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            await left;
            figures.Left.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or ObjectDisposedException)
        {
            figures.Fail(exception is HttpRequestException ? $"leaving: {exception.Message}" : "a circuit was not let go in time");
        }
    }

    /// <summary>How long the answer took; null where the act was refused.</summary>
    private async Task<TimeSpan?> SendAsync(string act)
    {
        using var content = new StringContent($$"""{"acts":[{{act}}]}""", Encoding.UTF8, "application/json");
        var since = Stopwatch.GetTimestamp();
        using var answer = await _client.PostAsync(new Uri($"desk/{Text.Id.Value}/acts", UriKind.Relative), content);
        var said = await answer.Content.ReadAsStringAsync();
        var taken = Stopwatch.GetElapsedTime(since);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"acts were answered {(int)answer.StatusCode}");
        return said.Contains("\"kept\":true", StringComparison.Ordinal) ? taken : null;
    }

    private async Task<string> FetchAsync(string what)
    {
        using var answer = await _client.GetAsync(new Uri($"desk/{Text.Id.Value}/{what}", UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{what.Split('?')[0]} were answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What others do, and what one did oneself, as it comes over the circuit.</summary>
    private void Hear(string json)
    {
        var at = Stopwatch.GetTimestamp();
        var changes = JsonElement.Parse(json);
        foreach (var coding in changes.GetProperty("codings").EnumerateArray()) _crowd.Hear(new CodingId(coding[0].GetGuid()), this, at);
        var after = changes.TryGetProperty("after", out var from) ? from.GetInt64() : 0;
        var revision = changes.GetProperty("revision").GetInt64();
        Take(after, revision);
    }

    private void Take(long after, long revision)
    {
        lock (_lock)
        {
            if (_revision < 0)
            {
                _early.Add((after, revision));
                return;
            }

            if (after <= _revision)
            {
                _revision = Math.Max(_revision, revision);
                return;
            }

            _isBehind = _isFetching; // once more when that has come
            if (_isFetching) return;
            _isFetching = true;
        }

        _crowd.Figures.Miss();
        _ = CatchUpAsync();
    }

    private async Task CatchUpAsync()
    {
        try
        {
            while (true)
            {
                var reached = RevisionOf(await FetchAsync($"changes?after={Revision.ToString(CultureInfo.InvariantCulture)}"));
                lock (_lock)
                {
                    _revision = Math.Max(_revision, reached);
                    _isFetching = _isBehind; // in one with the look at it: what comes between the two would be taken for fetched
                    if (!_isBehind) return;
                    _isBehind = false;
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            _crowd.Figures.Fail($"catching up: {exception.Message}");
            lock (_lock) _isFetching = false;
        }
    }

    /// <summary>The revision that an answer reaches, without reading all of it.</summary>
    private static long RevisionOf(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.Length > 200 ? json[..200] : json), isFinalBlock: false, state: default);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("revision"u8)) continue;
            reader.Read();
            return reader.GetInt64();
        }

        throw new InvalidOperationException("An answer told no revision.");
    }
}
