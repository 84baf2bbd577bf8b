using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Domain.Themes;

namespace CoreStudy.Data.Demonstration;

internal sealed record StudyFile(
    string Name, string Short, string Description, IReadOnlyList<TrustFile> Trusts, IReadOnlyList<AttributeFile> Attributes,
    IReadOnlyList<ParticipantFile> Participants, IReadOnlyList<InterviewFile> Interviews);

internal sealed record AttributeFile(string Name, string Kind, IReadOnlyList<string> Choices);

/// <param name="Targets">Participants wanted, by the role of <see cref="ParticipantFile"/>.</param>
internal sealed record TrustFile(string Label, IReadOnlyList<string> Sites, IReadOnlyDictionary<string, int> Targets);

internal sealed record ParticipantFile(string Label, string Role, string Trust, IReadOnlyDictionary<string, string>? Attributes = null);

/// <summary>How far the work on an interview has come in the demonstration.</summary>
internal enum WorkFile
{
    SignedOff,
    Done,
    SentBack,
    Coding,
    Overdue,
    Assigned,
    Untouched,
    Ready,
    Transcribed,

    /// <summary>Held; there is no transcript yet.</summary>
    Held,
    Planned,
}

/// <param name="File">Null where there is no transcript yet.</param>
/// <param name="HeldOn">As it would be if the last one had been held on 10 July 2026; the demonstration moves all dates along.</param>
internal sealed record InterviewFile(
    string? File, string Title, string Kind, string Trust, string Site, IReadOnlyList<string> Participants, DateOnly HeldOn, string Summary,
    string? ContentNote = null, IReadOnlyList<DistressFile>? Distress = null,
    WorkFile Work = WorkFile.SignedOff);

/// <summary>The turns from one time up to and including another that may distress, and what they are about.</summary>
internal sealed record DistressFile(string From, string To, string Note);

internal sealed record CodeFile(
    string Key, string? Parent, string Name, string Definition, string WhenToUse, string WhenNotToUse, string Example, string Colour,
    IReadOnlyList<string> Synonyms);

/// <param name="X">Where its node lies on the map, as is <paramref name="Y"/>.</param>
/// <param name="Codes">Keys of codes.</param>
internal sealed record ThemeFile(
    string Key, string Name, ThemeStatus Status, string CentralIdea, int X, int Y, IReadOnlyList<string> Codes, string Narrative = "", IReadOnlyList<ThemeFile>? Subs = null);

/// <summary>A link on the map between two themes, by their keys.</summary>
internal sealed record LinkFile(string From, string To, LinkKind Kind, string Label);

/// <param name="For">Passages that support it, each by words of its own.</param>
/// <param name="Blind">The same on transcripts that are coded blindly.</param>
internal sealed record FindingFile(
    string Theme, string Claim, string Strength, string Caveat, IReadOnlyList<string> For, IReadOnlyList<string> Against, IReadOnlyList<string> Blind, IReadOnlyList<QuoteFile> Quotes);

/// <param name="Words">Of the passage that it is taken from.</param>
/// <param name="Keep">What stays, in order; what stands in square brackets is put in.</param>
internal sealed record QuoteFile(string Words, IReadOnlyList<string> Keep, bool Approved);

/// <summary>The demonstration's material, which lies in this assembly.</summary>
internal static class DemonstrationFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static StudyFile Study() => JsonSerializer.Deserialize<StudyFile>(Text("study.json"), Json)!;

    public static IReadOnlyList<CodeFile> Codes() => JsonSerializer.Deserialize<List<CodeFile>>(Text("codebook.json"), Json)!;

    public static IReadOnlyList<FindingFile> Findings() => JsonSerializer.Deserialize<List<FindingFile>>(Text("findings.json"), Json)!;

    public static IReadOnlyList<ThemeFile> Themes() => JsonSerializer.Deserialize<List<ThemeFile>>(Text("themes.json"), Json)!;

    public static IReadOnlyList<LinkFile> Links() => JsonSerializer.Deserialize<List<LinkFile>>(Text("theme-links.json"), Json)!;

    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    public static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) =>
        typeof(DemonstrationFiles).Assembly.GetManifestResourceStream($"Demonstration/{name}") ?? throw new FileNotFoundException($"The demonstration lacks {name}.");
}
