using System.Security.Cryptography;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>A project of another program, read, with what a study makes of it. Nothing of it is stored.</summary>
/// <param name="Report">What stands in the file, and how it was read.</param>
/// <param name="Remarks">What becomes of it in a study.</param>
public sealed record ReadProjectFile(ExchangedStudy Study, RefiReport Report, IReadOnlyList<StudyRemark> Remarks)
{
    /// <summary>Whether this program wrote the file.</summary>
    public bool IsOurs => Report.Origin?.StartsWith(ExchangeFile.Origin, StringComparison.Ordinal) == true;

    public override string ToString() => $"{Study.Transcripts.Count} transcripts";
}

/// <summary>A study that a project can be brought into.</summary>
public sealed record EmptyStudy(StudyId Id, string Name);

/// <summary>Somebody whose codings may be in a project.</summary>
/// <param name="Email">The address they sign in with.</param>
public sealed record CoderAccount(AccountId Id, string Name, string Email)
{
    public override string ToString() => $"account {Id.Value}";
}

/// <summary>Somebody who may bring in a project looks at what would become of it. Nothing is stored.</summary>
public sealed class PlanStudyImport(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy, TimeProvider clock) : IUseCase
{
    /// <summary>In bytes: what can be sent by a browser. A project without its recordings is rarely larger than a few MB.</summary>
    public const long LargestBytes = 300L * 1024 * 1024;

    /// <summary>Where this account may bring a project: into a new study, into which empty ones; a refusal where nowhere.</summary>
    public async Task<Result<(bool MayCreate, IReadOnlyList<EmptyStudy> Empty)>> WhereAsync(AccountId me, CancellationToken cancel)
    {
        var mayCreate = await permissions.IsOperatorAsync(me, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var mine = await db.Members.AsNoTracking().Where(m => m.AccountId == me && m.EndedAt == null).ToListAsync(cancel);
        var ids = mine.Where(m => m.May(Operation.ImportCodings) && m.Reaches([])).Select(m => m.StudyId).ToList();
        var empty = await StudyStoring.Empty(db).Where(s => ids.Contains(s.Id) && s.ArchivedAt == null).OrderBy(s => s.Name).Select(s => new EmptyStudy(s.Id, s.Name)).ToListAsync(cancel);
        return mayCreate || ids.Count > 0 ? (mayCreate, empty) : Refusal.Forbidden;
    }

    /// <summary>Whose the codings of a project can be: of an empty study, those of its team who code, and who reads it in; of a new one, everybody with an account.</summary>
    public async Task<Result<IReadOnlyList<CoderAccount>>> WhoAsync(AccountId me, StudyId? into, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (into is not { } study)
        {
            if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
            var now = clock.GetUtcNow();
            return await db.Users.Where(a => a.LockoutEnd == null || a.LockoutEnd < now).OrderBy(a => a.Name).ThenBy(a => a.Email).Select(a => new CoderAccount(new AccountId(a.Id), a.Name, a.Email!)).ToListAsync(cancel);
        }

        if ((await permissions.AskAsync(me, study, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out _)) return refusal;
        var team = await (
            from m in db.Members.AsNoTracking()
            join a in db.Users on (Guid)(object)m.AccountId equals a.Id
            where m.StudyId == study && m.EndedAt == null
            orderby m.Name
            select new { Member = m, a.Email }).ToListAsync(cancel);
        return team.Where(t => t.Member.AccountId == me || t.Member.May(Operation.Code)).Select(t => new CoderAccount(t.Member.AccountId, t.Member.Name, t.Email!)).ToList();
    }

    /// <param name="content">Read from its start; it is not kept.</param>
    public async Task<Result<ReadProjectFile>> RunAsync(AccountId me, string fileName, Stream content, CancellationToken cancel)
    {
        if ((await WhereAsync(me, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Import) is { } tooMuch) return tooMuch;
        return await Task.Run<Result<ReadProjectFile>>(() =>
        {
            if (ExchangeFile.Read(fileName, content, cancel).IsRefused(out var unreadable, out var reading)) return unreadable;
            using (reading)
            {
                if (reading.IsCodebook) return new Refusal("This is a codebook, not a project. Bring it in on the page of the framework, under “Import”.");
                var (study, remarks) = StudyReader.FromProject(reading.Project);
                return new ReadProjectFile(study, reading.Report, remarks);
            }
        }, cancel);
    }

    /// <summary>SHA-256 of a text of a project, so that the same one is noticed.</summary>
    internal static string HashOf(ExchangedTranscript transcript) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{transcript.Id}\n{transcript.Words}")));
}
