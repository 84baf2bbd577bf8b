using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Speech;

/// <summary>A whisper.cpp server (<c>examples/server</c> of that project): a recording goes to it as a form, its segments come back as verbose JSON.</summary>
/// <remarks>
/// It hears one recording at a time, so a second is refused here rather than left waiting there. It is sent the sound and nothing else: no name, no label, no id.
/// No proxy lies between, and no redirection is followed: the sound goes where the configuration says or nowhere.
/// </remarks>
public sealed class WhisperServer : ISpeechEngine, IDisposable
{
    /// <summary>Of an answer, in bytes: ten hours with every word's time are below.</summary>
    private const int LargestAnswer = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly SpeechOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WhisperServer> _logger;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _one = new(1);

    public WhisperServer(SpeechOptions options, TimeProvider clock, ILogger<WhisperServer> logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each recording has its own
        };
    }

    public string Name => _options.Name;

    public async Task<Result<TranscriptDraft>> DraftAsync(RecordingId id, Stream sound, string contentType, IProgress<double>? sent, CancellationToken cancel)
    {
        if (!await _one.WaitAsync(0, cancel)) return new Refusal($"{Capital(Name)} is busy with another recording. Try again when it has finished.");
        try
        {
            var began = _clock.GetTimestamp();
            using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(_options.MinutesAtMost), _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
            try
            {
                var result = await AskAsync(id, sound, contentType, sent, either.Token);
                var seconds = (long)_clock.GetElapsedTime(began).TotalSeconds;
                if (!result.IsRefused(out _, out var draft)) Log.Drafted(_logger, id, draft.Turns.Count, seconds);
                return result;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return No(id, NoDraft.TooSlow, 0, $"{Capital(Name)} has not finished within {_options.MinutesAtMost:N0} minutes, and was stopped. Who runs it can give it more time, or a smaller model.");
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    private async Task<Result<TranscriptDraft>> AskAsync(RecordingId id, Stream sound, string contentType, IProgress<double>? sent, CancellationToken cancel)
    {
        using var content = new SoundContent(sound, sent);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var form = new MultipartFormDataContent
        {
            { content, "file", "recording" },
            { new StringContent("verbose_json"), "response_format" },
            { new StringContent(_options.Language), "language" },
            { new StringContent("0.0"), "temperature" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Inference) { Content = form };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return No(id, NoDraft.NotReachable, 0, $"{Capital(Name)} cannot be reached. Who runs this site can see whether it is switched on.");
        }
        catch (HttpRequestException)
        {
            return BrokeOff(id);
        }

        using (response)
        {
            if (!response.IsSuccessStatusCode) return Refused(id, (int)response.StatusCode);
            try
            {
                return await ReadAsync(id, response, cancel);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                return BrokeOff(id);
            }
        }
    }

    private Refusal Refused(RecordingId id, int status) => (HttpStatusCode)status switch
    {
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => No(id, NoDraft.Busy, status, $"{Capital(Name)} is busy, or still starting. Try again in a few minutes."),
        HttpStatusCode.RequestEntityTooLarge => No(id, NoDraft.TooLarge, status, $"This recording is larger than {Name} takes. Who runs it can raise its limit, or the recording can be saved smaller, as M4A."),
        HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType => No(
            id, NoDraft.FormatUnknown, status, $"{Capital(Name)} cannot read this kind of recording. Who runs it can start it with --convert, so that it reads every kind."),
        >= HttpStatusCode.InternalServerError => No(id, NoDraft.Failed, status, $"{Capital(Name)} failed on this recording. Its own log says why. Nothing was kept of it here."),
        _ => No(id, NoDraft.NotAnEngine, status, "What answers at the address of the speech engine is something else. Who runs this site can put its address right."),
    };

    private async Task<Result<TranscriptDraft>> ReadAsync(RecordingId id, HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var answer = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(piece, cancel)) > 0;)
        {
            if (answer.Length + read > LargestAnswer) return Nonsense(id);
            answer.Write(piece, 0, read);
        }

        try
        {
            answer.Position = 0;
            if (await JsonSerializer.DeserializeAsync<Answer>(answer, Json, cancel) is not { Segments: { } segments } heard) return Nonsense(id);
            if (SpokenSegments.ToDraft(Name, segments, OtherLanguage(heard.Language)) is { Turns.Count: > 0 } draft) return draft;
            return No(id, NoDraft.NoSpeech, 200, $"{Capital(Name)} heard no speech in this recording.");
        }
        catch (JsonException)
        {
            return Nonsense(id);
        }
    }

    /// <summary>The server names a language in English, such as “welsh”, or by its two letters. Names that are none are not passed on.</summary>
    private string? OtherLanguage(string? told)
    {
        if (told is not { Length: > 1 and <= 30 } || !told.All(c => char.IsAsciiLetter(c) || c == ' ')) return null;
        var asked = _options.Language == "auto" ? "en" : _options.Language;
        return told.Equals(asked, StringComparison.OrdinalIgnoreCase) || told.Equals(CultureInfo.GetCultureInfo(asked).EnglishName, StringComparison.OrdinalIgnoreCase) ? null : told;
    }

    private Refusal BrokeOff(RecordingId id) => No(id, NoDraft.BrokeOff, 0, $"The connection to {Name} broke off. Try again; if it happens again, its own log says why.");

    private Refusal Nonsense(RecordingId id) => No(id, NoDraft.Nonsense, 200, $"{Capital(Name)} answered something that is no transcript. Who runs it can see whether its version speaks the protocol of whisper.cpp.");

    private Refusal No(RecordingId id, NoDraft why, int status, string sentence)
    {
        Log.NotDrafted(_logger, id, why, status);
        return new Refusal(sentence);
    }

    private static string Capital(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private sealed record Answer(IReadOnlyList<HeardSegment?>? Segments, string? Language);
}
