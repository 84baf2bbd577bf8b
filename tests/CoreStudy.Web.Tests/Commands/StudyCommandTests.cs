using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>Whole studies out and in, as an operator’s script meets it: files, answers, exit codes.</summary>
public sealed class StudyCommandTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Project = """
        <Project xmlns="urn:QDA-XML:project:1.0" name="Their project" origin="Other tool">
        <Users><User guid="5215cc69-b628-4e02-afb9-9beeaee55810" name="Ada"/></Users>
        <CodeBook><Codes><Code guid="5215cc69-b628-4e02-afb9-9beeaee55808" name="Waiting" isCodable="true"/></Codes></CodeBook>
        <Sources><TextSource guid="5215cc69-b628-4e02-afb9-9beeaee55801" name="Talk" plainTextPath="internal://talk.txt">
        <PlainTextSelection guid="5215cc69-b628-4e02-afb9-9beeaee55802" startPosition="0" endPosition="8"><Coding guid="5215cc69-b628-4e02-afb9-9beeaee55803" creatingUser="5215cc69-b628-4e02-afb9-9beeaee55810"><CodeRef targetGUID="5215cc69-b628-4e02-afb9-9beeaee55808"/></Coding></PlainTextSelection>
        </TextSource></Sources></Project>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string StudyName => Study.Study.Id.Value.ToString();

    [Theory]
    [InlineData("qdpx", Role.StudyLead, "project.qde")]
    [InlineData("xlsx", Role.StudyLead, "xl/workbook.xml")]
    [InlineData("archive", Role.Admin, "manifest.json")]
    [InlineData("pptx", Role.StudyLead, "ppt/presentation.xml")]
    [InlineData("docx", Role.StudyLead, "word/document.xml")]
    public async Task A_study_goes_out_as_a_file_of_its_format_and_replaces_one_of_that_name(string format, Role role, string holds)
    {
        var email = await GivenAsync(role);
        var file = Path.Combine(_folder, $"out.{format}");
        await File.WriteAllTextAsync(file, "something older", Cancel);

        var (code, said, troubles) = await ExportAsync(email, format, file);

        Assert.True(code == 0, troubles);
        Assert.Contains("out.", said, StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(file);
        Assert.Contains(zip.Entries, e => e.FullName == holds);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("qdc", "<CodeBook")]
    [InlineData("html", "<!DOCTYPE html>")]
    public async Task So_it_does_as_text(string format, string holds)
    {
        var email = await GivenAsync(Role.StudyLead);
        var file = Path.Combine(_folder, $"out.{format}");

        var (code, _, troubles) = await ExportAsync(email, format, file);

        Assert.True(code == 0, troubles);
        Assert.Contains(holds, await File.ReadAllTextAsync(file, Cancel), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("qdpx")]
    [InlineData("archive")]
    [InlineData("pptx")]
    public async Task The_wrong_role_is_refused_and_no_file_is_written(string format)
    {
        var email = await GivenAsync(Role.Coder);
        var file = Path.Combine(_folder, $"out.{format}");

        var (code, said, troubles) = await ExportAsync(email, format, file);

        Assert.Equal((1, ""), (code, said));
        Assert.Contains("does not allow this", troubles, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("nowhere", "ada@example.org", "There is no account")]
    [InlineData("nowhere", null, "There is no study “nowhere”, or it is not open to this account.")]
    public async Task An_unknown_study_or_account_is_said_with_exit_code_2(string study, string? email, string why)
    {
        var lead = await GivenAsync(Role.StudyLead);

        var (code, _, troubles) = await RunAsync("study", "export", study, "--format", "qdc", "--as", email ?? lead, "--to", Path.Combine(_folder, "out.qdc"));

        Assert.Equal(2, code);
        Assert.Contains(why, troubles, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_names_every_format_and_option()
    {
        var (code, said, _) = await ProgramRun.RunAsync(null, null, Cancel, "study", "export", "--help");
        var (importCode, importSaid, _) = await ProgramRun.RunAsync(null, null, Cancel, "study", "import", "--help");

        Assert.Equal((0, 0), (code, importCode));
        Assert.All(["qdpx", "qdc", "archive", "xlsx", "pptx", "docx", "html", "--as", "--to", "--cautioned", "--with-vault", "--report", "--for-others"], w => Assert.Contains(w, said, StringComparison.Ordinal));
        Assert.All(["--as", "--name", "--into", "--identifies-nobody", "--coder", "--dry-run", "--match-accounts", "--join"], w => Assert.Contains(w, importSaid, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_comes_in_with_its_coders_as_the_accounts_they_are_said_to_be()
    {
        var (lead, ada) = (await GivenOperatorAsync(), await Study.MemberAsync(Role.Coder));
        var file = ProjectFile();

        var (code, said, troubles) = await RunAsync("study", "import", file, "--as", lead, "--name", "Theirs", "--identifies-nobody", "--coder", $"ada={await EmailAsync(ada)}");

        Assert.True(code == 0, troubles);
        var study = new StudyId(JsonDocument.Parse(said).RootElement.GetProperty("study").GetGuid());
        var member = await Db.Members.SingleAsync(m => m.StudyId == study && m.AccountId == ada.AccountId, Cancel);
        Assert.Equal(member.Id, (await Db.Codings.SingleAsync(c => c.StudyId == study, Cancel)).MemberId);
    }

    [Theory]
    [InlineData("Ben=ada@example.org", "There is no coder “Ben” in the file. Its coders: Ada.")]
    [InlineData("Ada=nobody@example.org", "There is no account “nobody@example.org”.")]
    [InlineData("Ada", "does not say whose account a coder is")]
    public async Task A_coder_whom_nobody_knows_stops_the_import_with_exit_code_2(string coder, string why)
    {
        var lead = await GivenOperatorAsync();

        var (code, _, troubles) = await RunAsync("study", "import", ProjectFile(), "--as", lead, "--name", "Theirs", "--coder", coder);

        Assert.Equal(2, code);
        Assert.Contains(why, troubles, StringComparison.Ordinal);
        Assert.Equal(1, await Db.Studies.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_and_a_member_may_not_make_a_study()
    {
        var (lead, words) = (await GivenAsync(Role.StudyLead), Path.Combine(_folder, "words.qdpx"));
        await File.WriteAllTextAsync(words, "only words", Cancel);

        var bad = await RunAsync("study", "import", words, "--as", lead);
        var nowhere = await RunAsync("study", "import", Path.Combine(_folder, "nowhere.qdpx"), "--as", lead);
        var notOperator = await RunAsync("study", "import", ProjectFile(), "--as", lead, "--name", "Theirs");

        Assert.Equal((2, 2, 1), (bad.Code, nowhere.Code, notOperator.Code));
        Assert.Contains("no file that a study can be made of", bad.Troubles, StringComparison.Ordinal);
        Assert.Contains("There is no such file", nowhere.Troubles, StringComparison.Ordinal);
        Assert.Equal(1, await Db.Studies.CountAsync(Cancel));
    }

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<string> GivenAsync(Role role)
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var waiting = await Study.CodeAsync("Waiting");
        await Study.CodingAsync(await Study.TranscriptAsync(lead, ["How was it?", "I waited."]), waiting, lead);
        _ = StudyBuilder.Must(await The<MakeReport>().RunAsync(lead.AccountId, Study.Study.Id, new ReportFacts("A report"), Cancel));
        return await EmailAsync(role == Role.StudyLead ? lead : await Study.MemberAsync(role));
    }

    private async Task<string> GivenOperatorAsync()
    {
        var member = await Study.MemberAsync(Role.StudyLead);
        await Db.Users.Where(a => a.Id == member.AccountId.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);
        return await EmailAsync(member);
    }

    private Task<string> EmailAsync(Member member) => Db.Users.Where(a => a.Id == member.AccountId.Value).Select(a => a.Email!).SingleAsync(Cancel);

    private string ProjectFile()
    {
        var path = Path.Combine(_folder, "theirs.qdpx");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in new[] { ("project.qde", Project), ("Sources/talk.txt", "I waited for hours.") })
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    private Task<(int Code, string Said, string Troubles)> ExportAsync(string email, string format, string file) =>
        RunAsync(["study", "export", StudyName, "--format", format, "--as", email, "--to", file, .. format is "pptx" or "docx" or "html" ? ["--report", "A report"] : Array.Empty<string>()]);

    private Task<(int Code, string Said, string Troubles)> RunAsync(params string[] arguments) => ProgramRun.RunAsync(ConnectionString, Connections, Cancel, arguments);
}
