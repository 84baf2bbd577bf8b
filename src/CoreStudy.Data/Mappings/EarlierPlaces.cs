using System.Text.Json;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoreStudy.Data.Mappings;

/// <summary>An earlier place as a jsonb column: <c>{"text":1,"start":25,"end":29}</c>.</summary>
internal static class EarlierPlaces
{
    public static void HasEarlierPlace(this PropertyBuilder<EarlierPlace?> property) => property
        .HasColumnType("jsonb")
        .HasConversion(new ValueConverter<EarlierPlace?, string?>(place => Write(place), json => Read(json)));

    public static EarlierPlace? Read(string? json) => json is null || JsonSerializer.Deserialize<Stored>(json, JsonSerializerOptions.Web) is not { } s
        ? null
        : new EarlierPlace(s.Text, new Segment(s.Start, s.End));

    private static string? Write(EarlierPlace? place) => place is null
        ? null
        : JsonSerializer.Serialize(new Stored(place.TextRevision, place.Segment.Start, place.Segment.End), JsonSerializerOptions.Web);

    private sealed record Stored(int Text, int Start, int End);
}
