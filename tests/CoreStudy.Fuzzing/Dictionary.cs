using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace CoreStudy.Fuzzing;

/// <summary>What mutations put into inputs: what the readers themselves look for, told by the strings of their code, and what attacks are made of.</summary>
internal static class Dictionary
{
    private const int LongestWord = 40;

    private static readonly string[] Hostile =
    [
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;", "&#0;", "&#xD800;", "&#x1F600;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.1\"?>", "../../../../etc/passwd", "C:\\Windows\\win.ini", "=cmd|' /C calc'!A0", "'=1+1",
        "99999999999999999999", "-0", "NaN", "1e309", "0x10", "\"\"\"", "\\u0000", "\\ud800", "\"\\u0000\"", "\r\n", "%%EOF", "startxref\n0\n", "PK\u0003\u0004", "00:00:00.000 --> 99:99:99.999", "999:59:59", "#00:00:01-0#", "[00:00:01]", "{\\rtf1 ", "\\u-3913?", "\\'ff", "\\bin9999 ",
        "00000000-0000-0000-0000-000000000000", "%00", "%ED%A0%80", "+", "null", "true", "[]", "{}", "1900-01-01", "9999-12-31T23:59:59Z", "0001-01-01", "internal://", "relative:///", "xml:space=\"preserve\"",
    ];

    /// <param name="assemblies">Files of assemblies; instrumented or not, their strings are the same.</param>
    /// <param name="seeds">Their words are put in as well.</param>
    public static IReadOnlyList<byte[]> Of(IEnumerable<string> assemblies, IEnumerable<byte[]> seeds) =>
        [.. Hostile.Concat(assemblies.SelectMany(Strings)).Select(Encoding.UTF8.GetBytes).Concat(seeds.SelectMany(Words)).DistinctBy(CorpusFile.NameOf)];

    /// <summary>The strings in the code of an assembly (ECMA-335, II.24.2.4).</summary>
    private static List<string> Strings(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var (metadata, strings) = (file.GetMetadataReader(), new List<string>());
        for (var at = MetadataTokens.UserStringHandle(1); !at.IsNil; at = metadata.GetNextHandle(at))
        {
            if (metadata.GetUserString(at) is { Length: > 0 and <= LongestWord } words && !words.Contains("  ", StringComparison.Ordinal)) strings.Add(words);
        }

        return strings;
    }

    /// <summary>Names of elements, headings and the like: runs of letters.</summary>
    private static IEnumerable<byte[]> Words(byte[] seed) =>
        (PackedFile.Open(seed)?.Parts.Select(p => p.Content) ?? [seed]).SelectMany(content => Encoding.Latin1.GetString(content, 0, Math.Min(content.Length, 8192)).Split([.. "\n\r\t <>{}[]()\"',;=&|"]))
            .Where(w => w.Length is > 2 and <= LongestWord && w.All(c => c is > ' ' and < '\u007F')).Distinct().Take(400).Select(Encoding.ASCII.GetBytes);
}
