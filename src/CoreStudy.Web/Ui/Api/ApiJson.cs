using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Ui.Api;

/// <summary>Rows as JSON. What was held back at the gate is held back here.</summary>
internal static class ApiJson
{
    /// <summary>Letters as they are: what is sent is JSON, and never put into a page.</summary>
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Utf8JsonWriter Writer(Stream to) => new(to, Options);

    public static void WritePage<T>(Utf8JsonWriter json, IReadOnlyList<ApiField<T>> fields, IReadOnlyList<T> rows, IReadOnlyList<IReadOnlyList<string>> cells, string? next)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        for (var i = 0; i < rows.Count; i++) WriteRow(json, fields, rows[i], cells[i]);
        json.WriteEndArray();
        json.WriteString("next", next);
        json.WriteEndObject();
    }

    public static void WriteLines<T>(IBufferWriter<byte> to, IReadOnlyList<ApiField<T>> fields, IReadOnlyList<T> rows, IReadOnlyList<IReadOnlyList<string>> cells)
    {
        using var json = new Utf8JsonWriter(to, Options);
        for (var i = 0; i < rows.Count; i++)
        {
            WriteRow(json, fields, rows[i], cells[i]);
            json.Flush();
            json.Reset();
            to.Write("\n"u8);
        }
    }

    public static void WriteProblem(IBufferWriter<byte> to, ProblemDetails problem)
    {
        to.Write(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, ProblemDetails> { ["problem"] = problem }, JsonSerializerOptions.Web));
        to.Write("\n"u8);
    }

    /// <summary>Fields of a study's own, whose name has a dot, lie in an object by themselves.</summary>
    private static void WriteRow<T>(Utf8JsonWriter json, IReadOnlyList<ApiField<T>> fields, T row, IReadOnlyList<string> cells)
    {
        json.WriteStartObject();
        string? within = null;
        for (var f = 0; f < fields.Count; f++)
        {
            var dot = fields[f].Name.IndexOf('.', StringComparison.Ordinal);
            var group = dot < 0 ? null : fields[f].Name[..dot];
            if (group != within)
            {
                if (within is not null) json.WriteEndObject();
                if (group is not null) json.WriteStartObject(group);
                within = group;
            }

            json.WritePropertyName(dot < 0 ? fields[f].Name : fields[f].Name[(dot + 1)..]);
            Write(json, fields[f].Value(row), fields[f].Attribute is null ? null : cells[f]);
        }

        if (within is not null) json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="left">What may leave of a field about participants; null for other fields.</param>
    private static void Write(Utf8JsonWriter json, object? value, string? left)
    {
        if (left is not null && value is not null && left != ApiField.Text(value)) value = left;
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool holds: json.WriteBooleanValue(holds); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case IEnumerable<Guid> ids:
                json.WriteStartArray();
                foreach (var id in ids) json.WriteStringValue(id);
                json.WriteEndArray();
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(ApiField.Text(value)); break;
        }
    }
}
