using System.Text;
using System.Text.Json;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace CoreStudy.Web.Tests.Ui;

public sealed class TableFileTests
{
    private static readonly Export Table = new(
        ExportedList.Codings, "Codes: all of [them]", "Codes.csv", [new("Code"), new("Codings", IsScanned: false), new("Code")], [["007", "12", "=1+1"], ["Hope “é”", "007", ""]]);

    [Fact]
    public void Lines_of_json_have_the_headings_for_names_and_numbers_where_the_app_counted()
    {
        var lines = Encoding.UTF8.GetString(TableFile.Write(Table, TableKind.JsonLines)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("""{"Code":"007","Codings":12,"Code 2":"=1+1"}""", lines[0]);
        Assert.Equal("Hope “é”", JsonDocument.Parse(lines[1]).RootElement.GetProperty("Code").GetString());
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(lines[1]).RootElement.GetProperty("Codings").ValueKind); // leading zeros are no number
    }

    [Fact]
    public void A_workbook_is_valid_and_has_words_as_words()
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(TableFile.Write(Table, TableKind.Xlsx)), isEditable: false);

        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(file, TestContext.Current.CancellationToken));
        Assert.Equal("Codes all of them", file.WorkbookPart!.Workbook!.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single().Name!.Value);
        Assert.DoesNotContain("<x:f>", file.WorkbookPart.WorksheetParts.Single().Worksheet!.OuterXml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_says_what_kind_of_file_it_is() =>
        Assert.Equal(["Codes.csv", "Codes.xlsx", "Codes.jsonl"], Enum.GetValues<TableKind>().Select(k => Table.As(k).FileName));
}
