using System.Runtime.CompilerServices;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;

namespace CoreStudy.Anonymisation.Tagging;

/// <summary>What the tagger looks at for each token of a text, as hashes of 32 bits.</summary>
/// <remarks>Training and tagging both write features here, so that they agree. A change here asks for new models.</remarks>
internal sealed class FeatureWriter
{
    private const int OrganisationReach = 4;

    private readonly TokenisedText _text;
    private readonly Gazetteer _lists;
    private readonly bool _isCaseless;
    private readonly Look[] _looks;

    /// <param name="isCaseless">Leaves out all that capitals tell.</param>
    public FeatureWriter(TokenisedText text, Gazetteer lists, bool isCaseless)
    {
        (_text, _lists, _isCaseless) = (text, lists, isCaseless);
        _looks = new Look[text.Tokens.Length];
        for (var i = 0; i < _looks.Length; i++) _looks[i] = LookAt(i);
        foreach (var line in text.Lines) MatchPhrases(line);
        if (!isCaseless) CompareCasing();
    }

    /// <summary>Writes the features of one token of a line.</summary>
    public void Write(Line line, int at, List<uint> into)
    {
        into.Clear();
        ref readonly var w = ref _looks[at];
        ref readonly var b = ref At(line, at - 1);
        ref readonly var bb = ref At(line, at - 2);
        ref readonly var a = ref At(line, at + 1);
        ref readonly var aa = ref At(line, at + 2);
        into.Add(1); // the bias
        Add(into, 2, w.Word);
        Add(into, 3, b.Word);
        Add(into, 4, a.Word);
        Add(into, 5, bb.Word);
        Add(into, 6, aa.Word);
        Add(into, 7, b.Word, w.Word);
        Add(into, 8, w.Word, a.Word);
        Add(into, 9, bb.Word, b.Word);
        Add(into, 10, a.Word, aa.Word);
        Add(into, 11, b.Word, a.Word);
        Add(into, 12, w.Prefix2);
        Add(into, 13, w.Prefix3);
        Add(into, 14, w.Prefix4);
        Add(into, 15, w.Suffix1);
        Add(into, 16, w.Suffix2);
        Add(into, 17, w.Suffix3);
        Add(into, 18, w.Suffix4);
        Add(into, 19, b.Suffix3, 1);
        Add(into, 20, a.Suffix3, 1);
        Add(into, 21, w.Shape);
        Add(into, 22, b.Short, w.Short);
        Add(into, 23, w.Short, a.Short);
        Add(into, 24, Mix(b.Short, w.Short), a.Short);
        Add(into, 25, bb.Short, Mix(b.Short, w.Short));
        Add(into, 26, w.Short, Mix(a.Short, aa.Short));
        Add(into, 27, w.Short, w.Sentence);
        Add(into, 28, b.Word, w.Short);
        Add(into, 29, a.Word, w.Short);
        Add(into, 30, bb.Word, Mix(b.Short, w.Short));
        Add(into, 31, w.Facts.Profile, w.Short);
        Add(into, 32, b.Facts.Profile, w.Facts.Profile);
        Add(into, 33, w.Facts.Profile, a.Facts.Profile);
        Add(into, 34, w.Names, w.Short);
        Add(into, 35, Mix(b.Names, w.Names), w.Short);
        Add(into, 36, Mix(w.Names, a.Names), w.Short);
        Add(into, 37, w.Names, b.Word);
        Add(into, 38, w.Names, a.Word);
        Add(into, 39, w.Names, Mix(b.Word, bb.Word));
        Add(into, 40, w.Phrase, w.Short);
        Add(into, 41, w.Phrase, b.Word);
        Add(into, 42, w.Phrase, b.Phrase);
        Add(into, 43, b.Kinds, w.Short);
        Add(into, 44, w.Kinds, w.Short);
        Add(into, 45, a.Kinds, w.Short);
        Add(into, 46, w.Kinds, b.Names);
        Add(into, 47, Mix(b.Kinds, w.Names), w.Short);
        Add(into, 48, w.Elsewhere, w.Sentence);
        Add(into, 49, w.Elsewhere, w.Facts.Profile);
        Add(into, 50, w.Short, w.Sentence, w.Facts.Word);
        Add(into, 51, b.Elsewhere, w.Elsewhere);
        WriteOrganisationWords(line, at, w.Short, into);
        Add(into, 56, w.Names, Mix(w.Sentence, w.Elsewhere));
        Add(into, 57, w.Suffix3, w.Short);
        Add(into, 58, w.Suffix2, b.Word);
        Add(into, 59, (uint)(w.Facts.Word * 25 + b.Facts.Word * 5 + a.Facts.Word), w.Short);
        Add(into, 60, at == line.First ? 1u : at == line.First + 1 ? 2u : 0u, w.Short);
    }

    private static Look _nothing;

    private ref readonly Look At(Line line, int at)
    {
        if (at >= line.First && at < line.End) return ref _looks[at];
        return ref _nothing;
    }

    /// <summary>“Elgar Ward”, “Trust in the North”: a word for a body a little after or before.</summary>
    private void WriteOrganisationWords(Line line, int at, uint shape, List<uint> into)
    {
        for (var reach = 0; reach <= OrganisationReach && at + reach < line.End; reach++)
        {
            ref readonly var look = ref _looks[at + reach];
            if (reach > 0 && (_text.Tokens[at + reach].Kind == TokenKind.Mark || (!_isCaseless && _text.Tokens[at + reach].Casing == Casing.Lower && !look.Facts.Is(WordFacts.OrganisationWord) && look.Facts.Word < 4))) break;
            if (!look.Facts.Is(WordFacts.OrganisationWord)) continue;
            Add(into, 52, (uint)reach, shape);
            Add(into, 53, look.Word, Mix((uint)Math.Min(reach, 2), shape));
            break;
        }

        for (var reach = 1; reach < OrganisationReach && at - reach >= line.First; reach++)
        {
            ref readonly var look = ref _looks[at - reach];
            if (_text.Tokens[at - reach].Kind == TokenKind.Mark) break;
            if (!look.Facts.Is(WordFacts.OrganisationWord)) continue;
            Add(into, 54, (uint)reach, shape);
            Add(into, 55, look.Word, Mix((uint)reach, shape));
            break;
        }
    }

    private Look LookAt(int at)
    {
        var token = _text.Tokens[at];
        var word = _text[at];
        var facts = _lists[token.Hash];
        var look = new Look
        {
            Word = Narrow(token.Kind == TokenKind.Number ? 77 + (ulong)word.Length : token.Hash),
            Prefix2 = Narrow(Letters.Hash(word[..Math.Min(2, word.Length)])),
            Prefix3 = Narrow(Letters.Hash(word[..Math.Min(3, word.Length)])),
            Prefix4 = Narrow(Letters.Hash(word[..Math.Min(4, word.Length)])),
            Suffix1 = Narrow(Letters.Hash(word[^1..])),
            Suffix2 = Narrow(Letters.Hash(word[Math.Max(0, word.Length - 2)..])),
            Suffix3 = Narrow(Letters.Hash(word[Math.Max(0, word.Length - 3)..])),
            Suffix4 = Narrow(Letters.Hash(word[Math.Max(0, word.Length - 4)..])),
            Sentence = token.StartsSentence && !_isCaseless ? 1u : 0u,
            Facts = facts,
            Names = Math.Max((uint)facts.Given, facts.Is(WordFacts.Nickname) ? 1u : 0u) | (uint)facts.Surname << 2 | (uint)facts.Place << 4 | (facts.Word >= 3 ? 1u << 6 : facts.Word >= 1 ? 1u << 7 : 0u),
            Kinds = facts.Bits >> 16 & 0xFF,
        };
        (look.Shape, look.Short) = _isCaseless ? ((uint)token.Kind + 1, (uint)token.Kind + 1) : Shapes(word, token);
        return look;
    }

    private static (uint Long, uint Short) Shapes(ReadOnlySpan<char> word, Token token)
    {
        if (token.Kind == TokenKind.Mark) return (word[0], 9);
        var (full, brief, last) = (17u, 17u, 0u);
        for (var i = 0; i < word.Length && i < 12; i++)
        {
            var c = word[i];
            var kind = char.IsUpper(c) ? 1u : char.IsLower(c) ? 2u : char.IsAsciiDigit(c) ? 3u : 4u;
            full = full * 31 + kind;
            if (kind != last) brief = brief * 31 + kind;
            last = kind;
        }

        return (full, brief);
    }

    /// <summary>Marks the longest run of tokens that is on a list as a place, a body, or nothing to hide.</summary>
    private void MatchPhrases(Line line)
    {
        for (var i = line.First; i < line.End; i++)
        {
            var facts = _looks[i].Facts;
            var (length, found) = (0, new WordFacts(0));
            if (facts.Is(WordFacts.Starts))
            {
                var joined = 0UL;
                for (var n = 0; n < Gazetteer.LongestPhrase && i + n < line.End; n++)
                {
                    joined = Letters.Join(joined, _text.Tokens[i + n].Hash);
                    if (n > 0 && _lists.OfPhrase(joined) is { Bits: not 0 } phrase) (length, found) = (n + 1, phrase);
                }
            }

            if (length == 0 && (facts.Place > 0 || facts.Is(WordFacts.Organisation) || facts.Is(WordFacts.Nobody))) (length, found) = (1, facts);
            if (length == 0) continue;
            var kind = (found.Is(WordFacts.Organisation) ? 1u : 0u) | (uint)found.Place << 1 | (found.Is(WordFacts.Allowed) ? 8u : 0u) | (found.Is(WordFacts.Occupation) ? 16u : 0u) | (length > 1 ? 32u : 0u) | (found.Is(WordFacts.Nobody) ? 64u : 0u);
            for (var n = 0; n < length; n++)
            {
                if (_looks[i + n].Phrase == 0 || length > 1) _looks[i + n].Phrase = kind << 2 | (n == 0 ? 1u : n == length - 1 ? 2u : 3u);
            }

            if (length > 1) i += length - 1;
        }
    }

    /// <summary>How the same word is written elsewhere in the text: small, or with a capital where no sentence starts.</summary>
    private void CompareCasing()
    {
        var seen = new Dictionary<ulong, (int Lower, int Capital)>();
        foreach (var token in _text.Tokens)
        {
            if (token.Kind != TokenKind.Word) continue;
            ref var counts = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, token.Hash, out _);
            if (token.Casing == Casing.Lower) counts.Lower++;
            else if (token.Casing == Casing.Capital && !token.StartsSentence) counts.Capital++;
        }

        for (var i = 0; i < _looks.Length; i++)
        {
            var token = _text.Tokens[i];
            if (token.Kind != TokenKind.Word) continue;
            var (lower, capital) = seen[token.Hash];
            if (token.Casing == Casing.Lower) lower--;
            else if (token.Casing == Casing.Capital && !token.StartsSentence) capital--;
            _looks[i].Elsewhere = 1 + (lower > 0 ? 1u : 0u) + (capital > 0 ? 2u : 0u) + (token.IsCapital ? 4u : 0u);
        }
    }

    private static uint Narrow(ulong hash) => (uint)(hash ^ hash >> 32);

    private static uint Mix(uint a, uint b) => (a ^ (b * 0x9E3779B1)) * 0x85EBCA77 + (b >> 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(List<uint> into, uint template, uint a) => into.Add(Finish((a ^ template * 0x27D4EB2F) * 0x9E3779B1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(List<uint> into, uint template, uint a, uint b) => into.Add(Finish(((a ^ template * 0x27D4EB2F) * 0x9E3779B1 ^ b) * 0x85EBCA77));

    private static void Add(List<uint> into, uint template, uint a, int b, uint c) => Add(into, template, a, Mix((uint)b, c));

    private static void Add(List<uint> into, uint template, int a, uint b, uint c) => Add(into, template, (uint)a, Mix(b, c));

    private static void Add(List<uint> into, uint template, uint a, uint b, int c) => Add(into, template, a, Mix(b, (uint)c));

    private static uint Finish(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        hash ^= hash >> 13;
        return hash;
    }

    private struct Look
    {
        public uint Word, Prefix2, Prefix3, Prefix4, Suffix1, Suffix2, Suffix3, Suffix4, Shape, Short, Sentence, Names, Kinds, Phrase, Elsewhere;
        public WordFacts Facts;
    }
}
