using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoreStudy.Domain.Queries;

/// <summary>How a question is stored: as JSON with a version, so that a later form of it can still read an earlier one.</summary>
public static class QueryJson
{
    /// <summary>The form that is written now.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Converters = { new IdConverters(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true, // jsonb keeps no order
        IncludeFields = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write(Query query) => JsonSerializer.Serialize(new Stored(Version, query.Where, query.Within), Options);

    /// <summary>The question, or a refusal where it was stored by a later version of the site, or is none: it may have come with the archive of a study, which somebody can write by hand.</summary>
    public static Result<Query> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.GetProperty("version").GetInt32() != Version) return new Refusal("This query was saved by a later version of CoreStudy, and cannot be read by this one.");
            return document.Deserialize<Stored>(Options) is { } stored && IsWhole(stored.Where) && IsWhole(stored.Within) ? new Query(stored.Where, stored.Within) : Unreadable;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return Unreadable;
        }
    }

    private static Refusal Unreadable { get; } = new("This query cannot be read: what is stored is none that CoreStudy wrote. Please ask it anew.");

    /// <summary>Whether nothing in it is missing; in a list the serialiser lets it through.</summary>
    private static bool IsWhole(QueryPart? part) => part switch
    {
        null => false,
        RoleIs { Roles: var roles } when roles.Contains(null!) => false,
        AttributeIs { Values: var values } when values.Contains(null!) => false,
        _ => part.Inner.All(IsWhole),
    };

    private static bool IsWhole(Passages.PassageFilter filter) => !filter.ParticipantRoles.Contains(null!) && !filter.Attributes.Contains(null!);

    private sealed record Stored(int Version, QueryPart Where, Passages.PassageFilter Within);

    /// <summary>Ids as the guids that they are.</summary>
    private sealed class IdConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType && typeof(IId).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<TId> : JsonConverter<TId>
            where TId : struct, IId
        {
            public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => (TId)Activator.CreateInstance(typeof(TId), reader.GetGuid())!;

            public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
