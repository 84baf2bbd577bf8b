using System.Globalization;

namespace CoreStudy.Domain.Participants;

public enum AttributeKind
{
    Words,
    Number,
    Choice,
}

/// <summary>Something that the study notes about each participant, such as length of service. It must not identify anybody.</summary>
public sealed class ParticipantAttribute
{
    private ParticipantAttribute() { }

    public AttributeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Name { get; private set; } = "";

    public AttributeKind Kind { get; private set; }

    /// <summary>What can be chosen, in order; empty unless it is a choice.</summary>
    public List<string> Choices { get; private set; } = [];

    /// <summary>Order among the study's attributes, from 0.</summary>
    public int Position { get; private set; }

    public static Result<ParticipantAttribute> Create(StudyId studyId, string name, AttributeKind kind, IEnumerable<string> choices, int position)
    {
        var attribute = new ParticipantAttribute { Id = AttributeId.New(), StudyId = studyId, Kind = kind, Position = position };
        return attribute.Describe(name, choices).IsRefused(out var refusal, out _) ? refusal : attribute;
    }

    /// <summary>Renames it, or changes what can be chosen; its kind stays.</summary>
    public Result<Done> Describe(string name, IEnumerable<string> choices)
    {
        if (Words.Required("a name for the attribute", name, 60) is { } noName) return noName;
        var named = choices.Select(c => c.Trim()).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (Kind == AttributeKind.Choice && named.Count < 2) return new Refusal($"“{name.Trim()}” needs at least two choices.");
        if (named.Find(c => c.Length > 60) is { } tooLong) return new Refusal($"“{tooLong[..20]}…” is longer than 60 characters.");
        (Name, Choices) = (name.Trim(), Kind == AttributeKind.Choice ? named : []);
        return Done.Well;
    }

    /// <param name="position">From 0.</param>
    public void MoveTo(int position) => Position = position;

    /// <summary>A value as it is kept, or why it cannot be; an empty one is “not known”.</summary>
    public Result<string> Read(string value)
    {
        var given = value.Trim();
        if (given.Length == 0) return "";
        return Kind switch
        {
            AttributeKind.Number => decimal.TryParse(given, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : new Refusal($"“{Name}” takes a number, such as 4 or 2.5; “{given}” is none."),
            AttributeKind.Choice => Choices.Find(c => c.Equals(given, StringComparison.OrdinalIgnoreCase)) is { } choice
                ? choice
                : new Refusal($"“{given}” is not among the choices of “{Name}”: {string.Join(", ", Choices)}."),
            _ => given.Length <= 200 ? given : new Refusal($"“{Name}” may have at most 200 characters; this has {given.Length}."),
        };
    }
}
