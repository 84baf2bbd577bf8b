using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Matrices;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A code of the network.</summary>
/// <param name="Passages">How many it has.</param>
public sealed record NetworkCode(CodeId Id, string Name, string Colour, long Passages);

/// <summary>Two codes that occur together.</summary>
/// <param name="First">Passages of the first that occur with one of the second.</param>
/// <param name="Second">Passages of the second that occur with one of the first.</param>
public sealed record NetworkPair(CodeId A, CodeId B, long First, long Second)
{
    public long Both => First + Second;
}

/// <param name="Heading">What the group is called; empty where there is one network.</param>
public sealed record NetworkSide(string Heading, PassageFilter Filter, IReadOnlyList<NetworkCode> Codes, IReadOnlyList<NetworkPair> Pairs);

/// <param name="LeftOut">How many codes with passages are not in it, since it would be too full.</param>
public sealed record NetworkView(IReadOnlyList<NetworkSide> Sides, int LeftOut, int BlindTranscripts);

/// <summary>Which codes occur together.</summary>
public sealed class ReadNetwork(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>How many codes a network has at most: those that were used most.</summary>
    public const int Most = 60;

    public async Task<Result<NetworkView>> RunAsync(AccountId me, StudyId studyId, PictureAsk ask, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var all = framework.Codes.Where(c => !ask.IsTop || c.Depth == 0).Select(c => (Code: c, With: framework.Of(c.Code.Id, ask.IsTop))).ToList();
        var used = await CodedPassages.Matching(db, reader, ask.Sides.Filter with { Codes = [] }).GroupBy(p => p.CodeId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var busy = all.Where(c => c.With.Any(used.ContainsKey)).OrderByDescending(c => c.With.Sum(u => used.GetValueOrDefault(u))).ToList();
        var kept = busy.Take(Most).Select(c => c.Code.Code.Id).ToHashSet();
        var shown = all.Where(c => kept.Contains(c.Code.Code.Id)).ToList();
        var sides = new List<NetworkSide>();
        foreach (var (group, filter) in ask.Sides.All)
        {
            var sets = shown.ConvertAll(c => c.With);
            var passages = CodedPassages.Matching(db, reader, filter with { Codes = [.. sets.SelectMany(s => s).DefaultIfEmpty(default)], WithSubcodes = false, Themes = [] });
            var pairs = await PairCounts.ReadAsync(db, passages, sets, sets, ask.Together, MatrixMeasure.Passages, cancel);
            sides.Add(new NetworkSide(
                group is null ? "" : await ReadMatrix.NameAsync(db, studyId, group, cancel), filter,
                [.. shown.Select((c, i) => new NetworkCode(c.Code.Code.Id, Framework.NameOf(c.Code), c.Code.Code.Words.Colour, pairs.RowTotals[i]))],
                [.. from a in Enumerable.Range(0, shown.Count) from b in Enumerable.Range(a + 1, shown.Count - a - 1) where pairs.Cells[a, b] > 0 select new NetworkPair(shown[a].Code.Code.Id, shown[b].Code.Code.Id, pairs.Cells[a, b], pairs.Cells[b, a])]));
        }

        return new NetworkView(sides, busy.Count - shown.Count, await db.BlindTo(reader).Distinct().CountAsync(cancel));
    }
}
