using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>What deeds and questions of settling share: who may, whether a round is blind, the row that orders them, the news afterwards.</summary>
public sealed class SettlingDoor(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed)
{
    private static readonly Refusal Blind = new("A blind round is under way on this transcript. What its coders differ in can be seen and settled when the round is open.");
    private static readonly Refusal NotBegun = new("Nobody has begun to settle this transcript.");

    public Permissions Permissions => permissions;

    /// <summary>The settlement of a transcript for who may read it: those who settle or sign off, and the coders whose lanes it shows.</summary>
    internal async Task<Result<(Member Member, Settlement Settlement)>> ReadAsync(StudyDb db, AccountId me, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        var settlement = await db.Settlements.AsNoTracking().SingleOrDefaultAsync(s => s.TranscriptId == id, cancel);
        if (!access.Member.May(Operation.SettleDifferences) && settlement?.Lanes.Contains(access.Member.Id) != true) return Refusal.NotFound;
        if (await IsBlindAsync(db, access.Member, id, cancel)) return Blind;
        return settlement is null ? NotBegun : (access.Member, settlement);
    }

    /// <summary>Does one deed while it holds the transcript's order of acts, then tells what changed.</summary>
    /// <param name="operation">Null for what the coders concerned may do too.</param>
    /// <param name="act">Made in the browser: a deed that was done before is answered again, and not done twice.</param>
    /// <param name="after">The settlement's revision that the browser knows.</param>
    internal async Task<Result<SettlingChanges>> ActAsync(
        AccountId me, TranscriptId id, Operation? operation, ActId act, long after, Func<SettlingRoom, Task<Result<Done>>> deed, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, operation ?? Operation.Code, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await TextRevising.LockAsync(db, id, cancel)).IsRefused(out var gone, out var text)) return gone;
        var settlement = await db.Settlements.SingleOrDefaultAsync(s => s.TranscriptId == id, cancel);
        if (operation is null && !access.Member.May(Operation.SettleDifferences) && settlement?.Lanes.Contains(access.Member.Id) != true) return Refusal.NotFound;
        if (await IsBlindAsync(db, access.Member, id, cancel)) return Blind;
        if (settlement is null) return NotBegun;
        if (await db.SettlingActs.AnyAsync(a => a.Id == act, cancel)) return await SettlingReading.ChangesAsync(db, access.Member, settlement, text.TextRevision, after, cancel);

        if ((await deed(new SettlingRoom(db, access.Member, settlement, text))).IsRefused(out var no, out _)) return no;
        await db.SaveChangesAsync(cancel);
        var changes = await SettlingReading.ChangesAsync(db, access.Member, settlement, text.TextRevision, after, cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new SettlingMoved(access.StudyId, id));
        return changes;
    }

    internal static Task<bool> IsBlindAsync(StudyDb db, Member reader, TranscriptId id, CancellationToken cancel) =>
        ClosedTo(db, reader).AnyAsync(t => t == id, cancel);

    /// <summary>Transcripts on which a blind round is under way, whose settling is closed to everybody; and those that the reader reads again apart from what they coded before.</summary>
    internal static IQueryable<TranscriptId> ClosedTo(StudyDb db, Member reader) =>
        db.BlindRounds().Where(r => r.StudyId == reader.StudyId && (!r.IsSecondReading || r.Coders.Any(c => c.MemberId == reader.Id)))
            .SelectMany(r => r.Transcripts.Select(t => t.TranscriptId));
}

/// <summary>A settlement that nobody else can change meanwhile.</summary>
internal sealed record SettlingRoom(StudyDb Db, Member Member, Settlement Settlement, LockedText Text)
{
    public async Task<Result<Difference>> FindAsync(DifferenceId id, CancellationToken cancel) =>
        await Db.Differences.SingleOrDefaultAsync(d => d.Id == id && d.TranscriptId == Settlement.TranscriptId, cancel) is { } difference ? difference : Refusal.NotFound;
}
