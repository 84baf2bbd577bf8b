using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Archives;
using CoreStudy.Data.Demonstration;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Archives;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Web.Features.Archives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Features.Archives;

/// <summary>Two installations: one with a study, and one without, which has a database, keys and an operator of its own.</summary>
[Trait("Needs", "Postgres")]
public abstract class ArchiveTest(PostgresFixture postgres) : IAsyncLifetime
{
    protected const string Password = "meadow kettle granite";

    private readonly List<IAsyncDisposable> _made = [];

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    protected static PassPhrase Phrase => StudyBuilder.Must(PassPhrase.Of("seven lamps under a quiet bridge"));

    protected Installation Here { get; private set; } = null!;

    protected Installation There { get; private set; } = null!;

    /// <summary>An operator of the other installation.</summary>
    protected AccountId Operator { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Here = await InstallAsync(await FillAsync(postgres));
        There = await InstallAsync(await postgres.CloneAsync(Cancel));
        Operator = await There.OperatorAsync();
        await ArrangeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var made in Enumerable.Reverse(_made)) await made.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<TestDatabase> FillAsync(PostgresFixture postgres);

    protected virtual Task ArrangeAsync() => Task.CompletedTask;

    protected static Task<TestDatabase> DemonstrationAsync(PostgresFixture postgres) => postgres.CloneAsync(
        "demonstration", async db => Assert.True(await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), _ => Task.CompletedTask, CancellationToken.None)), Cancel);

    protected async Task<Installation> InstallAsync(TestDatabase database)
    {
        var keys = Directory.CreateTempSubdirectory("corestudy-keys-").FullName;
        var site = Site.Build(
            ["--Serilog:MinimumLevel:Default=Error", $"--Vault:KeyFolder={keys}/keys", $"--Vault:MasterKeyFile={keys}/master-key", "--Vault:MakeMasterKey=true", $"--Recordings:Folder={keys}/recordings"], database.Connections);
        _made.Add(database);
        _made.Add(site);
        return new Installation(site, database, Path.Combine(keys, "keys"), Path.Combine(keys, "recordings"));
    }

    /// <summary>Makes the archive of a study as its admin.</summary>
    protected static async Task<MemoryStream> MakeAsync(Installation at, Member admin, PassPhrase? phrase = null)
    {
        var file = new MemoryStream();
        StudyBuilder.Must(await at.The<MakeArchive>().RunAsync(admin.AccountId, admin.StudyId, phrase, file, null, Cancel));
        return file;
    }

    protected Task<Result<RestoredStudy>> RestoreAsync(Stream file, PassPhrase? phrase = null, bool match = false, Role? join = null) =>
        There.The<RestoreArchive>().RunAsync(Operator, file, new RestoreChoices(match, join, phrase), null, Cancel);

    protected static string? SentenceOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal.Sentence : null;
}

/// <summary>An installation of CoreStudy: its site put together, not listening.</summary>
public sealed class Installation(WebApplication site, TestDatabase database, string keyFolder, string recordings)
{
    /// <summary>Where its sealed sound lies.</summary>
    public string Recordings => recordings;

    /// <summary>The files of sealed sound.</summary>
    public IReadOnlyList<string> SoundFiles => Directory.Exists(recordings) ? [.. Directory.EnumerateFiles(recordings, "*", SearchOption.AllDirectories)] : [];

    public IServiceProvider Services => site.Services;

    public VaultDoor Door => Services.GetRequiredService<VaultDoor>();

    public bool HasKeys => Directory.Exists(keyFolder) && Directory.EnumerateFiles(keyFolder).Any();

    public T The<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public StudyDb Open() => new(StudyDbOptions.For(database.ConnectionString));

    public Task<AccountId> OperatorAsync() => AccountAsync("operator@there.example", true);

    public async Task<AccountId> AccountAsync(string email, bool isOperator)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = new Account { Name = "Op Erator", UserName = email, Email = email, EmailConfirmed = true, IsOperator = isOperator, CreatedAt = StudyBuilder.At };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account)).Succeeded);
        return new AccountId(account.Id);
    }

    /// <summary>Every row of a study, table by table.</summary>
    public async Task<Dictionary<string, List<string>>> RowsAsync(StudyId study, CancellationToken cancel)
    {
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await StudyRows.SettleAsync(db, cancel);
        var rows = new Dictionary<string, List<string>>();
        foreach (var table in StudyRows.PlanOf(db).Tables) rows[table.Name] = await StudyRows.ReadAsync(db, table, study, cancel).ToListAsync(cancel);
        return rows;
    }
}
