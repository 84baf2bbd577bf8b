namespace CoreStudy.Domain.Members;

/// <summary>The people of a study together, and the rules about who may change whose membership.</summary>
/// <param name="members">Everybody of one study; those whose membership ended do not count.</param>
public sealed class Team(IEnumerable<Member> members)
{
    private readonly List<Member> _members = [.. members.Where(m => m.EndedAt is null)];

    /// <summary>A membership for somebody: only an admin makes an admin, and nobody opens trusts that are not open to them.</summary>
    /// <param name="trusts">Empty for every trust of the study.</param>
    public static Result<Done> MayGrant(Member by, Role role, IReadOnlyCollection<TrustId> trusts) =>
        role == Role.Admin && by.Role != Role.Admin ? new Refusal("Only an admin can make somebody an admin.")
        : by.Reaches(trusts) ? Done.Well
        : new Refusal("You work for certain trusts of this study, so you can give access to those alone.");

    public Result<Done> ChangeRole(Member by, Member whom, Role role, IReadOnlyCollection<TrustId> trusts)
    {
        if (by.Id == whom.Id) return new Refusal("You cannot change your own role. Please ask another admin or study lead.");
        if (MayChange(by, whom).IsRefused(out var refusal, out _)) return refusal;
        if (MayGrant(by, role, trusts).IsRefused(out var notGranted, out _)) return notGranted;
        if (role != whom.Role && IsLast(whom)) return new Refusal($"{whom.Name} is the last {Title(whom.Role)} of this study. Give somebody else that role first.");
        whom.ChangeRole(role, trusts);
        return Done.Well;
    }

    public Result<Done> End(Member by, Member whom, DateTimeOffset at)
    {
        if (by.Id == whom.Id) return new Refusal("You cannot end your own membership. Please ask another admin or study lead.");
        if (MayChange(by, whom).IsRefused(out var refusal, out _)) return refusal;
        if (IsLast(whom)) return new Refusal($"{whom.Name} is the last {Title(whom.Role)} of this study. Give somebody else that role first.");
        whom.End(at);
        return Done.Well;
    }

    /// <summary>Locking an account, or letting its owner choose a new password.</summary>
    public static Result<Done> MayLookAfterAccount(Member by, Member whom) =>
        by.Id == whom.Id ? new Refusal("This is your own account: change it on your account page.") : MayChange(by, whom);

    /// <summary>Whether anything about somebody else's membership is open to this member: not an admin's for a lead, nor one that reaches further.</summary>
    public static Result<Done> MayChange(Member by, Member whom) =>
        whom.Role == Role.Admin && by.Role != Role.Admin ? new Refusal("Only an admin can change the membership of an admin.")
        : by.Reaches(whom.TrustIds) ? Done.Well
        : new Refusal($"{whom.Name} works for trusts that you do not. Please ask somebody who works for all of them.");

    private bool IsLast(Member whom) =>
        whom.Role is Role.Admin or Role.StudyLead && !_members.Exists(m => m.Role == whom.Role && m.Id != whom.Id);

    private static string Title(Role role) => role == Role.StudyLead ? "study lead" : "admin";
}
