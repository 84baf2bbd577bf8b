using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A version of a summary, with who saved it.</summary>
/// <param name="Number">From 1; 0 where nothing was saved yet.</param>
/// <param name="By">Null where nobody is known to have written it.</param>
public sealed record VersionView(int Number, string Text, SummaryState State, string? By, DateTimeOffset At)
{
    public override string ToString() => $"version {Number}, {Text.Length} long";
}

/// <summary>A summary to read or to write in.</summary>
/// <param name="About">What the case is called.</param>
/// <param name="Stands">The version that stands; number 0 and no words where nothing was written yet.</param>
/// <param name="References">Passages that it can refer to by number.</param>
/// <param name="HiddenReferences">How many passages that its text refers to are hidden from the reader.</param>
/// <param name="Passages">What of the coded material belongs to it.</param>
public sealed record SummaryView(
    SummarySpot Spot, string About, string? Column, VersionView Stands, IReadOnlyList<ReferenceView> References, int HiddenReferences, bool MustBeReadAgain, PassageFilter Passages, MemberId Me, string MyName, bool MayWrite)
{
    public override string ToString() => $"{Stands}, {References.Count} references";
}

/// <summary>Opens one summary: a cell of a matrix, or of an interview as a whole.</summary>
public sealed class OpenSummary(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<SummaryView>> RunAsync(AccountId me, StudyId studyId, SummarySpot spot, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var door = new SummaryDoor(permissions);
        if ((await door.EnterAsync(db, me, studyId, spot, Operation.Explore, cancel)).IsRefused(out var refusal, out var at)) return refusal;
        var mayWrite = !(await door.EnterAsync(db, me, studyId, spot, Operation.WriteSummaries, cancel)).IsRefused(out _, out _);
        var summary = await SummaryDoor.FindAsync(db, studyId, spot, cancel);
        if (summary is not null) await db.Entry(summary).Collection(s => s.Links).LoadAsync(cancel);
        var column = at.Matrix is { } matrix ? (await MatrixColumns.ReadAsync(db, matrix, cancel)).FirstOrDefault(c => c.Id == spot.ColumnId) : null;
        if (spot.ColumnId is not null && column is null) return Refusal.NotFound; // it was taken out
        var references = summary is null ? [] : (await SummaryReferences.ReadAsync(db, at.Member, [summary.Id], cancel))[summary.Id].ToList();
        return new SummaryView(
            spot, at.Label, column?.Name, await VersionAsync(db, summary, cancel), references, summary is null ? 0 : References.In(summary.Text).Except(references.Select(r => r.Number)).Count(n => summary.Links.Exists(l => l.Number == n)),
            summary is not null && SummaryReferences.MustBeReadAgain(summary, await SummaryReferences.WithdrawnAsync(db, studyId, cancel)), CasePassages.Of(spot.Case, column?.Passages ?? PassageFilter.All), at.Member.Id, at.Member.Name, mayWrite);
    }

    internal static async Task<VersionView> VersionAsync(StudyDb db, Summary? summary, CancellationToken cancel)
    {
        if (summary is null || summary.Number == 0) return new VersionView(0, "", SummaryState.Empty, null, default);
        var by = summary.ChangedBy is { } writer ? await db.Members.IgnoreAutoIncludes().Where(m => m.Id == writer).Select(m => m.Name).SingleOrDefaultAsync(cancel) : null;
        return new VersionView(summary.Number, summary.Text, summary.State, by, summary.ChangedAt);
    }
}

/// <summary>Every version of a summary that was saved, the newest first.</summary>
public sealed class ListSummaryVersions(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<VersionView>>> RunAsync(AccountId me, StudyId studyId, SummarySpot spot, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await new SummaryDoor(permissions).EnterAsync(db, me, studyId, spot, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (await SummaryDoor.FindAsync(db, studyId, spot, cancel) is not { } summary) return (List<VersionView>)[];
        var versions = await (
            from v in db.SummaryVersions.AsNoTracking()
            join m in db.Members.IgnoreAutoIncludes() on v.By equals m.Id into writers
            from writer in writers.DefaultIfEmpty()
            where v.SummaryId == summary.Id
            orderby v.Number descending
            select new VersionView(v.Number, v.Text, v.State, writer == null ? null : writer.Name, v.At)).ToListAsync(cancel);
        return versions;
    }
}
