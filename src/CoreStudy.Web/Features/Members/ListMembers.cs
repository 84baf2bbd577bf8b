using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Who belongs to a study, in which role; who is invited; and what the reader may do about it.</summary>
public sealed class ListMembers(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<MemberList>> RunAsync(AccountId by, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.SeeMembers, cancel)).IsRefused(out var refusal, out var reader)) return refusal;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var mayManage = reader.May(Operation.ManageMembers);
        var study = await db.Studies.Where(s => s.Id == studyId).Select(s => s.Name).SingleAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new TrustChoice(t.Id, t.Label)).ToListAsync(cancel);
        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == studyId).ToListAsync(cancel);
        var accountIds = members.Select(m => m.AccountId.Value).ToList();
        var accounts = await db.Users.Where(a => accountIds.Contains(a.Id))
            .Select(a => new { a.Id, a.Email, IsLocked = a.LockoutEnd == Account.Never, a.TwoFactorEnabled }).ToDictionaryAsync(a => a.Id, cancel);

        var rows = members.Select(m =>
        {
            var account = accounts[m.AccountId.Value];
            var state = m.EndedAt is not null ? MemberState.Ended : account.IsLocked ? MemberState.Locked : MemberState.Active;
            return new MemberRow(m.Id, m.Name, mayManage ? account.Email! : "", m.Role, [.. m.TrustIds], Labels(trusts, m.TrustIds), state, m.JoinedAt, m.Id == reader.Id);
        }).OrderBy(r => r.State == MemberState.Ended).ThenBy(r => r.Name, StringComparer.CurrentCultureIgnoreCase).ToList();

        return new MemberList(
            study, rows, mayManage ? await InvitationsAsync(db, studyId, trusts, cancel) : [], trusts,
            reader.Role, mayManage, reader.May(Operation.ManageAccounts));
    }

    private async Task<List<InvitationRow>> InvitationsAsync(StudyDb db, StudyId studyId, List<TrustChoice> trusts, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await db.Invitations.AsNoTracking()
            .Where(i => i.StudyId == studyId && i.UsedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .OrderBy(i => i.Name).ToListAsync(cancel);
        return [.. open.Select(i => new InvitationRow(i.Id, i.Name, i.Email, i.Role, Labels(trusts, i.TrustIds), i.ExpiresAt))];
    }

    private static string Labels(List<TrustChoice> trusts, IReadOnlyCollection<TrustId> limited) =>
        limited.Count == 0 ? "All" : string.Join(", ", trusts.Where(t => limited.Contains(t.Id)).Select(t => t.Label));
}

public enum MemberState
{
    Active,

    /// <summary>The account cannot be used until an admin unlocks it.</summary>
    Locked,

    /// <summary>No longer a member; what they coded stays.</summary>
    Ended,
}

/// <param name="Email">Empty for readers who do not manage members.</param>
/// <param name="Trusts">The labels of the trusts this member is limited to, or All.</param>
public sealed record MemberRow(
    MemberId Id, string Name, string Email, Role Role, IReadOnlyList<TrustId> TrustIds, string Trusts, MemberState State, DateTimeOffset JoinedAt, bool IsMe);

public sealed record InvitationRow(InvitationId Id, string Name, string Email, Role Role, string Trusts, DateTimeOffset ExpiresAt);

public sealed record TrustChoice(TrustId Id, string Label);

public sealed record MemberList(
    string Study,
    IReadOnlyList<MemberRow> Members,
    IReadOnlyList<InvitationRow> Invitations,
    IReadOnlyList<TrustChoice> Trusts,
    Role MyRole,
    bool MayManageMembers,
    bool MayManageAccounts);
