using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Matrices;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>Every matrix for programs: a row for each cell, with what is too small held back as in a file.</summary>
public static class MatrixApi
{
    private static readonly IReadOnlyList<ApiField<MatrixCell>> Fields =
    [
        new("side", ApiKind.Text, "Which of two groups side by side it belongs to; empty where there is one.", "", c => c.Side),
        new("row_id", ApiKind.Word, "The code or theme of the row; empty for the row of totals.", ApiWords.ExampleId, c => c.RowKey),
        new("row", ApiKind.Text, "What it is called.", "Being trusted", c => c.Row) { IsLabel = true },
        new("column_id", ApiKind.Word, "What the column is told apart by: an id, or a role or value; empty for the column of totals, and for what belongs to none.", ApiWords.ExampleId, c => c.ColumnKey),
        new("column", ApiKind.Text, "What the column is called.", "Trust B", c => c.Column) { IsLabel = true },
        new("is_total", ApiKind.YesNo, "Whether it is a total: of words, people and interviews each counted once, so no sum of cells.", false, c => c.IsTotal),
        new("value", ApiKind.Number, "A count, or a share from 0 to 1; null where there is nothing to tell or it is held back.", 12, c => c.Value) { IsOptional = true },
        new("is_held_back", ApiKind.YesNo, "Whether it is held back, since too few people make it up or it would give others away.", false, c => c.IsHeldBack),
    ];

    public static void MapMatrixApi(this IApiLists api) => api.MapList<MatrixCell>(
        new ApiListing(
            "studies/{study}/matrix", "Matrix", "Coded passages, words, people or interviews counted by code or theme and something else; asked as in the address of the screen. For researchers, supervisors and leads.",
            ApiScope.Codings, ExportedList.Matrix, Fields)
        {
            Parameters =
            [
                new("across", ApiKind.Text, $"What the columns are: {string.Join(", ", Enum.GetNames<MatrixColumns>().Where(c => c != nameof(MatrixColumns.Attribute)))}, or “Attribute:” and its id; usually Trust."),
                new("rows", ApiKind.Word, "What the rows are: the codes chosen, or all; the top of the framework; themes.") { OneOf = [.. Enum.GetNames<MatrixRows>()] },
                new("count", ApiKind.Word, "What is counted.") { OneOf = [.. Enum.GetNames<MatrixMeasure>()] },
                new("as", ApiKind.Word, "Numbers, or shares of the row or column.") { OneOf = [.. Enum.GetNames<MatrixShare>()] },
                new("together", ApiKind.Text, "Where columns are codes, when two occur together: Overlap, SameTurn, or “Near:” and how many words may stand between them."),
                new("left", ApiKind.Text, "A group to be put beside another: “role:…”, “trust:id” or “attribute:id:value”."),
                new("right", ApiKind.Text, "The other group."),
                .. ApiFilters.Passages,
            ],
        },
        async ask =>
        {
            var question = MatrixAsk.Read(ask.Query) with { ShowsEmpty = true, IsTurned = false, SortedBy = null };
            if ((await ask.The<ReadMatrix>().RunAsync(ask.Me, ask.StudyId, question, ask.Cancel)).IsRefused(out var refusal, out var view)) return refusal;
            return ApiRows.Of(Fields, MatrixFiles.CellsOf(view).Select((c, i) => (c, i)).Select(c => c.c with { Place = c.i }), c => $"{c.Place:D8}");
        });
}
