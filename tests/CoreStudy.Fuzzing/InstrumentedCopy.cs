using SharpFuzz;

namespace CoreStudy.Fuzzing;

/// <summary>A copy of this program in a folder of its own, with the code that reads from outside instrumented; those of the source tree stay as they were built. Disposing takes it away.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    /// <summary>Ours, and the readers of others through which files go: a fault there would reach us. Not the schema of Office documents, which is classes without branches.</summary>
    private static readonly string[] Instrumented =
    [
        "CoreStudy.Interchange.dll", "CoreStudy.Domain.dll", "CoreStudy.Anonymisation.dll", "CoreStudy.Web.dll", "CoreStudy.Vault.dll", "CoreStudy.Data.dll",
        "UglyToad.PdfPig.dll", "UglyToad.PdfPig.Core.dll", "UglyToad.PdfPig.Fonts.dll", "UglyToad.PdfPig.Tokenization.dll", "UglyToad.PdfPig.Tokens.dll",
        "DocumentFormat.OpenXml.Framework.dll", "CsvHelper.dll",
    ];

    private InstrumentedCopy(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The program in it.</summary>
    public string Program => Path.Combine(Folder, Path.GetFileName(typeof(InstrumentedCopy).Assembly.Location));

    public static InstrumentedCopy Make()
    {
        var copy = new InstrumentedCopy(Directory.CreateTempSubdirectory("corestudy-fuzzing-").FullName);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy.Folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        foreach (var name in Instrumented) Fuzzer.Instrument(Path.Combine(copy.Folder, name), _ => true, Options.Value);
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
