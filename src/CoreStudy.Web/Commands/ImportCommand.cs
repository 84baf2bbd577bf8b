using System.CommandLine;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Commands;

/// <summary>Brings transcript files into a study, as a researcher of it.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var study = new Option<string>("--study") { Description = "The study: its id, name or short name.", Required = true };
        var by = new Option<string>("--as") { Description = "The e-mail address of the member who imports.", Required = true };
        var interview = new Option<string>("--interview") { Description = "The interview's title, where all files belong to one; otherwise each file's name without its ending is the title." };
        var open = new Option<bool>("--open") { Description = "Open for coding at once: you have checked that the files identify no one." };
        var identifiable = new Option<bool>("--identifiable")
        {
            Description = "The files still name people, places or employers: they go to the vault, and admins anonymise them before anybody reads them. Without this you say that they identify no one.",
        };
        var files = new Argument<FileInfo[]>("file") { Description = "Transcript files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "import", "Brings transcript files into interviews of a study. Prints a line of JSON for each: {\"file\", \"transcript\"} or {\"file\", \"error\"}. The exit code is 1 where one was refused.")
        {
            study, by, interview, identifiable, open, files,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(open) && given.GetValue(identifiable)) given.AddError("--identifiable and --open do not go together: admins open what they have released.");
        });
        command.SetAction((arguments, cancel) => Databases.RunAsync(
            database => RunAsync(
                database, arguments.GetValue(study)!, arguments.GetValue(by)!, arguments.GetValue(interview), arguments.GetValue(identifiable), arguments.GetValue(open), arguments.GetValue(files)!, cancel),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Databases database, string studyName, string email, string? interviewTitle, bool identifiable, bool open, FileInfo[] files, CancellationToken cancel)
    {
        await using var services = database.Services().BuildServiceProvider();
        if ((await WhoAsync(services, studyName, email, cancel)).IsRefused(out var nobody, out var who))
        {
            await Console.Error.WriteLineAsync(nobody.Sentence);
            return 2;
        }

        var isAllKept = true;
        foreach (var file in files)
        {
            var title = interviewTitle ?? Path.GetFileNameWithoutExtension(file.Name);
            var isRefused = (await ImportAsync(services, who, title, identifiable, open, file, cancel)).IsRefused(out var refusal, out var transcript);
            isAllKept &= !isRefused;
            Console.WriteLine(isRefused
                ? JsonSerializer.Serialize(new { file = file.ToString(), error = refusal!.Sentence })
                : JsonSerializer.Serialize(new { file = file.ToString(), transcript = transcript.Value }));
        }

        return isAllKept ? 0 : 1;
    }

    private static async Task<Result<Member>> WhoAsync(ServiceProvider services, string study, string email, CancellationToken cancel)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StudyDb>>().CreateDbContextAsync(cancel);
        var id = Guid.TryParse(study, out var parsed) ? new StudyId(parsed) : default;
        var studies = await db.Studies.Where(s => s.Id == id || s.Name == study || s.ShortName == study).Select(s => s.Id).ToListAsync(cancel);
        if (studies.Count != 1) return new Refusal(studies.Count == 0 ? $"There is no study “{study}”." : $"Several studies are called “{study}”; give the id.");
        var address = email.ToUpperInvariant();
        var account = await db.Users.Where(a => a.NormalizedEmail == address).Select(a => a.Id).SingleOrDefaultAsync(cancel);
        return await services.GetRequiredService<Permissions>().AskAsync(new AccountId(account), studies[0], Operation.ImportTranscripts, cancel);
    }

    private static async Task<Result<TranscriptId>> ImportAsync(
        ServiceProvider services, Member who, string title, bool identifiable, bool open, FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists) return new Refusal("There is no such file.");
        if ((await services.GetRequiredService<ListInterviewChoices>().RunAsync(who.AccountId, who.StudyId, cancel)).IsRefused(out var refusal, out var interviews))
            return refusal;
        var fitting = interviews.Where(i => string.Equals(i.Title, title, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting.Count != 1) return new Refusal(fitting.Count == 0 ? $"There is no interview called “{title}”." : $"Several interviews are called “{title}”.");

        var content = await File.ReadAllBytesAsync(file.FullName, cancel);
        if ((await services.GetRequiredService<ReadTranscriptFile>().RunAsync(who.AccountId, who.StudyId, file.Name, content, cancel)).IsRefused(out var unreadable, out var read))
            return unreadable;
        var speakers = SpeakerGuess.Of([.. read.Speakers.Select(s => s.Name)], fitting[0].Participants);
        if (identifiable) return await services.GetRequiredService<ImportIdentifiable>().RunAsync(who.AccountId, fitting[0].Id, fitting[0].Title, read, speakers, cancel);
        return await services.GetRequiredService<ImportTranscript>().RunAsync(who.AccountId, fitting[0].Id, fitting[0].Title, read, speakers, open, cancel);
    }
}
