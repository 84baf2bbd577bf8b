using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Searching;

/// <summary>A query with what the database knows of its words: asks the index for turns, and finds the very places in their words.</summary>
/// <param name="stems">The stem of each word, of the query and of the turns that are looked through; a word without one stands for itself.</param>
/// <param name="nearly">For each fuzzy term, the words of the material that are spelt nearly so.</param>
public sealed class SearchMatcher(SearchQuery query, IReadOnlyDictionary<string, string> stems, IReadOnlyDictionary<string, IReadOnlyList<string>> nearly)
{
    /// <summary>The query as PostgreSQL's <c>tsquery</c>; null where nothing can match, since no word is spelt like what was asked for.</summary>
    public string? TsQuery
    {
        get
        {
            var clauses = new List<string>();
            foreach (var clause in query.Clauses)
            {
                var either = clause.Either.Select(Of).OfType<string>().ToList();
                if (either.Count == 0 && !clause.IsExcluded) return null;
                if (either.Count > 0) clauses.Add($"{(clause.IsExcluded ? "!" : "")}({string.Join(" | ", either)})");
            }

            return string.Join(" & ", clauses);
        }
    }

    /// <summary>Where in a turn the sought terms stand, in order, none overlapping another: of two that do, the one that begins first, and of these the longer.</summary>
    /// <param name="words">All the turn's words, in order.</param>
    public IReadOnlyList<Segment> Hits(IReadOnlyList<FoundWord> words)
    {
        var hits = new List<Segment>();
        var terms = query.Sought.Select(t => (Term: t, Nearly: t.Kind == TermKind.Fuzzy ? nearly.GetValueOrDefault(t.Words[0], []).ToHashSet() : null)).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var longest = 0;
            foreach (var (term, near) in terms) if (term.Words.Count > longest && Stands(term, near, words, i)) longest = term.Words.Count;
            if (longest == 0) continue;
            hits.Add(new Segment(words[i].Segment.Start, words[i + longest - 1].Segment.End));
            i += longest - 1;
        }

        return hits;
    }

    /// <summary>How like two spellings are: how many letters have to be put in, left out, changed, or swapped with their neighbour.</summary>
    public static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) table[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var best = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) best = Math.Min(best, table[i - 2, j - 2] + 1);
                table[i, j] = best;
            }
        }

        return table[one.Length, other.Length];
    }

    /// <summary>Whether two words are spelt nearly alike: one slip in a short word, two in one of six letters or more.</summary>
    public static bool IsNearly(string sought, string word) => Distance(sought, word) <= (sought.Length < 6 ? 1 : 2);

    /// <summary>A word as the index has it.</summary>
    public static string Lexeme(string word) => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A stem as the index has it: behind a stroke, which no word holds.</summary>
    public static string StemLexeme(string stem) => Lexeme("/" + stem);

    public override string ToString() => query.ToString();

    private string? Of(SearchTerm term) => term.Kind switch
    {
        TermKind.Prefix => Lexeme(term.Words[0]) + ":*",
        TermKind.Fuzzy => nearly.GetValueOrDefault(term.Words[0], []) is { Count: > 0 } near ? $"({string.Join(" | ", near.Select(Lexeme))})" : null,
        TermKind.Word when query.ByStem => $"({string.Join(" <-> ", term.Words.Select(w => StemLexeme(StemOf(w))))})",
        _ => $"({string.Join(" <-> ", term.Words.Select(Lexeme))})",
    };

    private bool Stands(SearchTerm term, HashSet<string>? near, IReadOnlyList<FoundWord> words, int at)
    {
        if (at + term.Words.Count > words.Count) return false;
        if (near is not null) return near.Contains(words[at].Word);
        if (term.Kind == TermKind.Prefix) return words[at].Word.StartsWith(term.Words[0], StringComparison.Ordinal);
        for (var i = 0; i < term.Words.Count; i++)
        {
            var (sought, word) = (term.Words[i], words[at + i].Word);
            if (sought != word && !(term.Kind == TermKind.Word && query.ByStem && StemOf(sought) == StemOf(word))) return false;
        }

        return true;
    }

    private string StemOf(string word) => stems.GetValueOrDefault(word, word);
}
