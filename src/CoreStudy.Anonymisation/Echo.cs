using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation;

/// <summary>Seeks each name that was found again in the rest of the text: whole, in parts, short, in small letters, over a line feed.</summary>
internal static class Echo
{
    /// <summary>Names less sure than this are not sought again.</summary>
    private const double Least = 0.35;

    public static List<Find> Of(TokenisedText text, IReadOnlyList<Find> names, Gazetteer lists)
    {
        var forms = new Dictionary<ulong, List<(ulong[] Words, Find From, double Score)>>();
        var seen = new HashSet<ulong>();
        foreach (var name in names.Where(n => n.Score >= Least).OrderByDescending(n => n.Score))
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

        var found = new List<Find>();
        for (var i = 0; i < text.Tokens.Length; i++)
        {
            if (!forms.TryGetValue(text.Tokens[i].Hash, out var candidates)) continue;
            foreach (var (words, from, score) in candidates.OrderByDescending(c => c.Words.Length).ThenByDescending(c => c.Score))
            {
                if (LastOf(text, words, i) is not { } last) continue;
                var doubt = Doubt(text, lists, i, last, from.Category);
                if (score * doubt < 0.05) continue;
                found.Add(new Find(text.Tokens[i].Start, text.Tokens[last].End, from.Category, score * doubt, ProposalSource.Echo, "found elsewhere in this text"));
                break;
            }
        }

        return found;

        void AddForm(ulong[] words, Find from, double score)
        {
            var joined = 0UL;
            foreach (var word in words) joined = Letters.Join(joined, word);
            if (!seen.Add(joined)) return;
            if (!forms.TryGetValue(words[0], out var list)) forms[words[0]] = list = [];
            list.Add((words, from, score));
        }
    }

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
        if (token.Casing is Casing.Capital or Casing.AllCapitals or Casing.Inner) return !token.StartsSentence || facts.Word <= 2 ? 1 : facts.Word == 3 ? 0.5 : 0.1;
        if (token.Kind == TokenKind.Number || token.Casing == Casing.OneCapital) return 0;
        return facts.Word switch { 0 => 0.9, 1 => facts.Capital > 0 ? 0.2 : facts.IsName || facts.Place > 0 ? 0.7 : 0.4, 2 => facts.IsName && category == IdentifierCategory.Person ? 0.3 : 0.1, _ => 0 };
    }
}
