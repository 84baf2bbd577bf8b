using System.Collections;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CoreStudy.Interchange.RefiQda;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>Files of other programs, read and written on the spot.</summary>
internal static class Refi
{
    public static RefiId Id(int n) => new(new Guid(n, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    public static ExchangeReading Read(byte[] content, PositionReading? positions = null, RefiLimits? limits = null) =>
        ExchangeFile.Read("theirs.qdpx", new MemoryStream(content), TestContext.Current.CancellationToken, positions, limits).IsRefused(out var refusal, out var reading) ? throw new InvalidOperationException(refusal.Sentence) : reading;

    /// <summary>The sentence with which a file is refused.</summary>
    public static string Refused(byte[] content, RefiLimits? limits = null) =>
        ExchangeFile.Read("theirs.qdpx", new MemoryStream(content), TestContext.Current.CancellationToken, null, limits).IsRefused(out var refusal, out _) ? refusal.Sentence : "it was read";

    public static byte[] Write(RefiProject project, RefiVariant? variant = null, Func<RefiFile, Stream?>? files = null)
    {
        using var file = new MemoryStream();
        if (ExchangeFile.Write(project, file, variant ?? RefiVariant.Standard, files, TestContext.Current.CancellationToken).IsRefused(out var refusal, out _)) throw new InvalidOperationException(refusal.Sentence);
        return file.ToArray();
    }

    public static byte[] WriteCodebook(RefiProject project)
    {
        using var file = new MemoryStream();
        return ExchangeFile.WriteCodebook(project, file, TestContext.Current.CancellationToken).IsRefused(out var refusal, out _) ? throw new InvalidOperationException(refusal.Sentence) : file.ToArray();
    }

    /// <summary>An archive with a project in it.</summary>
    /// <param name="inside">What stands in the Project element.</param>
    public static byte[] Archive(string inside, params (string Name, string Content)[] files) => Zip([("project.qde", Project(inside)), .. files]);

    public static string Project(string inside, string origin = "a tool") =>
        $"""<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}">{inside}</Project>""";

    /// <summary>A text source with these selections, whose words lie in a file.</summary>
    public static byte[] Coded(byte[] text, string origin, params (long Start, long End, string? Name)[] selections)
    {
        var lines = selections.Select((s, n) => string.Create(CultureInfo.InvariantCulture, $"<PlainTextSelection guid=\"{Id(n + 100)}\" {(s.Name is null ? "" : $"name=\"{s.Name}\"")} startPosition=\"{s.Start}\" endPosition=\"{s.End}\"/>"));
        var xml = Project($"<Sources><TextSource guid=\"{Id(1)}\" name=\"talk\" plainTextPath=\"internal://1.txt\">{string.Concat(lines)}</TextSource></Sources>", origin);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry("project.qde").Open()) entry.Write(Utf8(xml));
            using (var entry = zip.CreateEntry("sources/1.txt").Open()) entry.Write(text);
        }

        return bytes.ToArray();
    }

    /// <summary>The words under each selection of a text, in their order; null for one that has no place.</summary>
    public static IEnumerable<string?> Passages(RefiProject project) =>
        project.AllTexts().SelectMany(t => t.Selections.Select(s => s.Place is RefiTextPlace p ? t.Text.Words![p.Start..p.End] : null));

    public static RefiFinding? Finding(this RefiReport report, string what, string? element = null) => report.Findings.FirstOrDefault(f => f.What == what && (element is null || f.Element == element));

    public static string ProjectXml(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var reader = new StreamReader(zip.Entries.First(e => e.FullName.EndsWith(".qde", StringComparison.OrdinalIgnoreCase)).Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Everything that a value holds, as words, so that two can be compared in all they hold.</summary>
    public static string All(object? value) => value switch
    {
        null => "-",
        string words => $"\"{words}\"",
        IDictionary map => "{" + string.Join(";", map.Keys.Cast<object>().Select(k => $"{All(k)}={All(map[k])}").Order(StringComparer.Ordinal)) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(All)) + "]",
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum || value is RefiId or RefiTime or RefiColour or PositionReading or DateTimeOffset or DateOnly => value.ToString()!,
        _ => value.GetType().Name + "(" + string.Join(",", value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract").OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}:{All(p.GetValue(value))}")) + ")",
    };
}
