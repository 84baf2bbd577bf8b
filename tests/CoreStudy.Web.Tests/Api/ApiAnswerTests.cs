using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Commands;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Ui.Api;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Api;

/// <summary>What programs get.</summary>
public sealed class ApiAnswerTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private string Codings => $"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/codings";

    [Fact]
    public async Task Pages_are_complete_and_without_doubles_while_codings_move()
    {
        var mine = new List<CodingId>();
        for (var i = 0; i < 12; i++) mine.Add(await CodeAsync(Ada, Hope, i, i + 3));
        using var client = await ClientAsync(Researcher);

        var seen = new List<string>();
        var address = $"{Codings}?limit=5";
        while (address is not null)
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync(address, Cancel));
            seen.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
            address = page.RootElement.GetProperty("next").GetString();
            if (seen.Count == 5) await DoAsync(Ada, First, new Remove(ActId.New(), mine[7]), new Remove(ActId.New(), mine[0]), new Recode(ActId.New(), mine[8], Waiting.Id), new Apply(ActId.New(), CodingId.New(), Hope.Id, new(20, 25), false, ""));
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.All(mine.Where((_, i) => i != 7), c => Assert.Contains(c.Value.ToString(), seen));
        Assert.DoesNotContain(mine[7].Value.ToString(), seen);
    }

    [Fact]
    public async Task A_coding_says_where_it_lies_and_its_words_where_they_are_asked_for_by_a_token_for_words()
    {
        var coding = await CodeAsync(Ada, Hope, 12, 20);
        using var client = await ClientAsync(Lead);
        using var narrow = await ClientAsync(await TokenAsync(Lead.AccountId, [ApiScope.Codings]));

        using var plain = JsonDocument.Parse(await client.GetStringAsync(Codings, Cancel));
        using var words = JsonDocument.Parse(await client.GetStringAsync($"{Codings}?words=yes&code={Hope.Id.Value}", Cancel));
        using var refused = await narrow.GetAsync($"{Codings}?words=yes", Cancel);

        var row = plain.RootElement.GetProperty("items")[0];
        Assert.Equal((coding.Value, 12, 20, 2), (row.GetProperty("id").GetGuid(), row.GetProperty("start").GetInt32(), row.GetProperty("end").GetInt32(), row.GetProperty("first_turn").GetInt32()));
        Assert.False(row.TryGetProperty("words", out _));
        Assert.Equal(First.Text.Words[12..20], words.RootElement.GetProperty("items")[0].GetProperty("words").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("scope “words”", JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_comes_as_csv_and_as_lines_of_json()
    {
        await CodeAsync(Ada, Hope);
        await CodeAsync(Ben, Waiting, 1, 5);
        using var client = await ClientAsync(Lead);

        var csv = await AskAsync(client, Codings, "text/csv");
        var lines = (await AskAsync(client, Codings, "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var named = await client.GetStringAsync($"{Codings}?format=csv", Cancel);

        Assert.StartsWith("\"id\",\"is_settled\",\"transcript_id\"", csv, StringComparison.Ordinal);
        Assert.Equal(csv, named);
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, l => Assert.Equal(First.Id.Value, JsonDocument.Parse(l).RootElement.GetProperty("transcript_id").GetGuid()));
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await CodeAsync(Ada, Hope);
        using var client = await ClientAsync(Lead);
        using var first = await client.GetAsync(Codings, Cancel);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var same = await client.GetAsync(Codings, Cancel);
        await CodeAsync(Ada, Hope, 5, 9);
        using var moved = await client.GetAsync(Codings, Cancel);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, moved.StatusCode));
    }

    [Theory]
    [InlineData("limit=0", "whole number from 1 to 1000")]
    [InlineData("limit=1001", "whole number from 1 to 1000")]
    [InlineData("after=somewhere", "Take that address as it is")]
    public async Task A_question_that_cannot_be_asked_is_answered_with_what_to_do(string query, string says)
    {
        using var client = await ClientAsync(Lead);

        using var answer = await client.GetAsync($"{Codings}?{query}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_download_is_on_record_and_the_first_use_of_the_day()
    {
        await CodeAsync(Ada, Hope);
        using var client = await ClientAsync(Lead);
        await client.GetStringAsync(Codings, Cancel);
        await AskAsync(client, Codings, "application/x-ndjson");
        await client.GetStringAsync($"{ApiEndpoints.Prefix}/studies", Cancel);

        var entries = await Db.AuditEntries.AsNoTracking().OrderBy(e => e.Number).ToListAsync(Cancel);
        var token = await Db.ApiTokens.AsNoTracking().SingleAsync(Cancel);

        Assert.Single(entries, e => e.Kind == AuditKind.TokenUsed && e.SubjectId == token.Id.Value && e.AccountId == Lead.AccountId);
        var exports = entries.Where(e => e.Kind == AuditKind.ListExported).ToList();
        Assert.Equal([ExportedList.Codings, ExportedList.Codings, ExportedList.Studies], exports.Select(e => e.Detail.WordOf<ExportedList>("list")!.Value));
        Assert.All(exports, e => Assert.Equal((token.Id.Value, 1L, Lead.AccountId), (e.Detail.IdOf("token"), e.Detail.CountOf("rows"), e.AccountId)));
        Assert.NotNull(token.LastUsedAt);
    }

    [Fact]
    public async Task Participants_are_held_back_as_in_every_file()
    {
        for (var i = 0; i < 6; i++) Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), string.Create(CultureInfo.InvariantCulture, $"PSW-{i + 1:D2}"), "Peer support worker")));
        Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust("Birch"), "SUP-01", "PSW supervisor")));
        await Db.SaveChangesAsync(Cancel);
        using var client = await ClientAsync(Lead);

        using var page = JsonDocument.Parse(await client.GetStringAsync($"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/participants", Cancel));

        var roles = page.RootElement.GetProperty("items").EnumerateArray().ToDictionary(p => p.GetProperty("label").GetString()!, p => p.GetProperty("role").GetString());
        Assert.Equal("held back", roles["SUP-01"]);
    }

    [Fact]
    public async Task Nothing_of_a_blind_round_reaches_a_program()
    {
        const string planted = "words of Ben alone";
        StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada, Ben, Supervisor, Lead]));
        var coding = await CodeAsync(Ben, Waiting, 0, 11, planted);
        var memo = MemoId.New();
        await DoAsync(Ben, First, new WriteMemo(ActId.New(), memo, new(0, 3), planted, IsPrivate: false));

        foreach (var reader in new[] { Ada, Cem, Researcher, Supervisor, Lead })
        {
            using var client = await ClientAsync(reader);
            foreach (var listing in Listings)
            {
                foreach (var type in new[] { "application/json", "text/csv", "application/x-ndjson" })
                {
                    var told = await AskAsync(client, listing.Path.EndsWith("turns", StringComparison.Ordinal) ? AddressOf(listing) : $"{AddressOf(listing)}?words=yes", type);
                    Assert.All([coding.Value.ToString(), memo.Value.ToString(), planted], secret => Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase));
                }
            }

            if (reader == Researcher) Assert.Contains("\"codings\":0", await client.GetStringAsync($"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/framework", Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_private_memo_is_not_read_by_programs_of_its_writer_either()
    {
        foreach (var (title, sharing) in new[] { ("Mine alone", MemoSharing.Private), ("For the team", MemoSharing.Team) })
            StudyBuilder.Must(await The<SaveMemo>().RunAsync(Ada.AccountId, StudyId, MemoId.New(), null, new MemoWords(MemoKind.Analytic, title, "Something", sharing), [MemoTarget.Of(Hope.Id)], [], Cancel));
        using var client = await ClientAsync(Ada);

        var memos = await client.GetStringAsync($"{ApiEndpoints.Prefix}/studies/{StudyId.Value}/memos", Cancel);

        Assert.Contains("For the team", memos, StringComparison.Ordinal);
        Assert.Contains(Hope.Id.Value.ToString(), memos, StringComparison.Ordinal);
        Assert.DoesNotContain("Mine alone", memos, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_study_is_a_workbook_of_the_same_lists_and_nothing_for_who_may_not_read_them()
    {
        await CodeAsync(Ada, Hope);

        var workbook = StudyBuilder.Must(await StudyExportWorkbook.MakeAsync(Services, Lead.AccountId, Study.Study, isCautioned: false, Cancel));
        var refused = SentenceOf(await StudyExportWorkbook.MakeAsync(Services, Ada.AccountId, Study.Study, isCautioned: false, Cancel));

        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(file, Cancel));
        Assert.Equal(
            ["Framework", "Participants", "Interviews", "Transcripts", "Coded segments", "Codes by trust", "Codes by role", "Codes together", "Themes", "Findings", "Quotes"],
            file.WorkbookPart!.Workbook!.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value));
        Assert.StartsWith("Participants: ", refused, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(HttpClient client, string address, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        using var answer = await client.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
