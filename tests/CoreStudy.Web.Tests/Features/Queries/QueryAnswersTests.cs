using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>The statement that a question becomes is held against the plain reading of the question, on random codings of a small study.</summary>
public sealed class QueryAnswersTests(PostgresFixture postgres) : AccessTest(postgres)
{
    private static readonly string[] Vocabulary = ["we", "waited", "for", "the", "training", "and", "hoped", "100%", "of", "a_b", "pay"];

    private readonly List<(Transcript Transcript, List<Segment> Sentences, List<(Segment Segment, Participant? Speaker)> Turns)> _texts = [];
    private readonly List<Code> _codes = [];
    private readonly List<Member> _coders = [];
    private ParticipantAttribute _years = null!;
    private Member _reader = null!;

    [Fact]
    public async Task A_question_finds_in_the_database_what_it_means_in_memory()
    {
        await GivenTextsAsync();
        var found = 0;

        await Gen.Int[1, int.MaxValue].SampleAsync(
            async seed =>
            {
                var random = new Random(seed);
                await GivenCodingsAsync(random);
                await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
                await CodedPassages.RefreshAsync(db, Study.Study.Id, Cancel);
                var family = await db.CodeFamilyAsync(Study.Study.Id, Cancel);
                for (var i = 0; i < 20; i++)
                {
                    var query = new Query(Part(random, 3), Within(random));
                    var read = await ReadPlainlyAsync(db, query, family);

                    var answered = await QueryAnswers.Answering(db, _reader, query, family).Select(p => p.Id).OrderBy(p => p).ToListAsync(Cancel);

                    Assert.True(read.SequenceEqual(answered), $"seed {seed}, question {i}: {QueryJson.Write(query)}");
                    found += read.Count;
                }
            }, iter: 6, threads: 1);

        Assert.True(found > 300, $"The questions found {found} passages in all: too few to tell anything.");
    }

    /// <summary>The definition, over codings as they are stored and places counted here.</summary>
    private async Task<List<Guid>> ReadPlainlyAsync(StudyDb db, Query query, CodeFamily family)
    {
        var codings = await db.Codings.AsNoTracking().Where(c => c.RemovedAt == null).ToListAsync(Cancel);
        var all = codings.Select(c => (Coding: c, Passage: Passage(c))).ToList();
        var others = all.Where(x => Fits(x.Coding, query.Others)).Select(x => x.Passage).ToList();
        var reading = new QueryReading(family, others);
        return [.. all.Where(x => Fits(x.Coding, query.Within) && FitsSpeaker(x.Passage, query.Within) && reading.Holds(query.Where, x.Passage)).Select(x => x.Passage.Id).Order()];
    }

    private bool Fits(Coding coding, PassageFilter within) =>
        (within.Coders.Count == 0 || within.Coders.Contains(coding.MemberId))
        && (within.Trusts.Count == 0 || within.Trusts.Contains(_texts.Single(t => t.Transcript.Id == coding.TranscriptId).Transcript.TrustId));

    private static bool FitsSpeaker(QueryPassage passage, PassageFilter within) => within.ParticipantRoles.Count == 0 || (passage.Role is { } role && within.ParticipantRoles.Contains(role));

    private QueryPassage Passage(Coding coding)
    {
        var (transcript, sentences, turns) = _texts.Single(t => t.Transcript.Id == coding.TranscriptId);
        var (start, end, words) = (coding.Segment.Start, coding.Segment.End, transcript.Text.Words);
        var speaker = Speaker(coding.Segment, words, turns);
        return new QueryPassage(
            coding.Id.Value, transcript.InterviewId, transcript.Id, coding.CodeId, coding.Segment, WordsBefore(words, start), WordsBefore(words, end),
            Numbers(sentences, coding.Segment), Numbers([.. turns.Select(t => t.Segment)], coding.Segment), speaker?.Role, speaker?.Attributes ?? [], words[start..end]);
    }

    private static int WordsBefore(string words, int at) => Enumerable.Range(0, at).Count(i => !char.IsWhiteSpace(words[i]) && (i == 0 || char.IsWhiteSpace(words[i - 1])));

    /// <summary>From the unit that ends behind its start to the one that begins before its end.</summary>
    private static NumberRange Numbers(List<Segment> units, Segment segment)
    {
        var first = units.FindIndex(u => u.End > segment.Start);
        if (first < 0) first = units.Count - 1;
        return new NumberRange(first, Math.Max(first, units.FindLastIndex(u => u.Start < segment.End)));
    }

    private static Participant? Speaker(Segment segment, string words, List<(Segment Segment, Participant? Speaker)> turns)
    {
        var touched = Numbers([.. turns.Select(t => t.Segment)], segment);
        if (touched.First == touched.Last) return turns[touched.First].Speaker;
        return turns.Skip(touched.First).Take(touched.Last - touched.First + 1).Where(t => t.Speaker is not null)
            .GroupBy(t => t.Speaker!).Select((g, order) => (g.Key, order, Said: g.Sum(t => Math.Max(0, WordsBefore(words, Math.Min(segment.End, t.Segment.End)) - WordsBefore(words, Math.Max(segment.Start, t.Segment.Start))))))
            .OrderByDescending(g => g.Said).ThenBy(g => g.order).Select(g => g.Key).FirstOrDefault();
    }

    /// <summary>Four codes, one of them below another, one merged into a third (codings follow a merge, questions keep the old code); four short transcripts in two trusts, two of one interview.</summary>
    private async Task GivenTextsAsync()
    {
        _reader = await Study.MemberAsync(Role.StudyLead);
        for (var i = 0; i < 3; i++) _coders.Add(await Study.MemberAsync(Role.Coder));
        foreach (var name in new[] { "Training", "Length", "Pay", "Wages" }) _codes.Add(await Study.CodeAsync(name));
        StudyBuilder.Must(_codes[1].Move(_codes[0], new HashSet<CodeId>(), 0));
        StudyBuilder.Must(_codes[3].MergeInto(_codes[2]));
        _years = StudyBuilder.Must(ParticipantAttribute.Create(Study.Study.Id, "Years", AttributeKind.Words, [], 0));
        Db.ParticipantAttributes.Add(_years);
        var roles = Study.Study.ParticipantRoles;
        var people = new List<Participant>();
        for (var i = 0; i < 3; i++)
        {
            var person = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust("Alder"), $"P-{i}", roles[i % 2]));
            if (i > 0) StudyBuilder.Must(person.Note([_years], new Dictionary<AttributeId, string> { [_years.Id] = $"{i}" }));
            people.Add(person);
        }

        Db.Participants.AddRange(people);
        var random = new Random(3);
        var shared = Meeting("Alder", "Shared");
        foreach (var interview in new[] { shared, shared, Meeting("Alder", "Second"), Meeting("Birch", "Third") }) Add(random, interview, people);
        await Db.SaveChangesAsync(Cancel);
    }

    private Interview Meeting(string trust, string title)
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(trust), null, title, InterviewKind.FocusGroup, null, []));
        interview.Transcribed();
        Db.Interviews.Add(interview);
        return interview;
    }

    private void Add(Random random, Interview interview, List<Participant> people)
    {
        var (turns, sentences, at) = (new List<DraftTurn>(), new List<Segment>(), 0);
        var places = new List<(Segment, Participant?)>();
        for (var t = 0; t < 7; t++)
        {
            var (said, who) = (new StringBuilder(), random.Next(people.Count + 1));
            for (var s = 0; s <= random.Next(3); s++)
            {
                if (said.Length > 0) said.Append(' ');
                var from = said.Length;
                said.Append("So ").AppendJoin(' ', Enumerable.Range(0, 2 + random.Next(4)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)])).Append('.');
                sentences.Add(new Segment(at + from, at + said.Length));
            }

            turns.Add(new DraftTurn($"S{who}", null, said.ToString()));
            places.Add((new Segment(at, at + said.Length), who == people.Count ? null : people[who]));
            at += said.Length + 1;
        }

        var speakers = Enumerable.Range(0, people.Count + 1).ToDictionary(i => $"S{i}", i => new SpeakerMatch($"S{i}", i < people.Count ? people[i].Id : null, IsInterviewer: i == people.Count));
        var used = turns.Select(t => t.Speaker).ToHashSet();
        var title = $"Text {_texts.Count}";
        var transcript = StudyBuilder.Must(Transcript.Import(
            interview, title, new TranscriptDraft("test", turns, []), speakers.Where(s => used.Contains(s.Key)).ToDictionary(), $"{_texts.Count}".PadLeft(64, '0'), _reader.Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new CodingHead(transcript.Id));
        _texts.Add((transcript, sentences, places));
    }

    private async Task GivenCodingsAsync(Random random)
    {
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        await db.Codings.ExecuteDeleteAsync(Cancel);
        foreach (var (transcript, _, turns) in _texts)
        {
            var betweenTurns = new Segment(turns[2].Segment.End, turns[3].Segment.Start);
            var head = await db.CodingHeads.SingleAsync(h => h.TranscriptId == transcript.Id, Cancel);
            head.MoveTo(head.Revision + 1);
            for (var i = 0; i < 12; i++)
            {
                var start = random.Next(transcript.Length - 1);
                var segment = i == 0 ? betweenTurns : new Segment(start, Math.Min(transcript.Length, start + 1 + random.Next(random.Next(4) == 0 ? 120 : 30)));
                var coding = Coding.Create(
                    CodingId.New(), Study.Study.Id, transcript.Id, _coders[random.Next(_coders.Count)].Id, new CodingState(_codes[random.Next(3)].Id, segment, false, "", random.Next(8) == 0),
                    transcript.Text.Words[segment.Start..segment.End], StudyBuilder.At);
                coding.StampRevision(head.Revision);
                db.Codings.Add(coding);
            }
        }

        await db.SaveChangesAsync(Cancel);
    }

    private QueryPart Part(Random random, int depth) => random.Next(depth > 0 ? 9 : 4) switch
    {
        0 or 8 => new CodeIs([.. _codes.Where(_ => random.Next(2) == 0).Select(c => c.Id).DefaultIfEmpty(_codes[random.Next(_codes.Count)].Id)], random.Next(2) == 0),
        1 => new WordsContain(new[] { "TRAIN", "0%", "a_b", "_", "so", "the", " hoped" }[random.Next(7)]),
        2 => new RoleIs([Study.Study.ParticipantRoles[random.Next(2)]]),
        3 => new AttributeIs(_years.Id, [.. new[] { "1", "2", "3" }.Where(_ => random.Next(2) == 0).DefaultIfEmpty("1")]),
        4 => new AllOf([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Part(random, depth - 1))]),
        5 => new AnyOf([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Part(random, depth - 1))]),
        6 => new NotSo(Part(random, depth - 1)),
        _ => new Related(Pick<Relation>(random), 1 + random.Next(3), Pick<DistanceUnit>(random), Part(random, depth - 1)),
    };

    private static T Pick<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private PassageFilter Within(Random random) => random.Next(4) switch
    {
        0 => new PassageFilter { Coders = [_coders[0].Id, _coders[1].Id] },
        1 => new PassageFilter { Trusts = [_texts[0].Transcript.TrustId] },
        2 => new PassageFilter { ParticipantRoles = [Study.Study.ParticipantRoles[0]] },
        _ => PassageFilter.All,
    };
}
