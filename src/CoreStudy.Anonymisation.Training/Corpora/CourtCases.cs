using System.Text.Json;

namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>Reads the cases of the Text Anonymization Benchmark as SPIA repackages them; those of its train split only.</summary>
internal static class CourtCases
{
    public static IEnumerable<Document> Read(string path)
    {
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var provenance = json.RootElement.GetProperty("metadata").GetProperty("provenance");
            if (provenance.GetProperty("dataset_type").GetString() != "train") continue;
            var text = json.RootElement.GetProperty("text").GetString()!;
            var places = CodePoints.Of(text);
            yield return new Document(
                provenance.GetProperty("doc_id").GetString()!, "tab-further", text,
                [
                    .. json.RootElement.GetProperty("entities").EnumerateArray().Select(e => new Mark(
                        places[e.GetProperty("start_offset").GetInt32()], places[e.GetProperty("end_offset").GetInt32()],
                        e.GetProperty("entity_type").GetString() switch { "ORG" => "ORGANISATION", "LOC" => "LOCATION", "DATETIME" => "DATE", var other => other! })),
                ]);
        }
    }
}
