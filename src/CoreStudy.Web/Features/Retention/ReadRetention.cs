using CoreStudy.Data;
using CoreStudy.Data.Recordings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Retention;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Retention;

/// <summary>One kind of what a study keeps for a time.</summary>
/// <param name="Until">The last day on which it may be here; null where none was set.</param>
/// <param name="Kept">How many there are now; of recordings, those that lie here.</param>
/// <param name="Running">What is being destroyed at this moment.</param>
public sealed record RetentionRow(RetentionKind Kind, DateOnly? Until, bool IsNear, bool IsDue, int Kept, DestructionRow? Running, DestructionRow? Last)
{
    /// <summary>Whether a reminder is to be shown: near or due, with something there still.</summary>
    public bool Reminds => IsNear && (Kept > 0 || (Kind == RetentionKind.Recordings && Last?.FinishedAt is null)); // recordings may lie elsewhere too
}

/// <summary>That an admin had something destroyed.</summary>
public sealed record DestructionRow(DestructionId Id, RetentionKind Kind, string By, DateTimeOffset StartedAt, int Total, int Destroyed, DateTimeOffset? FinishedAt, DateTimeOffset? StoppedAt)
{
    public bool IsRunning => FinishedAt is null && StoppedAt is null;
}

public sealed record RetentionList(string ShortName, IReadOnlyList<RetentionRow> Rows, IReadOnlyList<DestructionRow> Record, bool MaySetDates, bool MayDestroy)
{
    /// <summary>Recordings that were to be kept until they were transcribed, and are.</summary>
    public IReadOnlyList<PromisedRecordings> Promised { get; init; } = [];
}

/// <summary>What a study keeps until when, what is due, and what was destroyed.</summary>
public sealed class ReadRetention(VaultDoor door, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<RetentionList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeConsents, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        var today = clock.Today();
        var rules = await db.RetentionRules.AsNoTracking().Where(r => r.StudyId == studyId).ToDictionaryAsync(r => r.Kind, cancel);
        var record = (await ReadRecordAsync(db, studyId, cancel)).ToList();
        var rows = new List<RetentionRow>();
        foreach (var kind in Enum.GetValues<RetentionKind>())
        {
            var rule = rules.GetValueOrDefault(kind);
            var kept = (await RetentionItems.ListAsync(room, studyId, kind, cancel)).Count;
            var ofKind = record.Where(d => d.Kind == kind).ToList();
            rows.Add(new RetentionRow(kind, rule?.Until, rule?.IsNear(today) ?? false, rule?.IsDue(today) ?? false, kept, ofKind.Find(d => d.IsRunning), ofKind.Find(d => !d.IsRunning)));
        }

        var name = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel);
        return new RetentionList(name, rows, record, member.May(Operation.ManageStudy), member.May(Operation.DestroyDue))
        {
            Promised = [.. (await PromisedRecordings.ReadAsync(db, studyId, cancel)).Where(p => member.ReachesTrust(p.Trust))],
        };
    }

    private static async Task<IReadOnlyList<DestructionRow>> ReadRecordAsync(StudyDb db, StudyId studyId, CancellationToken cancel) => await (
        from d in db.Destructions.AsNoTracking()
        join m in db.Members on d.By equals m.Id
        where d.StudyId == studyId
        orderby d.StartedAt descending
        select new DestructionRow(d.Id, d.Kind, m.Name, d.StartedAt, d.Total, d.Destroyed, d.FinishedAt, d.StoppedAt)).ToListAsync(cancel);
}

/// <summary>What a study has to be reminded of: the kinds whose date is near or past.</summary>
public sealed class ReadReminders(ReadRetention readRetention, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<RetentionRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeConsents, cancel)).IsRefused(out var refusal, out _)) return refusal;
        return (await readRetention.RunAsync(me, studyId, cancel)).IsRefused(out var no, out var list) ? no : list.Rows.Where(r => r.Reminds).ToList();
    }
}
