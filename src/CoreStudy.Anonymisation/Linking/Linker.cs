using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Linking;

/// <summary>Says which finds of one text are held to mean the same person or thing.</summary>
/// <remarks>
/// The same words are the same; a single name joins the one full name that holds it; a short form joins the one person it can be short for.
/// Where two would fit, nothing is joined: somebody has to say. Titles, “the” and “'s” do not count.
/// </remarks>
internal static class Linker
{
    private static readonly HashSet<string> Generic =
        ["nhs", "trust", "foundation", "partnership", "hospital", "infirmary", "ward", "university", "uni", "college", "school", "of", "the", "and", "mental", "health", "healthcare", "care", "services", "service", "project", "high", "primary", "city", "county", "united", "north", "south", "east", "west", "new", "st", "street", "road", "lane"];

    /// <returns>A number for each find, from 0, in order of first appearance.</returns>
    public static int[] Link(TokenisedText text, IReadOnlyList<Find> finds, Gazetteer lists)
    {
        var mentions = finds.Select(f => Mention.Of(text, f, lists)).ToArray();
        var groups = new Dictionary<(string, string), int>();
        var parent = new List<int>();
        var group = new int[finds.Count];
        for (var i = 0; i < finds.Count; i++)
        {
            var key = finds[i].Known is { } known ? ("known", known.ToString()) : (mentions[i].Kind, mentions[i].Key);
            if (!groups.TryGetValue(key, out group[i]))
            {
                groups[key] = group[i] = parent.Count;
                parent.Add(parent.Count);
            }
        }

        JoinPeople(finds, mentions, group, parent, lists);
        JoinThings(mentions, group, parent);
        var numbers = new Dictionary<int, int>();
        return [.. group.Select(g => Root(parent, g)).Select(root => numbers.TryGetValue(root, out var number) ? number : numbers[root] = numbers.Count)];
    }

    private static void JoinPeople(IReadOnlyList<Find> finds, Mention[] mentions, int[] group, List<int> parent, Gazetteer lists)
    {
        var people = Enumerable.Range(0, finds.Count).Where(i => mentions[i].Kind == "person" && mentions[i].Words.Length > 0).DistinctBy(i => group[i]).ToList();
        var full = people.Where(i => mentions[i].Words.Length > 1).ToList();
        var byWord = full.SelectMany(i => mentions[i].Words.Distinct().Select(word => (word, i))).ToLookup(p => p.word, p => p.i);

        // “Ann Lee” and “Ann B. Lee”: one where given name and surname agree and one holds the other
        foreach (var i in full)
        {
            foreach (var j in byWord[mentions[i].Words[^1]])
            {
                if (j <= i || mentions[j].Words[^1] != mentions[i].Words[^1]) continue;
                if (mentions[i].Words[0] == mentions[j].Words[0] || IsInitialOf(mentions[i].Words[0], mentions[j].Words[0]) || IsInitialOf(mentions[j].Words[0], mentions[i].Words[0])) Join(parent, group[i], group[j]);
            }
        }

        foreach (var i in people.Where(i => mentions[i].Words.Length == 1))
        {
            var word = mentions[i].Words[0];
            var fits = byWord[word].Select(j => Root(parent, group[j])).Distinct().ToList();
            if (fits.Count == 1) Join(parent, fits[0], group[i]);
        }

        // a short form: only where one person in the text can be meant, and nobody is called by it in full
        var known = people.Where(i => !lists.LongOf(mentions[i].Words[0]).Any() || mentions[i].Words.Length > 1 || lists.ShortOf(mentions[i].Words[0]).Count > 0).ToList();
        foreach (var i in people.Where(i => mentions[i].Words.Length == 1))
        {
            if (byWord[mentions[i].Words[0]].Any()) continue;
            var longs = lists.LongOf(mentions[i].Words[0]);
            if (longs.Count == 0) continue;
            var fits = known.Where(j => j != i && longs.Contains(mentions[j].Words[0])).Select(j => Root(parent, group[j])).Distinct().ToList();
            if (fits.Count == 1) Join(parent, fits[0], group[i]);
        }
    }

    private static void JoinThings(Mention[] mentions, int[] group, List<int> parent)
    {
        var things = Enumerable.Range(0, mentions.Length).Where(i => mentions[i].Kind == "organisation" && mentions[i].Words.Length > 0).DistinctBy(i => group[i]).ToList();
        foreach (var i in things)
        {
            var core = mentions[i].Words.Where(w => !Generic.Contains(w)).ToArray();
            if (core.Length == 0) continue;

            // “West Riding Partnership” is short for “West Riding Partnership NHS Trust”: it holds all its words, from the first on
            var fits = things.Where(j => j != i && mentions[j].Words.Length > mentions[i].Words.Length && mentions[j].Words.AsSpan(0, mentions[i].Words.Length).SequenceEqual(mentions[i].Words)).Select(j => Root(parent, group[j])).Distinct().ToList();
            if (fits.Count == 1) Join(parent, fits[0], group[i]);
        }
    }

    private static bool IsInitialOf(string letter, string name) => letter.Length == 1 && name.StartsWith(letter, StringComparison.Ordinal);

    private static int Root(List<int> parent, int at)
    {
        while (parent[at] != at) at = parent[at] = parent[parent[at]];
        return at;
    }

    private static void Join(List<int> parent, int a, int b)
    {
        (a, b) = (Root(parent, a), Root(parent, b));
        if (a != b) parent[Math.Max(a, b)] = Math.Min(a, b);
    }

    private sealed record Mention(string Kind, string[] Words, string Key)
    {
        public static Mention Of(TokenisedText text, Find find, Gazetteer lists)
        {
            var kind = find.Category switch
            {
                IdentifierCategory.Person => "person",
                IdentifierCategory.Organisation or IdentifierCategory.Trust => "organisation",
                _ => find.Category.ToString(),
            };
            var words = new List<string>();
            for (var i = text.IndexAt(find.Start); i < text.Tokens.Length && text.Tokens[i].Start < find.End; i++)
            {
                var token = text.Tokens[i];
                if (token.Kind == TokenKind.Mark || Letters.IsApostrophe(text.Text[token.Start])) continue;
                if (words.Count == 0 && (text[i] is "the" or "The" || (kind == "person" && lists[token.Hash].Is(WordFacts.Title) && token.End < find.End))) continue;
                var (start, end) = (Math.Max(token.Start, find.Start), Math.Min(token.End, find.End)); // a rule may see less than a token
                words.Add(Letters.Fold(text.Text.AsSpan(start, end - start)));
            }

            return new Mention(kind, [.. words], string.Join(' ', words));
        }
    }
}
