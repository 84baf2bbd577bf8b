using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codings;

/// <summary>The site over one transcript that names somebody, a coder who codes it, and those who may change its words.</summary>
public abstract class RevisedTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected const string Words = "Who was there?\nAnna Reed sat with me in Salford.\nAnd then?\nThen Anna left.";

    protected Member Coder { get; private set; } = null!;

    protected Member Researcher { get; private set; } = null!;

    protected Member Admin { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    protected Code Company { get; private set; } = null!;

    /// <summary>News of the study, as they came.</summary>
    protected List<Notice> News { get; } = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Coder = await Study.MemberAsync(Role.Coder);
        Researcher = await Study.MemberAsync(Role.Researcher);
        Admin = await Study.MemberAsync(Role.Admin);
        Company = await Study.CodeAsync("Company");
        Transcript = await Study.TranscriptAsync(Researcher, Words.Split('\n'));
        Feed.Listen(Study.Study.Id, News.Add);
    }

    protected static Segment At(string words) => new(Words.IndexOf(words, StringComparison.Ordinal), Words.IndexOf(words, StringComparison.Ordinal) + words.Length);

    protected async Task<Apply> CodeAsync(string words, Member? by = null)
    {
        var apply = new Apply(Domain.ActId.New(), Domain.CodingId.New(), Company.Id, At(words), IsUnsure: false, "");
        StudyBuilder.Must(await The<RecordActs>().RunAsync((by ?? Coder).AccountId, Transcript.Id, [apply], Cancel));
        return apply;
    }

    protected async Task<string> TextAsync()
    {
        await using var db = Open();
        return await db.TranscriptTexts.Where(t => t.TranscriptId == Transcript.Id).Select(t => t.Words).SingleAsync(Cancel);
    }

    protected async Task<IReadOnlyList<string>> CodedAsync()
    {
        await using var db = Open();
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
        return await db.Codings.Where(c => c.RemovedAt == null).OrderBy(c => c.Segment.Start).Select(c => c.Words).ToListAsync(Cancel);
    }

    protected StudyDb Open() => new(StudyDbOptions.For(ConnectionString));
}
