using System.Net.Http.Json;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Testing.Faults;

/// <summary>
/// Somebody who codes on whatever happens, and a queue as the browser's (<c>wwwroot/js/desk/queue.js</c>): acts wait until they are answered, are sent in
/// order with the ids they were made with, and are sent again after a pause that doubles.
/// </summary>
internal sealed class CodingPerson(Member member, HttpClient client, Transcript transcript, FaultGround ground, TimeSpan pace, int seed)
{
    /// <summary>As the browser's: whoever waits for an answer longer than this asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Nobody codes on for ever when nothing is confirmed.</summary>
    private const int MostWaiting = 40;

    private readonly Random _choice = new(seed);
    private readonly List<SentAct> _ledger = [];
    private readonly Queue<SentAct> _waiting = new();
    private readonly HashSet<CodingId> _standing = [];
    private readonly Lock _one = new();
    private int _failures;
    private long _confirmed;

    /// <summary>Acts that this person was told are kept.</summary>
    public long Confirmed => Interlocked.Read(ref _confirmed);

    /// <summary>Sendings that brought no answer, or one that says to ask again.</summary>
    public int Failures { get; private set; }

    /// <summary>All that this person did, in order.</summary>
    public IReadOnlyList<SentAct> Ledger
    {
        get
        {
            lock (_one) return [.. _ledger];
        }
    }

    /// <summary>Does one thing after another until told to stop.</summary>
    public async Task CodeAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(pace * (seed % 10) / 10, stop); // not all at one moment
            while (true)
            {
                lock (_one)
                {
                    if (_waiting.Count < MostWaiting)
                    {
                        var act = Next();
                        _ledger.Add(act);
                        _waiting.Enqueue(act);
                    }
                }

                await Task.Delay(pace, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // enough
        }
    }

    /// <summary>Sends what waits until nothing waits and nothing more comes.</summary>
    /// <param name="coding">Ends when nothing more comes.</param>
    /// <param name="giveUp">Leaves what still waits without an answer.</param>
    public async Task SendAsync(Task coding, CancellationToken giveUp)
    {
        try
        {
            while (true)
            {
                List<SentAct> batch;
                lock (_one) batch = [.. _waiting];
                if (batch.Count == 0)
                {
                    if (coding.IsCompleted) return;
                    await Task.Delay(5, giveUp);
                    continue;
                }

                if (await SendAsync(batch, giveUp)) continue;
                Failures++;
                await Task.Delay(PauseAfter(++_failures), giveUp);
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // the ledger says what was never answered
        }
    }

    private SentAct Next()
    {
        if (_choice.Next(10) == 0 && _standing.Count > 0)
        {
            var gone = _standing.First();
            _standing.Remove(gone);
            return new SentAct(Guid.CreateVersion7(), member.Id, gone, default, default, IsRemoval: true);
        }

        var isWrong = _choice.Next(10) == 0;
        var start = _choice.Next(transcript.Length - 160);
        var code = isWrong ? ground.RetiredCode : ground.Codes[_choice.Next(ground.Codes.Count)];
        return new SentAct(Guid.CreateVersion7(), member.Id, CodingId.New(), code, new Segment(start, start + 20 + _choice.Next(130)), IsRemoval: false);
    }

    /// <returns>Whether they were answered.</returns>
    private async Task<bool> SendAsync(List<SentAct> batch, CancellationToken giveUp)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var act in batch) (act.Sendings, act.SentAt) = (act.Sendings + 1, now);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"desk/{transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts = batch.Select(a => a.Message) }) };
            request.Headers.Add("X-CoreStudy", "desk");
            using var answer = await client.SendAsync(request, patience.Token);
            if (!answer.IsSuccessStatusCode) return false; // of what is sent here nothing is unreadable: it is the site that cannot
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(patience.Token));
            Settle(batch, said.RootElement.GetProperty("results"));
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or OperationCanceledException && !giveUp.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Settle(List<SentAct> batch, JsonElement results)
    {
        var answers = results.EnumerateArray().ToDictionary(r => r.GetProperty("id").GetGuid());
        lock (_one)
        {
            _failures = 0;
            foreach (var act in batch)
            {
                var answer = answers[act.Id];
                var isKept = answer.GetProperty("kept").GetBoolean();
                (act.Told, act.Revision) = isKept ? (Told.Kept, (long?)answer.GetProperty("revision").GetInt64()) : (Told.Refused, null);
                if (isKept) Interlocked.Increment(ref _confirmed);
                if (isKept && !act.IsRemoval) _standing.Add(act.Coding);
                _waiting.Dequeue(); // they are its first ones, in order
            }
        }
    }

    /// <summary>As the browser's: twice as long after each failure, up to half a minute, spread.</summary>
    private TimeSpan PauseAfter(int failures)
    {
        var most = Math.Min(30_000, 500 * (1 << Math.Min(failures, 6)));
        lock (_one) return TimeSpan.FromMilliseconds((most / 2.0) + (_choice.NextDouble() * most / 2.0));
    }
}
