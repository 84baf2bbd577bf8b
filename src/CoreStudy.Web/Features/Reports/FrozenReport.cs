using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CoreStudy.Domain;
using CoreStudy.Domain.Reports;
using CoreStudy.Interchange.Reports;

namespace CoreStudy.Web.Features.Reports;

/// <summary>What a report tells, as a version of it keeps it.</summary>
public static class FrozenReport
{
    private static readonly (Type Type, string Name)[] Kinds =
    [
        (typeof(TitlePart), "title"), (typeof(TextPart), "text"), (typeof(SidesPart), "sides"), (typeof(ThemePart), "theme"), (typeof(QuotesPart), "quotes"), (typeof(TablePart), "table"),
        (typeof(PicturePart), "picture"), (typeof(ThanksPart), "thanks"), (typeof(ChecklistPart), "checklist"),
    ];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true, // the database keeps the names of an object in an order of its own
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { TellKinds } },
    };

    public static string Write(ToldReport told) => JsonSerializer.Serialize(
        new Frozen(told.Name, told.Study, told.MadeOn, [.. told.Parts.Select(p => new FrozenPart(p.Id.Value, p.Number, p.Kind.ToString(), p.Written))]), Options);

    public static ToldReport Read(string json)
    {
        var frozen = JsonSerializer.Deserialize<Frozen>(json, Options) ?? throw new JsonException("A version of a report is empty.");
        return new ToldReport(frozen.Name, frozen.Study, frozen.MadeOn, [.. frozen.Parts.Select(p => new ToldPart(new ReportPartId(p.Id), p.Number, Enum.Parse<ReportPartKind>(p.Kind), p.Written))]);
    }

    private static void TellKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(WrittenPart)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (var (kind, name) in Kinds) type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, name));
    }

    private sealed record Frozen(string Name, string Study, DateOnly MadeOn, IReadOnlyList<FrozenPart> Parts);

    private sealed record FrozenPart(Guid Id, int Number, string Kind, IReadOnlyList<WrittenPart> Written);
}
