using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Transcripts;

public sealed class TranscriptDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _researcher = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
    }

    [Fact]
    public async Task A_supervisor_neither_opens_closes_nor_renames_a_transcript()
    {
        var supervisor = await Study.MemberAsync(Role.Supervisor);
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<OpenTranscript>().RunAsync(supervisor.AccountId, transcript.Id, open: false, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<DescribeTranscript>().RunAsync(supervisor.AccountId, transcript.Id, "Other", "", Cancel)));
    }

    [Fact]
    public async Task A_researcher_of_one_trust_finds_no_transcript_of_another()
    {
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"], trust: "Birch");

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<OpenTranscript>().RunAsync(limited.AccountId, transcript.Id, open: false, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<DescribeTranscript>().RunAsync(limited.AccountId, transcript.Id, "Other", "", Cancel)));
        Assert.Empty((await ListAsync(limited)).Transcripts);
    }

    [Fact]
    public async Task A_coder_sees_a_transcript_while_it_is_open_and_no_longer()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"], open: false);
        Assert.Empty((await ListAsync(coder)).Transcripts);

        StudyBuilder.Must(await The<OpenTranscript>().RunAsync(_researcher.AccountId, transcript.Id, open: true, Cancel));
        Assert.Single((await ListAsync(coder)).Transcripts);

        StudyBuilder.Must(await The<OpenTranscript>().RunAsync(_researcher.AccountId, transcript.Id, open: false, Cancel));
        Assert.Empty((await ListAsync(coder)).Transcripts);
    }

    [Fact]
    public async Task An_admin_is_shown_no_transcript_and_told_so()
    {
        var admin = await Study.MemberAsync(Role.Admin);
        await Study.TranscriptAsync(_researcher, ["Hello?"]);

        var list = await ListAsync(admin);

        Assert.Empty(list.Transcripts);
        Assert.False(list.MayRead);
    }

    [Fact]
    public async Task The_list_counts_the_reader_s_codings_and_everybody_s()
    {
        var (coder, other) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder));
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);
        var (waiting, hope) = (await Study.CodeAsync("Waiting"), await Study.CodeAsync("Hope"));
        foreach (var (by, code) in new[] { (coder, waiting), (other, waiting), (other, hope) }) await Study.CodingAsync(transcript, code, by);

        var row = (await ListAsync(coder)).Transcripts.Single();

        Assert.Equal((1, 3), (row.Mine, row.All));
    }

    [Fact]
    public async Task A_title_and_a_note_before_reading_are_kept()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        StudyBuilder.Must(await The<DescribeTranscript>().RunAsync(_researcher.AccountId, transcript.Id, " PSW-01, second ", "A death is spoken of.", Cancel));

        var row = (await ListAsync(_researcher)).Transcripts.Single();
        Assert.Equal(("PSW-01, second", "A death is spoken of."), (row.Title, row.ContentNote));
        Assert.NotNull(SentenceOf(await The<DescribeTranscript>().RunAsync(_researcher.AccountId, transcript.Id, " ", "", Cancel)));
    }

    private async Task<TranscriptList> ListAsync(Member reader) => StudyBuilder.Must(await The<ListTranscripts>().RunAsync(reader.AccountId, Study.Study.Id, Cancel));
}
