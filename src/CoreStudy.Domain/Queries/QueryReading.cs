using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Queries;

/// <summary>From one number to another, both inclusive.</summary>
public readonly record struct NumberRange(int First, int Last)
{
    public bool Meets(NumberRange other) => First <= other.Last && other.First <= Last;
}

/// <summary>A passage as a question sees it.</summary>
/// <param name="FirstWord">How many words of the transcript begin before it.</param>
/// <param name="EndWord">How many words begin before its end.</param>
/// <param name="Role">Of the participant who says most of it; null where nobody known does.</param>
public sealed record QueryPassage(
    Guid Id, InterviewId InterviewId, TranscriptId TranscriptId, CodeId CodeId, Segment Segment, int FirstWord, int EndWord, NumberRange Sentences, NumberRange Turns,
    string? Role, IReadOnlyDictionary<AttributeId, string> Attributes, string Words)
{
    public override string ToString() => $"{Segment.Length} characters at {Segment.Start}";
}

/// <summary>What a question means, read over passages in memory: the definition that the statement sent to the database is held against.</summary>
public sealed class QueryReading(CodeFamily family, IReadOnlyList<QueryPassage> others)
{
    /// <summary>Whether the question holds of a passage.</summary>
    public bool Holds(QueryPart part, QueryPassage passage) => part switch
    {
        CodeIs code => family.Expand(code.Codes, code.WithSubcodes).Contains(passage.CodeId),
        WordsContain words => passage.Words.Contains(words.Text.Trim(), StringComparison.OrdinalIgnoreCase),
        RoleIs role => passage.Role is { } one && role.Roles.Contains(one),
        AttributeIs attribute => passage.Attributes.TryGetValue(attribute.AttributeId, out var value) && attribute.Values.Contains(value),
        AllOf all => all.Parts.All(p => Holds(p, passage)),
        AnyOf any => any.Parts.Any(p => Holds(p, passage)),
        NotSo not => !Holds(not.Part, passage),
        Related related => others.Any(other => other.Id != passage.Id && Lies(related, passage, other) && Holds(related.Other, other)),
        _ => throw new NotSupportedException($"No meaning for {part.GetType().Name}."),
    };

    private static bool Lies(Related related, QueryPassage passage, QueryPassage other) =>
        related.Relation == Relation.SameInterview
            ? passage.InterviewId == other.InterviewId
            : passage.TranscriptId == other.TranscriptId && related.Relation switch
            {
                Relation.Overlaps => passage.Segment.Overlaps(other.Segment),
                Relation.Inside => passage.Segment.Start >= other.Segment.Start && passage.Segment.End <= other.Segment.End,
                Relation.Around => other.Segment.Start >= passage.Segment.Start && other.Segment.End <= passage.Segment.End,
                Relation.SameSentence => passage.Sentences.Meets(other.Sentences),
                Relation.SameTurn => passage.Turns.Meets(other.Turns),
                Relation.FollowedBy => Follows(related, passage, other),
                Relation.PrecededBy => Follows(related, other, passage),
                _ => passage.Segment.Overlaps(other.Segment) || Follows(related, passage, other) || Follows(related, other, passage),
            };

    private static bool Follows(Related related, QueryPassage first, QueryPassage then) =>
        then.Segment.Start >= first.Segment.End && related.Within >= related.Unit switch
        {
            DistanceUnit.Words => then.FirstWord - first.EndWord,
            DistanceUnit.Sentences => then.Sentences.First - first.Sentences.Last,
            _ => then.Turns.First - first.Turns.Last,
        };
}
