using System.Globalization;
using System.Text.Json;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>Makes a study of a project, whichever program wrote it, and tells of each kind of thing what became of it. Nothing is left out in silence.</summary>
public sealed class StudyReader
{
    /// <summary>How many things a remark names.</summary>
    internal const int MostExamples = 20;

    private static readonly string[] NoteLabels =
        [StudyWords.About, StudyWords.Writers, StudyWords.Strength, StudyWords.Caveat, StudyWords.Status, StudyWords.Kind];

    private readonly RefiProject _project;
    private readonly Dictionary<string, (StudyOutcome Outcome, int Count, string Sentence, List<string> Examples)> _remarks = [];
    private readonly Dictionary<RefiId, RefiTextSource> _notes;
    private readonly Dictionary<RefiId, Dictionary<string, string>> _noteWords = [];
    private readonly Dictionary<RefiId, MemoDraft> _memos = [];
    private readonly Dictionary<RefiId, StudyPlace> _places = [];
    private readonly Dictionary<RefiId, RefiId> _codingAt = [];
    private readonly Dictionary<RefiId, ExchangedParticipant> _participants = [];
    private readonly List<ExchangedTrust> _trusts = [];
    private readonly List<ExchangedInterview> _interviews = [];
    private readonly List<ExchangedTranscript> _transcripts = [];
    private readonly List<ExchangedAttribute> _attributes = [];
    private readonly HashSet<RefiId> _codes = [];
    private readonly HashSet<RefiId> _spent = [];
    private readonly Dictionary<RefiId, ExchangedCoder> _coders = [];
    private readonly HashSet<RefiId> _coding = [];

    private StudyReader(RefiProject project) => (_project, _notes) = (project, StudyTexts.Notes(project));

    public static (ExchangedStudy Study, IReadOnlyList<StudyRemark> Remarks) FromProject(RefiProject project)
    {
        var reader = new StudyReader(project);
        var study = reader.Study();
        return (study, [.. reader._remarks.Select(r => new StudyRemark(r.Value.Outcome, r.Key, r.Value.Count, r.Value.Sentence, r.Value.Examples)).OrderByDescending(r => r.Outcome).ThenBy(r => r.What, StringComparer.Ordinal)]);
    }

    private ExchangedStudy Study()
    {
        foreach (var note in _notes.Values) _noteWords[note.Id] = LabelledWords.Read(note.Description ?? "", NoteLabels).ToDictionary();
        foreach (var user in _project.Users) _coders.TryAdd(user.Id, new ExchangedCoder(user.Id, Shown(user.Name, user.Initials, "Unnamed coder")));
        ReadAttributes();
        var codes = ReadCodes();
        foreach (var one in _project.Cases.Where(c => !string.IsNullOrWhiteSpace(c.Name))) ReadCase(one);
        ReadInterviews();
        ReadTexts();
        TellSources();
        var themes = ReadSets();
        ReadLinks();
        var (findings, quotes) = (ReadFindings(themes), ReadQuotes());
        foreach (var code in _project.AllCodes().Where(c => _codes.Contains(c.Id))) foreach (var note in code.NoteRefs) Memo(note)?.Codes.Add(code.Id);
        foreach (var note in _project.NoteRefs) Memo(note);
        foreach (var note in _notes.Keys.Where(n => !_spent.Contains(n))) Memo(note);
        var memos = _memos.Values.Select(m => m.Memo()).ToList();
        TellNotes(memos);
        TellDetails();
        if (_project.Graphs.Count > 0) Tell(StudyOutcome.Skipped, "maps", "Drawn maps are left out; a study draws its thematic map from its themes.", _project.Graphs.Select(g => g.Name ?? g.Id.ToString()));
        Tell(StudyOutcome.Taken, "coders", "People who coded or wrote. Each becomes a coder without a sign-in, unless you say who of the team it is.", _coders.Values.Select(c => c.Name));
        Tell(StudyOutcome.Taken, "ids", "All that is taken keeps the id it has in the other program, and leaves under it again.", [], _coders.Count + codes.Count + _attributes.Count + _participants.Count + _transcripts.Sum(t => 1 + t.Codings.Count) + memos.Count + themes.Count);
        return new ExchangedStudy
        {
            Name = _project.Name.Trim() is { Length: > 0 } name ? name : "Imported project",
            Description = _project.Description ?? "",
            Coders = [.. _coders.Values],
            Codes = codes,
            Attributes = _attributes,
            Participants = [.. _participants.Values],
            Trusts = _trusts,
            Interviews = _interviews,
            Transcripts = _transcripts,
            Memos = memos,
            Themes = themes,
            Findings = findings,
            Quotes = quotes,
        };
    }

    private void ReadAttributes()
    {
        foreach (var variable in _project.Variables)
        {
            var words = LabelledWords.Read(variable.Description ?? "", StudyWords.Values, StudyWords.Choices, StudyWords.Kind);
            var kind = Enum.TryParse<AttributeKind>(words.GetValueOrDefault(StudyWords.Values), out var ours) ? ours : variable.Kind is RefiValueKind.Float or RefiValueKind.Integer ? AttributeKind.Number : AttributeKind.Words;
            string[] choices = kind == AttributeKind.Choice ? (words.GetValueOrDefault(StudyWords.Choices) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
            var meaning = Enum.TryParse<AttributeMeaning>(words.GetValueOrDefault(StudyWords.Kind), out var said) ? said : AttributeMeaning.Attribute;
            if (words[""].Trim() is { Length: > 0 } description)
            {
                var id = RefiId.From($"{variable.Id} description");
                _memos[id] = new MemoDraft(id, MemoKind.Methodological, $"About the attribute {variable.Name}", description, false, null, null);
                Tell(StudyOutcome.Changed, "variables-described", "Descriptions of variables become memos.", [variable.Name]);
            }

            if (!words.ContainsKey(StudyWords.Values) && variable.Kind is not (RefiValueKind.Text or RefiValueKind.Float))
                Tell(StudyOutcome.Changed, "variables-of-other-kinds", "Whole numbers become numbers, dates and yes or no become words, and leave as such.", [variable.Name]);
            _attributes.Add(new ExchangedAttribute(variable.Id, variable.Name, kind == AttributeKind.Choice && choices.Length < 2 ? AttributeKind.Words : kind, choices, meaning));
        }

        Tell(StudyOutcome.Taken, "variables", "Variables become attributes of participants, or say what role and trust they have.", _project.Variables.Select(v => v.Name));
    }

    private List<ExchangedCode> ReadCodes()
    {
        var framework = CodebookExchange.ToLines(_project);
        var codes = framework.Lines.Select(line =>
        {
            _ = RefiId.TryRead(line.Id!, out var id);
            _codes.Add(id);
            var words = new CodeWords(line.Name, line.Definition ?? "", line.WhenToUse ?? "", line.WhenNotToUse ?? "", line.Example ?? "", line.Synonyms ?? "", line.Colour ?? "") { Shortcut = line.Shortcut ?? "" };
            return new ExchangedCode(id, RefiId.TryRead(line.Parent ?? "", out var parent) ? parent : null, words, Enum.TryParse<CodeState>(line.State, out var state) ? state : CodeState.Active);
        }).ToList();
        Tell(StudyOutcome.Taken, "codes", "Codes, in their tree.", codes.Select(c => c.Words.Name));
        Tell(StudyOutcome.Changed, "codes-that-are-cases", "Codes that are cases too become participants; codings with them say whose a passage is.", framework.Cases);
        Tell(StudyOutcome.Changed, "codes-renamed", "A second code of the same name at the same place is numbered.", framework.Renamed);
        Tell(StudyOutcome.Changed, "codes-not-codable", "Codes that only held others. Here they can be put on passages too.", framework.Folders);
        return codes;
    }

    private void ReadCase(RefiCase one)
    {
        if (!_participants.TryAdd(one.Id, new ExchangedParticipant(one.Id, one.Name!.Trim(), Values(one.Values), one.Description ?? ""))) return;
        Tell(StudyOutcome.Taken, "cases", "Cases become participants.", [one.Name!]);
        Tell(StudyOutcome.Skipped, "codes-of-cases", "Codes on a case as a whole are left out: a study puts codes on passages.", one.Codes.Select(_ => one.Name!));
    }

    private Dictionary<RefiId, string> Values(IEnumerable<RefiValue> values)
    {
        var known = new Dictionary<RefiId, string>();
        foreach (var value in values.Where(v => v.Kind is not null && v.Words.Trim().Length > 0))
        {
            if (!_attributes.Exists(a => a.Id == value.Variable)) Tell(StudyOutcome.Skipped, "values-of-nothing", "Values of a variable that is not in the file are left out.", [value.Variable.ToString()]);
            else known[value.Variable] = value.Words.Trim();
        }

        return known;
    }

    private void ReadInterviews()
    {
        foreach (var set in _project.Sets)
        {
            var words = SetWords(set);
            if (words.GetValueOrDefault(StudyWords.Kind) == StudyWords.Trust) _trusts.Add(new ExchangedTrust(set.Id, set.Name));
            if (words.GetValueOrDefault(StudyWords.Kind) != StudyWords.Interview) continue;
            _interviews.Add(new ExchangedInterview(
                set.Id, set.Name, words.GetValueOrDefault(StudyWords.Type) == "Focus group" ? InterviewKind.FocusGroup : InterviewKind.Individual, words.GetValueOrDefault(StudyWords.Where, ""), words.GetValueOrDefault(StudyWords.Site, ""),
                DateOnly.TryParseExact(words.GetValueOrDefault(StudyWords.Held), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, []));
        }
    }

    private void ReadTexts()
    {
        var interviewOf = _project.Sets.Where(s => _interviews.Exists(i => i.Id == s.Id)).SelectMany(s => s.Sources.Select(x => (Source: x, Interview: s.Id))).ToLookup(s => s.Source, s => s.Interview);
        var selections = _project.Sources.ToDictionary(s => s, s => s.AllSelections().ToList());
        var byId = _project.Sources.GroupBy(s => s.Id).ToDictionary(g => g.Key, g => g.First());
        foreach (var text in StudyTexts.Of(_project))
        {
            if (text.Words.Trim().Length == 0)
            {
                Tell(StudyOutcome.Skipped, "texts-empty", "Texts without a word are left out, with what was said of them.", [Called(text)]);
                continue;
            }

            var stored = WrittenTranscript.Read(_project.Asides.GetValueOrDefault(text.Id) ?? new Dictionary<string, string>(), text.Words);
            var turned = stored is { } ours ? TurnedText.Of(text.Words, ours.Turns) : TurnedText.Find(text.Words);
            if (turned.Turns.Count == 0)
            {
                Tell(StudyOutcome.Skipped, "texts-empty", "Texts without a word are left out, with what was said of them.", [Called(text)]);
                continue;
            }

            var people = text.Cases.Where(_participants.ContainsKey).Concat(text.Passages.SelectMany(p => p.Cases).Where(_participants.ContainsKey)).Distinct().ToList();
            var (speakers, turns) = Speakers(stored, turned, people);
            foreach (var said in speakers.Select(s => s.Participant).OfType<RefiId>().Where(p => !people.Contains(p))) people.Add(said);
            GiveValues(text, people);
            var interview = Interview(text, interviewOf[text.Id].Select(i => (RefiId?)i).FirstOrDefault(), people);
            var codings = text.Passages.SelectMany(p => Codings(text, turned, p)).ToList();
            foreach (var selection in selections.GetValueOrDefault(byId[text.Id]) ?? [])
            {
                if (selection.Place is not RefiTextPlace place) continue;
                var segment = Segment(text, turned, place, out _);
                _places.TryAdd(selection.Id, new StudyPlace(text.Id, segment));
            }

            foreach (var source in Described(byId[text.Id]))
            {
                foreach (var note in source.NoteRefs) Memo(note)?.Interviews.Add(interview);
                if (source.Description is { Length: > 0 } description) Remark(text, null, description, interview, "");
            }

            _transcripts.Add(new ExchangedTranscript(text.Id, interview, Called(text), turned.Words, speakers, turns, codings));
            Tell(StudyOutcome.Taken, "texts", "Texts become transcripts, each of an interview.", [Called(text)]);
            if (!SeenText.Of(text.Words).IsWhole) TellUnseen([Called(text)]);
            if (stored is null && turned.Turns.All(t => t.Source.Speaker is null)) Tell(StudyOutcome.Changed, "texts-without-speakers", "No speakers were found in these: each paragraph is a turn of somebody unknown.", [Called(text)]);
        }
    }

    /// <summary>A source, and of a printed document also its words, which the format describes by themselves.</summary>
    private static IEnumerable<RefiSource> Described(RefiSource source) => source is RefiPdfSource { Representation: { } words } ? [source, words] : [source];

    private static string Called(ExchangedText text) => text.Name.Trim() is { Length: > 0 } name ? name : $"Text {text.Id.ToString()[..8]}";

    /// <summary>Attributes of a text are those of the one participant that it belongs to.</summary>
    private void GiveValues(ExchangedText text, List<RefiId> people)
    {
        var values = Values(text.Values);
        if (values.Count == 0) return;
        if (people.Count == 0)
        {
            var made = text.NamelessCase ?? RefiId.From($"{text.Id} participant");
            _participants[made] = new ExchangedParticipant(made, Called(text), values);
            people.Add(made);
            Tell(StudyOutcome.Changed, "values-of-texts", "Variables of a text become attributes of its participant; where it has none, one is made, called as the text.", [Called(text)]);
        }
        else if (people.Count == 1)
        {
            var one = _participants[people[0]];
            _participants[one.Id] = one with { Values = one.Values.Concat(values.Where(v => !one.Values.ContainsKey(v.Key))).ToDictionary() };
            Tell(StudyOutcome.Changed, "values-of-texts", "Variables of a text become attributes of its participant; where it has none, one is made, called as the text.", [Called(text)]);
        }
        else Tell(StudyOutcome.Skipped, "values-of-texts-of-several", "Variables of a text that belongs to several participants are left out: nobody can say whose they are.", [Called(text)]);
    }

    private static (IReadOnlyList<ExchangedSpeaker> Speakers, IReadOnlyList<ExchangedTurn> Turns) Speakers(
        (IReadOnlyList<SourceTurn> Turns, IReadOnlyList<int> SpeakerOf, IReadOnlyList<ExchangedSpeaker> Speakers)? stored, TurnedText turned, List<RefiId> people)
    {
        if (stored is { } ours)
        {
            var speakerOf = ours.Turns.Zip(ours.SpeakerOf).ToDictionary(t => t.First, t => t.Second);
            return (ours.Speakers, [.. turned.Turns.Select(t => new ExchangedTurn(speakerOf[t.Source], t.Segment, t.Source.StartMs))]);
        }

        var labels = turned.Turns.Select(t => t.Source.Speaker ?? "").Distinct().ToList();
        return (
            [.. labels.Select((l, i) => new ExchangedSpeaker(i, l.Length > 0 ? l : null, l.Length == 0 && labels.Count == 1 && people is [var only] ? only : null, IsInterviewer: false))],
            [.. turned.Turns.Select(t => new ExchangedTurn(labels.IndexOf(t.Source.Speaker ?? ""), t.Segment, t.Source.StartMs))]);
    }

    private RefiId Interview(ExchangedText text, RefiId? known, List<RefiId> people)
    {
        if (known is { } id)
        {
            var at = _interviews.FindIndex(i => i.Id == id);
            _interviews[at] = _interviews[at] with { Participants = [.. _interviews[at].Participants.Union(people)] };
            if (_interviews[at].Participants.Count > 1) _interviews[at] = _interviews[at] with { Kind = InterviewKind.FocusGroup };
            return id;
        }

        var made = RefiId.From($"{text.Id} interview");
        _interviews.Add(new ExchangedInterview(made, Called(text), people.Count > 1 ? InterviewKind.FocusGroup : InterviewKind.Individual, "", "", null, people));
        return made;
    }

    private List<StudyCoding> Codings(ExchangedText text, TurnedText turned, ExchangedPassage passage)
    {
        var segment = passage.Place is { } place ? Segment(text, turned, place, out var isSame) : new Segment(0, turned.Words.Length);
        var codings = new List<StudyCoding>();
        foreach (var coding in passage.Codings)
        {
            if (!_codes.Contains(coding.Code))
            {
                Tell(StudyOutcome.Skipped, "codings-of-no-code", "Codings with a code that is not in the file are left out.", [Where(text, passage)]);
                continue;
            }

            var id = _coding.Add(coding.Id) ? coding.Id : RefiId.From($"{coding.Id} {text.Id} {segment} {_coding.Count}");
            _coding.Add(id);
            _codingAt[id] = text.Id;
            var comments = coding.Notes.Select(n => Comment(n, coding.Coder)).OfType<StudyComment>().ToList();
            if (passage.WasUnplaced) comments.Add(new StudyComment(RefiId.From($"{id} unplaced"), null, null, "The other program’s file does not say where in the text this was. It stands for the whole text."));
            codings.Add(new StudyCoding(id, coding.Code, Coder(coding.Coder, coding.Marks.IsSettled), Moment(coding.At), segment, coding.Marks, comments) { Selection = coding.Selection });
        }

        Tell(StudyOutcome.Taken, "codings", "Codings, each by its coder.", codings.Select(_ => ""), count: codings.Count);
        if (passage.WasUnplaced) Tell(StudyOutcome.Changed, "codings-unplaced", "Passages of which nobody can say where they lie stand for the whole text, with a comment that says so.", [Where(text, passage)], Math.Max(1, codings.Count));
        else if (passage.Place is null && codings.Count > 0) Tell(StudyOutcome.Changed, "codings-on-texts", "Codes on a text as a whole become codings of all its words.", [Called(text)], codings.Count);
        var remarks = passage.Remarks.ToList();
        if (codings.Count > 0 && remarks.Count > 0)
        {
            var extra = remarks.Select((r, i) => new StudyComment(RefiId.From($"{codings[0].Id} remark {i}"), codings[0].Coder, codings[0].At, r)).ToList();
            codings[0] = codings[0] with { Comments = [.. codings[0].Comments, .. extra] };
            Tell(StudyOutcome.Changed, "remarks", "Descriptions of passages become comments on their first coding.", [Where(text, passage)], extra.Count);
        }
        else foreach (var remark in remarks) Remark(text, segment, remark, default, Where(text, passage), passage.Selection);

        foreach (var (note, selection) in passage.Notes) Memo(note)?.Put(new StudyPlace(text.Id, segment), selection);
        if (passage.Cases.Count > 0 && codings.Count == 0 && passage.Remarks.Count == 0) Tell(StudyOutcome.Changed, "passages-of-cases", "Passages that belong to a case and have no other code: the participant took part in the interview; which words are theirs, a study knows by the speakers.", [Where(text, passage)]);
        return codings;
    }

    private static string Where(ExchangedText text, ExchangedPassage passage) => passage.Place is { } place ? string.Create(CultureInfo.InvariantCulture, $"{Called(text)}, {place.Start}–{place.End}") : Called(text);

    /// <summary>Where a passage lies in the words of the turns.</summary>
    private Segment Segment(ExchangedText text, TurnedText turned, RefiTextPlace place, out bool isSame)
    {
        isSame = true;
        var (start, end) = (place.Start, place.End);
        if (start == end && end < text.Words.Length)
        {
            end++;
            Tell(StudyOutcome.Changed, "places-empty", "A remark at one place lies on the character that follows it.", [string.Create(CultureInfo.InvariantCulture, $"{Called(text)}, {place.Start}")]);
        }

        if (turned.Place(start, end) is { } found) return found;

        isSame = false;
        Tell(StudyOutcome.Changed, "places-between-turns", "Passages on nothing but the name of a speaker or an empty line lie on the turn that follows.", [string.Create(CultureInfo.InvariantCulture, $"{Called(text)}, {place.Start}–{place.End}")]);
        return turned.Nearest(start);
    }

    /// <summary>What a coder is called whom the file does not list.</summary>
    internal static string UnlistedCoder(RefiId coder) => $"Unknown coder {coder.ToString()[..8]}";

    /// <summary>What the coder of codings is called that say nothing of who made them.</summary>
    internal static string UnnamedCoder(RefiProject project) => project.Origin is { Length: > 0 } origin ? $"Coder of {origin}" : "Coder of another program";

    private RefiId? Coder(RefiId? coder, bool isSettled)
    {
        if (coder is { } known && _coders.ContainsKey(known)) return known;
        if (isSettled && coder is null) return null;
        var (id, name) = coder is { } stranger
            ? (stranger, UnlistedCoder(stranger))
            : (RefiId.From("CoreStudy nobody"), UnnamedCoder(_project));
        _coders.TryAdd(id, new ExchangedCoder(id, name));
        return id;
    }

    private StudyComment? Comment(RefiId note, RefiId? coder)
    {
        if (!_notes.TryGetValue(note, out var found) || (found.Text.Words ?? "").Trim().Length == 0) return null;
        _spent.Add(note);
        var title = found.Name is { Length: > 0 } name && name != StudyWords.CommentName ? $"{name}: " : "";
        Tell(StudyOutcome.Taken, "comments", "Notes on codings become comments.", [], 1);
        return new StudyComment(note, found.Stamp.CreatedBy is { } by && _coders.ContainsKey(by) ? by : coder, Moment(found.Stamp.CreatedAt), title + found.Text.Words);
    }

    private void Remark(ExchangedText text, Segment? segment, string words, RefiId interview, string where, RefiId? selection = null)
    {
        var id = RefiId.From($"{text.Id} {segment} {words}");
        var draft = new MemoDraft(id, MemoKind.Analytic, segment is null ? $"About {Called(text)}" : "", words, false, null, null);
        if (segment is { } place) draft.Put(new StudyPlace(text.Id, place), selection);
        if (interview != default) draft.Interviews.Add(interview);
        if (_memos.TryAdd(id, draft)) Tell(StudyOutcome.Changed, "descriptions", "Descriptions of texts, and of passages without a code, become memos.", [where.Length > 0 ? where : Called(text)]);
    }

    /// <summary>The memo that a note becomes; null where it is none, or says nothing.</summary>
    private MemoDraft? Memo(RefiId note)
    {
        if (_memos.TryGetValue(note, out var known)) return known;
        if (!_notes.TryGetValue(note, out var found) || _noteWords[note].GetValueOrDefault(StudyWords.Kind) is StudyWords.Finding or StudyWords.Quote) return null;
        var text = (found.Text.Words ?? "").Trim();
        var words = _noteWords[note];
        if (words[""].Trim() is { Length: > 0 } free) text = text.Length > 0 ? $"{text}\n\n{free}" : free;
        if (text.Length == 0)
        {
            if (_spent.Add(note)) Tell(StudyOutcome.Skipped, "notes-empty", "Notes without a word are left out.", [found.Name ?? note.ToString()]);
            return null;
        }

        _spent.Add(note);
        if (found.Selections.Count > 0 || found.Codings.Count > 0)
            Tell(StudyOutcome.Skipped, "codings-in-notes", "Codes on the words of a note are left out: a study codes transcripts.", [found.Name ?? note.ToString()], found.Selections.Sum(s => s.Codings.Count) + found.Codings.Count);
        var kind = Enum.TryParse<MemoKind>(words.GetValueOrDefault(StudyWords.About), out var said) ? said : MemoKind.Analytic;
        return _memos[note] = new MemoDraft(
            note, kind, found.Name ?? "", text, words.GetValueOrDefault(StudyWords.Writers) == StudyWords.Team, found.Stamp.CreatedBy is { } by && _coders.ContainsKey(by) ? by : null, Moment(found.Stamp.CreatedAt ?? found.Stamp.ModifiedAt));
    }

    private void TellUnseen(IEnumerable<string> of) => Tell(StudyOutcome.Changed, "signs-unseen", "Signs that nobody sees, such as control characters, are left out of texts and notes. Codings stay on their words.", of);

    private void TellNotes(List<ExchangedMemo> memos)
    {
        TellUnseen(_project.Notes.Where(n => n.Text.Words is { } words && !TranscriptText.CanKeep(words)).Select(n => n.Name ?? n.Id.ToString()));
        Tell(StudyOutcome.Taken, "notes", "Notes become memos that the team reads.", memos.Where(m => _notes.ContainsKey(m.Id)).Select(m => m.Title));
    }

    private void TellSources()
    {
        var taken = _transcripts.Select(t => t.Id).ToHashSet();
        foreach (var source in _project.Sources.Where(s => !taken.Contains(s.Id)))
        {
            var name = source.Name ?? source.Id.ToString();
            switch (source)
            {
                case RefiTextSource { Text.Words: null }:
                    Tell(StudyOutcome.Skipped, "texts-missing", "Texts whose words are not in the file are left out, with their codings.", [name]);
                    break;
                case RefiTextSource:
                    break;
                case RefiPdfSource:
                    Tell(StudyOutcome.Skipped, "printed", "Printed documents without a text of their own are left out. Export their text from the other program.", [name]);
                    break;
                case RefiPictureSource:
                    Tell(StudyOutcome.Skipped, "pictures", "Pictures are left out, with the codings on them.", [name]);
                    break;
                default:
                    Tell(StudyOutcome.Skipped, "recordings", "Recordings are left out, with the codings on them; a transcript of theirs that is a text too is taken as that.", [name]);
                    break;
            }

            var codings = source.AllSelections().Sum(s => s.Codings.Count) + source.Codings.Count;
            if (codings > 0) Tell(StudyOutcome.Skipped, "codings-elsewhere", "Codings on what is left out.", [name], codings);
        }
    }

    /// <summary>What a study has no place for in things that it takes.</summary>
    private void TellDetails()
    {
        var taken = _transcripts.Select(t => t.Id).ToHashSet();
        var sources = _project.Sources.Where(s => taken.Contains(s.Id)).ToList();
        static string Name(RefiSource source) => source.Name ?? source.Id.ToString();

        // most programs call a passage by its first words, some with what comes in the place of the rest
        bool IsNamed(RefiTextSource text, RefiSelection selection) =>
            selection is { Name: { } name, Place: RefiTextPlace place } && name.TrimEnd('…', '.', ' ') is { Length: > 0 } called && !_project.Asides.ContainsKey(text.Id)
            && text.Text.Words![place.Start..Math.Min(text.Text.Words!.Length, place.Start + called.Length)].Replace('\n', ' ') != called.Replace('\n', ' ');

        static bool IsChanged(RefiStamp stamp) => stamp.ModifiedAt is not null || stamp.ModifiedBy is not null;

        Tell(StudyOutcome.Changed, "printed-as-text", "Printed documents become their text; how the pages look is left out.", sources.OfType<RefiPdfSource>().Select(Name));
        Tell(StudyOutcome.Skipped, "printed-pieces", "The words of single places on a page are left out: the text of the document has them.", sources.OfType<RefiPdfSource>().Where(p => p.Selections.Any(s => s.Representation is not null)).Select(Name));
        Tell(StudyOutcome.Skipped, "looks", "Word files beside texts are left out: their words are those of the plain text.", sources.Where(s => s.Texts().Any(t => t.Text.Rich is not null)).Concat(_notes.Values.Where(n => n.Text.Rich is not null)).Select(Name));
        Tell(StudyOutcome.Skipped, "initials", "The short forms of people’s names are left out.", _project.Users.Where(u => !string.IsNullOrWhiteSpace(u.Name) && !string.IsNullOrWhiteSpace(u.Initials)).Select(u => u.Name!));
        Tell(StudyOutcome.Skipped, "facts-of-project", "Who made the project, when, and where its files lay, is left out.", _project.Stamp != default || _project.BasePath is not null ? [_project.Name] : []);
        Tell(StudyOutcome.Changed, "notes-of-project", "Notes on the project as a whole become memos about nothing in particular.", _project.NoteRefs.Where(_notes.ContainsKey).Select(n => Name(_notes[n])));
        Tell(StudyOutcome.Skipped, "selections-of-cases", "That single passages belong to a case is left out: whose words they are, a study knows by the speakers.", _project.Cases.Where(c => c.Selections.Count > 0).Select(c => c.Name ?? c.Id.ToString()));
        Tell(StudyOutcome.Skipped, "names-of-passages", "Names that somebody gave to passages are left out: here they are called by their first words.", sources.Where(s => s.Texts().Any(t => t.Selections.Any(x => IsNamed(t, x)))).Select(Name), sources.Sum(s => s.Texts().Sum(t => t.Selections.Count(x => IsNamed(t, x)))));
        Tell(StudyOutcome.Skipped, "dates-of-texts", "Who brought in a text, and who changed it, and when, is left out.", sources.Where(s => s.Stamp != default).Select(Name));
        Tell(
            StudyOutcome.Skipped, "dates-of-changes", "Who changed a note or passage last, and when, is left out; who made it, and when, is kept.",
            _notes.Values.Where(n => IsChanged(n.Stamp)).Select(Name).Concat(sources.Where(s => s.AllSelections().Any(x => IsChanged(x.Stamp))).Select(Name)));
        Tell(
            StudyOutcome.Skipped, "cases-without-name", "Cases without a name that hold no values for one text are left out.",
            _project.Cases.Where(c => string.IsNullOrWhiteSpace(c.Name) && (c.Values.Count == 0 || c.Sources is not [var only] || !taken.Contains(only))).Select(c => c.Id.ToString()));
        Tell(
            StudyOutcome.Skipped, "notes-on-notes", "That a note is about another note or about a link is left out; the note itself becomes a memo.",
            _notes.Values.Where(n => n.NoteRefs.Count > 0).Select(Name).Concat(_project.Links.Where(l => l.NoteRefs.Count > 0).Select(l => l.Name ?? l.Id.ToString())));
        Tell(StudyOutcome.Skipped, "values-of-notes", "Values of notes are left out: attributes are of participants.", _notes.Values.Where(n => n.Values.Count > 0).Select(Name));
    }

    private static Dictionary<string, string> SetWords(RefiSet set) =>
        LabelledWords.Read(set.Description ?? "", StudyWords.Type, StudyWords.Where, StudyWords.Site, StudyWords.Held, StudyWords.Kind).ToDictionary();

    private List<ExchangedTheme> ReadSets()
    {
        var themes = new List<ExchangedTheme>();
        var taken = new HashSet<(RefiId?, string)>();
        var known = _project.Sets.Select(s => s.Id).ToHashSet();
        foreach (var set in _project.Sets)
        {
            var kind = SetWords(set).GetValueOrDefault(StudyWords.Kind);
            if (kind == StudyWords.Interview)
            {
                foreach (var note in set.Notes) Memo(note)?.Interviews.Add(set.Id);
                continue;
            }

            if (kind == StudyWords.Trust) continue;
            var ours = ThemeWords.Of(set);
            if (ours is null && set.Codes.Count == 0)
            {
                var names = _project.Sources.Where(s => set.Sources.Contains(s.Id)).Select(s => s.Name ?? s.Id.ToString()).ToList();
                var words = string.Join('\n', new[] { set.Description ?? "", names.Count > 0 ? $"Texts of this group: {string.Join(", ", names)}." : "" }.Where(w => w.Length > 0));
                if (words.Length > 0)
                {
                    var id = RefiId.From($"{set.Id} memo"); // it is no set any more, and has an id of its own
                    var draft = _memos[id] = new MemoDraft(id, MemoKind.Methodological, set.Name, words, false, null, null);
                    foreach (var transcript in _transcripts.Where(t => set.Sources.Contains(t.Id)).Select(t => t.Interview).Distinct().Take(Domain.Memos.Memo.MostLinks)) draft.Interviews.Add(transcript);
                }

                Tell(StudyOutcome.Changed, "sets-of-texts", "Groups of texts or notes become memos that name what is in them.", [set.Name]);
                continue;
            }

            if (set.Sources.Count > 0) Tell(StudyOutcome.Skipped, "sets-mixed", "Texts in a group that holds codes too are left out of it: a theme holds codes.", [set.Name], set.Sources.Count);
            if (ours is null) Tell(StudyOutcome.Changed, "sets-of-codes", "Groups of codes become themes, as candidates.", [set.Name]);
            else Tell(StudyOutcome.Taken, "themes", "Themes.", [set.Name]);
            var codes = set.Codes.Where(_codes.Contains).Distinct().ToList();
            if (codes.Count < set.Codes.Count) Tell(StudyOutcome.Changed, "sets-without-cases", "Cases, and codes that are not in the file, are left out of groups.", [set.Name], set.Codes.Count - codes.Count);
            var (parent, name) = (ours?.PartOf is { } above && known.Contains(above) && above != set.Id ? above : (RefiId?)null, set.Name.Trim());
            for (var n = 2; !taken.Add((parent, name)); n++) name = string.Create(CultureInfo.InvariantCulture, $"{set.Name.Trim()} ({n})");
            var description = set.Description ?? "";
            var words2 = ours is not null ? new Domain.Themes.ThemeWords(name, ours.CentralIdea, ours.Narrative)
                : new Domain.Themes.ThemeWords(name, description.Length <= Theme.LongestIdea ? description : "", description.Length <= Theme.LongestIdea ? "" : description);
            themes.Add(new ExchangedTheme(set.Id, parent, words2, Enum.TryParse<ThemeStatus>(ours?.Status, out var status) ? status : ThemeStatus.Candidate, codes));
            foreach (var note in set.Notes) Memo(note)?.Themes.Add(set.Id);
        }

        // a theme before those below it
        return [.. themes.Where(t => t.Parent is null), .. themes.Where(t => t.Parent is not null)];
    }

    private void ReadLinks()
    {
        var sources = _transcripts.ToDictionary(t => t.Id, t => t.Interview);
        foreach (var link in _project.Links)
        {
            var ends = new[] { (link.From, link.To), (link.To, link.From) }.Where(e => e.Item1 is { } note && _notes.ContainsKey(note)).ToList();
            if (ends.Count == 0 || ends[0].Item2 is not { } target)
            {
                Tell(StudyOutcome.Skipped, "links", "Links between other things than a note and what it is about are left out.", [link.Name ?? link.Id.ToString()]);
                continue;
            }

            if (_noteWords[ends[0].Item1!.Value].GetValueOrDefault(StudyWords.Kind) is StudyWords.Finding or StudyWords.Quote) continue;
            if (Memo(ends[0].Item1!.Value) is not { } memo) continue;
            var (isTaken, place) = (true, _places.GetValueOrDefault(target));
            if (_codes.Contains(target)) memo.Codes.Add(target);
            else if (_participants.ContainsKey(target)) memo.Participants.Add(target);
            else if (sources.TryGetValue(target, out var interview)) memo.Interviews.Add(interview);
            else if (place is not null && link.Name == StudyWords.About) memo.Passages.Add(place);
            else if (place is not null) memo.Put(place, target);
            else isTaken = false;
            if (isTaken) memo.Links.Add(new ExchangedLink(link.Id, place?.Transcript ?? target, place));
            if (!isTaken) Tell(StudyOutcome.Skipped, "links", "Links between other things than a note and what it is about are left out.", [link.Name ?? link.Id.ToString()]);
            else if (link is { Name: StudyWords.About, Direction: RefiDirection.OneWay, Colour: null }) Tell(StudyOutcome.Taken, "links-of-notes", "Links say what a memo is about.", [link.Name]);
            else Tell(StudyOutcome.Changed, "links-plain", $"Links say what a memo is about. They leave again from the memo to it, called “{StudyWords.About}”, without a colour.", [link.Name ?? link.Id.ToString()]);
        }
    }

    private List<ExchangedFinding> ReadFindings(List<ExchangedTheme> themes)
    {
        var themeOf = _project.Sets.SelectMany(s => s.Notes.Select(n => (Note: n, Set: s.Id))).Where(s => themes.Exists(t => t.Id == s.Set)).ToLookup(s => s.Note, s => s.Set);
        var links = _project.Links.Where(l => l.From is not null && l.To is not null).ToLookup(l => l.From!.Value);
        var codings = _transcripts.SelectMany(t => t.Codings.Select(c => (Place: new StudyPlace(t.Id, c.Segment), c.Id))).ToLookup(c => c.Place, c => c.Id);
        var known = codings.SelectMany(c => c).ToHashSet();
        var findings = new List<ExchangedFinding>();
        foreach (var note in _notes.Values.Where(n => _noteWords[n.Id].GetValueOrDefault(StudyWords.Kind) == StudyWords.Finding))
        {
            _spent.Add(note.Id);
            var words = _noteWords[note.Id];
            if (!themeOf[note.Id].Any() || (note.Text.Words ?? "").Trim().Length == 0)
            {
                words.Remove(StudyWords.Kind);
                Memo(note.Id);
                Tell(StudyOutcome.Changed, "findings-without-theme", "Findings that belong to no theme become memos.", [note.Name ?? note.Id.ToString()]);
                continue;
            }

            var evidence = new List<ExchangedEvidence>();
            foreach (var link in links[note.Id].Where(l => l.Name?.StartsWith(StudyWords.Supports, StringComparison.Ordinal) == true || l.Name?.StartsWith(StudyWords.Contradicts, StringComparison.Ordinal) == true))
            {
                if (!_places.TryGetValue(link.To!.Value, out var place)) continue;
                var from = _project.Asides.GetValueOrDefault(link.Id)?.GetValueOrDefault(StudyWords.CodingAside) is { } written && RefiId.TryRead(written, out var id) && known.Contains(id) ? id : codings[place].FirstOrDefault();
                if (from == default)
                {
                    Tell(StudyOutcome.Skipped, "evidence-uncoded", "Passages of findings that nobody coded are left out.", [note.Name ?? ""]);
                    continue;
                }

                var side = link.Name!.StartsWith(StudyWords.Supports, StringComparison.Ordinal) ? EvidenceSide.Supporting : EvidenceSide.Contradicting;
                var label = side == EvidenceSide.Supporting ? StudyWords.Supports : StudyWords.Contradicts;
                evidence.Add(new ExchangedEvidence(from, place, side, link.Name.Length > label.Length + 2 ? link.Name[(label.Length + 2)..] : ""));
            }

            var strength = Enum.TryParse<FindingStrength>(words.GetValueOrDefault(StudyWords.Strength), out var said) ? said : FindingStrength.Tentative;
            findings.Add(new ExchangedFinding(
                note.Id, themeOf[note.Id].First(), new FindingWords(note.Text.Words!.ReplaceLineEndings(" ").Trim(), strength, words.GetValueOrDefault(StudyWords.Caveat, "")),
                note.Stamp.CreatedBy, Moment(note.Stamp.CreatedAt), evidence, [.. links[note.Id].Where(l => l.Name == StudyWords.ShownBy).Select(l => l.To!.Value)]));
        }

        Tell(StudyOutcome.Taken, "findings", "Findings, with the passages for and against.", findings.Select(f => _notes[f.Id].Name ?? ""));
        return findings;
    }

    private List<ExchangedQuote> ReadQuotes()
    {
        var from = _project.Links.Where(l => l is { From: not null, To: not null, Name: StudyWords.TakenFrom }).ToLookup(l => l.From!.Value, l => l.To!.Value);
        var quotes = new List<ExchangedQuote>();
        foreach (var note in _notes.Values.Where(n => _noteWords[n.Id].GetValueOrDefault(StudyWords.Kind) == StudyWords.Quote))
        {
            _spent.Add(note.Id);
            if (from[note.Id].Where(_places.ContainsKey).Select(p => _places[p]).FirstOrDefault() is not { } whole)
            {
                _noteWords[note.Id].Remove(StudyWords.Kind);
                Memo(note.Id);
                Tell(StudyOutcome.Changed, "quotes-without-place", "Quotes whose passage is not there become memos.", [note.Name ?? note.Id.ToString()]);
                continue;
            }

            quotes.Add(new ExchangedQuote(
                note.Id, note.Text.Words ?? "", whole, Pieces(_project.Asides.GetValueOrDefault(note.Id)?.GetValueOrDefault(StudyWords.PiecesAside), whole.Segment),
                _noteWords[note.Id].GetValueOrDefault(StudyWords.Status) == nameof(QuoteStatus.Approved), note.Stamp.CreatedBy, Moment(note.Stamp.CreatedAt)));
        }

        Tell(StudyOutcome.Taken, "quotes", "Quotes, as drafts: whether they may be printed is asked anew.", quotes.Select(_ => ""));
        return quotes;
    }

    private static IReadOnlyList<QuotePiece> Pieces(string? stored, Segment whole)
    {
        if (stored is null) return [];
        try
        {
            var pieces = JsonSerializer.Deserialize<List<StoredPiece>>(stored) ?? [];
            if (pieces.Exists(p => p.Clarification is null && !(p.Start >= whole.Start && p.End > p.Start && p.End <= whole.End))) return [];
            return [.. pieces.Select(p => p.Clarification is { } words ? new QuotePiece(null, words) : new QuotePiece(new Segment(p.Start!.Value, p.End!.Value)))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A moment without a zone is taken as UTC.</summary>
    internal static DateTimeOffset? Moment(RefiTime? time) => time is { } at && at.Local.Year > 1900 ? new DateTimeOffset(at.Local, at.Zone ?? TimeSpan.Zero).ToUniversalTime() : null;

    private static string Shown(params string?[] names) => names.First(n => !string.IsNullOrWhiteSpace(n))!.Trim();

    private void Tell(StudyOutcome outcome, string what, string sentence, IEnumerable<string> examples, int? count = null)
    {
        var named = examples.ToList();
        if ((count ?? named.Count) == 0) return;
        var (_, before, _, known) = _remarks.TryGetValue(what, out var remark) ? remark : (outcome, 0, sentence, []);
        known.AddRange(named.Where(n => n.Length > 0).Take(MostExamples - known.Count).Select(n => n.Length > 120 ? n[..119] + "…" : n));
        _remarks[what] = (outcome, before + (count ?? named.Count), sentence, known);
    }

    private sealed class MemoDraft(RefiId id, MemoKind kind, string title, string text, bool teamWrites, RefiId? by, DateTimeOffset? at)
    {
        private StudyPlace? _place;
        private RefiId? _selection;

        public List<ExchangedLink> Links { get; } = [];

        public List<RefiId> Codes { get; } = [];

        public List<RefiId> Themes { get; } = [];

        public List<RefiId> Participants { get; } = [];

        public List<RefiId> Interviews { get; } = [];

        public List<StudyPlace> Passages { get; } = [];

        /// <summary>The first passage is the one that it lies on.</summary>
        public void Put(StudyPlace place, RefiId? selection)
        {
            if (_place is null) (_place, _selection) = (place, selection);
            else if (_place != place && !Passages.Contains(place)) Passages.Add(place);
        }

        public ExchangedMemo Memo() => new(
            id, kind, title, text, teamWrites, by, at, _place, [.. Codes.Distinct()], [.. Themes.Distinct()], [.. Participants.Distinct()], [.. Interviews.Distinct()], [.. Passages.Distinct().Where(p => p != _place)])
        {
            Selection = _selection,
            Links = [.. Links.DistinctBy(l => (l.Target, l.Place))],
        };
    }
}
