using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoreStudy.Data.Mappings;

/// <summary>A property that is read and written whole, as a jsonb column.</summary>
internal static class Json
{
    public static void HasJson<T, TStored>(this PropertyBuilder<T> property, Func<T, TStored> store, Func<TStored, T> read) => property
        .HasColumnType("jsonb")
        .HasConversion(
            new ValueConverter<T, string>(value => JsonSerializer.Serialize(store(value), JsonSerializerOptions.Web), json => read(JsonSerializer.Deserialize<TStored>(json, JsonSerializerOptions.Web)!)),
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(store(a!), JsonSerializerOptions.Web) == JsonSerializer.Serialize(store(b!), JsonSerializerOptions.Web),
                value => JsonSerializer.Serialize(store(value), JsonSerializerOptions.Web).GetHashCode(StringComparison.Ordinal),
                value => read(store(value))));
}
