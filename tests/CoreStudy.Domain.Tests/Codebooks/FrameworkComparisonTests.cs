using CoreStudy.Domain.Codebooks;
using CsCheck;

namespace CoreStudy.Domain.Tests.Codebooks;

public sealed class FrameworkComparisonTests
{
    private static readonly CodeSnapshot Waiting = Snapshot("Waiting"), Other = Snapshot("Other");

    private static readonly Gen<CodeWords> Wordings =
        Gen.Select(Gen.String[Gen.Char['a', 'e'], 1, 4], Gen.String[0, 20], Gen.String[0, 20], Gen.String[0, 5], (name, definition, use, example) =>
            new CodeWords(name, definition, use, use, example, "", "#336699"));

    private static readonly Gen<CodeSnapshot> Codes = Gen.Select(Gen.Guid, Wordings, Gen.Int[0, 9], Gen.Enum<CodeState>(), (id, words, position, state) =>
        new CodeSnapshot(new CodeId(id), null, words, position, state, null));

    private static readonly Gen<CodeSnapshot[]> Frameworks = Codes.Array[0, 20].Where(codes => codes.DistinctBy(c => c.Id).Count() == codes.Length);

    public static TheoryData<CodeDifference, CodeSnapshot, CodeSnapshot> EachKind => new()
    {
        { CodeDifference.Renamed, Waiting, Waiting with { Words = Waiting.Words with { Name = "Waiting lists" } } },
        { CodeDifference.Moved, Waiting, Waiting with { ParentId = Other.Id } },
        { CodeDifference.Redefined, Waiting, Waiting with { Words = Waiting.Words with { Definition = "Another" } } },
        { CodeDifference.Redefined, Waiting, Waiting with { Words = Waiting.Words with { WhenToUse = "Another" } } },
        { CodeDifference.Redefined, Waiting, Waiting with { Words = Waiting.Words with { WhenNotToUse = "Another" } } },
        { CodeDifference.Retouched, Waiting, Waiting with { Words = Waiting.Words with { Shortcut = "W" } } },
        { CodeDifference.Retired, Waiting, Waiting with { State = CodeState.Retired } },
        { CodeDifference.Restored, Waiting with { State = CodeState.Retired }, Waiting },
        { CodeDifference.Merged, Waiting, Waiting with { State = CodeState.Retired, MergedInto = Other.Id } },
        { CodeDifference.Accepted, Waiting with { State = CodeState.Proposed }, Waiting },
        { CodeDifference.None, Waiting, Waiting with { Position = 7 } },
    };

    [Fact]
    public void A_framework_does_not_differ_from_itself() => Frameworks.Sample(codes =>
        Assert.All(FrameworkComparison.Between(codes, [.. codes]), c => Assert.Equal(CodeDifference.None, c.Difference)));

    [Fact]
    public void What_one_direction_calls_added_the_other_calls_gone() => Gen.Select(Frameworks, Frameworks).Sample((one, other) =>
    {
        static IEnumerable<CodeId> Of(IEnumerable<ComparedCode> all, CodeDifference kind) => all.Where(c => c.Difference == kind).Select(c => c.Either.Id).Order(Comparer<CodeId>.Create((a, b) => a.Value.CompareTo(b.Value)));

        Assert.Equal(Of(FrameworkComparison.Between(one, other), CodeDifference.Added), Of(FrameworkComparison.Between(other, one), CodeDifference.Gone));
    });

    [Theory]
    [MemberData(nameof(EachKind))]
    public void Each_kind_of_change_is_found_and_no_other(CodeDifference kind, CodeSnapshot before, CodeSnapshot after) =>
        Assert.Equal(kind, Assert.Single(FrameworkComparison.Between([before], [after])).Difference);

    [Fact]
    public void A_code_can_have_changed_in_several_ways() => Assert.Equal(
        CodeDifference.Renamed | CodeDifference.Moved | CodeDifference.Retired,
        Assert.Single(FrameworkComparison.Between([Waiting], [Waiting with { ParentId = Other.Id, Words = Waiting.Words with { Name = "Lists" }, State = CodeState.Retired }])).Difference);

    [Fact]
    public void What_is_gone_stands_after_what_is_there() => Assert.Equal(
        [(CodeDifference.Added, "Other"), (CodeDifference.Gone, "Waiting")],
        FrameworkComparison.Between([Waiting], [Other]).Select(c => (c.Difference, c.Either.Words.Name)));

    [Fact]
    public void A_tree_is_read_from_the_top_each_code_before_those_below_it()
    {
        var (child, grandchild) = (Snapshot("Child") with { ParentId = Waiting.Id }, Snapshot("Grandchild"));

        var tree = FrameworkTree.InOrder([grandchild with { ParentId = child.Id }, child, Other with { Position = 1 }, Waiting]);

        Assert.Equal(["Waiting", "Waiting › Child", "Waiting › Child › Grandchild", "Other"], tree.Select(p => string.Join(FrameworkTree.Separator, p.Above.Append(p.Code.Words.Name))));
    }

    private static CodeSnapshot Snapshot(string name) => new(CodeId.New(), null, new CodeWords(name, "As before", "", "", "", "", "#336699"), 0, CodeState.Active, null);
}
