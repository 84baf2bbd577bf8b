using CoreStudy.Domain;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Tests.Access;

/// <summary>A site whose study knows a few people and places: a participant, somebody of the register, a trust.</summary>
public abstract class LeakTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected const string Worker = "Peer support worker";

    protected Participant Katarzyna { get; private set; } = null!;

    protected StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var alder = Study.Trust();
        Katarzyna = StudyBuilder.Must(Participant.Create(Study.Study, alder, "PSW-07", Worker));
        Db.Participants.Add(Katarzyna);
        await Db.SaveChangesAsync(Cancel);
        await KnowAsync(KeyOwner.Of(Katarzyna.Id), Katarzyna.Id.Value, new Identity("Katarzyna Wisniewska", "", ""));
        await KnowAsync(KeyOwner.Of(StudyId), alder.Id.Value, new PlaceName("Wharfemoor Partnership NHS Foundation Trust", ["Wharfemoor"]));
        var colleague = new Identifier(Guid.CreateVersion7(), IdentifierCategory.Person, "[colleague 3]", ["Elizabeth Okonkwo"], null);
        await KnowAsync(KeyOwner.Of(StudyId), colleague.Id, colleague);
    }

    protected async Task KnowAsync<T>(KeyOwner owner, Guid subject, T paper)
        where T : class
    {
        await using var connection = new VaultConnection(Connections.Vault);
        await using var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        Assert.Null(SentenceOf(await room.WriteAsync(owner, StudyId, subject, paper, Cancel)));
        await room.CommitAsync(Cancel);
        Feed.Publish(new RegisterChanged(StudyId));
    }
}
