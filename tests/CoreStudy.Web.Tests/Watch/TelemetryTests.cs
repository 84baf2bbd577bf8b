using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CoreStudy.Web.Tests.Watch;

/// <summary>What a collector would be sent while somebody who is named throughout is brought in, anonymised and coded.</summary>
[Trait("Needs", "Postgres")]
public sealed class TelemetryTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private static readonly PlantedTranscript Planted = PlantedTranscript.All[0];

    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_a_span_nor_a_metric_holds_a_planted_name_a_typed_word_an_address_or_a_statement()
    {
        await using var database = await postgres.CloneAsync(cancel: Cancel);
        await using (var site = await AppFixture.StartAsync(database.Connections, adjust: b => b.Services.Observe(m => m.AddInMemoryExporter(_metrics), t => t.AddInMemoryExporter(_spans))))
        {
            await WorkAsync(site, database);
        }

        var (spans, metrics) = (string.Join('\n', _spans.ToList().Select(Tell)), string.Join('\n', _metrics.ToList().Select(Tell)));
        output.WriteLine($"{_spans.Count} spans of {spans.Length:N0} characters, {_metrics.Select(m => m.Name).Distinct().Count()} metrics.");

        foreach (var text in new[] { spans, metrics })
        {
            Assert.Empty(PlantedSearch.For([Planted]).In(text));
            Assert.All(["Wetherfield", "wetherfield@", "@p0", "WHERE", "Password"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }

        Assert.Contains("POST /desk/{transcript", spans.Replace("{id", "{transcript", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("commit acts", spans, StringComparison.Ordinal);
        Assert.Contains("leak scan", spans, StringComparison.Ordinal);
        Assert.Contains(_spans, s => s.DisplayName.Contains("coding", StringComparison.Ordinal) && s.GetTagItem("db.operation.name") is not null);
        Assert.Contains(_spans, s => s.Status == ActivityStatusCode.Error && s.GetTagItem("db.operation.name") is not null); // of what failed there is a span, without its message
        Assert.All(_spans, s => Assert.Empty(s.Events));
        Assert.All(
            [
                "corestudy.codings.acts", "corestudy.codings.act.duration", "corestudy.notices.sent", "corestudy.leak_scans.duration", "corestudy.leak_scans.finds", "corestudy.audit.entries", "corestudy.imports",
                "corestudy.circuits.open", "corestudy.people.connected", "corestudy.queue.length", "corestudy.disk.free", "corestudy.database.size", "corestudy.recordings.size", "corestudy.jobs.duration",
                "http.server.request.duration", "db.client.operation.duration", "dotnet.gc.collections",
            ],
            name => Assert.Contains(_metrics, m => m.Name == name));
        Assert.Contains("kind=Apply outcome=kept", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_stops_the_start_and_is_named()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var site = Site.Build([.. TestKeys.Arguments, $"--{Telemetry.EndpointVariable}=collector"], new Data.Postgres.StudyConnections("Host=/nowhere", "Host=/nowhere"));
        });

        Assert.Contains(Telemetry.EndpointVariable, fault.Message, StringComparison.Ordinal);
    }

    private static async Task WorkAsync(AppFixture site, TestDatabase database)
    {
        await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
        var study = await StudyBuilder.StartAsync(db);
        var (admin, other, researcher, coder) = (await study.MemberAsync(Role.Admin), await study.MemberAsync(Role.Admin), await study.MemberAsync(Role.Researcher), await study.MemberAsync(Role.Coder));
        var code = await study.CodeAsync("Waiting");
        var review = new PlantedReview(site.Services, researcher, admin, other, Cancel);
        await review.OpenAsync(db, RevealSubject.AllParticipants);
        var transcript = await review.ImportAsync(db, Planted, study.Trust(), "PSW-01");
        var (name, email) = (Planted.Planted.First(p => p.Category == IdentifierCategory.Person).Form, Planted.Planted.First(p => p.Category == IdentifierCategory.Email).Form);
        var participant = await db.Participants.SingleAsync(p => p.Label == "PSW-01", Cancel);
        StudyBuilder.Must(await site.Services.GetRequiredService<SaveIdentity>().RunAsync(admin.AccountId, study.Study.Id, participant.Id, new Identity(name, email, ""), 0, Cancel));
        await review.ReleaseAsync(transcript, Planted);

        using var client = await site.ClientAsync(coder.AccountId);
        client.DefaultRequestHeaders.Add("X-CoreStudy", "desk");
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        client.DefaultRequestHeaders.Add("tracestate", "who=Wetherfield");
        client.DefaultRequestHeaders.Add("baggage", "who=Wetherfield");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Wetherfield/1.0");
        using var acts = await client.PostAsJsonAsync($"/desk/{transcript.Value}/acts", new
        {
            acts = new object[]
            {
                new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), codeId = code.Id.Value, start = 0, end = 9 },
                new { id = Guid.CreateVersion7(), kind = "WriteMemo", memoId = Guid.CreateVersion7(), start = 0, end = 4, text = $"I think it is {name} of Wetherfield.", isPrivate = true },
            },
        }, Cancel);
        acts.EnsureSuccessStatusCode();
        foreach (var path in new[] { $"/studies/{study.Study.Id.Value}/search?find={Uri.EscapeDataString(name)}+Wetherfield", $"/join/{Uri.EscapeDataString(name)}", $"/{Uri.EscapeDataString(name)}/Wetherfield", "/" })
        {
            using var answer = await client.GetAsync(path, Cancel);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("select {0}::int", [name], Cancel)); // its message repeats what was given
        site.Services.GetRequiredService<MeterProvider>().ForceFlush();
    }

    private static string Tell(Activity span) =>
        $"{span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(' ', span.TagObjects.Concat(span.Baggage.Select(b => new KeyValuePair<string, object?>(b.Key, b.Value))).Concat(span.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}"))}";

    private static string Tell(MetricSnapshot metric)
    {
        var text = new StringBuilder().Append(metric.Name).Append(' ').Append(metric.Description).Append('\n');
        foreach (var point in metric.MetricPoints)
        {
            foreach (var tag in point.Tags) text.Append(tag.Key).Append('=').Append(tag.Value).Append(' ');
            text.Append('\n');
        }

        return text.ToString();
    }
}
