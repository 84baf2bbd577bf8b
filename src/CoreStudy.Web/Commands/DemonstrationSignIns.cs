using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

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
        if (isLoaded)
        {
            await ImportIdentifiedAsync(database, db, cancel);
            await FlagAsync(database, db, cancel);
            await WriteJournalAsync(database, db, cancel);
            await RecordAsync(database, db, cancel);
        }

        if (isLoaded) return $"\n\n{text}\nThey are kept in {file}, which only you can read.";
        return File.Exists(file) ? $"\nThe demonstration's sign-ins are in {file}" : "";
    }

    /// <summary>The transcript that awaits its review lies in the vault, where only the site's own import puts one.</summary>
    private static async Task ImportIdentifiedAsync(Databases database, StudyDb db, CancellationToken cancel)
    {
        var (importer, interview, title, _, file) = await DemonstrationStudy.PrepareIdentifiedAsync(db, cancel);
        var study = await db.Interviews.Where(i => i.Id == interview).Select(i => i.StudyId).SingleAsync(cancel);
        await using var services = database.Services().BuildServiceProvider();
        var read = DemonstrationStudy.Must(await services.GetRequiredService<ReadTranscriptFile>().RunAsync(importer, study, "identified.txt", file, cancel));
        var choices = DemonstrationStudy.Must(await services.GetRequiredService<ListInterviewChoices>().RunAsync(importer, study, cancel));
        var speakers = SpeakerGuess.Of([.. read.Speakers.Select(s => s.Name)], choices.Single(c => c.Id == interview).Participants);
        DemonstrationStudy.Must(await services.GetRequiredService<ImportIdentifiable>().RunAsync(importer, interview, title, read, speakers, cancel));
    }

    private static async Task FlagAsync(Databases database, StudyDb db, CancellationToken cancel)
    {
        var (coder, transcript, passage) = await DemonstrationStudy.PrepareFlagAsync(db, cancel);
        await using var services = database.Services().BuildServiceProvider();
        DemonstrationStudy.Must(await services.GetRequiredService<FlagPassage>().RunAsync(coder, transcript, passage, textRevision: 0, IdentifierCategory.Indirect, cancel));
    }

    /// <summary>Three entries of one coder's journal, which only the site itself seals.</summary>
    private static async Task WriteJournalAsync(Databases database, StudyDb db, CancellationToken cancel)
    {
        var coder = await db.Members.SingleAsync(m => m.Name == "Coder One", cancel);
        var today = TimeProvider.System.Today();
        await using var services = database.Services().BuildServiceProvider();
        foreach (var (daysAgo, prompt, text) in DemonstrationStudy.JournalOfCoderOne)
            DemonstrationStudy.Must(await services.GetRequiredService<WriteJournal>().RunAsync(coder.AccountId, coder.StudyId, JournalEntryId.New(), 0, today.AddDays(-daysAgo), prompt, text, cancel));
    }

    /// <summary>A recording comes in as any other does, and an admin names who may hear it.</summary>
    private static async Task RecordAsync(Databases database, StudyDb db, CancellationToken cancel)
    {
        var (researcher, admin, study, interview, hearers, sound) = await DemonstrationStudy.PrepareRecordingAsync(db, cancel);
        await using var services = database.Services().BuildServiceProvider();
        var chosen = new ChosenFile(sound.Length, SHA256.HashData(sound.AsSpan(0, 65_536)), SHA256.HashData(sound.AsSpan(sound.Length - 65_536)));
        var id = DemonstrationStudy.Must(await services.GetRequiredService<BeginUpload>().RunAsync(researcher, study, interview, chosen, cancel)).Id;
        DemonstrationStudy.Must(await services.GetRequiredService<TakePart>().RunAsync(researcher, study, id, 0, PipeReader.Create(new MemoryStream(sound)), cancel));
        DemonstrationStudy.Must(await services.GetRequiredService<FinishUpload>().RunAsync(researcher, study, id, cancel));
        foreach (var hearer in hearers) DemonstrationStudy.Must(await services.GetRequiredService<NameHearer>().RunAsync(admin, study, id, hearer, Hearing.Listen, cancel));
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
