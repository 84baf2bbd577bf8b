using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Demonstration;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Passages;

/// <summary>The index of coded passages says of the demonstration what its codings say.</summary>
public sealed class DemonstrationPassagesTests(PostgresFixture postgres) : DemonstrationTest(postgres)
{
    private Member _lead = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        await CodedPassages.RefreshAsync(Db, _lead.StudyId, Cancel);
    }

    [Fact]
    public async Task There_is_one_for_each_coding_that_stands()
    {
        var ordinary = await Db.Codings.Where(c => c.RemovedAt == null && c.RoundId == null).Select(c => c.Id.Value).ToListAsync(Cancel);
        var settled = await Db.SettledCodings.Where(s => s.RemovedAt == null).Select(s => s.Id.Value).ToListAsync(Cancel);

        var passages = await Db.CodedPassages.ToListAsync(Cancel);

        Assert.True(ordinary.Count > 500 && settled.Count > 10, $"{ordinary.Count} and {settled.Count}");
        Assert.Equal(ordinary.Order(), passages.Where(p => !p.IsSettled).Select(p => p.Id).Order());
        Assert.Equal(settled.Order(), passages.Where(p => p.IsSettled).Select(p => p.Id).Order());
    }

    [Fact]
    public async Task Each_lies_in_the_turns_sentences_and_words_that_its_words_are_in()
    {
        var texts = await Db.TranscriptTexts.ToDictionaryAsync(t => t.TranscriptId, t => t.Words, Cancel);
        var turns = (await Db.Turns.ToListAsync(Cancel)).ToLookup(t => t.TranscriptId);
        var speakers = (await Db.Speakers.ToListAsync(Cancel)).ToDictionary(s => (s.TranscriptId, s.Number));

        foreach (var passage in await Db.CodedPassages.AsNoTracking().ToListAsync(Cancel))
        {
            var (words, segment) = (texts[passage.TranscriptId], passage.Segment);
            var within = turns[passage.TranscriptId].Where(t => t.Segment.Overlaps(segment)).OrderBy(t => t.Number).ToList();
            Assert.Equal((within[0].Number, within[^1].Number), (passage.FirstTurn, passage.LastTurn));
            Assert.Equal(Transcript.StartsOfWords(words).Count(s => s >= segment.Start && s < segment.End), passage.EndWord - passage.FirstWord);
            Assert.True(passage.FirstSentence <= passage.LastSentence);
            var said = within.Select(t => speakers[(t.TranscriptId, t.SpeakerNumber)]).Where(s => !s.IsInterviewer).Select(s => s.ParticipantId).Distinct().ToList();
            if (said.Count == 0) Assert.Null(passage.ParticipantId);
            else Assert.Contains(passage.ParticipantId, said);
        }
    }

    [Fact]
    public async Task Words_that_are_new_add_up_to_words_covered_each_once()
    {
        var starts = await Db.TranscriptTexts.ToDictionaryAsync(t => t.TranscriptId, t => t.WordStarts, Cancel);
        var passages = await Db.CodedPassages.AsNoTracking().ToListAsync(Cancel);

        foreach (var some in passages.GroupBy(p => (p.TranscriptId, p.IsSettled, p.CodeId, p.ParticipantId)))
        {
            Assert.Equal(Coverage.Words(some.Select(p => p.Segment), starts[some.Key.TranscriptId]), some.Sum(p => p.NewWords));
            foreach (var own in some.GroupBy(p => p.MemberId)) Assert.Equal(Coverage.Words(own.Select(p => p.Segment), starts[some.Key.TranscriptId]), own.Sum(p => p.OwnNewWords));
        }
    }

    [Fact]
    public async Task Filters_of_every_kind_find_what_a_plain_count_over_the_codings_finds()
    {
        var codings = await Db.Codings.AsNoTracking().VisibleTo(Db, _lead).Where(c => c.RemovedAt == null).ToListAsync(Cancel);
        var transcripts = await Db.Transcripts.Where(t => t.ArchivedAt == null).ToDictionaryAsync(t => t.Id, Cancel);
        var interviews = await Db.Interviews.ToDictionaryAsync(i => i.Id, Cancel);
        var people = await Db.Participants.ToDictionaryAsync(p => p.Id, Cancel);
        var speaking = await Db.CodedPassages.Where(p => !p.IsSettled).ToDictionaryAsync(p => p.Id, p => p.ParticipantId, Cancel);
        var codes = await Db.Codes.ToListAsync(Cancel);
        var one = codings.First(c => speaking[c.Id.Value] is { } p && people[p].Role == "Peer support worker" && people[p].Attributes.Count > 0
            && interviews[transcripts[c.TranscriptId].InterviewId].SiteId != null && codes.Single(x => x.Id == c.CodeId).ParentId != null);
        var (leaf, top) = (one.CodeId, codes.Single(c => c.Id == codes.Single(x => x.Id == one.CodeId).ParentId));
        var (trust, site) = (transcripts[one.TranscriptId].TrustId, interviews[transcripts[one.TranscriptId].InterviewId].SiteId!.Value);
        var attribute = people[speaking[one.Id.Value]!.Value].Attributes.First();
        var coder = one.MemberId;
        var day = DateOnly.FromDateTime(codings.Select(c => c.CodedAt.UtcDateTime).Order().ElementAt(codings.Count / 2));
        var cases = new (PassageFilter Filter, Func<Domain.Codings.Coding, bool> Fits)[]
        {
            (PassageFilter.All, _ => true),
            (new() { Codes = [top.Id] }, c => c.CodeId == top.Id || codes.Single(x => x.Id == c.CodeId).ParentId == top.Id),
            (new() { Codes = [leaf], WithSubcodes = false }, c => c.CodeId == leaf),
            (new() { Trusts = [trust] }, c => transcripts[c.TranscriptId].TrustId == trust),
            (new() { Sites = [site] }, c => interviews[transcripts[c.TranscriptId].InterviewId].SiteId == site),
            (new() { Kinds = [InterviewKind.FocusGroup] }, c => interviews[transcripts[c.TranscriptId].InterviewId].Kind == InterviewKind.FocusGroup),
            (new() { ParticipantRoles = ["PSW supervisor"] }, c => speaking[c.Id.Value] is { } p && people[p].Role == "PSW supervisor"),
            (new() { Attributes = [new(attribute.Key, attribute.Value)] }, c => speaking[c.Id.Value] is { } p && people[p].Attributes.GetValueOrDefault(attribute.Key) == attribute.Value),
            (new() { Coders = [coder] }, c => c.MemberId == coder),
            (new() { Transcripts = [one.TranscriptId] }, c => c.TranscriptId == one.TranscriptId),
            (new() { Interviews = [transcripts[one.TranscriptId].InterviewId] }, c => transcripts[c.TranscriptId].InterviewId == transcripts[one.TranscriptId].InterviewId),
            (new() { From = day }, c => DateOnly.FromDateTime(c.CodedAt.UtcDateTime) >= day),
            (new() { To = day }, c => DateOnly.FromDateTime(c.CodedAt.UtcDateTime) <= day),
            (new() { Trusts = [trust], ParticipantRoles = ["Peer support worker"], Codes = [top.Id] },
                c => transcripts[c.TranscriptId].TrustId == trust && speaking[c.Id.Value] is { } p && people[p].Role == "Peer support worker" && (c.CodeId == top.Id || codes.Single(x => x.Id == c.CodeId).ParentId == top.Id)),
        };

        foreach (var (filter, fits) in cases)
        {
            var found = await CodedPassages.Matching(Db, _lead, filter).Select(p => p.Id).ToListAsync(Cancel);

            Assert.True(found.Count > 0, $"nothing for {PassageAddress.Query(filter)}");
            Assert.Equal(codings.Where(fits).Select(c => c.Id.Value).Order(), found.Order());
        }
    }

    [Fact]
    public async Task A_passage_reads_as_the_text_does_with_a_little_around_it()
    {
        var texts = await Db.TranscriptTexts.ToDictionaryAsync(t => t.TranscriptId, t => t.Words, Cancel);
        var some = await CodedPassages.Matching(Db, _lead, PassageFilter.All).OrderBy(p => p.Id).Take(PassageReading.Most).ToListAsync(Cancel);

        var views = await PassageReading.ReadAsync(Db, some, PassageReading.UsualContext, Cancel);

        Assert.Equal(some.Select(p => p.Id), views.Select(v => v.Id));
        foreach (var view in views)
        {
            Assert.Equal(texts[view.TranscriptId][view.Segment.Start..view.Segment.End], view.Words);
            Assert.Equal(view.Words.Replace("\n", "", StringComparison.Ordinal), string.Concat(view.Parts.Where(p => p.IsPassage).Select(p => p.Words)));
            Assert.Contains(string.Join('\n', view.Parts.GroupBy(p => p.Turn).Select(t => string.Concat(t.Select(p => p.Words)))), texts[view.TranscriptId], StringComparison.Ordinal);
            Assert.NotEmpty(view.Code);
            Assert.NotEmpty(view.Coder);
            Assert.NotEmpty(view.Parts[0].Speaker);
        }
    }
}
