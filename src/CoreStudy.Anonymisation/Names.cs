using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation;

/// <summary>Brings together what the tagger and the lists hold for names of people, places and organisations.</summary>
internal static class Names
{
    /// <summary>Runs of the tagger less sure than this are not looked at.</summary>
    public const double Faintest = 0.08;

    private static readonly HashSet<ulong> TrustWords = [.. new[] { "trust", "nhs", "hospital", "hospitals", "infirmary", "ward", "wards", "clinic", "hospice", "unit", "cmht", "camhs", "surgery", "healthcare", "icu", "health" }.Select(w => Letters.Hash(w))];

    public static List<Find> Of(TokenisedText text, IReadOnlyList<TaggedRun> runs, IReadOnlyList<Find> listed, Gazetteer lists)
    {
        var all = new List<Find>(runs.Count + listed.Count);
        foreach (var run in runs)
        {
            if (Tidy(text, run, lists) is { } find) all.Add(find);
        }

        all.AddRange(listed);
        return JoinByOf(text, Merge(all));
    }

    /// <summary>“Supreme Court of the State of Hawaii”: a body or a place and what it is of are one name.</summary>
    private static List<Find> JoinByOf(TokenisedText text, List<Find> finds)
    {
        var joined = new List<Find>(finds.Count);
        foreach (var find in finds)
        {
            if (joined.Count > 0 && IsOf(text, joined[^1], find)) joined[^1] = joined[^1] with { End = find.End, Score = Math.Max(joined[^1].Score, find.Score) };
            else joined.Add(find);
        }

        return joined;
    }

    private static bool IsOf(TokenisedText text, Find first, Find second) =>
        second.Start - first.End <= 8 && IsThing(first) && IsThing(second) && text.Text.AsSpan(first.End, second.Start - first.End) is " of " or " of the ";

    private static bool IsThing(Find find) =>
        find.Category is IdentifierCategory.Organisation or IdentifierCategory.Trust or IdentifierCategory.Place && find.Score >= Detector.UsualThreshold;

    /// <summary>The category of an organisation that is a trust, a hospital or the like.</summary>
    public static IdentifierCategory Refine(TokenisedText text, int first, int end, IdentifierCategory category)
    {
        if (category != IdentifierCategory.Organisation) return category;
        for (var i = first; i < end; i++)
        {
            if (TrustWords.Contains(text.Tokens[i].Hash)) return IdentifierCategory.Trust;
        }

        return category;
    }

    private static Find? Tidy(TokenisedText text, TaggedRun run, Gazetteer lists)
    {
        var (first, end) = (run.First, run.End);
        while (first < end && (text.Tokens[first].Kind == TokenKind.Mark || IsClitic(text[first]) || (end - first > 1 && IsLead(text, first, run.Category)))) first++;
        while (end > first && (text.Tokens[end - 1].Kind == TokenKind.Mark || IsClitic(text[end - 1]) || (end - first > 1 && text[end - 1] is "at" or "in" or "and" or "of" or "to" or "for" or "a"))) end--;
        if (first >= end) return null;
        if (run.Category == IdentifierCategory.Person) first = WithRankAndInitials(text, first, lists);
        var (allAllowed, anyLetters, score) = (true, false, run.Score);
        for (var i = first; i < end; i++)
        {
            var token = text.Tokens[i];
            if (token.Kind == TokenKind.Word) anyLetters |= !IsGrammar(text[i]);
            var facts = lists[token.Hash];
            allAllowed &= token.Kind == TokenKind.Mark || IsGrammar(text[i]) || ((facts.Is(WordFacts.Allowed) || facts.Is(WordFacts.Title)) && !(facts.IsName && token.IsCapital && run.Score > 0.6));
        }

        if (!anyLetters || allAllowed) return null;
        var reason = run.Category switch
        {
            IdentifierCategory.Person => end - first > 1 ? "reads like a full name" : "reads like a name",
            IdentifierCategory.Place => "reads like a place",
            _ => "reads like an organisation",
        };
        score *= Trust(run.Category, run.IsCaseless);
        return new Find(text.Tokens[first].Start, text.Tokens[end - 1].End, Refine(text, first, end, run.Category), Math.Min(1, score), ProposalSource.Tagger, run.IsCaseless ? reason + ", in text without capitals" : reason);
    }

    /// <summary>How much of the tagger's word counts: it doubts more than it should, least of organisations where capitals do not help it.</summary>
    private static double Trust(IdentifierCategory category, bool isCaseless) => category switch
    {
        IdentifierCategory.Organisation => isCaseless ? 0.8 : 1.25,
        IdentifierCategory.Place => isCaseless ? 1.4 : 1.3,
        _ => isCaseless ? 1.3 : 1.5,
    };

    /// <summary>Words that make no name by themselves.</summary>
    private static bool IsGrammar(ReadOnlySpan<char> word) =>
        (word.Length == 1 && (word[0] | 0x20) == 'i') || word is "the" or "The" or "THE" or "a" or "A" or "an" or "my" or "My" or "of" or "in" or "and" or "at" or "this" or "This" or "that" or "That" or "we" or "We" or "you" or "You" or "it" or "It" or "he" or "He" or "she" or "She" or "they" or "They";

    private static bool IsClitic(ReadOnlySpan<char> word) => Letters.IsApostrophe(word[0]) || word is "n't" or "n’t";

    private static bool IsLead(TokenisedText text, int at, IdentifierCategory category) =>
        text[at] is "the" or "The" or "a" or "an" or "and" or "of" || (category == IdentifierCategory.Person && IsFormOfAddress(text[at]));

    /// <summary>Titles that a study may keep beside the replacement; a rank or an office (“Judge”, “Captain”) tells more, and goes.</summary>
    private static bool IsFormOfAddress(ReadOnlySpan<char> word) =>
        Letters.Fold(word) is "mr" or "mrs" or "ms" or "miss" or "mx" or "dr" or "prof" or "professor" or "sir" or "dame" or "sister" or "nurse" or "messrs";

    /// <summary>A name begins with the rank and the initials before it.</summary>
    private static int WithRankAndInitials(TokenisedText text, int first, Gazetteer lists)
    {
        while (first > 0)
        {
            var at = first - 1;
            if (text.Tokens[at].Kind == TokenKind.Mark && text.Text[text.Tokens[at].Start] == '.' && at > 0 && text.Tokens[at - 1].End == text.Tokens[at].Start) at--;
            var token = text.Tokens[at];
            if (token.Kind != TokenKind.Word || text.Text.AsSpan(token.End, text.Tokens[first].Start - token.End).ContainsAnyExcept(' ', '.')) return first;
            var isInitial = token.Length == 1 && at < first - 1 && char.IsLetter(text.Text[token.Start]);
            var isRank = token.IsCapital && token.Length > 1 && lists[token.Hash].Is(WordFacts.Title) && !IsFormOfAddress(text[at]);
            if (!isInitial && !isRank) return first;
            first = at;
        }

        return first;
    }

    /// <summary>Overlapping finds become one, as long as all of them together; the surest says what it is.</summary>
    private static List<Find> Merge(List<Find> all)
    {
        all.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var merged = new List<Find>(all.Count);
        foreach (var find in all)
        {
            if (merged.Count == 0 || find.Start >= merged[^1].End)
            {
                merged.Add(find);
                continue;
            }

            var last = merged[^1];
            var surest = find.Score > last.Score ? find : last;
            var both = last.Source == find.Source ? Math.Max(last.Score, find.Score) : 1 - (1 - last.Score) * (1 - find.Score * 0.7);
            merged[^1] = surest with { Start = last.Start, End = Math.Max(last.End, find.End), Score = Math.Clamp(both, 0, 1) };
        }

        return merged;
    }
}
