using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Ui.Api;
using Microsoft.OpenApi;

namespace CoreStudy.Web.Tests.Api;

/// <summary>What the site says of itself to programs that generate code.</summary>
public sealed class ApiDescriptionTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Fact]
    public async Task The_description_is_valid_and_says_every_list_with_what_it_means()
    {
        var (text, document) = await ReadAsync();

        Assert.StartsWith("3.1", JsonDocument.Parse(text).RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(Listings.Select(l => $"{ApiEndpoints.Prefix}/{l.Path}").Order(), document.Paths.Keys.Order());
        Assert.All(document.Paths.Values, path =>
        {
            var get = path.Operations![HttpMethod.Get];
            Assert.NotEmpty(get.Description!);
            Assert.All(get.Parameters!, p => Assert.NotEmpty(p.Description!));
            Assert.Equal(["200", "304", "400", "401", "403", "404", "406", "409", "429"], get.Responses!.Keys.Order());
        });
        Assert.All(document.Components!.Schemas!.Where(s => s.Key != "Problem").SelectMany(s => s.Value.Properties!), p => Assert.NotEmpty(p.Value.Description!));
    }

    [Fact]
    public async Task Each_example_fits_its_schema_and_so_does_what_is_answered()
    {
        for (var i = 0; i < 6; i++) Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), string.Create(CultureInfo.InvariantCulture, $"PSW-{i + 1:D2}"), "Peer support worker")));
        await Db.SaveChangesAsync(Cancel);
        await CodeAsync(Ada, Hope);
        var (text, _) = await ReadAsync();
        var schemas = JsonNode.Parse(text)!["components"]!["schemas"]!;
        var paths = JsonNode.Parse(text)!["paths"]!;
        using var client = await ClientAsync(Lead);

        foreach (var listing in Listings)
        {
            var schema = schemas[listing.Row]!;
            var example = paths[$"{ApiEndpoints.Prefix}/{listing.Path}"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["example"]!["items"]![0]!;
            Fits(example.AsObject(), schema, $"example of {listing.Path}");
            var answered = JsonNode.Parse(await client.GetStringAsync(AddressOf(listing), Cancel))!["items"]!.AsArray();
            foreach (var row in answered) Fits(row!.AsObject(), schema, listing.Path);
        }
    }

    [Fact]
    public async Task Whatever_can_be_said_in_an_address_is_understood()
    {
        await CodeAsync(Ada, Hope);
        using var client = await ClientAsync(Lead);

        foreach (var listing in Listings.Where(l => l.Parameters.Count > 0))
        {
            foreach (var parameter in listing.Parameters)
            {
                string[] values = parameter.OneOf.Count > 0 ? [.. parameter.OneOf] : parameter.Kind switch
                {
                    ApiKind.Id => [Guid.CreateVersion7().ToString()], ApiKind.Day => ["2026-03-02"], ApiKind.Whole => ["10"], _ => ["Trust"],
                };
                foreach (var value in values)
                {
                    using var answer = await client.GetAsync($"{AddressOf(listing)}?{parameter.Name}={value}", Cancel);
                    Assert.True(answer.IsSuccessStatusCode, $"{listing.Path} {parameter.Name}={value}: {await answer.Content.ReadAsStringAsync(Cancel)}");
                }
            }
        }
    }

    private async Task<(string Text, OpenApiDocument Document)> ReadAsync()
    {
        using var anonymous = await App.ClientAsync();
        var text = await anonymous.GetStringAsync($"{ApiEndpoints.Prefix}/openapi.json", Cancel);
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        return (text, read.Document!);
    }

    private static void Fits(JsonObject row, JsonNode schema, string where)
    {
        var properties = schema["properties"]!.AsObject();
        Assert.All(schema["required"]!.AsArray(), r => Assert.True(row.ContainsKey((string)r!), $"{where}: {r}"));
        foreach (var (name, value) in row)
        {
            Assert.True(properties.ContainsKey(name), $"{where}: {name} is not described");
            var described = properties[name]!;
            string[] types = described["type"] is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)described["type"]!];
            var kind = value is null ? "null" : value.GetValueKind() switch
            {
                JsonValueKind.String => "string", JsonValueKind.True or JsonValueKind.False => "boolean", JsonValueKind.Array => "array", JsonValueKind.Object => "object",
                _ => types.Contains("integer") ? "integer" : "number",
            };
            Assert.True(types.Contains(kind), $"{where}: {name} is {kind}, and described as {string.Join(" or ", types)}");
            if (kind == "integer") Assert.True(value!.AsValue().TryGetValue(out long _), $"{where}: {name} is no whole number");
            if (kind == "string" && described["enum"] is JsonArray among) Assert.Contains((string)value!, among.Select(v => (string)v!));
            if (kind == "string" && (string?)described["format"] == "uuid") Assert.True(Guid.TryParse((string)value!, out _), $"{where}: {name}");
            if (kind == "string" && (string?)described["format"] == "date-time") Assert.True(DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _), $"{where}: {name}");
        }
    }
}
