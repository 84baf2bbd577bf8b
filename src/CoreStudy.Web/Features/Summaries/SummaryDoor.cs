using CoreStudy.Data;
using CoreStudy.Data.Summaries;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Where a summary stands: in a column of a matrix, or, without a column, for an interview as a whole.</summary>
public readonly record struct SummarySpot(ColumnId? ColumnId, SummaryCase Case);

/// <summary>Somebody at a summary that is open to them.</summary>
/// <param name="Matrix">Null for the summary of an interview.</param>
/// <param name="Subject">Whom the summary is about, for the audit trail.</param>
internal sealed record AtSummary(Member Member, FrameworkMatrix? Matrix, AuditSubject Subject, string Label);

/// <summary>Lets somebody to a summary: asks their right, whether the case is one that they reach, and whether a blind round hides it from them.</summary>
internal sealed class SummaryDoor(Permissions permissions)
{
    public static readonly Refusal Hidden = new("A blind round is under way on a transcript of this case. What is written about it is hidden from you until the round opens.");

    public async Task<Result<AtSummary>> EnterAsync(StudyDb db, AccountId me, StudyId studyId, SummarySpot spot, Operation operation, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, operation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        FrameworkMatrix? matrix = null;
        if (spot.ColumnId is { } column)
        {
            matrix = await db.FrameworkMatrices.AsNoTracking().SingleOrDefaultAsync(m => m.StudyId == studyId && m.Columns.Any(c => c.Id == column), cancel);
            if (matrix is null || spot.Case.Kind != matrix.Cases) return Refusal.NotFound;
            if (matrix.ArchivedAt is not null && Rights.ChangesStudy(operation)) return new Refusal($"“{matrix.Name}” is put away, and stays as it is. Bring it back to write in it.");
        }
        else if (spot.Case.Kind != CaseKind.Interviews)
        {
            return Refusal.NotFound;
        }

        if (await CaseAsync(db, studyId, spot.Case, cancel) is not { } found || !member.ReachesTrust(found.Trust)) return Refusal.NotFound;
        if ((await BlindCases.ReadAsync(db, member, cancel)).Hide(spot.Case)) return Hidden;
        return new AtSummary(member, matrix, found.Subject, found.Label);
    }

    /// <summary>The summary of a spot; null where nothing was written or linked yet.</summary>
    public static Task<Summary?> FindAsync(StudyDb db, StudyId studyId, SummarySpot spot, CancellationToken cancel)
    {
        var (participant, interview, trust) = (spot.Case.ParticipantId, spot.Case.InterviewId, spot.Case.TrustId);
        return db.Summaries.SingleOrDefaultAsync(s => s.StudyId == studyId && s.ColumnId == spot.ColumnId && s.ParticipantId == participant && s.InterviewId == interview && s.TrustId == trust, cancel);
    }

    private static async Task<(TrustId Trust, AuditSubject Subject, string Label)?> CaseAsync(StudyDb db, StudyId studyId, SummaryCase about, CancellationToken cancel)
    {
        switch (about)
        {
            case { ParticipantId: { } id }:
                return await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.StudyId == studyId && p.ArchivedAt == null, cancel) is { } participant
                    ? (participant.TrustId, AuditSubject.Of(participant), participant.Label) : null;
            case { InterviewId: { } id }:
                return await db.Interviews.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.StudyId == studyId && i.ArchivedAt == null, cancel) is { } interview
                    ? (interview.TrustId, AuditSubject.Of(interview), interview.Title) : null;
            default:
                return await db.Trusts.AsNoTracking().SingleOrDefaultAsync(t => t.Id == about.TrustId && t.StudyId == studyId && t.ArchivedAt == null, cancel) is { } trust
                    ? (trust.Id, AuditSubject.Of(trust), trust.Label) : null;
        }
    }
}
