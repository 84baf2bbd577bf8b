using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Codebooks;

/// <param name="PathBefore">The names of the codes above it and its own, in the earlier state; empty where it was added.</param>
/// <param name="PathAfter">The same in the later state; empty where it is gone.</param>
public sealed record ComparisonRow(ComparedCode Code, string PathBefore, string PathAfter, string? MergedInto)
{
    public CodeDifference Difference => Code.Difference;

    public string Path => PathAfter.Length > 0 ? PathAfter : PathBefore;
}

/// <param name="Changed">The codes that differ, in the order of the later tree.</param>
/// <param name="Same">How many codes do not.</param>
public sealed record ComparisonView(string Earlier, string Later, IReadOnlyList<ComparisonRow> Changed, int Same)
{
    public int Count(CodeDifference kind) => Changed.Count(c => c.Difference.HasFlag(kind));
}

/// <summary>Two states of the framework, code by code.</summary>
public sealed class CompareVersions(ReadVersion read, Permissions permissions) : IUseCase
{
    /// <param name="earlier">Null for the framework as it is; the same for <paramref name="later"/>.</param>
    public async Task<Result<ComparisonView>> RunAsync(AccountId me, StudyId studyId, VersionId? earlier, VersionId? later, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Domain.Members.Operation.SeeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if ((await read.RunAsync(me, studyId, earlier, cancel)).IsRefused(out var noEarlier, out var before)) return noEarlier;
        if ((await read.RunAsync(me, studyId, later, cancel)).IsRefused(out var noLater, out var after)) return noLater;
        var (pathsBefore, pathsAfter) = (Paths(before), Paths(after));
        var all = FrameworkComparison.Between(before.Codes, after.Codes);
        var changed = all.Where(c => c.Difference != CodeDifference.None).Select(c => new ComparisonRow(
            c, pathsBefore.GetValueOrDefault(c.Either.Id, ""), pathsAfter.GetValueOrDefault(c.Either.Id, ""),
            c.Difference.HasFlag(CodeDifference.Merged) ? pathsAfter.GetValueOrDefault(c.After!.MergedInto!.Value) : null)).ToList();
        return new ComparisonView(before.Name, after.Name, changed, all.Count - changed.Count);
    }

    private static Dictionary<CodeId, string> Paths(FrameworkState state) => FrameworkTree.InOrder(state.Codes.ToList())
        .ToDictionary(p => p.Code.Id, p => string.Join(FrameworkTree.Separator, p.Above.Append(p.Code.Words.Name)));
}
