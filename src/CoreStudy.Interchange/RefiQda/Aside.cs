using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// What the format has no place for, in one more file of the archive, by the GUID of the thing it belongs to. Other tools pass over a file that nothing refers to; what people
/// wrote is therefore never here alone (deploy/docs/exchange.md).
/// </summary>
internal sealed record Aside
{
    public const string Entry = "corestudy.json";
    public const string Format = "corestudy-aside-1";
    public const long Largest = 100L * 1024 * 1024;

    /// <summary>The name under which a place is kept that lies inside a character.</summary>
    public const string Place = "place";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tool that the project came from before it was ours.</summary>
    public string? Origin { get; init; }

    /// <summary>How the places in this file are counted.</summary>
    public PositionReading? Positions { get; init; }

    /// <summary>How the places are counted that could not be placed.</summary>
    public PositionReading? Unplaced { get; init; }

    public IReadOnlyDictionary<RefiId, IReadOnlyDictionary<string, string>> Things { get; init; } = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>();

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(Format, Origin, Positions?.ToString(), Unplaced?.ToString(), Things.OrderBy(t => t.Key.ToString(), StringComparer.Ordinal)
            .ToDictionary(t => t.Key.ToString(), t => t.Value.OrderBy(v => v.Key, StringComparer.Ordinal).ToDictionary(v => v.Key, v => v.Value))),
        Readable);

    /// <summary>Null where it cannot be understood.</summary>
    public static Aside? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(content, Readable);
            if (stored?.Format != Format) return null;
            var things = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>();
            foreach (var (key, values) in stored.Things ?? [])
            {
                if (RefiId.TryRead(key, out var id)) things[id] = values;
            }

            return new Aside { Origin = stored.Origin, Positions = PositionReading.Parse(stored.Positions), Unplaced = PositionReading.Parse(stored.Unplaced), Things = things };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Such as <c>12-15</c>, or <c>unplaced 12-15</c>.</summary>
    public static string Write(RefiPlace place) => place switch
    {
        RefiTextPlace p => string.Create(CultureInfo.InvariantCulture, $"{p.Start}-{p.End}"),
        RefiUnplaced p => string.Create(CultureInfo.InvariantCulture, $"unplaced {p.Start}-{p.End}"),
        _ => throw new ArgumentException("Only places in texts are put aside.", nameof(place)),
    };

    public static RefiPlace? ReadPlace(string words)
    {
        var isUnplaced = words.StartsWith("unplaced ", StringComparison.Ordinal);
        var parts = words[(isUnplaced ? 9 : 0)..].Split('-');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var start) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var end) || start < 0 || end < start) return null;
        return isUnplaced ? new RefiUnplaced(start, end) : new RefiTextPlace(start, end);
    }

    private sealed record Stored(string Format, string? Origin, string? Positions, string? Unplaced, Dictionary<string, Dictionary<string, string>>? Things);
}
