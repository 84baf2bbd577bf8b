using System.Runtime.CompilerServices;
using System.Text.Json;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

/// <summary>The rules by which places move stand in the domain and in the browser: <c>edits.json</c> and <c>trails.json</c> hold cases that both are held to.</summary>
public sealed class TextMoveVectorsTests
{
    /// <summary>Set to write the file anew, after a rule was changed on purpose.</summary>
    private const string WriteVariable = "TESTS_WRITE_VECTORS";

    [Fact]
    public void The_cases_that_the_browser_is_held_to_are_those_of_the_domain()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null) File.WriteAllText(Vectors("edits.json"), Write());

        var cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Vectors("edits.json")), JsonSerializerOptions.Web)!;

        Assert.True(cases.Length >= 200);
        foreach (var one in cases)
        {
            var moves = Read(one.Moves);
            foreach (var anchor in one.Anchors) Assert.Equal(new Segment(anchor[2], anchor[3]), moves.Carry(new Segment(anchor[0], anchor[1])));
        }
    }

    [Fact]
    public void The_trails_that_the_browser_is_held_to_are_those_of_the_domain()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null) File.WriteAllText(Vectors("trails.json"), WriteTrails());

        var cases = JsonSerializer.Deserialize<Trail[]>(File.ReadAllText(Vectors("trails.json")), JsonSerializerOptions.Web)!;

        Assert.True(cases.Length >= 150);
        foreach (var one in cases)
        {
            var trail = new TextTrail([.. one.Steps.Select(s => new RevisionStep(s.Number, s.Of, Read(s.Moves)))]);
            foreach (var anchor in one.Anchors) Assert.Equal(new Segment(anchor[2], anchor[3]), trail.Carry(new Segment(anchor[0], anchor[1])));
        }
    }

    private static string WriteTrails()
    {
        var cases = RandomTexts.EditedAndBack.Array[160].Single().Select(t => new Trail(
            [.. t.Steps.Select(s => new Step(s.Number, s.Of, Write(s.Moves)))],
            [.. t.Anchors.Distinct().Take(6).Select(a => (a, new TextTrail(t.Steps).Carry(a))).Select(p => (int[])[p.a.Start, p.a.End, p.Item2.Start, p.Item2.End])]));
        return $"[\n{string.Join(",\n", cases.Select(c => JsonSerializer.Serialize(c, JsonSerializerOptions.Web)))}\n]\n";
    }

    private static string Write()
    {
        var edited = RandomTexts.Edited.Array[250].Single();
        var cases = edited.Select(e => new Case(
            Write(e.Edits.Moves),
            [.. e.Anchors.Distinct().Select(a => (int[])[a.Start, a.End, e.Edits.Carry(a).Start, e.Edits.Carry(a).End])]));
        return $"[\n{string.Join(",\n", cases.Select(c => JsonSerializer.Serialize(c, JsonSerializerOptions.Web)))}\n]\n";
    }

    private static IReadOnlyList<Move> Write(TextMoves moves) =>
        [.. moves.All.Select(m => new Move(m.Start, m.End, m.Length, m.IsVeil, m.Refuge is { } r ? new Place(r.Start, r.End) : null))];

    private static TextMoves Read(IEnumerable<Move> moves) =>
        new([.. moves.Select(m => new TextMove(m.Start, m.End, m.Length, m.Veil, m.Refuge is { } r ? new Segment(r.Start, r.End) : null))]);

    private static string Vectors(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "CoreStudy.Browser.Tests", "js", file);

    private sealed record Case(IReadOnlyList<Move> Moves, IReadOnlyList<int[]> Anchors);

    private sealed record Trail(IReadOnlyList<Step> Steps, IReadOnlyList<int[]> Anchors);

    private sealed record Step(int Number, int? Of, IReadOnlyList<Move> Moves);

    private sealed record Move(int Start, int End, int Length, bool Veil, Place? Refuge);

    private sealed record Place(int Start, int End);
}
