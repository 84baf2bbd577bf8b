using System.IO.Compression;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.Tables;
using static System.Text.Encoding;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Tables: frameworks, coded segments, participants and what is pasted; as text and as workbooks.</summary>
internal static class TableTargets
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("codebook-csv", Frameworks, Framework), new("codebook-xlsx", () => [Book(["Name", "Parent", "Definition", "Colour"], ["Waiting", null, "Time", "#336699"], ["Hope", "Waiting", 3.0, ""]), Shared()], Framework),
        new("codings-csv", Codings, Coded),
        new("codings-xlsx", () => [Book(["transcript", "coder", "code", "start", "end", "words"], ["T1", "Ada", "Waiting", 0.0, 9.0, "I waited."]), Book(["Document name", "Segment", "Code", "Created by"], ["T1", "I waited.", "A > B", "Ada"])], Coded),
        new("table-csv", () => [UTF8.GetBytes("label\ttrust\trole\tage\r\nPSW-01\tAlder\tPeer support worker\t40\r\n"), UTF8.GetBytes("Label;Trust;Role\n\"PSW-02\";\"A;B\";'=1+1\n"), UTF8.GetBytes("file,turn,code,coder\nT1,1,Waiting,Ada\nT1,,,Ben\n"), UTF8.GetBytes("file,start,end,code,coder\nT1,0,9,Waiting,Ada\n")], Typed),
        new("table-xlsx", () => [Book(["Label", "Trust", "Role"], ["PSW-01", "Alder", 3.5])], Typed),
    ];

    private static Refusal? Framework(byte[] file)
    {
        if (!CodebookFile.Look("a", file, CancellationToken.None).IsRefused(out _, out var sheet)) Promise.Storable(sheet);
        if (CodebookFile.Read("a", file, CancellationToken.None).IsRefused(out var refusal, out var table)) return refusal;
        Promise.Storable(table);
        foreach (var code in ImportPlan.For([], table.Lines).Lines.Select(l => l.After).OfType<CodeSnapshot>())
        {
            Promise.That(code.Words.Name.Trim().Length is > 0 and <= 120, "a code’s name does not fit its column");
            Promise.That(code.Words.Colour.Length <= 7 && code.Words.Shortcut.Length <= 8, "a code’s colour or shortcut does not fit its column");
        }

        return null;
    }

    private static Refusal? Coded(byte[] file)
    {
        if (!CodingsFile.Look("a", file, CancellationToken.None).IsRefused(out _, out var sheet))
        {
            Promise.Storable(sheet);
            if (CodingsFile.WrongWith(sheet.Guess) is null && !CodingsFile.Read("a", file, sheet.Guess, CancellationToken.None).IsRefused(out _, out var guessed)) Keeps(guessed);
        }

        if (CodingsFile.Read("a", file, CancellationToken.None).IsRefused(out var refusal, out var table)) return refusal;
        Keeps(table);
        return null;
    }

    private static void Keeps(CodingsTable table)
    {
        Promise.Storable(table);
        foreach (var line in table.Lines.Where(l => l.Wrong is null))
        {
            Promise.That(line.Coder.Length is > 0 and <= 80, "a coder’s name does not fit its column");
            Promise.That(line.Place is { Start: null, End: null, Turn: null } or { Start: >= 0, End: > 0, Turn: null } or { Start: null, End: null, Turn: > 0 }, "a coding has half a place");
            Promise.That(line.Place is not { Start: { } start, End: { } end } || start < end, "a coding ends before it starts");
        }
    }

    private static Refusal? Typed(byte[] file)
    {
        if (!CodingTable.Read(file, CancellationToken.None).IsRefused(out _, out var codings)) Promise.Storable(codings);
        Promise.Storable(TypedTable.Read(TypedTable.Decode(file)));
        if (TypedTable.ReadFile(file, CancellationToken.None).IsRefused(out var refusal, out var rows)) return refusal;
        Promise.Storable(rows);
        Promise.That(rows.All(r => r.Line > 0), "a row has no number");
        return null;
    }

    private static IEnumerable<byte[]> Frameworks() =>
    [
        UTF8.GetBytes("Name;Parent;Definition;When to use;When not to use;Example;Synonyms;Colour;Shortcut;State;Id\r\nWaiting;;\"Time; that passes\";a;b;c;d;#336699;w;Active;\r\nHope;Waiting;;;;;;;;Retired;00000000-0000-4000-8000-000000000001\r\n"),
        UTF8.GetBytes("Code,Description\nA,'=1\nA › B,\"two\nlines\"\n"),
        .. Clone.Files("Golden", ".qdc"),
    ];

    private static IEnumerable<byte[]> Codings() => new[]
    {
        "transcript,coder,code,start,end,words\r\nT1,Ada,Waiting,0,9,\"I waited.\"\r\nT1,Ben,Hope,3.0,9,waited\r\n", "File;Turn;Variable;Label;Coder\nT1;1;mood;low;Ada\n", "Document name,Segment,Code,Created by,Comment,Creation date\nT1,I waited.,A > B,Ada,note,12/03/2026 10:00\n",
        "Media Title,Excerpt Copy,Codes Applied Combined,Excerpt Creator,Excerpt Date\nT1,I waited.,\"A, B\",Ada,2026-03-12\n", "document,content,tag\nT1,I waited.,A\n", "codename,pos0,pos1,filename,owner,seltext,memo\nA,0,9,T1,Ada,I waited.,m\n", "Hierarchical Name,Coded Text,File Name,Coded By Initials\nCodes\\\\A\\B,I waited.,T1,AB\n",
    }.Select(UTF8.GetBytes);

    private static byte[] Book(string[] heading, params object?[][] rows) =>
        PackedFile.Open(Workbook.Write([new WorkbookSheet("A", heading, rows)]))!.Pack();

    /// <summary>A workbook as a spreadsheet writes it: with a table of strings, runs, results of formulas and faults.</summary>
    private static byte[] Shared() => PackedFile.Of(
        ("xl/workbook.xml", "<workbook xmlns=\"m\" xmlns:r=\"n\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"), ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/sharedStrings.xml", "<sst><si><t>Name</t></si><si><r><t>Wait</t></r><r><t>ing</t></r><rPh><t>x</t></rPh></si></sst>"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>Definition_x000D_</t></is></c></row><row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"e\"><v>#REF!</v></c><c r=\"C3\" t=\"str\"><f>1+1</f><v>2</v></c><c><v>4</v></c></row></sheetData></worksheet>")).Pack(CompressionLevel.Fastest);
}
