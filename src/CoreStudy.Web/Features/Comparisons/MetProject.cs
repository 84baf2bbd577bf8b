using CoreStudy.Data;
using CoreStudy.Data.Exchanges;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>How a text of a project was met with a transcript of the study.</summary>
public enum TextMeeting
{
    /// <summary>By the id that it left or came with; its words are those of the transcript.</summary>
    ById,

    /// <summary>By its words alone.</summary>
    ByWords,

    /// <summary>By the id; it has the words of an earlier revision, from which its codings are carried.</summary>
    ByEarlierWords,

    /// <summary>Not: none of its codings comes in.</summary>
    None,
}

/// <summary>A text of a project.</summary>
/// <param name="Title">Of the transcript; empty for none.</param>
/// <param name="Why">Why none of its codings comes in; empty where they do.</param>
public sealed record MetText(string Name, TextMeeting Meeting, string Title, string Why, int Codings)
{
    public override string ToString() => $"{Meeting}, {Codings} codings";
}

/// <summary>How a project meets a study, beyond its codings.</summary>
/// <param name="CodesById">Codes that codings need, and that are known by the id that they left or came with.</param>
/// <param name="CodesByPath">Those that are known by their names.</param>
/// <param name="Untaken">What of the project is no coding, and is not taken.</param>
public sealed record ProjectMeeting(IReadOnlyList<MetText> Texts, int CodesById, int CodesByPath, IReadOnlyList<StudyRemark> Untaken);

/// <summary>Finds out which texts, codes and coders of a project are those of a study. Nobody is met by name, save who was kept as a coder from outside before.</summary>
internal sealed class MetProject
{
    private readonly ProjectCodings _project;
    private readonly Dictionary<RefiId, (CodingsPlanner.KnownCode? Known, IReadOnlyList<string> Path)> _codes = [];
    private readonly Dictionary<RefiId, MemberId> _coders = [];
    private readonly List<MetText> _texts = [];
    private readonly List<CodingLine> _lines = [];
    private readonly HashSet<RefiId> _codesById = [];

    private MetProject(ProjectCodings project)
    {
        _project = project;
        CodeNamed = project.Codes.Values.ToDictionary(c => c.Path, c => c.Id);
        CoderNamed = project.CoderNames.ToDictionary(c => c.Value, c => c.Key, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A row for each coding of the project; those that cannot come in say why.</summary>
    public IReadOnlyList<CodingLine> Lines => _lines;

    /// <summary>Codes of the file by the names that the rows have.</summary>
    public IReadOnlyDictionary<string, RefiId> CodeNamed { get; }

    /// <summary>Coders of the file by the names that the rows have.</summary>
    public IReadOnlyDictionary<string, RefiId> CoderNamed { get; }

    /// <summary>The transcript of each text that is met, by the name that the rows have.</summary>
    public Dictionary<string, TranscriptId> Transcripts { get; } = [];

    /// <summary>The ids with which codings of the study came from another program.</summary>
    public HashSet<Guid> Codings { get; } = [];

    public ProjectMeeting Told
    {
        get
        {
            var needed = _lines.Where(l => l.Wrong is null).Select(l => CodeNamed[l.Code]).Where(c => _codes[c].Known is not null).ToHashSet();
            return new ProjectMeeting(_texts, needed.Count(_codesById.Contains), needed.Count(c => !_codesById.Contains(c)), _project.Untaken);
        }
    }

    public static async Task<MetProject> ReadAsync(
        StudyDb db, StudyId study, ProjectCodings project, IReadOnlyList<CodingsPlanner.TranscriptPlace> transcripts, IReadOnlyList<CodingsPlanner.KnownCode> codes, IReadOnlyList<Member> members, CancellationToken cancel)
    {
        var met = new MetProject(project);
        var outside = await OutsideIds.ReadAsync(db, study, cancel, OutsideKind.Source, OutsideKind.Code, OutsideKind.User, OutsideKind.Coding);
        var ours = outside.ToLookup(i => (i.Key.Kind, i.Value), i => i.Key.Ours);
        bool IsOf(OutsideKind kind, RefiId theirs, Guid id) => theirs.Value == id || ours[(kind, theirs.Value)].Contains(id);

        met.Codings.UnionWith(outside.Where(i => i.Key.Kind == OutsideKind.Coding).Select(i => i.Value));
        met.MeetCodes(codes, (theirs, code) => IsOf(OutsideKind.Code, theirs, code.Id.Value));
        foreach (var (coder, _) in project.CoderNames)
            if (members.FirstOrDefault(m => IsOf(OutsideKind.User, coder, m.Id.Value)) is { } member) met._coders[coder] = member.Id;
        var byId = project.Texts.Select(t => (Text: t, Place: transcripts.FirstOrDefault(p => IsOf(OutsideKind.Source, t.Id, p.Id.Value)))).ToList();
        // where each is known by its id, no other text is read
        var wanted = byId.TrueForAll(t => t.Place is not null) ? byId.ConvertAll(t => t.Place!.Id) : [.. transcripts.Select(t => t.Id)];
        var words = await db.TranscriptTexts.AsNoTracking().Where(t => wanted.Contains(t.TranscriptId)).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel);
        var turns = (await db.Turns.AsNoTracking().Where(t => wanted.Contains(t.TranscriptId)).OrderBy(t => t.Number).Select(t => new { t.TranscriptId, t.Segment }).ToListAsync(cancel)).ToLookup(t => t.TranscriptId, t => t.Segment);
        TurnedText? Fit(ExchangedText text, CodingsPlanner.TranscriptPlace place) => words.TryGetValue(place.Id, out var own) ? project.Fit(text, own, turns[place.Id]) : null;

        foreach (var (text, known) in byId)
        {
            if (known is { Why: { } why }) met.Leave(text, known, $"It {why}.");
            else if (known is not null && Fit(text, known) is { } same) met.Take(text, known, TextMeeting.ById, same, segment => segment);
            else if (known is not null && await EarlierAsync(db, project, text, known, words[known.Id], cancel) is var (earlier, trail)) met.Take(text, known, TextMeeting.ByEarlierWords, earlier, trail.Carry);
            else if (known is not null) met.Leave(text, known, "Its words are not those of the transcript: they were changed in the other program, or here, in a way that cannot be followed.");
            else
            {
                var fitting = transcripts.Select(p => (Place: p, Turned: Fit(text, p))).Where(p => p.Turned is not null).ToList();
                if (fitting is not [var (place, turned)]) met.Leave(text, null, fitting.Count > 1 ? $"{fitting.Count} transcripts here have its words." : "No transcript of this study that you reach has its id or its words.");
                else if (place.Why is { } shut) met.Leave(text, place, $"It {shut}.");
                else met.Take(text, place, TextMeeting.ByWords, turned!, segment => segment);
            }
        }

        return met;
    }

    /// <summary>The code that a row names; with none of the study where there is no such code, and the path that one would have.</summary>
    public (CodingsPlanner.KnownCode? Known, IReadOnlyList<string> Path) CodeOf(string name) => CodeNamed.TryGetValue(name, out var id) ? _codes[id] : (null, [name]);

    public MemberId? CoderOf(string name) => CoderNamed.TryGetValue(name, out var id) && _coders.TryGetValue(id, out var member) ? member : null;

    /// <summary>What the file writes of the code that has a path here; null for none.</summary>
    public CodeWords? WordsAt(IReadOnlyList<string> path)
    {
        var found = _codes.FirstOrDefault(c => c.Value.Known is null && c.Value.Path.SequenceEqual(path, StringComparer.OrdinalIgnoreCase));
        return found.Value.Path is null ? null : _project.Codes[found.Key].Words;
    }

    /// <summary>A text that CoreStudy wrote before the transcript’s words were changed: what of them stands still is compared, so that it is that text.</summary>
    private static async Task<(TurnedText Turned, TextTrail Trail)?> EarlierAsync(StudyDb db, ProjectCodings project, ExchangedText text, CodingsPlanner.TranscriptPlace place, string now, CancellationToken cancel)
    {
        if (project.Written(text) is not var (turned, revision)) return null;
        var trail = new TextTrail(await TextRevising.StepsAsync(db, place.Id, revision, cancel));
        var standing = turned.Turns.Select(t => (Was: t.Segment, Is: trail.Follow(t.Segment.Start, t.Segment.End))).Where(t => t.Is.ChangedBy is null).ToList();
        return standing.Count > 0 && standing.TrueForAll(t => t.Is.End <= now.Length && now.AsSpan(t.Is.Start, t.Is.End - t.Is.Start).SequenceEqual(turned.Words.AsSpan(t.Was.Start, t.Was.Length))) ? (turned, trail) : null;
    }

    /// <summary>Codes by their ids, then by where they are in the tree: below the code that the one above them is here.</summary>
    private void MeetCodes(IReadOnlyList<CodingsPlanner.KnownCode> codes, Func<RefiId, CodingsPlanner.KnownCode, bool> isOf)
    {
        foreach (var (id, code) in _project.Codes)
        {
            IReadOnlyList<string> path = [.. code.Parent is { } parent ? _codes[parent].Path : [], code.Words.Name];
            var known = codes.FirstOrDefault(c => isOf(id, c));
            if (known is not null) _codesById.Add(id);
            known ??= codes.FirstOrDefault(c => c.Path.SequenceEqual(path, StringComparer.OrdinalIgnoreCase));
            _codes[id] = (known, known?.Path ?? path);
        }
    }

    private void Take(ExchangedText text, CodingsPlanner.TranscriptPlace place, TextMeeting meeting, TurnedText turned, Func<Segment, Segment> carry)
    {
        Transcripts[_project.TextNames[text.Id]] = place.Id;
        Add(text, place, meeting, turned, carry, "");
    }

    private void Leave(ExchangedText text, CodingsPlanner.TranscriptPlace? place, string why) => Add(text, place, TextMeeting.None, null, segment => segment, why);

    private void Add(ExchangedText text, CodingsPlanner.TranscriptPlace? place, TextMeeting meeting, TurnedText? turned, Func<Segment, Segment> carry, string why)
    {
        var before = _lines.Count;
        foreach (var line in _project.Lines(text, turned, carry, "Its text is left out.")) _lines.Add(line with { Number = _lines.Count + 1 });
        _texts.Add(new MetText(_project.TextNames[text.Id], meeting, place?.Title ?? "", why, _lines.Count - before));
    }
}
