using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Transcripts;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Features.Redactions;

public sealed class IdentifiableImportTests(PostgresFixture postgres) : ReviewTest(postgres)
{
    [Fact]
    public async Task Its_words_and_names_are_nowhere_in_the_tables_that_the_app_can_read()
    {
        var id = await ImportAsync("Wilhelmina Ottershaw", "PSW-07", "Who helped?", "Barnaby Quillfeather of Snodlandia did, I am Wilhelmina Ottershaw.");
        await MarkAsync(id, "Barnaby Quillfeather", IdentifierCategory.Person);
        await MarkAsync(id, "Snodlandia", IdentifierCategory.Place);

        var dump = await DumpAsync("public");

        Assert.Contains("PSW-07", dump, StringComparison.Ordinal);
        foreach (var planted in new[] { "Wilhelmina", "Ottershaw", "Barnaby", "Quillfeather", "Snodlandia", "Who helped" })
            Assert.DoesNotContain(planted, dump, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Admin)]
    public async Task Nobody_finds_it_on_the_coding_desk_before_it_is_released(Role role)
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who helped?", "Barnaby did.");
        var member = await Study.MemberAsync(role);

        var sentence = SentenceOf(await The<OpenCodingDesk>().RunAsync(member.AccountId, Study.Study.Id, id, Cancel));

        Assert.True(sentence == Refusal.NotFound.Sentence || role == Role.Admin && sentence == Refusal.Forbidden.Sentence);
    }

    [Theory]
    [InlineData(WithdrawalScope.AllData)]
    [InlineData(WithdrawalScope.FromNowOn)]
    public async Task Nothing_of_who_takes_part_no_more_comes_in(WithdrawalScope scope)
    {
        var refused = await TryImportAsync("PSW-07, individual interview", "Wilhelmina", "PSW-07", ["Who helped?", "Barnaby did."], scope);

        Assert.Equal("PSW-07 has withdrawn: nothing new of theirs comes in. Leave their interview out.", SentenceOf(refused));
    }

    [Fact]
    public async Task Who_took_back_only_quotes_still_takes_part() =>
        Assert.Null(SentenceOf(await TryImportAsync("PSW-07, individual interview", "Wilhelmina", "PSW-07", ["Who helped?", "Barnaby did."], WithdrawalScope.QuotesOnly)));

    [Fact]
    public async Task It_is_not_opened_for_coding_and_is_listed_as_being_anonymised()
    {
        var id = await ImportAsync("Wilhelmina", "PSW-07", "Who helped?", "Barnaby did.");

        var opened = SentenceOf(await The<OpenTranscript>().RunAsync(Researcher.AccountId, id, open: true, Cancel));
        var row = StudyBuilder.Must(await The<ListTranscripts>().RunAsync(Researcher.AccountId, Study.Study.Id, Cancel)).Transcripts.Single();

        Assert.StartsWith("This transcript still identifies people", opened);
        Assert.False(row.IsReleased);
        Assert.Equal(2, row.Turns);
    }

    [Fact]
    public async Task The_name_by_which_the_file_calls_a_participant_is_found_in_the_words_as_theirs()
    {
        var id = await ImportAsync("Wilhelmina Ottershaw", "PSW-07", "Your name?", "I am Wilhelmina Ottershaw.");

        var desk = await OpenAsync(id);

        var place = Assert.Single(desk.Places, p => p.Category == IdentifierCategory.Person);
        Assert.Equal("[PSW-07]", desk.Entries.Single(e => e.Id == place.Entry).Replacement);
        Assert.All(desk.Turns, t => Assert.DoesNotContain("Wilhelmina", t.Speaker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_title_that_names_somebody_is_refused()
    {
        var refused = SentenceOf(await TryImportAsync("Interview with Wilhelmina Ottershaw", "Wilhelmina Ottershaw", "PSW-07", ["Your name?", "That one."]));

        Assert.StartsWith("The interview’s title holds “Wilhelmina Ottershaw”", refused);
        Assert.Empty(await Db.Transcripts.ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_same_file_is_refused_the_second_time()
    {
        await ImportAsync("Wilhelmina", "PSW-07", "Who helped?", "Barnaby did.");
        Db.ChangeTracker.Clear();

        var again = await TryImportAsync("PSW-07, individual interview", "Wilhelmina", "PSW-08", ["Who helped?", "Barnaby did."]);

        Assert.Equal("This very file has been imported already.", SentenceOf(again));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_import_does_not(Role role)
    {
        var member = await Study.MemberAsync(role);
        var transcript = await Study.TranscriptAsync(Researcher, ["Hello?"]);
        var file = new ReadFile(new Domain.Transcripts.TranscriptDraft("test", [new("I", null, "Hello?")], []), "hash");

        var refused = await The<ImportIdentifiable>().RunAsync(member.AccountId, transcript.InterviewId, "Title", file, new Dictionary<string, Domain.Transcripts.SpeakerMatch>(), Cancel);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(refused));
    }

    [Fact]
    public async Task Checks_and_lists_cope_with_a_transcript_without_words()
    {
        await ImportAsync("Wilhelmina", "PSW-07", "Who helped?", "Barnaby did.");
        var lead = await Study.MemberAsync(Role.StudyLead);

        var (count, strays) = await CodingCheck.RunAsync(Db, Cancel);
        var progress = await The<Web.Features.Progress.ReadProgress>().RunAsync(lead.AccountId, Study.Study.Id, Cancel);

        Assert.Equal((0, 0), (count, strays.Count));
        Assert.Null(SentenceOf(progress));
    }

    /// <summary>Every row of every table of a schema as text.</summary>
    private async Task<string> DumpAsync(string schema)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var names = new NpgsqlCommand("select tablename from pg_tables where schemaname = $1", connection) { Parameters = { new() { Value = schema } } })
        await using (var reader = await names.ExecuteReaderAsync(Cancel))
        {
            while (await reader.ReadAsync(Cancel)) tables.Add(reader.GetString(0));
        }

        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"select t::text from {schema}.\"{table}\" t", connection);
            await using var reader = await rows.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel)) dump.AppendLine(reader.GetString(0));
        }

        return dump.ToString();
    }
}
