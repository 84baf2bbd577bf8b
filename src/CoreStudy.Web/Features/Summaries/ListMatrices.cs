using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A framework matrix in a list.</summary>
/// <param name="Cells">How many cells the reader sees: rows by columns, without what a blind round hides from them.</param>
/// <param name="ChangedAt">When a cell was last written; null while none is.</param>
public sealed record MatrixRow(
    MatrixId Id, string Name, CaseKind Cases, IReadOnlyList<ColumnSubject> Columns, int Cells, int Done, int Drafts, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? ChangedAt, uint Version, bool IsArchived);

/// <summary>A code or theme that can be a column.</summary>
/// <param name="Depth">How many codes or themes it lies below, from 0.</param>
/// <param name="IsOld">A code that was retired, or a theme that was dropped: not offered, but shown where it is a column.</param>
public sealed record ColumnChoice(ColumnSubject Subject, string Name, int Depth, string Colour, bool IsOld);

/// <param name="Choices">Themes, then the framework’s codes, each in the order of its tree.</param>
public sealed record MatrixList(IReadOnlyList<MatrixRow> Matrices, IReadOnlyList<ColumnChoice> Choices, bool MayWrite);

/// <summary>The framework matrices of a study and how far each is, for the trusts that the reader reaches.</summary>
public sealed class ListMatrices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MatrixList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var matrices = await db.FrameworkMatrices.AsNoTracking().Where(m => m.StudyId == studyId).OrderBy(m => m.Name).ToListAsync(cancel);
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var cases = new Dictionary<CaseKind, HashSet<SummaryCase>>();
        foreach (var kind in matrices.Select(m => m.Cases).Distinct()) cases[kind] = [.. (await MatrixCases.ReadAsync(db, member, kind, cancel)).Where(c => !c.IsHidden).Select(c => c.Case)];
        var cells = await db.Summaries.AsNoTracking().Where(s => s.StudyId == studyId && s.ColumnId != null && s.State != SummaryState.Empty)
            .Select(s => new { s.ColumnId, s.ParticipantId, s.InterviewId, s.TrustId, s.State, s.ChangedAt }).ToListAsync(cancel);
        var byColumn = cells.Select(c => (Column: c.ColumnId!.Value, Case: CaseOf(c.ParticipantId, c.InterviewId, c.TrustId), c.State, c.ChangedAt)).ToLookup(c => c.Column);
        return new MatrixList(
            [
                .. matrices.Select(m =>
                {
                    List<MatrixColumn> columns = [.. m.Standing];
                    var written = columns.SelectMany(c => byColumn[c.Id]).Where(c => cases[m.Cases].Contains(c.Case)).ToList();
                    return new MatrixRow(
                        m.Id, m.Name, m.Cases, columns.ConvertAll(c => c.Subject), columns.Count * cases[m.Cases].Count, written.Count(c => c.State == SummaryState.Done), written.Count(c => c.State == SummaryState.Draft),
                        names.GetValueOrDefault(m.MadeBy, ""), m.MadeAt, written.Count == 0 ? null : written.Max(c => c.ChangedAt), m.Version, m.ArchivedAt is not null);
                }),
            ],
            await ChoicesAsync(db, studyId, cancel), member.May(Operation.WriteSummaries));
    }

    private static SummaryCase CaseOf(ParticipantId? participant, InterviewId? interview, TrustId? trust) =>
        participant is { } p ? SummaryCase.Of(p) : interview is { } i ? SummaryCase.Of(i) : SummaryCase.Of(trust!.Value);

    internal static async Task<IReadOnlyList<ColumnChoice>> ChoicesAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var themes = await db.Themes.AsNoTracking().IgnoreAutoIncludes().Where(t => t.StudyId == studyId).OrderBy(t => t.Order).Select(t => new { t.Id, t.ParentId, t.Name, t.Status }).ToListAsync(cancel);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId && c.MergedInto == null).Select(c => new { c.Id, c.ParentId, c.Name, c.Colour, c.Position, c.State }).ToListAsync(cancel);
        var below = codes.ToLookup(c => c.ParentId);
        var choices = themes.Where(t => t.ParentId is null)
            .SelectMany(t => themes.Where(s => s.ParentId == t.Id).Prepend(t))
            .Select(t => new ColumnChoice(ColumnSubject.Of(t.Id), t.Name, t.ParentId is null ? 0 : 1, "", t.Status == ThemeStatus.Dropped)).ToList();
        void Walk(CodeId? parent, int depth)
        {
            foreach (var code in below[parent].OrderBy(c => c.Position))
            {
                choices.Add(new ColumnChoice(ColumnSubject.Of(code.Id), code.Name, depth, code.Colour, code.State == CodeState.Retired));
                Walk(code.Id, depth + 1);
            }
        }

        Walk(null, 0);
        return choices;
    }
}
