using System.IO.Compression;
using CoreStudy.Interchange.RefiQda;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>What is written comes back as it was, whatever it is; writing throws where it would not be valid.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void A_project_written_and_read_holds_all_that_it_held() => Gen.Int.Sample(seed =>
    {
        var project = new MadeUpProject(seed).Make();

        using var reading = Refi.Read(Refi.Write(project, files: Bytes));

        Assert.Equal(Refi.All(project), Refi.All(reading.Project));
        Assert.DoesNotContain(reading.Report.Elements, e => e.Changed + e.Skipped > 0);
    }, iter: 250);

    [Fact]
    public void Written_for_any_program_it_reads_the_same() => Gen.Select(Gen.Int, Gen.Int[1, 3]).Sample((seed, variant) =>
    {
        var project = new MadeUpProject(seed).Make();

        using var reading = Refi.Read(Refi.Write(project, RefiVariant.All[variant], Bytes));

        Assert.Equal(Refi.All(project), Refi.All(reading.Project));
    }, iter: 120);

    [Fact]
    public void The_same_project_gives_the_same_bytes() => Gen.Int.Sample(seed => Assert.Equal(Refi.Write(new MadeUpProject(seed).Make(), files: Bytes), Refi.Write(new MadeUpProject(seed).Make(), files: Bytes)), iter: 20);

    [Fact]
    public void Where_another_program_drops_our_own_file_all_but_what_it_held_is_there() => Gen.Int.Sample(seed =>
    {
        var project = new MadeUpProject(seed).Make();

        using var reading = Refi.Read(Without(Aside.Entry, Refi.Write(project, files: Bytes)));

        var expected = Refi.All(Plain(project));
        Assert.Equal(expected, Refi.All(Plain(reading.Project)));
    }, iter: 100);

    [Fact]
    public void A_codebook_keeps_its_tree_and_its_sets_of_codes() => Gen.Int.Sample(seed =>
    {
        var project = new MadeUpProject(seed).Make();
        if (project.Codes.Count == 0) return;

        using var reading = Refi.Read(Refi.WriteCodebook(project));

        Assert.True(reading.IsCodebook);
        Assert.Equal(Refi.All(project.Codes.Select(WithoutNotes)), Refi.All(reading.Project.Codes));
        Assert.Equal(
            Refi.All(project.Sets.Where(s => s.Codes.Count > 0 || s.Sources.Count + s.Notes.Count == 0).Select(s => s with { Sources = [], Notes = [] })), Refi.All(reading.Project.Sets));
    }, iter: 100);

    [Fact]
    public void What_a_codebook_cannot_hold_is_counted()
    {
        var project = new RefiProject
        {
            Name = "p", Codes = [new RefiCode { Id = Refi.Id(1), Name = "Waiting", NoteRefs = [Refi.Id(9)] }], Users = [new RefiUser(Refi.Id(2), "Ana", null)],
            Sets = [new RefiSet { Id = Refi.Id(3), Name = "Round 1", Sources = [Refi.Id(4)] }],
        };

        var refused = ExchangeFile.WriteCodebook(project, new MemoryStream(), TestContext.Current.CancellationToken).IsRefused(out _, out var written);

        Assert.False(refused);
        Assert.Equal([("MemberSource", 1), ("NoteRef", 1), ("Set", 1), ("User", 1)], written!.Findings.Select(f => (f.Element, f.Count)));
        Assert.All(written.Findings, f => Assert.Equal((RefiOutcome.Skipped, "not-in-codebook"), (f.Outcome, f.What)));
    }

    [Fact]
    public void A_codebook_without_codes_is_refused()
    {
        var refused = ExchangeFile.WriteCodebook(new RefiProject { Name = "p" }, new MemoryStream(), TestContext.Current.CancellationToken).IsRefused(out var refusal, out _);

        Assert.True(refused);
        Assert.Contains("at least one", refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_replaced_and_counted()
    {
        var project = new RefiProject { Name = "p", Codes = [new RefiCode { Id = Refi.Id(1), Name = "a\u0000b\uD800", Description = "c\uFFFE" }] };

        using var file = new MemoryStream();
        ExchangeFile.Write(project, file, RefiVariant.Standard, null, TestContext.Current.CancellationToken).IsRefused(out _, out var written);
        using var reading = Refi.Read(file.ToArray());

        Assert.Equal(("a\uFFFDb\uFFFD", "c\uFFFD"), (reading.Project.Codes[0].Name, reading.Project.Codes[0].Description));
        Assert.Equal(2, written!.Findings.Where(f => f.What == "character-replaced").Sum(f => f.Count));
    }

    [Fact]
    public void A_passage_outside_of_its_text_is_never_written()
    {
        var text = new RefiTextSource { Id = Refi.Id(1), Text = new RefiText { Words = "short" }, Selections = [new RefiSelection { Id = Refi.Id(2), Place = new RefiTextPlace(2, 9) }] };

        Assert.Throws<ArgumentOutOfRangeException>(() => Refi.Write(new RefiProject { Name = "p", Sources = [text] }));
    }

    private static MemoryStream Bytes(RefiFile file) => new(Transcripts.MadeUp.Utf8(file.Path));

    /// <summary>A project as it is without what only our own file holds.</summary>
    private static RefiProject Plain(RefiProject project) => project with
    {
        Origin = null,
        UnplacedReading = null,
        Asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>(),
        Sources = [.. project.Sources.Select(s => s switch
        {
            RefiTextSource text => Plain(text),
            RefiPictureSource picture => picture with { TextDescription = picture.TextDescription is { } words ? Plain(words) : null },
            RefiPdfSource pdf => pdf with { Representation = pdf.Representation is { } words ? Plain(words) : null },
            _ => s,
        })],
        Notes = [.. project.Notes.Select(Plain)],
    };

    private static RefiTextSource Plain(RefiTextSource text) => text with { Selections = [.. text.Selections.Select(s => s with { Place = Plain(s.Place, text.Text.Words) })] };

    /// <summary>Places are over whole characters, and numbers that mean no place may be others.</summary>
    private static RefiPlace Plain(RefiPlace place, string? words)
    {
        if (place is not RefiTextPlace p || words is null) return place is RefiUnplaced && words is not null ? new RefiUnplaced(-1, -1) : place;
        bool IsInside(int at) => at > 0 && at < words.Length && char.IsSurrogatePair(words[at - 1], words[at]);
        var start = IsInside(p.Start) ? p.Start - 1 : p.Start;
        return new RefiTextPlace(start, p.Start == p.End ? start : IsInside(p.End) ? p.End + 1 : p.End);
    }

    private static RefiCode WithoutNotes(RefiCode code) => code with { NoteRefs = [], Codes = [.. code.Codes.Select(WithoutNotes)] };

    private static byte[] Without(string entry, byte[] archive)
    {
        using var bytes = new MemoryStream();
        bytes.Write(archive);
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true)) zip.GetEntry(entry)!.Delete();
        return bytes.ToArray();
    }
}
