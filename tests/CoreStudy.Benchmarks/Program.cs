using CoreStudy.Benchmarks;
using CoreStudy.Testing;

await using var postgres = new PostgresFixture();
await using var database = await postgres.CloneAsync();
var corpus = await Corpus.MakeAsync(database.ConnectionString, 50);
await using var app = await AppFixture.StartAsync(database.ConnectionString);
var people = new List<HttpClient>();
foreach (var c in corpus.Coders) people.Add(await app.ClientAsync(c.AccountId));
foreach (var words in new[] { 2000, 20000 })
{
    var t = await corpus.TranscriptAsync(words, 1000);
    await FiftyPeople.RunAsync(corpus, t, people, TimeSpan.FromSeconds(3));
    var (rate, times) = await FiftyPeople.RunAsync(corpus, t, people, TimeSpan.FromSeconds(6));
    Console.WriteLine($"{words}: {rate:0}/s {times}");
}
return 0;
