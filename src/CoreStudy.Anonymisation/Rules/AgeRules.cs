using System.Text.RegularExpressions;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>How old somebody is or was.</summary>
internal static class AgeRules
{
    private const string Number = $"(?:1[01][0-9]|[1-9]?[0-9]|{Pieces.SpokenTwo})";

    private static readonly Regex Old = Pattern.Of($@"\b{Number}(?:[ -](?:and a half[ -])?(?:years?|yrs?|months?|weeks?)[ -](?:olds?|of age)|[ -]?y/?o)\b");
    private static readonly Regex Aged = Pattern.Of($@"\b(?:aged|age|ages|age of|aged about|aged around) {Number}\b");
    private static readonly Regex Being = Pattern.Of($@"\b(?:i ?['’]?m|i am|i was|he was|she was|they were|we were|he ?['’]s|she ?['’]s|he is|she is|was|turned|turning|turn|i ?['’]ll be|i ?['’]d be|i be|only|when i were|just|already|now|nearly|almost|about) (?:only |just |about |nearly |almost |now |already |turning |like |probably )?{Number}\b");
    private static readonly Regex At = Pattern.Of($@"\b(?:at|until|till|since|by|from) (?:the age of |age )?(?:1[0-9]|[2-9][0-9]|{Pieces.SpokenTwo})\b");
    private static readonly Regex Digits = Pattern.Of($@"{Number}$");

    private static readonly HashSet<string> NotYears =
        ["minutes", "minute", "mins", "hours", "hour", "days", "day", "weeks", "week", "months", "month", "miles", "mile", "percent", "per", "%", "pounds", "quid", "stone", "of", "times", "out", "people", "am", "pm", "foot", "feet", "k", "or", "to", "patients", "other", "more", "seconds", "metres", "grand", "staff", "beds", "different", "men", "women", "o'clock", "hundred", "thousand", "million", "in", "down", "away", "weeks'", "months'", "days'", "hours'", "pound", "euros", "dollars", "sessions", "things", "and"];

    public static void Add(string text, List<Find> found)
    {
        foreach (var match in Old.EnumerateMatches(text))
        {
            var isOfChildren = text.AsSpan(match.Index, match.Length).ContainsAny("mMwW") && (text.AsSpan(match.Index, match.Length).Contains("month", StringComparison.OrdinalIgnoreCase) || text.AsSpan(match.Index, match.Length).Contains("week", StringComparison.OrdinalIgnoreCase));
            found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.Age, isOfChildren ? 0.6 : 0.95, ProposalSource.Rule, "number of years old"));
        }

        foreach (var match in Aged.EnumerateMatches(text)) AddNumber(text, match, 0.9, "age, after the word", found);
        foreach (var match in Being.EnumerateMatches(text))
        {
            var isPerson = char.ToLowerInvariant(text[match.Index]) is 'i' or 'h' or 's' or 't' || text.AsSpan(match.Index, match.Length).Contains("turn", StringComparison.OrdinalIgnoreCase);
            AddNumber(text, match, isPerson ? 0.8 : 0.3, isPerson ? "number said of a person" : "may be an age", found);
        }

        foreach (var match in At.EnumerateMatches(text)) AddNumber(text, match, 0.35, "may be an age", found);
    }

    private static void AddNumber(string text, ValueMatch match, double score, string reason, List<Find> found)
    {
        var end = match.Index + match.Length;
        var words = text.Substring(match.Index, match.Length);
        var number = Digits.Match(words);
        if (!number.Success) return;
        // the pattern may have started in the middle of a spoken number
        var start = match.Index + number.Index;
        var isSpelled = !char.IsAsciiDigit(text[start]);
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '%' or '/' or ':' or '°')) return;
        if (end + 1 < text.Length && text[end] is '.' or ',' or '-' or '–' && char.IsAsciiLetterOrDigit(text[end + 1])) return;
        var next = Pattern.After(text, end, 24).TrimStart(' ').Split([' ', ',', '.', ';', '?', '!', '-'], 2)[0];
        if (NotYears.Contains(next)) return;
        if (next is "years" or "year" && !Pattern.After(text, end, 24).Contains("old", StringComparison.Ordinal)) return;
        if (!isSpelled && int.TryParse(text.AsSpan(start, end - start), out var age) && (age < 3 || (age < 12 && score < 0.9))) score *= 0.5;
        if (isSpelled) score *= 0.6;
        if (score < 0.2) return;
        // “I was twelve” says an age where the clause ends; “I was twelve weeks pregnant” does not
        var isClauseEnd = next.Length == 0 || next is "now" or "when" or "years" or "year" or "then" or "at" or "so" or "but" or "because" or "this" or "next" or "last" or "i" or "he" or "she" or "we" or "it" || end >= text.Length || text[end] is '.' or ',' or ';' or '?' or '!' or '\n';
        if (!isClauseEnd && score < 0.9) score *= isSpelled ? 0.3 : 0.7;
        if (score >= 0.1) found.Add(new Find(start, end, IdentifierCategory.Age, score, ProposalSource.Rule, reason));
    }
}
