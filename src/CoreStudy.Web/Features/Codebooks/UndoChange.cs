using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Takes back one change of the framework, unless its codes were changed again since; codings that followed go back, save those changed since.</summary>
public sealed class UndoChange(CodebookDesk desk) : ChangeCodebook(desk)
{
    private readonly CodebookDesk _desk = desk;

    public async Task<Result<ChangeId>> RunAsync(AccountId me, StudyId studyId, ChangeId id, CancellationToken cancel)
    {
        if ((await _desk.Permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var reading = await _desk.Databases.CreateDbContextAsync(cancel);
        await using var everybodys = await reading.ForEverybodyAsync(cancel);
        if (await reading.CodebookChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.StudyId == studyId, cancel) is not { } undone) return Refusal.NotFound;

        var made = undone.Codes.Where(c => c.Before is null).Select(c => c.After!.Id).ToList();
        var used = (await reading.Codings.Where(c => made.Contains(c.CodeId)).Select(c => c.CodeId).Distinct().ToListAsync(cancel)).ToHashSet();
        return await ChangeAsync(
            me, studyId, undone.Codes.Select(c => c.Before?.Words.Name).FirstOrDefault(n => n is not null) ?? "", ChangeKind.Undo,
            (db, codes) => Return(db, codes, undone, used, _desk.Clock.GetUtcNow()),
            cancel,
            undone.Codings == 0 ? null : following => following.ReturnAsync(id),
            id);
    }

    private static Result<Done> Return(StudyDb db, List<Code> codes, CodebookChange undone, HashSet<CodeId> used, DateTimeOffset at)
    {
        var noted = db.CodebookChanges.Attach(undone).Entity;
        if (noted.UndoneAt is not null) return new Refusal("This has been undone already.");
        var byId = codes.ToDictionary(c => c.Id);
        foreach (var (before, after) in undone.Codes)
        {
            var now = byId.GetValueOrDefault((before ?? after)!.Id);
            if (now?.Snapshot is { } current ? after is null || current with { Position = after.Position } != after : after is not null)
                return new Refusal($"“{(now?.Name ?? (before ?? after)!.Words.Name)}” has been changed again since. Undo that first.");
        }

        foreach (var (before, after) in undone.Codes)
        {
            if (before is null && undone.Kind != ChangeKind.Split && used.Contains(after!.Id))
                return new Refusal($"“{after.Words.Name}” has been used since. Retire it instead, or merge it into another.");
            if (before is null)
            {
                if (codes.Exists(c => c.ParentId == after!.Id)) return new Refusal($"There are codes below “{after!.Words.Name}” by now. Move them out first.");
                if (used.Contains(after!.Id)) byId[after.Id].Retire(); // its codings go back; what was put on it since stays
                else db.Codes.Remove(byId[after.Id]);
            }
            else if (after is null)
            {
                return new Refusal($"“{before.Words.Name}” was taken out of the framework, and cannot come back as it was. Make it anew.");
            }
            else
            {
                byId[before.Id].Return(before);
            }
        }

        noted.MarkUndone(at);
        return Done.Well;
    }
}
