using System.Collections.Frozen;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Registers;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Anonymisation;

/// <summary>A form in which a study has met an identifier, such as a full name, a nickname, a misspelling.</summary>
/// <param name="Identifier">The identifier of the register.</param>
public sealed record KnownForm(Guid Identifier, IdentifierCategory Category, string Form)
{
    public override string ToString() => $"form of {Form.Length} characters";
}

/// <summary>Everything that a study knows of identifiers, made ready to be sought in texts; safe to use from many threads.</summary>
/// <remarks>
/// A form is sought as it stands, in other case and without accents, before “'s”, over a line feed; a person's also by given name or surname
/// alone, by the usual short forms, by initials, and, for words of more than five letters, with one letter wrong, missing, too many or two
/// changed about. A number is sought by its digits. The weaker the variant, the lower its score: see <see cref="Variants"/>.
/// </remarks>
public sealed class Knowledge
{
    private readonly FrozenDictionary<ulong, Variant[]> _byFirstWord;
    private readonly FrozenDictionary<ulong, Variant[]> _byLetterLess;
    private readonly FrozenDictionary<string, Variant> _byDigits;

    private Knowledge(IReadOnlyCollection<KnownForm> forms)
    {
        var (words, letterLess, digits) = (new Dictionary<ulong, List<Variant>>(), new Dictionary<ulong, List<Variant>>(), new Dictionary<string, Variant>());
        foreach (var variant in forms.SelectMany(Variants.Of).DistinctBy(v => (v.Identifier, v.Kind, v.Text.ToUpperInvariant(), v.Category)))
        {
            if (variant.Kind == VariantKind.Digits) digits.TryAdd(variant.Text, variant);
            else if (variant.Kind == VariantKind.Misspelling) foreach (var hash in Misspellings.Of(variant.Text)) Add(letterLess, hash, variant);
            else Add(words, variant.Words[0], variant);
        }

        IsEmpty = forms.Count == 0;
        _byFirstWord = words.ToFrozenDictionary(w => w.Key, w => w.Value.OrderByDescending(v => v.Words.Length).ThenByDescending(v => v.Score).ToArray());
        _byLetterLess = letterLess.ToFrozenDictionary(w => w.Key, w => w.Value.ToArray());
        _byDigits = digits.ToFrozenDictionary();
    }

    public static Knowledge Nothing { get; } = new([]);

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty { get; }

    public static Knowledge Of(IEnumerable<KnownForm> forms) => new([.. forms.Where(f => f.Form.AsSpan().Trim().Length > 0)]);

    /// <summary>Where a text holds a form or a variant of it.</summary>
    /// <returns>In order of place, none overlapping another; the same number for all of one identifier.</returns>
    public IReadOnlyList<Proposal> Find(string text) => IsEmpty ? [] : Find(TokenisedText.Of(text));

    internal IReadOnlyList<Proposal> Find(TokenisedText text)
    {
        if (IsEmpty) return [];
        var found = new List<(int Start, int End, Variant Variant, double Score)>();
        FindWords(text, found);
        if (_byDigits.Count > 0) FindDigits(text.Text, found);
        var taken = new Stretches<(int Start, int End, Variant Variant, double Score)>(text.Text.Length);
        foreach (var one in found.OrderByDescending(f => f.Variant.Words.Length).ThenByDescending(f => f.Score).ThenByDescending(f => f.End - f.Start).ThenBy(f => f.Start).ThenBy(f => f.Variant.Identifier))
        {
            taken.TryAdd(one.Start, one.End, one); // a full name before its parts
        }

        var groups = new Dictionary<Guid, int>();
        var proposals = new List<Proposal>(taken.Count);
        foreach (var (start, end, variant, score) in taken.InOrder())
        {
            if (!groups.TryGetValue(variant.Identifier, out var group)) groups[variant.Identifier] = group = groups.Count;
            proposals.Add(new Proposal(new Segment(start, end), variant.Category, score, ProposalSource.Register, Variants.Reason(variant.Kind, score), variant.Identifier, group));
        }

        return proposals;
    }

    private static void Add(Dictionary<ulong, List<Variant>> to, ulong key, Variant variant)
    {
        if (!to.TryGetValue(key, out var list)) to[key] = list = [];
        list.Add(variant);
    }

    private void FindWords(TokenisedText text, List<(int Start, int End, Variant Variant, double Score)> found)
    {
        var misspelt = new Dictionary<ulong, Variant?>();
        for (var i = 0; i < text.Tokens.Length; i++)
        {
            var token = text.Tokens[i];
            var isFound = false;
            if (_byFirstWord.TryGetValue(token.Hash, out var variants))
            {
                foreach (var variant in variants)
                {
                    if (LastOf(text, variant, i) is not { } last) continue;
                    var (start, end) = (token.Start, text.Tokens[last].End);
                    var score = Score(text, i, last, variant);
                    if (score <= 0) continue;
                    found.Add((start, end, variant, score));
                    isFound |= score >= 0.6;
                }
            }

            if (isFound || _byLetterLess.Count == 0 || token.Kind != TokenKind.Word || token.Length is < 5 or > 40) continue;
            if (!misspelt.TryGetValue(token.Hash, out var near)) misspelt[token.Hash] = near = Near(text[i]);
            if (near is not null) found.Add((token.Start, token.End, near, near.Score));
        }
    }

    /// <summary>The last token of a variant that starts here; marks between, and a word begun twice, are passed over.</summary>
    private static int? LastOf(TokenisedText text, Variant variant, int at)
    {
        for (var w = 1; w < variant.Words.Length; w++)
        {
            at++;
            for (var passed = 0; passed < 2 && at < text.Tokens.Length && text.Tokens[at].Hash != variant.Words[w] && IsStumble(text, at, variant.Words[w - 1]); passed++) at++;
            if (at >= text.Tokens.Length || text.Tokens[at].Hash != variant.Words[w]) return null;
        }

        return at;
    }

    private static bool IsStumble(TokenisedText text, int at, ulong before) =>
        text.Tokens[at].Hash == before || (text.Tokens[at].Kind == TokenKind.Mark && text.Text[text.Tokens[at].Start] is '-' or ',' or '.' or '–' or '…');

    private Variant? Near(ReadOnlySpan<char> word)
    {
        if (Gazetteer.Shared.Of(word).Word >= 1) return null; // a word of the dictionary is that word
        var folded = Letters.Fold(word);
        foreach (var hash in Misspellings.Of(folded))
        {
            if (!_byLetterLess.TryGetValue(hash, out var variants)) continue;
            foreach (var variant in variants)
            {
                if (Misspellings.AreOneApart(folded, variant.Text)) return variant;
            }
        }

        return null;
    }

    private static double Score(TokenisedText text, int first, int last, Variant variant)
    {
        var token = text.Tokens[first];
        if (variant.Kind is VariantKind.Initials or VariantKind.Acronym) return token.Casing is Casing.AllCapitals or Casing.Inner || text[first].Contains('.') ? variant.Score : 0;
        if (variant.Kind == VariantKind.Whole && text.Text.AsSpan(token.Start, text.Tokens[last].End - token.Start).SequenceEqual(variant.Text)) return IsBareWord(token, variant) ? Doubtful(token) : variant.Score;
        if (variant.Words.Length == 1 && IsBareWord(token, variant)) return Math.Min(variant.Score, Doubtful(token));
        return variant.Kind == VariantKind.Whole ? Variants.OtherCase : variant.Score;
    }

    private static bool IsBareWord(Token token, Variant variant) => variant.Words.Length == 1 && token.Kind == TokenKind.Word && Gazetteer.Shared[token.Hash].Word > 0;

    /// <summary>A name that is also a word, such as Grace: by how it is written.</summary>
    private static double Doubtful(Token token) => !token.IsCapital ? 0.15 : token.StartsSentence ? 0.5 : 0.85;

    private void FindDigits(string text, List<(int Start, int End, Variant Variant, double Score)> found)
    {
        Span<char> digits = stackalloc char[Variants.MostDigits];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || (i > 0 && char.IsAsciiDigit(text[i - 1]))) continue;
            var count = 0;
            for (var j = i; j < text.Length && count < digits.Length && j - i < 40; j++)
            {
                if (char.IsAsciiDigit(text[j])) digits[count++] = text[j];
                else if (text[j] is not (' ' or '-' or '.' or '(' or ')' or '/' or '\n' or '\u00a0')) break;
                if (count < Variants.FewestDigits || !char.IsAsciiDigit(text[j]) || (j + 1 < text.Length && char.IsAsciiDigit(text[j + 1]))) continue;
                if (_byDigits.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(digits[..count], out var variant)) found.Add((i, j + 1, variant, variant.Score));
            }
        }
    }
}
