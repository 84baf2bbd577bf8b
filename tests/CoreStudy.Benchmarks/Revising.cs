using System.Diagnostics;
using CoreStudy.Data;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;

namespace CoreStudy.Benchmarks;

/// <summary>A name is found late, in a transcript that many have coded.</summary>
internal static class Revising
{
    private const int WarmUp = 2;
    private const int Names = 12;
    private const int Places = 12;

    /// <summary>From the beginning of the transaction to its commit: twelve places of one name, with every coding and every act carried along.</summary>
    public static async Task<string> CommitAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 5000);
        var times = new Times();
        for (var i = -WarmUp; i < Names; i++)
        {
            await using var db = new StudyDb(StudyDbOptions.For(bench.Site.ConnectionString));
            var began = Stopwatch.GetTimestamp();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var text = StudyBuilder.Must(await TextRevising.LockAsync(db, transcript.Id, CancellationToken.None));
            var edits = StudyBuilder.Must(TextEdits.Plan(text.Text, text.Turns, PlacesOf(text.Text, bench.Corpus).Select(p => new TextEdit(p.Start, p.End, $"[name {i + WarmUp}]"))));
            StudyBuilder.Must(await TextRevising.ApplyAsync(
                db, transcript.Id, text.TextRevision, edits, TextRevisionKind.Redaction, bench.Corpus.Researcher.Id, StudyBuilder.At, of: null, CancellationToken.None));
            await transaction.CommitAsync();
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times.ToString();
    }

    /// <summary>From one reader's flag to the passage veiled and painted in another's open desk.</summary>
    public static async Task<string> OtherDeskAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 5000);
        using var client = await bench.Site.ClientAsync(bench.Corpus.Coders[8].AccountId);
        var other = await bench.Browser.SitDownAsync(bench.Corpus.Coders[9].AccountId, transcript);
        var times = new Times();
        for (var i = -WarmUp; i < Names; i++)
        {
            await using var db = new StudyDb(StudyDbOptions.For(bench.Site.ConnectionString));
            var revision = (await db.CodingHeads.FindAsync(transcript.Id))!.TextRevision;
            var words = (await db.TranscriptTexts.FindAsync(transcript.Id))!.Words;
            var start = words.IndexOf(' ', 300 + ((i + WarmUp) * 200)) + 1;
            var end = words.IndexOf(' ', start + 1);
            await other.EvaluateAsync("() => performance.clearMarks()");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"desk/{transcript.Id.Value}/flags")
            {
                Content = JsonContent.Create(new { start, end, category = "Person", textRevision = revision }),
            };
            request.Headers.Add("X-CoreStudy", "desk");
            var began = TimeProvider.System.GetUtcNow();
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode == System.Net.HttpStatusCode.UnprocessableEntity) continue; // no word there
            answer.EnsureSuccessStatusCode();
            await other.WaitForFunctionAsync("() => performance.getEntriesByName('desk:revised').length > 0");
            var shown = await other.EvaluateAsync<double>("() => performance.timeOrigin + performance.getEntriesByName('desk:revised')[0].startTime");
            if (i >= 0) times.Add(shown - ((began - DateTimeOffset.UnixEpoch).TotalMilliseconds));
        }

        await other.Context.CloseAsync();
        return times.ToString();
    }

    /// <summary>Twelve words far from one another, as a name would stand.</summary>
    private static IEnumerable<Segment> PlacesOf(TranscriptText text, Corpus corpus)
    {
        for (var i = 0; i < Places; i++)
        {
            var from = (text.Length / Places * i) + corpus.Next(text.Length / Places / 2) + 1;
            var start = text.Words.IndexOf(' ', from) + 1;
            var end = start;
            while (char.IsLetter(text.Words[end])) end++;
            if (end > start) yield return new Segment(start, end);
        }
    }
}
