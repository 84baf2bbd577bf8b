using System.Globalization;
using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Redactions;

/// <summary>What can be read of a date as people say and write it in Britain: day before month.</summary>
internal sealed partial record SpokenDate(int? Year, int? Month)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <param name="heldOn">Two figures of a year are taken for one before it.</param>
    /// <returns>Null where neither year nor month can be read.</returns>
    public static SpokenDate? Read(string words, DateOnly? heldOn)
    {
        if (Figures().Match(words) is { Success: true } f)
        {
            var isYearFirst = f.Groups[1].Length == 4;
            var month = int.Parse(f.Groups[2].Value, CultureInfo.InvariantCulture);
            var year = Full(f.Groups[isYearFirst ? 1 : 3].Value, heldOn);
            return month is >= 1 and <= 12 ? new SpokenDate(year, month) : new SpokenDate(year, null);
        }

        int? named = MonthName().Match(words) is { Success: true } m ? Array.IndexOf(Months, m.Groups[1].Value[..3].ToLowerInvariant()) + 1 : null;
        int? stated = FourFigures().Match(words) is { Success: true } y ? int.Parse(y.Value, CultureInfo.InvariantCulture)
            : TwoFigures().Match(words) is { Success: true } t ? Full(t.Groups[1].Value, heldOn) : null;
        return named is null && stated is null ? null : new SpokenDate(stated, named);
    }

    private static int Full(string figures, DateOnly? heldOn)
    {
        var year = int.Parse(figures, CultureInfo.InvariantCulture);
        if (figures.Length == 4) return year;
        return year <= (heldOn?.Year ?? 2099) % 100 ? 2000 + year : 1900 + year;
    }

    [GeneratedRegex(@"\b(\d{1,4})[./-](\d{1,2})[./-](\d{4}|\d{2})\b", RegexOptions.None, 200)]
    private static partial Regex Figures();

    [GeneratedRegex(@"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b", RegexOptions.IgnoreCase, 200)]
    private static partial Regex MonthName();

    [GeneratedRegex(@"\b(?:19|20)\d\d\b", RegexOptions.None, 200)]
    private static partial Regex FourFigures();

    [GeneratedRegex(@"['’](\d\d)\b", RegexOptions.None, 200)]
    private static partial Regex TwoFigures();
}

/// <summary>A number below a hundred and one in figures or words.</summary>
internal static partial class SpokenNumber
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <returns>Null where there is none.</returns>
    public static int? Read(string words)
    {
        if (Figures().Match(words) is { Success: true } figures) return int.Parse(figures.Value, CultureInfo.InvariantCulture);
        int? number = null;
        foreach (var word in words.ToLowerInvariant().Split([' ', '-', '‑'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Array.IndexOf(Tens, word) is >= 2 and var ten) number = ten * 10;
            else if (Array.IndexOf(Small, word) is >= 0 and var one) number = number is { } tens && tens % 10 == 0 && tens >= 20 && one < 10 ? tens + one : one;
            else if (number is not null) break;
        }

        return number;
    }

    [GeneratedRegex(@"\b\d{1,3}\b", RegexOptions.None, 200)]
    private static partial Regex Figures();
}
