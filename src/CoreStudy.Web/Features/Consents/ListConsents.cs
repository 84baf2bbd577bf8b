using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>A consent as it is shown: nothing in it identifies.</summary>
public sealed record ConsentLine(ConsentId Id, string Form, DateOnly GivenOn, IReadOnlyList<ConsentScope> Agreed, bool HasEvidence, string RecordedBy, DateTimeOffset RecordedAt, bool IsWithdrawal);

/// <summary>A withdrawal as it is shown.</summary>
public sealed record WithdrawalLine(WithdrawalId Id, WithdrawalScope Scope, DateOnly AskedOn, string By, DateTimeOffset At, bool IsUnfinished);

/// <summary>A participant with the consent that holds now, and what was before.</summary>
/// <param name="Now">Null where no consent is on record.</param>
/// <param name="History">All of them, the last first.</param>
public sealed record ConsentRow(
    ParticipantId Id, string Label, string Role, TrustId TrustId, string Trust, int Interviews, ConsentLine? Now, IReadOnlyList<ConsentLine> History, IReadOnlyList<WithdrawalLine> Withdrawals, WithdrawalScope? Withdrawn)
{
    public bool IsGap => Now is null && Withdrawn is null;
}

/// <param name="Forms">The versions of the form met so far, the last first.</param>
public sealed record ConsentList(IReadOnlyList<ConsentRow> Rows, IReadOnlyList<string> Forms, bool MayManage, bool MayWithdraw);

/// <summary>Which consents are on record in a study, in the trusts the member reaches: the gaps first.</summary>
public sealed class ListConsents(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ConsentList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeConsents, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).ToDictionaryAsync(t => t.Id, t => t.Label, cancel);
        var participants = await db.Participants.AsNoTracking().Where(p => p.StudyId == studyId).OrderBy(p => p.Label).ToListAsync(cancel);
        var consents = (await db.Consents.AsNoTracking().Where(c => c.StudyId == studyId).OrderByDescending(c => c.RecordedAt).ThenByDescending(c => c.Id).ToListAsync(cancel)).ToLookup(c => c.ParticipantId);
        var withdrawals = (await db.Withdrawals.AsNoTracking().Where(w => w.StudyId == studyId).OrderByDescending(w => w.At).ToListAsync(cancel)).ToLookup(w => w.ParticipantId);
        var names = await db.Members.AsNoTracking().IgnoreAutoIncludes().Where(m => m.StudyId == studyId).Select(m => new { m.Id, m.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == studyId && i.ArchivedAt == null).SelectMany(i => i.Participants)
            .GroupBy(p => p.ParticipantId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

        ConsentLine Line(Consent c) => new(c.Id, c.Form, c.GivenOn, c.Agreed, c.HasEvidence, names[c.RecordedBy], c.RecordedAt, c.WithdrawalId is not null);
        var rows = participants.Where(p => member.ReachesTrust(p.TrustId)).Select(p => new ConsentRow(
            p.Id, p.Label, p.Role, p.TrustId, trusts[p.TrustId], interviews.GetValueOrDefault(p.Id),
            consents[p.Id].Current() is { } now ? Line(now) : null, [.. consents[p.Id].Select(Line)],
            [.. withdrawals[p.Id].Select(w => new WithdrawalLine(w.Id, w.Scope, w.AskedOn, names[w.By], w.At, w.IsUnfinished))], p.Withdrawn)).ToList();
        return new ConsentList(
            rows, [.. consents.SelectMany(c => c).Where(c => c.Form.Length > 0).OrderByDescending(c => c.RecordedAt).Select(c => c.Form).Distinct().Take(10)],
            member.May(Operation.ManageConsent), member.May(Operation.Withdraw));
    }
}
