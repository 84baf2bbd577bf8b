using System.IO.Compression;
using System.Xml.Linq;
using CoreStudy.Interchange.RefiQda;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>Files that real programs wrote, and some that were made to be difficult.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples => [.. GoldenFiles.Files().Where(f => f.StartsWith("refi-qda", StringComparison.Ordinal) && !f.EndsWith(".md", StringComparison.Ordinal))];

    public static TheoryData<string> FourWays => ["codepoints-lf", "nvivo-windows-way", "nvivo-mac-way", "atlasti-windows-way"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_element_of_a_file_is_accounted_for(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));

        Assert.Equal(Elements(Xml(file)), reading.Report.Elements.Select(e => (e.Element, e.Read)));
        Assert.All(reading.Report.Elements, e => Assert.Equal(e.Read, e.Kept + e.Changed + e.Skipped));
        foreach (var outcome in new[] { RefiOutcome.Changed, RefiOutcome.Skipped })
            Assert.Equal(reading.Report.Elements.Any(e => (outcome == RefiOutcome.Changed ? e.Changed : e.Skipped) > 0), reading.Report.Findings.Any(f => f.Outcome == outcome));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_was_read_is_written_again_element_by_element(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));

        var written = reading.IsCodebook ? XDocument.Load(new MemoryStream(Refi.WriteCodebook(reading.Project))) : XDocument.Parse(Refi.ProjectXml(Refi.Write(reading.Project, files: reading.Open)));

        Assert.Equal(reading.Report.Elements.Where(e => e.Kept + e.Changed > 0).Select(e => (e.Element, e.Kept + e.Changed)), Elements(written));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_was_written_again_reads_the_same(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));
        if (reading.IsCodebook) return;

        using var again = Refi.Read(Refi.Write(reading.Project, files: reading.Open));

        Assert.True(again.Report.Validity.IsValid);
        Assert.Equal(Refi.All(reading.Project), Refi.All(again.Project));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Everything_that_is_written_again_has_the_id_that_it_came_with(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));
        var made = reading.Report.Findings.Where(f => f.What is "id-missing" or "id-malformed" or "coding-divided").Select(f => f.Element).ToHashSet();

        var written = Ids(reading.IsCodebook ? XDocument.Load(new MemoryStream(Refi.WriteCodebook(reading.Project))) : XDocument.Parse(Refi.ProjectXml(Refi.Write(reading.Project, files: reading.Open))));

        var theirs = Ids(Xml(file));
        foreach (var element in reading.Report.Elements.Where(e => theirs.Contains(e.Element)))
        {
            var (before, after) = (theirs[element.Element].Order(StringComparer.Ordinal).ToList(), written[element.Element].Order(StringComparer.Ordinal).ToList());
            if (made.Contains(element.Element)) Assert.Empty(before.Where(id => Guid.TryParse(id, out _)).Except(after));
            else if (element.Skipped > 0) Assert.Empty(after.Except(before));
            else Assert.Equal(before, after);
        }
    }

    [Theory]
    [MemberData(nameof(FourWays))]
    public void One_project_in_four_ways_of_counting_reads_as_one(string way)
    {
        using var standard = Refi.Read(GoldenFiles.Bytes("refi-qda/synthetic/codepoints-lf.qdpx"));

        using var reading = Refi.Read(GoldenFiles.Bytes($"refi-qda/synthetic/{way}.qdpx"));

        Assert.Equal(Refi.All(standard.Project), Refi.All(reading.Project with { Origin = standard.Project.Origin }));
        Assert.Equal(["How was it, Zoë?", "𝒢reat — “really”", "any day.", "Thank you."], Refi.Passages(reading.Project).Take(4));
    }

    [Fact]
    public void An_NVivo_project_with_emoji_cuts_no_word()
    {
        using var reading = Refi.Read(GoldenFiles.Bytes("refi-qda/nvivo-win-12.6-comments.masked.qdpx"));

        Assert.Equal("utf-16/crlf-two", reading.Report.Positions.Reading);
        Assert.Null(reading.Report.Finding("cuts-word"));
        Assert.Equal(1, reading.Report.Positions.Fits.Single(f => f.Reading == "utf-16/crlf-two").WholeWords);
        Assert.Equal(20, reading.Project.AllSelections().Select(s => s.Selection.Place).Distinct().Count());
    }

    [Fact]
    public void An_ATLAS_ti_project_tells_of_its_twins_and_missing_files()
    {
        using var reading = Refi.Read(GoldenFiles.Bytes("refi-qda/atlasti-mac-8.4-standard-project.qdpx"));

        Assert.Equal(2, reading.Report.Finding("twin-of-text")!.Count);
        Assert.Equal(23, reading.Report.Findings.Where(f => f.What == "file-missing").Sum(f => f.Count));
        Assert.Equal(13, reading.Project.Sources.OfType<RefiRecording>().SelectMany(r => r.Transcripts).Sum(t => t.SyncPoints.Count));
        Assert.Equal(new RefiCounts(3, 14, 1, 12, 196, 15, 16, 0, 0, 0, 2, 1, 16, 1), reading.Report.Holds);
    }

    [Fact]
    public void A_Transana_project_of_an_older_namespace_keeps_even_the_makers_of_its_sets()
    {
        using var reading = Refi.Read(GoldenFiles.Bytes("refi-qda/transana-3.22-complex-project.qde"));

        Assert.Equal("urn:QDA-XML:project:0:10", Assert.Single(reading.Report.Finding("namespace-other")!.Examples));
        Assert.Equal(new RefiCounts(63, 19, 2, 16, 0, 25, 66, 21, 0, 0, 40, 0, 6, 0), reading.Report.Holds);
        Assert.Equal(6, reading.Project.Sets.Count(s => reading.Project.Asides[s.Id].ContainsKey("attribute creatingUser")));
    }

    /// <summary>The ids of a file by the elements that have them; capitals and braces make no difference.</summary>
    private static ILookup<string, string> Ids(XDocument xml) =>
        xml.Descendants().Where(e => e.Attribute("guid") is not null && !e.Name.LocalName.StartsWith("Member", StringComparison.Ordinal)).ToLookup(e => e.Name.LocalName, e => e.Attribute("guid")!.Value.Trim('{', '}').ToUpperInvariant());

    /// <summary>The same counts by another reader: every element by its local name.</summary>
    private static IEnumerable<(string, int)> Elements(XDocument xml) =>
        xml.Descendants().GroupBy(e => e.Name.LocalName).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal);

    private static XDocument Xml(string file)
    {
        var content = GoldenFiles.Bytes(file);
        if (!file.EndsWith(".qdpx", StringComparison.Ordinal)) return XDocument.Load(new MemoryStream(content));
        using var zip = new ZipArchive(new MemoryStream(content));
        return XDocument.Load(zip.Entries.First(e => e.FullName.EndsWith(".qde", StringComparison.OrdinalIgnoreCase)).Open());
    }
}
