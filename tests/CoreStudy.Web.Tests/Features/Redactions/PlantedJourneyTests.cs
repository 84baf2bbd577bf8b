using System.Collections;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Identities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoreStudy.Web.Tests.Features.Redactions;

/// <summary>Twenty transcripts full of identifying words go through the whole of it; then everything is looked at that a coder can get.</summary>
[Trait("Needs", "Postgres")]
public sealed class PlantedJourneyTests(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Tamsin = "Tamsin Okonjo"; // of the first transcript

    private static readonly PlantedSearch Search = PlantedSearch.For(PlantedTranscript.All);

    private readonly KeptLog _log = new();
    private readonly List<(string Where, string Text)> _seen = [];
    private readonly List<TranscriptId> _transcripts = [];
    private TestDatabase _database = null!;
    private AppFixture _app = null!;
    private StudyDb _db = null!;
    private StudyBuilder _study = null!;
    private Member _admin = null!;
    private Member _coder = null!;
    private Guid _code;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private StudyId StudyId => _study.Study.Id;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync(Cancel);
        _app = await AppFixture.StartAsync(_database.Connections, adjust: site =>
        {
            _log.TakeOver(site);
            site.Configuration["HeavyWork:ExportsPerMinute"] = "10000"; // all there is leaves within a minute
        });
        _db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
        _study = await StudyBuilder.StartAsync(_db);
        (_admin, _coder) = (await _study.MemberAsync(Role.Admin), await _study.MemberAsync(Role.Coder));
        _code = (await _study.CodeAsync("Waiting")).Id.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task No_planted_word_reaches_a_coder_the_tables_or_the_log()
    {
        await AnonymiseAsync();

        await CodeAsync();
        await ReadPagesAsync();
        await AskUseCasesAsync();
        await TakeFilesOutAsync();
        await CopyTablesAsync();
        _seen.AddRange(_log.Lines.Select(line => ("log", line)));

        Assert.Contains(_seen, s => s.Where == "use-case OpenCodingDesk as Coder" && s.Text.Contains("[PSW-01]", StringComparison.Ordinal)); // there is something to be found
        var leaks = _seen.Select(s => (s.Where, s.Text, Found: Search.In(s.Text))).Where(s => s.Found.Count > 0).ToList();
        output.WriteLine($"Looked at: {string.Join(", ", _seen.GroupBy(s => s.Where.Split(' ')[0]).Select(g => $"{g.Key} {g.Count()} texts of {g.Sum(s => s.Text.Length):N0} characters"))}.");
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Take(30).Select(l => $"{l.Where}: {string.Join(", ", l.Found)}")));
    }

    /// <summary>Everybody is known by the vault, every transcript comes in, and one after another is reviewed and released.</summary>
    private async Task AnonymiseAsync()
    {
        var (researcher, other) = (await _study.MemberAsync(Role.Researcher), await _study.MemberAsync(Role.Admin));
        var review = new PlantedReview(_app.Services, researcher, _admin, other, Cancel);
        var (trust, all) = (_study.Trust(), PlantedTranscript.All);
        await review.OpenAsync(_db, RevealSubject.AllParticipants);
        foreach (var (planted, i) in all.Select((t, i) => (t, i)))
        {
            _transcripts.Add(await review.ImportAsync(_db, planted, trust, $"PSW-{i + 1:00}"));
            var name = planted.Planted.First(p => p.Category == IdentifierCategory.Person && p.Form.Contains(' ', StringComparison.Ordinal)).Form;
            var email = planted.Planted.First(p => p.Category == IdentifierCategory.Email).Form;
            var participant = await _db.Participants.SingleAsync(p => p.StudyId == StudyId && p.Label == $"PSW-{i + 1:00}", Cancel);
            StudyBuilder.Must(await The<SaveIdentity>().RunAsync(_admin.AccountId, StudyId, participant.Id, new Identity(name, email, ""), 0, Cancel));
        }

        var total = PlantedCount.None;
        for (var i = 0; i < all.Count; i++) total = total.And(await review.ReleaseAsync(_transcripts[i], all[i]));
        output.WriteLine($"Planted {total.Planted}; proposed whole {total.Proposed}, in part {total.InPart}; marked by hand {total.ByHand}; places explained at release {total.Explained.Count} ({string.Join(", ", total.Explained.GroupBy(w => w, StringComparer.OrdinalIgnoreCase).Select(g => $"“{g.Key}” {g.Count()}"))}).");
        output.WriteLine($"Looked for {Search.Forms.Count} forms; dropped as ordinary words of the rest: {Search.Dropped.Count} ({string.Join(", ", Search.Dropped)}).");
        Assert.True(total.Planted >= 300 && total.Planted == all.Sum(t => t.Planted.Count));
    }

    /// <summary>A coder codes, comments, asks, flags and writes on every transcript, and tries what is refused.</summary>
    private async Task CodeAsync()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);
        foreach (var id in _transcripts)
        {
            var words = await _db.TranscriptTexts.AsNoTracking().Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(Cancel);
            var coding = Guid.CreateVersion7();
            var end = words.IndexOf('\n', words.IndexOf('\n', StringComparison.Ordinal) + 1);
            await SendAsync(client, HttpMethod.Post, $"/desk/{id.Value}/acts", new
            {
                acts = new object[]
                {
                    new { id = Guid.CreateVersion7(), kind = "Apply", codingId = coding, codeId = _code, start = 0, end, unsure = true, question = "Is this waiting?" },
                    new { id = Guid.CreateVersion7(), kind = "Comment", codingId = coding, commentId = Guid.CreateVersion7(), text = "Much is said here." },
                    new { id = Guid.CreateVersion7(), kind = "WriteMemo", memoId = Guid.CreateVersion7(), start = 0, end, text = "To think about.", isPrivate = true },
                    new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), codeId = Guid.CreateVersion7(), start = 0, end },
                    new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), codeId = _code, start = words.Length - 1, end = words.Length + 9 },
                    new { id = Guid.CreateVersion7(), kind = "Recode", codingId = Guid.CreateVersion7(), codeId = _code },
                    new { id = Guid.CreateVersion7(), kind = "Undo" },
                    new { id = Guid.CreateVersion7(), kind = "Redo" },
                    new { id = Guid.CreateVersion7(), kind = "Nothing" },
                },
            });
            await SendAsync(client, HttpMethod.Put, $"/desk/{id.Value}/content-notes", new { notes = new[] { new { start = 0, end = 4, note = "Distress" } }, textRevision = 0 });
            foreach (var path in new[] { "codings", "changes?after=0", "text?after=0" }) await ReadAsync(client, $"/desk/{id.Value}/{path}");
        }

        await RefusedMemoAsync(client);
        var at = new { start = 4, end = 9, category = "Person", textRevision = 0 };
        await SendAsync(client, HttpMethod.Post, $"/desk/{_transcripts[0].Value}/flags", at);
        await SendAsync(client, HttpMethod.Post, $"/desk/{_transcripts[1].Value}/flags", new { at.start, end = 1_000_000, at.category, at.textRevision });
        await ReadAsync(client, $"/desk/{_transcripts[0].Value}/text?after=0");
        await SendAsync(client, HttpMethod.Put, "/desk/pins", new { studyId = StudyId.Value, pins = new[] { new { digit = 1, codeId = _code } } });
    }

    /// <summary>Who types a name reads it in the refusal, and nothing beside it: not whom it means, nor another form.</summary>
    private async Task RefusedMemoAsync(HttpClient client)
    {
        using var request = Request(HttpMethod.Post, $"/desk/{_transcripts[0].Value}/acts", new
        {
            acts = new[] { new { id = Guid.CreateVersion7(), kind = "WriteMemo", memoId = Guid.CreateVersion7(), start = 0, end = 4, text = $"I think it is {Tamsin}.", isPrivate = true } },
        });
        using var answer = await client.SendAsync(request, Cancel);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var why = json.GetProperty("results")[0].GetProperty("why").GetString()!;
        Assert.StartsWith($"“{Tamsin}” in the memo is a name that this study keeps apart", why, StringComparison.Ordinal);
        Assert.DoesNotContain("PSW", why, StringComparison.Ordinal);
        _seen.Add(("refusal of a memo", json.ToString().Replace(Tamsin, "", StringComparison.Ordinal)));
    }

    /// <summary>Every page and every other address of the site, as the coder gets it.</summary>
    private async Task ReadPagesAsync()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);
        var routes = _app.Services.GetServices<Microsoft.AspNetCore.Routing.EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Select(e => (Pattern: e.RoutePattern.RawText ?? "", Methods: e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .Where(r => (r.Pattern.Contains("{id", StringComparison.OrdinalIgnoreCase) || r.Pattern.Contains("{StudyId", StringComparison.Ordinal)) && !r.Pattern.Contains("passkeys", StringComparison.Ordinal))
            .Distinct().ToList();
        Assert.True(routes.Count > 40, $"There are {routes.Count} addresses.");
        foreach (var (pattern, methods) in routes)
        {
            foreach (var id in pattern.Contains("{StudyId", StringComparison.Ordinal) && !pattern.Contains("{Id", StringComparison.Ordinal) ? _transcripts.Take(1) : _transcripts)
            {
                var path = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+)[^}]*\}", m => m.Groups[1].Value is "StudyId" ? StudyId.Value.ToString()
                    : pattern.StartsWith("/studies/{id", StringComparison.OrdinalIgnoreCase) ? StudyId.Value.ToString() : id.Value.ToString());
                if (methods.Contains("GET")) await ReadAsync(client, path);
                if (methods.Contains("POST") && path.StartsWith("/review", StringComparison.Ordinal)) await SendAsync(client, HttpMethod.Post, path + "?open=true", new { kind = "undo", ids = Array.Empty<Guid>(), start = 0, end = 9, words = "a", reason = "because" });
            }
        }

        foreach (var path in new[] { "/", "/account", "/audit", $"/studies/{Guid.CreateVersion7()}", $"/desk/{Guid.CreateVersion7()}/codings" }) await ReadAsync(client, path);
    }

    /// <summary>Every use case of the site with the ids of this study: a coder asks all, others what reads.</summary>
    private async Task AskUseCasesAsync()
    {
        var types = typeof(IUseCase).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IUseCase))).ToList();
        var asked = 0;
        foreach (var member in new[] { _coder, await _study.MemberAsync(Role.Supervisor), await _study.MemberAsync(Role.Researcher), await _study.MemberAsync(Role.StudyLead) })
        {
            foreach (var type in types.Where(t => member == _coder || t.Name.StartsWith("Read", StringComparison.Ordinal) || t.Name.StartsWith("List", StringComparison.Ordinal) || t.Name.StartsWith("Open", StringComparison.Ordinal) && t.Name != "OpenTranscript"))
            {
                foreach (var method in type.GetMethods().Where(m => m.DeclaringType == type && m.Name.EndsWith("Async", StringComparison.Ordinal) && m.GetParameters().All(p => CanGive(p.ParameterType))))
                {
                    foreach (var id in method.GetParameters().Any(p => p.ParameterType == typeof(TranscriptId)) ? _transcripts : _transcripts.Take(1))
                    {
                        var task = (Task)method.Invoke(_app.Services.GetRequiredService(type), [.. method.GetParameters().Select(p => Give(p.ParameterType, member.AccountId, id))])!;
                        await task;
                        var text = new StringBuilder();
                        Tell(task.GetType().GetProperty("Result")?.GetValue(task), text, 0);
                        _seen.Add(($"use-case {type.Name} as {member.Role}", text.ToString()));
                        asked++;
                    }
                }
            }
        }

        foreach (var planted in PlantedTranscript.All.SelectMany(t => t.Planted).Select(p => p.Form).Distinct().Take(100))
        {
            var text = new StringBuilder();
            Tell(await The<ListPassages>().RunAsync(_coder.AccountId, StudyId, new CodeId(_code), planted, 0, 50, Cancel), text, 0);
            _seen.Add(("search of passages", text.ToString()));
        }

        Assert.True(asked > 150, $"Only {asked} were asked.");
    }

    /// <summary>What leaves as a file: the clean words may or may not, a file with planted words never does, and is never told of in them.</summary>
    private async Task TakeFilesOutAsync()
    {
        var gate = The<IExportGate>();
        var clean = await _db.TranscriptTexts.AsNoTracking().Select(t => t.Words).ToListAsync(Cancel);
        var planted = PlantedTranscript.All.Select(t => t.Words).ToList();
        foreach (var (rows, mayLeave) in new[] { (clean, true), (planted, false), ([Tamsin], false) })
        {
            var export = new Export(ExportedList.Framework, mayLeave ? "Words" : Tamsin, mayLeave ? "words.csv" : $"{Tamsin}.csv", [new ExportColumn("Words")], [.. rows.Select(r => new[] { r })]);
            foreach (var cautioned in new[] { false, true })
            {
                var result = await gate.AskAsync(_coder.AccountId, StudyId, export, cautioned, Cancel);
                if (!mayLeave) Assert.Null(StudyBuilder.Must(result).File);
                var text = new StringBuilder();
                Tell(result, text, 0);
                _seen.Add(("export", text.ToString()));
            }
        }
    }

    /// <summary>Every row of every table outside the vault.</summary>
    private async Task CopyTablesAsync()
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var names = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('vault', 'pg_catalog', 'information_schema')", connection))
        await using (var reader = await names.ExecuteReaderAsync(Cancel))
        {
            while (await reader.ReadAsync(Cancel)) tables.Add(reader.GetString(0));
        }

        Assert.True(tables.Count > 30, $"There are {tables.Count} tables.");
        foreach (var table in tables)
        {
            using var rows = await connection.BeginTextExportAsync($"copy {table} to stdout", Cancel);
            _seen.Add(($"table {table}", await rows.ReadToEndAsync(Cancel)));
        }
    }

    private async Task ReadAsync(HttpClient client, string path)
    {
        using var request = Request(HttpMethod.Get, path, null);
        using var answer = await client.SendAsync(request, Cancel);
        _seen.Add(($"answer to {path}", $"{answer.Headers} {await answer.Content.ReadAsStringAsync(Cancel)}"));
    }

    private async Task SendAsync(HttpClient client, HttpMethod method, string path, object content)
    {
        using var request = Request(method, path, content);
        using var answer = await client.SendAsync(request, Cancel);
        _seen.Add(($"answer to {method} {path}", $"{answer.Headers} {await answer.Content.ReadAsStringAsync(Cancel)}"));
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, object? content)
    {
        var request = new HttpRequestMessage(method, path);
        if (content is not null) request.Content = JsonContent.Create(content);
        request.Headers.Add("X-CoreStudy", "desk");
        return request;
    }

    private static bool CanGive(Type type) =>
        type == typeof(AccountId) || type == typeof(StudyId) || type == typeof(TranscriptId) || type == typeof(CancellationToken) || type == typeof(string) || type == typeof(Segment)
        || type == typeof(byte[]) || type.IsValueType || type == typeof(IReadOnlyDictionary<int, CodeId>) || (type.IsGenericType && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])));

    private object? Give(Type type, AccountId me, TranscriptId transcript) =>
        type == typeof(AccountId) ? me
        : type == typeof(StudyId) ? StudyId
        : type == typeof(TranscriptId) ? transcript
        : type == typeof(CodeId) ? new CodeId(_code)
        : type == typeof(CancellationToken) ? Cancel
        : type == typeof(string) ? "e"
        : type == typeof(Segment) ? new Segment(0, 9)
        : type == typeof(byte[]) ? "I: Hello.\n"u8.ToArray()
        : type == typeof(IReadOnlyDictionary<int, CodeId>) ? new Dictionary<int, CodeId>()
        : type.IsValueType ? Activator.CreateInstance(type)
        : Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0]));

    /// <summary>Every string in an answer, refused or not, whatever it is made of.</summary>
    private static void Tell(object? value, StringBuilder text, int depth)
    {
        if (value is null || depth > 12) return;
        var type = value.GetType();
        if (value is string or IFormattable) text.Append(value).Append('\n');
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Result<>))
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic)) Tell(field.GetValue(value), text, depth + 1);
        }
        else if (value is IEnumerable many)
        {
            foreach (var one in many) Tell(one, text, depth + 1);
        }
        else
        {
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0)) Tell(property.GetValue(value), text, depth + 1);
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public)) Tell(field.GetValue(value), text, depth + 1);
            text.Append(value).Append('\n');
        }
    }

    private T The<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
