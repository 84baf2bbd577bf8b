namespace CoreStudy.Interchange.RefiQda;

internal sealed partial class ProjectReader
{
    private RefiSource? Source(string kind) => kind switch
    {
        "TextSource" => TextSource(),
        "PictureSource" => Picture(),
        "PDFSource" => Pdf(),
        "AudioSource" => Recording(isVideo: false),
        "VideoSource" => Recording(isVideo: true),
        _ => null,
    };

    /// <summary>A TextSource, Note, Representation or TextDescription: the schema has one type for them.</summary>
    private RefiTextSource TextSource()
    {
        var e = xml.Enter();
        var (id, name, plain) = (xml.OwnId(e), e.Take("name"), e.Take("plainTextPath"));
        e.Label = name;
        var (rich, stamp) = (File(e, "richTextPath"), xml.Stamp(e));
        var inside = new Inside();
        string? inline = null;
        var inlineMark = -1;
        xml.Children(e, child => child switch
        {
            "PlainTextContent" => Inline(ref inline, ref inlineMark, e),
            "PlainTextSelection" => Add(inside.Selections, TextSelection()),
            _ => Common(child, inside, e),
        });
        return new RefiTextSource
        {
            Id = id, Name = name, Stamp = stamp, Text = Text(e, plain, rich, inline, inlineMark), Description = inside.Description,
            Selections = inside.Selections, Codings = inside.Codings, NoteRefs = inside.NoteRefs, Values = inside.Values,
        };
    }

    private RefiPictureSource Picture()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        var (file, current, stamp) = (File(e, "path"), e.Take("currentPath"), xml.Stamp(e));
        var inside = new Inside();
        RefiTextSource? words = null;
        xml.Children(e, child => child switch
        {
            "TextDescription" => Single(ref words, e),
            "PictureSelection" => Add(inside.Selections, Selection(s => new RefiPicturePlace(Point(s, "first"), Point(s, "second")))),
            _ => Common(child, inside, e),
        });
        return new RefiPictureSource
        {
            Id = id, Name = name, Stamp = stamp, File = file, CurrentPath = current, TextDescription = words, Description = inside.Description,
            Selections = inside.Selections, Codings = inside.Codings, NoteRefs = inside.NoteRefs, Values = inside.Values,
        };
    }

    private RefiPdfSource Pdf()
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        var (file, current, stamp) = (File(e, "path"), e.Take("currentPath"), xml.Stamp(e));
        var inside = new Inside();
        RefiTextSource? words = null;
        xml.Children(e, child => child switch
        {
            "Representation" => Single(ref words, e),
            "PDFSelection" => Add(inside.Selections, Selection(s => new RefiPagePlace(xml.Number(s, "page") ?? -1, Point(s, "first"), Point(s, "second")), hasRepresentation: true)),
            _ => Common(child, inside, e),
        });
        return new RefiPdfSource
        {
            Id = id, Name = name, Stamp = stamp, File = file, CurrentPath = current, Representation = words, Description = inside.Description,
            Selections = inside.Selections, Codings = inside.Codings, NoteRefs = inside.NoteRefs, Values = inside.Values,
        };
    }

    private RefiRecording Recording(bool isVideo)
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = name;
        var (file, current, stamp) = (File(e, "path"), e.Take("currentPath"), xml.Stamp(e));
        var inside = new Inside();
        var transcripts = new List<RefiTranscript>();
        xml.Children(e, child => child switch
        {
            "Transcript" => Add(transcripts, Transcript()),
            "AudioSelection" or "VideoSelection" => Add(inside.Selections, Selection(s =>
            {
                if (isVideo != (s.Name == "VideoSelection")) _report.Find(Reason.KindOther, s.Mark, s.Label);
                return new RefiTimePlace(xml.Number(s, "begin") ?? -1, xml.Number(s, "end") ?? -1);
            })),
            _ => Common(child, inside, e),
        });
        return new RefiRecording(isVideo)
        {
            Id = id, Name = name, Stamp = stamp, File = file, CurrentPath = current, Transcripts = transcripts, Description = inside.Description,
            Selections = inside.Selections, Codings = inside.Codings, NoteRefs = inside.NoteRefs, Values = inside.Values,
        };
    }

    private RefiTranscript Transcript()
    {
        var e = xml.Enter();
        var (id, name, plain) = (xml.OwnId(e), e.Take("name"), e.Take("plainTextPath"));
        e.Label = name;
        var (rich, stamp) = (File(e, "richTextPath"), xml.Stamp(e));
        string? description = null;
        string? inline = null;
        var inlineMark = -1;
        var (points, selections, noteRefs) = (new List<RefiSyncPoint>(), new List<RefiSelection>(), new List<RefiId>());
        xml.Children(e, child => child switch
        {
            "Description" => xml.Once(ref description, e),
            "PlainTextContent" => Inline(ref inline, ref inlineMark, e),
            "SyncPoint" => Add(points, SyncPoint()),
            "TranscriptSelection" => Add(selections, Selection(s => new RefiTranscriptPlace(xml.Reference(s, "fromSyncPoint"), xml.Reference(s, "toSyncPoint")))),
            _ => Reference(child, noteRefs),
        });
        return new RefiTranscript
        {
            Id = id, Name = name, Description = description, Stamp = stamp, Text = Text(e, plain, rich, inline, inlineMark), SyncPoints = points, Selections = selections, NoteRefs = noteRefs,
        };
    }

    private RefiSyncPoint SyncPoint()
    {
        var e = xml.Enter();
        var point = new RefiSyncPoint(xml.OwnId(e), xml.Number(e, "timeStamp", isNeeded: false), xml.Number(e, "position", isNeeded: false));
        Nothing(e);
        return point;
    }

    private RefiSelection TextSelection()
    {
        var mark = _report.Count;
        var selection = Selection(s => new RefiUnplaced(xml.Number(s, "startPosition") ?? -1, xml.Number(s, "endPosition") ?? -1));
        Marks.Add(selection, mark);
        return selection;
    }

    private RefiSelection Selection(Func<Element, RefiPlace> readPlace, bool hasRepresentation = false)
    {
        var e = xml.Enter();
        var (id, name) = (xml.OwnId(e), e.Take("name"));
        e.Label = id.ToString();
        var (place, stamp) = (readPlace(e), xml.Stamp(e));
        string? description = null;
        RefiTextSource? words = null;
        var (codings, noteRefs) = (new List<RefiCoding>(), new List<RefiId>());
        xml.Children(e, child => child switch
        {
            "Description" => xml.Once(ref description, e),
            "Representation" when hasRepresentation => Single(ref words, e),
            "Coding" => Coding(codings),
            _ => Reference(child, noteRefs),
        });
        return new RefiSelection { Id = id, Name = name, Place = place, Description = description, Stamp = stamp, Representation = words, Codings = codings, NoteRefs = noteRefs };
    }

    private bool Coding(List<RefiCoding> codings)
    {
        var e = xml.Enter();
        var from = _report.Count;
        var (id, by, at) = (xml.OwnId(e), xml.Reference(e, "creatingUser"), xml.Time(e, "creationDateTime"));
        e.Label = id.ToString();
        var (codes, noteRefs) = (new List<RefiId>(), new List<RefiId>());
        xml.Children(e, child => child == "CodeRef" ? Target(codes) : Reference(child, noteRefs));
        if (codes.Count == 0) Leave(e, Reason.CodeUnsaid, from);
        if (codes.Count > 1) _report.Find(Reason.CodingDivided, e.Mark, e.Label);
        foreach (var (n, code) in codes.Index()) codings.Add(new RefiCoding(n == 0 ? id : RefiId.From($"{id} {n}"), code, by, at, noteRefs));
        return true;
    }

    private bool Common(string child, Inside inside, Element e) => child switch
    {
        "Description" => xml.Once(ref inside.Description, e),
        "Coding" => Coding(inside.Codings),
        "VariableValue" => AddSome(inside.Values, Value()),
        _ => Reference(child, inside.NoteRefs),
    };

    private bool Single(ref RefiTextSource? text, Element e)
    {
        if (text is null) text = TextSource();
        else xml.Skip(Reason.ElementRepeated, e);
        return true;
    }

    private bool Inline(ref string? words, ref int mark, Element e)
    {
        mark = words is null ? _report.Count : mark;
        return xml.Once(ref words, e);
    }

    /// <summary>What every source can hold.</summary>
    private sealed class Inside
    {
        public string? Description;

        public List<RefiSelection> Selections { get; } = [];

        public List<RefiCoding> Codings { get; } = [];

        public List<RefiId> NoteRefs { get; } = [];

        public List<RefiValue> Values { get; } = [];
    }
}
