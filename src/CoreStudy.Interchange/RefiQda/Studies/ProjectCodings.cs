using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>A code of a project.</summary>
/// <param name="Path">Its names from the top, joined, each path once: by it the rows name the code.</param>
public sealed record ProjectCode(RefiId Id, RefiId? Parent, string Path, CodeWords Words)
{
    public override string ToString() => Id.ToString();
}

/// <summary>The codings of a project, for a study that has the same texts: a row each, and what of the project is none.</summary>
public sealed class ProjectCodings
{
    private readonly RefiProject _project;
    private readonly Dictionary<RefiId, RefiTextSource> _notes;
    private readonly Dictionary<ExchangedText, TurnedText> _turned = new(ReferenceEqualityComparer.Instance); // files have two texts of one id

    private ProjectCodings(RefiProject project)
    {
        _project = project;
        _notes = StudyTexts.Notes(project);
        Texts = StudyTexts.Of(project);
        TextNames = Named(Texts.Select(t => (t.Id, t.Name.Trim() is { Length: > 0 } name ? name : $"Text {Short(t.Id)}")));
        Codes = ReadCodes(project).ToDictionary(c => c.Id);
        var coders = project.Users.Select(u => (u.Id, Name: (u.Name ?? u.Initials ?? "").Trim() is { Length: > 0 } name ? name : "Unnamed coder")).ToList();
        coders.AddRange(Texts.SelectMany(t => t.Passages).SelectMany(p => p.Codings).Select(c => c.Coder).OfType<RefiId>().Distinct().Where(c => !coders.Exists(known => known.Id == c)).Select(c => (c, StudyReader.UnlistedCoder(c))).ToList());
        CoderNames = Named(coders);
        Untaken = [.. Tell(project).Where(r => r.Count > 0)];
    }

    /// <summary>Texts that have words.</summary>
    public IReadOnlyList<ExchangedText> Texts { get; }

    /// <summary>What each text is called; a second one of the same name is numbered.</summary>
    public IReadOnlyDictionary<RefiId, string> TextNames { get; }

    /// <summary>Each code before those below it.</summary>
    public IReadOnlyDictionary<RefiId, ProjectCode> Codes { get; }

    /// <summary>What each coder is called; a second one of the same name is numbered.</summary>
    public IReadOnlyDictionary<RefiId, string> CoderNames { get; }

    /// <summary>What of the project is no coding of a text, and is not taken.</summary>
    public IReadOnlyList<StudyRemark> Untaken { get; }

    public static ProjectCodings Of(RefiProject project) => new(project);

    /// <summary>The text as the words of a transcript, where it holds these and no others: beside them speakers, times and empty lines alone. Null where it does not.</summary>
    /// <param name="words">Of the whole transcript.</param>
    /// <param name="turns">Where its turns lie in them.</param>
    public TurnedText? Fit(ExchangedText text, string words, IEnumerable<Segment> turns)
    {
        if (TurnedText.Holding(text.Words, turns.Select(t => words[t.Start..t.End])) is { } written) return written;
        if (!_turned.TryGetValue(text, out var found)) _turned[text] = found = TurnedText.Find(text.Words);
        return found.Words == words ? found : null;
    }

    /// <summary>The words as CoreStudy wrote them, and the revision of the transcript's text that they were; null where the file does not say.</summary>
    public (TurnedText Turned, int Revision)? Written(ExchangedText text) =>
        _project.Asides.TryGetValue(text.Id, out var aside) && WrittenTranscript.Read(aside, text.Words) is { } ours && WrittenTranscript.RevisionOf(aside) is { } revision ? (TurnedText.AsWritten(text.Words, ours.Turns), revision) : null;

    /// <summary>A row for each coding of a text.</summary>
    /// <param name="turned">The text as a transcript’s words; null where none of it comes in.</param>
    /// <param name="carry">Where a place of these words lies in the transcript.</param>
    /// <param name="why">Why none of it comes in.</param>
    public IEnumerable<CodingLine> Lines(ExchangedText text, TurnedText? turned, Func<Segment, Segment> carry, string why)
    {
        foreach (var passage in text.Passages)
        {
            foreach (var (number, coding) in passage.Codings.Index())
            {
                var place = turned is null ? new Refusal(why) : Place(turned, passage);
                var wrong = place.IsRefused(out var refusal, out var segment) ? refusal.Sentence
                    : coding.Marks.IsSettled ? "It was settled by several coders together. Differences are settled here, from each coder’s own codings."
                    : Codes.ContainsKey(coding.Code) ? null : "Its code is not in the file.";
                var at = wrong is null ? carry(segment) : default;
                var (question, remarks) = (coding.Marks.Question.Trim(), number == 0 ? passage.Remarks : []);
                if (question.Length > Coding.LongestQuestion) (question, remarks) = ("", [question, .. remarks]);
                yield return new CodingLine(
                    0, TextNames[text.Id], wrong is null ? new CodingPlace(at.Start, at.End, null) : CodingPlace.ByWords, Codes.GetValueOrDefault(coding.Code)?.Path ?? "", CoderOf(coding), Words: null, wrong)
                {
                    Id = coding.Id.Value, At = StudyReader.Moment(coding.At), IsUnsure = coding.Marks.IsUnsure || coding.Marks.Question.Length > 0, Question = question, Comment = CommentOf(coding, remarks),
                };
            }
        }
    }

    public override string ToString() => $"{Texts.Count} texts, {Codes.Count} codes";

    private static Result<Segment> Place(TurnedText turned, ExchangedPassage passage)
    {
        if (passage.WasUnplaced) return new Refusal("The file does not say where in the text it lies.");
        if (passage.Place is not { } place) return new Segment(0, turned.Words.Length);
        return turned.Place(place.Start, place.End) is { } found ? found : new Refusal("It lies on no words that somebody says: on a speaker’s name, an empty line, or nothing.");
    }

    private string CoderOf(ExchangedCoding coding) =>
        coding.Coder is { } coder ? CoderNames[coder] : coding.Marks.IsSettled ? "" : StudyReader.UnnamedCoder(_project);

    /// <summary>What the coder wrote about it.</summary>
    private string CommentOf(ExchangedCoding coding, IReadOnlyList<string> remarks) => string.Join("\n\n", coding.Notes.Where(n => IsOwn(n, coding)).Select(n => _notes[n].Text.Words!.Trim()).Concat(remarks));

    private bool IsOwn(RefiId note, ExchangedCoding coding) =>
        _notes.TryGetValue(note, out var found) && (found.Text.Words ?? "").Trim().Length > 0 && (found.Stamp.CreatedBy is not { } by || by == coding.Coder);

    private static IEnumerable<ProjectCode> ReadCodes(RefiProject project)
    {
        var (paths, taken) = (new Dictionary<RefiId, string>(), new HashSet<string>());
        foreach (var line in CodebookExchange.ToLines(project).Lines)
        {
            _ = RefiId.TryRead(line.Id!, out var id);
            var parent = RefiId.TryRead(line.Parent ?? "", out var above) ? above : (RefiId?)null;
            paths[id] = Own(parent is { } known ? $"{paths[known]}{FrameworkTree.Separator}{line.Name}" : line.Name, taken); // a name may look like a path
            yield return new ProjectCode(id, parent, paths[id], new CodeWords(line.Name, line.Definition ?? "", line.WhenToUse ?? "", line.WhenNotToUse ?? "", line.Example ?? "", line.Synonyms ?? "", line.Colour ?? ""));
        }
    }

    private IEnumerable<StudyRemark> Tell(RefiProject project)
    {
        static StudyRemark Left(string what, string sentence, IEnumerable<string> which, int? count = null) => Of(what, sentence, [.. which], count);
        static StudyRemark Of(string what, string sentence, List<string> which, int? count) => new(StudyOutcome.Skipped, what, count ?? which.Count, sentence, [.. which.Where(n => n.Length > 0).Take(StudyReader.MostExamples)]);

        var known = Texts.Select(t => t.Id).ToHashSet();
        var elsewhere = project.Sources.Where(s => !known.Contains(s.Id)).ToList();
        var own = Texts.SelectMany(t => t.Passages).SelectMany(p => p.Codings).SelectMany(c => c.Notes.Where(n => IsOwn(n, c))).ToHashSet();
        var passages = Texts.SelectMany(t => t.Passages.Where(p => p.Codings.Count == 0).Select(_ => TextNames[t.Id])).ToList();
        yield return Left("notes", "Memos, and comments of others than a coding’s coder", _notes.Values.Where(n => !own.Contains(n.Id)).Select(n => n.Name ?? ""));
        yield return Left("sources", "Pictures, recordings and texts without words", elsewhere.Select(s => s.Name ?? ""));
        yield return Left("codings-elsewhere", "Codings on those, and on memos", [], elsewhere.Sum(s => s.AllSelections().Sum(x => x.Codings.Count) + s.Codings.Count) + project.Notes.Sum(n => n.Selections.Sum(s => s.Codings.Count) + n.Codings.Count));
        yield return Left("passages", "Passages without a code", passages.Distinct(), passages.Count);
        yield return Left("cases", "Cases, with the passages and values that are theirs", project.Cases.Select(c => c.Name ?? ""));
        yield return Left("variables", "Variables", project.Variables.Select(v => v.Name));
        yield return Left("sets", "Sets: groups of codes, texts and memos, and themes", project.Sets.Select(s => s.Name));
        yield return Left("links", "Links", project.Links.Select(l => l.Name ?? "").Distinct(), project.Links.Count);
        yield return Left("maps", "Drawn maps", project.Graphs.Select(g => g.Name ?? ""));
    }

    private static Dictionary<RefiId, string> Named(IEnumerable<(RefiId Id, string Name)> things)
    {
        var (names, taken) = (new Dictionary<RefiId, string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (id, name) in things) names.TryAdd(id, Own(name, taken));
        return names;
    }

    /// <summary>The name, or with a number after it where it is taken; then it is taken too.</summary>
    private static string Own(string name, HashSet<string> taken)
    {
        var own = name;
        for (var n = 2; !taken.Add(own); n++) own = string.Create(CultureInfo.InvariantCulture, $"{name} ({n})");
        return own;
    }

    private static string Short(RefiId id) => id.ToString()[..8];
}
