using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Tests.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Participants;

public sealed class ImportParticipantsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _researcher = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
        foreach (var label in (string[])["Alder", "Birch"]) Study.Trust(label);
        Db.ParticipantAttributes.Add(StudyBuilder.Must(ParticipantAttribute.Create(StudyId, "Hours", AttributeKind.Number, [], 0)));
        await Db.SaveChangesAsync(Cancel);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Who_does_not_manage_participants_brings_in_none(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportParticipants>().LookAsync(me, StudyId, "", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ImportParticipants>().RunAsync(me, StudyId, "", Cancel)));
    }

    [Fact]
    public async Task A_table_that_is_right_is_stored_once_it_is_wanted()
    {
        const string table = "role,LABEL,Trust,Hours\nPeer support worker,PSW-01,Alder,7.5\npsw supervisor,SUP-01,birch,";

        Assert.Equal(0, StudyBuilder.Must(await The<ImportParticipants>().LookAsync(_researcher.AccountId, StudyId, table, Cancel)).Wrong);
        Assert.Empty(await StoredAsync());
        Assert.Equal(0, StudyBuilder.Must(await ImportAsync(table)).Wrong);

        Assert.Equal([("PSW-01", "Peer support worker", "7.5"), ("SUP-01", "PSW supervisor", "")], await StoredAsync());
    }

    [Fact]
    public async Task Each_wrong_row_is_named_and_then_nothing_is_stored()
    {
        StudyBuilder.Must(await ImportAsync("Label,Trust,Role\nPSW-09,Alder,Peer support worker"));

        var table = StudyBuilder.Must(await ImportAsync("""
            Label,Trust,Role,Hours
            PSW-01,Alder,Peer support worker,20
            PSW-02,Cedar,Peer support worker,
            PSW-03,Alder,Nurse,
            PSW-04,Alder,Peer support worker,many
            PSW-09,Alder,Peer support worker,
            psw-01,Alder,Peer support worker,
            ,Alder,Peer support worker,
            PSW-05,Alder,Peer support worker,3,too much
            """));

        Assert.Collection(
            table.Rows.Select(r => r.Wrong),
            Assert.Null,
            why => Assert.StartsWith("There is no trust “Cedar”", why, StringComparison.Ordinal),
            why => Assert.StartsWith("“Nurse” is not", why, StringComparison.Ordinal),
            why => Assert.StartsWith("“Hours” takes a number", why, StringComparison.Ordinal),
            why => Assert.Equal("There is a participant “PSW-09” already.", why),
            why => Assert.Equal("“psw-01” is in line 2 too.", why),
            why => Assert.StartsWith("Please give a label", why, StringComparison.Ordinal),
            why => Assert.StartsWith("This row has 5 cells", why, StringComparison.Ordinal));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], table.Rows.Select(r => r.Line));
        Assert.Equal(["PSW-09"], (await StoredAsync()).Select(p => p.Label));
    }

    [Theory]
    [InlineData("", "There is no participant in it.")]
    [InlineData("Label,Trust\nPSW-01,Alder", "There is no column “Role”.")]
    [InlineData("Label,Trust,Role,Name\nPSW-01,Alder,Peer support worker,x", "“Name” is nothing that this study notes")]
    [InlineData("Label,Trust,Role,role\nPSW-01,Alder,Peer support worker,x", "There are two columns “Role”.")]
    public async Task A_table_with_other_columns_is_refused_as_a_whole(string table, string sentence) =>
        Assert.StartsWith(sentence, SentenceOf(await ImportAsync(table)), StringComparison.Ordinal);

    [Fact]
    public async Task Who_works_for_one_trust_brings_nobody_into_another()
    {
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        var table = StudyBuilder.Must(await The<ImportParticipants>().RunAsync(limited.AccountId, StudyId, "Label,Trust,Role\nPSW-01,Birch,Peer support worker", Cancel));

        Assert.Equal("There is no trust “Birch”. It may be one of: Alder.", table.Rows.Single().Wrong);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task What_this_app_writes_for_a_spreadsheet_comes_in_again()
    {
        StudyBuilder.Must(await ImportAsync(Csv.Write(["Label", "Trust", "Role", "Hours"], [["-01", "Alder", "Peer support worker", "-2"]])));

        Assert.Equal([("-01", "Peer support worker", "-2")], await StoredAsync());
    }

    private Task<Result<ImportedTable>> ImportAsync(string table) => The<ImportParticipants>().RunAsync(_researcher.AccountId, StudyId, table, Cancel);

    private async Task<IEnumerable<(string Label, string Role, string Hours)>> StoredAsync() =>
        (await Db.Participants.AsNoTracking().OrderBy(p => p.Label).ToListAsync(Cancel)).Select(p => (p.Label, p.Role, p.Attributes.Values.SingleOrDefault() ?? ""));
}
