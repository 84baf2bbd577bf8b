using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;

namespace CoreStudy.Web.Tests.Features.Codings;

[Trait("Needs", "Postgres")]
public sealed class DeskEndpointsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private AppFixture _app = null!;
    private Member _coder = null!;
    private Transcript _transcript = null!;
    private Code _code = null!;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync();
        await using var db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
        var study = await StudyBuilder.StartAsync(db);
        var researcher = await study.MemberAsync(Role.Researcher);
        _coder = await study.MemberAsync(Role.Coder);
        _code = await study.CodeAsync("Waiting");
        _transcript = await study.TranscriptAsync(researcher, ["How was it?", "I waited & <waited>."]);
        _app = await AppFixture.StartAsync(_database.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_desk_shows_the_words_with_their_places_and_nothing_of_them_runs()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);

        var page = await client.GetStringAsync($"/studies/{_transcript.StudyId.Value}/transcripts/{_transcript.Id.Value}/code", Cancel);

        Assert.Contains("data-turn=\"1\" data-start=\"12\" data-end=\"32\"", page, StringComparison.Ordinal);
        Assert.Contains("I waited &amp; &lt;waited&gt;.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_is_answered_with_what_it_changed_and_read_by_the_next_who_asks()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);
        var codingId = Guid.CreateVersion7();

        var answer = await SendAsync(client, new { id = Guid.CreateVersion7(), kind = "Apply", codingId, codeId = _code.Id.Value, start = 14, end = 20 });
        var read = await client.GetFromJsonAsync<JsonElement>($"/desk/{_transcript.Id.Value}/codings", Cancel);

        Assert.True(answer.GetProperty("results")[0].GetProperty("kept").GetBoolean());
        Assert.Equal(codingId, answer.GetProperty("changes").GetProperty("codings")[0][0].GetGuid());
        Assert.Equal(codingId, read.GetProperty("codings")[0][0].GetGuid());
        Assert.Equal(_code.Id.Value, read.GetProperty("codeIds")[0].GetGuid());
    }

    [Fact]
    public async Task A_flag_veils_the_passage_and_the_next_who_asks_gets_the_words_as_they_are_now()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);
        var old = await client.GetAsync(new Uri($"/studies/{_transcript.StudyId.Value}/transcripts/{_transcript.Id.Value}/code", UriKind.Relative), Cancel);
        Assert.True(old.Headers.CacheControl?.NoStore);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/desk/{_transcript.Id.Value}/flags") { Content = JsonContent.Create(new { start = 14, end = 20, category = "Person", textRevision = 0 }) };
        request.Headers.Add("X-CoreStudy", "desk");
        using var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await client.GetFromJsonAsync<JsonElement>($"/desk/{_transcript.Id.Value}/text?after=0", Cancel);
        Assert.Equal("I ██████ & <waited>.", text.GetProperty("words").GetProperty("1").GetString());
        Assert.Equal(14, text.GetProperty("flags")[0].GetProperty("start").GetInt32());
        Assert.Contains("I ██████ &amp;", await client.GetStringAsync($"/studies/{_transcript.StudyId.Value}/transcripts/{_transcript.Id.Value}/code", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_lacks_something_is_refused_and_the_others_are_done()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);

        var answer = await SendAsync(
            client,
            new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), start = 14, end = 20 },
            new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), codeId = _code.Id.Value, start = 14, end = 20 });

        var kept = answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("kept").GetBoolean());
        Assert.Equal([true, false], kept.Order().Reverse());
    }

    [Fact]
    public async Task Nobody_signed_in_is_told_so_without_a_redirect()
    {
        using var client = await _app.ClientAsync();

        var answer = await client.GetAsync($"/desk/{_transcript.Id.Value}/codings", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_deed_that_does_not_come_from_our_own_page_is_turned_away()
    {
        using var client = await _app.ClientAsync(_coder.AccountId);
        using var withoutHeader = new HttpRequestMessage(HttpMethod.Post, $"/desk/{_transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts = Array.Empty<object>() }) };
        using var fromElsewhere = new HttpRequestMessage(HttpMethod.Post, $"/desk/{_transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts = Array.Empty<object>() }) };
        fromElsewhere.Headers.Add("X-CoreStudy", "desk");
        fromElsewhere.Headers.Add("Origin", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(withoutHeader, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(fromElsewhere, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("codings")]
    [InlineData("changes?after=0")]
    [InlineData("text?after=0")]
    public async Task What_coders_wrote_is_kept_by_no_browser(string what)
    {
        using var client = await _app.ClientAsync(_coder.AccountId);

        using var answer = await client.GetAsync($"/desk/{_transcript.Id.Value}/{what}", Cancel);

        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task A_transcript_of_another_study_is_not_found()
    {
        await using var db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
        var other = await StudyBuilder.StartAsync(db, "Another study");
        var stranger = await other.MemberAsync(Role.StudyLead);
        using var client = await _app.ClientAsync(stranger.AccountId);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/desk/{_transcript.Id.Value}/codings", Cancel)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await client.GetAsync($"/studies/{_transcript.StudyId.Value}/transcripts/{_transcript.Id.Value}/code", Cancel)).StatusCode);
    }

    /// <summary>403 is the answer after which the browser keeps what it could not send.</summary>
    [Fact]
    public async Task A_coding_on_a_transcript_that_is_put_away_is_refused_so_that_the_browser_keeps_it()
    {
        await using var db = new StudyDb(StudyDbOptions.For(_database.ConnectionString));
        (await db.Transcripts.FindAsync([_transcript.Id], Cancel))!.Archive(StudyBuilder.At);
        await db.SaveChangesAsync(Cancel);
        using var client = await _app.ClientAsync(_coder.AccountId);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/desk/{_transcript.Id.Value}/acts")
        {
            Content = JsonContent.Create(new { acts = new object[] { new { id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(), codeId = _code.Id.Value, start = 14, end = 20 } } }),
        };
        request.Headers.Add("X-CoreStudy", "desk");

        var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(Refusal.TranscriptPutAway.Sentence, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("why").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/desk/{_transcript.Id.Value}/codings", Cancel)).StatusCode);
    }

    private async Task<JsonElement> SendAsync(HttpClient client, params object[] acts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/desk/{_transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts }) };
        request.Headers.Add("X-CoreStudy", "desk");
        var answer = await client.SendAsync(request, Cancel);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
