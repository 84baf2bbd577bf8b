using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Retention;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Transcriptions;

namespace CoreStudy.Web.Tests.Features.Recordings;

/// <summary>All recordings of a study in one list: where each stands, and who may hear it.</summary>
public sealed class ListStudyRecordingsTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    [Fact]
    public async Task Each_recording_is_told_with_its_interview_its_step_and_who_may_hear_it()
    {
        var first = await BringInAsync(Researcher, Wav(2));
        var second = await BringInAsync(Researcher, Wav(1));
        StudyBuilder.Must(await The<NameHearer>().RunAsync(Admin.AccountId, StudyId, first, Coder.Id, Hearing.Listen, Cancel));
        StudyBuilder.Must(await The<BeginTranscription>().RunAsync(Researcher.AccountId, StudyId, first, Cancel));

        var list = (await ListAsync(Researcher)).Recordings;

        Assert.Equal([(first, 1, 2, 2000L), (second, 2, 2, 1000L)], list.Select(r => (r.Id, r.Number, r.OfHowMany, r.DurationMs!.Value)));
        Assert.All(list, r => Assert.Equal((Interview.Title, InterviewStep.BeingTranscribed, true), (r.Interview, r.Step, r.IsMine)));
        Assert.Equal([Coder.Name, Researcher.Name], list[0].Hearers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_was_destroyed_stays_in_the_list_and_nobody_hears_it()
    {
        var id = await BringInAsync(Researcher, Wav(1));
        StudyBuilder.Must(await The<DestroyRecording>().RunAsync(Admin.AccountId, StudyId, id, RecordingEnd.ByHand, Cancel));

        var row = Assert.Single((await ListAsync(Of(Role.Supervisor))).Recordings);

        Assert.Equal((true, RecordingEnd.ByHand, InterviewStep.NoRecording), (row.IsDestroyed, row.DestroyedFor!.Value, row.Step));
        Assert.Empty(row.Hearers);
    }

    [Fact]
    public async Task Until_when_recordings_may_be_kept_is_told_with_them()
    {
        await BringInAsync(Researcher, Wav(1));
        Db.RetentionRules.Add(RetentionRule.Set(StudyId, RetentionKind.Recordings, new DateOnly(2020, 1, 31), Admin.Id, Clock.GetUtcNow()));
        await Db.SaveChangesAsync(Cancel);

        var list = await ListAsync(Researcher);

        Assert.Equal((new DateOnly(2020, 1, 31), true), (list.Until!.Value, list.IsDue));
    }

    [Fact]
    public async Task A_member_of_one_trust_sees_nothing_of_another()
    {
        await BringInAsync(Researcher, Wav(1));
        var other = await Study.MemberAsync(Role.Researcher, Study.Trust("Birch"));

        Assert.Empty((await ListAsync(other)).Recordings);
    }

    [Fact]
    public async Task A_coder_sees_no_list_of_recordings()
    {
        await BringInAsync(Researcher, Wav(1));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListStudyRecordings>().RunAsync(Coder.AccountId, StudyId, Cancel)));
    }

    private async Task<StudyRecordings> ListAsync(Member who) => StudyBuilder.Must(await The<ListStudyRecordings>().RunAsync(who.AccountId, StudyId, Cancel));
}
