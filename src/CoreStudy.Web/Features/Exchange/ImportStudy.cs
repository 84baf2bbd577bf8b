using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>What the person who brings in a project has decided.</summary>
public sealed record StudyImportChoices
{
    /// <summary>The empty study that it goes into; null for a new one.</summary>
    public StudyId? Into { get; init; }

    /// <summary>Of a new study.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of a new study; up to 24 characters.</summary>
    public string ShortName { get; init; } = "";

    /// <summary>
    /// Whether somebody has checked that the texts, the names of cases and all that is written about them identify nobody. Otherwise the texts go to the vault and admins anonymise them
    /// before anybody reads them; the codings wait there, and participants get labels.
    /// </summary>
    public bool IdentifiesNobody { get; init; }

    /// <summary>The attribute that says what participants are in the study; null for none.</summary>
    public RefiId? Role { get; init; }

    /// <summary>The attribute that says which trust they belong to; null for none.</summary>
    public RefiId? Trust { get; init; }

    /// <summary>
    /// Whose account a coder of the file is, as <see cref="PlanStudyImport.WhoAsync"/> lists them; those who are left out become coders without a sign-in. Never guessed by name.
    /// In a new study they become its coders.
    /// </summary>
    public IReadOnlyDictionary<RefiId, AccountId> Coders { get; init; } = new Dictionary<RefiId, AccountId>();
}

/// <summary>What came in.</summary>
/// <param name="Waiting">Codings that wait until their transcripts are released.</param>
/// <param name="Told">What became otherwise on the way into the study, in sentences, with names.</param>
public sealed record ImportedStudy(
    StudyId Id, string Name, int Transcripts, int Codings, int Waiting, int Codes, int Participants, int Coders, int Memos, int Themes, int Findings, int Quotes, IReadOnlyList<string> Told)
{
    public override string ToString() => $"{Transcripts} transcripts, {Codings} codings";
}

/// <summary>Makes a study of a project of another program: all of it, or nothing.</summary>
public sealed class ImportStudy(VaultDoor door, IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, PlanStudyImport accounts, TimeProvider clock, ILogger<ImportStudy> logger) : IUseCase
{
    public async Task<Result<ImportedStudy>> RunAsync(AccountId me, ReadProjectFile file, StudyImportChoices choices, IProgress<ExchangeStep>? progress, CancellationToken cancel)
    {
        if ((await WhoAsync(me, choices, cancel)).IsRefused(out var refusal, out var place)) return refusal;
        if (choices.Coders.Count > 0)
        {
            if ((await accounts.WhoAsync(me, choices.Into, cancel)).IsRefused(out var nobody, out var known)) return nobody;
            if (choices.Coders.Values.Any(a => known.All(k => k.Id != a))) return new Refusal("Somebody whose codings these are said to be does not code in this study, or has no account any more. Look again at whose the codings are.");
        }

        progress?.Report(ExchangeStep.Storing);
        await using var room = await door.EnterAsync(cancel);
        var storing = new StudyStoring(room, file.Study, choices, place.Study, place.Member, clock.GetUtcNow());
        try
        {
            if ((await storing.RunAsync(place.IsNew, cancel)).IsRefused(out var no, out var done)) return no;
            progress?.Report(ExchangeStep.Writing);
            await room.CommitAsync(cancel);
            permissions.Forget();
            Log.StudyCame(logger, done.Id, done.Transcripts, done.Codings + done.Waiting);
            feed.Publish(new StudyChanged(done.Id));
            feed.Publish(new CodebookChanged(done.Id));
            feed.Publish(new MembersChanged(done.Id));
            return done;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: var constraint })
        {
            return new Refusal(constraint?.Contains("studies", StringComparison.Ordinal) == true
                ? $"There is a study called “{choices.Name.Trim()}” already. Please give the new one another name."
                : "Two things of this project have the same name where each needs its own. Rename one of them in the other program, then import again.");
        }
    }

    private async Task<Result<(Study Study, Member Member, bool IsNew)>> WhoAsync(AccountId me, StudyImportChoices choices, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var at = clock.GetUtcNow();
        if (choices.Into is { } into)
        {
            if ((await permissions.AskAsync(me, into, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
            if (!lead.Reaches([])) return Refusal.Forbidden;
            return await StudyStoring.Empty(db).AsNoTracking().SingleOrDefaultAsync(s => s.Id == into, cancel) is { } empty
                ? (empty, lead, false)
                : new Refusal("There is material in this study already. A project can be brought into a new study, or into one without codes, participants, interviews and transcripts; to add to this study, bring in its texts as transcripts, its codebook on the page of the framework, and then its codings under “Bring in codings”.");
        }

        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        if (Study.Create(choices.Name, choices.ShortName, "", at).IsRefused(out var no, out var study)) return no;
        var person = await db.Users.Where(a => a.Id == me.Value).Select(a => a.Name).SingleAsync(cancel);
        return Member.Join(study.Id, me, Role.StudyLead, person, [], at).IsRefused(out var noMember, out var member) ? noMember : (study, member, true);
    }
}
