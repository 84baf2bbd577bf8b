using CoreStudy.Anonymisation.Texts;

namespace CoreStudy.Anonymisation;

/// <summary>Of all that was found, what is proposed: no two overlap, and what is surer by its kind wins.</summary>
internal static class Choice
{
    public static List<Find> Of(
        TokenisedText text, List<Find> register, List<Find> structured, List<Find> names, List<Find> echoes, List<Find> indirect, double threshold)
    {
        var taken = new Stretches<Find>(text.Text.Length);
        var rules = Keep(structured.Where(f => f.Score >= threshold));
        foreach (var find in Keep(register.Where(f => f.Score >= threshold).Select(f => Widen(f, rules, names, threshold)))) taken.TryAdd(find.Start, find.End, find);
        foreach (var find in rules.OrderByDescending(f => f.Score)) Place(find, text, taken);
        foreach (var find in names.Where(f => f.Score >= threshold)) Place(find, text, taken);
        foreach (var find in echoes.Where(f => f.Score >= threshold).OrderByDescending(f => f.Length)) taken.TryAdd(find.Start, find.End, find);
        foreach (var find in indirect.Where(f => f.Score >= threshold)) Place(find, text, taken);
        return [.. taken.InOrder()];
    }

    /// <summary>Of finds of one kind that overlap, the longest of the surest.</summary>
    private static List<Find> Keep(IEnumerable<Find> finds)
    {
        var kept = new List<Find>();
        Find? open = null;
        foreach (var find in finds.OrderBy(f => f.Start).ThenByDescending(f => f.End))
        {
            if (open is { } last && last.Overlaps(find))
            {
                open = Better(find, last) ? find : last;
                continue;
            }

            if (open is { } done) kept.Add(done);
            open = find;
        }

        if (open is { } rest) kept.Add(rest);
        return kept;
    }

    private static bool Better(Find a, Find b) => a.Length > b.Length * 2 || (a.Score > b.Score && a.Length * 2 >= b.Length);

    /// <summary>What the study knows goes as far as the rule or the tagger that sees more of it.</summary>
    private static Find Widen(Find known, List<Find> rules, List<Find> names, double threshold)
    {
        foreach (var rule in rules)
        {
            if (!rule.Overlaps(known)) continue;
            if (rule.Start <= known.Start && rule.End >= known.End && rule.Length > known.Length && rule.Category != known.Category) return rule;
            return known with { Start = Math.Min(known.Start, rule.Start), End = Math.Max(known.End, rule.End) };
        }

        foreach (var name in names)
        {
            if (name.Score < threshold || !name.Overlaps(known)) continue;
            return known with { Start = Math.Min(known.Start, name.Start), End = Math.Max(known.End, name.End) };
        }

        return known;
    }

    /// <summary>Puts in what is still free of a find: a name keeps the words that no rule has taken.</summary>
    private static void Place(Find find, TokenisedText text, Stretches<Find> taken)
    {
        if (taken.TryAdd(find.Start, find.End, find)) return;
        if (find.Source == ProposalSource.Rule) return;
        var start = -1;
        var end = -1;
        for (var i = text.IndexAt(find.Start); i < text.Tokens.Length && text.Tokens[i].Start < find.End; i++)
        {
            var token = text.Tokens[i];
            var isFree = token.Kind == TokenKind.Word && token.Start >= find.Start && token.End <= find.End && !taken.Overlaps(token.Start, token.End) && token.Length > 2;
            if (isFree)
            {
                if (start < 0) start = token.Start;
                end = token.End;
            }
            else if (start >= 0)
            {
                taken.TryAdd(start, end, find with { Start = start, End = end });
                start = -1;
            }
        }

        if (start >= 0) taken.TryAdd(start, end, find with { Start = start, End = end });
    }
}
