using System.Globalization;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>Columns under a row that names them, such as <c>Time, Speaker, Text</c>, separated by tabs.</summary>
internal static class TableTurns
{
    private static readonly string[] Texts = ["text", "transcript", "utterance", "content", "words", "utterance_text"];
    private static readonly string[] Speakers = ["speaker", "name", "who", "participant", "interlocutor"];
    private static readonly string[] Starts = ["start", "time", "start time", "timestamp", "begin", "start_ms"];

    /// <summary>Null where the first line is no such row.</summary>
    public static TranscriptDraft? Of(string format, string[] lines)
    {
        var first = Array.FindIndex(lines, l => l.Trim() != "");
        if (first < 0 || !lines[first].Contains('\t')) return null;
        var names = lines[first].Split('\t').Select(c => c.Trim().ToLowerInvariant()).ToArray();
        var (text, speaker, start) = (Column(names, Texts), Column(names, Speakers), Column(names, Starts));
        if (text < 0 || (speaker < 0 && start < 0)) return null;

        var turns = new TurnList();
        foreach (var line in lines.Skip(first + 1))
        {
            var cells = line.Split('\t');
            if (cells.Length <= text) continue;
            turns.Add(Cell(cells, speaker), Time(Cell(cells, start)), string.Join(' ', text == names.Length - 1 ? cells.Skip(text) : [cells[text]]), "\n");
        }
        return new TranscriptDraft($"{format}, columns", turns.ToDraft(), []);
    }

    private static int Column(string[] names, string[] known) => Array.FindIndex(names, n => known.Contains(n));

    private static string? Cell(string[] cells, int at) => at >= 0 && at < cells.Length ? cells[at].Trim().TrimEnd(':') : null;

    /// <summary>A whole number is milliseconds, as Whisper writes them.</summary>
    private static long? Time(string? cell)
    {
        if (cell is null) return null;
        return long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : Clock.Milliseconds(cell.Trim('[', ']', '(', ')'));
    }
}
