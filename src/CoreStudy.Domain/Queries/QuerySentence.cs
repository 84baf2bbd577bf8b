namespace CoreStudy.Domain.Queries;

/// <summary>A question in plain English, with codes and attributes as they are called now.</summary>
public sealed class QuerySentence(CodeFamily family, IReadOnlyDictionary<AttributeId, string> attributes)
{
    /// <summary>The whole question, without a full stop: “Passages coded “Training” that overlap a passage coded “Pay””.</summary>
    /// <param name="query">Null for every passage.</param>
    public string Of(QueryPart? query) => query is null ? "All coded passages" : "Passages" + Passage(Plain(query, false), many: true);

    /// <summary>Without double negations and groups of one; what is not true of a group is said of its parts.</summary>
    private static QueryPart Plain(QueryPart part, bool not) => part switch
    {
        NotSo inner => Plain(inner.Part, !not),
        AllOf { Parts.Count: 1 } one => Plain(one.Parts[0], not),
        AnyOf { Parts.Count: 1 } one => Plain(one.Parts[0], not),
        AllOf all => Group([.. all.Parts.Select(p => Plain(p, not))], isAll: !not),
        AnyOf any => Group([.. any.Parts.Select(p => Plain(p, not))], isAll: not),
        _ => not ? new NotSo(part) : part,
    };

    /// <summary>A group in a group of the same kind is one group.</summary>
    private static QueryPart Group(IReadOnlyList<QueryPart> parts, bool isAll) => isAll
        ? new AllOf([.. parts.SelectMany(p => p is AllOf same ? same.Parts : [p])])
        : new AnyOf([.. parts.SelectMany(p => p is AnyOf same ? same.Parts : [p])]);

    /// <summary>What follows “Passages” or “a passage”.</summary>
    private string Passage(QueryPart part, bool many) => part switch
    {
        CodeIs code => $" coded {Codes(code)}",
        AllOf all when all.Parts[0] is CodeIs code => $" coded {Codes(code)} that {Join([.. all.Parts.Skip(1).Select(p => Say(p, many))], "and")}",
        AllOf all => $" that {Join([.. all.Parts.Select(p => Say(p, many))], "and")}",
        AnyOf any => $" that either {Join([.. any.Parts.Select(p => Say(p, many))], "or")}",
        _ => $" that {Say(part, many)}",
    };

    private string Say(QueryPart part, bool many)
    {
        var not = part is NotSo;
        var (are, does) = (many ? "are" : "is", many ? "do" : "does");
        string Be(string what) => $"{are}{(not ? " not" : "")} {what}";
        string Do(string verb) => not ? $"{does} not {verb}" : many ? verb : $"{verb}s";
        return (part is NotSo inner ? inner.Part : part) switch
        {
            CodeIs code => Be($"coded {Codes(code)}"),
            WordsContain words => $"{Do("contain")} “{words.Text.Trim()}”",
            RoleIs role => Be($"said by a participant with the role {Listed(role.Roles)}"),
            AttributeIs attribute => Be($"said by a participant with “{attributes.GetValueOrDefault(attribute.AttributeId, "an attribute that is not there any more")}” {Listed(attribute.Values)}"),
            Related { Relation: Relation.Overlaps } related => $"{Do("overlap")} {Other(related)}",
            Related { Relation: Relation.Around } related => $"{Do("enclose")} {Other(related)}",
            Related related => Be(related.Relation switch
            {
                Relation.Inside => "inside ",
                Relation.Near => $"{Within(related)} of ",
                Relation.FollowedBy => $"followed {Within(related)} by ",
                Relation.PrecededBy => $"preceded {Within(related)} by ",
                Relation.SameSentence => "in the same sentence as ",
                Relation.SameTurn => "in the same turn as ",
                _ => "in the same interview as ",
            } + Other(related)),
            AllOf all => $"({Join([.. all.Parts.Select(p => Say(p, many))], "and")})",
            AnyOf any => $"(either {Join([.. any.Parts.Select(p => Say(p, many))], "or")})",
            _ => throw new NotSupportedException($"No words for {part.GetType().Name}."),
        };
    }

    private string Other(Related related) => "a passage" + (Plain(related.Other, false) switch
    {
        // what is said of the other passage, and more than one thing, stands in brackets: what follows is of the first again
        AllOf all when all.Parts[0] is CodeIs code => $" coded {Codes(code)} (and that {Join([.. all.Parts.Skip(1).Select(p => Say(p, many: false))], "and")})",
        AllOf or AnyOf => $" ({Passage(Plain(related.Other, false), many: false).TrimStart()})",
        var plain => Passage(plain, many: false),
    });

    private static string Within(Related related) =>
        $"within {related.Within:N0} {related.Unit.ToString().ToLowerInvariant()[..^1]}{(related.Within == 1 ? "" : "s")}";

    private string Codes(CodeIs code)
    {
        var names = code.Codes.Select(family.NameOf).Distinct().ToList();
        var below = code.WithSubcodes ? code.Codes.Count(family.HasBelow) : 0;
        return Listed(names) + (below == 0 ? "" : names.Count == 1 ? " or a code below it" : " or a code below them");
    }

    private static string Listed(IReadOnlyList<string> values) => values.Count == 0 ? "…" : Join([.. values.Select(v => $"“{v}”")], "or", commaBeforeLast: false);

    private static string Join(IReadOnlyList<string> parts, string word, bool commaBeforeLast = true) => parts.Count switch
    {
        0 => "…",
        1 => parts[0],
        2 => $"{parts[0]} {word} {parts[1]}",
        _ => $"{string.Join(", ", parts.SkipLast(1))}{(commaBeforeLast ? "," : "")} {word} {parts[^1]}",
    };
}
