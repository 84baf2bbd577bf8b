using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Disclosure;

/// <summary>Something that is said of participants, by key and name.</summary>
public sealed record DisclosureColumn(string Key, string Name);

/// <summary>A file with columns about participants that has left.</summary>
public sealed record ReleasedFile(string Export, string By, DateTimeOffset At, string Columns);

/// <summary>What some columns together give away.</summary>
/// <param name="All">Every column there is.</param>
/// <param name="Chosen">The keys of those that were counted, in order of worth.</param>
/// <param name="Union">What all files together that have left tell; null where none has.</param>
/// <param name="Released">The latest first.</param>
public sealed record DisclosureView(
    IReadOnlyList<DisclosureColumn> All, IReadOnlyList<string> Chosen, CellReport Report, CellReport? Union, IReadOnlyList<string> UnionColumns, IReadOnlyList<ReleasedFile> Released)
{
    public string NameOf(string key) => All.First(c => c.Key == key).Name;
}

/// <summary>Whom some columns about participants would single out.</summary>
public sealed class ReadDisclosure(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="columns">The keys of columns; unknown ones are left out.</param>
    public async Task<Result<DisclosureView>> RunAsync(AccountId me, StudyId studyId, IReadOnlyCollection<string> columns, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeSmallCells, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var people = await PeopleColumns.ReadAsync(db, studyId, cancel);
        var chosen = people.InOrder(columns);
        var released = await (
            from r in db.ReleasedColumns
            join m in db.Members on r.MemberId equals m.Id
            where r.StudyId == studyId
            orderby r.At descending
            select new { r.Export, m.Name, r.At, r.Columns }).ToListAsync(cancel);
        var union = people.InOrder(released.SelectMany(r => r.Columns));
        return new DisclosureView(
            [.. people.All.Select(c => new DisclosureColumn(c.Key, c.Name))], chosen, people.Count(chosen), union.Count == 0 ? null : people.Count(union), union,
            [.. released.Select(r => new ReleasedFile(r.Export, r.Name, r.At, people.Names(people.InOrder(r.Columns))))]);
    }
}
