using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>Numbers read aloud digit by digit: “oh seven seven double oh”.</summary>
internal static class SpokenDigits
{
    /// <summary>Fewer are an amount, or counting.</summary>
    private const int Fewest = 6;

    private static readonly Dictionary<ulong, char> Digits = new()
    {
        [Letters.Hash("oh")] = '0', [Letters.Hash("o")] = '0', [Letters.Hash("zero")] = '0', [Letters.Hash("nought")] = '0', [Letters.Hash("naught")] = '0', [Letters.Hash("one")] = '1', [Letters.Hash("two")] = '2',
        [Letters.Hash("three")] = '3', [Letters.Hash("four")] = '4', [Letters.Hash("five")] = '5', [Letters.Hash("six")] = '6', [Letters.Hash("seven")] = '7', [Letters.Hash("eight")] = '8', [Letters.Hash("nine")] = '9',
    };

    private static readonly ulong Double = Letters.Hash("double"), Triple = Letters.Hash("triple");
    private static readonly HashSet<ulong> Fillers = [.. new[] { "um", "uh", "er", "erm", "and", "then", "plus" }.Select(w => Letters.Hash(w))];

    public static void Add(TokenisedText text, List<Find> found)
    {
        var digits = new List<char>();
        for (var i = 0; i < text.Tokens.Length;)
        {
            if (!Digits.ContainsKey(text.Tokens[i].Hash) && text.Tokens[i].Hash != Double && text.Tokens[i].Hash != Triple)
            {
                i++;
                continue;
            }

            digits.Clear();
            var (first, last, at, spoken) = (i, i, i, 0);
            for (; at < text.Tokens.Length; at++)
            {
                var token = text.Tokens[at];
                if (Digits.TryGetValue(token.Hash, out var digit)) (last, spoken) = (Push(digit, 1, at), spoken + 1);
                else if ((token.Hash == Double || token.Hash == Triple) && at + 1 < text.Tokens.Length && Digits.TryGetValue(text.Tokens[at + 1].Hash, out var repeated)) (last, spoken) = (Push(repeated, token.Hash == Double ? 2 : 3, ++at), spoken + 1);
                else if (token.Kind == TokenKind.Number && token.Length <= 4 && digits.Count > 0) foreach (var c in text[at]) last = char.IsAsciiDigit(c) ? Push(c, 1, at) : last;
                else if (digits.Count > 0 && at - last <= 1 && (Fillers.Contains(token.Hash) || text.Text[token.Start] is ',' or '-' or '–' or '.' or '…')) continue;
                else break;
            }

            if (digits.Count >= Fewest && spoken * 2 >= digits.Count - 3 && IsVaried(digits)) found.Add(Make(text, first, last, digits));
            i = Math.Max(at, i + 1);
        }

        int Push(char digit, int times, int at)
        {
            for (var n = 0; n < times; n++) digits.Add(digit);
            return at;
        }
    }

    private static Find Make(TokenisedText text, int first, int last, List<char> digits)
    {
        var number = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(digits);
        var (category, score) = digits.Count is 10 or 11 && number[0] == '0' ? (IdentifierCategory.Telephone, 0.95)
            : digits.Count == 10 && NumberRules.HasCheckDigit(number) ? (IdentifierCategory.NhsNumber, 0.9)
            : (IdentifierCategory.OtherNumber, 0.7);
        return new Find(text.Tokens[first].Start, text.Tokens[last].End, category, score, ProposalSource.Rule, "number read aloud digit by digit");
    }

    /// <summary>“One two three four five six” is counting.</summary>
    private static bool IsVaried(List<char> digits)
    {
        for (var i = 1; i < digits.Count; i++)
        {
            if (digits[i] != digits[i - 1] + 1) return true;
        }

        return false;
    }
}
