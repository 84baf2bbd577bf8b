using System.CommandLine;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>Makes accounts without the site: the first one of an installation, and the first member of a study.</summary>
internal static class UserCommand
{
    internal const int Refused = 1;

    private static readonly Option<string> Email = new("--email") { Description = "The e-mail address to sign in with.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "How the person is called on screen.", Required = true };
    private static readonly Option<bool> Operator = new("--operator") { Description = "May create studies and look after all accounts." };
    private static readonly Option<string?> Study = new("--study") { Description = "Also a member of this study: its id, name or short name." };
    private static readonly Option<Role?> Role = new("--role") { Description = "The role in the study." };
    private static readonly Option<bool> PasswordStdin = new("--password-stdin") { Description = "Takes the password from the first line of standard input, instead of printing a link to choose one." };
    internal static readonly Option<string> Site = new("--site") { Description = "Where people reach the site, for the link.", DefaultValueFactory = _ => "http://localhost:5080" };

    public static Command Make()
    {
        var create = new Command("create", "Makes an account, or adds an existing one to a study. Prints JSON: {\"account\", \"member\", \"link\"}.")
        {
            Email, Name, Operator, Study, Role, PasswordStdin, Site,
        };
        create.Validators.Add(given =>
        {
            if (given.GetValue(Study) is null != given.GetValue(Role) is null) given.AddError("--study and --role go together.");
        });
        Site.Validators.Add(given =>
        {
            if (!Uri.IsWellFormedUriString(given.GetValueOrDefault<string>(), UriKind.Absolute)) given.AddError("--site takes an address such as https://study.example.");
        });
        create.SetAction((given, cancel) => Databases.RunAsync(database => RunAsync(database, given, cancel), cancel));
        return new Command("user", "Looks after accounts.") { create, UserRecoverCommand.Make() };
    }

    private static async Task<int> RunAsync(Databases database, ParseResult given, CancellationToken cancel)
    {
        await using var services = database.Services().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        if ((await CreateAsync(scope.ServiceProvider, given, cancel)).IsRefused(out var refusal, out var created))
        {
            await Console.Error.WriteLineAsync(refusal.Sentence);
            return Refused;
        }

        Console.WriteLine(JsonSerializer.Serialize(created, JsonSerializerOptions.Web));
        return 0;
    }

    private static async Task<Result<Created>> CreateAsync(IServiceProvider services, ParseResult given, CancellationToken cancel)
    {
        var (db, accounts) = (services.GetRequiredService<StudyDb>(), services.GetRequiredService<UserManager<Account>>());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await FindStudyAsync(db, given.GetValue(Study), cancel)).IsRefused(out var noStudy, out var study)) return noStudy;
        var known = await accounts.FindByEmailAsync(given.GetRequiredValue(Email));
        if (known is not null && study.Id is null) return new Refusal("There is an account of this e-mail address already.");
        if (known is not null && (given.GetValue(Operator) || given.GetValue(PasswordStdin)))
            return new Refusal("There is an account of this e-mail address already; it can only be added to a study.");

        var account = known ?? NewAccount(given, services.GetRequiredService<TimeProvider>());
        if (known is null && await StoreAsync(accounts, account, given, cancel) is { } refused) return refused;

        MemberId? memberId = null;
        if (study.Id is { } studyId)
        {
            var accountId = new AccountId(account.Id);
            if (await db.Members.AnyAsync(m => m.StudyId == studyId && m.AccountId == accountId, cancel)) return new Refusal("This account was added to the study before.");
            var joining = Member.Join(studyId, accountId, given.GetValue(Role)!.Value, account.Name, [], services.GetRequiredService<TimeProvider>().GetUtcNow());
            if (joining.IsRefused(out var refusal, out var member)) return refusal;
            db.Members.Add(member);
            memberId = member.Id;
            db.Audit(AuditEntry.Of(AuditKind.MemberJoined, null, studyId, AuditSubject.Of(member.Id), AuditDetail.Word("role", member.Role).AndWhether("commandLine", true)));
        }

        var link = account.PasswordHash is null ? new Uri(new Uri(given.GetRequiredValue(Site)), await ResetLink.MakeAsync(accounts, account)) : null;
        if (known is null) db.Audit(AuditEntry.Of(AuditKind.AccountMade, null, null, AuditSubject.Of(new AccountId(account.Id)), AuditDetail.None.AndWhether("operator", account.IsOperator).AndWhether("commandLine", true)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Created(account.Id, memberId?.Value, link);
    }

    private static Account NewAccount(ParseResult given, TimeProvider clock) => new()
    {
        Name = given.GetRequiredValue(Name).Trim(),
        Email = given.GetRequiredValue(Email).Trim(),
        UserName = given.GetRequiredValue(Email).Trim(),
        EmailConfirmed = true,
        IsOperator = given.GetValue(Operator),
        CreatedAt = clock.GetUtcNow(),
    };

    private static async Task<Refusal?> StoreAsync(UserManager<Account> accounts, Account account, ParseResult given, CancellationToken cancel)
    {
        if (account.Name.Length is 0 or > 80) return new Refusal("Please give a name of at most 80 characters.");
        if (!account.Email!.Contains('@', StringComparison.Ordinal)) return new Refusal("Please give an e-mail address with an @ in it.");
        var result = given.GetValue(PasswordStdin)
            ? await accounts.CreateAsync(account, await Console.In.ReadLineAsync(cancel) ?? "")
            : await accounts.CreateAsync(account);
        return result.Succeeded ? null : new Refusal(string.Join(' ', result.Errors.Select(e => e.Description)));
    }

    private static async Task<Result<Wanted>> FindStudyAsync(StudyDb db, string? wanted, CancellationToken cancel)
    {
        if (wanted is null) return new Wanted(null);
        var id = Guid.TryParse(wanted, out var guid) ? new StudyId(guid) : default;
        var found = await db.Studies.Where(s => s.Id == id || s.Name == wanted || s.ShortName == wanted).Select(s => s.Id).Take(2).ToListAsync(cancel);
        return found switch
        {
            [var one] => new Wanted(one),
            [] => new Refusal($"There is no study “{wanted}”."),
            _ => new Refusal($"Several studies are called “{wanted}”; give the id."),
        };
    }

    private sealed record Wanted(StudyId? Id);

    private sealed record Created(Guid Account, Guid? Member, Uri? Link);
}
