using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>How the choices of a matrix are said.</summary>
public static class MatrixWords
{
    public static string Of(MatrixMeasure measure) => measure switch
    {
        MatrixMeasure.Passages => "Passages",
        MatrixMeasure.Words => "Words covered",
        MatrixMeasure.People => "People",
        _ => "Interviews",
    };

    public static string Of(MatrixColumns columns) => columns switch
    {
        MatrixColumns.Trust => "Trust",
        MatrixColumns.Role => "Participant role",
        MatrixColumns.Interview => "Interview",
        MatrixColumns.Code => "Code",
        MatrixColumns.Coder => "Coder",
        _ => "Attribute",
    };

    public static string Of(Together together) => together.When switch
    {
        TogetherWhen.Overlap => "their passages overlap",
        TogetherWhen.SameTurn => "they are in the same turn",
        _ => together.Words == 1 ? "they are at most 1 word apart" : $"they are at most {together.Words:N0} words apart",
    };

    /// <summary>What the whole is, as a heading.</summary>
    public static string Title(MatrixAsk ask, string attribute) => ask.Columns switch
    {
        MatrixColumns.Code => $"{Of(ask.Measure)} where two {Row(ask)}s occur together: {Of(ask.Together)}",
        MatrixColumns.Attribute => $"{Of(ask.Measure)} by {Row(ask)} and {attribute}",
        _ => $"{Of(ask.Measure)} by {Row(ask)} and {Of(ask.Columns).ToLowerInvariant()}",
    };

    private static string Row(MatrixAsk ask) => ask.Rows == MatrixRows.Themes ? "theme" : "code";

    /// <summary>What a number is, in a sentence below the table.</summary>
    public static string Explain(MatrixAsk ask) => (ask.Measure switch
    {
        MatrixMeasure.Passages => "A passage is one coding by one person; two coders who chose the same words make two.",
        MatrixMeasure.Words => "Each word counts once for whoever says it, however many passages hold it, so the total of a column is less than its cells added up where codes lie on the same words.",
        MatrixMeasure.People => "A person counts once in each cell and once in each total, so totals are less than the cells added up. A passage belongs to whoever says most of it; interviewers are nobody’s.",
        _ => "An interview counts once in each cell and once in each total, so totals are less than the cells added up.",
    }) + (ask.Columns == MatrixColumns.Code ? $" A cell counts those of the row’s {Row(ask)} that occur together with the column’s; the total is all of the row’s {Row(ask)}, together with something or not." : "")
        + (ask.Rows == MatrixRows.Themes ? " A theme counts the codes in it and in its sub-themes." : ask.Filter.WithSubcodes ? " A code counts with the codes below it." : "");

    /// <summary>That the reader sees less than there is on some transcripts, for now.</summary>
    public static string Blind(int transcripts) => $"{(transcripts == 1 ? "1 transcript is" : $"{transcripts:N0} transcripts are")} being coded blindly: there you see your own passages alone, until the round opens.";

    /// <summary>What stands in a cell.</summary>
    public static string Cell(Matrix matrix, int row, int column, MatrixShare share) => share == MatrixShare.Count
        ? matrix[row, column] == 0 ? "0" : matrix[row, column].ToString("N0", CultureInfo.CurrentCulture)
        : matrix.ValueOf(row, column, share) is { } value ? Percent(value) : "";

    /// <summary>Shares that are not nothing are never said to be 0.</summary>
    public static string Percent(double value) => value is > 0 and < 0.005 ? "<1%" : $"{100 * value:0}%";

    /// <summary>What a cell's passages are found by; null where no filter says it.</summary>
    public static PassageFilter? Filter(MatrixAsk ask, PassageFilter side, string row, string column)
    {
        if (!Guid.TryParse(row, out var line)) return null;
        var filter = ask.Rows == MatrixRows.Themes ? side with { Themes = [new ThemeId(line)], Codes = [] } : side with { Codes = [new CodeId(line)] };
        return ask.Columns switch
        {
            MatrixColumns.Trust => filter with { Trusts = [new TrustId(Guid.Parse(column))] },
            MatrixColumns.Role => column.Length == 0 ? null : filter with { ParticipantRoles = [column] },
            MatrixColumns.Attribute => column.Length == 0 || ask.Attribute is not { } attribute ? null : filter with { Attributes = [.. filter.Attributes.Where(a => a.Attribute != attribute), new AttributeValue(attribute, column)] },
            MatrixColumns.Interview => filter with { Interviews = [new InterviewId(Guid.Parse(column))] },
            MatrixColumns.Coder => column.Length == 0 ? filter : filter with { Coders = [new MemberId(Guid.Parse(column))] },
            _ => null,
        };
    }
}
