using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Codebooks;

/// <summary>Finds which code each row means and what would become of it.</summary>
internal sealed class ImportPlanner
{
    private static readonly string[] Separators = [FrameworkTree.Separator.Trim(), ">", "/", "\\", "::", "|"];

    /// <summary>How many rows may wait for one another to be placed: more would fill the stack, which ends the process.</summary>
    private const int MostDepth = 200;

    private readonly Dictionary<CodeId, CodeSnapshot> _framework;
    private readonly Dictionary<CodeId, string> _paths;
    private readonly ILookup<string, CodeId> _byPath;
    private readonly ILookup<string, CodeId> _byName;
    private readonly List<Row> _rows;
    private readonly ILookup<string, Row> _rowsByPath;
    private readonly ILookup<string, Row> _rowsByName;
    private readonly ILookup<string, Row> _rowsById;
    private readonly ILookup<(CodeId? Parent, string Name), CodeSnapshot> _byPlace;
    private Dictionary<CodeId, Row> _rowsByKey = [];
    private readonly Dictionary<CodeId, Row> _taken = [];
    private int _depth;

    public ImportPlanner(IReadOnlyList<CodeSnapshot> framework, IReadOnlyList<CodeLine> lines)
    {
        _framework = framework.ToDictionary(c => c.Id);
        _paths = FrameworkTree.InOrder([.. framework]).ToDictionary(p => p.Code.Id, p => Join([.. p.Above, p.Code.Words.Name]));
        _byPath = _paths.ToLookup(p => Plain(p.Value), p => p.Key);
        _byName = framework.ToLookup(c => Plain(c.Words.Name), c => c.Id);
        _rows = [.. lines.Select(l => new Row(l))];
        _rowsByPath = _rows.ToLookup(r => Plain(r.Declared));
        _rowsByName = _rows.ToLookup(r => Plain(r.Line.Name));
        _rowsById = _rows.ToLookup(r => Plain(r.Line.Id ?? ""));
        _byPlace = framework.ToLookup(c => (c.ParentId, Plain(c.Words.Name)));
    }

    public ImportPlan Plan()
    {
        foreach (var row in _rows) BindById(row);
        foreach (var row in _rows) Resolve(row);
        foreach (var row in _rows) Describe(row);
        _rowsByKey = _rows.DistinctBy(r => r.Key).ToDictionary(r => r.Key);
        RefuseCircles();
        RefuseSameNames();
        RefuseExchanges();
        return new ImportPlan([.. _rows.Select(Planned)]);
    }

    private static string Join(IEnumerable<string> names) => string.Join(FrameworkTree.Separator, names);

    /// <summary>As two spellings of one name are compared: spaces and case aside.</summary>
    private static string Plain(string text) => TranscriptText.Normalise(text.Trim()).ToUpperInvariant();

    private void BindById(Row row)
    {
        if (!Guid.TryParse(row.Line.Id, out var guid) || !_framework.ContainsKey(new CodeId(guid))) return;
        Bind(row, new CodeId(guid));
    }

    private void Bind(Row row, CodeId id)
    {
        if (_taken.TryGetValue(id, out var other)) row.Wrong ??= $"It is the same code as row {other.Line.Number}. Keep one of the two rows.";
        else (row.Code, _taken[id]) = (_framework[id], row);
    }

    /// <summary>Finds the code above, and for a row without an id the code itself.</summary>
    private void Resolve(Row row)
    {
        if (row.IsResolved || row.IsResolving) return;
        row.IsResolving = true;
        _depth++;
        if (_depth <= MostDepth) row.Parent = ParentOf(row);
        else row.Wrong ??= $"It lies more than {MostDepth} codes deep, or as many rows have the name of the code above it. Please give each code one row, and write the whole path of the code above it.";
        _depth--;
        if (row.Code is null && row.Wrong is null && row.Parent is not { Code: null, Row: not null })
        {
            var below = _byPlace[(row.Parent?.Id, Plain(row.Line.Name))].ToList();
            var found = below.Find(c => c.Words.Name == row.Line.Name.Trim()) ?? (below.Count == 1 ? below[0] : null);
            if (found is not null) Bind(row, found.Id);
        }

        (row.IsResolving, row.IsResolved) = (false, true);
    }

    private Target? ParentOf(Row row)
    {
        if (row.Line.Parent is not { } text) return row.Code?.ParentId is { } kept ? Of(kept) : null;
        if (text.Trim().Length == 0) return null;
        if (row.Code?.ParentId is { } now && Plain(_paths[now]) == Plain(text)) return Of(now);
        if (Guid.TryParse(text, out var guid) && _framework.ContainsKey(new CodeId(guid))) return Of(new CodeId(guid));
        if (_rowsById[Plain(text)].FirstOrDefault(r => r != row) is { } numbered) return Of(numbered);

        foreach (var path in Readings(text))
        {
            if (One(row, text, _rowsByPath[path], _byPath[path], out var found)) return found;
        }

        if (One(row, text, _rowsByName[Plain(text)], _byName[Plain(text)], out var named)) return named;
        row.Wrong ??= $"There is no code “{text.Trim()}” to put it below. Add a row for that code, or correct the path.";
        return null;
    }

    /// <summary>The path as it stands, and as other programmes write one.</summary>
    private static IEnumerable<string> Readings(string text) => Separators.Where(s => text.Contains(s, StringComparison.Ordinal))
        .Select(s => Plain(Join(text.Split(s, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))))
        .Prepend(Plain(text)).Distinct();

    /// <summary>True where the search ends: one code was found, or several, which makes the row wrong.</summary>
    private bool One(Row row, string text, IEnumerable<Row> rows, IEnumerable<CodeId> codes, out Target? found)
    {
        var targets = rows.Where(r => r != row).Select(Of).Concat(codes.Where(id => id != row.Code?.Id).Select(Of)).DistinctBy(t => t.Key).ToList();
        found = targets.Count == 1 ? targets[0] : null;
        if (targets.Count > 1) row.Wrong ??= $"Several codes are called “{text.Trim()}”. Give the path from the top, such as “Training{FrameworkTree.Separator}Content”.";
        return targets.Count > 0;
    }

    private Target Of(CodeId id) => new(_framework[id], _taken.GetValueOrDefault(id));

    private Target Of(Row row)
    {
        Resolve(row);
        return new Target(row.Code, row);
    }

    private static void Describe(Row row)
    {
        if (row.Wrong is not null) return;
        var (line, old) = (row.Line, row.Code?.Words);
        var colour = string.IsNullOrWhiteSpace(line.Colour) ? old?.Colour ?? row.Parent?.Code?.Words.Colour ?? "#607d8b" : line.Colour.Trim();
        var words = new CodeWords(
            Kept(old?.Name, line.Name), Kept(old?.Definition, line.Definition), Kept(old?.WhenToUse, line.WhenToUse), Kept(old?.WhenNotToUse, line.WhenNotToUse),
            Kept(old?.Example, line.Example), Kept(old?.Synonyms, line.Synonyms), colour.Length == 6 && colour[0] != '#' ? $"#{colour}" : colour)
        { Shortcut = Kept(old?.Shortcut, line.Shortcut) };
        if (StateOf(line.State, row.Code?.State, out var state) is { } wrongState)
        {
            row.Wrong = wrongState;
            return;
        }

        if (Code.Create(default, null, words, 0).IsRefused(out var refusal, out var described))
        {
            row.Wrong = refusal.Sentence;
            return;
        }

        row.After = new CodeSnapshot(row.Key, row.Parent?.Key, described.Words, row.Code?.Position ?? 0, state, state == CodeState.Retired ? row.Code?.MergedInto : null);
    }

    /// <summary>The new wording, unless it differs only in what a file cannot keep: line ends, spaces around it, how accents are composed.</summary>
    private static string Kept(string? old, string? given) =>
        given is null ? old ?? "" : old is not null && Comparable(old) == Comparable(given) ? old : given;

    private static string Comparable(string text) =>
        string.Concat(TranscriptText.Normalise(text.ReplaceLineEndings("\n")).Where(c => c is '\n' or '\t' || !(char.IsControl(c) || c is '\uFEFF' or '\u200B' or '\u00AD'))).Trim();

    private static string? StateOf(string? given, CodeState? now, out CodeState state)
    {
        state = now ?? CodeState.Active;
        var word = Plain(given ?? "");
        if (word.Length == 0) return null;
        if (word is "IN USE" or "ACTIVE" or "ACCEPTED") state = CodeState.Active;
        else if (word is "RETIRED" or "ARCHIVED") state = CodeState.Retired;
        else if (word == "PROPOSED" && now is null or CodeState.Proposed) state = CodeState.Proposed;
        else if (word == "PROPOSED") return "A code that was accepted cannot become a proposal again. Write “In use” or “Retired”.";
        else return $"“{given!.Trim()}” is no state of a code. Write “In use”, “Proposed” or “Retired”.";
        return null;
    }

    private void RefuseCircles()
    {
        foreach (var row in _rows.Where(r => r.After is not null))
        {
            var seen = new HashSet<CodeId>();
            var circles = false;
            for (var above = row.After!.ParentId; above is { } id && !circles; above = ParentAfter(id)) circles = id == row.Key || !seen.Add(id);
            if (circles) row.Circles = true;
        }

        foreach (var row in _rows.Where(r => r.Circles)) row.Refuse("It would lie below itself. Correct what the code above it is.");
    }

    private CodeId? ParentAfter(CodeId id) =>
        _rowsByKey.TryGetValue(id, out var row) ? row.After?.ParentId : _framework.TryGetValue(id, out var code) ? code.ParentId : null;

    private void RefuseSameNames()
    {
        var others = _framework.Values.Where(c => !_taken.ContainsKey(c.Id)).Select(c => (Code: c, Row: (Row?)null));
        var same = _rows.Where(r => r.After is not null).Select(r => (Code: r.After!, Row: (Row?)r)).Concat(others)
            .GroupBy(c => (c.Code.ParentId, c.Code.Words.Name)).Where(g => g.Count() > 1);
        foreach (var (code, row) in same.ToList().SelectMany(g => g))
            row?.Refuse($"There would be two codes called “{code.Words.Name}” at the same place. Rename one of them.");
    }

    /// <summary>Two codes that take each other's name and place: the database sees each taken until the other has gone.</summary>
    private void RefuseExchanges()
    {
        var holders = _framework.Values.ToDictionary(c => (c.ParentId, c.Words.Name), c => c.Id);
        foreach (var row in _rows.Where(r => r is { Code: not null, After: not null }).ToList())
        {
            var next = row;
            for (var steps = 0; next is { Code: not null, After: not null } && steps <= _rows.Count; steps++)
            {
                if (!holders.TryGetValue((next.After.ParentId, next.After.Words.Name), out var holder) || holder == next.Key) break;
                if (holder == row.Key)
                {
                    row.Refuse("It exchanges its name with another row. Give one of them a third name first, then import again.");
                    break;
                }

                next = _taken.GetValueOrDefault(holder);
            }
        }
    }

    private PlannedLine Planned(Row row)
    {
        if (row.Wrong is not null || row.After is null) return new PlannedLine(row.Line, LineState.Wrong, row.Declared, [], row.Wrong ?? "The row cannot be read.");
        var fields = row.Code is null ? [] : Fields(row.Code, row.After).ToList();
        var state = row.Code is null ? LineState.New : fields.Count > 0 ? LineState.Changed : LineState.Unchanged;
        return new PlannedLine(row.Line, state, PathAfter(row.After), fields, null) { Before = row.Code, After = row.After };
    }

    private string PathAfter(CodeSnapshot code)
    {
        var names = new List<string> { code.Words.Name };
        for (var above = code.ParentId; above is { } id && names.Count < 50; above = ParentAfter(id)) // a circle elsewhere has no end
            names.Insert(0, _rowsByKey.GetValueOrDefault(id)?.After?.Words.Name ?? _framework.GetValueOrDefault(id)?.Words.Name ?? "?");
        return Join(names);
    }

    private static IEnumerable<string> Fields(CodeSnapshot old, CodeSnapshot now)
    {
        if (old.Words.Name != now.Words.Name) yield return "name";
        if (old.ParentId != now.ParentId) yield return "place in the tree";
        if (old.Words.Definition != now.Words.Definition) yield return "definition";
        if (old.Words.WhenToUse != now.Words.WhenToUse) yield return "when to use it";
        if (old.Words.WhenNotToUse != now.Words.WhenNotToUse) yield return "when not to use it";
        if (old.Words.Example != now.Words.Example) yield return "example";
        if (old.Words.Synonyms != now.Words.Synonyms) yield return "synonyms";
        if (!string.Equals(old.Words.Colour, now.Words.Colour, StringComparison.OrdinalIgnoreCase)) yield return "colour";
        if (old.Words.Shortcut != now.Words.Shortcut) yield return "shortcut";
        if (old.State != now.State) yield return "state";
    }

    /// <summary>A code of the framework, a row, or both.</summary>
    private sealed record Target(CodeSnapshot? Code, Row? Row)
    {
        public CodeId? Id => Code?.Id;

        public CodeId Key => Code?.Id ?? Row!.Key;
    }

    private sealed class Row(CodeLine line)
    {
        private readonly CodeId _new = CodeId.New();

        public CodeLine Line { get; } = line;

        public string Declared { get; } = string.IsNullOrWhiteSpace(line.Parent) ? line.Name.Trim() : Join([line.Parent.Trim(), line.Name.Trim()]);

        public CodeSnapshot? Code { get; set; }

        public CodeId Key => Code?.Id ?? _new;

        public Target? Parent { get; set; }

        public CodeSnapshot? After { get; set; }

        public string? Wrong { get; set; }

        public bool IsResolving { get; set; }

        public bool IsResolved { get; set; }

        public bool Circles { get; set; }

        public void Refuse(string sentence) => Wrong ??= sentence;
    }
}
