using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Timings;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Features.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Timings;

public sealed class TurnTimesTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    private static readonly string[] Says = ["How did it begin for you?", "Quietly, one afternoon.", "And what happened after that day?"];

    private Transcript _transcript = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var words = Says.Select((s, i) => new DraftTurn(i % 2 == 0 ? "I" : "P", null, s)).ToList();
        var speakers = new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, true), ["P"] = new("PSW-07", Participant.Id, false) };
        _transcript = StudyBuilder.Must(Transcript.Import(Interview, "PSW-07", new TranscriptDraft("test", words, []), speakers, new string('a', 64), Researcher.Id, StudyBuilder.At));
        _transcript.OpenForCoding(StudyBuilder.At);
        Db.Transcripts.Add(_transcript);
        Db.CodingHeads.Add(new CodingHead(_transcript.Id));
        await Db.SaveChangesAsync(Cancel);
    }

    [Fact]
    public async Task A_researcher_who_hears_the_recording_sets_times_and_sets_them_back()
    {
        await BringInAsync(Researcher, Wav(1));

        Assert.Equal(3, StudyBuilder.Must(await SetAsync(Researcher, [null, null, null], [0, 2500, 7000])));
        Assert.Equal([0, 2500, 7000], await StartsAsync());
        Assert.Equal(3, StudyBuilder.Must(await SetAsync(Researcher, [0, 2500, 7000], [null, null, null])));

        Assert.Equal([null, null, null], await StartsAsync());
        Assert.Equal(2, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.TurnTimesSet, Cancel));
    }

    [Fact]
    public async Task No_word_changes_and_no_coding_moves()
    {
        await BringInAsync(Researcher, Wav(1));
        var coding = await Study.CodingAsync(_transcript, await Study.CodeAsync("Beginning"), Coder);
        var head = await Db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == _transcript.Id, Cancel);

        StudyBuilder.Must(await SetAsync(Researcher, [null, null, null], [0, null, 7000]));

        var now = await Db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == _transcript.Id, Cancel);
        Assert.Equal((head.Revision, head.TextRevision), (now.Revision, now.TextRevision));
        Assert.Equal(string.Join('\n', Says), await Db.TranscriptTexts.AsNoTracking().Where(t => t.TranscriptId == _transcript.Id).Select(t => t.Words).SingleAsync(Cancel));
        Assert.Equal(coding.Segment, await Db.Codings.AsNoTracking().Where(c => c.Id == coding.Id).Select(c => c.Segment).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Who_was_not_named_to_hear_it_sets_no_times_whatever_the_role()
    {
        await BringInAsync(Admin, Wav(1));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await SetAsync(Admin, [null, null, null], [0, 1, 2])));
        Assert.Equal(TimingDoor.NotAHearer.Sentence, SentenceOf(await SetAsync(Researcher, [null, null, null], [0, 1, 2])));
        Assert.Equal(TimingDoor.NotAHearer.Sentence, SentenceOf(await SetAsync(Of(Role.StudyLead), [null, null, null], [0, 1, 2])));
        Assert.Equal([null, null, null], await StartsAsync());
    }

    [Fact]
    public async Task A_hearer_whose_role_corrects_no_transcripts_sets_no_times()
    {
        var recording = await BringInAsync(Researcher, Wav(1));
        foreach (var role in new[] { Role.Coder, Role.Supervisor }) await NameAsync(recording, Of(role), Hearing.Transcribe);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await SetAsync(Coder, [null, null, null], [0, 1, 2])));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await SetAsync(Of(Role.Supervisor), [null, null, null], [0, 1, 2])));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<OpenTimes>().RunAsync(Coder.AccountId, StudyId, _transcript.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<AlignCaptions>().RunAsync(Coder.AccountId, _transcript.Id, "a.vtt", [], Cancel)));
    }

    [Fact]
    public async Task Times_out_of_order_and_times_that_somebody_else_set_meanwhile_are_refused()
    {
        await BringInAsync(Researcher, Wav(1));

        Assert.Contains("before the turn above", SentenceOf(await SetAsync(Researcher, [null, null, null], [5000, 1000, null])), StringComparison.Ordinal);
        Assert.Contains("not as they were", SentenceOf(await SetAsync(Researcher, [null, null, null], [5000])), StringComparison.Ordinal);
        Assert.Contains("meanwhile", SentenceOf(await SetAsync(Researcher, [1000, null, null], [5000, null, null])), StringComparison.Ordinal);
        Assert.Contains("any recording lasts", SentenceOf(await SetAsync(Researcher, [null, null, null], [null, null, long.MaxValue])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_propose_times_mark_what_is_unsure_and_are_not_kept()
    {
        await BringInAsync(Researcher, Wav(1));
        var captions = Encoding.UTF8.GetBytes("WEBVTT\n\n00:01.000 --> 00:03.000\nhow did it begin for you\n\n00:08.000 --> 00:10.000\nand what happened after that day\n");

        var aligned = StudyBuilder.Must(await The<AlignCaptions>().RunAsync(Researcher.AccountId, _transcript.Id, "captions.vtt", captions, Cancel));

        Assert.Equal([1000, 8000], [aligned.Times[0].StartMs, aligned.Times[2].StartMs]);
        Assert.Equal([true, false, true], aligned.Times.Select(t => t.IsSure));
        Assert.Equal([null, null, null], await StartsAsync());
    }

    [Fact]
    public async Task Captions_of_something_else_are_refused()
    {
        await BringInAsync(Researcher, Wav(1));
        var captions = Encoding.UTF8.GetBytes("WEBVTT\n\n00:01.000 --> 00:03.000\ntrawlers unload mackerel\n");

        var result = await The<AlignCaptions>().RunAsync(Researcher.AccountId, _transcript.Id, "captions.vtt", captions, Cancel);

        Assert.Contains("next to nothing in common", SentenceOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_coding_desk_tells_a_hearer_where_the_sound_is_and_nobody_else()
    {
        var recording = await BringInAsync(Researcher, Wav(1));
        StudyBuilder.Must(await SetAsync(Researcher, [null, null, null], [0, 2500, 7000]));
        var address = $"/studies/{StudyId.Value}/recordings/{recording.Value}/sound";
        Assert.DoesNotContain(recording.Value.ToString(), (await DeskAsync(Coder)).Data, StringComparison.OrdinalIgnoreCase);
        Assert.False((await DeskAsync(Of(Role.StudyLead))).Hears);

        await NameAsync(recording, Coder, Hearing.Listen);
        var desk = await DeskAsync(Coder);

        Assert.True(desk.Hears);
        Assert.Contains(address, desk.Data, StringComparison.Ordinal);
        Assert.Contains("\"starts\":[0,2500,7000]", desk.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_opened_after_times_were_set_shows_them()
    {
        await BringInAsync(Researcher, Wav(1));
        Assert.DoesNotContain("turn-time", (await DeskAsync(Coder)).Markup, StringComparison.Ordinal);

        StudyBuilder.Must(await SetAsync(Researcher, [null, null, null], [0, null, 65_000]));

        Assert.Contains("0:01:05", (await DeskAsync(Coder)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_transcripts_leads_to_times_only_who_hears()
    {
        await BringInAsync(Researcher, Wav(1));

        Assert.True(StudyBuilder.Must(await The<ListTranscripts>().RunAsync(Researcher.AccountId, StudyId, Cancel)).Transcripts.Single().IsHeard);
        Assert.False(StudyBuilder.Must(await The<ListTranscripts>().RunAsync(Of(Role.StudyLead).AccountId, StudyId, Cancel)).Transcripts.Single().IsHeard);
    }

    private Task<Result<int>> SetAsync(Member who, long?[] before, long?[] after) => The<SetTurnTimes>().RunAsync(who.AccountId, _transcript.Id, before, after, Cancel);

    private async Task<CodingDesk> DeskAsync(Member who) => StudyBuilder.Must(await The<OpenCodingDesk>().RunAsync(who.AccountId, StudyId, _transcript.Id, Cancel));

    private async Task<List<long?>> StartsAsync() =>
        await Db.Turns.AsNoTracking().Where(t => t.TranscriptId == _transcript.Id).OrderBy(t => t.Number).Select(t => t.StartMs).ToListAsync(Cancel);

    private async Task NameAsync(RecordingId recording, Member who, Hearing may)
    {
        var named = await Db.Recordings.SingleAsync(r => r.Id == recording, Cancel);
        Db.RecordingHearers.Add(StudyBuilder.Must(Hearer.Name(named, who, may, Admin, StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);
        Service<Permissions>().Forget();
    }
}
