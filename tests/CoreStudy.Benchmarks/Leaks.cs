using System.Diagnostics;
using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;

namespace CoreStudy.Benchmarks;

/// <summary>The leak scan of a large file, and of one memo, in a study that knows 300 people.</summary>
internal static class Leaks
{
    private const int People = 300, Texts = 5000;

    private static readonly string[] Words =
        ["waited", "for", "somebody", "to", "listen", "before", "the", "meeting", "when", "peer", "support", "felt", "close", "training", "and", "again", "she", "said", "it", "mattered"];

    public static async Task<string> RunAsync(Bench bench)
    {
        await using var app = await AppFixture.StartOverAsync(bench.Site.ConnectionString);
        var study = StudyId.New();
        await KnowAsync(app.Services.GetRequiredService<VaultDoor>(), study);
        var scan = app.Services.GetRequiredService<LeakScan>();
        var choice = new Random(1);
        var texts = Enumerable.Range(0, Texts).Select(i => new ScannedText($"row {i}", string.Join(' ', Enumerable.Range(0, 12).Select(_ => Words[choice.Next(Words.Length)])) + $" {i}")).ToList();
        return $"{Texts} texts of 12 words: {await TimeAsync(() => scan.CheckAsync(study, texts, default))}; one memo: {await TimeAsync(() => scan.CheckAsync(study, [texts[0]], default))}";
    }

    private static async Task KnowAsync(VaultDoor door, StudyId study)
    {
        await using var room = await door.EnterAsync(default);
        for (var i = 0; i < People; i++)
        {
            var id = Guid.CreateVersion7();
            StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(study), study, id, new Identifier(id, IdentifierCategory.Person, $"[colleague {i}]", [$"Zo{i:000}ran Quillfeather{i:000}"], null), default));
        }

        await room.CommitAsync(default);
    }

    private static async Task<Times> TimeAsync(Func<Task> work)
    {
        var times = new Times();
        for (var i = -5; i < 20; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await work();
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }
}
