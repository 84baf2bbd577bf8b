using System.Runtime.InteropServices;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation;

/// <summary>Seeks each name that was found again in the rest of the text: whole, in parts, short, in small letters, over a line feed.</summary>
internal static class Echo
{
    /// <summary>Names less sure than this are not sought again.</summary>
    private const double Least = 0.35;

    private const double LeastOrganisation = 0.45;

    /// <summary>A place whose find is as sure as this votes for a string; from so many places on the votes count; a name as sure as this needs none.</summary>
    private const double LeastVote = 0.2, Sure = 0.8, Outvoted = 0.3;

    private const int FewestVotes = 4;

    public static List<Find> Of(TokenisedText text, IReadOnlyList<Find> names, Gazetteer lists)
    {
        var forms = new Dictionary<ulong, List<(ulong[] Words, Find From, double Score)>>();
        var seen = new HashSet<ulong>();
        foreach (var name in names.Where(n => n.Score >= (n.Category == IdentifierCategory.Organisation ? LeastOrganisation : Least)).OrderByDescending(n => n.Score))
        {
            var (first, end) = (text.IndexAt(name.Start), text.IndexAt(name.End - 1) + 1);
            if (end <= first) continue;
            var words = Enumerable.Range(first, end - first).Where(i => text.Tokens[i].Kind != TokenKind.Mark).Select(i => text.Tokens[i].Hash).ToArray();
            if (words.Length == 0) continue;
            AddForm(words, name, name.Score * 0.9);
            if (name.Category != IdentifierCategory.Person) continue;
            for (var i = first; i < end; i++)
            {
                if (text.Tokens[i].Length < 3 || text.Tokens[i].Kind != TokenKind.Word) continue;
                if (words.Length > 1) AddForm([text.Tokens[i].Hash], name, name.Score * 0.8);
                if (i > first) continue;
                foreach (var other in lists.ShortOf(Letters.Fold(text[i])).Concat(lists.LongOf(Letters.Fold(text[i])))) AddForm([Letters.Hash(other)], name, name.Score * 0.5);
            }
        }

        var found = new List<(Find Find, Find From)>();
        for (var i = 0; i < text.Tokens.Length; i++)
        {
            if (!forms.TryGetValue(text.Tokens[i].Hash, out var candidates)) continue;
            foreach (var (words, from, score) in candidates.OrderByDescending(c => c.Words.Length).ThenByDescending(c => c.Score))
            {
                if (LastOf(text, words, i) is not { } last) continue;
                var doubt = Doubt(text, lists, i, last, from.Category);
                if (score * doubt < 0.05) continue;
                found.Add((new Find(text.Tokens[i].Start, text.Tokens[last].End, from.Category, score * doubt, ProposalSource.Echo, "found elsewhere in this text"), from));
                break;
            }
        }

        return Vote(text, found, [.. names.OrderBy(n => n.Start)]);

        void AddForm(ulong[] words, Find from, double score)
        {
            var joined = 0UL;
            foreach (var word in words) joined = Letters.Join(joined, word);
            if (!seen.Add(joined)) return;
            if (!forms.TryGetValue(words[0], out var list)) forms[words[0]] = list = [];
            list.Add((words, from, score));
        }
    }

    /// <summary>Where the same string stands in many places and few of them read like a name, it is hardly one: one doubtful find would be repeated all over the text.</summary>
    private static List<Find> Vote(TokenisedText text, List<(Find Find, Find From)> found, IReadOnlyList<Find> names)
    {
        var votes = new Dictionary<string, (int For, int All, double Surest)>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        foreach (var (find, _) in found)
        {
            while (at < names.Count && names[at].End <= find.Start) at++;
            var score = at < names.Count && names[at].Start < find.End ? names[at].Score : 0;
            ref var vote = ref CollectionsMarshal.GetValueRefOrAddDefault(votes, text.Text[find.Start..find.End], out _);
            vote = (vote.For + (score >= LeastVote ? 1 : 0), vote.All + 1, Math.Max(vote.Surest, score));
        }

        return [.. found.Select(f => IsOutvoted(votes[text.Text[f.Find.Start..f.Find.End]], f.From) ? f.Find with { Score = f.Find.Score * Outvoted } : f.Find)];
    }

    private static bool IsOutvoted((int For, int All, double Surest) vote, Find from) =>
        vote.All >= FewestVotes && vote.For * 3 <= vote.All && vote.Surest < Sure && from.Score < Sure;

    private static int? LastOf(TokenisedText text, ulong[] words, int at)
    {
        for (var w = 1; w < words.Length; w++)
        {
            at++;
            while (at < text.Tokens.Length && text.Tokens[at].Kind == TokenKind.Mark && text.Tokens[at].Hash != words[w] && text.Text[text.Tokens[at].Start] is '-' or '.' or '’' or '\'') at++;
            if (at >= text.Tokens.Length || text.Tokens[at].Hash != words[w]) return null;
        }

        return at;
    }

    /// <summary>A single everyday word is an echo only where it is written as a name.</summary>
    private static double Doubt(TokenisedText text, Gazetteer lists, int first, int last, IdentifierCategory category)
    {
        var token = text.Tokens[first];
        var facts = lists[token.Hash];
        if (last > first) return token.IsCapital || facts.Word < 3 ? 1 : 0.6;
        if (facts.Is(WordFacts.Allowed) && facts.Given == 0) return 0;
        if (token.Length < 3 && !token.IsCapital) return 0;
        if (token.Casing is Casing.Capital or Casing.AllCapitals or Casing.Inner) return !token.StartsSentence || facts.Word <= 2 ? 1 : facts.Word == 3 ? 0.5 : 0.1;
        if (token.Kind == TokenKind.Number || token.Casing == Casing.OneCapital) return 0;
        return facts.Word switch { 0 => 0.9, 1 => facts.Capital > 0 ? 0.2 : facts.IsName || facts.Place > 0 ? 0.7 : 0.4, 2 => facts.IsName && category == IdentifierCategory.Person ? 0.3 : 0.1, _ => 0 };
    }
}
