using System.Globalization;
using System.Text.Json.Nodes;
using CoreStudy.Domain.Accounts;
using CoreStudy.Web.Access.Tokens;
using Microsoft.OpenApi;

namespace CoreStudy.Web.Ui.Api;

/// <summary>What programs can read, described by OpenAPI 3.1: made of the same lists of fields that the answers are made of.</summary>
public static class ApiDescription
{
    public const string Document = "v1";

    private const string Token = "token";

    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddSingleton<ApiTrail>().AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ApiListing>().Any();
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiListing>().Single(), context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CoreStudy",
            Version = "1",
            Description =
                "What a study has, read-only, for programs such as R and Python. A program reads what the owner of its token may read, and no more: no e-mail addresses, no identities, nothing of a blind round. "
                + "Send the token as “Authorization: Bearer cs_…”. Lists come as JSON, as csv (“Accept: text/csv”), or whole, as lines of JSON (“Accept: application/x-ndjson”). "
                + "Each answer is looked through for what tells who somebody is before it leaves, as every file is. Times are in UTC; places in texts are counted in UTF-16 code units, ends exclusive.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A personal access token, made on the account page: “cs_” and 49 letters and digits. It expires within a year, and ends when it is revoked, or when its owner's account is locked or its password changed.",
            },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = Problem();
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
    }

    private static void Describe(OpenApiOperation operation, ApiListing listing, OpenApiDocument document)
    {
        operation.Description = $"{listing.Says} The token needs the scope “{ApiWords.Of(listing.Scope)}”{(listing.MayHaveWords && listing.Scope != ApiScope.Words ? "; with “words=yes” also “words”" : "")}.";
        operation.Tags = null;
        operation.Parameters = [.. Parameters(listing)];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[listing.Row] = Row(listing);
        var example = Example(listing);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse
            {
                Description = "Rows in an order that stays as it is, and where the next ones are.",
                Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Link"] = new OpenApiHeader { Description = "The address of the next page, as rel=\"next\"; not there on the last page.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                    ["ETag"] = new OpenApiHeader { Description = "Stands for this answer: send it as If-None-Match, and get 304 as long as nothing has changed.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Required = new HashSet<string> { "items", "next" },
                            Properties = new Dictionary<string, IOpenApiSchema>
                            {
                                ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(listing.Row, document) },
                                ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The address of the next page; null on the last." },
                            },
                        },
                        Example = new JsonObject { ["items"] = new JsonArray(example), ["next"] = null },
                    },
                    ["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "With a heading; lists within a cell have spaces between ids and “; ” between words." } },
                    [ApiEndpoints.JsonLines] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(listing.Row, document),
                        Example = example.DeepClone(),
                    },
                },
            },
            ["304"] = new OpenApiResponse { Description = "Nothing has changed." },
            ["400"] = Refused("The question cannot be asked: “detail” says why.", document),
            ["401"] = Refused("The token is missing, wrong, expired or revoked.", document),
            ["403"] = Refused("The token is not for this, or its owner's role does not allow it.", document),
            ["404"] = Refused("It is not there, or not open to the token's owner.", document),
            ["406"] = Refused("None of the kinds of answer asked for can be had.", document),
            ["409"] = Refused("Something in the rows tells, or may tell, who somebody is: “detail” says what to do.", document),
            ["429"] = Refused("Too many requests: wait as long as Retry-After says, in seconds.", document),
        };
    }

    private static OpenApiResponse Refused(string says, OpenApiDocument document) => new()
    {
        Description = says,
        Content = new Dictionary<string, OpenApiMediaType> { [ApiProblem.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document) } },
    };

    private static IEnumerable<IOpenApiParameter> Parameters(ApiListing listing)
    {
        foreach (var part in listing.Path.Split('/').Where(p => p.StartsWith('{')))
        {
            yield return new OpenApiParameter
            {
                Name = part.Trim('{', '}'), In = ParameterLocation.Path, Required = true, Description = part == "{study}" ? "The study, from the list of studies." : "The transcript, from the list of transcripts.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            };
        }

        foreach (var one in listing.Parameters)
        {
            var schema = Schema(one.Kind, one.OneOf);
            yield return InQuery(one.Name, one.Says, one.IsMany ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema);
        }

        if (listing.MayHaveWords && listing.Scope != ApiScope.Words) yield return InQuery("words", "“yes” for what participants said; then the token needs the scope “words” too.", Schema(ApiKind.Word, ["yes"]));
        yield return InQuery("limit", $"How many rows a page has, from 1 to {ApiEndpoints.MostRows}; usually {ApiEndpoints.UsualRows}.", new OpenApiSchema
        {
            Type = JsonSchemaType.Integer, Minimum = "1", Maximum = ApiEndpoints.MostRows.ToString(CultureInfo.InvariantCulture), Default = JsonValue.Create(ApiEndpoints.UsualRows),
        });
        yield return InQuery("after", "Where to go on; take the address of the next page as it is.", Schema(ApiKind.Word, []));
        yield return InQuery("format", "The same as the header Accept, for programs that cannot set it.", Schema(ApiKind.Word, ["json", "csv", "ndjson"]));
        if (listing.Fields.Any(f => f.Attribute is not null) || listing.More is not null)
            yield return InQuery("cautioned", "“yes” after an answer 409 with a caution, for whoever has read it and goes on.", Schema(ApiKind.Word, ["yes"]));
    }

    private static OpenApiParameter InQuery(string name, string says, IOpenApiSchema schema) => new() { Name = name, In = ParameterLocation.Query, Description = says, Schema = schema };

    private static OpenApiSchema Row(ApiListing listing)
    {
        var properties = listing.Fields.ToDictionary(f => f.Name, IOpenApiSchema (f) => Described(f));
        if (listing.More is { } more)
        {
            properties[more.Name] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object, Description = more.Says, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null }, Examples = [new JsonObject { ["Age"] = more.Example }],
            };
        }

        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = listing.Says,
            Properties = properties,
            Required = listing.Fields.Where(f => !f.HasWords || listing.Scope == ApiScope.Words).Select(f => f.Name).ToHashSet(),
        };
    }

    private static OpenApiSchema Described(ApiField field)
    {
        var schema = Schema(field.Kind, field.OneOf);
        schema.Description = field.Says;
        if (field.IsOptional) schema.Type |= JsonSchemaType.Null;
        if (Node(field.Example) is { } example) schema.Examples = [example];
        return schema;
    }

    private static OpenApiSchema Schema(ApiKind kind, IReadOnlyList<string> oneOf)
    {
        var schema = kind switch
        {
            ApiKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            ApiKind.Ids => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" } },
            ApiKind.Texts => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            ApiKind.Whole => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            ApiKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
            ApiKind.YesNo => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ApiKind.Day => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
            ApiKind.Moment => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };
        if (oneOf.Count > 0) schema.Enum = [.. oneOf.Select(v => (JsonNode)JsonValue.Create(v))];
        return schema;
    }

    /// <summary>A row as it might be, of made-up values.</summary>
    internal static JsonObject Example(ApiListing listing)
    {
        var row = new JsonObject();
        foreach (var field in listing.Fields.Where(f => !f.HasWords || listing.Scope == ApiScope.Words)) row[field.Name] = Node(field.Example);
        if (listing.More is { } more) row[more.Name] = new JsonObject { ["Age"] = more.Example };
        return row;
    }

    private static JsonNode? Node(object? example) => example switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool holds => JsonValue.Create(holds),
        int number => JsonValue.Create(number),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(t => (JsonNode)JsonValue.Create(t))]),
        _ => throw new NotSupportedException($"An example is no {example.GetType()}."),
    };

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why there is no answer, and what to do (RFC 9457).",
        Required = new HashSet<string> { "title", "status", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, in a few words." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the answer." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do, in sentences for a person." },
            ["look_at"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Of what was held back: the page on which to say why it should leave all the same." },
            ["places"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Of what was held back: where it is and what kind of thing it may be; never the words.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["place"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["weight"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["category"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        },
    };
}
