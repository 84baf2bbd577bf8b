using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CoreStudy.Testing;

/// <summary>Projects of ours as other programs write them again.</summary>
public static partial class OtherPrograms
{
    /// <summary>The same project (.qdpx) under another origin, without the file of our own that other programs pass over.</summary>
    /// <param name="change">What somebody did to its XML meanwhile; nothing where it is null.</param>
    public static byte[] Rewritten(byte[] project, string origin, Func<string, string>? change = null)
    {
        using var written = new MemoryStream();
        written.Write(project);
        using (var zip = new ZipArchive(written, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("corestudy.json")?.Delete();
            var entry = zip.GetEntry("project.qde")!;
            string xml;
            using (var reader = new StreamReader(entry.Open())) xml = reader.ReadToEnd();
            entry.Delete();
            xml = Origin().Replace(xml, $"origin=\"{origin}\"", 1);
            using var into = zip.CreateEntry("project.qde").Open();
            into.Write(Encoding.UTF8.GetBytes(change?.Invoke(xml) ?? xml));
        }

        return written.ToArray();
    }

    [GeneratedRegex("origin=\"[^\"]*\"")]
    private static partial Regex Origin();
}
