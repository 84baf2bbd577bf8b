using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui.Api;

/// <summary>What a field of an answer is.</summary>
public enum ApiKind
{
    /// <summary>Words that somebody typed or said.</summary>
    Text,

    /// <summary>One of a few words that the app itself has.</summary>
    Word,

    /// <summary>A name of somebody of the team.</summary>
    TeamName,

    /// <summary>A UUID.</summary>
    Id,

    /// <summary>UUIDs; in csv with spaces between.</summary>
    Ids,

    Texts,

    /// <summary>A whole number.</summary>
    Whole,

    Number,

    YesNo,

    /// <summary>A day, such as 2026-03-02.</summary>
    Day,

    /// <summary>A moment in UTC, such as 2026-03-02T09:30:00Z.</summary>
    Moment,
}

/// <summary>A field of the rows of a list: the same in JSON, csv, and what describes them.</summary>
/// <param name="Name">In small letters with low lines.</param>
/// <param name="Says">What it means, with its unit, in a sentence.</param>
/// <param name="Example">A value as JSON has it.</param>
public abstract record ApiField(string Name, ApiKind Kind, string Says, object? Example)
{
    /// <summary>Whether the field may be null.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What it says of participants, as <see cref="ExportColumn"/> has it: too small a group reads “held back”.</summary>
    public string? Attribute { get; init; }

    /// <summary>Whether it has names of codes or themes.</summary>
    public bool IsLabel { get; init; }

    /// <summary>Whether it holds what participants said: then it is there where it is asked for (<c>words=yes</c>) by a token with the scope for it.</summary>
    public bool HasWords { get; init; }

    /// <summary>The values there are, where they are few.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    internal ExportColumn ForGate => new(Name, Kind is ApiKind.Text or ApiKind.Texts || Attribute is not null, Attribute, IsLabel) { IsReleased = HasWords };

    /// <summary>A value as csv has it, and as the gate looks through it.</summary>
    internal static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool holds => holds ? "true" : "false",
        Guid id => id.ToString(),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
        IEnumerable<Guid> ids => string.Join(' ', ids),
        IEnumerable<string> texts => string.Join("; ", texts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A field holds no {value.GetType()}."),
    };
}

/// <summary>A field, and how it is read of a row.</summary>
public sealed record ApiField<T>(string Name, ApiKind Kind, string Says, object? Example, Func<T, object?> Value) : ApiField(Name, Kind, Says, Example);

/// <summary>Something that a question may say in its address.</summary>
/// <param name="IsMany">Whether it may be said several times: any of them fits.</param>
public sealed record ApiParameter(string Name, ApiKind Kind, string Says, bool IsMany = false)
{
    public IReadOnlyList<string> OneOf { get; init; } = [];
}

/// <summary>A list that programs can read: where it is, what it is of, and who may ask for it.</summary>
/// <param name="Path">Below <c>/api/v1/</c>, such as <c>studies/{study}/members</c>.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Says">What a program gets, and who may read it, in sentences.</param>
/// <param name="Scope">What the token must be for.</param>
/// <param name="List">What the audit trail calls it.</param>
/// <param name="Fields">Those that every study has; a study's own come besides.</param>
public sealed record ApiListing(string Path, string Summary, string Says, ApiScope Scope, Domain.Audits.ExportedList List, IReadOnlyList<ApiField> Fields)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>What fields a study has of its own, in a sentence; null where it has none. They lie in an object of this name, or in csv behind this name and a dot.</summary>
    public (string Name, string Says, string Example)? More { get; init; }

    /// <summary>Whether rows have words of participants, if asked.</summary>
    public bool MayHaveWords => Fields.Any(f => f.HasWords);

    /// <summary>The name of the kind of row, for those who generate code.</summary>
    public string Row => string.Concat(Summary.Split(' ', '-').Select(w => char.ToUpperInvariant(w[0]) + w[1..].ToLowerInvariant()));
}

/// <summary>Some rows of a list.</summary>
/// <param name="Next">After which the next ones come; null where these are the last.</param>
public sealed record ApiPart<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>Rows as an endpoint has them.</summary>
/// <param name="Fields">In the order in which they are shown.</param>
/// <param name="Read">Rows after a place (null from the first), as many as asked at most. A place means the same however rows move meanwhile.</param>
public sealed record ApiRows<T>(IReadOnlyList<ApiField<T>> Fields, Func<string?, int, CancellationToken, Task<Result<ApiPart<T>>>> Read)
{
    /// <summary>Whom each row is about, where rows are about participants one by one.</summary>
    public Func<T, ParticipantId>? Person { get; init; }

    /// <summary>How many there are in all; null where nobody counted.</summary>
    public long? InAll { get; init; }
}

public static class ApiRows
{
    /// <summary>Of a list that is held in memory, in the order of a key that never changes while a row is there.</summary>
    public static ApiRows<T> Of<T>(IReadOnlyList<ApiField<T>> fields, IEnumerable<T> rows, Func<T, string> key)
    {
        var inOrder = rows.OrderBy(key, StringComparer.Ordinal).ToList();
        return new ApiRows<T>(fields, (after, take, _) =>
        {
            var rest = after is null ? inOrder : inOrder.FindAll(r => string.CompareOrdinal(key(r), after) > 0);
            return Task.FromResult<Result<ApiPart<T>>>(new ApiPart<T>(rest.Take(take).ToList(), rest.Count > take ? key(rest[take - 1]) : null));
        })
        {
            InAll = inOrder.Count,
        };
    }
}
