using CoreStudy.Data;
using CoreStudy.Data.Demonstration;

namespace CoreStudy.Web.Commands;

/// <summary>Loads the demonstration into an empty database and tells its sign-ins, once.</summary>
internal static class DemonstrationSignIns
{
    public static async Task LoadAsync(string connectionString, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(connectionString));
        if (await DemonstrationStudy.LoadAsync(db, TimeProvider.System.GetUtcNow(), cancel) is not { } signIns) return;
        foreach (var signIn in signIns) Console.WriteLine($"{signIn.Email,-28} {signIn.Password}   {signIn.Does}");
    }
}
