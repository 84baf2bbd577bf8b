using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoreStudy.Domain.Audits;

/// <summary>What else an entry says: numbers, days, ids, hashes, names of enums and labels. There is no way to put other words in.</summary>
/// <remarks>Each addition gives a new detail. A name is a constant of the program, so that nothing typed can hide in it either.</remarks>
public sealed class AuditDetail
{
    private readonly SortedDictionary<string, JsonNode> _facts;

    private AuditDetail(SortedDictionary<string, JsonNode> facts) => _facts = facts;

    public static AuditDetail None { get; } = new(new(StringComparer.Ordinal));

    public bool IsEmpty => _facts.Count == 0;

    public static AuditDetail Count([ConstantExpected] string name, long number) => None.With(name, JsonValue.Create(number));

    public static AuditDetail Word<TEnum>([ConstantExpected] string name, TEnum word)
        where TEnum : struct, Enum => None.AndWord(name, word);

    public AuditDetail AndCount([ConstantExpected] string name, long number) => With(name, JsonValue.Create(number));

    public AuditDetail AndWhether([ConstantExpected] string name, bool holds) => With(name, JsonValue.Create(holds));

    public AuditDetail AndWord<TEnum>([ConstantExpected] string name, TEnum word)
        where TEnum : struct, Enum => With(name, JsonValue.Create(word.ToString()));

    public AuditDetail AndId<TId>([ConstantExpected] string name, TId id)
        where TId : struct, IId => With(name, JsonValue.Create(id.Value.ToString()));

    public AuditDetail AndIds<TId>([ConstantExpected] string name, IEnumerable<TId> ids)
        where TId : struct, IId => With(name, new JsonArray([.. ids.Select(i => (JsonNode)JsonValue.Create(i.Value.ToString()))]));

    /// <param name="day">Null for none, which is not noted.</param>
    public AuditDetail AndDay([ConstantExpected] string name, DateOnly? day) =>
        day is { } one ? With(name, JsonValue.Create(one.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))) : this;

    public AuditDetail AndLabel([ConstantExpected] string name, AuditLabel label) => With(name, JsonValue.Create(label.Text));

    /// <param name="sha256">32 bytes.</param>
    public AuditDetail AndHash([ConstantExpected] string name, ReadOnlySpan<byte> sha256) =>
        sha256.Length == 32 ? With(name, JsonValue.Create(Convert.ToHexStringLower(sha256))) : throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(sha256));

    /// <summary>The number of this name; null where there is none.</summary>
    public long? CountOf(string name) => _facts.TryGetValue(name, out var fact) && fact.GetValueKind() == JsonValueKind.Number && fact.AsValue().TryGetValue(out long number) ? number : null;

    public bool Says(string name) => _facts.TryGetValue(name, out var fact) && fact.GetValueKind() == JsonValueKind.True;

    /// <summary>The word, id, day or label of this name as it was stored; null where there is none.</summary>
    public string? TextOf(string name) => _facts.TryGetValue(name, out var fact) && fact.GetValueKind() == JsonValueKind.String ? fact.GetValue<string>() : null;

    public Guid? IdOf(string name) => Guid.TryParse(TextOf(name), out var id) ? id : null;

    /// <summary>The enum's value of this name; null where there is none, or none that is known by now.</summary>
    public TEnum? WordOf<TEnum>(string name)
        where TEnum : struct, Enum => Enum.TryParse<TEnum>(TextOf(name), out var word) ? word : null;

    public string ToJson() => JsonSerializer.Serialize(_facts);

    public static AuditDetail Stored(string json) =>
        new(new(JsonSerializer.Deserialize<Dictionary<string, JsonNode>>(json) ?? [], StringComparer.Ordinal));

    public AuditDetail Without(IEnumerable<string> names) => new(new(_facts.Where(f => !names.Contains(f.Key)).ToDictionary(), StringComparer.Ordinal));

    private AuditDetail With(string name, JsonNode fact) => new(new(_facts, StringComparer.Ordinal) { [name] = fact });
}
