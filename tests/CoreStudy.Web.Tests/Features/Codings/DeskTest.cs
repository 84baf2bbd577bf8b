using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Codings;

/// <summary>A coding desk over a real database: one transcript, two coders, two codes.</summary>
[Trait("Needs", "Postgres")]
public abstract class DeskTest(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private VaultConnection _vault = null!;
    private LeakKnowledge _knowledge = null!;

    protected const string Words = "How was it?\nI waited 👩‍👧 and waited.\nAnd then?\nThen somebody came.";

    protected IDbContextFactory<StudyDb> Databases { get; private set; } = null!;

    protected Permissions Permissions { get; private set; } = null!;

    protected DeskRooms Rooms { get; private set; } = null!;

    protected ActQueue Queue { get; private set; } = null!;

    protected DeskTexts Texts { get; private set; } = null!;

    protected RecordActs Record { get; private set; } = null!;

    protected TypedWords Typed { get; private set; } = null!;

    protected VaultDoor Door { get; private set; } = null!;

    protected StudyFeed Feed { get; } = new();

    protected StudyBuilder Study { get; private set; } = null!;

    protected StudyDb Db { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Member Researcher { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Code Hope { get; private set; } = null!;

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync();
        Databases = new Factory(_database.ConnectionString);
        Db = await Databases.CreateDbContextAsync(Cancel);
        Permissions = AccessTest.PermissionsOver(Databases, TimeProvider.System);
        Texts = new DeskTexts(Databases, Feed);
        Rooms = new DeskRooms(Databases, Feed, NullLogger<DeskRooms>.Instance);
        Queue = new ActQueue(Databases, Texts, Rooms, Feed, TimeProvider.System, NullLogger<ActQueue>.Instance);
        _vault = new VaultConnection(_database.Connections.Vault);
        Door = new VaultDoor(_vault, TestKeys.Open(), TimeProvider.System);
        _knowledge = new LeakKnowledge(Door, Feed, TimeProvider.System);
        Typed = new TypedWords(new LeakScan(_knowledge), Databases, NullLogger<TypedWords>.Instance);
        Record = new RecordActs(Permissions, Queue, Typed, Databases);
        Study = await StudyBuilder.StartAsync(Db);
        Researcher = await Study.MemberAsync(Role.Researcher);
        Ada = await Study.MemberAsync(Role.Coder);
        Ben = await Study.MemberAsync(Role.Coder);
        Waiting = await Study.CodeAsync("Waiting");
        Hope = await Study.CodeAsync("Hope");
        Transcript = await Study.TranscriptAsync(Researcher, Words.Split('\n'));
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        Rooms.Dispose();
        Texts.Dispose();
        _knowledge.Dispose();
        await _vault.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Segment At(string words) => new(Words.IndexOf(words, StringComparison.Ordinal), Words.IndexOf(words, StringComparison.Ordinal) + words.Length);

    protected static Apply Applying(Code code, string words) => new(ActId.New(), CodingId.New(), code.Id, At(words), IsUnsure: false, "");

    protected async Task<ActsOutcome> DoAsync(Member by, params DeskAct[] acts)
    {
        var result = await Record.RunAsync(by.AccountId, Transcript.Id, acts, Cancel);
        return StudyBuilder.Must(result);
    }

    /// <summary>What stands on the transcript, as Ben sees it.</summary>
    protected async Task<ChangeSet> ReadAsync(Member? reader = null, long? after = null) =>
        StudyBuilder.Must(await new ReadCodings(Databases, Permissions).RunAsync((reader ?? Ben).AccountId, Transcript.Id, after, Cancel));

    private sealed class Factory(string connectionString) : IDbContextFactory<StudyDb>
    {
        public StudyDb CreateDbContext() => new(StudyDbOptions.For(connectionString));
    }
}
