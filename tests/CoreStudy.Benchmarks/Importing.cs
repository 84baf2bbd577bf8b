using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>A researcher imports a file: what it holds, then stored. The first is slower by what the runtime compiles.</summary>
internal static class Importing
{
    public static async Task<string> RunAsync(Bench bench)
    {
        await using var app = await AppFixture.StartOverAsync(bench.Site.ConnectionString);
        var me = bench.Corpus.Researcher.AccountId;
        var interview = await bench.Corpus.InterviewAsync();
        var (all, reading, storing) = (new Times(), new Times(), new Times());
        var first = 0d;
        for (var i = 0; i < 8; i++)
        {
            var file = WordFile.Of(Enumerable.Range(0, 606).Select(_ => bench.Corpus.Sentence(33)));
            await using var scope = app.Services.CreateAsyncScope();
            var since = Stopwatch.GetTimestamp();
            var read = StudyBuilder.Must(await scope.ServiceProvider.GetRequiredService<ReadTranscriptFile>().RunAsync(me, bench.Corpus.StudyId, "interview.docx", file, CancellationToken.None));
            var seen = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            var speakers = read.Speakers.ToDictionary(s => s.Name, s => new SpeakerMatch(s.Name, null, s.Name == "Interviewer"));
            StudyBuilder.Must(await scope.ServiceProvider.GetRequiredService<ImportTranscript>().RunAsync(me, interview, $"Import {i}", read, speakers, true, CancellationToken.None));
            var taken = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            if (read.Draft.Turns.Count != 606) throw new InvalidOperationException($"The file has 606 turns; {read.Draft.Turns.Count} were read.");
            if (i == 0)
            {
                first = taken;
                continue;
            }

            all.Add(taken);
            reading.Add(seen);
            storing.Add(taken - seen);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{all}; read {reading.Median:0}, store {storing.Median:0}; the first in a new process {first:0} ms");
    }
}
