using System.Globalization;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// Reads the elements of a project into the model. Text selections keep the numbers of the file for now (<see cref="RefiUnplaced"/>): how they are counted is known only when all
/// have been seen (<see cref="Placing"/>).
/// </summary>
internal sealed partial class ProjectReader(ElementReader xml, RefiArchive? archive, RefiLimits limits, CancellationToken cancel)
{
    private readonly ReportBuilder _report = xml.Report;
    private readonly Dictionary<string, int> _uses = new(StringComparer.OrdinalIgnoreCase);
    private long _textBytes;
    private int _unnamed;
    private bool _isCodebook;

    /// <summary>The texts as they lay in files, for placing what lies in them.</summary>
    public Dictionary<RefiText, StoredText> Stored { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The mark of each text selection in the report.</summary>
    public Dictionary<RefiSelection, int> Marks { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Which entries of the archive something refers to.</summary>
    public IReadOnlyCollection<string> Used => _uses.Keys;

    public RefiProject Project()
    {
        var e = xml.Enter();
        var name = e.Take("name");
        var project = new RefiProject { Name = name ?? "", Origin = e.Take("origin"), BasePath = e.Take("basePath"), Stamp = xml.Stamp(e, "creatingUserGUID", "modifyingUserGUID") };
        if (name is null) _report.Find(Reason.NameMissing, e.Mark, "the project");
        string? description = null;
        string? bookOrigin = null;
        var noteRefs = new List<RefiId>();
        var (users, codes, variables, cases, sources) = (new List<RefiUser>(), new List<RefiCode>(), new List<RefiVariable>(), new List<RefiCase>(), new List<RefiSource>());
        var (notes, links, sets, graphs) = (new List<RefiTextSource>(), new List<RefiLink>(), new List<RefiSet>(), new List<RefiGraph>());
        xml.Children(e, child =>
        {
            switch (child)
            {
                case "Users": xml.List(c => c == "User" && Add(users, User())); return true;
                case "CodeBook": CodeBook(codes, null, ref bookOrigin); return true;
                case "Variables": xml.List(c => c == "Variable" && Add(variables, Variable())); return true;
                case "Cases": xml.List(c => c == "Case" && Add(cases, Case())); return true;
                case "Sources": xml.List(c => Source(c) is { } source && Add(sources, source)); return true;
                case "Notes": xml.List(c => c == "Note" && Add(notes, TextSource())); return true;
                case "Links": xml.List(c => c == "Link" && Add(links, Link())); return true;
                case "Sets": xml.List(c => c == "Set" && Add(sets, Set())); return true;
                case "Graphs": xml.List(c => c == "Graph" && Add(graphs, Graph())); return true;
                case "Description": return xml.Once(ref description, e);
                default: return Reference(child, noteRefs);
            }
        });
        return project with
        {
            Origin = project.Origin ?? bookOrigin, Description = description, NoteRefs = noteRefs, Users = users, Codes = codes, Variables = variables,
            Cases = cases, Sources = sources, Notes = notes, Links = links, Sets = sets, Graphs = graphs,
        };
    }

    /// <summary>A codebook by itself, as a project without sources.</summary>
    public RefiProject Codebook()
    {
        _isCodebook = true;
        var (codes, sets) = (new List<RefiCode>(), new List<RefiSet>());
        string? origin = null;
        CodeBook(codes, sets, ref origin);
        return new RefiProject { Name = "", Origin = origin, Codes = codes, Sets = sets };
    }

    private void CodeBook(List<RefiCode> codes, List<RefiSet>? sets, ref string? origin)
    {
        var e = xml.Enter();
        origin ??= e.Take("origin");
        if (xml.Children(e, child =>
        {
            if (child == "Codes") xml.List(c => c == "Code" && Add(codes, Code()));
            else if (child == "Sets" && sets is not null) xml.List(c => c == "Set" && Add(sets, Set()));
            else return false;
            return true;
        }) == 0) _report.Find(Reason.ListEmpty, e.Mark, null);
    }

    private RefiUser User()
    {
        var e = xml.Enter();
        var user = new RefiUser(xml.OwnId(e), e.Take("name"), e.Take("id"));
        Nothing(e);
        return user;
    }

    private RefiCode Code()
    {
        var e = xml.Enter();
        var (id, name, codable) = (xml.OwnId(e), e.Take("name"), e.Take("isCodable"));
        e.Label = name;
        var isCodable = codable?.Trim().ToUpperInvariant() switch { "TRUE" or "1" => true, "FALSE" or "0" => false, _ => (bool?)null };
        if (isCodable is null) _report.Find(Reason.CodableUnsaid, e.Mark, name ?? id.ToString());
        var colour = xml.Colour(e);
        string? description = null;
        var (noteRefs, codes) = (new List<RefiId>(), new List<RefiCode>());
        xml.Children(e, child => child switch
        {
            "Description" => xml.Once(ref description, e),
            "Code" => Add(codes, Code()),
            _ => !_isCodebook && Reference(child, noteRefs),
        });
        if (string.IsNullOrWhiteSpace(name))
        {
            name = NameFrom(description) ?? string.Create(CultureInfo.InvariantCulture, $"Unnamed code {++_unnamed}");
            _report.Find(Reason.NameMissing, e.Mark, $"{id} is now “{name}”");
        }

        return new RefiCode { Id = id, Name = name, IsCodable = isCodable ?? true, Colour = colour, Description = description, NoteRefs = noteRefs, Codes = codes };
    }

    private RefiVariable Variable()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        if (name is null) _report.Find(Reason.NameMissing, e.Mark, id.ToString());
        var kind = xml.Word<RefiValueKind>(e, "typeOfVariable") ?? RefiValueKind.Text;
        string? description = null;
        xml.Children(e, child => child == "Description" && xml.Once(ref description, e));
        return new RefiVariable(id, name ?? "Unnamed variable", kind, description);
    }

    private RefiValue? Value()
    {
        var e = xml.Enter();
        var from = _report.Count;
        RefiId? variable = null;
        string? words = null;
        RefiValueKind? kind = null;
        xml.Children(e, child =>
        {
            if (child == "VariableRef")
            {
                var r = xml.Enter();
                variable ??= xml.Reference(r, "targetGUID");
                Nothing(r);
                return true;
            }

            if (!child.EndsWith("Value", StringComparison.Ordinal) || !Enum.TryParse<RefiValueKind>(child[..^5], out var said)) return false;
            if (words is not null)
            {
                xml.Skip(Reason.ElementRepeated, e);
                return true;
            }

            var v = xml.Enter();
            words = xml.Words(v);
            kind = said;
            if (said == RefiValueKind.Text || ValueSpelling.IsOf(said, words)) return true;
            if (words.Trim().Length == 0)
            {
                _report.Find(Reason.ValueEmpty, v.Mark, null);
                _report.SkipInside(v.Mark);
                (kind, words) = (null, "");
            }
            else
            {
                _report.Find(Reason.ValueNotOfKind, v.Mark, said.ToString());
                kind = RefiValueKind.Text;
            }

            return true;
        });
        if (variable is { } known) return new RefiValue(known, kind, words ?? "");
        Leave(e, Reason.TargetUnsaid, from);
        return null;
    }

    private RefiCase Case()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        string? description = null;
        var (codes, values, sources, selections) = (new List<RefiId>(), new List<RefiValue>(), new List<RefiId>(), new List<RefiId>());
        xml.Children(e, child => child switch
        {
            "Description" => xml.Once(ref description, e),
            "CodeRef" => Target(codes),
            "SourceRef" => Target(sources),
            "SelectionRef" => Target(selections),
            "VariableValue" => AddSome(values, Value()),
            _ => false,
        });
        return new RefiCase { Id = id, Name = name, Description = description, Codes = codes, Values = values, Sources = sources, Selections = selections };
    }

    private RefiSet Set()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        if (name is null) _report.Find(Reason.NameMissing, e.Mark, id.ToString());
        string? description = null;
        var (codes, sources, notes) = (new List<RefiId>(), new List<RefiId>(), new List<RefiId>());
        xml.Children(e, child => child switch
        {
            "Description" => xml.Once(ref description, e),
            "MemberCode" => Member(codes),
            "MemberSource" => Member(sources),
            "MemberNote" => Member(notes),
            _ => false,
        });
        return new RefiSet { Id = id, Name = name ?? "Unnamed set", Description = description, Codes = codes, Sources = sources, Notes = notes };
    }

    private RefiLink Link()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        var noteRefs = new List<RefiId>();
        var link = new RefiLink(id, name, xml.Word<RefiDirection>(e, "direction"), xml.Colour(e), xml.Reference(e, "originGUID"), xml.Reference(e, "targetGUID"), noteRefs);
        xml.Children(e, child => Reference(child, noteRefs));
        return link;
    }

    private RefiGraph Graph()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        var (vertices, edges) = (new List<RefiVertex>(), new List<RefiEdge>());
        xml.Children(e, child => child switch
        {
            "Vertex" => Add(vertices, Vertex()),
            "Edge" => Add(edges, Edge()),
            _ => false,
        });
        return new RefiGraph(id, name, vertices, edges);
    }

    private RefiVertex Vertex()
    {
        var e = xml.Enter();
        var vertex = new RefiVertex(
            xml.OwnId(e), xml.Reference(e, "representedGUID"), e.Take("name"), Point(e, "first"), xml.Number(e, "secondX", isNeeded: false), xml.Number(e, "secondY", isNeeded: false), xml.Word<RefiShape>(e, "shape"), xml.Colour(e));
        Nothing(e);
        return vertex;
    }

    private RefiEdge Edge()
    {
        var e = xml.Enter();
        var edge = new RefiEdge(
            xml.OwnId(e), xml.Reference(e, "representedGUID"), e.Take("name"), xml.Reference(e, "sourceVertex") ?? default, xml.Reference(e, "targetVertex") ?? default,
            xml.Colour(e), xml.Word<RefiDirection>(e, "direction"), xml.Word<RefiLineStyle>(e, "lineStyle"));
        Nothing(e);
        return edge;
    }

    private RefiPoint Point(Element e, string which) => new(xml.Number(e, which + "X") ?? -1, xml.Number(e, which + "Y") ?? -1);

    /// <summary>A NoteRef.</summary>
    private bool Reference(string child, List<RefiId> noteRefs) => child == "NoteRef" && Target(noteRefs);

    private bool Target(List<RefiId> into)
    {
        var e = xml.Enter();
        if (xml.Reference(e, "targetGUID") is { } id) into.Add(id);
        else _report.Find(Reason.TargetUnsaid, e.Mark, null);
        Nothing(e);
        return true;
    }

    /// <summary>A member of a set. Codebooks name it by “guid”, projects by “targetGUID”, older files by either, or in words.</summary>
    private bool Member(List<RefiId> into)
    {
        var e = xml.Enter();
        var (right, other) = _isCodebook ? ("guid", "targetGUID") : ("targetGUID", "guid");
        if (xml.Reference(e, right) is { } id)
        {
            into.Add(id);
            Nothing(e);
            return true;
        }

        var target = xml.Reference(e, other);
        var words = xml.Words(e);
        target ??= words.Trim().Length > 0 ? xml.Id(e, words) : null;
        if (target is { } known)
        {
            into.Add(known);
            _report.Find(Reason.MemberSpelling, e.Mark, e.Name);
        }
        else
        {
            _report.Find(Reason.TargetUnsaid, e.Mark, null);
        }

        return true;
    }

    private void Nothing(Element e) => xml.Children(e, _ => false);

    /// <summary>Leaves out an element that has been read, with all in it.</summary>
    private void Leave(Element e, Reason reason, int from)
    {
        _report.Find(reason, e.Mark, e.Label);
        for (var mark = from; mark < _report.Count; mark++) _report.SkipInside(mark);
    }

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }

    private static bool AddSome<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null) list.Add(item);
        return true;
    }

    private static string? NameFrom(string? description)
    {
        var words = description?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is null or []) return null;
        var name = string.Join(' ', words.Take(6));
        return name.Length <= 60 ? name : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[58]) ? 58 : 59), "…");
    }

    private string? Entry(Element e, string path, bool isText, out string told)
    {
        told = path;
        var at = path.IndexOf("://", StringComparison.Ordinal);
        var scheme = at < 0 ? "" : path[..at].ToLowerInvariant();
        var rest = at < 0 ? path : path[(at + 3)..];
        if (at < 0 && (rest.StartsWith('/') || (rest.Length > 2 && rest[1] == ':' && char.IsAsciiLetter(rest[0])))) scheme = "absolute";
        if (scheme is not ("" or "internal"))
        {
            _report.Find(Reason.FileOutside, e.Mark, e.Label ?? path);
            return null;
        }

        if (scheme.Length == 0)
        {
            _report.Find(Reason.PathForm, e.Mark, path);
            told = "internal://" + rest.Replace('\\', '/').TrimStart('/');
        }

        var isWhereItSays = false;
        var entry = archive?.Find(rest, out isWhereItSays);
        if (entry is null)
        {
            _report.Find(Reason.FileMissing, e.Mark, e.Label is { Length: > 0 } label ? $"{path} of {label}" : path);
            return null;
        }

        if (!isWhereItSays) _report.Find(Reason.FileBySimpleName, e.Mark, $"{path}: {entry}");
        ref var uses = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_uses, entry, out _);
        if (++uses == 2 && isText) _report.Find(Reason.FileShared, e.Mark, path);
        return entry;
    }

    private RefiFile? File(Element e, string attribute)
    {
        var path = e.Take(attribute);
        if (string.IsNullOrEmpty(path)) return null;
        var entry = Entry(e, path, isText: false, out var told);
        return new RefiFile(told, entry);
    }

    /// <summary>The words of a text, from its file where it is there, else from the project itself.</summary>
    /// <param name="inlineMark">The mark of the element with the words.</param>
    private RefiText Text(Element e, string? plainPath, RefiFile? rich, string? inline, int inlineMark)
    {
        string? missing = null;
        if (!string.IsNullOrEmpty(plainPath))
        {
            if (Entry(e, plainPath, isText: true, out missing) is { } entry)
            {
                if (inline is not null) _report.Find(Reason.TextTwice, inlineMark, e.Label);
                var bytes = archive!.Read(entry, Math.Min(limits.LargestText, limits.LargestTexts - _textBytes), cancel);
                _textBytes += bytes.Length;
                var stored = StoredText.Decode(bytes);
                if (stored.OtherEncoding is { } encoding) _report.Find(Reason.TextNotUtf8, e.Mark, $"{e.Label ?? plainPath}: {encoding}");
                return Known(new RefiText { Words = stored.Clean, Rich = rich }, stored);
            }
        }

        if (inline is null) return new RefiText { MissingPath = missing, Rich = rich };
        var words = StoredText.Inline(inline);
        return Known(new RefiText { Words = words.Clean, IsInline = true, MissingPath = missing, Rich = rich }, words);
    }

    private RefiText Known(RefiText text, StoredText stored)
    {
        Stored.Add(text, stored);
        return text;
    }
}
