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
        var labels = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new TrustChoice(t.Id, t.Label)).ToListAsync(cancel);
        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == studyId).ToListAsync(cancel);
        var accountIds = members.Select(m => m.AccountId.Value).ToList();
        var accounts = await db.Users.Where(a => accountIds.Contains(a.Id))
            .Select(a => new { a.Id, a.Email, IsLocked = a.LockoutEnd == Account.Never, HasSecondStep = a.TwoFactorEnabled || db.UserPasskeys.Any(p => p.UserId == a.Id) }).ToDictionaryAsync(a => a.Id, cancel);
        var maySeeSteps = reader.May(Operation.ManageAccounts);

        var rows = members.Select(m =>
        {
            var account = accounts[m.AccountId.Value];
            var state = m.IsOutside ? MemberState.Outside : m.EndedAt is not null ? MemberState.Ended : account.IsLocked ? MemberState.Locked : MemberState.Active;
            return new MemberRow(m.Id, m.Name, mayManage && !m.IsOutside ? account.Email! : "", m.Role, [.. m.TrustIds], Labels(labels, m.TrustIds), state, m.JoinedAt, m.Id == reader.Id,
                mayManage && state is not (MemberState.Ended or MemberState.Outside) && m.Id != reader.Id && !Team.MayChange(reader, m).IsRefused(out _, out _),
                maySeeSteps && (state is MemberState.Active or MemberState.Locked) ? account.HasSecondStep : null);
        }).OrderBy(r => r.State is MemberState.Ended or MemberState.Outside).ThenBy(r => r.Name, StringComparer.CurrentCultureIgnoreCase).ToList();

        var inviters = members.Where(m => !accounts[m.AccountId.Value].IsLocked).ToDictionary(m => m.Id);
        return new MemberList(
            study, rows, mayManage ? await InvitationsAsync(db, studyId, inviters, labels, cancel) : [], [.. labels.Where(t => reader.ReachesTrust(t.Id))],
            reader.TrustIds.Count == 0, reader.Role, mayManage, maySeeSteps);
    }

    private async Task<List<InvitationRow>> InvitationsAsync(
        StudyDb db, StudyId studyId, Dictionary<MemberId, Member> inviters, List<TrustChoice> trusts, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await db.Invitations.AsNoTracking()
            .Where(i => i.StudyId == studyId && i.UsedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .OrderBy(i => i.Name).ToListAsync(cancel);
        return [.. open.Where(i => inviters.TryGetValue(i.InvitedBy, out var inviter) && i.HoldsFrom(inviter, now)).Select(i => new InvitationRow(i.Id, i.Name, i.Email, i.Role, Labels(trusts, i.TrustIds), i.ExpiresAt))];
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

    /// <summary>Coded elsewhere, and was brought in with codings: there is no sign-in.</summary>
    Outside,
}

/// <param name="Email">Empty for readers who do not manage members.</param>
/// <param name="Trusts">The labels of the trusts this member is limited to, or All.</param>
/// <param name="MayChange">Whether the reader may change anything about this membership.</param>
/// <param name="HasSecondStep">Whether the account has an authenticator app or a passkey; null for readers who do not look after accounts, and for who does not sign in.</param>
public sealed record MemberRow(
    MemberId Id, string Name, string Email, Role Role, IReadOnlyList<TrustId> TrustIds, string Trusts, MemberState State, DateTimeOffset JoinedAt, bool IsMe, bool MayChange, bool? HasSecondStep = null);

public sealed record InvitationRow(InvitationId Id, string Name, string Email, Role Role, string Trusts, DateTimeOffset ExpiresAt);

public sealed record TrustChoice(TrustId Id, string Label);

/// <param name="Trusts">The trusts to which the reader may give access.</param>
/// <param name="MayGrantEveryTrust">Whether the reader may give access to every trust, those still to come too.</param>
public sealed record MemberList(
    string Study,
    IReadOnlyList<MemberRow> Members,
    IReadOnlyList<InvitationRow> Invitations,
    IReadOnlyList<TrustChoice> Trusts,
    bool MayGrantEveryTrust,
    Role MyRole,
    bool MayManageMembers,
    bool MayManageAccounts);
