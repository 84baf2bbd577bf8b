using System.CommandLine;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.Archives;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Archives;

namespace CoreStudy.Web.Commands;

/// <summary>A whole study as one file: <c>study export STUDY --format archive</c>.</summary>
internal static class StudyExportArchive
{
    private static readonly Option<bool> WithVault = new("--with-vault")
    {
        Description = "With archive: also identities, transcripts as they came, the register, signed consents and recordings, sealed by a pass-phrase. Its first line of standard input is the pass-phrase, its second the code of the authenticator app (or the password) of --as.",
    };

    public static StudyExportFormat Format { get; } = new("archive", ArchiveManifest.Ending, "all of the study in one file, for restoring it elsewhere; for admins", RunAsync) { Options = [WithVault] };

    private static async Task<int> RunAsync(StudyAsking asking, Study study, FileInfo to, ParseResult given, CancellationToken cancel)
    {
        PassPhrase? phrase = null;
        if (given.GetValue(WithVault) && (await OpenVaultAsync(asking, study.Id, cancel)).IsRefused(out var shut, out phrase)) return await StudyCommand.SayAsync(shut.Sentence);
        Refusal? refusal = null;
        ArchiveManifest? manifest = null;
        try
        {
            await StudyCommand.WriteAsync(to, async into =>
            {
                if ((await asking.Ask<MakeArchive>().RunAsync(asking.Me, study.Id, phrase, into, new ArchiveSaid(), cancel)).IsRefused(out refusal, out manifest)) throw new OperationCanceledException();
            });
        }
        catch (OperationCanceledException) when (refusal is not null)
        {
            return await StudyCommand.SayAsync(refusal.Sentence);
        }

        Console.WriteLine(JsonSerializer.Serialize(
            new { file = to.ToString(), archive = manifest!.Archive, study = manifest.Study.Id, withVault = manifest.WithVault, recordings = manifest.Sounds.Count(), recordingsLeft = manifest.RecordingsLeft ?? 0, rows = manifest.Entries.Where(e => e.Table is not null).Sum(e => e.Rows) }, JsonSerializerOptions.Web));
        return 0;
    }

    /// <summary>Opens the vault as at the screen: it is on record, with what it is for.</summary>
    private static async Task<Result<PassPhrase>> OpenVaultAsync(StudyAsking asking, StudyId studyId, CancellationToken cancel)
    {
        if (PassPhrase.Of(await Console.In.ReadLineAsync(cancel) ?? "").IsRefused(out var unfit, out var phrase)) return unfit;
        var reveals = asking.Ask<Reveals>();
        if ((await reveals.FindAsync(asking.Me, studyId, RevealSubject.WholeVault, cancel)).IsRefused(out var forbidden, out var standing)) return forbidden;
        if (standing.Open is not null) return phrase;
        var credential = new RevealCredential(standing.Offered.Typed, await Console.In.ReadLineAsync(cancel) ?? "");
        return (await reveals.OpenAsync(asking.Me, studyId, RevealSubject.WholeVault, RevealReason.Archive, "", credential, cancel)).IsRefused(out var wrong, out _) ? wrong : phrase;
    }
}

/// <summary>A study from an archive: <c>study import FILE</c>.</summary>
internal static class StudyImportArchive
{
    private static readonly Option<bool> MatchAccounts = new("--match-accounts")
    {
        Description = "With an archive: a member whose e-mail address has an account here is that account. Otherwise every member gets a locked account, so that who coded what stays.",
    };

    private static readonly Option<Role?> Join = new("--join") { Description = "With an archive: the role that the operator of --as gets in the study, StudyLead or Admin." };

    private static readonly Option<bool> OpenVault = new("--with-vault") { Description = "With an archive: also its vault and recordings, whose pass-phrase is the first line of standard input. Otherwise both are left out." };

    public static StudyImportFormat Format { get; } = new($"archive ({ArchiveManifest.Ending})", Fits, RunAsync) { Options = [MatchAccounts, Join, OpenVault] };

    private static bool Fits(FileInfo file) => file.Extension.Equals(ArchiveManifest.Ending, StringComparison.OrdinalIgnoreCase);

    private static async Task<int> RunAsync(StudyAsking asking, FileInfo from, ParseResult given, CancellationToken cancel)
    {
        PassPhrase? phrase = null;
        if (given.GetValue(OpenVault) && PassPhrase.Of(await Console.In.ReadLineAsync(cancel) ?? "").IsRefused(out var unfit, out phrase)) return await StudyCommand.SayAsync(unfit.Sentence);
        await using var file = new FileStream(from.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var choices = new RestoreChoices(given.GetValue(MatchAccounts), given.GetValue(Join), phrase);
        if ((await asking.Ask<RestoreArchive>().RunAsync(asking.Me, file, choices, new ArchiveSaid(), cancel)).IsRefused(out var refusal, out var restored)) return await StudyCommand.SayAsync(refusal.Sentence);
        Console.WriteLine(JsonSerializer.Serialize(
            new { study = restored.Id.Value, restored.Name, restored.Rows, restored.Matched, restored.Made, restored.Papers, restored.Recordings, restored.BrokenEntries }, JsonSerializerOptions.Web));
        return 0;
    }
}

/// <summary>Says on standard error what is being done.</summary>
internal sealed class ArchiveSaid : IProgress<ArchiveProgress>
{
    private int _last = -1;

    public void Report(ArchiveProgress value)
    {
        var tenth = (int)(value.Share * 10);
        if (tenth <= _last) return;
        _last = tenth;
        Console.Error.WriteLine($"{tenth * 10} %: {value.Doing}");
    }
}
