using System.Text.RegularExpressions;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Testing;

/// <summary>An identifying word that was planted in a transcript.</summary>
/// <param name="Segment">Where it stands in <see cref="PlantedTranscript.Words"/>, in UTF-16 code units, end exclusive.</param>
public sealed record Planted(IdentifierCategory Category, string Form, Segment Segment);

/// <summary>
/// One of twenty invented interviews with identifying words of every category planted in them, misspellings and lower case among them: what
/// must never reach a coder. In the files they stand as <c>{{Category|form}}</c>. Nothing in them is about a real person.
/// </summary>
/// <param name="Turns">Speaker and words, without the marks.</param>
/// <param name="Words">The turns' words joined by line feeds.</param>
public sealed partial record PlantedTranscript(string Name, IReadOnlyList<DraftTurn> Turns, string Words, IReadOnlyList<Planted> Planted)
{
    private const string Folder = "CoreStudy.Testing.Planted.";

    public static IReadOnlyList<PlantedTranscript> All { get; } =
    [
        .. typeof(PlantedTranscript).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(typeof(PlantedTranscript).Assembly.GetManifestResourceStream(name)!);
                return Read(name[Folder.Length..^".txt".Length], reader.ReadToEnd());
            }),
    ];

    /// <summary>As a file that a researcher would bring: a line a turn.</summary>
    public string FileText => string.Join('\n', Turns.Select(t => $"{t.Speaker}: {t.Text}")) + "\n";

    private static PlantedTranscript Read(string name, string file)
    {
        var turns = new List<DraftTurn>();
        var planted = new List<Planted>();
        var start = 0;
        foreach (var line in file.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var marked = line[(colon + 2)..];
            var gone = 0; // how much of the marks lies before
            foreach (Match mark in Mark().Matches(marked))
            {
                var form = mark.Groups["form"].Value;
                var at = start + mark.Index - gone;
                planted.Add(new Planted(Enum.Parse<IdentifierCategory>(mark.Groups["category"].Value), form, new Segment(at, at + form.Length)));
                gone += mark.Length - form.Length;
            }

            var words = Mark().Replace(marked, "${form}");
            turns.Add(new DraftTurn(line[..colon], null, words));
            start += words.Length + 1;
        }

        return new PlantedTranscript(name, turns, string.Join('\n', turns.Select(t => t.Text)), planted);
    }

    [GeneratedRegex(@"\{\{(?<category>\w+)\|(?<form>[^}]*)\}\}")]
    private static partial Regex Mark();
}
