using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A framework matrix as the table that is to leave: a row for each case, then a row for each passage that cells refer to.</summary>
public sealed class ExportMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="ending">Of the file, without a dot.</param>
    /// <param name="withWords">Whether the words of passages are to leave too, of those who agreed to be quoted.</param>
    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, MatrixId id, string ending, bool withWords, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.FrameworkMatrices.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.StudyId == studyId, cancel) is not { } matrix) return Refusal.NotFound;
        var cases = await MatrixCases.ReadAsync(db, member, matrix.Cases, cancel);
        var columns = await MatrixColumns.ReadAsync(db, matrix, cancel);
        var cells = await OpenMatrix.CellsAsync(db, studyId, columns, cases, cancel);
        var table = new MatrixTable(await SummaryReferences.ReadAsync(db, member, [.. cells.Select(c => c.Summary.Id)], cancel), withWords ? await PeopleColumns.ReadAsync(db, studyId, cancel) : null);
        return table.Make(ExportedList.FrameworkMatrix, matrix.Name, matrix.Cases, [.. columns.Select(c => (c.Id, c.Name))], cases, cells.Select(c => c.Summary), ending);
    }
}

/// <summary>The summaries of interviews as the table that is to leave.</summary>
public sealed class ExportSummaries(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="withWords">Whether the words of passages are to leave too, of those who agreed to be quoted.</param>
    public async Task<Result<Export>> RunAsync(AccountId me, StudyId studyId, string ending, bool withWords, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var cases = await MatrixCases.ReadAsync(db, member, CaseKind.Interviews, cancel);
        var shown = cases.Where(c => !c.IsHidden).Select(c => c.Case).ToHashSet();
        var summaries = (await db.Summaries.AsNoTracking().Where(s => s.StudyId == studyId && s.ColumnId == null && s.Number > 0).ToListAsync(cancel)).Where(s => shown.Contains(s.Case)).ToList();
        var table = new MatrixTable(await SummaryReferences.ReadAsync(db, member, [.. summaries.Select(s => s.Id)], cancel), withWords ? await PeopleColumns.ReadAsync(db, studyId, cancel) : null);
        return table.Make(ExportedList.Summaries, "Summaries of interviews", CaseKind.Interviews, [(null, "Summary")], cases, summaries, ending);
    }
}

/// <summary>Makes the table of summaries that is to leave, and numbers their references through.</summary>
/// <param name="people">Who may be quoted; null where no words of passages are to leave.</param>
internal sealed class MatrixTable(ILookup<SummaryId, ReferenceView> references, PeopleColumns? people)
{
    internal const string Number = "Reference", Place = "Place", Turn = "Turn", Speaker = "Who speaks", Words = "Words";

    private readonly List<(ReferenceView Reference, int Number)> _told = [];

    public Export Make(ExportedList list, string name, CaseKind kind, IReadOnlyList<(ColumnId? Id, string Name)> columns, IReadOnlyList<MatrixCase> cases, IEnumerable<Summary> summaries, string ending)
    {
        var bySpot = summaries.ToDictionary(s => new SummarySpot(s.ColumnId, s.Case));
        var hasPeople = kind == CaseKind.Participants;
        List<ExportColumn> heading =
        [
            new(SummaryWords.Case(kind)),
            new(kind == CaseKind.Interviews ? "Kind" : "Role", Attribute: hasPeople ? PeopleColumns.Role : null), new("Trust", Attribute: hasPeople ? PeopleColumns.Trust : null),
            .. columns.Select(c => new ExportColumn(c.Name)), new(Number, IsScanned: false), new(Place), new(Turn, IsScanned: false), new(Speaker), new(Words),
        ];
        var rows = cases.Select(c => (IReadOnlyList<string>)
        [
            c.Label, c.Role, kind == CaseKind.Trusts ? "" : c.Trust,
            .. columns.Select(x => c.IsHidden ? "Hidden until a blind round opens" : bySpot.TryGetValue(new(x.Id, c.Case), out var summary) ? Told(summary) : ""), "", "", "", "", "",
        ]).ToList();
        List<string> nothing = [.. Enumerable.Repeat("", columns.Count + 3)];
        rows.AddRange(_told.Select(t => (IReadOnlyList<string>)
            [.. nothing, $"{t.Number}", t.Reference.Title, $"{t.Reference.Turn}", t.Reference.Speaker, t.Reference.IsWithdrawn ? "Withdrawn by the participant." : MayLeave(t.Reference) ? t.Reference.Words : ""]));
        return new Export(list, name, $"{FileLeaving.NameOf(name)}.{ending}", heading, rows, hasPeople ? [.. cases.Select(c => c.Case.ParticipantId!.Value), .. _told.Select(_ => default(ParticipantId))] : null);
    }

    /// <summary>The text with references numbered through; one that the reader may not see is left open.</summary>
    private string Told(Summary summary)
    {
        var mine = references[summary.Id].ToDictionary(r => r.Number);
        var text = string.Concat(References.Pieces(summary.Text).Select(p => p.Number is not { } number ? p.Words : mine.TryGetValue(number, out var reference) ? References.Written(NumberOf(reference)) : "[–]"));
        return summary.State == SummaryState.Draft && text.Length > 0 ? $"{text}\n(draft)" : text;
    }

    private int NumberOf(ReferenceView reference)
    {
        var at = _told.FindIndex(t => ReferenceEquals(t.Reference, reference));
        if (at >= 0) return _told[at].Number;
        _told.Add((reference, _told.Count + 1));
        return _told.Count;
    }

    /// <summary>Whether everybody who speaks in it agreed to be quoted; an interviewer need not.</summary>
    private bool MayLeave(ReferenceView reference) =>
        people is not null && reference.Participants.All(p => !people.LabelOf(p).IsRefused(out _, out _)) && !reference.HasStrangers;
}
