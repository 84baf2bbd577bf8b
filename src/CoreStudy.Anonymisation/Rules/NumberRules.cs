using System.Buffers;
using System.Text.RegularExpressions;
using CoreStudy.Domain.Redactions;
using PhoneNumbers;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>Numbers that belong to one person: NHS, National Insurance, telephone, and long numbers of other kinds.</summary>
internal static class NumberRules
{
    private const int FewestDigits = 6, MostDigits = 24;

    private static readonly Regex Insurance = Pattern.Of(@"\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ \u00a0-]?[0-9]{2}[ \u00a0-]?[0-9]{2}[ \u00a0-]?[0-9]{2}[ \u00a0-]?[a-d]?\b");
    private static readonly Regex Plate = Pattern.Of(@"\b[a-z]{2}[0-9]{2} ?[a-z]{3}\b");
    private static readonly Regex Mixed = Pattern.Of(@"\b(?:[a-z]{1,3}[-/]?[0-9]{5,12}|[0-9]{1,8}/[0-9]{1,6}(?:/[0-9]{1,6})*|[a-z]-[0-9]{3,6})\b");
    private static readonly HashSet<string> NotGivenOut = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];
    private static readonly SearchValues<char> Between = SearchValues.Create(" \u00a0./()·–-");
    private static readonly SearchValues<char> Loose = SearchValues.Create(" \u00a0./()");
    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();

    public static void Add(string text, List<Find> found)
    {
        for (var i = 0; i < text.Length;) i = NextDigits(text, i, found);
        foreach (var match in Insurance.EnumerateMatches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            var hasContext = Has(Pattern.Before(text, start, 60), "insurance") || Has(Pattern.Before(text, start, 30), " ni ");
            var hasSuffix = char.IsLetter(text[end - 1]);
            if (NotGivenOut.Contains(text.Substring(start, 2).ToUpperInvariant()) || !hasSuffix)
            {
                if (hasContext) found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.7, ProposalSource.Rule, "like a National Insurance number, but none that is given out"));
                continue;
            }

            found.Add(new Find(start, end, IdentifierCategory.InsuranceNumber, hasContext ? 0.99 : 0.95, ProposalSource.Rule, "National Insurance number"));
        }

        foreach (var match in Plate.EnumerateMatches(text))
        {
            var isWritten = char.IsUpper(text[match.Index]) && char.IsUpper(text[match.Index + match.Length - 1]);
            if (isWritten || Has(Pattern.Before(text, match.Index, 40), "reg", "plate", "car ")) found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.OtherNumber, 0.8, ProposalSource.Rule, "vehicle registration"));
        }

        foreach (var match in Mixed.EnumerateMatches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            var code = text.AsSpan(start, match.Length);
            var slash = code.IndexOf('/');
            if (slash > 0 && !(slash >= 3 && code.Length - slash >= 3) && !(Has(Pattern.Before(text, start, 20), "no. ", "nos. ", "number ", "case ", "file ", "ref "))) continue; // 24/7, 50/50, 1/2
            found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.6, ProposalSource.Rule, "number of a case, file or account"));
        }
    }

    /// <summary>Looks at the digits that start here, with at most two blanks or marks between one and the next.</summary>
    /// <returns>Where to look on.</returns>
    private static int NextDigits(string text, int at, List<Find> found)
    {
        at = text.AsSpan(at).IndexOfAnyInRange('0', '9') is >= 0 and var next ? at + next : text.Length;
        var (count, end) = (0, at);
        for (var i = at; i < text.Length && i - end <= 2; i++)
        {
            if (char.IsAsciiDigit(text[i])) (count, end) = (count + 1, i + 1);
            else if (!Between.Contains(text[i])) break;
        }

        if (count is < FewestDigits or > MostDigits) return Math.Max(end, at + 1);
        var start = at;
        if (start > 0 && text[start - 1] == '(') start--;
        if (start > 0 && text[start - 1] == '+') start--;
        else if (start > 1 && text[start - 1] == ' ' && text[start - 2] == '+') start -= 2;
        AddDigits(text, start, end, found);
        return end;
    }

    private static void AddDigits(string text, int start, int end, List<Find> found)
    {
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '£' or '$' or '€' or '#')) return;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '%')) return;
        var raw = text.AsSpan(start, end - start);
        Span<char> buffer = stackalloc char[24];
        var count = 0;
        foreach (var c in raw)
        {
            if (char.IsAsciiDigit(c) && count < buffer.Length) buffer[count++] = c;
        }

        var digits = buffer[..count];
        if (LooksLikeDates(raw)) return;
        var before = Pattern.Before(text, start, 60);
        if (IsTelephone(text[start..end], digits, out var score))
        {
            found.Add(new Find(start, end, IdentifierCategory.Telephone, score, ProposalSource.Rule, score > 0.9 ? "telephone number, valid" : "telephone number"));
            return;
        }

        if (count == 10 && digits[0] != '0')
        {
            var isSaid = Has(before, "nhs", "number", "hospital no");
            if (HasCheckDigit(digits)) found.Add(new Find(start, end, IdentifierCategory.NhsNumber, isSaid ? 0.99 : 0.8, ProposalSource.Rule, isSaid ? "NHS number: check digit right, and said to be a number" : "ten digits with the check digit of an NHS number"));
            else found.Add(new Find(start, end, IdentifierCategory.OtherNumber, isSaid ? 0.8 : 0.5, ProposalSource.Rule, isSaid ? "ten digits said to be a number; the check digit of an NHS number is wrong" : "ten digits"));
            return;
        }

        var isLoose = raw.ContainsAny(Loose);
        if (count is >= 13 and <= 19 && IsCard(digits)) found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.95, ProposalSource.Rule, "card number"));
        else if (Has(before, "phone", "mobile", "ring ", "call ", "number", "tel", "text me")) found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.7, ProposalSource.Rule, "digits said to be a number"));
        else if (Has(before, "sort code", "account", "hospital", "passport", "reference", "ref ", "policy", "badge", "payroll", "staff", "id ")) found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.7, ProposalSource.Rule, "number of an account or paper"));
        else if (!isLoose) found.Add(new Find(start, end, IdentifierCategory.OtherNumber, 0.5, ProposalSource.Rule, "long number"));
    }

    /// <summary>10 or 11 digits from 0, or from +44 or 0044; other countries' where libphonenumber holds them valid.</summary>
    private static bool IsTelephone(string raw, ReadOnlySpan<char> digits, out double score)
    {
        score = 0;
        var isForeign = raw.Contains('+') || digits.StartsWith("00");
        var isBritish = digits.Length is 10 or 11 && digits[0] == '0' && digits[1] is '1' or '2' or '3' or '5' or '7' or '8' or '9';
        var isCalledFromAbroad = digits.StartsWith("44") && isForeign && digits.Length is >= 11 and <= 13 || (digits.StartsWith("0044") && digits.Length is >= 13 and <= 15);
        if (!isForeign && !isBritish) return false;
        var isValid = false;
        try
        {
            isValid = Phones.IsValidNumber(Phones.Parse(raw.Replace("(0)", "", StringComparison.Ordinal), "GB"));
        }
        catch (NumberParseException)
        {
            // not a number of any country; our own rule decides
        }

        score = isValid ? 0.99 : 0.9;
        return isValid || isBritish || isCalledFromAbroad;
    }

    /// <summary>Modulus 11 over the first nine digits, weighted 10 to 2 (NHS Data Dictionary); a remainder of 10 is never given out.</summary>
    internal static bool HasCheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++) sum += (digits[i] - '0') * (10 - i);
        var check = (11 - sum % 11) % 11;
        return check < 10 && check == digits[9] - '0';
    }

    /// <summary>The check digit of cards (ISO/IEC 7812).</summary>
    private static bool IsCard(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    private static bool LooksLikeDates(ReadOnlySpan<char> raw)
    {
        var separators = raw.ContainsAny('/', '.', '-') ? raw.Count('/') + raw.Count('.') + raw.Count('-') : 0;
        if (separators is 1 or 2 && raw.IndexOf(' ') < 0 && DateRules.IsNumericDate(raw)) return true;
        return raw.Length == 9 && raw[4] is '-' or '–' or '/' && raw[..2] is "19" or "20"; // 2014-2015
    }

    private static bool Has(string words, params ReadOnlySpan<string> any)
    {
        foreach (var one in any)
        {
            if (words.Contains(one, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
