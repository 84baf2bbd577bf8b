using System.Text.Json.Serialization;

namespace CoreStudy.Domain.Queries;

/// <summary>A part of a question about coded passages: something that is true of a passage, or is not.</summary>
/// <remarks>A passage is one coding, so it has one code; what else lies on its words is asked by <see cref="Related"/>.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CodeIs), "code")]
[JsonDerivedType(typeof(WordsContain), "words")]
[JsonDerivedType(typeof(RoleIs), "role")]
[JsonDerivedType(typeof(AttributeIs), "attribute")]
[JsonDerivedType(typeof(Related), "related")]
[JsonDerivedType(typeof(AllOf), "all")]
[JsonDerivedType(typeof(AnyOf), "any")]
[JsonDerivedType(typeof(NotSo), "not")]
public abstract record QueryPart
{
    /// <summary>The parts that this one is made of, in order; none for most.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<QueryPart> Inner => [];
}

/// <summary>It is coded with one of these codes.</summary>
/// <param name="WithSubcodes">Whether the codes below them count as well.</param>
public sealed record CodeIs(IReadOnlyList<CodeId> Codes, bool WithSubcodes = true) : QueryPart;

/// <summary>Its words hold this text, in capital or small letters.</summary>
public sealed record WordsContain(string Text) : QueryPart
{
    public override string ToString() => $"{Text.Length} characters";
}

/// <summary>It is said by a participant of one of these roles.</summary>
public sealed record RoleIs(IReadOnlyList<string> Roles) : QueryPart;

/// <summary>It is said by a participant for whom one of these values is noted.</summary>
public sealed record AttributeIs(AttributeId AttributeId, IReadOnlyList<string> Values) : QueryPart;

/// <summary>How two passages of one transcript (or one interview) lie to each other, seen from the one that is looked for.</summary>
public enum Relation
{
    /// <summary>They share at least a character.</summary>
    Overlaps,

    /// <summary>All of it lies in the other.</summary>
    Inside,

    /// <summary>All of the other lies in it.</summary>
    Around,

    /// <summary>Not farther apart than a number of words, sentences or turns, on either side; what overlaps is near.</summary>
    Near,

    /// <summary>The other begins where it ends, or later, but not farther on than a number of words, sentences or turns.</summary>
    FollowedBy,

    /// <summary>The other ends where it begins, or earlier, but not farther back.</summary>
    PrecededBy,

    SameSentence,
    SameTurn,
    SameInterview,
}

public enum DistanceUnit
{
    /// <summary>Words that begin between the one and the other.</summary>
    Words,

    /// <summary>From the sentence in which the one ends to that in which the other begins: 1 is the next sentence.</summary>
    Sentences,

    /// <summary>From the turn in which the one ends to that in which the other begins: 1 is the next turn.</summary>
    Turns,
}

/// <summary>There is another passage that lies to it in this way, and of which something is true.</summary>
/// <param name="Within">How far apart they may be; counts for <see cref="Relation.Near"/>, <see cref="Relation.FollowedBy"/> and <see cref="Relation.PrecededBy"/> alone.</param>
/// <param name="Other">What is true of the other passage.</param>
public sealed record Related(Relation Relation, int Within, DistanceUnit Unit, QueryPart Other) : QueryPart
{
    [JsonIgnore]
    public override IReadOnlyList<QueryPart> Inner => [Other];

    /// <summary>Whether this relation is told with a distance.</summary>
    public static bool HasDistance(Relation relation) => relation is Relation.Near or Relation.FollowedBy or Relation.PrecededBy;
}

public sealed record AllOf(IReadOnlyList<QueryPart> Parts) : QueryPart
{
    [JsonIgnore]
    public override IReadOnlyList<QueryPart> Inner => Parts;
}

public sealed record AnyOf(IReadOnlyList<QueryPart> Parts) : QueryPart
{
    [JsonIgnore]
    public override IReadOnlyList<QueryPart> Inner => Parts;
}

public sealed record NotSo(QueryPart Part) : QueryPart
{
    [JsonIgnore]
    public override IReadOnlyList<QueryPart> Inner => [Part];
}
