using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>What is said of a withdrawal for the file: labels and numbers alone.</summary>
public sealed record Certificate(
    string Study, string Label, WithdrawalId Id, WithdrawalScope Scope, WithdrawalReason Reason, DateOnly AskedOn, DateTimeOffset At, string By, WithdrawalCounts Counts, DateTimeOffset? KeyDestroyedAt, bool IsUnfinished);

/// <summary>The certificate of a withdrawal.</summary>
public sealed class ReadCertificate(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<Certificate>> RunAsync(AccountId me, StudyId studyId, WithdrawalId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeConsents, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await (
            from w in db.Withdrawals.AsNoTracking()
            join p in db.Participants on w.ParticipantId equals p.Id
            join m in db.Members on w.By equals m.Id
            where w.Id == id && w.StudyId == studyId
            select new { Withdrawal = w, p.Label, p.TrustId, By = m.Name }).SingleOrDefaultAsync(cancel);
        if (found is null || !member.ReachesTrust(found.TrustId)) return Refusal.NotFound;
        var study = await db.Studies.Where(s => s.Id == studyId).Select(s => s.Name).SingleAsync(cancel);
        var one = found.Withdrawal;
        return new Certificate(study, found.Label, one.Id, one.Scope, one.Reason, one.AskedOn, one.At, found.By, one.Counts, one.KeyDestroyedAt, one.IsUnfinished);
    }
}
