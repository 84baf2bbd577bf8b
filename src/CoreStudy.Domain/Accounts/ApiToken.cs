using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Domain.Accounts;

/// <summary>What a token lets a program read.</summary>
public enum ApiScope
{
    /// <summary>Studies, members by the names they show, the framework, progress.</summary>
    Study,

    /// <summary>Participants by their labels, interviews, transcripts without their words.</summary>
    People,

    /// <summary>Which passages are coded by whom with what, and matrices; without the words of the passages.</summary>
    Codings,

    /// <summary>Themes, findings, memos that are shared.</summary>
    Analysis,

    /// <summary>What participants said: words of transcripts, of coded passages and of quotes.</summary>
    Words,
}

/// <summary>A token by which a program of its owner's reads what its owner may read. The token itself is shown once and kept nowhere.</summary>
public sealed class ApiToken
{
    /// <summary>How long one may be used at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>How many one account has at most that can still be used.</summary>
    public const int Most = 20;

    public const int LongestName = 80;

    private ApiToken() { }

    public ApiTokenId Id { get; private set; }

    public AccountId AccountId { get; private set; }

    /// <summary>How its owner knows it again, such as “R on the office computer”.</summary>
    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the token in UTF-8, 32 bytes.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>SHA-256 of the security stamp that the account had when it was made: a changed password or second factor ends the token.</summary>
    public byte[] Stamp { get; private set; } = [];

    public IReadOnlyList<ApiScope> Scopes { get; private set; } = [];

    public List<ApiTokenStudy> Studies { get; private set; } = [];

    /// <summary>The studies that it is for; empty for all of its owner's, those that they join later too.</summary>
    public IReadOnlyList<StudyId> StudyIds => [.. Studies.Select(s => s.StudyId)];

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>From then on it is refused.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was used last, to the minute; null where it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Makes one.</summary>
    /// <param name="token">As <see cref="ApiTokenText.New"/> gives it.</param>
    /// <param name="studies">Empty for all of the owner's.</param>
    public static Result<ApiToken> Make(
        AccountId owner, string stamp, string name, string token, IReadOnlyCollection<ApiScope> scopes, IEnumerable<StudyId> studies, DateTimeOffset expiresAt, DateTimeOffset at)
    {
        if (Words.Required("a name", name, LongestName) is { } refusal) return refusal;
        if (scopes.Count == 0) return new Refusal("Please choose at least one thing that it may read.");
        if (expiresAt <= at) return new Refusal("Please choose a day after today until which it can be used.");
        if (expiresAt > at + Longest) return new Refusal("A token can be used for a year at most.");
        var id = ApiTokenId.New();
        return new ApiToken
        {
            Id = id,
            AccountId = owner,
            Name = name.Trim(),
            Hash = ApiTokenText.HashOf(token),
            Stamp = StampOf(stamp),
            Scopes = [.. scopes.Distinct().Order()],
            Studies = [.. studies.Distinct().Select(s => new ApiTokenStudy(id, s))],
            MadeAt = at,
            ExpiresAt = expiresAt,
        };
    }

    public void Revoke(DateTimeOffset at) => RevokedAt ??= at;

    /// <summary>Whether it can be used, as far as it knows itself; its owner's account is asked as well.</summary>
    public bool IsUsable(DateTimeOffset at) => RevokedAt is null && at < ExpiresAt;

    /// <summary>Whether the account's security stamp is the one that it had when the token was made.</summary>
    public bool FitsStamp(string? stamp) => stamp is not null && CryptographicOperations.FixedTimeEquals(Stamp, StampOf(stamp));

    public bool Reaches(StudyId study) => Studies.Count == 0 || Studies.Exists(s => s.StudyId == study);

    public override string ToString() => $"token {Id.Value}";

    private static byte[] StampOf(string stamp) => SHA256.HashData(Encoding.UTF8.GetBytes(stamp));
}

/// <summary>A study to which a token is limited.</summary>
public sealed record ApiTokenStudy(ApiTokenId TokenId, StudyId StudyId);
