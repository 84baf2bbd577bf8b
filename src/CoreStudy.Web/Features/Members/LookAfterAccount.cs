using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Finds the account of a member for an admin who may look after it.</summary>
internal static class LookAfterAccount
{
    private static readonly Refusal Elsewhere = new(
        "This account is also used outside this study, so an admin of this study cannot change it. End the membership here, or ask who runs this installation.");

    /// <summary>Identity did not save, since somebody else saved the account first.</summary>
    public static Refusal ChangedMeanwhile { get; } = new("The account was changed elsewhere meanwhile. Please try again.");

    /// <remarks>
    /// Who can make a reset link can become that person. So an admin of one study gets no hold of an operator's account,
    /// nor of somebody who works in a study where this admin is none; operators may look after every account.
    /// </remarks>
    public static async Task<Result<Account>> AccountToLookAfterAsync(
        this IServiceProvider scope, Permissions permissions, Member admin, MemberId memberId, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<StudyDb>();
        if (await db.Members.SingleOrDefaultAsync(m => m.Id == memberId && m.StudyId == admin.StudyId, cancel) is not { } member) return Refusal.NotFound;
        if (Team.MayLookAfterAccount(admin, member).IsRefused(out var own, out _)) return own;

        var account = await scope.GetRequiredService<UserManager<Account>>().FindByIdAsync(member.AccountId.Value.ToString());
        if (account is null) return Refusal.NotFound;
        if (await permissions.IsOperatorAsync(admin.AccountId, cancel)) return account;

        var beyond = await db.Members.AnyAsync(
            m => m.AccountId == member.AccountId && m.EndedAt == null && m.StudyId != admin.StudyId
                && !db.Members.Any(a => a.StudyId == m.StudyId && a.AccountId == admin.AccountId && a.Role == Role.Admin && a.EndedAt == null),
            cancel);
        return account.IsOperator || beyond ? Elsewhere : account;
    }
}
