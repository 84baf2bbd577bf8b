using System.Globalization;
using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Redactions;

/// <summary>How much of a date is left.</summary>
public enum DateDetail
{
    /// <summary>“[March 2024]”.</summary>
    MonthAndYear,

    /// <summary>“[2024]”.</summary>
    Year,

    /// <summary>“[spring 2024]”, by the months of the Meteorological Office.</summary>
    Season,

    /// <summary>“[about 2 years before the interview]”; as the year where that cannot be told.</summary>
    Relative,
}

/// <summary>What a study puts in the place of identifiers: readable words in brackets that tell no more than they must.</summary>
/// <param name="PersonWords">What people can be to the speakers, such as peer or colleague; the first is taken where nobody chose. At least one.</param>
/// <param name="AgeBand">Years of a band of ages: 5, 10 or 20.</param>
/// <param name="KeepTitles">Whether Mr, Mrs, Dr and the like stay before a replacement; they can tell a gender.</param>
public sealed partial record ReplacementScheme(IReadOnlyList<string> PersonWords, DateDetail Dates, int AgeBand, bool KeepTitles)
{
    /// <summary>The highest number from which free ones are drawn while few are taken.</summary>
    private const int SmallNumbers = 9;

    /// <summary>What a new study has.</summary>
    /// <remarks>
    /// Dates become the year: a month is often all that somebody says (“in October 2016”), would stay as it was said, and together with a place or a job can tell who it
    /// was. How long before the interview keeps intervals, but tells the month to whoever knows the day of the interview.
    /// </remarks>
    public static ReplacementScheme Usual { get; } = new(["peer", "colleague", "manager", "family", "friend", "clinician"], DateDetail.Year, 10, KeepTitles: false);

    public static Result<ReplacementScheme> Choose(IEnumerable<string> personWords, DateDetail dates, int ageBand, bool keepTitles)
    {
        var words = personWords.Select(w => w.Trim()).Where(w => w.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count is 0 or > 12) return new Refusal("Please give from one to twelve words for people, such as peer and colleague.");
        if (words.Find(w => !Noun().IsMatch(w)) is { } wrong) return new Refusal($"“{wrong}” cannot stand in brackets: use letters and blanks alone, 24 at most.");
        if (ageBand is not (5 or 10 or 20)) return new Refusal("A band of ages has 5, 10 or 20 years.");
        return new ReplacementScheme(words, dates, ageBand, keepTitles);
    }

    /// <summary>What an entry of the register is called: a word with a number or letter drawn at random among the small ones that are free.</summary>
    /// <param name="words">As it was met, such as <c>Leeds General Infirmary</c>: tells a hospital from a ward. Nothing of it enters the replacement.</param>
    /// <param name="taken">The replacements of the register.</param>
    /// <param name="draw">Given a count, an index from 0 up to but not including it. At random, so that neither order nor name shows.</param>
    /// <param name="noun">Where somebody chose the word; null for the usual one.</param>
    public string NameNew(IdentifierCategory category, string words, IEnumerable<string> taken, Func<int, int> draw, string? noun = null)
    {
        noun ??= NounOf(category, words);
        var used = taken.Where(t => t.StartsWith($"[{noun} ", StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isLettered = noun == "Trust";
        var free = new List<string>();
        for (var number = 1; free.Count == 0 || number <= Math.Max(SmallNumbers, used.Count * 2); number++)
        {
            var name = $"[{noun} {(isLettered ? Letters(number) : number.ToString(CultureInfo.InvariantCulture))}]";
            if (!used.Contains(name)) free.Add(name);
        }

        return free[draw(free.Count)];
    }

    /// <summary>What stands for a date, an age, a number and whatever else has no entry in the register.</summary>
    /// <param name="words">As it stands in the text.</param>
    /// <param name="heldOn">The day of the interview; null where it is not known.</param>
    public string Coarsen(IdentifierCategory category, string words, DateOnly? heldOn) => category switch
    {
        IdentifierCategory.Date => $"[{CoarserDate(words, heldOn)}]",
        IdentifierCategory.Age => $"[{CoarserAge(words)}]",
        IdentifierCategory.Telephone => "[phone number]",
        IdentifierCategory.Email => "[e-mail address]",
        IdentifierCategory.Address => "[address]",
        IdentifierCategory.NhsNumber => "[NHS number]",
        IdentifierCategory.InsuranceNumber => "[National Insurance number]",
        IdentifierCategory.OtherNumber => "[number]",
        IdentifierCategory.WebAddress => "[web address]",
        IdentifierCategory.Person => $"[{PersonWords[0]}]",
        IdentifierCategory.Place => "[place]",
        IdentifierCategory.Organisation => "[organisation]",
        IdentifierCategory.Trust => "[service]",
        _ => "[detail left out]",
    };

    private string NounOf(IdentifierCategory category, string words)
    {
        bool Says(params ReadOnlySpan<string> any)
        {
            foreach (var one in any)
            {
                if (words.Contains(one, StringComparison.OrdinalIgnoreCase)) return true;
            }

            return false;
        }

        return category switch
        {
            IdentifierCategory.Person => PersonWords[0],
            IdentifierCategory.Place when Says("street", " road", " lane", "avenue", " close", "crescent") => "street",
            IdentifierCategory.Place when Says("shire", "county") => "county",
            IdentifierCategory.Place => "town",
            IdentifierCategory.Organisation when Says("school", "academy") => "school",
            IdentifierCategory.Organisation when Says("college", "universit") => "university",
            IdentifierCategory.Organisation => "employer",
            IdentifierCategory.Trust when Says("ward", "unit") => "ward",
            IdentifierCategory.Trust when Says("hospital", "infirmary") => "hospital",
            IdentifierCategory.Trust when Says("trust") => "Trust",
            IdentifierCategory.Trust => "service",
            _ => CategoryWords.Of(category),
        };
    }

    private string CoarserDate(string words, DateOnly? heldOn)
    {
        if (SpokenDate.Read(words, heldOn) is not { } date) return "date";
        var isUntold = Dates == DateDetail.Relative && (heldOn is null || date.Year is null);
        if (date.Month is null || Dates == DateDetail.Year || isUntold)
            return date.Year is { } only ? only.ToString(CultureInfo.InvariantCulture) : "date";
        var year = date.Year is { } known ? $" {known}" : "";
        return Dates switch
        {
            DateDetail.Season => (date.Month switch { 3 or 4 or 5 => "spring", 6 or 7 or 8 => "summer", 9 or 10 or 11 => "autumn", _ => "winter" }) + year,
            DateDetail.Relative => Relative(((heldOn!.Value.Year - date.Year!.Value) * 12) + heldOn.Value.Month - date.Month.Value),
            _ => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month.Value) + year,
        };
    }

    private static string Relative(int months)
    {
        var (count, which) = (Math.Abs(months), months < 0 ? "after" : "before");
        if (count == 0) return "around the time of the interview";
        var years = (int)Math.Round(count / 12.0, MidpointRounding.AwayFromZero);
        return count < 12 ? $"{count} {(count == 1 ? "month" : "months")} {which} the interview" : $"about {years} {(years == 1 ? "year" : "years")} {which} the interview";
    }

    private string CoarserAge(string words)
    {
        if (SpokenNumber.Read(words) is not { } age || age is < 0 or > 120) return "age";
        var from = age / AgeBand * AgeBand;
        return age >= 90 ? "90 or older" : $"{from} to {from + AgeBand - 1}";
    }

    private static string Letters(int number) => number <= 26 ? ((char)('A' + number - 1)).ToString() : Letters((number - 1) / 26) + Letters(((number - 1) % 26) + 1);

    [GeneratedRegex(@"^\p{L}[\p{L} ]{0,23}$")]
    private static partial Regex Noun();
}
