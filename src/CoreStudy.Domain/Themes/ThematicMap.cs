namespace CoreStudy.Domain.Themes;

/// <summary>What the team means by a link that it draws between two nodes.</summary>
public enum LinkKind
{
    /// <summary>The two go together; neither comes first.</summary>
    Relates,

    /// <summary>The first brings the second about.</summary>
    LeadsTo,

    /// <summary>The first makes the second stronger.</summary>
    Supports,

    /// <summary>The two pull against one another.</summary>
    Opposes,
}

/// <summary>The thematic map of a study: where the team put its themes and codes, and the links it drew between them.</summary>
/// <remarks>Its row is taken by each change, so that changes come one after another and each knows the last.</remarks>
public sealed class ThematicMap
{
    /// <summary>The sheet that nodes lie on, in its own units.</summary>
    public const int Width = 1600;

    public const int Height = 1000;

    private ThematicMap() { }

    public StudyId StudyId { get; private set; }

    /// <summary>Counts its changes, from 0.</summary>
    public long Revision { get; private set; }

    public MemberId? ChangedBy { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>Moves with each change.</summary>
    public uint Version { get; private set; }

    public static ThematicMap Empty(StudyId studyId) => new() { StudyId = studyId };

    public void Note(MemberId by, DateTimeOffset at)
    {
        Revision++;
        (ChangedBy, ChangedAt) = (by, at);
    }
}

/// <summary>What a node stands for: a theme (or sub-theme), or a code; one of the two.</summary>
public readonly record struct MapThing(ThemeId? Theme, CodeId? Code)
{
    public static MapThing Of(ThemeId theme) => new(theme, null);

    public static MapThing Of(CodeId code) => new(null, code);
}

/// <summary>Where a theme or code lies on the map: the middle of its node. A code has one node, however many themes hold it.</summary>
public sealed class MapNode
{
    private MapNode() { }

    public MapNodeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public ThemeId? ThemeId { get; private set; }

    public CodeId? CodeId { get; private set; }

    /// <summary>From 0 at the left to <see cref="ThematicMap.Width"/>.</summary>
    public int X { get; private set; }

    /// <summary>From 0 at the top to <see cref="ThematicMap.Height"/>.</summary>
    public int Y { get; private set; }

    public MapThing Thing => new(ThemeId, CodeId);

    public static MapNode Of(StudyId studyId, MapThing thing, int x, int y)
    {
        var node = new MapNode { Id = MapNodeId.New(), StudyId = studyId, ThemeId = thing.Theme, CodeId = thing.Code };
        node.MoveTo(x, y);
        return node;
    }

    /// <summary>Moves it; what would lie off the sheet is put at its edge.</summary>
    public void MoveTo(int x, int y) => (X, Y) = (Math.Clamp(x, 0, ThematicMap.Width), Math.Clamp(y, 0, ThematicMap.Height));
}

/// <summary>A link that the team drew between two nodes.</summary>
public sealed class MapLink
{
    public const int LongestLabel = 60;

    private MapLink() { }

    public MapLinkId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public MapNodeId FromId { get; private set; }

    public MapNodeId ToId { get; private set; }

    /// <summary>Up to 60 characters, may be empty.</summary>
    public string Label { get; private set; } = "";

    public LinkKind Kind { get; private set; }

    public static Result<MapLink> Draw(MapNode from, MapNode to, LinkKind kind, string label)
    {
        if (from.StudyId != to.StudyId) return Refusal.NotFound;
        if (from.Id == to.Id) return new Refusal("A link joins two different nodes.");
        var link = new MapLink { Id = MapLinkId.New(), StudyId = from.StudyId, FromId = from.Id, ToId = to.Id };
        return link.Describe(kind, label).IsRefused(out var refusal, out _) ? refusal : link;
    }

    public Result<Done> Describe(LinkKind kind, string label)
    {
        if (Words.Limited("The label", label, LongestLabel) is { } refusal) return refusal;
        (Kind, Label) = (kind, label.Trim());
        return Done.Well;
    }
}
