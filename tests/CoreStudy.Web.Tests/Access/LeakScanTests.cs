using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Access;

public sealed class LeakScanTests(PostgresFixture postgres) : LeakTest(postgres)
{
    [Fact]
    public async Task Every_form_of_what_the_study_knows_is_found_and_blocks()
    {
        var texts = PlantedForms.All.Select(f => new ScannedText(f, $"So then {f} came in, and we talked.")).ToList();

        var hits = await ScanAsync([.. texts]);

        Assert.Empty(PlantedForms.All.Except(hits.Where(h => h.Weight == LeakWeight.Blocks).Select(h => h.Place)));
    }

    [Fact]
    public async Task A_hit_says_where_what_and_what_to_write_and_its_words_stay_out_of_what_is_logged()
    {
        var hit = (await ScanAsync(new ScannedText("column Notes, row 3", "I met Katarzyna Wisniewska there."))).Single();

        Assert.Equal(("column Notes, row 3", IdentifierCategory.Person, 6, 26, "[PSW-07]"), (hit.Place, hit.Category, hit.Segment.Start, hit.Segment.End, hit.Replacement));
        Assert.Equal("Blocks Person of 20 characters in column Notes, row 3", hit.ToString());
    }

    [Theory]
    [InlineData("I waited for a week and nobody came.")]
    [InlineData("PSW-07 in Alder said so.")]
    [InlineData("[colleague 3] laughed.")]
    [InlineData("Hope, waiting, being seen")]
    public async Task Words_of_everyday_and_the_study_s_own_labels_do_not_block(string text) =>
        Assert.DoesNotContain(await ScanAsync(new ScannedText("the memo", text)), h => h.Weight == LeakWeight.Blocks);

    [Fact]
    public async Task A_date_and_an_age_warn()
    {
        var hits = await ScanAsync(new ScannedText("the memo", "On 7 March 2019 she was 42 years old."));

        Assert.Equal([LeakWeight.Warns], hits.Select(h => h.Weight).Distinct());
        Assert.Equal([IdentifierCategory.Date, IdentifierCategory.Age], hits.Select(h => h.Category));
    }

    [Fact]
    public async Task What_the_register_learns_is_known_at_once()
    {
        Assert.DoesNotContain(await ScanAsync(new ScannedText("the memo", "Zdravko came.")), h => h.Weight == LeakWeight.Blocks);

        await KnowAsync(KeyOwner.Of(StudyId), Guid.CreateVersion7(), new Identifier(Guid.CreateVersion7(), IdentifierCategory.Person, "[friend 1]", ["Zdravko"], null));

        Assert.Contains(await ScanAsync(new ScannedText("the memo", "Zdravko came.")), h => h.Weight == LeakWeight.Blocks);
    }

    [Fact]
    public async Task What_another_node_learnt_is_known_when_the_knowledge_is_two_minutes_old()
    {
        Assert.DoesNotContain(await ScanAsync(new ScannedText("the memo", "Zdravko came.")), h => h.Weight == LeakWeight.Blocks);
        await KnowElsewhereAsync("Zdravko");

        Clock.Pass(LeakKnowledge.Holding);

        Assert.Contains(await ScanAsync(new ScannedText("the memo", "Zdravko came.")), h => h.Weight == LeakWeight.Blocks);
    }

    [Fact]
    public async Task Another_study_does_not_know_these_people()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");

        var hits = await Services.GetRequiredService<LeakScan>().CheckAsync(other.Study.Id, [new ScannedText("the memo", "Wharfemoor")], Cancel);

        Assert.DoesNotContain(hits, h => h.Weight == LeakWeight.Blocks);
    }

    private Task<IReadOnlyList<LeakHit>> ScanAsync(params ScannedText[] texts) => Services.GetRequiredService<LeakScan>().CheckAsync(StudyId, texts, Cancel);

    private async Task KnowElsewhereAsync(string name)
    {
        await using var connection = new Vault.VaultConnection(Connections.Vault);
        await using var room = await new Vault.VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        var id = Guid.CreateVersion7();
        Assert.Null(SentenceOf(await room.WriteAsync(KeyOwner.Of(StudyId), StudyId, id, new Identifier(id, IdentifierCategory.Person, "[friend 1]", [name], null), Cancel)));
        await room.CommitAsync(Cancel);
    }
}
