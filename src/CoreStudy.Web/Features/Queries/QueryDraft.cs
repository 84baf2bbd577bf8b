using CoreStudy.Domain;
using CoreStudy.Domain.Queries;

namespace CoreStudy.Web.Features.Queries;

/// <summary>What a line of a query asks about.</summary>
public enum LineKind
{
    Code,
    Words,
    Role,
    Attribute,

    /// <summary>Another passage, and how it lies to the one that is looked for.</summary>
    Related,

    /// <summary>Lines of its own.</summary>
    Group,
}

/// <summary>A line of a query while it is being written. It can hold what cannot be asked yet.</summary>
public sealed class QueryLine
{
    /// <summary>Tells lines apart on the screen.</summary>
    public string Key { get; } = $"{Guid.CreateVersion7():n}";

    public LineKind Kind { get; set; }

    public bool IsNot { get; set; }

    public IReadOnlyList<CodeId> Codes { get; set; } = [];

    public bool WithSubcodes { get; set; } = true;

    public string Text { get; set; } = "";

    public IReadOnlyList<string> Roles { get; set; } = [];

    public AttributeId? Attribute { get; set; }

    public IReadOnlyList<string> Values { get; set; } = [];

    public Relation Relation { get; set; }

    public int Within { get; set; } = 2;

    public DistanceUnit Unit { get; set; } = DistanceUnit.Turns;

    /// <summary>The lines of the other passage, or of the group.</summary>
    public QueryDraft Inner { get; private set; } = new();

    /// <summary>Asks about something else; what was written for the other kinds stays, should they come back.</summary>
    public void Become(LineKind kind)
    {
        Kind = kind;
        if (kind is LineKind.Related or LineKind.Group && Inner.Lines.Count == 0) Inner.Lines.Add(new QueryLine());
    }

    public static QueryLine Of(QueryPart part)
    {
        var line = new QueryLine();
        while (part is NotSo not) (part, line.IsNot) = (not.Part, !line.IsNot);
        switch (part)
        {
            case CodeIs code:
                (line.Kind, line.Codes, line.WithSubcodes) = (LineKind.Code, code.Codes, code.WithSubcodes);
                break;
            case WordsContain words:
                (line.Kind, line.Text) = (LineKind.Words, words.Text);
                break;
            case RoleIs role:
                (line.Kind, line.Roles) = (LineKind.Role, role.Roles);
                break;
            case AttributeIs attribute:
                (line.Kind, line.Attribute, line.Values) = (LineKind.Attribute, attribute.AttributeId, attribute.Values);
                break;
            case Related related:
                (line.Kind, line.Relation, line.Within, line.Unit, line.Inner) = (LineKind.Related, related.Relation, related.Within, related.Unit, QueryDraft.Of(related.Other));
                break;
            default:
                (line.Kind, line.Inner) = (LineKind.Group, QueryDraft.Of(part));
                break;
        }

        return line;
    }

    /// <param name="lines">Takes down which line each part came from, by reference.</param>
    internal QueryPart ToPart(Dictionary<QueryPart, string> lines)
    {
        QueryPart part = Kind switch
        {
            LineKind.Code => new CodeIs(Codes, WithSubcodes),
            LineKind.Words => new WordsContain(Text),
            LineKind.Role => new RoleIs(Roles),
            LineKind.Attribute => new AttributeIs(Attribute ?? default, Values),
            LineKind.Related => new Related(Relation, Within, Unit, Inner.ToPart(lines, Key)),
            _ => Inner.ToPart(lines, Key),
        };
        lines[part] = Key;
        return IsNot ? new NotSo(part) : part;
    }
}

/// <summary>Lines of a query that hold together, or one or another of them.</summary>
public sealed class QueryDraft
{
    public bool IsAny { get; set; }

    public List<QueryLine> Lines { get; } = [];

    /// <summary>What a query begins with: a line for a code.</summary>
    public static QueryDraft Empty()
    {
        var draft = new QueryDraft();
        draft.Lines.Add(new QueryLine());
        return draft;
    }

    public static QueryDraft Of(QueryPart part)
    {
        var draft = new QueryDraft { IsAny = part is AnyOf };
        draft.Lines.AddRange(part switch { AllOf all => all.Parts, AnyOf any => any.Parts, _ => [part] } is var parts ? parts.Select(QueryLine.Of) : []);
        return draft;
    }

    /// <summary>The question, and which line each part of it came from; the empty string for the whole.</summary>
    public (QueryPart Part, IReadOnlyDictionary<QueryPart, string> Lines) ToPart()
    {
        var lines = new Dictionary<QueryPart, string>(ReferenceEqualityComparer.Instance);
        return (ToPart(lines, ""), lines);
    }

    internal QueryPart ToPart(Dictionary<QueryPart, string> lines, string key)
    {
        var parts = Lines.ConvertAll(l => l.ToPart(lines));
        QueryPart part = parts.Count == 1 ? parts[0] : IsAny ? new AnyOf(parts) : new AllOf(parts);
        if (parts.Count != 1) lines[part] = key;
        return part;
    }
}
