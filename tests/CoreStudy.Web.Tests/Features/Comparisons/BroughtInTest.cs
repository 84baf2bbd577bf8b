using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Comparisons;

/// <summary>A study with a lead, a coder, one code and one transcript, into which codings come from elsewhere.</summary>
/// <param name="turns">What is said in the transcript.</param>
public abstract class BroughtInTest(PostgresFixture postgres, params string[] turns) : SiteTest(postgres)
{
    protected StudyId StudyId => Study.Study.Id;

    protected Member Lead { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Ada = await Study.MemberAsync(Role.Coder);
        Waiting = await Study.CodeAsync("Waiting");
        Transcript = await Study.TranscriptAsync(Lead, turns);
    }
}
