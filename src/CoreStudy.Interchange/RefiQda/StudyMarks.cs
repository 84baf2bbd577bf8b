namespace CoreStudy.Interchange.RefiQda;

/// <summary>What a coding of ours says beyond who, what and where.</summary>
/// <param name="Question">What the coder asks the supervisor; empty when nothing.</param>
/// <param name="IsSettled">Whether it is of the layer that coders settled on together, rather than one coder's own.</param>
public readonly record struct CodingMarks(bool IsUnsure, string Question, bool IsSettled)
{
    public bool AreNone => !IsUnsure && Question.Length == 0 && !IsSettled;

    public override string ToString() => $"{(IsUnsure ? "unsure" : "sure")}, question of {Question.Length} characters{(IsSettled ? ", settled" : "")}";
}

/// <summary>
/// Marks of codings as notes, which every program shows and keeps: two notes that many codings refer to, “CoreStudy: not sure” and “CoreStudy: settled”, and one for each
/// question, “CoreStudy: question”, with its words. They are known again by their names, since programs give notes new ids.
/// </summary>
public sealed class StudyMarks
{
    public const string Unsure = "CoreStudy: not sure";
    public const string Settled = "CoreStudy: settled";
    public const string Question = "CoreStudy: question";

    private readonly List<RefiTextSource> _questions = [];
    private bool _isAnyUnsure;
    private bool _isAnySettled;

    /// <summary>The notes that the codings marked so far refer to; they go among the notes of the project.</summary>
    public IReadOnlyList<RefiTextSource> Notes =>
    [
        .. _isAnyUnsure ? new[] { Note(Unsure, "The coder was not sure that this code fits.", RefiId.From(Unsure)) } : [],
        .. _isAnySettled ? new[] { Note(Settled, "Settled by several coders together; not one coder’s own coding.", RefiId.From(Settled)) } : [],
        .. _questions,
    ];

    /// <summary>A coding with its marks.</summary>
    public RefiCoding Mark(RefiCoding coding, CodingMarks marks)
    {
        if (marks.AreNone) return coding;
        var refs = coding.NoteRefs.ToList();
        if (marks.IsUnsure) refs.Add(RefiId.From(Unsure));
        if (marks.IsSettled) refs.Add(RefiId.From(Settled));
        if (marks.Question.Length > 0)
        {
            var note = Note(Question, marks.Question, RefiId.From($"{coding.Id} {Question}")) with { Stamp = new RefiStamp(coding.By, coding.At, null, null) };
            _questions.Add(note);
            refs.Add(note.Id);
        }

        (_isAnyUnsure, _isAnySettled) = (_isAnyUnsure || marks.IsUnsure, _isAnySettled || marks.IsSettled);
        return coding with { NoteRefs = refs };
    }

    /// <summary>Reads the marks of codings in a project.</summary>
    public static Func<RefiCoding, CodingMarks> In(RefiProject project)
    {
        var notes = new Dictionary<RefiId, RefiTextSource>();
        foreach (var note in project.Notes.Where(IsMark)) notes.TryAdd(note.Id, note);
        return coding =>
        {
            var marks = coding.NoteRefs.Select(id => notes.GetValueOrDefault(id)).OfType<RefiTextSource>().ToList();
            var question = string.Join("\n\n", marks.Where(n => n.Name == Question).Select(n => n.Text.Words ?? ""));
            return new CodingMarks(marks.Exists(n => n.Name == Unsure), question, marks.Exists(n => n.Name == Settled));
        };
    }

    /// <summary>Whether a note is a mark of ours, and so no memo of anybody's.</summary>
    public static bool IsMark(RefiTextSource note) => note.Name is Unsure or Settled or Question;

    private static RefiTextSource Note(string name, string words, RefiId id) => new() { Id = id, Name = name, Text = new RefiText { Words = words.ReplaceLineEndings("\n"), IsInline = true } };
}

/// <summary>What is written about a theme; a theme travels as a set of codes.</summary>
/// <param name="Status">In our own word, such as Reviewed; empty where none.</param>
/// <param name="PartOf">The theme above it.</param>
public sealed record ThemeWords(string Name, string CentralIdea, string Narrative, string Status, RefiId? PartOf)
{
    private const string Kind = "Kind";
    private const string Theme = "theme";
    private const string Idea = "Central idea";
    private const string Story = "Narrative";
    private const string State = "Status";
    private const string Above = "Part of";

    /// <summary>The theme as a set, with its words in the description under labels.</summary>
    public RefiSet ToSet(RefiId id, IReadOnlyList<RefiId> codes) => new()
    {
        Id = id,
        Name = Name,
        Description = LabelledWords.Write("", (Idea, CentralIdea), (Story, Narrative), (State, Status), (Above, PartOf?.ToString() ?? ""), (Kind, Theme)),
        Codes = codes,
    };

    /// <summary>Reads a set that was written as a theme; null for any other set.</summary>
    public static ThemeWords? Of(RefiSet set)
    {
        var words = LabelledWords.Read(set.Description ?? "", Idea, Story, State, Above, Kind);
        if (words.GetValueOrDefault(Kind)?.Trim() != Theme) return null;
        return new ThemeWords(
            set.Name, words.GetValueOrDefault(Idea, ""), words.GetValueOrDefault(Story, ""), words.GetValueOrDefault(State, ""),
            words.TryGetValue(Above, out var above) && RefiId.TryRead(above, out var id) ? id : null);
    }

    public override string ToString() => $"central idea of {CentralIdea.Length} characters, narrative of {Narrative.Length}";
}
