using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.Tests.Media;
using CoreStudy.Interchange.Tests.RefiQda;
using CoreStudy.Interchange.Tests.Reports;
using CoreStudy.Interchange.Tests.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Hostile;

/// <summary>
/// Every way in for a file, fed with real files that were spoilt: each is read or refused in a sentence, within a time and a size. <c>FUZZ_ITERATIONS</c> sets how many are tried
/// of each (a hundred where nothing is said); a failure prints the seed by which CsCheck tries it again.
/// </summary>
public sealed class ImporterFuzzTests
{
    /// <summary>Long for a file of a few kilobytes; it tells a hang, not a slow machine.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that reading one small file may take of memory, all told.</summary>
    private const long MostMemory = 1L << 30;

    private static readonly long Iterations = long.TryParse(Environment.GetEnvironmentVariable("FUZZ_ITERATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many : 100;

    /// <summary>What attacks are made of, put anywhere into a file.</summary>
    private static readonly byte[][] Hostile =
    [
        .. new[]
        {
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>&x;", "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>&b;", "../../../../etc/passwd", "C:\\Windows\\win.ini",
            "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u0000", "\uFEFF", "\u202E", "99999999999999999999", "-1", "NaN", "1e309", "\"", "\"\"\"", "\r", ",,,,,,,,", "{{{{{{{{", "[[[[[[[[", "00:00:00.000 --> 99:99:99.999",
            new string('(', 2000), string.Concat(Enumerable.Repeat("<a>", 1500)), string.Concat(Enumerable.Repeat("{\\rtf ", 800)), "%%EOF", "startxref\n0\n", "PK\u0003\u0004", "PK\u0005\u0006",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xFE, 0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x00, 0xD8], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF],
    ];

    private static readonly Dictionary<string, (Func<IEnumerable<(string Name, byte[] Content)>> Samples, Func<string, byte[], Refusal?> Read)> Importers = new()
    {
        ["transcripts"] = (() => Golden(f => !f.EndsWith(".md", StringComparison.Ordinal) || !f.EndsWith("ORIGIN.md", StringComparison.Ordinal), 400_000), (name, file) => Refused(TranscriptFile.Read(name, file, CancellationToken.None))),
        ["times of captions"] = (() => Golden(f => f.EndsWith(".vtt", StringComparison.Ordinal) || f.EndsWith(".srt", StringComparison.Ordinal) || f.EndsWith(".sbv", StringComparison.Ordinal), 400_000), (name, file) => Refused(TimedFile.Read(name, file, CancellationToken.None))),
        ["projects"] = (() => Golden(f => f.EndsWith(".qdpx", StringComparison.Ordinal) || f.EndsWith(".qdc", StringComparison.Ordinal) || f.EndsWith(".qde", StringComparison.Ordinal), 400_000).Append(("made.qdpx", Refi.Archive("<Description>words</Description>"))), (name, file) =>
        {
            using var stream = new MemoryStream(file);
            if (ExchangeFile.Read(name, stream, CancellationToken.None).IsRefused(out var refusal, out var reading)) return refusal;
            (reading as IDisposable)?.Dispose();
            return null;
        }),
        ["frameworks"] = (Tables, (name, file) =>
        {
            CodebookFile.Look(name, file, CancellationToken.None);
            return Refused(CodebookFile.Read(name, file, CancellationToken.None));
        }),
        ["codings"] = (Tables, (name, file) =>
        {
            CodingsFile.Look(name, file, CancellationToken.None);
            Refused(CodingTable.Read(file, CancellationToken.None));
            return Refused(CodingsFile.Read(name, file, CancellationToken.None));
        }),
        ["tables of participants"] = (Tables, (_, file) => Refused(TypedTable.ReadFile(file, CancellationToken.None))),
        ["templates"] = (() => [("a.pptx", ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null)), ("a.docx", ReportDocument.Write(SampleReport.Make() with { Parts = [] }, null))], (_, file) => Refused(ReportTemplate.Read(file))),
        ["archives of a study"] = (() => [("a.corestudy", MadeUp.Zip(
            ("manifest.json", """{"format":"corestudy-archive","formatVersion":1,"archive":"00000000-0000-4000-8000-000000000001","madeAt":"2026-03-02T09:00:00Z","app":"1","schema":"1","study":{},"trail":{},"withVault":false,"entries":[{"name":"accounts.jsonl","sha256":"00","bytes":2,"rows":1}]}"""),
            ("accounts.jsonl", "{}"), ("../../outside.jsonl", "{}")))], (_, file) => ReadArchive(file)),
        ["recordings"] = (() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Media", "Samples")).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))).Where(f => f.Item2.Length < 400_000),
            (_, file) => Refused(Sounds.Probe(file))),
    };

    public static TheoryData<string> Ways => [.. Importers.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_spoilt_file_is_read_or_refused_in_a_sentence_in_little_time_and_memory(string way)
    {
        var (samples, read) = Importers[way];
        var originals = samples().ToArray();
        Assert.NotEmpty(originals);

        Gen.Select(Gen.Int[0, originals.Length - 1], Gen.Int[0, originals.Length - 1], Spoilings).Sample((which, other, spoilings) =>
        {
            var (name, content) = originals[which];
            var spoilt = Spoil(content, originals[other].Content, spoilings);
            var (began, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            var refusal = read(name, spoilt);
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, $"{name} took {Stopwatch.GetElapsedTime(began)}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory, $"{name} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            Assert.True(refusal is null || refusal.Sentence.Length > 15, $"{name}: {refusal?.Sentence}");
        }, iter: Iterations, threads: 1);
    }

    /// <summary>How a file is spoilt, at places between 0 and 1 of it: 0 cut, 1 flipped, 2 something hostile put in, 3 a part repeated, 4 a part of another file put in, 5 a part taken out, 6 the same within a packed file.</summary>
    private static readonly Gen<(int Kind, double At, double Size, int Which)[]> Spoilings =
        Gen.Select(Gen.Int[0, 6], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, 1000]).Array[1, 6];

    private static byte[] Spoil(byte[] file, byte[] other, (int Kind, double At, double Size, int Which)[] spoilings) =>
        spoilings.Aggregate(file, (now, s) => s.Kind == 6 ? Repacked(now, entry => Spoil(entry, other, [(s.Which % 6, s.At, s.Size, s.Which)]), s.Which) : Spoil(now, other, s.Kind, s.At, s.Size, s.Which));

    private static byte[] Spoil(byte[] file, byte[] other, int kind, double place, double size, int which)
    {
        if (file.Length == 0) return Hostile[which % Hostile.Length];
        var (at, length) = ((int)(place * (file.Length - 1)), Math.Min((int)(size * 200), file.Length - (int)(place * (file.Length - 1))));
        switch (kind)
        {
            case 0:
                return file[..at];
            case 1:
                var flipped = file.ToArray();
                for (var i = 0; i < 1 + (which % 8); i++) flipped[(at + (i * 97)) % flipped.Length] ^= (byte)(1 << (which % 8));
                return flipped;
            case 2:
                return [.. file[..at], .. Hostile[which % Hostile.Length], .. file[at..]];
            case 3:
                return [.. file[..at], .. Enumerable.Repeat(file[at..(at + length)], 1 + (which % 200)).SelectMany(p => p), .. file[at..]];
            case 4:
                var from = (int)(size * Math.Max(0, other.Length - 1));
                return [.. file[..at], .. other[from..Math.Min(other.Length, from + 300)], .. file[at..]];
            default:
                return [.. file[..at], .. file[(at + length)..]];
        }
    }

    /// <summary>A packed file with one entry changed, packed rightly again: what is spoilt within is met by who reads it, not by who unpacks.</summary>
    private static byte[] Repacked(byte[] file, Func<byte[], byte[]> spoil, int which)
    {
        if (!file.AsSpan().StartsWith("PK"u8)) return spoil(file);
        try
        {
            using var made = new MemoryStream();
            using (var from = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read))
            using (var to = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
            {
                if (from.Entries.Count is 0 or > 200) return spoil(file);
                foreach (var (i, entry) in from.Entries.Index())
                {
                    using var content = new MemoryStream();
                    using (var packed = entry.Open()) packed.CopyTo(content);
                    using var written = to.CreateEntry(which % 11 == 0 && i == which % from.Entries.Count ? "../" + entry.FullName : entry.FullName).Open();
                    written.Write(i == which % from.Entries.Count ? spoil(content.ToArray()) : content.ToArray());
                }
            }

            return made.ToArray();
        }
        catch (InvalidDataException)
        {
            return spoil(file); // it was spoilt before
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Golden(Func<string, bool> which, int most) =>
        GoldenFiles.Files().Where(which).Select(f => (f, GoldenFiles.Bytes(f))).Where(f => f.Item2.Length < most);

    private static IEnumerable<(string Name, byte[] Content)> Tables()
    {
        yield return ("a.csv", MadeUp.Utf8("Name;Parent;Definition;Colour\r\nWaiting;;\"Time; that passes\";#336699\r\nHope;Waiting;;\r\n"));
        yield return ("b.csv", MadeUp.Utf8("transcript,coder,code,start,end,words\r\nT1,Ada,Waiting,0,9,\"I waited.\"\r\nT1,Ben,Hope,3,9,waited\r\n"));
        yield return ("c.csv", MadeUp.Utf8("label\ttrust\trole\tage\r\nPSW-01\tAlder\tPeer support worker\t40\r\n"));
        yield return ("a.xlsx", Workbook.Write([new WorkbookSheet("A", ["Name", "Parent", "Definition"], [["Waiting", null, "Time"], ["Hope", "Waiting", 3.0]])]));
        yield return ("b.xlsx", Workbook.Write([new WorkbookSheet("B", ["transcript", "coder", "code", "start", "end", "words"], [["T1", "Ada", "Waiting", 0.0, 9.0, "I waited."]])]));
    }

    private static Refusal? ReadArchive(byte[] file)
    {
        var opened = ArchiveReader.OpenAsync(new MemoryStream(file), CancellationToken.None).GetAwaiter().GetResult();
        if (opened.IsRefused(out var refusal, out var reader)) return refusal;
        using (reader) return reader.CheckAsync(null, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static Refusal? Refused<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal : null;
}
