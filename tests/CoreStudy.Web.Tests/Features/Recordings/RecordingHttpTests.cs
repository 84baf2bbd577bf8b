using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Recordings;

namespace CoreStudy.Web.Tests.Features.Recordings;

/// <summary>Recordings over HTTP, as a browser asks.</summary>
public sealed class RecordingHttpTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    private const int Chunk = 64 * 1024; // what is sealed together

    private AppFixture _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AppFixture.StartAsync(Connections);
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sound_is_read_in_ranges_and_kept_by_nobody_on_the_way()
    {
        var wav = Wav(20);
        var id = await BringInAsync(Researcher, wav);
        using var client = await _app.ClientAsync(Researcher.AccountId);

        using var request = new HttpRequestMessage(HttpMethod.Get, SoundOf(id)) { Headers = { Range = new RangeHeaderValue(131_000, 200_000) } };
        using var part = await client.SendAsync(request, Cancel);
        using var whole = await client.GetAsync(SoundOf(id), Cancel);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal((131_000L, 200_000L, (long)wav.Length), (part.Content.Headers.ContentRange!.From!.Value, part.Content.Headers.ContentRange.To!.Value, part.Content.Headers.ContentRange.Length!.Value));
        Assert.Equal(wav[131_000..200_001], await part.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("no-store", part.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("bytes", whole.Headers.AcceptRanges.Single());
        Assert.StartsWith("audio/", whole.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.Equal(wav, await whole.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Role.Coder, HttpStatusCode.NotFound)]
    [InlineData(Role.Supervisor, HttpStatusCode.NotFound)]
    [InlineData(Role.StudyLead, HttpStatusCode.NotFound)]
    [InlineData(Role.Admin, HttpStatusCode.NotFound)]
    public async Task Sound_is_there_for_nobody_else(Role? role, HttpStatusCode expected)
    {
        var id = await BringInAsync(Researcher, Wav(1));
        using var client = await _app.ClientAsync(role is { } one ? Of(one).AccountId : null);

        using var answer = await client.GetAsync(SoundOf(id), Cancel);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Sound_is_not_there_for_a_lead_of_another_study_nor_under_its_address()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        var stranger = await other.MemberAsync(Role.Admin);
        using var client = await _app.ClientAsync(stranger.AccountId);

        using var here = await client.GetAsync(SoundOf(id), Cancel);
        using var there = await client.GetAsync($"/studies/{other.Study.Id.Value}/recordings/{id.Value}/sound", Cancel);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (here.StatusCode, there.StatusCode));
    }

    [Theory]
    [InlineData(Role.Coder, HttpStatusCode.Forbidden)]
    [InlineData(Role.Supervisor, HttpStatusCode.Forbidden)]
    [InlineData(Role.StudyLead, HttpStatusCode.NotFound)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Uploads_are_closed_to_all_others(Role? role, params HttpStatusCode[] expected)
    {
        var id = await BeginHereAsync(Wav(1));
        using var client = await _app.ClientAsync(role is { } one ? Of(one).AccountId : null);
        client.DefaultRequestHeaders.Add("X-CoreStudy", "recordings");

        using var ask = await client.GetAsync(UploadOf(id), Cancel);
        using var part = await client.PutAsync($"{UploadOf(id)}?at=0", new ByteArrayContent(Wav(1)), Cancel);
        using var finish = await client.PostAsync($"{UploadOf(id)}/finish", null, Cancel);
        using var stop = await client.DeleteAsync(UploadOf(id), Cancel);

        Assert.All([ask, part, finish, stop], answer => Assert.Contains(answer.StatusCode, expected));
        Assert.Equal(0, Sounds.Received(StudyId, id, Wav(1).Length));
    }

    [Fact]
    public async Task A_foreign_page_uploads_nothing()
    {
        using var client = await _app.ClientAsync(Researcher.AccountId);

        using var without = await client.PostAsJsonAsync(Uploads, Message(Wav(1)), Cancel);
        client.DefaultRequestHeaders.Add("X-CoreStudy", "recordings");
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var foreign = await client.PostAsJsonAsync(Uploads, Message(Wav(1)), Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (without.StatusCode, foreign.StatusCode));
    }

    [Fact]
    public async Task An_upload_that_is_cut_goes_on_where_it_was_and_nothing_clear_is_on_the_disk()
    {
        var wav = Wav(40);
        var planted = "VOICE OF SOMEBODY 7f3a"u8.ToArray();
        foreach (var place in new[] { 100_000, 650_000, 1_200_000 }) planted.CopyTo(wav, place);
        using var client = await _app.ClientAsync(Researcher.AccountId);
        client.DefaultRequestHeaders.Add("X-CoreStudy", "recordings");
        using var begun = await client.PostAsJsonAsync(Uploads, Message(wav), Cancel);
        var id = new RecordingId((await begun.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetGuid());

        await CutAsync(client, id, wav, sends: 700_000, arrives: 8 * Chunk);
        HttpStatusCode held;
        do
        {
            using var nothing = await PutAsync(client, id, wav.Length, []);
            held = nothing.StatusCode;
        }
        while (held == HttpStatusCode.Locked); // the part that was cut is let go a moment after the cut
        var received = await ReceivedAsync(client, id);
        Assert.DoesNotContain(Directory.EnumerateFiles(TestKeys.Folder, "*", SearchOption.AllDirectories), f => File.ReadAllBytes(f).AsSpan().IndexOf(planted) >= 0);
        using var rest = await PutAsync(client, id, received, wav[(int)received..]);
        using var finished = await client.PostAsync($"{UploadOf(id)}/finish", null, Cancel);

        Assert.Equal(0, received % Chunk);
        Assert.InRange(received, 8 * Chunk, 10 * Chunk);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (rest.StatusCode, finished.StatusCode));
        Assert.Equal(wav, await client.GetByteArrayAsync(SoundOf(id), Cancel));
        Assert.DoesNotContain(Directory.EnumerateFiles(TestKeys.Folder, "*", SearchOption.AllDirectories), f => File.ReadAllBytes(f).AsSpan().IndexOf(planted) >= 0);
    }

    [Fact]
    public async Task A_part_in_the_wrong_place_is_told_where_to_go_on()
    {
        var wav = Wav(10);
        var id = await BeginHereAsync(wav);
        using var client = await _app.ClientAsync(Researcher.AccountId);
        client.DefaultRequestHeaders.Add("X-CoreStudy", "recordings");

        using var answer = await PutAsync(client, id, 65_536, wav[65_536..]);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(0, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task A_hearer_whose_hearing_ended_gets_no_further_range()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        using var client = await _app.ClientAsync(Researcher.AccountId);
        (await client.GetAsync(SoundOf(id), Cancel)).EnsureSuccessStatusCode();

        StudyBuilder.Must(await Here<EndHearing>().RunAsync(Admin.AccountId, StudyId, id, Researcher.Id, Cancel));

        using var after = await client.GetAsync(SoundOf(id), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    /// <summary>A use case of the site that listens, whose clock is today's.</summary>
    private T Here<T>()
        where T : notnull => (T)_app.Services.GetService(typeof(T))!;

    private async Task<RecordingId> BeginHereAsync(byte[] file) =>
        StudyBuilder.Must(await Here<BeginUpload>().RunAsync(Researcher.AccountId, StudyId, Interview.Id, Chosen(file), Cancel)).Id;

    private string Uploads => $"/studies/{StudyId.Value}/recordings/uploads";

    private string UploadOf(RecordingId id) => $"{Uploads}/{id.Value}";

    private string SoundOf(RecordingId id) => $"/studies/{StudyId.Value}/recordings/{id.Value}/sound";

    private object Message(byte[] file)
    {
        var chosen = Chosen(file);
        return new { interview = Interview.Id.Value, bytes = file.Length, head = Convert.ToHexStringLower(chosen.Head), tail = Convert.ToHexStringLower(chosen.Tail) };
    }

    private Task<HttpResponseMessage> PutAsync(HttpClient client, RecordingId id, long at, byte[] part) => client.PutAsync($"{UploadOf(id)}?at={at}", new ByteArrayContent(part), Cancel);

    private async Task<long> ReceivedAsync(HttpClient client, RecordingId id) =>
        (await client.GetFromJsonAsync<JsonElement>(UploadOf(id), Cancel)).GetProperty("received").GetInt64();

    /// <summary>Sends some bytes of a part, and breaks the connection as soon as so many of them are kept.</summary>
    private async Task CutAsync(HttpClient client, RecordingId id, byte[] wav, int sends, long arrives)
    {
        var (name, value) = await _app.SignInAsync(Researcher.AccountId);
        using var socket = new TcpClient();
        await socket.ConnectAsync("localhost", _app.Address.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT {UploadOf(id)}?at=0 HTTP/1.1\r\nHost: localhost:{_app.Address.Port}\r\nCookie: {name}={value}\r\nX-CoreStudy: recordings\r\nContent-Length: {wav.Length}\r\n\r\n"), Cancel);
        await stream.WriteAsync(wav.AsMemory(0, sends), Cancel);
        await stream.FlushAsync(Cancel);
        while (await ReceivedAsync(client, id) < arrives)
        {
            // it is coming in
        }
    }
}
