using System.Text;
using System.Text.Json;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;

namespace CoreStudy.Web.Features.Archives;

/// <summary>A paper of the vault as a line within the sealed part of an archive.</summary>
internal static class SealedPaper
{
    private static ReadOnlySpan<byte> LineFeed => "\n"u8;

    public static void Write(Stream into, OpenPaper paper)
    {
        using (var line = new Utf8JsonWriter(into))
        {
            line.WriteStartObject();
            line.WriteString("kind", paper.Kind);
            line.WriteString("subject", paper.Subject);
            line.WriteNumber("number", paper.Number);
            line.WriteString("owner", paper.Owner.ToString());
            line.WriteString("changed", paper.ChangedAt);
            line.WritePropertyName("content");
            line.WriteRawValue(paper.Content);
            line.WriteEndObject();
        }

        into.Write(LineFeed);
    }

    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static OpenPaper Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var paper = json.RootElement;
            return new OpenPaper(
                paper.GetProperty("kind").GetString() ?? throw new FormatException("It is of no kind."), paper.GetProperty("subject").GetGuid(), paper.GetProperty("number").GetInt32(), KeyOwner.Parse(paper.GetProperty("owner").GetString() ?? ""),
                paper.GetProperty("changed").GetDateTimeOffset(), Encoding.UTF8.GetBytes(paper.GetProperty("content").GetRawText()));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("A paper of the vault cannot be read.", exception);
        }
    }
}
