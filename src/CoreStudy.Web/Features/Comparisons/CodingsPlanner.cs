using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Finds out what each row of a table of codings means in a study, or each coding of a project.</summary>
internal sealed class CodingsPlanner
{
    private static readonly char[] Dots = ['.'];

    private readonly List<TranscriptPlace> _transcripts;
    private readonly Dictionary<TranscriptId, Reading> _texts = [];
    private readonly List<KnownCode> _codes;
    private readonly List<Member> _members;
    private readonly CodingChoices _choices;
    private readonly MetProject? _met;
    private readonly IReadOnlyList<CodingLine> _lines;
    private readonly HashSet<(TranscriptId, MemberId, CodeId, Segment)> _standing;
    private readonly HashSet<Guid> _known = [];
    private readonly Dictionary<string, Result<TranscriptPlace>?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Result<CodeMeaning>> _meanings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CoderMeaning> _coderMeanings = new(StringComparer.Ordinal);

    private CodingsPlanner(
        List<TranscriptPlace> transcripts, List<KnownCode> codes, List<Member> members, CodingChoices choices, MetProject? met, IReadOnlyList<CodingLine> lines) =>
        (_transcripts, _codes, _members, _choices, _met, _lines, _standing) = (transcripts, codes, members, choices, met, lines, []);

    public ImportPossibilities Possibilities => new(
        [.. _transcripts.Where(t => t.Why is null).Select(t => new NamedThing<TranscriptId>(t.Id, t.Title))],
        [.. _codes.Where(c => c.IsUsable).Select(c => new NamedThing<CodeId>(c.Id, string.Join(FrameworkTree.Separator, c.Path)))],
        [.. _members.Where(m => m.IsOutside || (m.EndedAt is null && Rights.Allow(m.Role, Operation.Code))).Select(m => new NamedThing<MemberId>(m.Id, m.Name))]);

    /// <summary>The words of each transcript that a row is about, as they are now.</summary>
    public IReadOnlyDictionary<TranscriptId, Reading> Texts => _texts;

    /// <summary>Reads what the rows can mean: titles, codes and members of the whole study, texts and codings of the transcripts that they name.</summary>
    public static async Task<CodingsPlanner> ReadAsync(StudyDb db, Member lead, CodingsTable table, CodingChoices choices, CancellationToken cancel)
    {
        var (study, blind) = (lead.StudyId, db.BlindRounds());
        var transcripts = (await db.Transcripts.Where(t => t.StudyId == study).OrderBy(t => t.Title)
            .Select(t => new { t.Id, t.Title, t.TrustId, IsReleased = t.ReleasedAt != null, IsOpen = t.OpenedAt != null, IsPutAway = t.ArchivedAt != null,
                IsBlind = blind.Any(r => r.Transcripts.Any(x => x.TranscriptId == t.Id)) }).ToListAsync(cancel))
            .Where(t => lead.ReachesTrust(t.TrustId))
            .Select(t => new TranscriptPlace(t.Id, t.Title, t.TrustId, !t.IsReleased ? "still identifies people: an admin releases it first" : t.IsPutAway ? "is put away: bring it back first"
                : t.IsBlind ? "is in a blind round: codings can be brought in once it is open" : !t.IsOpen ? "is not open for coding: open it first" : null))
            .ToList();
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == study).OrderBy(c => c.Position).ToListAsync(cancel);
        var placed = FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(p => new KnownCode(p.Code.Id, [.. p.Above, p.Code.Words.Name], p.Code.State, p.Code.MergedInto)).ToList();
        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == study).OrderBy(m => m.Name).ToListAsync(cancel);
        var met = table.Project is { } project ? await MetProject.ReadAsync(db, study, project, transcripts, placed, members, cancel) : null;
        var planner = new CodingsPlanner(transcripts, placed, members, choices, met, met?.Lines ?? table.Lines);
        var named = planner._lines.Select(l => l.Transcript).Distinct().Select(planner.FileNamed).Where(f => f is not null && !f.IsRefused(out _, out _)).Select(f => f!.IsRefused(out _, out var place) ? default : place.Id).Distinct().ToList();
        foreach (var text in await db.TranscriptTexts.AsNoTracking().Where(t => named.Contains(t.TranscriptId)).ToListAsync(cancel)) planner._texts[text.TranscriptId] = new Reading(new TranscriptText(text.Words), [], choices.Offsets);
        foreach (var turn in await db.Turns.AsNoTracking().Where(t => named.Contains(t.TranscriptId)).OrderBy(t => t.Number).ToListAsync(cancel)) planner._texts[turn.TranscriptId].Turns.Add(turn.Segment);
        foreach (var coding in await db.Codings.Where(c => named.Contains(c.TranscriptId)).Select(c => new { c.Id, c.TranscriptId, c.MemberId, c.CodeId, c.Segment, c.RemovedAt }).ToListAsync(cancel))
        {
            planner._known.Add(coding.Id.Value);
            if (coding.RemovedAt is null) planner._standing.Add((coding.TranscriptId, coding.MemberId, coding.CodeId, coding.Segment));
        }

        return planner;
    }

    public CodingsPlan Plan()
    {
        var seen = new HashSet<(TranscriptId, string, string, Segment)>();
        var lines = _lines.Select(l => Plan(l, seen)).ToList();
        // names are listed for as long as their meaning was a choice, so that the choice can be made otherwise
        List<UnknownName> Unknown(Func<CodingLine, string> name, Func<string, bool> isUnknown) =>
            [.. _lines.Where(l => name(l).Length > 0 && (_met is null || l.Wrong is null)).GroupBy(name).Where(g => isUnknown(g.Key)).Select(g => new UnknownName(g.Key, g.Count())).OrderBy(u => u.Name, StringComparer.OrdinalIgnoreCase)];
        var coming = lines.Where(l => l.State == PlannedState.New).ToList();
        return new CodingsPlan(
            lines,
            Unknown(l => l.Transcript, n => KnownFile(n) is null),
            Unknown(l => l.Code, n => KnownCodeOf(n) is null),
            Unknown(l => l.Coder, n => KnownCoder(n) is null),
            [.. coming.Where(l => CodeMeant(l.Line.Code) is { Existing: null }).Select(l => l.Code).Distinct()],
            [.. lines.Where(l => (l.State is PlannedState.New or PlannedState.Nothing) && CoderMeant(l.Line.Coder).Existing is null).Select(l => CoderMeant(l.Line.Coder).Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            lines.Where(l => l.Transcript is not null).Select(l => l.Transcript).Distinct().Count(),
            _lines.Where(l => l.Coder.Length > 0).Select(l => CoderMeant(l.Coder)).Where(c => !c.IsLeftOut).Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count()) { Meeting = _met?.Told };
    }

    /// <summary>What the file writes of a code that is to be made; null where it writes nothing.</summary>
    /// <param name="path">Its names from the top, once it is made.</param>
    public CodeWords? WordsOf(IReadOnlyList<string> path) => _met?.WordsAt(path) ?? _met?.WordsAt([.. path.Skip(Under.Count)]);

    /// <summary>The ids that codes and coders of rows have in the file, beside those that they have here.</summary>
    public IEnumerable<OutsideId> OutsideIdsOf(StudyId study, IEnumerable<(string Code, CodeId CodeId, string Coder, MemberId CoderId)> rows) => _met is not { } met ? [] :
        rows.SelectMany(r => new (OutsideKind Kind, Guid Ours, RefiId? Theirs)[]
        {
            (OutsideKind.Code, r.CodeId.Value, met.CodeNamed.TryGetValue(r.Code, out var code) ? code : null), (OutsideKind.User, r.CoderId.Value, met.CoderNamed.TryGetValue(r.Coder, out var coder) ? coder : null),
        }).Where(i => i.Theirs is { } theirs && theirs.Value != i.Ours).Distinct().Select(i => new OutsideId(study, i.Kind, i.Ours, i.Theirs!.Value.Value));

    /// <summary>The code that a name means; with no id where it is to be made; null where it is wrong.</summary>
    public CodeMeaning? CodeMeant(string name) => MeaningOf(name).IsRefused(out _, out var meaning) ? null : meaning;

    public CoderMeaning CoderMeant(string name)
    {
        if (_coderMeanings.TryGetValue(name, out var known)) return known;
        var choice = _choices.Coders.GetValueOrDefault(name);
        var member = KnownCoder(name) ?? (choice.Existing is { } id ? _members.Find(m => m.Id == id) : null);
        return _coderMeanings[name] = new CoderMeaning(member, choice.IsLeftOut && KnownCoder(name) is null, member?.Name ?? name);
    }

    private PlannedCoding Plan(CodingLine line, HashSet<(TranscriptId, string, string, Segment)> seen)
    {
        // a table is corrected and chosen again; of a project what cannot come in is listed
        PlannedCoding Wrong(string why) => new(line, _met is null ? PlannedState.Wrong : PlannedState.LeftOut, null, null, line.Code, why);
        string In(string column, string sentence) => _met is null ? $"Column “{column}”: {sentence}" : sentence;
        if (line.Wrong is { } unread) return Wrong(unread);
        if (_choices.Transcripts.GetValueOrDefault(line.Transcript).IsLeftOut || _choices.Codes.GetValueOrDefault(line.Code).IsLeftOut || CoderMeant(line.Coder).IsLeftOut)
            return new PlannedCoding(line, PlannedState.LeftOut, null, null, line.Code, null);
        if (FileNamed(line.Transcript) is not { } file) return Wrong($"Column “Transcript”: there is no transcript “{line.Transcript}” in this study. Choose above which it is, or leave its rows out.");
        if (file.IsRefused(out var noFile, out var place)) return Wrong(In("Transcript", noFile.Sentence));
        var coder = CoderMeant(line.Coder);
        var reading = _texts[place.Id];
        var isByWords = line.Place == CodingPlace.ByWords;
        if ((isByWords ? reading.Find(line.Words ?? "") : reading.Find(line.Place)).IsRefused(out var noPlace, out var segment))
            return isByWords ? new PlannedCoding(line, PlannedState.NotFound, place.Id, null, line.Code, noPlace.Sentence) : Wrong(noPlace.Sentence);
        if (!isByWords && line.Words is { } words && !reading.Holds(segment, words)) return Wrong($"Column “Words”: other words stand there in “{place.Title}”. Was the file made from another text, or does it count in another way?");
        var mayNot = coder.Existing is not { IsOutside: false } member ? null
            : !Rights.Allow(member.Role, Operation.Code) ? In("Coder", $"{member.Name} does not code in this study.")
            : !member.ReachesTrust(place.TrustId) ? In("Coder", $"the trust of “{place.Title}” is not open to {member.Name}.") : null;
        if (line.Code.Length == 0) return mayNot is null ? new PlannedCoding(line, PlannedState.Nothing, place.Id, segment, "", null) : Wrong(mayNot);
        if (MeaningOf(line.Code).IsRefused(out var noCode, out var code)) return mayNot is null ? Wrong(In("Code", noCode.Sentence)) : Wrong(mayNot);
        var path = string.Join(FrameworkTree.Separator, code.Path);
        if (coder.Existing is { } who && code.Existing is { } what && _standing.Contains((place.Id, who.Id, what, segment))) return new PlannedCoding(line, PlannedState.Already, place.Id, segment, path, null);
        if (line.Id is { } id && (_known.Contains(id) || _met!.Codings.Contains(id))) return Wrong("It was here before, and has been changed or removed since: here, or in the other program.");
        if (mayNot is not null) return Wrong(mayNot);
        if (code.Existing is null && _choices.MakesNoCodes && !_choices.Codes.ContainsKey(line.Code)) return Wrong("The framework has no such code.");
        return new PlannedCoding(line, seen.Add((place.Id, coder.Name.ToUpperInvariant(), path.ToUpperInvariant(), segment)) ? PlannedState.New : PlannedState.Twice, place.Id, segment, path, null);
    }

    /// <summary>The transcript that a row means, by title, by title before an ending such as .txt, or by label; null where nothing is known under that name.</summary>
    private Result<TranscriptPlace>? FileNamed(string name)
    {
        if (_files.TryGetValue(name, out var kept)) return kept;
        var found = KnownFile(name);
        if (found is null && _choices.Transcripts.GetValueOrDefault(name).Existing is { } chosen && _transcripts.Find(t => t.Id == chosen) is { } place)
            found = place.Why is { } why ? new Refusal($"“{place.Title}” {why}.") : place;
        return _files[name] = found;
    }

    private Result<TranscriptPlace>? KnownFile(string name)
    {
        if (_met is not null) return _met.Transcripts.TryGetValue(name, out var met) ? _transcripts.Find(t => t.Id == met)! : new Refusal("It is not met.");
        var bare = name.Split(Dots) is [.. var before, { Length: > 0 and <= 5 } ending] && before.Length > 0 && ending.All(char.IsAsciiLetterOrDigit) ? string.Join('.', before) : name;
        var fitting = Fitting(t => t.Title == name) ?? Fitting(t => Same(t.Title, name)) ?? Fitting(t => Same(t.Title, bare)) ?? Fitting(t => Same(t.Title.Split([',', ';', ':'], 2)[0].Trim(), bare));
        return fitting switch
        {
            null => null,
            [var one] => one.Why is { } why ? new Refusal($"“{one.Title}” {why}.") : one,
            _ => new Refusal($"{fitting.Count} transcripts are called “{name}”. Give one of them another title first."),
        };

        List<TranscriptPlace>? Fitting(Predicate<TranscriptPlace> fits) => _transcripts.FindAll(fits) is { Count: > 0 } some ? some : null;
    }

    private Result<CodeMeaning> MeaningOf(string name)
    {
        if (_meanings.TryGetValue(name, out var kept)) return kept;
        return _meanings[name] = KnownCodeOf(name) ?? Chosen(name);
    }

    private IReadOnlyList<string> Under => _choices.NewCodesUnder is { } parent && _codes.Find(c => c.Id == parent) is { } above ? above.Path : [];

    private Result<CodeMeaning> Chosen(string name)
    {
        if (_choices.Codes.GetValueOrDefault(name).Existing is { } id && _codes.Find(c => c.Id == id) is { IsUsable: true } code) return new CodeMeaning(code.Id, code.Path);
        if (_met is null) return new CodeMeaning(null, [.. Under, .. PathOf(name)]);
        var path = _met.CodeOf(name).Path;
        return new CodeMeaning(null, _codes.Exists(c => c.Path.Count == 1 && Same(c.Path[0], path[0])) ? path : [.. Under, .. path]); // below a code of the study it stays there
    }

    /// <summary>A code of the framework that a name or path means; null where there is none.</summary>
    private Result<CodeMeaning>? KnownCodeOf(string name)
    {
        if (_met is not null) return _met.CodeOf(name).Known is { } met ? Meant(met) : null;
        string[][] readings = name.Contains('=', StringComparison.Ordinal) || name.Contains('›', StringComparison.Ordinal) || name.Contains('>', StringComparison.Ordinal) ? [[name], PathOf(name)] : [[name]];
        foreach (var path in readings)
        {
            var fitting = _codes.FindAll(c => EndsWith(c.Path, path));
            if (fitting.Count > 1 && fitting.FindAll(c => c.Path.Count == path.Length) is [var whole]) fitting = [whole];
            if (fitting.Count > 1 && fitting.FindAll(c => c.IsUsable) is [var usable]) fitting = [usable];
            if (fitting.Count == 0) continue;
            if (fitting.Count > 1) return new Refusal($"{fitting.Count} codes are called “{name}”. Write the path, such as “{string.Join(FrameworkTree.Separator, fitting[0].Path)}”.");
            return Meant(fitting[0]);
        }

        return null;
    }

    /// <summary>A code, or the one that its codings went to.</summary>
    private Result<CodeMeaning> Meant(KnownCode code)
    {
        while (code.MergedInto is { } into && _codes.Find(c => c.Id == into) is { } next) code = next;
        return code.IsUsable ? new CodeMeaning(code.Id, code.Path) : new Refusal($"“{code.Path[^1]}” has been retired from the framework.");
    }

    private Member? KnownCoder(string name) => _met is null ? Called(name) : _met.CoderOf(name) is { } met ? _members.Find(m => m.Id == met) : Called(name) is { IsOutside: true } outside ? outside : null;

    private Member? Called(string name) => _members.FindAll(m => Same(m.Name, name)) switch
    {
        [] => null,
        [var one] => one,
        var several => several.Find(m => m.EndedAt is null) ?? several[0],
    };

    /// <summary>“variable=label” and “above › below” are paths.</summary>
    private static string[] PathOf(string name)
    {
        var parts = name.Split(name.Contains('›', StringComparison.Ordinal) ? '›' : name.Contains('=', StringComparison.Ordinal) ? '=' : '>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? [name] : parts;
    }

    private static bool EndsWith(IReadOnlyList<string> path, string[] end) =>
        end.Length <= path.Count && end.Index().All(e => Same(path[path.Count - end.Length + e.Index], e.Item));

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <param name="Why">Why nothing can be brought in; null where it can.</param>
    internal sealed record TranscriptPlace(TranscriptId Id, string Title, TrustId TrustId, string? Why);

    internal sealed record KnownCode(CodeId Id, IReadOnlyList<string> Path, CodeState State, CodeId? MergedInto)
    {
        public bool IsUsable => State != CodeState.Retired && MergedInto is null;
    }

    /// <param name="Existing">Null where it is to be made.</param>
    internal sealed record CodeMeaning(CodeId? Existing, IReadOnlyList<string> Path);

    /// <param name="Existing">Null where a coder from outside is to be made.</param>
    internal sealed record CoderMeaning(Member? Existing, bool IsLeftOut, string Name);

    /// <summary>A text in which places of a file are found.</summary>
    internal sealed class Reading(TranscriptText text, List<Segment> turns, OffsetCount count)
    {
        private int[]? _units;
        private (string Words, int[] Places)? _plain;

        public List<Segment> Turns { get; } = turns;

        public string Cut(Segment segment) => text.Words[segment.Start..segment.End];

        public bool Holds(Segment segment, string words) => string.Equals(Plain(Cut(segment)), Plain(words), StringComparison.Ordinal);

        public Result<Segment> Find(CodingPlace place)
        {
            if (place.Turn is { } turn)
                return turn <= Turns.Count ? Turns[turn - 1] : new Refusal($"Column “Turn”: there is no turn {turn.ToString(CultureInfo.InvariantCulture)}; the transcript has {Turns.Count}.");
            var (start, end) = (place.Start!.Value, place.End!.Value);
            if (count == OffsetCount.CodePoints)
            {
                _units ??= Units(text.Words);
                if (end >= _units.Length) return new Refusal($"Column “End”: {end} is past the end of the transcript, which has {_units.Length - 1} code points.");
                (start, end) = (_units[start], _units[end]);
            }

            if (end > text.Length) return new Refusal($"Column “End”: {end} is past the end of the transcript, which has {text.Length} characters.");
            return text.Cut(new Segment(start, end)).IsRefused(out _, out var cut)
                ? new Refusal("Columns “Start” and “End” cut a character in two. Does the file count code points? Choose so above.")
                : cut.Segment;
        }

        /// <summary>The one place where words stand: as they are, else whatever white space and quotation marks there are.</summary>
        public Result<Segment> Find(string words)
        {
            var exact = All(text.Words, words.Trim());
            if (exact.Count == 1) return new Segment(exact[0], exact[0] + words.Trim().Length);
            if (exact.Count > 1) return Several(exact.Count);
            _plain ??= Plainly(text.Words);
            var (plain, places) = _plain.Value;
            var (wanted, _) = Plainly(words);
            if (wanted.Length == 0) return new Refusal("There are no words to seek.");
            var found = All(plain, wanted);
            return found.Count switch
            {
                0 => new Refusal("These words stand nowhere in the transcript. Were they changed, or taken out of another text?"),
                1 => new TranscriptText(text.Words).SnapOutwards(new Segment(places[found[0]], places[found[0] + wanted.Length - 1] + 1)),
                var several => Several(several),
            };
        }

        private static Refusal Several(int count) => new($"These words stand at {count} places of the transcript, and the file does not say which is meant. Code it by hand, or give Start and End.");

        private static List<int> All(string text, string words)
        {
            var found = new List<int>();
            for (var at = words.Length == 0 ? -1 : text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal)) found.Add(at);
            return found;
        }

        /// <summary>Letters, digits and signs without white space, quotation marks and dashes as the simple ones, and where each stands.</summary>
        private static (string Words, int[] Places) Plainly(string words)
        {
            var (plain, places) = (new System.Text.StringBuilder(words.Length), new List<int>(words.Length));
            for (var at = 0; at < words.Length; at++)
            {
                var c = words[at] switch { '“' or '”' or '„' or '«' or '»' => '"', '‘' or '’' or '‚' or '´' or '`' => '\'', '–' or '—' or '‑' => '-', var other => other };
                if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF') continue;
                plain.Append(c);
                places.Add(at);
            }

            return (plain.ToString(), [.. places]);
        }

        /// <summary>For each code point and the end, its place in code units.</summary>
        private static int[] Units(string words)
        {
            var units = new List<int>(words.Length + 1);
            for (var at = 0; at < words.Length; at += char.IsHighSurrogate(words[at]) ? 2 : 1) units.Add(at);
            units.Add(words.Length);
            return [.. units];
        }

        private static string Plain(string words) => string.Join(' ', TranscriptText.Normalise(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
