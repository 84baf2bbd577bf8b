using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Somebody changes how they are called, in the account and in every study they belong to.</summary>
/// <remarks>Everybody may do this to themselves, and nobody to others.</remarks>
public sealed class ChangeName(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId by, string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == by.Value, cancel) is not { IsLocked: false } account) return Refusal.NotFound;

        var members = await db.Members.Where(m => m.AccountId == by).ToListAsync(cancel);
        if (string.IsNullOrWhiteSpace(name)) return new Refusal("Please give your name.");
        if (name.Trim().Length > 80) return new Refusal("Please give a name of at most 80 characters.");
        account.Name = name.Trim();
        foreach (var member in members)
        {
            if (member.Rename(name).IsRefused(out var refusal, out _)) return refusal;
        }

        db.Audit(AuditEntry.Of(AuditKind.NameChanged, by, null, AuditSubject.Of(by)));
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        foreach (var member in members) feed.Publish(new MembersChanged(member.StudyId));
        return Done.Well;
    }
}
