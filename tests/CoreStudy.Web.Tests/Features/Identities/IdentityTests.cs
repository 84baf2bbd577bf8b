using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Interchange.Tables;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Features.Identities;

public sealed class IdentityTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private static readonly Identity Planted = new("Philippa Quillfeather", "philippa@quill.example", "Pip");

    [Theory]
    [MemberData(nameof(NotAdmin))]
    public async Task Who_is_not_admin_neither_reads_nor_writes_identities(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;
        var place = new PlaceNameRow(One.TrustId, null, "Alder", "Alder", "", [], 0);

        string?[] said =
        [
            SentenceOf(await The<ReadIdentities>().RunAsync(me, StudyId, Cancel)),
            SentenceOf(await The<SaveIdentity>().RunAsync(me, StudyId, One.Id, Planted, 0, Cancel)),
            SentenceOf(await The<ImportIdentities>().LookAsync(me, StudyId, [], Cancel)),
            SentenceOf(await The<ImportIdentities>().RunAsync(me, StudyId, [], Cancel)),
            SentenceOf(await The<ExportIdentities>().RunAsync(me, StudyId, "why", Cancel)),
            SentenceOf(await The<ReadPlaceNames>().RunAsync(me, StudyId, Cancel)),
            SentenceOf(await The<SavePlaceName>().RunAsync(me, StudyId, place, "x", [], Cancel)),
        ];

        Assert.All(said, s => Assert.Equal(Refusal.Forbidden.Sentence, s));
    }

    [Fact]
    public async Task An_admin_reads_and_writes_nothing_before_the_gate_is_open()
    {
        Assert.StartsWith("This is closed", SentenceOf(await The<ReadIdentities>().RunAsync(Admin.AccountId, StudyId, Cancel)), StringComparison.Ordinal);
        Assert.StartsWith("This is closed", SentenceOf(await SaveAsync(Planted, 0)), StringComparison.Ordinal);
        Assert.StartsWith("This is closed", SentenceOf(await The<ReadPlaceNames>().RunAsync(Admin.AccountId, StudyId, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_a_participant_is_is_kept_and_read_behind_the_gate()
    {
        await OpenAsync(RevealSubject.AllParticipants);

        StudyBuilder.Must(await SaveAsync(Planted, 0));

        var row = (await ReadAsync()).Single(r => r.Id == One.Id);
        Assert.Equal(("Philippa Quillfeather", "philippa@quill.example", "Pip", 1u), (row.Name, row.Contact, row.Notes, row.Version));
        Assert.False((await ReadAsync()).Single(r => r.Id == Two.Id).IsKept);
    }

    [Fact]
    public async Task Who_saves_over_what_somebody_else_saved_meanwhile_is_told()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        StudyBuilder.Must(await SaveAsync(Planted, 0));

        Assert.StartsWith("Somebody else changed this", SentenceOf(await SaveAsync(Planted with { Name = "Other" }, 0)), StringComparison.Ordinal);
        Assert.StartsWith("Somebody else changed this", SentenceOf(await SaveAsync(new Identity("", "", ""), 7)), StringComparison.Ordinal);

        StudyBuilder.Must(await SaveAsync(new Identity("", "", ""), 1));
        Assert.False((await ReadAsync()).Single(r => r.Id == One.Id).IsKept);
    }

    [Fact]
    public async Task A_table_comes_in_whole_or_not_at_all()
    {
        await OpenAsync(RevealSubject.AllParticipants);

        var wrong = StudyBuilder.Must(await ImportAsync("Label,Name,Contact\nPSW-01,Philippa Quillfeather,0161 496 0000\nPSW-09,Nobody,\npsw-01,Twice,\nPSW-02,,"));
        Assert.Equal([null, "There is no participant “PSW-09”. Add the participant by label first.", "“psw-01” is in line 2 too.", "Please give the name."], wrong.Select(r => r.Wrong));
        Assert.DoesNotContain(await ReadAsync(), r => r.IsKept);

        StudyBuilder.Must(await ImportAsync("Label,Name,Contact\nPSW-01,Philippa Quillfeather,0161 496 0000\nPSW-02,Ignatius Thimblewick,"));
        Assert.Equal(["Philippa Quillfeather", "Ignatius Thimblewick"], (await ReadAsync()).Select(r => r.Name));
    }

    [Fact]
    public async Task A_table_with_another_column_is_refused()
    {
        await OpenAsync(RevealSubject.AllParticipants);

        Assert.Contains("“Diagnosis”", SentenceOf(await ImportAsync("Label,Name,Diagnosis\nPSW-01,A,b")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_leaves_only_for_a_reason_that_stays_on_record()
    {
        var reveal = await OpenAsync(RevealSubject.AllParticipants);
        StudyBuilder.Must(await SaveAsync(Planted, 0));

        Assert.StartsWith("Please give the reason", SentenceOf(await The<ExportIdentities>().RunAsync(Admin.AccountId, StudyId, " ", Cancel)), StringComparison.Ordinal);
        var table = StudyBuilder.Must(await The<ExportIdentities>().RunAsync(Admin.AccountId, StudyId, "Letters to participants", Cancel));

        Assert.Contains("\"Philippa Quillfeather\"", table, StringComparison.Ordinal);
        var row = StudyBuilder.Must(await The<ListReveals>().RunAsync(Lead.AccountId, StudyId, Cancel)).Single();
        Assert.Equal((reveal.Id, "Letters to participants"), (row.Id, row.ExportedFor));
    }

    [Fact]
    public async Task Real_names_of_places_are_kept_with_the_other_names_they_go_by()
    {
        await OpenAsync(RevealSubject.AllPlaces);
        var place = StudyBuilder.Must(await The<ReadPlaceNames>().RunAsync(Admin.AccountId, StudyId, Cancel)).Single();

        StudyBuilder.Must(await The<SavePlaceName>().RunAsync(Admin.AccountId, StudyId, place, "Wexcombe Vale NHS Trust", ["Wexcombe", " ", "wexcombe", "The Vale"], Cancel));

        var kept = StudyBuilder.Must(await The<ReadPlaceNames>().RunAsync(Admin.AccountId, StudyId, Cancel)).Single();
        Assert.Equal(("Wexcombe Vale NHS Trust", "Wexcombe, The Vale"), (kept.Name, string.Join(", ", kept.OtherNames)));
        Assert.StartsWith("Somebody else", SentenceOf(await The<SavePlaceName>().RunAsync(Admin.AccountId, StudyId, place, "Other", [], Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_name_is_in_the_tables_of_the_study()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        await OpenAsync(RevealSubject.AllPlaces);
        StudyBuilder.Must(await SaveAsync(Planted, 0));
        var place = StudyBuilder.Must(await The<ReadPlaceNames>().RunAsync(Admin.AccountId, StudyId, Cancel)).Single();
        StudyBuilder.Must(await The<SavePlaceName>().RunAsync(Admin.AccountId, StudyId, place, "Wexcombe Vale NHS Trust", [], Cancel));

        var found = await SearchAsync(ConnectionString, ["Quillfeather", "Wexcombe", "quill.example"]);

        Assert.Empty(found);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_is_neither_lead_nor_admin_does_not_see_who_looked(Role role) =>
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListReveals>().RunAsync((await Study.MemberAsync(role)).AccountId, StudyId, Cancel)));

    [Fact]
    public async Task The_lead_sees_who_looked_at_what_and_how_often_and_hears_of_it_at_once()
    {
        var heard = new List<Notice>();
        using var listening = Feed.Listen(StudyId, heard.Add);
        await OpenAsync(RevealSubject.Of(One.Id));
        StudyBuilder.Must(await The<Web.Access.Reveals>().AskAsync(Admin.AccountId, StudyId, RevealSubject.Of(One.Id), Cancel));

        var row = StudyBuilder.Must(await The<ListReveals>().RunAsync(Lead.AccountId, StudyId, Cancel)).Single();

        Assert.Equal((Admin.Name, "PSW-01", RevealReason.Audit, 1), (row.Who, row.What, row.Reason, row.Reads));
        Assert.Null(row.EndedAt);
        Assert.Contains(new RevealsChanged(StudyId), heard);
        Assert.Contains(new IdentityRead(StudyId), heard);
    }

    /// <summary>Which of these words are anywhere in the tables of a database, sealed papers included.</summary>
    internal static async Task<IReadOnlyList<string>> SearchAsync(string connectionString, string[] words)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'vault')", connection))
        await using (var reader = await list.ExecuteReaderAsync(Cancel))
        {
            while (await reader.ReadAsync(Cancel)) tables.Add(reader.GetString(0));
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            foreach (var word in words)
            {
                await using var ask = new NpgsqlCommand($"select count(*) from {table} t where t::text ilike '%' || $1 || '%' or t::text like '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'", connection);
                ask.Parameters.AddWithValue(word);
                if ((long)(await ask.ExecuteScalarAsync(Cancel))! > 0) found.Add($"{word} in {table}");
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<IdentityRow>> ReadAsync() => StudyBuilder.Must(await The<ReadIdentities>().RunAsync(Admin.AccountId, StudyId, Cancel));

    private Task<Result<Done>> SaveAsync(Identity identity, uint version) => The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, One.Id, identity, version, Cancel);

    private Task<Result<IReadOnlyList<ImportedIdentity>>> ImportAsync(string table) => The<ImportIdentities>().RunAsync(Admin.AccountId, StudyId, TypedTable.Read(table), Cancel);
}
