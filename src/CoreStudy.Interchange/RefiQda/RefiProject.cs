namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// What a REFI-QDA project (.qdpx) or codebook (.qdc) says, whichever tool wrote it. References are ids and may lead nowhere, as they do in files; whether they do, the
/// report of the reading says. Lists keep the order of the file.
/// </summary>
public sealed record RefiProject
{
    public required string Name { get; init; }

    /// <summary>The tool that the project comes from. Written again by us, it travels in the file of asides.</summary>
    public string? Origin { get; init; }

    public RefiStamp Stamp { get; init; }

    /// <summary>The folder under which files of <c>relative:</c> paths lie, on somebody's disk.</summary>
    public string? BasePath { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<RefiUser> Users { get; init; } = [];

    /// <summary>The codes at the top of the tree.</summary>
    public IReadOnlyList<RefiCode> Codes { get; init; } = [];

    public IReadOnlyList<RefiVariable> Variables { get; init; } = [];

    public IReadOnlyList<RefiCase> Cases { get; init; } = [];

    public IReadOnlyList<RefiSource> Sources { get; init; } = [];

    /// <summary>Memos: in the format they are texts like any other, with selections and codings of their own.</summary>
    public IReadOnlyList<RefiTextSource> Notes { get; init; } = [];

    public IReadOnlyList<RefiLink> Links { get; init; } = [];

    public IReadOnlyList<RefiSet> Sets { get; init; } = [];

    public IReadOnlyList<RefiGraph> Graphs { get; init; } = [];

    /// <summary>The notes on the project as a whole.</summary>
    public IReadOnlyList<RefiId> NoteRefs { get; init; } = [];

    /// <summary>How the numbers of those text selections are to be read that could not be placed; null where all were, or nobody knows.</summary>
    public PositionReading? UnplacedReading { get; init; }

    /// <summary>What the format has no place for, by the thing it belongs to: a name and its value. It travels in <c>corestudy.json</c>, which other tools pass over.</summary>
    public IReadOnlyDictionary<RefiId, IReadOnlyDictionary<string, string>> Asides { get; init; } = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>();

    /// <summary>Every code of the tree, each before those below it.</summary>
    public IEnumerable<RefiCode> AllCodes() => Codes.SelectMany(c => c.WithAllBelow());

    /// <summary>Every text with words: sources, notes, what was said about pictures, the words of printed pages.</summary>
    public IEnumerable<RefiTextSource> AllTexts() => Sources.SelectMany(s => s.Texts()).Concat(Notes);

    /// <summary>Every selection, with what it lies in.</summary>
    public IEnumerable<(RefiSource Source, RefiSelection Selection)> AllSelections() =>
        Sources.SelectMany(s => s.AllSelections().Select(x => (s, x))).Concat(Notes.SelectMany(n => n.Selections.Select(x => ((RefiSource)n, x))));

    public override string ToString() => $"{AllCodes().Count()} codes, {Sources.Count} sources";
}

/// <summary>Somebody who worked on the project.</summary>
/// <param name="Initials">What the format calls “id”: mostly initials.</param>
public sealed record RefiUser(RefiId Id, string? Name, string? Initials)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A code with those below it.</summary>
public sealed record RefiCode
{
    public required RefiId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>False for what only holds other codes. Some tools put codings on such codes all the same.</summary>
    public bool IsCodable { get; init; } = true;

    public RefiColour? Colour { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<RefiId> NoteRefs { get; init; } = [];

    public IReadOnlyList<RefiCode> Codes { get; init; } = [];

    public IEnumerable<RefiCode> WithAllBelow() => Codes.SelectMany(c => c.WithAllBelow()).Prepend(this);

    public override string ToString() => Id.ToString();
}

/// <summary>What the values of a variable are, as the schema names them.</summary>
public enum RefiValueKind
{
    Text,
    Boolean,
#pragma warning disable CA1720 // the schema's own words
    Integer,
    Float,
#pragma warning restore CA1720
    Date,
    DateTime,
}

/// <summary>An attribute of cases and sources.</summary>
public sealed record RefiVariable(RefiId Id, string Name, RefiValueKind Kind, string? Description)
{
    public override string ToString() => Id.ToString();
}

/// <summary>The value of a variable, in the spelling of the schema; null kind: the variable is named, and has no value.</summary>
public sealed record RefiValue(RefiId Variable, RefiValueKind? Kind, string Words)
{
    public override string ToString() => $"{Variable}: {Words.Length} characters";
}

/// <summary>A case: mostly a participant. NVivo writes each also as a code with the same id.</summary>
public sealed record RefiCase
{
    public required RefiId Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<RefiId> Codes { get; init; } = [];

    public IReadOnlyList<RefiValue> Values { get; init; } = [];

    public IReadOnlyList<RefiId> Sources { get; init; } = [];

    public IReadOnlyList<RefiId> Selections { get; init; } = [];

    public override string ToString() => Id.ToString();
}

/// <summary>A set of codes, sources and notes: a group, or a theme.</summary>
public sealed record RefiSet
{
    public required RefiId Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<RefiId> Codes { get; init; } = [];

    public IReadOnlyList<RefiId> Sources { get; init; } = [];

    public IReadOnlyList<RefiId> Notes { get; init; } = [];

    public override string ToString() => Id.ToString();
}

public enum RefiDirection
{
    Associative,
    OneWay,
    Bidirectional,
}

/// <summary>A link from one thing to another.</summary>
public sealed record RefiLink(RefiId Id, string? Name, RefiDirection? Direction, RefiColour? Colour, RefiId? From, RefiId? To, IReadOnlyList<RefiId> NoteRefs)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A drawn map.</summary>
public sealed record RefiGraph(RefiId Id, string? Name, IReadOnlyList<RefiVertex> Vertices, IReadOnlyList<RefiEdge> Edges)
{
    public override string ToString() => Id.ToString();
}

/// <summary>The outline of a vertex, as the schema names it.</summary>
public enum RefiShape
{
    Person,
    Oval,
    Rectangle,
    RoundedRectangle,
    Star,
    LeftTriangle,
    RightTriangle,
    UpTriangle,
    DownTriangle,
    Note,
}

/// <summary>A box of a map.</summary>
/// <param name="Represents">The thing that it stands for.</param>
/// <param name="First">Its first corner; the schema says nothing of the unit.</param>
public sealed record RefiVertex(RefiId Id, RefiId? Represents, string? Name, RefiPoint First, long? SecondX, long? SecondY, RefiShape? Shape, RefiColour? Colour)
{
    public override string ToString() => Id.ToString();
}

public enum RefiLineStyle
{
    Dotted,
    Dashed,
    Solid,
}

/// <summary>A line of a map, between two vertices.</summary>
public sealed record RefiEdge(RefiId Id, RefiId? Represents, string? Name, RefiId From, RefiId To, RefiColour? Colour, RefiDirection? Direction, RefiLineStyle? Style)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A place on a picture, page or map.</summary>
public readonly record struct RefiPoint(long X, long Y);
