using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

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

    [Fact]
    public async Task A_transcript_that_is_put_away_is_listed_for_those_alone_who_can_bring_it_back()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        StudyBuilder.Must(await ArchiveAsync(_researcher, transcript, archive: true));
        Assert.Empty((await ListAsync(coder)).Transcripts);
        Assert.True((await ListAsync(_researcher)).Transcripts.Single().IsArchived);

        StudyBuilder.Must(await ArchiveAsync(_researcher, transcript, archive: false));
        Assert.Single((await ListAsync(coder)).Transcripts);
    }

    [Fact]
    public async Task A_transcript_that_is_put_away_is_neither_renamed_nor_opened_nor_coded_until_it_is_back()
    {
        var coder = await Study.MemberAsync(Role.Coder);
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);
        StudyBuilder.Must(await ArchiveAsync(_researcher, transcript, archive: true));

        Assert.Equal(Refusal.TranscriptPutAway.Sentence, SentenceOf(await The<DescribeTranscript>().RunAsync(_researcher.AccountId, transcript.Id, "Other", "", Cancel)));
        Assert.Equal(Refusal.TranscriptPutAway.Sentence, SentenceOf(await The<OpenTranscript>().RunAsync(_researcher.AccountId, transcript.Id, open: false, Cancel)));
        Assert.Equal(Refusal.TranscriptPutAway.Sentence, SentenceOf(await The<RecordActs>().RunAsync(coder.AccountId, transcript.Id, [], Cancel)));

        StudyBuilder.Must(await ArchiveAsync(_researcher, transcript, archive: false));
        Assert.Null(SentenceOf(await The<RecordActs>().RunAsync(coder.AccountId, transcript.Id, [], Cancel)));
    }

    [Fact]
    public async Task Putting_a_transcript_away_leaves_its_codings_as_they_are()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);
        await Study.CodingAsync(transcript, await Study.CodeAsync("Waiting"), _researcher);

        StudyBuilder.Must(await ArchiveAsync(_researcher, transcript, archive: true));

        Assert.Equal(1, (await ListAsync(_researcher)).Transcripts.Single().All);
    }

    [Fact]
    public async Task Only_a_researcher_or_lead_of_its_trust_puts_a_transcript_away()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        foreach (var role in (Role[])[Role.Coder, Role.Supervisor, Role.Admin])
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(role), transcript, archive: true)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(Role.Researcher, Study.Trust("Birch")), transcript, archive: true)));
    }

    [Fact]
    public async Task A_transcript_that_comes_in_shows_that_its_interview_was_held()
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "An interview", InterviewKind.Individual, null, []));
        Db.Interviews.Add(interview);
        await Db.SaveChangesAsync(Cancel);
        var file = StudyBuilder.Must(await The<ReadTranscriptFile>().RunAsync(_researcher.AccountId, Study.Study.Id, "a.txt", "I: Hello?\n\nP: Hello."u8.ToArray(), Cancel));
        var speakers = file.Speakers.ToDictionary(s => s.Name, s => new SpeakerMatch(s.Name, null, IsInterviewer: s.Name == "I"));

        StudyBuilder.Must(await The<ImportTranscript>().RunAsync(_researcher.AccountId, interview.Id, "PSW-01", file, speakers, open: false, Cancel));

        Assert.Equal(InterviewState.Held, await Db.Interviews.Select(i => i.State).SingleAsync(Cancel));
    }

    [Fact]
    public async Task An_interview_that_is_put_away_takes_no_transcript_and_is_not_offered()
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "An interview", InterviewKind.Individual, null, []));
        interview.Archive(Clock.GetUtcNow());
        Db.Interviews.Add(interview);
        await Db.SaveChangesAsync(Cancel);

        Assert.Empty(StudyBuilder.Must(await The<ListInterviewChoices>().RunAsync(_researcher.AccountId, Study.Study.Id, Cancel)));
        var draft = new ReadFile(new TranscriptDraft("text", [new DraftTurn("P", null, "Hello.")], []), "");
        Assert.StartsWith(
            "This interview is put away.",
            SentenceOf(await The<ImportTranscript>().RunAsync(_researcher.AccountId, interview.Id, "PSW-01", draft, new Dictionary<string, SpeakerMatch>(), open: false, Cancel)),
            StringComparison.Ordinal);
    }

    private Task<Result<Done>> ArchiveAsync(Member by, Transcript transcript, bool archive) => The<ArchiveTranscript>().RunAsync(by.AccountId, transcript.Id, archive, Cancel);

    private async Task<TranscriptList> ListAsync(Member reader) => StudyBuilder.Must(await The<ListTranscripts>().RunAsync(reader.AccountId, Study.Study.Id, Cancel));
}
