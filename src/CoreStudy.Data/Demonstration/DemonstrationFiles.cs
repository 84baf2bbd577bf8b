using System.Text.Json;

namespace CoreStudy.Data.Demonstration;

internal sealed record StudyFile(
    string Name, string Short, string Description, IReadOnlyList<TrustFile> Trusts, IReadOnlyList<ParticipantFile> Participants,
    IReadOnlyList<InterviewFile> Interviews);

internal sealed record TrustFile(string Label, IReadOnlyList<string> Sites);

internal sealed record ParticipantFile(string Label, string Role, string Trust);

internal sealed record InterviewFile(
    string File, string Title, string Kind, string Trust, string Site, IReadOnlyList<string> Participants, DateOnly HeldOn, string Summary,
    string? ContentNote = null, IReadOnlyList<DistressFile>? Distress = null);

/// <summary>The turns from one time up to and including another that may distress, and what they are about.</summary>
internal sealed record DistressFile(string From, string To, string Note);

internal sealed record CodeFile(
    string Key, string? Parent, string Name, string Definition, string WhenToUse, string WhenNotToUse, string Example, string Colour,
    IReadOnlyList<string> Synonyms);

/// <summary>The demonstration's material, which lies in this assembly.</summary>
internal static class DemonstrationFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static StudyFile Study() => JsonSerializer.Deserialize<StudyFile>(Text("study.json"), Json)!;

    public static IReadOnlyList<CodeFile> Codes() => JsonSerializer.Deserialize<List<CodeFile>>(Text("codebook.json"), Json)!;

    public static string Text(string name)
    {
        using var stream = typeof(DemonstrationFiles).Assembly.GetManifestResourceStream($"Demonstration/{name}")
            ?? throw new FileNotFoundException($"The demonstration lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
