using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>Dates as they are written and spoken; a year alone, or a month alone, with a lower score.</summary>
internal static class DateRules
{
    private const string Lead = "(?:the )?(?:(?:very )?(?:early|late|mid|middle|end|beginning|start|first half|second half|summer|autumn|winter|spring|fall|morning|afternoon|evening|night|week|weekend|month|eve)(?: of| in)?[ -])?(?:the )?";
    private const string Day = $"(?:{Pieces.DayInDigits}|{Pieces.SpokenDay})";
    private const string AnyYear = $"(?:{Pieces.Year}|{Pieces.SpokenYear}|['’][0-9]{{2}})";

    private static readonly Regex DayMonth = Pattern.Of($@"\b{Lead}{Day}(?: of)?(?: (?:uh|um|er),?)? {Pieces.Month}\b\.?(?:,? (?:of )?{AnyYear}\b)?");
    private static readonly Regex MonthDay = Pattern.Of($@"\b{Lead}{Pieces.Month}\.? (?:the )?{Day}\b(?:,? {AnyYear}\b)?");
    private static readonly Regex MonthYear = Pattern.Of($@"\b{Lead}{Pieces.Month}\.?,?(?: of)? {AnyYear}\b");
    private static readonly Regex Numeric = Pattern.Of(@"\b(?:[0-9]{1,2}[ ]?[./-][ ]?[0-9]{1,2}[ ]?[./-][ ]?[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})\b");
    private static readonly Regex YearAlone = Pattern.Of($@"\b(?:{Lead}){Pieces.Year}(?: ?[-–—/] ?(?:[0-9]{{4}}|[0-9]{{2}}))?\b");
    private static readonly Regex SpokenYearAlone = Pattern.Of($@"\b{Pieces.SpokenYear}\b");
    private static readonly Regex Joined = Pattern.Of(@"^(?: (?:and|to|until|till|or) | ?[-–—] ?)$");
    private static readonly Regex Listed = Pattern.Of(@"^,? (?:(?:and|or) )?(?:(?:on|in) )?$");
    private static readonly Regex DayBefore = Pattern.Of($@"\b(?:{Day}(?: {Pieces.Month})?|{Pieces.Month})(?: (?:and|to|or|-|–) | ?[-–] ?)$");

    private static readonly Dictionary<ulong, bool> Months = new[] { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" }
        .ToDictionary(m => Letters.Hash(m), m => m is "march" or "may" or "august" or "june" or "april");

    private static readonly HashSet<string> Before = ["in", "last", "next", "since", "until", "till", "by", "from", "during", "this", "early", "late", "mid", "of", "through", "around", "before", "after", "to", "between", "every", "each", "ending", "and", "or"];
    private static readonly string[] Amounts = ["people", "patients", "pounds", "quid", "euros", "dollars", "percent", "miles", "metres", "meters", "words", "calories", "times", "hours", "km", "m²", "members", "men", "women", "copies", "votes"];

    public static void Add(TokenisedText tokens, List<Find> found)
    {
        var text = tokens.Text;
        var dates = new List<Find>();
        foreach (var match in DayMonth.EnumerateMatches(text))
        {
            if (IsTrap(text, match.Index, match.Length)) continue;
            dates.Add(Make(text, match, 0.95, "date with day and month"));
        }

        foreach (var match in MonthDay.EnumerateMatches(text))
        {
            if (IsTrap(text, match.Index, match.Length)) continue;
            dates.Add(Make(text, match, 0.95, "date with month and day"));
        }

        foreach (var match in MonthYear.EnumerateMatches(text)) dates.Add(Make(text, match, 0.9, "month and year"));
        foreach (var match in Numeric.EnumerateMatches(text))
        {
            if (IsNumericDate(text.AsSpan(match.Index, match.Length)) && Pattern.StandsAlone(text, match.Index, match.Index + match.Length)) dates.Add(Make(text, match, 0.95, "date in digits"));
        }

        foreach (var match in YearAlone.EnumerateMatches(text)) AddYear(text, match, dates);
        foreach (var match in SpokenYearAlone.EnumerateMatches(text))
        {
            if (text.AsSpan(match.Index, match.Length).EndsWith("two thousand", StringComparison.OrdinalIgnoreCase) && !EndsWithAny(Pattern.Before(text, match.Index, 12), " in ", " since ", " year ")) continue;
            dates.Add(Make(text, match, 0.5, "a year, spoken"));
        }

        AddMonths(tokens, dates);
        found.AddRange(Join(text, dates));
    }

    /// <summary>d.m.y or m/d/y that a calendar could hold.</summary>
    internal static bool IsNumericDate(ReadOnlySpan<char> raw)
    {
        Span<int> parts = stackalloc int[3];
        var (count, digits, firstDigits) = (0, 0, 0);
        foreach (var c in raw)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count > 2) return false;
                parts[count] = parts[count] * 10 + (c - '0');
                if (++digits > 4) return false;
                if (count == 0) firstDigits = digits;
            }
            else if (c != ' ')
            {
                count++;
                digits = 0;
            }
        }

        if (count != 2 || digits is 1 or 3) return false;
        if (firstDigits == 4) return parts[0] is > 1800 and < 2200 && parts[1] is > 0 and < 13 && parts[2] is > 0 and < 32;
        return parts[2] is < 100 or (> 1800 and < 2200) && ((parts[0] is > 0 and < 32 && parts[1] is > 0 and < 13) || (parts[1] is > 0 and < 32 && parts[0] is > 0 and < 13));
    }

    private static Find Make(string text, ValueMatch match, double score, string reason)
    {
        var (start, end) = (match.Index, match.Index + match.Length);
        while (end > start + 1 && text[end - 1] is '.' or ' ' or ',') end--;
        return new Find(start, end, IdentifierCategory.Date, score, ProposalSource.Rule, reason);
    }

    /// <summary>“I second that, March on”; “one may”, “first may”: the words may and march where no date is meant.</summary>
    private static bool IsTrap(string text, int index, int length)
    {
        var words = text.AsSpan(index, length);
        if (words.ContainsAnyInRange('0', '9')) return false;
        return words.EndsWith("may", StringComparison.Ordinal) || words.EndsWith("march", StringComparison.Ordinal) || words.StartsWith("may ", StringComparison.Ordinal) || words.StartsWith("march ", StringComparison.Ordinal) || words.StartsWith("mar ", StringComparison.Ordinal);
    }

    private static void AddYear(string text, ValueMatch match, List<Find> dates)
    {
        var (start, end) = (match.Index, match.Index + match.Length);
        if (start > 0 && (text[start - 1] is '£' or '$' or '€' or '.' or ',' or '/' or '-' or ':' or '#' or '@' || char.IsLetterOrDigit(text[start - 1]))) return;
        if (end < text.Length && (text[end] is '%' or '/' or ':' or '@' || (text[end] is '.' or ',' or '-' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))) return;
        var after = Pattern.After(text, end, 12).TrimStart();
        if (Amounts.Any(a => after.StartsWith(a, StringComparison.Ordinal))) return;
        dates.Add(Make(text, match, 0.5, "a year"));
    }

    private static void AddMonths(TokenisedText tokens, List<Find> dates)
    {
        for (var i = 0; i < tokens.Tokens.Length; i++)
        {
            var token = tokens.Tokens[i];
            if (!Months.TryGetValue(token.Hash, out var isAlsoOther)) continue;
            var at = i - 1;
            while (at > 0 && i - at < 4 && (tokens[at] is "uh" or "um" or "," or "er")) at--;
            var before = at < 0 ? "" : tokens[at].ToString().ToLowerInvariant();
            var isLed = Before.Contains(before) && !(isAlsoOther && before is "to" or "and" or "or" or "of" or "between" or "every" or "each" or "by" or "after" or "before");
            if (isAlsoOther && !isLed) continue;
            if (isAlsoOther && !token.IsCapital && before is not ("in" or "last" or "since" or "next" or "until" or "during")) continue;
            if (!token.IsCapital && !isAlsoOther && !isLed && i > 0 && tokens[i - 1] is "the") continue;
            var start = isLed && before is "last" or "next" or "early" or "late" or "mid" or "this" ? tokens.Tokens[at].Start : token.Start;
            dates.Add(new Find(start, token.End, IdentifierCategory.Date, isLed ? 0.4 : 0.3, ProposalSource.Rule, "a month"));
        }
    }

    /// <summary>Longest first; then “15 March 1985 and 10 March 1989” becomes one, and “7 and 8 March” too.</summary>
    private static List<Find> Join(string text, List<Find> dates)
    {
        var kept = new List<Find>();
        foreach (var date in dates.OrderBy(d => d.Start).ThenByDescending(d => d.End))
        {
            if (kept.Count > 0 && date.Overlaps(kept[^1]))
            {
                var (a, b) = (kept[^1], date);
                kept[^1] = a with { End = Math.Max(a.End, b.End), Score = Math.Max(a.Score, b.Score), Reason = a.Score >= b.Score ? a.Reason : b.Reason };
            }
            else
            {
                kept.Add(date);
            }
        }

        for (var i = 0; i < kept.Count; i++)
        {
            var from = Math.Max(0, kept[i].Start - 30);
            if (kept[i].Score >= 0.9 && DayBefore.Match(text, from, kept[i].Start - from) is { Success: true } day) kept[i] = kept[i] with { Start = day.Index };
        }

        for (var i = kept.Count - 1; i > 0; i--)
        {
            var gap = kept[i].Start - kept[i - 1].End;
            if (gap is < 0 or > 8 || (gap > 0 && !Joined.IsMatch(text.AsSpan(kept[i - 1].End, gap)) && !(Listed.IsMatch(text.AsSpan(kept[i - 1].End, gap)) && SharesYear(text, kept[i - 1], kept[i])))) continue;
            kept[i - 1] = kept[i - 1] with { End = Math.Max(kept[i].End, kept[i - 1].End), Score = Math.Max(kept[i].Score, kept[i - 1].Score) };
            kept.RemoveAt(i);
            var before = kept[i - 1].Start;
            if (before >= 8 && text.AsSpan(before - 8, 8).Equals("between ", StringComparison.OrdinalIgnoreCase)) kept[i - 1] = kept[i - 1] with { Start = before - 8 };
        }

        return kept;
    }

    /// <summary>“10 May, on 7 July and on 26 September 1994”, “1994, 1995 and 1997”: one list, said at once.</summary>
    private static bool SharesYear(string text, Find first, Find second) =>
        (!EndsInYear(text, first) && EndsInYear(text, second)) || (first.Length == 4 && second.Length >= 4 && char.IsAsciiDigit(text[first.Start]) && char.IsAsciiDigit(text[second.Start]) && EndsInYear(text, first) && EndsInYear(text, second));

    private static bool EndsInYear(string text, Find date) => date.Length >= 4 && !text.AsSpan(date.End - 4, 4).ContainsAnyExceptInRange('0', '9');

    private static bool EndsWithAny(string words, params ReadOnlySpan<string> any)
    {
        foreach (var one in any)
        {
            if (words.EndsWith(one, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
