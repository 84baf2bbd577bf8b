using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoreStudy.Domain;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Exchange;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Commands;

/// <summary>A whole study as a project of REFI-QDA (.qdpx), its framework as a codebook (.qdc), and studies made of projects.</summary>
internal static class StudyProjects
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly Option<string> For = MakeFor();

    private static readonly Option<bool> Others = new("--for-others") { Description = "The file leaves the team (qdpx): interviews alone go of which everybody agreed to archiving." };

    private static readonly Option<bool> Numbered = new("--number-coders") { Description = "Call coders “Coder 1” and so on (qdpx)." };

    private static readonly Option<string?> Name = new("--name") { Description = "What the new study is called; otherwise as the project." };

    private static readonly Option<string?> Short = new("--short-name") { Description = "The new study's short name, of up to 24 characters." };

    private static readonly Option<Guid?> Into = new("--into") { Description = "The id of an empty study that it goes into, rather than a new one." };

    private static readonly Option<bool> Identifies = new("--identifies-nobody")
    {
        Description = "You have checked that texts, names of cases and all that is written identify nobody. Without this the texts go to the vault, and admins anonymise them before anybody reads them.",
    };

    private static readonly Option<string[]> Coders = new("--coder")
    {
        Description = "Whose account a coder of the project is, as NAME=EMAIL; may be given several times. In a new study they become coders; otherwise they are of its team already. Others become coders without a sign-in.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print what would become of everything, and store nothing." };

    public static StudyExportFormat Project { get; } = new("qdpx", ".qdpx", "a project for NVivo, ATLAS.ti, MAXQDA and others", ExportAsync) { Options = [For, Others, Numbered, StudyExportFormat.Cautioned] };

    public static StudyExportFormat Codebook { get; } = new("qdc", ".qdc", "the framework alone, for the same", CodebookAsync);

    public static StudyImportFormat Import { get; } = new("a REFI-QDA project (.qdpx, .qde)", IsProject, ImportAsync) { Options = [Name, Short, Into, Identifies, Coders, DryRun] };

    private static Option<string> MakeFor()
    {
        var option = new Option<string>("--for") { Description = "For which program a .qdpx is written: they count places in texts differently. Only “standard” has been tried.", DefaultValueFactory = _ => RefiVariant.Standard.Name };
        option.AcceptOnlyFromAmong([.. RefiVariant.All.Select(v => v.Name)]);
        return option;
    }

    private static async Task<int> ExportAsync(StudyAsking asking, Study study, FileInfo to, ParseResult given, CancellationToken cancel)
    {
        var choices = new StudyExportChoices(RefiVariant.All.Single(v => v.Name == given.GetValue(For)), given.GetValue(Others), given.GetValue(Numbered));
        if ((await asking.Ask<ExportStudy>().RunAsync(asking.Me, study.Id, choices, given.GetValue(StudyExportFormat.Cautioned), progress: null, cancel)).IsRefused(out var refusal, out var leaving)) return await StudyCommand.SayAsync(refusal.Sentence);
        if (leaving.Content is not { } content) return await StudyCommand.SayAsync(WhyNot(leaving.Outcome, study.Id));
        await StudyCommand.WriteAsync(to, output => output.WriteAsync(content, cancel).AsTask());
        await PrintAsync(new { File = to.FullName, leaving.Outcome.HeldBack, Behind = leaving.Behind.Select(b => new { b.Count, What = b.Sentence }), leaving.Changed }, cancel);
        return 0;
    }

    private static async Task<int> CodebookAsync(StudyAsking asking, Study study, FileInfo to, ParseResult given, CancellationToken cancel)
    {
        if ((await asking.Ask<ReadVersion>().RunAsync(asking.Me, study.Id, null, cancel)).IsRefused(out var refusal, out var state)) return await StudyCommand.SayAsync(refusal.Sentence);
        if ((await CodebookFiles.LeavingAsync(asking.Ask<IExportGate>(), asking.Me, study.Id, study.Name, state, to.Name, cancel)).IsRefused(out var no, out var left)) return await StudyCommand.SayAsync(no.Sentence);
        if (left.Content is not { } content) return await StudyCommand.SayAsync(WhyNot(left.Outcome, study.Id));
        await StudyCommand.WriteAsync(to, output => output.WriteAsync(content, cancel).AsTask());
        await PrintAsync(new { File = to.FullName, Codes = state.Codes.Count }, cancel);
        return 0;
    }

    /// <summary>What stopped a file, and where to go on.</summary>
    internal static string WhyNot(ExportOutcome outcome, StudyId study) => outcome.Caution is { } caution
        ? $"{caution} Go on with --cautioned."
        : $"The file was not made: in {HowMany.Of(outcome.Places.Count, "place", "places")} it tells, or may tell, who somebody is: {string.Join("; ", outcome.Places.Take(5).Select(p => p.Place))}{(outcome.Places.Count > 5 ? " and more" : "")}. Somebody who may can agree to it at /studies/{study.Value}/exports, then export again.";

    private static bool IsProject(FileInfo file)
    {
        using var content = file.OpenRead();
        var start = new byte[4096];
        var count = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var read = start.AsSpan(0, count);
        if (!read.StartsWith("PK"u8)) return read.IndexOf("urn:QDA-XML"u8) >= 0;
        var tail = new byte[(int)Math.Min(content.Length, 200_000)];
        content.Seek(-tail.Length, SeekOrigin.End);
        content.ReadExactly(tail);
        return tail.AsSpan().IndexOf(".qde"u8) >= 0;
    }

    private static async Task<int> ImportAsync(StudyAsking asking, FileInfo file, ParseResult given, CancellationToken cancel)
    {
        await using var content = file.OpenRead();
        if ((await asking.Ask<PlanStudyImport>().RunAsync(asking.Me, file.Name, content, cancel)).IsRefused(out var unreadable, out var read)) return await StudyCommand.SayAsync(unreadable.Sentence);
        if (given.GetValue(DryRun))
        {
            await PrintAsync(new { Becomes = Becomes(read), read.Report }, cancel);
            return 0;
        }

        StudyId? target = given.GetValue(Into) is { } id ? new StudyId(id) : null;
        if ((await CodersAsync(asking, read, target, given.GetValue(Coders) ?? [], cancel)).IsRefused(out var nobody, out var coders)) return await StudyCommand.SayAsync(nobody.Sentence, StudyCommand.BadInput);
        var name = given.GetValue(Name) ?? read.Study.Name;
        var choices = StudyImportGuess.Of(read.Study) with
        {
            Into = target, Coders = coders, Name = name, ShortName = given.GetValue(Short) ?? (name.Length <= 24 ? name : name[..24]), IdentifiesNobody = given.GetValue(Identifies),
        };
        if ((await asking.Ask<ImportStudy>().RunAsync(asking.Me, read, choices, progress: null, cancel)).IsRefused(out var refusal, out var done)) return await StudyCommand.SayAsync(refusal.Sentence);
        await PrintAsync(new
        {
            Study = done.Id.Value, done.Name, done.Transcripts, done.Codings, done.Waiting, done.Codes, done.Participants, done.Coders, done.Memos, done.Themes, done.Findings, done.Quotes, done.Told, Becomes = Becomes(read),
        }, cancel);
        return 0;
    }

    /// <summary>Who the coders of a project are said to be.</summary>
    /// <param name="said">Each as NAME=EMAIL; the name as in the file, the address of an account that can code there.</param>
    private static async Task<Result<Dictionary<RefiId, AccountId>>> CodersAsync(StudyAsking asking, ReadProjectFile read, StudyId? into, string[] said, CancellationToken cancel)
    {
        var coders = new Dictionary<RefiId, AccountId>();
        if (said.Length == 0) return coders;
        if ((await asking.Ask<PlanStudyImport>().WhoAsync(asking.Me, into, cancel)).IsRefused(out var refusal, out var accounts)) return refusal;
        foreach (var one in said)
        {
            if (one.LastIndexOf('=') is not (> 0 and var at) || at == one.Length - 1) return new Refusal($"“{one}” does not say whose account a coder is. Please write --coder \"NAME=EMAIL\".");
            var (name, email) = (one[..at].Trim(), one[(at + 1)..].Trim());
            var named = read.Study.Coders.Where(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (named.Count == 0) return new Refusal($"There is no coder “{name}” in the file. Its coders: {string.Join(", ", read.Study.Coders.Select(c => c.Name))}.");
            if (accounts.FirstOrDefault(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase)) is not { } account) return new Refusal($"There is no account “{email}”{(into is null ? "" : " that codes in this study")}.");
            foreach (var coder in named) coders[coder.Id] = account.Id;
        }

        return coders;
    }

    private static IEnumerable<object> Becomes(ReadProjectFile read) => read.Remarks.Select(r => new { r.Outcome, r.What, r.Count, r.Sentence, Examples = r.Outcome == StudyOutcome.Taken ? [] : r.Examples });

    private static async Task PrintAsync<T>(T answer, CancellationToken cancel)
    {
        await using var output = Console.OpenStandardOutput();
        await JsonSerializer.SerializeAsync(output, answer, Readable, cancel);
        output.WriteByte((byte)'\n');
    }
}
