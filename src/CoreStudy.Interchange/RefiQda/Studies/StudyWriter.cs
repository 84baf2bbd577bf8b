using System.Globalization;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Participants;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>Makes of a study a project that other programs read (deploy/docs/exchange.md); <see cref="StudyReader"/> reads it again.</summary>
public sealed class StudyWriter
{
    private readonly ExchangedStudy _study;
    private readonly StudyMarks _marks = new();
    private readonly List<RefiTextSource> _notes = [];
    private readonly List<RefiLink> _links = [];
    private readonly HashSet<RefiId> _linkIds = [];
    private readonly Dictionary<RefiId, IReadOnlyDictionary<string, string>> _asides = [];
    private readonly Dictionary<StudyPlace, List<(RefiId Note, RefiId Selection)>> _places = [];
    private readonly Dictionary<RefiId, StudyPlace> _placeOf = [];
    private readonly Dictionary<StudyPlace, RefiId> _selectionAt = [];

    private StudyWriter(ExchangedStudy study)
    {
        _study = study;
        foreach (var transcript in study.Transcripts) foreach (var coding in transcript.Codings) Claim(coding.Selection, new StudyPlace(transcript.Id, coding.Segment));
        foreach (var memo in study.Memos) Claim(memo.Selection, memo.Place);
    }

    public static RefiProject ToProject(ExchangedStudy study) => new StudyWriter(study).Project();

    private RefiProject Project()
    {
        foreach (var memo in _study.Memos) Write(memo);
        foreach (var finding in _study.Findings) Write(finding);
        foreach (var quote in _study.Quotes) Write(quote);
        var places = _places.ToLookup(p => p.Key.Transcript);
        var sources = _study.Transcripts.Select(t => Source(t, places[t.Id])).ToList();
        var interviewOf = _study.Transcripts.ToLookup(t => t.Interview, t => t.Id);
        return new RefiProject
        {
            Name = _study.Name,
            Description = Full(_study.Description),
            Users = [.. _study.Coders.Select(c => new RefiUser(c.Id, c.Name, null))],
            Codes = Codes(),
            Variables = [.. _study.Attributes.Select(Variable)],
            Cases = [.. _study.Participants.Select(Case)],
            Sources = sources,
            Notes = [.. _marks.Notes, .. _notes],
            Links = _links,
            Sets = [.. _study.Themes.Select(Set), .. _study.Interviews.Select(i => Set(i, [.. interviewOf[i.Id]])), .. Trusts(interviewOf)],
            Asides = _asides,
        };
    }

    private IReadOnlyList<RefiCode> Codes()
    {
        var ids = _study.Codes.Select((c, i) => (c, i)).ToDictionary(c => c.c.Id, c => c.i);
        var snapshots = _study.Codes.Select((c, i) => new CodeSnapshot(
            new CodeId(c.Id.Value), c.Parent is { } parent && ids.ContainsKey(parent) ? new CodeId(parent.Value) : null, c.Words, i, c.State, null)).ToList();
        var about = _study.Memos.SelectMany(m => m.Codes.Select(c => (Code: c, Memo: m.Id))).ToLookup(m => m.Code, m => m.Memo);
        RefiCode WithNotes(RefiCode code) => code with { NoteRefs = [.. about[code.Id]], Codes = [.. code.Codes.Select(WithNotes)] };
        return [.. CodebookExchange.ToProject(_study.Name, snapshots).Codes.Select(WithNotes)];
    }

    private static RefiVariable Variable(ExchangedAttribute attribute) => new(
        attribute.Id, attribute.Name, attribute.Kind == AttributeKind.Number ? RefiValueKind.Float : RefiValueKind.Text,
        LabelledWords.Write(
            "", (StudyWords.Values, attribute.Kind.ToString()), (StudyWords.Choices, string.Join('\n', attribute.Choices)),
            (StudyWords.Kind, attribute.Meaning == AttributeMeaning.Attribute ? "" : attribute.Meaning.ToString())));

    private RefiCase Case(ExchangedParticipant participant)
    {
        var took = _study.Interviews.Where(i => i.Participants.Contains(participant.Id)).Select(i => i.Id).ToHashSet();
        var kinds = _study.Attributes.ToDictionary(a => a.Id, a => a.Kind == AttributeKind.Number ? RefiValueKind.Float : RefiValueKind.Text);
        return new RefiCase
        {
            Id = participant.Id,
            Name = participant.Label,
            Description = Full(participant.Notes),
            // what was held back stands in a column of numbers too: then it is words
            Values = [.. participant.Values.Where(v => kinds.ContainsKey(v.Key)).OrderBy(v => v.Key.ToString(), StringComparer.Ordinal).Select(v => new RefiValue(
                v.Key, kinds[v.Key] == RefiValueKind.Float && !decimal.TryParse(v.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out _) ? RefiValueKind.Text : kinds[v.Key], v.Value))],
            Sources = [.. _study.Transcripts.Where(t => took.Contains(t.Interview) || t.Speakers.Any(s => s.Participant == participant.Id)).Select(t => t.Id)],
        };
    }

    private RefiTextSource Source(ExchangedTranscript transcript, IEnumerable<KeyValuePair<StudyPlace, List<(RefiId Note, RefiId Selection)>>> places)
    {
        var text = new WrittenTranscript(transcript);
        var codings = transcript.Codings.ToLookup(c => c.Segment);
        var others = places.ToDictionary(p => p.Key.Segment, p => p.Value);
        var selections = codings.Select(c => c.Key).Union(others.Keys).OrderBy(s => s.Start).ThenBy(s => s.End).SelectMany(segment =>
        {
            // several selections on the same words stay several where they came so: NVivo has one for each coding
            var (place, notes) = (new StudyPlace(transcript.Id, segment), others.GetValueOrDefault(segment) ?? []);
            var inside = codings[segment].ToLookup(c => SelectionOf(c.Selection, place));
            return inside.Select(c => c.Key).Union(notes.Select(n => n.Selection)).DefaultIfEmpty(SelectionOf(null, place)).Select(id => new RefiSelection
            {
                Id = id,
                Name = NameOf(transcript.Words[segment.Start..segment.End]),
                Place = text.Place(segment),
                Stamp = inside[id].All(c => c.Coder is not null) && inside[id].FirstOrDefault() is { } first ? new RefiStamp(first.Coder, Time(first.At), null, null) : default,
                Codings = [.. inside[id].Select(Coding)],
                NoteRefs = [.. notes.Where(n => n.Selection == id).Select(n => n.Note)],
            });
        }).ToList();
        _asides[transcript.Id] = text.Aside();
        return new RefiTextSource { Id = transcript.Id, Name = transcript.Title, Text = new RefiText { Words = text.Text }, Selections = selections };
    }

    private RefiCoding Coding(StudyCoding coding)
    {
        foreach (var comment in coding.Comments) Note(comment.Id, StudyWords.CommentName, comment.Text, comment.By, comment.At, (StudyWords.Kind, StudyWords.Comment));
        return _marks.Mark(new RefiCoding(coding.Id, coding.Code, coding.Coder, Time(coding.At), [.. coding.Comments.Select(c => c.Id)]), coding.Marks);
    }

    private void Write(ExchangedMemo memo)
    {
        Note(memo.Id, memo.Title, memo.Text, memo.By, memo.At, (StudyWords.About, memo.Kind.ToString()), (StudyWords.Writers, memo.TeamWrites ? StudyWords.Team : ""), (StudyWords.Kind, StudyWords.Memo));
        if (memo.Place is { } place) At(place).Add((memo.Id, SelectionOf(memo.Selection, place)));
        foreach (var link in memo.Links) Link(memo.Id, link.Place is { } passage ? Selection(passage, passage == memo.Place ? memo.Selection : null) : link.Target, StudyWords.About, link.Id);
        foreach (var participant in memo.Participants.Except(memo.Links.Select(l => l.Target))) Link(memo.Id, participant, StudyWords.About);
        foreach (var passage in memo.Passages.Except(memo.Links.Select(l => l.Place).OfType<StudyPlace>())) Link(memo.Id, Selection(passage), StudyWords.About);
    }

    private void Write(ExchangedFinding finding)
    {
        Note(
            finding.Id, NameOf(finding.Words.Claim), finding.Words.Claim, finding.By, finding.At,
            (StudyWords.Strength, finding.Words.Strength.ToString()), (StudyWords.Caveat, finding.Words.Caveat), (StudyWords.Kind, StudyWords.Finding));
        foreach (var evidence in finding.Evidence)
        {
            var link = Link(finding.Id, Selection(evidence.Place), (evidence.Side == EvidenceSide.Supporting ? StudyWords.Supports : StudyWords.Contradicts) + (evidence.Note.Length > 0 ? $": {evidence.Note}" : ""));
            _asides[link] = new Dictionary<string, string> { [StudyWords.CodingAside] = evidence.Coding.ToString() };
        }

        foreach (var quote in finding.Quotes) Link(finding.Id, quote, StudyWords.ShownBy);
    }

    private void Write(ExchangedQuote quote)
    {
        Note(quote.Id, "Quote", quote.Text, quote.By, quote.At, (StudyWords.Status, quote.IsApproved ? nameof(QuoteStatus.Approved) : nameof(QuoteStatus.Draft)), (StudyWords.Kind, StudyWords.Quote));
        Link(quote.Id, Selection(quote.Whole), StudyWords.TakenFrom);
        if (quote.Pieces.Count > 0)
        {
            _asides[quote.Id] = new Dictionary<string, string>
            {
                [StudyWords.PiecesAside] = JsonSerializer.Serialize(quote.Pieces.Select(p => new StoredPiece(p.Words?.Start, p.Words?.End, p.Words is null ? p.Clarification : null))),
            };
        }
    }

    private RefiSet Set(ExchangedTheme theme) => new ThemeWords(theme.Words.Name, theme.Words.CentralIdea, theme.Words.Narrative, theme.Status.ToString(), theme.Parent).ToSet(theme.Id, theme.Codes) with
    {
        Notes = [.. _study.Memos.Where(m => m.Themes.Contains(theme.Id)).Select(m => m.Id), .. _study.Findings.Where(f => f.Theme == theme.Id).Select(f => f.Id)],
    };

    private RefiSet Set(ExchangedInterview interview, IReadOnlyList<RefiId> transcripts) => new()
    {
        Id = interview.Id,
        Name = interview.Title,
        Description = LabelledWords.Write(
            "", (StudyWords.Type, interview.Kind == InterviewKind.FocusGroup ? "Focus group" : "Individual"), (StudyWords.Where, interview.Trust), (StudyWords.Site, interview.Site),
            (StudyWords.Held, interview.HeldOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""), (StudyWords.Kind, StudyWords.Interview)),
        Sources = transcripts,
        Notes = [.. _study.Memos.Where(m => m.Interviews.Contains(interview.Id)).Select(m => m.Id)],
    };

    /// <summary>A group of texts for each trust, as other programs show groups of documents.</summary>
    private IEnumerable<RefiSet> Trusts(ILookup<RefiId, RefiId> transcripts) =>
        _study.Interviews.Where(i => i.Trust.Length > 0 && transcripts[i.Id].Any()).GroupBy(i => i.Trust).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new RefiSet
        {
            Id = _study.Trusts.FirstOrDefault(t => t.Label == g.Key)?.Id ?? RefiId.From($"{_study.Name} trust {g.Key}"),
            Name = g.Key,
            Description = LabelledWords.Write("", (StudyWords.Kind, StudyWords.Trust)),
            Sources = [.. g.SelectMany(i => transcripts[i.Id])],
        });

    private void Note(RefiId id, string name, string text, RefiId? by, DateTimeOffset? at, params IReadOnlyList<(string, string)> labels) => _notes.Add(new RefiTextSource
    {
        Id = id,
        Name = Full(name),
        Description = LabelledWords.Write("", labels),
        Stamp = new RefiStamp(by, Time(at), null, null),
        Text = new RefiText { Words = text.ReplaceLineEndings("\n"), IsInline = true },
    });

    private RefiId Link(RefiId from, RefiId to, string name, RefiId? known = null)
    {
        var id = known ?? RefiId.From($"{from} {to} {name}");
        for (var n = 2; !_linkIds.Add(id); n++) id = RefiId.From($"{from} {to} {name} {n}");
        _links.Add(new RefiLink(id, name, RefiDirection.OneWay, null, from, to, []));
        return id;
    }

    private RefiId Selection(StudyPlace place, RefiId? own = null)
    {
        At(place);
        return SelectionOf(own, place);
    }

    private List<(RefiId Note, RefiId Selection)> At(StudyPlace place)
    {
        if (!_places.TryGetValue(place, out var notes)) _places[place] = notes = [];
        return notes;
    }

    /// <summary>A selection is at one place: where codings that came in it lie apart by now, at that of the first.</summary>
    private void Claim(RefiId? selection, StudyPlace? place)
    {
        if (selection is { } id && place is not null && _placeOf.TryAdd(id, place)) _selectionAt.TryAdd(place, id);
    }

    /// <summary>The selection of something at a place: its own where that is here, else the first at the place, else one made by rule.</summary>
    private RefiId SelectionOf(RefiId? own, StudyPlace place) =>
        own is { } id && _placeOf[id] == place ? id
        : _selectionAt.TryGetValue(place, out var first) ? first
        : RefiId.From(string.Create(CultureInfo.InvariantCulture, $"{place.Transcript} {place.Segment.Start}-{place.Segment.End}"));

    /// <summary>The first 70 characters, in one line.</summary>
    private static string NameOf(string words)
    {
        var length = Math.Min(70, words.Length);
        if (length < words.Length && char.IsHighSurrogate(words[length - 1])) length--;
        return words[..length].Replace('\n', ' ');
    }

    private static RefiTime? Time(DateTimeOffset? at) => at is { } moment ? RefiTime.Of(moment.ToUniversalTime()) : null;

    private static string? Full(string words) => words.Length > 0 ? words : null;
}

/// <summary>A piece of a quote, as an aside holds it.</summary>
internal sealed record StoredPiece(int? Start, int? End, string? Clarification);
