using System.Text;

namespace CoreStudy.Domain.Searching;

/// <summary>How a term is to be found.</summary>
public enum TermKind
{
    /// <summary>The word, in all its forms where the search is by stems. One with a hyphen is several words in a row.</summary>
    Word,

    /// <summary>These words as they stand, one after the other.</summary>
    Phrase,

    /// <summary>Words that begin so.</summary>
    Prefix,

    /// <summary>Words that are spelt nearly so.</summary>
    Fuzzy,
}

/// <summary>One thing that is sought.</summary>
/// <param name="Words">As <see cref="SearchWords"/> knows them; at least one, and of a prefix or a fuzzy term exactly one.</param>
public sealed record SearchTerm(TermKind Kind, IReadOnlyList<string> Words)
{
    /// <summary>As a person would type it.</summary>
    public string Shown => string.Join(' ', Words);
}

/// <summary>Terms of which one is enough, or, left out, none may be there.</summary>
public sealed record SearchClause(IReadOnlyList<SearchTerm> Either, bool IsExcluded);

/// <summary>What somebody seeks: turns in which every clause holds. Written <c>waiting "not sure" peer* recieve~ bus OR train -phone</c>.</summary>
/// <remarks>OR joins its two neighbours, and binds more closely than standing side by side does.</remarks>
public sealed record SearchQuery(IReadOnlyList<SearchClause> Clauses, bool ByStem)
{
    /// <summary>Characters at most.</summary>
    public const int Longest = 300;

    private const int MostTerms = 30;

    public IEnumerable<SearchTerm> Sought => Clauses.Where(c => !c.IsExcluded).SelectMany(c => c.Either);

    public IEnumerable<SearchTerm> Terms => Clauses.SelectMany(c => c.Either);

    /// <summary>Reads what was typed, or says what is missing.</summary>
    /// <param name="byStem">Whether “wait” finds “waited” and “waiting” too.</param>
    public static Result<SearchQuery> Read(string text, bool byStem)
    {
        if (string.IsNullOrWhiteSpace(text)) return new Refusal("Type what to look for.");
        if (text.Length > Longest) return new Refusal($"A search may have at most {Longest} characters; this has {text.Length}.");
        if (Words.Kept(text) is { } cannot) return cannot;
        var (clauses, joins) = (new List<SearchClause>(), false);
        foreach (var (piece, isQuoted, isExcluded) in Pieces(text))
        {
            if (!isQuoted && piece == "OR")
            {
                if (clauses.Count == 0 || joins) return new Refusal("OR stands between two words: bus OR train.");
                joins = true;
                continue;
            }

            if (!isQuoted && piece == "AND") continue;
            if (TermOf(piece, isQuoted).IsRefused(out var refusal, out var terms)) return refusal;
            if (terms.Count == 0) continue; // signs without a word
            if (joins && isExcluded) return new Refusal("A word that is left out cannot stand beside OR.");
            if (joins && clauses[^1].IsExcluded) return new Refusal("A word that is left out cannot stand beside OR.");
            if (joins) clauses[^1] = clauses[^1] with { Either = [.. clauses[^1].Either, .. terms] };
            else clauses.Add(new SearchClause(terms, isExcluded));
            joins = false;
        }

        if (joins) return new Refusal("OR stands between two words: bus OR train.");
        if (!clauses.Exists(c => !c.IsExcluded)) return new Refusal("Type at least one word to look for beside those that are left out.");
        if (clauses.Sum(c => c.Either.Count) > MostTerms) return new Refusal($"At most {MostTerms} words can be looked for at once.");
        return new SearchQuery(clauses, byStem);
    }

    /// <summary>What is looked for, in plain English, so that who typed it sees how it was understood.</summary>
    public string InWords()
    {
        var sought = Clauses.Where(c => !c.IsExcluded).Select(c => string.Join(" or ", c.Either.Select(Say))).ToList();
        var left = Clauses.Where(c => c.IsExcluded).SelectMany(c => c.Either).Select(Say).ToList();
        var all = sought.Count == 1 ? sought[0] : string.Join(", with ", sought.SkipLast(1)) + ", and with " + sought[^1];
        return $"Turns with {all}{(left.Count == 0 ? "" : ", without " + string.Join(" and without ", left))}.";
    }

    public override string ToString() => $"{Clauses.Count} clauses";

    private string Say(SearchTerm term) => term.Kind switch
    {
        TermKind.Phrase => $"the words “{term.Shown}”",
        TermKind.Prefix => $"words that begin with “{term.Shown}”",
        TermKind.Fuzzy => $"words spelt much like “{term.Shown}”",
        _ => ByStem ? $"any form of “{term.Shown}”" : $"“{term.Shown}”",
    };

    private static Result<IReadOnlyList<SearchTerm>> TermOf(string piece, bool isQuoted)
    {
        var words = SearchWords.Of(piece).Select(w => w.Word).ToList();
        if (words.Count == 0) return (List<SearchTerm>)[];
        if (isQuoted) return (List<SearchTerm>)[new(TermKind.Phrase, words)];
        if (piece.EndsWith('*') && words.Count == 1)
            return words[0].Length < 2 ? new Refusal("Give at least two letters before the asterisk: pe*.") : (List<SearchTerm>)[new(TermKind.Prefix, words)];
        if (piece.EndsWith('~') && words.Count == 1)
            return words[0].Length < 4 ? new Refusal("Give a word of at least four letters before ~: supervisr~.") : (List<SearchTerm>)[new(TermKind.Fuzzy, words)];
        return (List<SearchTerm>)[new(TermKind.Word, words)];
    }

    private static IEnumerable<(string Piece, bool IsQuoted, bool IsExcluded)> Pieces(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var isExcluded = text[at] is '-' or '−' or '–' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (isExcluded) at++;
            if (IsQuote(text[at]))
            {
                var end = at + 1;
                while (end < text.Length && !IsQuote(text[end])) end++;
                yield return (text[(at + 1)..end], true, isExcluded);
                at = Math.Min(text.Length, end + 1);
                continue;
            }

            var piece = new StringBuilder();
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at])) piece.Append(text[at++]);
            yield return (piece.ToString(), false, isExcluded);
        }
    }

    private static bool IsQuote(char sign) => sign is '"' or '“' or '”' or '„';
}
