using System.Collections.Frozen;
using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>Postcodes by their grammar, and streets with and without a number.</summary>
internal static class AddressRules
{
    /// <summary>BS 7666: outward code, inward code.</summary>
    private static readonly Regex Postcode = Pattern.Of(@"\b(?:gir ?0aa|[a-pr-uwyz](?:[0-9]{1,2}|[a-hk-y][0-9](?:[0-9]|[abehmnprv-y])?|[0-9][a-hjkps-uw])[ \u00a0]?[0-9][abd-hjlnp-uw-z]{2})\b");
    private static readonly Regex Outward = Pattern.Of(@"\b[A-PR-UWYZ][A-HK-Y]?[0-9]{1,2}\b");

    private static readonly FrozenSet<string> Areas = new[]
    {
        "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU",
        "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH",
        "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
    }.ToFrozenSet();

    /// <summary>Street words that are hardly anything else.</summary>
    private static readonly HashSet<ulong> Plain = [.. new[] { "street", "road", "lane", "avenue", "crescent", "terrace", "close", "drive", "gardens", "grove", "mews", "rd", "st", "ave", "way", "square", "court", "place", "walk", "hill", "row", "rise", "view", "parade" }.Select(w => Letters.Hash(w))];
    private static readonly HashSet<ulong> Surely = [.. new[] { "street", "road", "lane", "avenue", "crescent", "terrace", "gardens", "grove", "mews" }.Select(w => Letters.Hash(w))];
    private static readonly HashSet<ulong> NoName = [.. new[] { "the", "a", "an", "this", "that", "my", "your", "our", "his", "her", "their", "main", "every", "same", "side", "back", "high", "one", "other", "another", "each", "busy", "long", "whole", "in", "on", "of", "and", "down", "up", "off", "to", "any", "which", "what", "long", "rocky", "country", "memory", "bumpy", "right", "wrong", "long", "fast", "slow", "'s", "some", "no", "by", "from", "across", "local", "different", "next", "first", "old", "new", "hard", "quiet", "for", "is", "was", "with", "into", "at" }.Select(w => Letters.Hash(w))];

    public static void Add(TokenisedText tokens, List<Find> found)
    {
        var text = tokens.Text;
        foreach (var match in Postcode.EnumerateMatches(text))
        {
            var isKnown = IsKnownArea(text.AsSpan(match.Index, match.Length));
            var isCapital = char.IsUpper(text[match.Index]);
            var hasGap = text.AsSpan(match.Index, match.Length).ContainsAny(' ', '\u00a0');
            found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.Address, isKnown ? (isCapital || hasGap ? 0.98 : 0.9) : 0.6, ProposalSource.Rule, isKnown ? "postcode" : "built like a postcode; no such area"));
        }

        foreach (var match in Outward.EnumerateMatches(text))
        {
            if (!char.IsUpper(text[match.Index]) || !IsKnownArea(text.AsSpan(match.Index, match.Length))) continue;
            var before = Pattern.Before(text, match.Index, 14);
            if (before.EndsWith(" in ", StringComparison.Ordinal) || before.EndsWith(" postcode ", StringComparison.Ordinal) || before.EndsWith(" from ", StringComparison.Ordinal) || before.EndsWith(" near ", StringComparison.Ordinal))
                found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.Address, 0.4, ProposalSource.Rule, "first half of a postcode"));
        }

        for (var i = 1; i < tokens.Tokens.Length; i++)
        {
            if (Plain.Contains(tokens.Tokens[i].Hash)) AddStreet(tokens, i, found);
        }
    }

    private static bool IsKnownArea(ReadOnlySpan<char> code)
    {
        var letters = code.Length > 1 && char.IsLetter(code[1]) ? 2 : 1;
        return Areas.Contains(code[..letters].ToString().ToUpperInvariant());
    }

    private static void AddStreet(TokenisedText text, int street, List<Find> found)
    {
        var tokens = text.Tokens;
        var isCapital = tokens[street].IsCapital;
        var first = street;
        while (first > 0 && street - first < 3 && tokens[first - 1].Kind == TokenKind.Word && tokens[first - 1].End + 1 == tokens[first].Start && text.Text[tokens[first - 1].End] == ' ' && !NoName.Contains(tokens[first - 1].Hash)
            && (!isCapital || tokens[first - 1].IsCapital)) first--;
        var number = first > 0 && IsHouseNumber(text, first - 1) ? first - 1 : -1;
        if (first == street) return;
        if (number >= 0 && (isCapital || Surely.Contains(tokens[street].Hash) || Plain.Contains(tokens[street].Hash)))
        {
            found.Add(new Find(tokens[number].Start, tokens[street].End, IdentifierCategory.Address, isCapital ? 0.9 : 0.75, ProposalSource.Rule, "street address with a number"));
            return;
        }

        if (isCapital && Surely.Contains(tokens[street].Hash)) found.Add(new Find(tokens[first].Start, tokens[street].End, IdentifierCategory.Place, 0.75, ProposalSource.Rule, "name of a street"));
        else if (Surely.Contains(tokens[street].Hash) && street - first == 1 && LeadsToStreet(text, first))
            found.Add(new Find(tokens[first].Start, tokens[street].End, IdentifierCategory.Place, Gazetteer.Shared[tokens[first].Hash].Word < 4 ? 0.5 : 0.25, ProposalSource.Rule, "like the name of a street"));
    }

    private static bool LeadsToStreet(TokenisedText text, int first) =>
        first > 0 && text[first - 1].ToString().ToLowerInvariant() is "on" or "in" or "at" or "to" or "down" or "near" or "off" or "along" or "from" or "of" or "up";

    private static bool IsHouseNumber(TokenisedText text, int at)
    {
        var word = text[at];
        if (word.Length > 5 || !char.IsAsciiDigit(word[0])) return false;
        foreach (var c in word[..^1])
        {
            if (!char.IsAsciiDigit(c)) return false;
        }

        return char.IsAsciiLetterOrDigit(word[^1]);
    }
}
