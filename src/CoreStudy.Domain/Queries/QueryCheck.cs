namespace CoreStudy.Domain.Queries;

/// <summary>Why a question cannot be asked as it is, and which of its parts is to blame.</summary>
/// <param name="At">The very part, by reference.</param>
public sealed record QueryProblem(QueryPart At, string Sentence);

/// <summary>Whether a question can be asked.</summary>
public static class QueryCheck
{
    /// <summary>How many parts a question may have, groups included.</summary>
    public const int MostParts = 60;

    /// <summary>How deep passages and groups may lie in one another.</summary>
    public const int Deepest = 10;

    public const int LongestText = 200;

    public const int Farthest = 1000;

    /// <summary>Everything that has to be put right first, in the order in which it is read; nothing where it can be asked.</summary>
    public static IReadOnlyList<QueryProblem> Of(QueryPart query, CodeFamily family)
    {
        var problems = new List<QueryProblem>();
        if (Count(query) > MostParts) return [new(query, $"This question has {Count(query)} lines. Please ask it in parts of at most {MostParts}.")];
        Look(query, 1);
        return problems;

        void Look(QueryPart part, int depth)
        {
            if (Wrong(part, depth) is { } sentence) problems.Add(new(part, sentence));
            if (depth <= Deepest) foreach (var inner in part.Inner) Look(inner, depth + 1);
        }

        string? Wrong(QueryPart part, int depth) => part switch
        {
            _ when depth > Deepest => "This lies too deep: please ask with fewer groups in one another.",
            CodeIs { Codes.Count: 0 } => "Choose at least one code here.",
            CodeIs code when code.Codes.FirstOrDefault(c => !family.Knows(c)) is var gone && gone != default => "A code chosen here is not there any more. Take it out, or choose another.",
            WordsContain words when string.IsNullOrWhiteSpace(words.Text) => "Write the words to look for.",
            WordsContain { Text.Length: > LongestText } => $"Look for at most {LongestText} characters.",
            RoleIs { Roles.Count: 0 } => "Choose at least one role here.",
            AttributeIs { Values.Count: 0 } => "Choose at least one value here.",
            Related related when Related.HasDistance(related.Relation) && related.Within is < 1 or > Farthest => $"Choose how far: from 1 to {Farthest:N0}.",
            AllOf { Parts.Count: 0 } or AnyOf { Parts.Count: 0 } => "Put at least one line here.",
            AllOf all => Exclusive(all),
            _ => null,
        };

        // A passage has one code; whoever asks for two of them means the words, not the passage.
        string? Exclusive(AllOf all)
        {
            var codes = all.Parts.OfType<CodeIs>().Where(c => c.Codes.Count > 0).ToList();
            for (var i = 0; i < codes.Count; i++)
            {
                for (var j = i + 1; j < codes.Count; j++)
                {
                    if (family.Expand(codes[i].Codes, codes[i].WithSubcodes).Overlaps(family.Expand(codes[j].Codes, codes[j].WithSubcodes))) continue;
                    return $"Nothing can be found: a passage has one code, and cannot be both {Quoted(codes[i])} and {Quoted(codes[j])}. "
                        + "For words that carry both, ask for the one, and that it overlaps a passage coded with the other.";
                }
            }

            return null;
        }

        string Quoted(CodeIs code) => $"“{family.NameOf(code.Codes[0])}”";
    }

    private static int Count(QueryPart part) => 1 + part.Inner.Sum(Count);
}
