using System.IO.Compression;
using System.Text;
using CoreStudy.Interchange.RefiQda;
using CsCheck;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>It is an upload from a stranger: whatever the bytes, it is read or refused in a sentence.</summary>
public sealed class HostileFileTests
{
    private static readonly RefiLimits Small = new() { MostEntries = 50, LargestProject = 200_000, LargestText = 100_000, LargestTexts = 150_000, AlwaysAllowed = 10_000, LargestRatio = 20, MostDepth = 30, MostElements = 500, LargestFile = 500_000 };

    private static readonly byte[][] Originals =
        [.. GoldenFiles.Files().Where(f => f.StartsWith("refi-qda", StringComparison.Ordinal) && !f.EndsWith(".md", StringComparison.Ordinal) && !f.Contains("nvivo-win-12", StringComparison.Ordinal)).Select(GoldenFiles.Bytes)];

    private static readonly Dictionary<string, (byte[] Content, string Reason)> Harmful = new()
    {
        ["nothing"] = ([], "is empty"),
        ["words"] = (Utf8("Dear colleague"), "cannot be read as XML"),
        ["other XML"] = (Utf8("<html><body/></html>"), "begins with “html”"),
        ["cut XML"] = (Utf8("""<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Users>"""), "cannot be read as XML"),
        ["billion laughs"] = (Utf8("""<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project name="&b;"/>"""), "document type definition"),
        ["external entity"] = (Utf8("""<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project name="p"><Description>&a;</Description></Project>"""), "document type definition"),
        ["type in an archive"] = (Zip(("project.qde", "<!DOCTYPE p><Project name=\"p\"/>")), "document type definition"),
        ["no project"] = (Zip(("a.txt", "a")), "archive without a project"),
        ["cut archive"] = (Refi.Archive("<Description>words</Description>")[..^40], "incomplete or damaged"),
        ["many entries"] = (Zip([("project.qde", Refi.Project("")), .. Enumerable.Range(0, 60).Select(n => ($"sources/{n}.txt", ""))]), "more than 50 files"),
        ["bomb in the project"] = (Refi.Archive($"<Description>{new string(' ', 150_000)}</Description>"), "unpacks to far more"),
        ["bomb in a text"] = (Refi.Archive("""<Sources><TextSource guid="00000000-0000-4000-8000-000000000001" plainTextPath="internal://a.txt"/></Sources>""", ("sources/a.txt", new string(' ', 90_000))), "unpacks to far more"),
        ["deep"] = (Refi.Archive(string.Concat(Enumerable.Repeat("<Sets>", 40)) + string.Concat(Enumerable.Repeat("</Sets>", 40))), "more than 30 deep"),
        ["deep codes"] = (Refi.Archive("<CodeBook><Codes>" + string.Concat(Enumerable.Repeat("<Code name='a'>", 40)) + string.Concat(Enumerable.Repeat("</Code>", 40)) + "</Codes></CodeBook>"), "more than 30 deep"),
        ["many elements"] = (Refi.Archive("<Users>" + string.Concat(Enumerable.Range(0, 600).Select(n => $"<User guid='{Refi.Id(n)}'/>")) + "</Users>"), "more than 500 elements"),
        ["an encoding that nobody reads any more"] = (Utf8("""<?xml version="1.0" encoding="utf-7"?><Project name="p"/>"""), "in an encoding that is not known here"),
        ["large"] = ([.. "PK"u8, .. new byte[500_001]], "larger than 0 MB"),
    };

    /// <summary>The names alone: what they stand for would take long to be carried about.</summary>
    public static TheoryData<string> Refused => [.. Harmful.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_file_that_is_none_or_does_harm_is_refused_with_the_reason(string what)
    {
        var sentence = Refi.Refused(Harmful[what].Content, Small);

        Assert.Contains(Harmful[what].Reason, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_with_a_password_is_refused_as_that()
    {
        var archive = Refi.Archive("");
        foreach (var (signature, flags) in new[] { ("PK\u0003\u0004", 6), ("PK\u0001\u0002", 8) }) archive[archive.AsSpan().IndexOf(Utf8(signature)) + flags] |= 1; // APPNOTE 4.4.4: encrypted

        Assert.Contains("password", Refi.Refused(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_from_outside_is_never_looked_up_though_a_schema_location_names_one()
    {
        using var reading = Refi.Read(Utf8("""<Project xmlns="urn:QDA-XML:project:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:QDA-XML:project:1.0 http://localhost:1/Project.xsd" name="p"/>"""));

        Assert.True(reading.Report.Validity.IsValid);
    }

    [Fact]
    public void Ten_gigabytes_of_nothing_that_nobody_refers_to_are_never_unpacked()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry("project.qde").Open()) entry.Write(Utf8(Refi.Project("")));
            using (var entry = zip.CreateEntry("sources/zeros.bin").Open()) entry.Write(new byte[300_000]);
        }

        using var reading = Refi.Read(file.ToArray(), limits: Small);

        Assert.Equal("sources/zeros.bin", Assert.Single(reading.Report.Finding("file-unused")!.Examples));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\..\\windows\\a.txt")]
    public void A_name_that_leads_out_of_the_archive_is_a_name_and_nothing_else(string name)
    {
        var inside = $"""<Sources><TextSource guid="00000000-0000-4000-8000-000000000001" plainTextPath="internal://{name}"/></Sources>""";

        using var without = Refi.Read(Refi.Archive(inside));
        using var with = Refi.Read(Refi.Archive(inside, (name, "ours")));

        Assert.Null(without.Project.AllTexts().Single().Text.Words);
        Assert.Equal(1, without.Report.Finding("file-missing")!.Count);
        Assert.Equal("ours", with.Project.AllTexts().Single().Text.Words);
    }

    [Fact]
    public void Of_two_project_files_the_one_nearest_the_root_is_read_and_the_other_told()
    {
        using var reading = Refi.Read(Zip(("old/project.qde", Refi.Project("<Description>old</Description>")), ("Study.QDE", Refi.Project("<Description>new</Description>"))));

        Assert.Equal("new", reading.Project.Description);
        Assert.Equal("old/project.qde", Assert.Single(reading.Report.Finding("file-unused")!.Examples));
    }

    [Fact]
    public void Backslashes_capitals_and_folders_hide_no_text()
    {
        var inside = string.Concat(Enumerable.Range(1, 3).Select(n => $"<TextSource guid=\"{Refi.Id(n)}\" plainTextPath=\"internal://T{n}.txt\"/>"));

        using var reading = Refi.Read(Refi.Archive($"<Sources>{inside}</Sources>", ("Sources\\t1.TXT", "one"), ("texts/deep/T2.txt", "two"), ("sources/T3.txt", "three")));

        Assert.Equal(["one", "two", "three"], reading.Project.AllTexts().Select(t => t.Text.Words));
        Assert.Equal(2, reading.Report.Finding("file-by-name")!.Count);
    }

    [Theory]
    [InlineData("utf-8", 65001)]
    [InlineData("utf-16", 1200)]
    [InlineData("windows-1252", 1252)]
    [InlineData("ISO-8859-1", 28591)]
    public void A_project_is_read_in_the_encoding_that_it_says(string name, int page)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        var words = new string('é', 70_000);
        var xml = Refi.Project($"<Description>{words}</Description>").Replace("utf-8", name, StringComparison.Ordinal);

        using var reading = Refi.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(xml)]);

        Assert.Equal(words, reading.Project.Description);
    }

    [Fact]
    public void Characters_that_XML_forbids_spoil_no_more_than_themselves()
    {
        using var reading = Refi.Read(Refi.Archive("<Description>a\u000Bb\u0000c</Description>"));

        Assert.Equal("a\uFFFDb\uFFFDc", reading.Project.Description);
        Assert.Equal(2, reading.Report.Finding("character-forbidden")!.Count);
    }

    [Fact]
    public void Bytes_that_are_no_characters_are_refused() =>
        Assert.Contains("no characters", Refi.Refused([.. Utf8("<Project name='"), 0xC3, 0x28, .. Utf8("'/>")]), StringComparison.Ordinal);

    [Fact]
    public void A_comment_is_told_and_divides_no_words()
    {
        using var reading = Refi.Read(Refi.Archive("<Description>one <!-- not -->two</Description>"));

        Assert.Equal("one two", reading.Project.Description);
        Assert.Equal(1, reading.Report.Finding("comment-left")!.Count);
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_or_refused() => Gen.Select(Gen.Int[0, Originals.Length - 1], Gen.Double[0, 1]).Sample((which, part) => Keeps(Originals[which][..(int)(Originals[which].Length * part)]), iter: 300);

    [Fact]
    public void A_file_with_flipped_bits_is_read_or_refused() => Gen.Select(Gen.Int[0, Originals.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Int[0, 7]).Array[1, 12]).Sample((which, flips) =>
    {
        var content = Originals[which].ToArray();
        foreach (var (place, bit) in flips) content[(int)(place * (content.Length - 1))] ^= (byte)(1 << bit);
        return Keeps(content);
    }, iter: 300);

    [Fact]
    public void Random_elements_are_read_or_refused_and_accounted_for() => Gen.Select(Gen.Int[0, 24], Gen.Int[0, 6], Gen.Bool).Array[0, 40].Sample(parts =>
    {
        string[] names = ["Users", "User", "CodeBook", "Codes", "Code", "Sources", "TextSource", "PlainTextSelection", "Coding", "CodeRef", "NoteRef", "Description", "PlainTextContent", "Cases", "Case", "VariableValue", "IntegerValue", "VariableRef", "Sets", "Set", "MemberCode", "PDFSource", "Representation", "VideoSource", "SyncPoint"];
        string[] attributes = ["", " guid='x'", " guid=''", " targetGUID='00000000-0000-4000-8000-000000000001'", " startPosition='1.5' endPosition='z'", " color='red' creationDateTime='yesterday'", " name=''"];
        var (xml, open) = (new StringBuilder(), new Stack<string>());
        foreach (var (name, attribute, isUp) in parts)
        {
            if (isUp && open.Count > 0) xml.Append("</").Append(open.Pop()).Append('>');
            xml.Append('<').Append(names[name]).Append(attributes[attribute]).Append('>');
            open.Push(names[name]);
        }

        while (open.Count > 0) xml.Append("</").Append(open.Pop()).Append('>');
        using var reading = Refi.Read(Utf8(Refi.Project(xml.ToString())));

        Assert.Equal(parts.Length + 1, reading.Report.Elements.Sum(e => e.Read));
        Assert.All(reading.Report.Elements, e => Assert.Equal(e.Read, e.Kept + e.Changed + e.Skipped));
        Refi.Write(reading.Project);
    }, iter: 400);

    private static bool Keeps(byte[] content)
    {
        if (ExchangeFile.Read("a.qdpx", new MemoryStream(content), CancellationToken.None).IsRefused(out var refusal, out var reading)) return refusal.Sentence.Contains("“a.qdpx”", StringComparison.Ordinal);
        using (reading) return reading.Report.Elements.All(e => e.Read == e.Kept + e.Changed + e.Skipped);
    }
}
