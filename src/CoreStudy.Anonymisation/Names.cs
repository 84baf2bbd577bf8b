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
        return Merge(all);
    }

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
        while (first < end && (text.Tokens[first].Kind == TokenKind.Mark || IsClitic(text[first]) || (end - first > 1 && IsLead(text, first, run.Category, lists)))) first++;
        while (end > first && (text.Tokens[end - 1].Kind == TokenKind.Mark || IsClitic(text[end - 1]))) end--;
        if (first >= end) return null;
        var (allAllowed, anyLetters, score) = (true, false, run.Score);
        for (var i = first; i < end; i++)
        {
            var token = text.Tokens[i];
            if (token.Kind == TokenKind.Word) anyLetters |= !IsGrammar(text[i]);
            var facts = lists[token.Hash];
            allAllowed &= token.Kind == TokenKind.Mark || (facts.Is(WordFacts.Allowed) && !(facts.IsName && token.IsCapital && run.Score > 0.6));
        }

        if (!anyLetters || allAllowed) return null;
        var reason = run.Category switch
        {
            IdentifierCategory.Person => end - first > 1 ? "reads like a full name" : "reads like a name",
            IdentifierCategory.Place => "reads like a place",
            _ => "reads like an organisation",
        };
        return new Find(text.Tokens[first].Start, text.Tokens[end - 1].End, Refine(text, first, end, run.Category), score, ProposalSource.Tagger, run.IsCaseless ? reason + ", in text without capitals" : reason);
    }

    /// <summary>Words that make no name by themselves.</summary>
    private static bool IsGrammar(ReadOnlySpan<char> word) =>
        (word.Length == 1 && (word[0] | 0x20) == 'i') || word is "the" or "The" or "THE" or "a" or "A" or "an" or "my" or "My" or "of" or "in" or "and" or "at" or "this" or "This" or "that" or "That" or "we" or "We" or "you" or "You" or "it" or "It" or "he" or "He" or "she" or "She" or "they" or "They";

    private static bool IsClitic(ReadOnlySpan<char> word) => Letters.IsApostrophe(word[0]) || word is "n't" or "n’t";

    private static bool IsLead(TokenisedText text, int at, IdentifierCategory category, Gazetteer lists) =>
        text[at] is "the" or "The" or "a" or "an" or "and" or "of" || (category == IdentifierCategory.Person && lists[text.Tokens[at].Hash].Is(WordFacts.Title));

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
