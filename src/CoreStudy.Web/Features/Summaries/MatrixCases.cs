using CoreStudy.Data;
using CoreStudy.Data.Summaries;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A row of a matrix.</summary>
/// <param name="Role">The participant’s role, or the kind of interview; empty for a trust.</param>
/// <param name="IsHidden">Whether a blind round hides what is written about it from the reader, who cannot write either.</param>
public sealed record MatrixCase(SummaryCase Case, string Label, TrustId TrustId, string Trust, string Role, bool IsHidden);

/// <summary>The cases of a study: who takes part and is not put away, interviews that were held, trusts; in the trusts that the reader reaches.</summary>
internal static class MatrixCases
{
    public static async Task<IReadOnlyList<MatrixCase>> ReadAsync(StudyDb db, Member reader, CaseKind kind, CancellationToken cancel)
    {
        var study = reader.StudyId;
        var blind = await BlindCases.ReadAsync(db, reader, cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == study).Select(t => new { t.Id, t.Label, IsIn = t.ArchivedAt == null }).ToListAsync(cancel);
        var labels = trusts.ToDictionary(t => t.Id, t => t.Label);
        MatrixCase Row(SummaryCase about, string label, TrustId trust, string role) => new(about, label, trust, labels[trust], role, blind.Hide(about));
        IEnumerable<MatrixCase> all = kind switch
        {
            CaseKind.Participants => (await db.Participants.AsNoTracking().Where(p => p.StudyId == study && p.ArchivedAt == null).Select(p => new { p.Id, p.Label, p.TrustId, p.Role }).ToListAsync(cancel))
                .Select(p => Row(SummaryCase.Of(p.Id), p.Label, p.TrustId, p.Role)),
            CaseKind.Interviews => (await db.Interviews.AsNoTracking().IgnoreAutoIncludes().Where(i => i.StudyId == study && i.ArchivedAt == null && i.State == InterviewState.Held).Select(i => new { i.Id, i.Title, i.TrustId, i.Kind }).ToListAsync(cancel))
                .Select(i => Row(SummaryCase.Of(i.Id), i.Title, i.TrustId, i.Kind == InterviewKind.FocusGroup ? "Focus group" : "Individual interview")),
            _ => trusts.Where(t => t.IsIn).Select(t => Row(SummaryCase.Of(t.Id), t.Label, t.Id, "")),
        };
        return [.. all.Where(c => reader.ReachesTrust(c.TrustId)).OrderBy(c => c.Label, Ui.ReadingOrder.ForPeople)];
    }
}
