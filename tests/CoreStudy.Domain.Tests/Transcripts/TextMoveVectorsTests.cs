using System.Runtime.CompilerServices;
using System.Text.Json;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

/// <summary>The rules by which places move stand in the domain and in the browser: <c>edits.json</c> holds cases that both are held to.</summary>
public sealed class TextMoveVectorsTests
{
    /// <summary>Set to write the file anew, after a rule was changed on purpose.</summary>
    private const string WriteVariable = "TESTS_WRITE_VECTORS";

    [Fact]
    public void The_cases_that_the_browser_is_held_to_are_those_of_the_domain()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null) File.WriteAllText(Vectors(), Write());

        var cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Vectors()), JsonSerializerOptions.Web)!;

        Assert.True(cases.Length >= 200);
        foreach (var one in cases)
        {
            var moves = new TextMoves([.. one.Moves.Select(m => new TextMove(m.Start, m.End, m.Length, m.Veil, m.Refuge is { } r ? new Segment(r.Start, r.End) : null))]);
            foreach (var anchor in one.Anchors) Assert.Equal(new Segment(anchor[2], anchor[3]), moves.Carry(new Segment(anchor[0], anchor[1])));
        }
    }

    private static string Write()
    {
        var edited = RandomTexts.Edited.Array[250].Single();
        var cases = edited.Select(e => new Case(
            [.. e.Edits.Moves.All.Select(m => new Move(m.Start, m.End, m.Length, m.IsVeil, m.Refuge is { } r ? new Place(r.Start, r.End) : null))],
            [.. e.Anchors.Distinct().Select(a => (int[])[a.Start, a.End, e.Edits.Carry(a).Start, e.Edits.Carry(a).End])]));
        return $"[\n{string.Join(",\n", cases.Select(c => JsonSerializer.Serialize(c, JsonSerializerOptions.Web)))}\n]\n";
    }

    private static string Vectors([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "CoreStudy.Browser.Tests", "js", "edits.json");

    private sealed record Case(IReadOnlyList<Move> Moves, IReadOnlyList<int[]> Anchors);

    private sealed record Move(int Start, int End, int Length, bool Veil, Place? Refuge);

    private sealed record Place(int Start, int End);
}
