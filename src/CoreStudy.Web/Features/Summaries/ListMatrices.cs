using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A framework matrix in a list.</summary>
/// <param name="Cells">How many cells the reader sees: rows by columns, without what a blind round hides from them.</param>
/// <param name="ChangedAt">When a cell was last written; null while none is.</param>
public sealed record MatrixRow(
    MatrixId Id, string Name, CaseKind Cases, IReadOnlyList<ColumnSubject> Columns, int Cells, int Done, int Drafts, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? ChangedAt, uint Version, bool IsArchived);

/// <summary>A code that can be a column.</summary>
/// <param name="Depth">How many codes it lies below, from 0.</param>
public sealed record ColumnChoice(CodeId Id, string Name, int Depth, string Colour, bool IsRetired);

/// <param name="Choices">The framework’s codes in the order of the tree.</param>
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

    private static async Task<IReadOnlyList<ColumnChoice>> ChoicesAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId && c.MergedInto == null).Select(c => new { c.Id, c.ParentId, c.Name, c.Colour, c.Position, c.State }).ToListAsync(cancel);
        var below = codes.ToLookup(c => c.ParentId);
        var choices = new List<ColumnChoice>();
        void Walk(CodeId? parent, int depth)
        {
            foreach (var code in below[parent].OrderBy(c => c.Position))
            {
                choices.Add(new ColumnChoice(code.Id, code.Name, depth, code.Colour, code.State == Domain.Codebooks.CodeState.Retired));
                Walk(code.Id, depth + 1);
            }
        }

        Walk(null, 0);
        return choices;
    }
}
