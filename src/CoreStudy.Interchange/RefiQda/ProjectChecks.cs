using System.Globalization;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>What somebody may want to know of a project that was read whole: references that lead nowhere, names twice, codings twice. Changes nothing.</summary>
internal sealed class ProjectChecks(RefiProject project, ReportBuilder report)
{
    private readonly HashSet<RefiId> _users = [.. project.Users.Select(u => u.Id)];
    private readonly Dictionary<RefiId, RefiCode> _codes = First(project.AllCodes(), c => c.Id);
    private readonly HashSet<RefiId> _variables = [.. project.Variables.Select(v => v.Id)];
    private readonly HashSet<RefiId> _cases = [.. project.Cases.Select(c => c.Id)];
    private readonly HashSet<RefiId> _sources = [.. project.Sources.Select(s => s.Id)];
    private readonly HashSet<RefiId> _notes = [.. project.Notes.Select(n => n.Id)];
    private readonly List<RefiId> _things = Things(project);
    private readonly HashSet<RefiId> _known = [.. Things(project)];
    private readonly HashSet<RefiId> _selections = [.. project.AllSelections().Select(s => s.Selection.Id)];

    public static RefiCounts Count(RefiProject project)
    {
        var selections = project.AllSelections().Select(s => s.Selection).ToList();
        var whole = project.Sources.Sum(s => s.Codings.Count + s.Texts().Where(t => t != s).Sum(t => t.Codings.Count)) + project.Notes.Sum(n => n.Codings.Count);
        var words = project.Sources.SelectMany(s => s.Texts()).Sum(t => (long)(t.Text.Words?.Length ?? 0)) + project.Sources.OfType<RefiRecording>().SelectMany(r => r.Transcripts).Sum(t => (long)(t.Text.Words?.Length ?? 0));
        return new RefiCounts(
            project.Users.Count, project.AllCodes().Count(), Depth(project.Codes), project.Sources.Count, words, selections.Count, selections.Sum(s => s.Codings.Count) + whole, whole,
            project.Cases.Count, project.Variables.Count, project.Notes.Count, project.Links.Count, project.Sets.Count, project.Graphs.Count);
    }

    public void Run()
    {
        Names();
        IdsTwice();
        foreach (var code in project.AllCodes()) Notes("Code", code.Name, code.NoteRefs);
        foreach (var source in project.Sources) Source(source);
        foreach (var note in project.Notes) Source(note);
        foreach (var one in project.Cases) Case(one);
        foreach (var set in project.Sets) Set(set);
        foreach (var link in project.Links) Link(link);
        Notes("Project", project.Name, project.NoteRefs);
        Users("Project", project.Name, project.Stamp);
        PassedOn();
    }

    private void Names()
    {
        SameNames(project.Codes);
        SameName("TextSource", project.Sources.OfType<RefiTextSource>().Select(s => s.Name));
        SameName("Note", project.Notes.Select(n => n.Name));
        SameName("Set", project.Sets.Select(s => s.Name));
        SameName("User", project.Users.Select(u => u.Name));
        foreach (var one in project.Cases.Where(c => string.IsNullOrWhiteSpace(c.Name))) report.Find(Reason.CaseWithoutName, "Case", one.Id.ToString());
        foreach (var code in project.AllCodes().Where(c => _cases.Contains(c.Id))) report.Find(Reason.CodeIsCase, "Code", code.Name);
    }

    private void SameNames(IReadOnlyList<RefiCode> siblings)
    {
        foreach (var same in siblings.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            for (var n = 0; n < same.Count(); n++) report.Find(Reason.SameCodeName, "Code", n == 0 ? same.Key : null);
        }

        foreach (var code in siblings) SameNames(code.Codes);
    }

    private void SameName(string element, IEnumerable<string?> names)
    {
        foreach (var same in names.Where(n => !string.IsNullOrWhiteSpace(n)).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            for (var n = 0; n < same.Count(); n++) report.Find(Reason.SameName, element, n == 0 ? same.Key : null);
        }
    }

    private void IdsTwice()
    {
        var seen = new HashSet<RefiId>();
        var things = _things.Concat(project.Cases.Where(c => !_codes.ContainsKey(c.Id)).Select(c => c.Id)); // a case that is a code is told as that
        foreach (var id in things.Where(id => !seen.Add(id))) report.Find(Reason.IdTwice, "", id.ToString());
    }

    /// <summary>The ids of all but cases.</summary>
    private static List<RefiId> Things(RefiProject project) =>
    [
        .. project.Users.Select(u => u.Id), .. project.AllCodes().Select(c => c.Id), .. project.Variables.Select(v => v.Id), .. project.Sources.Select(s => s.Id),
        .. project.Sources.SelectMany(s => s.Texts().Where(t => t != s)).Select(t => t.Id), .. project.Sources.OfType<RefiRecording>().SelectMany(r => r.Transcripts).Select(t => t.Id),
        .. project.Notes.Select(n => n.Id), .. project.Links.Select(l => l.Id), .. project.Sets.Select(s => s.Id), .. project.Graphs.Select(g => g.Id),
        .. project.AllSelections().Select(s => s.Selection.Id), .. project.AllSelections().SelectMany(s => s.Selection.Codings).Select(c => c.Id),
        .. project.Sources.SelectMany(s => s.Codings).Select(c => c.Id),
    ];

    private void Source(RefiSource source)
    {
        var name = source.Name ?? source.Id.ToString();
        Common(source, name);
        foreach (var text in source.Texts().Where(t => t != source)) Common(text, name);
        if (source is RefiRecording recording)
        {
            foreach (var transcript in recording.Transcripts)
            {
                Users("Transcript", name, transcript.Stamp);
                Notes("Transcript", name, transcript.NoteRefs);
                Selections(transcript.Selections, name);
            }
        }

        if (source is RefiPdfSource { Representation: { } words } pdf)
        {
            var rectangles = pdf.Selections.Select(s => s.Id).ToHashSet();
            foreach (var twin in words.Selections.Where(s => rectangles.Contains(s.Id))) report.Find(Reason.TwinOfText, "PlainTextSelection", twin.Id.ToString());
        }
    }

    private void Common(RefiSource source, string name)
    {
        var element = source is RefiTextSource ? "TextSource" : source is RefiPictureSource ? "PictureSource" : source is RefiPdfSource ? "PDFSource" : "AudioSource or VideoSource";
        Users(element, name, source.Stamp);
        Notes(element, name, source.NoteRefs);
        foreach (var value in source.Values) Value(value, name);
        Codings(source.Codings, name, null);
        Selections(source.Selections, name);
    }

    private void Selections(IReadOnlyList<RefiSelection> selections, string name)
    {
        var seen = new HashSet<RefiPlace>();
        var coded = new Dictionary<(RefiPlace, RefiId), HashSet<RefiId?>>();
        foreach (var selection in selections)
        {
            var label = Label(name, selection);
            Users("Selection", label, selection.Stamp);
            Notes("Selection", label, selection.NoteRefs);
            if (selection.Codings.Count == 0) report.Find(Reason.WithoutCoding, "Selection", label);
            if (!seen.Add(selection.Place)) report.Find(Reason.SamePlace, "Selection", label);
            Codings(selection.Codings, label, selection.Stamp.CreatedBy);
            foreach (var coding in selection.Codings)
            {
                if (!coded.TryGetValue((selection.Place, coding.Code), out var coders)) coded[(selection.Place, coding.Code)] = coders = [];
                var coder = (coding.By ?? selection.Stamp.CreatedBy) is { } said && _users.Contains(said) ? said : (RefiId?)null;
                var isTwice = coders.Count > 0 && (coder is null || coders.Contains(null) || coders.Contains(coder));
                coders.Add(coder);
                if (isTwice) report.Find(Reason.CodingTwice, "Coding", $"{label}: {NameOf(coding.Code)}");
            }
        }
    }

    private void Codings(IReadOnlyList<RefiCoding> codings, string label, RefiId? selector)
    {
        foreach (var coding in codings)
        {
            if (!_codes.TryGetValue(coding.Code, out var code)) report.Find(Reason.PointsNowhere, "CodeRef", $"{coding.Code} at {label}");
            else if (!code.IsCodable) report.Find(Reason.CodeNotCodable, "Coding", code.Name);
            if ((coding.By ?? selector) is null) report.Find(Reason.CoderUnsaid, "Coding", label);
            User("Coding", coding.By, label);
            Notes("Coding", label, coding.NoteRefs);
        }
    }

    private void Case(RefiCase one)
    {
        var name = one.Name ?? one.Id.ToString();
        foreach (var id in one.Codes.Where(id => !_codes.ContainsKey(id))) report.Find(Reason.PointsNowhere, "CodeRef", $"{id} of case {name}");
        foreach (var id in one.Sources.Where(id => !_sources.Contains(id))) report.Find(Reason.PointsNowhere, "SourceRef", $"{id} of case {name}");
        foreach (var id in one.Selections.Where(id => !_selections.Contains(id))) report.Find(Reason.PointsNowhere, "SelectionRef", $"{id} of case {name}");
        foreach (var value in one.Values) Value(value, $"case {name}");
    }

    private void Set(RefiSet set)
    {
        foreach (var id in set.Codes.Where(id => !_codes.ContainsKey(id))) report.Find(Reason.PointsNowhere, "MemberCode", $"{id} of {set.Name}");
        foreach (var id in set.Sources.Where(id => !_sources.Contains(id))) report.Find(Reason.PointsNowhere, "MemberSource", $"{id} of {set.Name}");
        foreach (var id in set.Notes.Where(id => !_notes.Contains(id))) report.Find(Reason.PointsNowhere, "MemberNote", $"{id} of {set.Name}");
    }

    private void Link(RefiLink link)
    {
        Notes("Link", link.Name ?? link.Id.ToString(), link.NoteRefs);
        foreach (var end in new[] { link.From, link.To })
        {
            if (end is { } id && !IsThere(id)) report.Find(Reason.PointsNowhere, "Link", $"{id} of {link.Name ?? link.Id.ToString()}");
        }
    }

    private bool IsThere(RefiId id) => _known.Contains(id) || _cases.Contains(id);

    private void Value(RefiValue value, string label)
    {
        if (!_variables.Contains(value.Variable)) report.Find(Reason.PointsNowhere, "VariableRef", $"{value.Variable} of {label}");
    }

    private void Users(string element, string label, RefiStamp stamp)
    {
        User(element, stamp.CreatedBy, label);
        User(element, stamp.ModifiedBy, label);
    }

    private void User(string element, RefiId? user, string label)
    {
        if (user is { } id && !_users.Contains(id)) report.Find(Reason.UserUnknown, element, $"{id} of {label}");
    }

    private void Notes(string element, string label, IReadOnlyList<RefiId> notes)
    {
        foreach (var id in notes.Where(id => !_notes.Contains(id))) report.Find(Reason.PointsNowhere, "NoteRef", $"{id} of {element} {label}");
    }

    private void PassedOn()
    {
        void Tell(string element, int count)
        {
            for (var n = 0; n < count; n++) report.Find(Reason.PassedOn, element, null);
        }

        Tell("PictureSource", project.Sources.OfType<RefiPictureSource>().Count());
        Tell("PDFSource", project.Sources.OfType<RefiPdfSource>().Count());
        Tell("AudioSource", project.Sources.OfType<RefiRecording>().Count(r => !r.IsVideo));
        Tell("VideoSource", project.Sources.OfType<RefiRecording>().Count(r => r.IsVideo));
        Tell("Graph", project.Graphs.Count);
    }

    private string NameOf(RefiId code) => _codes.TryGetValue(code, out var known) ? known.Name : code.ToString();

    private static string Label(string source, RefiSelection selection) => selection.Place switch
    {
        RefiTextPlace p => string.Create(CultureInfo.InvariantCulture, $"{source}: {p.Start}–{p.End}"),
        RefiUnplaced p => string.Create(CultureInfo.InvariantCulture, $"{source}: {p.Start}–{p.End}"),
        _ => $"{source}: {selection.Id}",
    };

    private static int Depth(IReadOnlyList<RefiCode> codes) => codes.Count == 0 ? 0 : 1 + codes.Max(c => Depth(c.Codes));

    private static Dictionary<RefiId, T> First<T>(IEnumerable<T> things, Func<T, RefiId> id)
    {
        var first = new Dictionary<RefiId, T>();
        foreach (var thing in things) first.TryAdd(id(thing), thing);
        return first;
    }
}
