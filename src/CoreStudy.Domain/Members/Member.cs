namespace CoreStudy.Domain.Members;

/// <summary>A person of the team in one study, in one role; perhaps for certain trusts alone.</summary>
public sealed class Member
{
    private Member() { }

    public MemberId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public AccountId AccountId { get; private set; }

    public Role Role { get; private set; }

    /// <summary>How colleagues see this member; up to 80 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The trusts this member is limited to; empty means every trust of the study.</summary>
    public IReadOnlyList<TrustId> TrustIds => [.. Trusts.Select(t => t.TrustId)];

    public List<MemberTrust> Trusts { get; private set; } = [];

    /// <summary>Whether this is a coder of whom the study knows no more than codings that were brought in: somebody without a sign-in, who is no member of the team.</summary>
    public bool IsOutside { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>When the membership ended; null while it lasts. What the member did stays.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public static Result<Member> Join(
        StudyId studyId, AccountId accountId, Role role, string name, IEnumerable<TrustId> trusts, DateTimeOffset at)
    {
        var member = new Member { Id = MemberId.New(), StudyId = studyId, AccountId = accountId, JoinedAt = at };
        if (member.Rename(name).IsRefused(out var refusal, out _)) return refusal;
        member.ChangeRole(role, trusts);
        return member;
    }

    /// <summary>Keeps a coder from outside, whose codings are brought in. The membership has ended before it begins: nobody acts under it.</summary>
    /// <param name="accountId">An account that cannot be signed in to.</param>
    public static Result<Member> FromOutside(StudyId studyId, AccountId accountId, string name, DateTimeOffset at)
    {
        if (Join(studyId, accountId, Role.Coder, name, [], at).IsRefused(out var refusal, out var member)) return refusal;
        (member.IsOutside, member.EndedAt) = (true, at);
        return member;
    }

    public Result<Done> Rename(string name)
    {
        if (Words.Required("a name", name, 80) is { } refusal) return refusal;
        Name = name.Trim();
        return Done.Well;
    }

    public void ChangeRole(Role role, IEnumerable<TrustId> trusts)
    {
        Role = role;
        Trusts = [.. trusts.Distinct().Select(t => new MemberTrust(Id, t))];
    }

    public void End(DateTimeOffset at) => EndedAt ??= at;

    /// <summary>Takes the membership up again; a coder from outside stays one.</summary>
    public void Resume() => EndedAt = IsOutside ? EndedAt : null;

    /// <summary>Whether this member may do this, in this trust where the deed concerns one.</summary>
    public bool May(Operation operation, TrustId? trust = null) =>
        EndedAt is null && Rights.Allow(Role, operation) && (trust is not { } one || ReachesTrust(one));

    /// <summary>Whether this member works for all of these trusts; an empty list stands for every trust of the study.</summary>
    public bool Reaches(IReadOnlyCollection<TrustId> trusts) => Trusts.Count == 0 || (trusts.Count > 0 && trusts.All(ReachesTrust));

    public bool ReachesTrust(TrustId trust) => Trusts.Count == 0 || Trusts.Exists(t => t.TrustId == trust);
}

/// <summary>A trust to which a member is limited.</summary>
public sealed record MemberTrust(MemberId MemberId, TrustId TrustId);
