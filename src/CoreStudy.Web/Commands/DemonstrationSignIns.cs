using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Web.Commands;

/// <summary>Loads the demonstration into an empty database; tells its sign-ins once, and keeps them in a file of the owner's.</summary>
internal static class DemonstrationSignIns
{
    /// <returns>What to print beneath the address.</returns>
    public static async Task<string> LoadAsync(Databases database, CancellationToken cancel)
    {
        var folder = DataFolder.Choose();
        var file = Path.Combine(folder, "demonstration-sign-ins.txt");
        var text = new StringBuilder();
        await using var db = new StudyDb(StudyDbOptions.For(database.ConnectionString));
        var isLoaded = await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), signIns =>
        {
            text.AppendLine("The demonstration study is loaded. Its sign-ins, shown this once:").AppendLine();
            foreach (var signIn in signIns) text.AppendLine(null, $"  {signIn.Email,-26} {signIn.Password}   {signIn.Does}");
            Directory.CreateDirectory(folder);
            return OperatingSystem.IsWindows() ? Task.CompletedTask : KeepAsync(file, text.ToString(), cancel);
        }, cancel);
        if (isLoaded) return $"\n\n{text}\nThey are kept in {file}, which only you can read.";
        return File.Exists(file) ? $"\nThe demonstration's sign-ins are in {file}" : "";
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static async Task KeepAsync(string file, string text, CancellationToken cancel)
    {
        File.Delete(file);
        await using var kept = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await kept.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
    }
}
