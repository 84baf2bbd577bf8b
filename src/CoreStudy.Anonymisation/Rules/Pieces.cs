namespace CoreStudy.Anonymisation.Rules;

/// <summary>Pieces of patterns that several rules share.</summary>
internal static class Pieces
{
    public const string Month = "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)";

    public const string DayInDigits = "(?:[12][0-9]|3[01]|0?[1-9])(?: ?(?:st|nd|rd|th))?";

    public const string SpokenDay =
        "(?:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)";

    public const string SpokenUnit = "(?:one|two|three|four|five|six|seven|eight|nine)";

    public const string SpokenTeen = "(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";

    public const string SpokenTens = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)";

    /// <summary>From ten to ninety-nine.</summary>
    public const string SpokenTwo = $"(?:{SpokenTens}(?:[ -]{SpokenUnit})?|{SpokenTeen})";

    public const string SpokenYear = $"(?:nineteen[ -](?:oh[ -]{SpokenUnit}|hundred|{SpokenTwo})|twenty[ -](?:oh[ -]{SpokenUnit}|{SpokenTens}[ -]{SpokenUnit}|{SpokenTeen}|twenty)|two thousand(?: and)?(?: (?:{SpokenTwo}|{SpokenUnit}))?)";

    public const string Year = "(?:1[5-9][0-9]{2}|20[0-9]{2})";
}
