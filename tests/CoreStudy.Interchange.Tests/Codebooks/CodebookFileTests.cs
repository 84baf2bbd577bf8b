using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Tables;
using CsCheck;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.Codebooks;

public sealed class CodebookFileTests
{
    private static readonly string[] Pieces = ["the worker", "=1+1", "+", "-", "@", "'", "''=", "\"", ",", ";", "\n", " ", "é", "e\u0301", "😀", "_x000D_", "‘so’", "›", " › ", "<b>&amp;", "\t"];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Select(string.Concat);

    private static readonly Gen<CodeState> States = Gen.Enum<CodeState>();

    /// <summary>Frameworks of up to twelve codes, each at the top or below one before it, no two of a name at one place.</summary>
    private static readonly Gen<IReadOnlyList<CodeSnapshot>> Frameworks = Gen.Select(Texts, Texts, Texts, Gen.Int[-3, 11], States).Array[0, 12].Select(drafts =>
    {
        var codes = new List<CodeSnapshot>();
        foreach (var (name, definition, use, above, state) in drafts)
        {
            var words = new CodeWords($"{name}{codes.Count}", definition, use, definition, use, use, "#33669a") { Shortcut = $"={codes.Count}" };
            if (Code.Create(default, null, words, 0).IsRefused(out _, out var code)) continue;
            codes.Add(new CodeSnapshot(CodeId.New(), above >= 0 && above < codes.Count ? codes[above].Id : null, code.Words, codes.Count, state, null));
        }

        return (IReadOnlyList<CodeSnapshot>)codes;
    });

    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "empty.csv", [], "is empty" },
        { "empty.xlsx", Book("<sheetData/>"), "no rows" },
        { "words.csv", Utf8("Dear colleague,\nhere is the framework.\n"), "does not name its columns" },
        { "heading.csv", Utf8("Name,Definition\n"), "no rows below" },
        { "twice.csv", Utf8("Name,Definition,Description\na,b,c\n"), "Two columns" },
        { "long.csv", Utf8("Name\n" + string.Concat(Enumerable.Range(0, 2001).Select(n => $"n{n}\n"))), "more than 2,000 rows" },
        { "large.csv", new byte[CodebookFile.LargestBytes + 1], "larger than 5 MB" },
        { "old.xls", Ole("Workbook"), ".xls" },
        { "letter.docx", Word("<w:p/>"), "no Excel workbook" },
        { "bomb.xlsx", Book("<sheetData>" + new string(' ', 60_000_000) + "</sheetData>"), "unpacks to far more" },
        { "echo.xlsx", Echo(), "far more words" },
        { "dtd.xlsx", Zip(("xl/workbook.xml", "<!DOCTYPE d [<!ENTITY a \"b\">]><workbook>&a;</workbook>")), "document type definition" },
        { "broken.xlsx", Book("<sheetData><row>"), "incomplete or damaged" },
    };

    [Theory]
    [InlineData(CodebookFormat.Csv)]
    [InlineData(CodebookFormat.Xlsx)]
    public void What_is_exported_and_imported_again_changes_nothing(CodebookFormat format) => Frameworks.Where(f => f.Count > 0).Sample(codes =>
    {
        var plan = ImportPlan.For(codes, Read("framework", CodebookFile.Write(format, codes)).Lines);

        Assert.Equal(codes.Count, plan.Lines.Count);
        Assert.All(plan.Lines, l => Assert.True(l.State == LineState.Unchanged, $"{l.State} {string.Join(",", l.Fields)} {l.Wrong} {l.Path}"));
    });

    [Theory]
    [InlineData(CodebookFormat.Csv)]
    [InlineData(CodebookFormat.Xlsx)]
    public void Another_study_gets_the_same_tree_from_it(CodebookFormat format)
    {
        var top = Snapshot("Training", null);
        var below = Snapshot("Content", top.Id) with { State = CodeState.Retired };

        var plan = ImportPlan.For([], Read("framework", CodebookFile.Write(format, [below, top])).Lines);

        Assert.Equal([("Training", LineState.New, CodeState.Active), ("Training › Content", LineState.New, CodeState.Retired)], plan.Lines.Select(l => (l.Path, l.State, l.After!.State)));
        Assert.Equal(plan.Lines[0].After!.Id, plan.Lines[1].After!.ParentId);
    }

    [Fact]
    public void A_framework_under_headings_that_nobody_knows_is_read_as_somebody_says()
    {
        var file = Utf8("Theme,Tag,What it is\nCare,Waiting,Time that passes\n");
        var cancel = TestContext.Current.CancellationToken;

        Assert.False(CodebookFile.Look("mine.csv", file, cancel).IsRefused(out _, out var sheet));
        Assert.False(CodebookFile.Read("mine.csv", file, new ColumnChoice(["", "Name", "Definition"]), cancel).IsRefused(out _, out var table));

        Assert.Equal("Missing: the name of the code. Say which column holds it.", sheet!.Wrong);
        Assert.Equal(["Theme", "Tag", "What it is"], sheet.Rows[0]);
        Assert.Equal(new CodeLine(2, null, null, "Waiting") { Definition = "Time that passes" }, Assert.Single(table!.Lines));
        Assert.Equal(["Theme"], table.Ignored);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_file_that_holds_no_framework_is_refused_with_the_reason(string file, byte[] content, string reason)
    {
        var refused = CodebookFile.Read(file, content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out _);

        Assert.True(refused);
        Assert.Contains(reason, refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains($"“{file}”", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_stand_in_any_order_and_case_and_the_rest_is_named()
    {
        var table = Read("theirs.csv", Utf8("DESCRIPTION;Coder notes;code_name;Color\nTime spent waiting;x;Waiting;#112233\n"));

        var line = Assert.Single(table.Lines);
        Assert.Equal(("Waiting", "Time spent waiting", "#112233", null), (line.Name, line.Definition, line.Colour, line.Parent));
        Assert.Equal(["Coder notes"], table.Ignored);
    }

    [Fact]
    public void Rows_are_numbered_as_the_spreadsheet_numbers_them() =>
        Assert.Equal([2, 4], Read("gaps.csv", Utf8("Name\na\n\nb\n")).Lines.Select(l => l.Number));

    [Fact]
    public void A_cell_that_would_run_as_a_formula_is_made_words()
    {
        var csv = Encoding.UTF8.GetString(CodebookFile.Write(CodebookFormat.Csv, [Snapshot("=HYPERLINK(\"x\")", null)]));

        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")\"", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_with_shared_words_and_numbers_is_read_as_it_looks()
    {
        var book = Zip(
            ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='S' r:id='a'/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='a' Target='worksheets/codes.xml'/></Relationships>"),
            ("xl/sharedStrings.xml", "<sst><si><t>Name</t></si><si><r><t>Peer </t></r><r><t>support</t></r></si></sst>"),
            ("xl/worksheets/codes.xml", "<worksheet><sheetData><row r='3'><c r='B3' t='s'><v>0</v></c></row><row r='5'><c r='B5' t='s'><v>1</v></c></row><row r='6'><c r='B6'><f>1+1</f><v>2</v></c></row></sheetData></worksheet>"));

        Assert.Equal([(5, "Peer support"), (6, "2")], Read("theirs.xlsx", book).Lines.Select(l => (l.Number, l.Name)));
    }

    private static CodeSnapshot Snapshot(string name, CodeId? parent) => new(CodeId.New(), parent, new CodeWords(name, "", "", "", "", "", "#336699"), 0, CodeState.Active, null);

    private static byte[] Book(string sheet) => Zip(("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", $"<worksheet>{sheet}</worksheet>"));

    /// <summary>A small file in which every cell is the same long text.</summary>
    private static byte[] Echo() => Zip(
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/sharedStrings.xml", $"<sst><si><t>{new string('a', 30_000)}</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{string.Concat(Enumerable.Repeat($"<row>{string.Concat(Enumerable.Repeat("<c t='s'><v>0</v></c>", 50))}</row>", 2000))}</sheetData></worksheet>"));

    private static CodebookTable Read(string name, byte[] content) =>
        CodebookFile.Read(name, content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out var table) ? throw new InvalidOperationException(refusal.Sentence) : table;
}
