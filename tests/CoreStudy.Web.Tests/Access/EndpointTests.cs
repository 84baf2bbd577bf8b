using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Settling;
using CoreStudy.Web.Features.Transcriptions;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Features.Rounds;
using CoreStudy.Web.Ui.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace CoreStudy.Web.Tests.Access;

/// <summary>Every address that the site itself says it answers at, tried as nobody, as each role, and as somebody of another study.</summary>
public sealed class EndpointTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private AppFixture _app = null!;
    private Dictionary<Role, Member> _members = null!;
    private Member _stranger = null!;
    private Dictionary<string, string> _places = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AppFixture.StartAsync(Connections);
        var admin = await Study.MemberAsync(Role.Admin);
        _members = new() { [Role.Coder] = Ada, [Role.Researcher] = Researcher, [Role.Supervisor] = Supervisor, [Role.StudyLead] = Lead, [Role.Admin] = admin };
        _stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.Admin);
        var (recording, upload) = await RecordingAsync(admin);
        _places = new()
        {
            ["study"] = Text(StudyId.Value), ["transcript"] = Text(First.Id.Value), ["interview"] = Text(First.InterviewId.Value), ["settled"] = Text(await SettledAsync()),
            ["named"] = Text(await NamedAsync(admin)), ["recording"] = Text(recording.Value), ["upload"] = Text(upload.Value), ["none"] = Text(Guid.CreateVersion7()),
        };
        _app.Services.GetRequiredService<Permissions>().Forget();
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Every_address_has_a_row()
    {
        var known = EndpointTable.Rows.Select(r => r.Key).Concat(EndpointTable.Pages.Keys).ToHashSet();

        var found = Endpoints.Select(KeyOf).ToHashSet();

        Assert.True(known.SetEquals(found), $"Without a row: {string.Join(", ", found.Except(known))}. Gone: {string.Join(", ", known.Except(found))}.");
    }

    [Fact]
    public async Task Every_address_lets_in_whom_its_row_names_and_nobody_else()
    {
        var wrong = new StringBuilder();
        foreach (var row in EndpointTable.Rows)
        {
            var answers = new List<string>();
            var letIn = new StringBuilder();
            foreach (var (mark, who) in People())
            {
                using var client = await ClientAsync(who);
                using var answer = await client.SendAsync(RequestOf(row), HttpCompletionOption.ResponseHeadersRead, Cancel);
                answers.Add($"{mark}{(int)answer.StatusCode}");
                Guarded(answer, row.Key, mayBeKept: row.LetsIn.Contains('-', StringComparison.Ordinal) || row.Key == "GET /desk/{id:guid}/codings" || !IsLetIn(answer) || answer.StatusCode == HttpStatusCode.MethodNotAllowed); // asked again by its tag; or says no
                if (IsLetIn(answer)) letIn.Append(mark);
                else if (mark is '-') Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound || answer.Headers.Location?.ToString().Contains("/sign-in", StringComparison.Ordinal) == true, $"{row.Key}: {answer.StatusCode}");
                if (mark is '-' or 'x') Assert.DoesNotContain("waited for a long time", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }

            if (letIn.ToString() != row.LetsIn) wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Key} {letIn} {string.Join(' ', answers)}");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    [Fact]
    public async Task Every_page_sends_nobody_to_sign_in_and_holds_no_words_before_it_is_asked_for_them()
    {
        using var nobody = await _app.ClientAsync();
        using var stranger = await _app.ClientAsync(_stranger.AccountId);
        foreach (var endpoint in Endpoints.Where(e => PageOf(e) is not null))
        {
            var page = PageOf(endpoint)!;
            var address = AddressOf(endpoint.RoutePattern.RawText!, EndpointTable.Pages[KeyOf(endpoint)].Place);
            using var answer = await nobody.GetAsync(address, Cancel);
            using var seen = await stranger.GetAsync(address, Cancel);

            Guarded(answer, page.Name, mayBeKept: false);
            Guarded(seen, page.Name, mayBeKept: false);
            var isOpen = EndpointTable.Pages[KeyOf(endpoint)].LetsIn == "anyone";
            Assert.True(isOpen == (page.GetCustomAttribute<AuthorizeAttribute>() is null), $"{page.Name}: {isOpen}");
            Assert.True(isOpen ? answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Found : answer.Headers.Location?.AbsolutePath == "/sign-in", $"{page.Name}: {answer.StatusCode} {answer.Headers.Location}");
            foreach (var word in new[] { "waited for a long time", "Waiting", "Interview 9" }) Assert.DoesNotContain(word, await seen.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_page_shows_itself_to_whom_its_row_names_and_refuses_the_others()
    {
        var wrong = new StringBuilder();
        foreach (var endpoint in Endpoints.Where(e => PageOf(e) is { } page && page.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null))
        {
            var row = EndpointTable.Pages[KeyOf(endpoint)];
            var letIn = new StringBuilder();
            foreach (var (mark, who) in People().Where(p => p.Mark != '-'))
            {
                var shown = await ShowAsync(endpoint, row.Place, who!);
                var isRefused = shown.Html.Contains(WebUtility.HtmlEncode(Refusal.NotFound.Sentence), StringComparison.Ordinal) || shown.Html.Contains(WebUtility.HtmlEncode(Refusal.Forbidden.Sentence), StringComparison.Ordinal);
                if (!isRefused) letIn.Append(mark);
                if (mark == 'x') Assert.DoesNotContain("waited for a long time", shown.Html, StringComparison.Ordinal);
            }

            if (letIn.ToString() != row.LetsIn) wrong.AppendLine(CultureInfo.InvariantCulture, $"{KeyOf(endpoint)} {letIn}");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    /// <summary>A foreign page can make a browser send what it likes with our cookie, but neither our header nor the token of a form.</summary>
    [Fact]
    public async Task Every_deed_that_does_not_come_from_a_page_of_ours_is_refused()
    {
        var wrong = new StringBuilder();
        using var client = await _app.ClientAsync(Lead.AccountId);
        var deeds = EndpointTable.Rows.Where(r => !r.Key.StartsWith("GET", StringComparison.Ordinal) && !r.Key.StartsWith("any ", StringComparison.Ordinal) && !r.Key.Contains("/_blazor", StringComparison.Ordinal));
        foreach (var row in deeds)
        {
            using var plain = await client.SendAsync(RequestOf(row), Cancel);
            using var foreign = RequestOf(row);
            foreign.Headers.Add("Origin", "https://elsewhere.example");
            foreign.Headers.Add(OwnPages.Header, "desk");
            using var answer = await client.SendAsync(foreign, Cancel);
            if (plain.StatusCode != HttpStatusCode.BadRequest || answer.StatusCode != HttpStatusCode.BadRequest) wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Key} {plain.StatusCode} {answer.StatusCode}");
        }

        foreach (var endpoint in Endpoints.Where(e => PageOf(e)?.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is not null))
        {
            using var form = new FormUrlEncodedContent([new("_handler", "sign-out"), new("email", "a@test.example")]);
            using var answer = await client.PostAsync(AddressOf(endpoint.RoutePattern.RawText!, EndpointTable.Pages[KeyOf(endpoint)].Place), form, Cancel);
            if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.NotFound)) wrong.AppendLine(CultureInfo.InvariantCulture, $"{KeyOf(endpoint)} {answer.StatusCode}");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    [Fact]
    public void The_only_hub_is_the_one_of_the_pages_and_nobody_opens_it_without_being_signed_in()
    {
        var hubs = Endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is not null).ToList();

        Assert.Equal(["ComponentHub"], hubs.Select(h => h.Metadata.GetMetadata<HubMetadata>()!.HubType.Name).Distinct());
        Assert.All(hubs, h => Assert.NotEmpty(h.Metadata.GetOrderedMetadata<IAuthorizeData>()));
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_line_though_somebody_is_signed_in()
    {
        using var client = await _app.ClientAsync(Lead.AccountId);
        using var ours = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        ours.Headers.Add("Origin", _app.Address.GetLeftPart(UriPartial.Authority));
        foreign.Headers.Add("Origin", "https://elsewhere.example");

        using var opened = await client.SendAsync(ours, Cancel);
        using var refused = await client.SendAsync(foreign, Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (opened.StatusCode, refused.StatusCode));
    }

    /// <summary>Scripts can call what a component offers, and only on a component that the server put on the page of the caller.</summary>
    [Fact]
    public async Task What_scripts_may_call_does_nothing_for_somebody_whom_the_page_refuses()
    {
        var offered = typeof(Site).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<JSInvokableAttribute>() is not null).ToList();
        Assert.DoesNotContain(offered, m => m.IsStatic); // those could be called by anybody with a circuit
        Assert.Equal(EndpointTable.Offered.Order(StringComparer.Ordinal), offered.Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Order(StringComparer.Ordinal));

        var before = await StateAsync();
        foreach (var endpoint in Endpoints.Where(e => PageOf(e) is { } page && page.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null))
        {
            var shown = await ShowAsync(endpoint, EndpointTable.Pages[KeyOf(endpoint)].Place, _stranger, async made =>
            {
                foreach (var component in made)
                {
                    foreach (var method in offered.Where(m => m.DeclaringType == component.GetType()))
                    {
                        var handed = method.GetParameters().Select(p => p.ParameterType == typeof(string) ? Text(Hope.Id.Value) : p.ParameterType == typeof(int) ? 1 : p.ParameterType == typeof(double) ? 1.0 : (object)false).ToArray();
                        await Record.ExceptionAsync(async () => await (method.Invoke(component, handed) as Task ?? Task.CompletedTask)); // what breaks is their own page
                    }
                }
            });
            Assert.DoesNotContain("waited for a long time", shown.Html, StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync());
    }

    private List<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null) // files that everybody may have
            .Where(e => e.Metadata.GetMetadata<ApiListing>() is null)]; // have a table of their own in ApiRightsTests

    private static Type? PageOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;

    private static string KeyOf(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return PageOf(endpoint) is not null ? $"page {pattern}" : $"{string.Join('+', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"])} {pattern}";
    }

    /// <summary>By a letter each: nobody, the five roles, and an admin of another study.</summary>
    private IEnumerable<(char Mark, Member? Who)> People() =>
        [('-', null), ('C', _members[Role.Coder]), ('R', _members[Role.Researcher]), ('S', _members[Role.Supervisor]), ('L', _members[Role.StudyLead]), ('A', _members[Role.Admin]), ('x', _stranger)];

    private async Task<HttpClient> ClientAsync(Member? who)
    {
        var client = await _app.ClientAsync(who?.AccountId);
        client.DefaultRequestHeaders.Add(OwnPages.Header, "desk");
        return client;
    }

    private HttpRequestMessage RequestOf(EndpointRow row)
    {
        var (methods, pattern) = (row.Key.Split(' ')[0], row.Key.Split(' ')[1]);
        var request = new HttpRequestMessage(new HttpMethod(methods == "any" ? "GET" : methods.Split('+')[0]), AddressOf(pattern, row.Place) + Filled(row.Query));
        if (row.Body.Length > 0) request.Content = new StringContent(Filled(row.Body), Encoding.UTF8, "application/json");
        return request;
    }

    private static bool IsLetIn(HttpResponseMessage answer) =>
        answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        && (answer.Headers.Location?.ToString() is not { } there || !(there.Contains("/sign-in", StringComparison.Ordinal) || there.Contains("/not-found", StringComparison.Ordinal)));

    /// <summary>An address by its pattern: a study is ours, and <c>{id}</c> is what the row names.</summary>
    private string AddressOf(string pattern, string place) => string.Join('/', pattern.Split('/').Select(part => part switch
    {
        ['{', .. var name, '}'] => name.Split(':')[0].TrimStart('*') switch
        {
            "study" or "StudyId" => _places["study"],
            "transcript" => _places["transcript"],
            "recording" or "Recording" => _places["recording"],
            "id" or "Id" => _places[place],
            "InterviewId" or "InterviewGuid" => _places["interview"],
            "kind" or "Kind" or "Name" => place,
            _ => _places["none"],
        },
        "{kind}.docx" => "Coreq.docx",
        _ => part,
    }));

    /// <summary>What every answer says to the browser.</summary>
    private static void Guarded(HttpResponseMessage answer, string what, bool mayBeKept)
    {
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
        var policy = Header("Content-Security-Policy");
        Assert.True(policy.Contains("script-src 'self';", StringComparison.Ordinal) && policy.Contains("default-src 'self'", StringComparison.Ordinal), $"{what}: {policy}");
        foreach (var rule in new[] { "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'", "form-action 'self'" }) Assert.Contains(rule, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "same-origin", "DENY", "same-origin", "same-origin"), (Header("X-Content-Type-Options"), Header("Referrer-Policy"), Header("X-Frame-Options"), Header("Cross-Origin-Opener-Policy"), Header("Cross-Origin-Resource-Policy")));
        Assert.Contains("microphone=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header("Server"));
        if (!mayBeKept) Assert.True(answer.Headers.CacheControl?.NoStore == true, $"{what}: {answer.StatusCode} {answer.Headers.Location} {answer.Headers.CacheControl}");
    }

    private string Filled(string text) => _places.Aggregate(text, (t, p) => t.Replace($"[{p.Key}]", p.Value, StringComparison.Ordinal));

    /// <summary>Puts a page on a screen that is not there, as a circuit of this person would.</summary>
    private async Task<(string Html, IReadOnlyList<IComponent> Made)> ShowAsync(RouteEndpoint endpoint, string place, Member who, Func<IReadOnlyList<IComponent>, Task>? then = null)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var account = (await scope.ServiceProvider.GetRequiredService<UserManager<Data.Accounts.Account>>().FindByIdAsync(who.AccountId.Value.ToString()))!;
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Data.Accounts.Account>>().CreateAsync(account);
        ((IHostEnvironmentAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize(_app.Address.ToString(), new Uri(_app.Address, AddressOf(endpoint.RoutePattern.RawText!, place)).ToString());
        var made = new List<IComponent>();
        await using var renderer = new HtmlRenderer(new Handed(scope.ServiceProvider, made), NullLoggerFactory.Instance);
        var values = endpoint.RoutePattern.Parameters.ToDictionary(p => p.Name, p => (object?)ValueOf(p.Name, place, p.ParameterPolicies.Any(x => x.Content == "guid")));
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(PageOf(endpoint)!, ParameterView.FromDictionary(values));
            if (then is not null) await then(made);
            return root.ToHtmlString();
        });
        return (html, made);
    }

    private object ValueOf(string name, string place, bool isGuid)
    {
        var text = AddressOf($"{{{name}}}", place);
        return isGuid ? Guid.Parse(text) : text;
    }

    private async Task<string> StateAsync() => string.Join(' ', await Db.Database.SqlQueryRaw<string>(
        "select concat_ws(' ', (select count(*) from audit_entries), (select count(*) from theme_changes), (select count(*) from codebook_changes), (select count(*) from coding_acts), (select count(*) from memos), (select count(*) from summary_versions)) as \"Value\"").ToListAsync(Cancel));

    /// <summary>A recording that an admin brought in and a coder was named to type, and an upload of a researcher's that is not finished.</summary>
    private async Task<(RecordingId Recording, RecordingId Upload)> RecordingAsync(Member admin)
    {
        var file = Encoding.ASCII.GetBytes("RIFF....WAVEfmt "); // is not sound: an upload that will not be finished
        var (begin, hash) = (_app.Services.GetRequiredService<BeginUpload>(), SHA256.HashData(file));
        var upload = StudyBuilder.Must(await begin.RunAsync(Researcher.AccountId, StudyId, First.InterviewId, new ChosenFile(file.Length, hash, hash), Cancel)).Id;
        var wav = Tone();
        var ends = SHA256.HashData(wav);
        var begun = StudyBuilder.Must(await begin.RunAsync(admin.AccountId, StudyId, Second.InterviewId, new ChosenFile(wav.Length, ends, ends), Cancel)).Id;
        StudyBuilder.Must(await _app.Services.GetRequiredService<TakePart>().RunAsync(admin.AccountId, StudyId, begun, 0, System.IO.Pipelines.PipeReader.Create(new MemoryStream(wav)), Cancel));
        var recording = StudyBuilder.Must(await _app.Services.GetRequiredService<FinishUpload>().RunAsync(admin.AccountId, StudyId, begun, Cancel));
        var kept = await Db.Recordings.SingleAsync(r => r.Id == recording, Cancel);
        Db.RecordingHearers.Add(StudyBuilder.Must(Hearer.Name(kept, Ada, Hearing.Transcribe, admin, Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        StudyBuilder.Must(await _app.Services.GetRequiredService<BeginTranscription>().RunAsync(Ada.AccountId, StudyId, recording, Cancel));
        return (recording, upload);
    }

    /// <summary>A transcript of which two coders' work is being settled.</summary>
    private async Task<Guid> SettledAsync()
    {
        var transcript = await Study.TranscriptAsync(Lead, ["And now?", "Now I wait no more."]);
        await CodeAsync(Ben, Waiting, on: transcript);
        await CodeAsync(Cem, Hope, on: transcript);
        foreach (var coder in new[] { Ben, Cem })
        {
            var work = StudyBuilder.Must(Assignment.Give(transcript, coder, null, Lead, Clock.GetUtcNow()));
            StudyBuilder.Must(work.MarkDone(coder, Clock.GetUtcNow()));
            Db.Assignments.Add(work);
        }

        await Db.SaveChangesAsync(Cancel);
        StudyBuilder.Must(await The<BeginSettling>().RunAsync(Supervisor.AccountId, transcript.Id, Cancel));
        return transcript.Id.Value;
    }

    /// <summary>A transcript that names people, which the admin has opened.</summary>
    private async Task<Guid> NamedAsync(Member admin)
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), "PSW-07", Study.Study.ParticipantRoles[0]));
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "PSW-07, individual interview", InterviewKind.Individual, new DateOnly(2026, 2, 3), [participant]));
        Db.AddRange(participant, interview);
        await Db.SaveChangesAsync(Cancel);
        var draft = new TranscriptDraft("test", [new DraftTurn("Interviewer", 0L, "How was it?"), new DraftTurn("Maud", 1000L, "I met Geoffrey there.")], []);
        var speakers = new Dictionary<string, SpeakerMatch> { ["Interviewer"] = new("Interviewer", null, IsInterviewer: true), ["Maud"] = new("PSW-07", participant.Id, IsInterviewer: false) };
        var hash = Convert.ToHexStringLower(SHA256.HashData("Maud"u8));
        var id = StudyBuilder.Must(await The<ImportIdentifiable>().RunAsync(Researcher.AccountId, interview.Id, interview.Title, new ReadFile(draft, hash), speakers, Cancel));
        Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(admin, RevealSubject.Of(id), RevealReason.Anonymise, "", TimeProvider.System.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        return id.Value;
    }

    private static byte[] Tone()
    {
        var wav = new byte[44 + 32_000];
        "RIFF"u8.CopyTo(wav);
        BitConverter.TryWriteBytes(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BitConverter.TryWriteBytes(wav.AsSpan(16), 16);
        BitConverter.TryWriteBytes(wav.AsSpan(20), (short)1);
        BitConverter.TryWriteBytes(wav.AsSpan(22), (short)1);
        BitConverter.TryWriteBytes(wav.AsSpan(24), 16_000);
        BitConverter.TryWriteBytes(wav.AsSpan(28), 32_000);
        BitConverter.TryWriteBytes(wav.AsSpan(32), (short)2);
        BitConverter.TryWriteBytes(wav.AsSpan(34), (short)16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BitConverter.TryWriteBytes(wav.AsSpan(40), 32_000);
        return wav;
    }

    private static string Text(Guid id) => id.ToString();

    /// <summary>The services of a circuit, which also notes each component that is made.</summary>
    private sealed class Handed(IServiceProvider services, List<IComponent> made) : IServiceProvider, IComponentActivator
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IComponentActivator) ? this : services.GetService(serviceType);

        public IComponent CreateInstance(Type componentType)
        {
            var component = (IComponent)Activator.CreateInstance(componentType)!;
            made.Add(component);
            return component;
        }
    }
}
