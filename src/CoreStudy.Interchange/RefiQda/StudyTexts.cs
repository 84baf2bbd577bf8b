using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>A text as a study takes it: its words, and its passages, each once.</summary>
/// <param name="Name">The source's; empty where it has none.</param>
/// <param name="Cases">The cases that the whole text belongs to: mostly the participant.</param>
/// <param name="Values">Attributes of the text itself, and those that a nameless case holds for it.</param>
public sealed record ExchangedText(
    RefiId Id, string Name, string Words, IReadOnlyList<ExchangedPassage> Passages, IReadOnlyList<RefiId> Cases, IReadOnlyList<RefiValue> Values)
{
    /// <summary>The nameless case that holds values for this text alone; null for none.</summary>
    public RefiId? NamelessCase { get; init; }

    public override string ToString() => $"{Words.Length} characters, {Passages.Count} passages";
}

/// <summary>A passage with all codings on it.</summary>
/// <param name="Place">In UTF-16 code units, end exclusive; null for the whole text.</param>
/// <param name="Remarks">What was written about it.</param>
/// <param name="Notes">The notes that it refers to, each with the selection that does.</param>
/// <param name="Cases">The cases that it belongs to.</param>
/// <param name="WasUnplaced">Whether it stands for the whole text only because nobody can say where it lies.</param>
public sealed record ExchangedPassage(
    RefiTextPlace? Place, IReadOnlyList<ExchangedCoding> Codings, IReadOnlyList<string> Remarks, IReadOnlyList<(RefiId Note, RefiId Selection)> Notes, IReadOnlyList<RefiId> Cases, bool WasUnplaced)
{
    /// <summary>Its first selection; null for a whole text.</summary>
    public RefiId? Selection { get; init; }

    public override string ToString() => $"{Place?.Start}–{Place?.End}, {Codings.Count} codings";
}

/// <summary>Who put which code on a passage.</summary>
/// <param name="Coder">Null where nobody is named; may be somebody who is not among the users.</param>
/// <param name="Selection">The selection that it lies in; null for one on a whole text.</param>
public sealed record ExchangedCoding(RefiId Id, RefiId Code, RefiId? Coder, RefiTime? At, CodingMarks Marks, IReadOnlyList<RefiId> Notes, RefiId? Selection)
{
    public override string ToString() => Id.ToString();
}

/// <summary>
/// Makes of the selections of a project the passages of a study. Selections on the same words are one passage (NVivo writes one for each coding); the same code by the same person is on it
/// once; a code that is a case says whose the passage is; a rectangle that is a text selection too is that (ATLAS.ti writes both); what has no place in its text is on the whole of it.
/// </summary>
public sealed class StudyTexts
{
    private readonly HashSet<RefiId> _cases;
    private readonly HashSet<RefiId> _marks;
    private readonly ILookup<RefiId, RefiId> _casesOf;
    private readonly Func<RefiCoding, CodingMarks> _marksOf;
    private readonly RefiProject _project;

    private StudyTexts(RefiProject project)
    {
        _project = project;
        _cases = [.. project.Cases.Select(c => c.Id)];
        _casesOf = project.Cases.SelectMany(c => c.Selections.Select(s => (Selection: s, Case: c.Id))).ToLookup(p => p.Selection, p => p.Case);
        _marks = [.. project.Notes.Where(StudyMarks.IsMark).Select(n => n.Id)];
        _marksOf = StudyMarks.In(project);
    }

    /// <summary>The texts of a project that have words: text sources, and printed documents by their words.</summary>
    public static IReadOnlyList<ExchangedText> Of(RefiProject project) => [.. new StudyTexts(project).Texts()];

    /// <summary>What people wrote in notes: each id once, its words without what no text may hold. XML sees to that, but not for words that lie in a file of their own.</summary>
    internal static Dictionary<RefiId, RefiTextSource> Notes(RefiProject project) => project.Notes.Where(n => !StudyMarks.IsMark(n)).DistinctBy(n => n.Id)
        .ToDictionary(n => n.Id, n => n.Text.Words is { } words && !TranscriptText.CanKeep(words) ? n with { Text = n.Text with { Words = TranscriptText.Kept(words) } } : n);

    private IEnumerable<ExchangedText> Texts()
    {
        foreach (var source in _project.Sources)
        {
            if (source is RefiTextSource { Text.Words: { } words } text) yield return Text(source, words, text.Selections, [.. source.Codings]);
            else if (source is RefiPdfSource { Representation: { Text.Words: { } printed } representation } pdf)
                yield return Text(source with { Values = [.. source.Values, .. representation.Values] }, printed, Printed(pdf, representation), [.. source.Codings, .. representation.Codings]);
        }
    }

    private ExchangedText Text(RefiSource source, string words, IReadOnlyList<RefiSelection> selections, IReadOnlyList<RefiCoding> whole)
    {
        var passages = new Dictionary<(RefiTextPlace? Place, RefiId? Unplaced), Draft>();
        Draft At(RefiTextPlace? place, RefiId? unplaced)
        {
            if (!passages.TryGetValue((place, unplaced), out var draft)) passages[(place, unplaced)] = draft = new Draft(place, unplaced is not null);
            return draft;
        }

        if (whole.Count > 0) Add(At(null, null), whole, null);
        foreach (var selection in selections)
        {
            var place = selection.Place as RefiTextPlace;
            var draft = At(place, place is null ? selection.Id : null);
            draft.Selection ??= selection.Id;
            if (!string.IsNullOrWhiteSpace(selection.Description) && !draft.Remarks.Contains(selection.Description)) draft.Remarks.Add(selection.Description);
            draft.Notes.AddRange(selection.NoteRefs.Where(n => !_marks.Contains(n) && !draft.Notes.Exists(known => known.Note == n)).Select(n => (n, selection.Id)));
            draft.Cases.AddRange(_casesOf[selection.Id].Where(c => !draft.Cases.Contains(c)));
            Add(draft, selection.Codings, selection);
        }

        var named = _project.Cases.Where(c => !string.IsNullOrWhiteSpace(c.Name) && c.Sources.Contains(source.Id)).Select(c => c.Id);
        var nameless = _project.Cases.Where(c => string.IsNullOrWhiteSpace(c.Name) && c.Sources is [var only] && only == source.Id).ToList();
        return new ExchangedText(
            source.Id, source.Name ?? "", words,
            [.. passages.Values.OrderBy(p => p.Place?.Start ?? -1).ThenBy(p => p.Place?.End ?? -1).Select(p => new ExchangedPassage(p.Place, p.Codings, p.Remarks, p.Notes, p.Cases, p.WasUnplaced) { Selection = p.Selection })],
            [.. named], [.. source.Values, .. nameless.SelectMany(c => c.Values)]) { NamelessCase = nameless.FirstOrDefault()?.Id };
    }

    private void Add(Draft draft, IReadOnlyList<RefiCoding> codings, RefiSelection? selection)
    {
        foreach (var coding in codings)
        {
            if (_cases.Contains(coding.Code))
            {
                if (!draft.Cases.Contains(coding.Code)) draft.Cases.Add(coding.Code);
                continue;
            }

            var (coder, marks) = (coding.By ?? selection?.Stamp.CreatedBy, _marksOf(coding));
            var notes = coding.NoteRefs.Where(n => !_marks.Contains(n)).ToList();
            var at = draft.Codings.FindIndex(c => c.Code == coding.Code && c.Coder == coder && c.Marks.IsSettled == marks.IsSettled);
            if (at < 0) draft.Codings.Add(new ExchangedCoding(coding.Id, coding.Code, coder, coding.At ?? selection?.Stamp.CreatedAt, marks, notes, selection?.Id));
            else draft.Codings[at] = Joined(draft.Codings[at], marks, notes);
        }
    }

    /// <summary>A coding that stands twice, with what was said at either place.</summary>
    private static ExchangedCoding Joined(ExchangedCoding coding, CodingMarks marks, List<RefiId> notes)
    {
        var question = coding.Marks.Question.Length == 0 || coding.Marks.Question == marks.Question ? marks.Question
            : marks.Question.Length == 0 ? coding.Marks.Question : $"{coding.Marks.Question}\n\n{marks.Question}";
        return coding with { Marks = new CodingMarks(coding.Marks.IsUnsure || marks.IsUnsure, question, marks.IsSettled), Notes = [.. coding.Notes.Union(notes)] };
    }

    /// <summary>The text selections of a printed document, with the codings of their twins, and the rectangles that have none.</summary>
    private static List<RefiSelection> Printed(RefiPdfSource pdf, RefiTextSource words)
    {
        var twins = pdf.Selections.GroupBy(s => s.Id).ToDictionary(g => g.Key, g => g.SelectMany(s => s.Codings).ToList());
        var texts = words.Selections.Select(s => twins.TryGetValue(s.Id, out var codings) ? s with { Codings = [.. s.Codings, .. codings] } : s).ToList();
        var placed = words.Selections.Select(s => s.Id).ToHashSet();
        return [.. texts, .. pdf.Selections.Where(s => !placed.Contains(s.Id))];
    }

    private sealed class Draft(RefiTextPlace? place, bool wasUnplaced)
    {
        public RefiTextPlace? Place => place;

        public bool WasUnplaced => wasUnplaced;

        public List<ExchangedCoding> Codings { get; } = [];

        public List<string> Remarks { get; } = [];

        public List<(RefiId Note, RefiId Selection)> Notes { get; } = [];

        /// <summary>The first.</summary>
        public RefiId? Selection { get; set; }

        public List<RefiId> Cases { get; } = [];
    }
}
