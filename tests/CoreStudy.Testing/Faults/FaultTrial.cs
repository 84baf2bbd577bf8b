using System.Diagnostics;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Testing.Faults;

/// <summary>How a fault is tried.</summary>
/// <param name="People">How many people code.</param>
/// <param name="Length">How long the fault lasts.</param>
/// <param name="Pace">How long each waits from one act to the next.</param>
/// <param name="Patience">After the fault, until everybody has been answered.</param>
public sealed record TrialOptions(int People, TimeSpan Length, TimeSpan Pace, TimeSpan Patience)
{
    /// <summary>As it is tried with every change: seconds.</summary>
    public static TrialOptions Brief => new(50, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(600), TimeSpan.FromMinutes(2));
}

/// <summary>
/// People code through the desk's own address, something goes wrong and comes right again, they code on until everybody has been answered; then what they
/// were told is held against what is there.
/// </summary>
public static class FaultTrial
{
    /// <summary>As often as one person may.</summary>
    private static readonly TimeSpan BetweenDownloads = TimeSpan.FromMilliseconds(1100);

    /// <param name="between">Done between the last answer and the reckoning: for seeing that the reckoning finds what is wrong.</param>
    /// <exception cref="TimeoutException">Nobody could code before the fault.</exception>
    public static async Task<Reckoning> RunAsync(FaultGround ground, Fault fault, TrialOptions options, CancellationToken cancel, Func<Transcript, Task>? between = null)
    {
        var transcript = await ground.TranscriptAsync(cancel);
        await fault.PrepareAsync(ground, cancel);
        long entries;
        await using (var db = ground.Db()) entries = await db.AuditEntries.LongCountAsync(cancel);

        using var handler = fault.Connect();
        handler.MaxConnectionsPerServer = options.People + 1;
        var clients = new List<HttpClient>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var people = new List<CodingPerson>();
            foreach (var coder in ground.Coders.Take(options.People)) people.Add(new CodingPerson(coder, await ClientAsync(coder), transcript, ground, options.Pace, people.Count));
            var downloads = new Downloads(await ClientAsync(ground.Lead), ground);

            var coding = people.ConvertAll(p => p.CodeAsync(enough.Token));
            var sending = people.Select((p, i) => p.SendAsync(coding[i], giveUp.Token)).ToList();
            var downloading = downloads.RunAsync(BetweenDownloads, enough.Token);
            if (!await UntilAsync(() => people.TrueForAll(p => p.Confirmed > 0), TimeSpan.FromMinutes(1), cancel)) throw new TimeoutException("Nobody could code before the fault.");

            await fault.StrikeAsync(ground, options.Length, cancel);

            var (ended, atEnd) = (Stopwatch.StartNew(), people.ConvertAll(p => p.Confirmed));
            await UntilAsync(() => people.Where((p, i) => p.Confirmed > atEnd[i]).Any(), options.Patience, cancel);
            var backAfter = ended.Elapsed;
            await UntilAsync(() => people.Where((p, i) => p.Confirmed > atEnd[i]).Count() == people.Count, options.Patience - ended.Elapsed, cancel);
            await enough.CancelAsync();
            giveUp.CancelAfter(options.Patience);
            await Task.WhenAll(sending);
            await downloading;

            await fault.EndAsync(ground, cancel);
            if (between is not null) await between(transcript);
            await using var db = ground.Db();
            return await Reckoning.MakeAsync(db, fault, transcript, people.ConvertAll(p => p.Ledger), downloads.Received, entries, backAfter, cancel);
        }
        finally
        {
            await enough.CancelAsync();
            await giveUp.CancelAsync();
            foreach (var client in clients) client.Dispose();
        }

        async Task<HttpClient> ClientAsync(Member member)
        {
            var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = fault.AddressOn(ground), Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", await ground.CookieAsync(member, client.BaseAddress));
            clients.Add(client);
            return client;
        }
    }

    private static async Task<bool> UntilAsync(Func<bool> isSo, TimeSpan atMost, CancellationToken cancel)
    {
        for (var since = Stopwatch.StartNew(); !isSo(); await Task.Delay(20, cancel))
        {
            if (since.Elapsed > atMost) return false;
        }

        return true;
    }

    /// <summary>Somebody takes out the list of members again and again; each time, the audit trail is told first.</summary>
    private sealed class Downloads(HttpClient client, FaultGround ground)
    {
        public int Received { get; private set; }

        public async Task RunAsync(TimeSpan pause, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var file = await client.GetAsync(new Uri($"studies/{ground.StudyId.Value}/members.csv", UriKind.Relative), stop);
                    if (file.IsSuccessStatusCode) Received++;
                    await Task.Delay(pause, stop);
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
                {
                    if (!stop.IsCancellationRequested) await Task.Delay(pause, CancellationToken.None); // as people do: again, after a while
                }
            }
        }
    }
}
