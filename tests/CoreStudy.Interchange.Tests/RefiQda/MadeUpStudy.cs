using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>A whole study of everything that one can hold, different for each seed.</summary>
internal sealed class MadeUpStudy(int seed)
{
    private static readonly string[] Letters = ["a", "I was ", "é", "語", "😀", "👩\u200D🌾", "𝒢", "Role: ", "Kind: memo", "&<>\"'", "\nI: ", " "];

    private readonly Random _random = new(seed);
    private int _ids;

    public ExchangedStudy Make()
    {
        var coders = Some(3, () => new ExchangedCoder(Id(), Name()));
        var codes = new List<ExchangedCode>();
        for (var n = _random.Next(6); n > 0; n--) codes.Add(new ExchangedCode(Id(), null, Words(codes.Count), Any<CodeState>()));
        foreach (var top in codes.ToList()) if (_random.Next(2) == 0) codes.Insert(codes.IndexOf(top) + 1, new ExchangedCode(Id(), top.Id, Words(codes.Count), Any<CodeState>()));
        ExchangedAttribute[] attributes =
        [
            new(Id(), "Role", AttributeKind.Words, [], AttributeMeaning.Role), new(Id(), "Years", AttributeKind.Number, [], AttributeMeaning.Attribute),
            new(Id(), "Shift", AttributeKind.Choice, ["day", "night"], AttributeMeaning.Attribute),
        ];
        var participants = Some(4, () => new ExchangedParticipant(Id(), $"PSW-{_ids:00}", new Dictionary<RefiId, string> { [attributes[1].Id] = $"{_random.Next(30)}", [attributes[2].Id] = "night" }));
        var interviews = Enumerable.Range(0, participants.Count > 0 && codes.Count > 0 ? _random.Next(3) : 0).Select(_ => new ExchangedInterview(Id(), Name(), InterviewKind.Individual, "Alder", "", new DateOnly(2026, 5, _random.Next(1, 29)), [participants[_random.Next(participants.Count)].Id])).ToList();
        var transcripts = interviews.ConvertAll(i => Transcript(i, participants.First(p => p.Id == i.Participants[0]), coders, codes));
        var places = transcripts.SelectMany(t => t.Codings.Select(c => (Place: new StudyPlace(t.Id, c.Segment), Coding: c))).ToList();
        var themes = Enumerable.Range(0, codes.Count > 0 ? _random.Next(3) : 0).Select(n => new ExchangedTheme(Id(), null, new($"Theme {n}", Text(), Text()), Any<ThemeStatus>(), [codes[_random.Next(codes.Count)].Id])).ToList();
        var memos = Some(3, () => new ExchangedMemo(
            Id(), Any<MemoKind>(), Name(), "m" + Text(), _random.Next(2) == 0, coders.Count > 0 ? coders[0].Id : null, At(), places.Count > 0 && _random.Next(2) == 0 ? places[_random.Next(places.Count)].Place : null,
            codes.Count > 0 ? [codes[^1].Id] : [], themes.Count > 0 ? [themes[0].Id] : [], participants.Count > 0 ? [participants[0].Id] : [], interviews.Count > 0 ? [interviews[0].Id] : [], []));
        var quotes = places.Count > 0 ? Some(2, () => new ExchangedQuote(Id(), "q" + Text(), places[0].Place, [new QuotePiece(places[0].Place.Segment), new QuotePiece(null, "the ward")], _random.Next(2) == 0, coders.Count > 0 ? coders[0].Id : null, At())) : [];
        var findings = themes.Count > 0 ? Some(2, () => new ExchangedFinding(
            Id(), themes[0].Id, new FindingWords("People wait " + _ids, Any<FindingStrength>(), Text()), coders.Count > 0 ? coders[0].Id : null, At(),
            [.. places.Take(2).DistinctBy(p => p.Coding.Id).Select(p => new ExchangedEvidence(p.Coding.Id, p.Place, Any<EvidenceSide>(), "note: " + Name()))], [.. quotes.Take(1).Select(q => q.Id)])) : [];
        return new ExchangedStudy
        {
            Name = Name(), Description = Text(), Coders = coders, Codes = codes, Attributes = attributes, Participants = participants, Interviews = interviews, Transcripts = transcripts, Memos = memos, Themes = themes,
            Findings = findings, Quotes = quotes,
        };
    }

    private ExchangedTranscript Transcript(ExchangedInterview interview, ExchangedParticipant participant, List<ExchangedCoder> coders, List<ExchangedCode> codes)
    {
        var (words, turns) = ("", new List<ExchangedTurn>());
        for (var n = _random.Next(1, 6); n > 0; n--)
        {
            if (turns.Count > 0) words += "\n";
            var said = "w" + string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => Letters[_random.Next(Letters.Length)])) + ".";
            turns.Add(new ExchangedTurn(turns.Count % 2, new Segment(words.Length, words.Length + said.Length), _random.Next(2) == 0 ? turns.Count * 1000L : null));
            words += said;
        }

        ExchangedSpeaker[] speakers = [new(0, "Interviewer", null, true), new(1, participant.Label, participant.Id, false)];
        var text = new TranscriptText(words);
        var codings = coders.Count == 0 ? [] : Enumerable.Range(0, _random.Next(8)).Select(_ =>
        {
            var start = _random.Next(words.Length);
            var segment = text.SnapOutwards(new Segment(start, Math.Min(words.Length, start + _random.Next(1, 20))));
            var isSettled = _random.Next(5) == 0;
            var marks = isSettled ? new CodingMarks(false, "", true) : new CodingMarks(_random.Next(3) == 0, _random.Next(3) == 0 ? "Is it? " + Text() : "", false);
            return new StudyCoding(Id(), codes[_random.Next(codes.Count)].Id, isSettled ? null : coders[_random.Next(coders.Count)].Id, At(), segment, marks, isSettled ? [] : Some(2, () => new StudyComment(Id(), coders[0].Id, At(), "c" + Text())));
        }).DistinctBy(c => (c.Code, c.Coder, c.Segment)).OrderBy(c => c.Segment.Start).ThenBy(c => c.Segment.End).ThenBy(c => c.Id.ToString(), StringComparer.Ordinal).ToList();
        return new ExchangedTranscript(Id(), interview.Id, interview.Title, words, [.. speakers.Where(s => turns.Exists(t => t.Speaker == s.Number))], turns, codings);
    }

    private CodeWords Words(int n) => new($"Code {n}", Text(), Text(), Text(), Text(), "wait, hope", "#336699") { Shortcut = "TR" };

    private RefiId Id() => Refi.Id((Math.Abs(seed % 1000) * 10_000) + ++_ids);

    private string Name() => $"Name {_random.Next(10_000)} é😀";

    /// <summary>Words without white space at their ends, perhaps none.</summary>
    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(5)).Select(_ => Letters[_random.Next(Letters.Length)])).Trim();

    private DateTimeOffset At() => new(2026, 3, 2, 9, _random.Next(60), _random.Next(60), TimeSpan.Zero);

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private List<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make())];
}
