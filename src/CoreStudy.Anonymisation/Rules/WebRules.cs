using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>E-mail and web addresses and handles, written or spoken.</summary>
internal static class WebRules
{
    private const string Ending = "(?:com|org|net|info|biz|edu|gov|uk|ie|eu|io|tv|me|us|de|fr|scot|wales|london|health|care|app|nhs)";

    private static readonly Regex Email = Pattern.Of(@"[\p{L}\p{N}][\p{L}\p{N}._%+'’-]* ?@ ?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+");
    private static readonly Regex SpokenEmail = Pattern.Of($@"\b[\p{{L}}\p{{N}}._-]+(?: (?:dot|underscore|dash|hyphen|full stop) [\p{{L}}\p{{N}}._-]+)* at [\p{{L}}\p{{N}}-]+(?:(?: dot |\.)[\p{{L}}\p{{N}}-]+)*(?: dot |\.){Ending}\b");
    private static readonly Regex Web = Pattern.Of(@"(?:https?://|\bwww\.)[^\s<>""“”]+");
    private static readonly Regex BareWeb = Pattern.Of($@"\b[\p{{L}}\p{{N}}-]+(?:\.[\p{{L}}\p{{N}}-]+)*\.{Ending}\b(?:/[^\s<>""“”]*)?");
    private static readonly Regex SpokenWeb = Pattern.Of($@"\b(?:www dot |w w w dot |double ?u double ?u double ?u dot )?[\p{{L}}\p{{N}}-]+(?: dot [\p{{L}}\p{{N}}-]+)* dot (?:com|org|net|uk|ie|info|edu|gov|nhs)\b(?: (?:forward )?slash [\p{{L}}\p{{N}}-]+)*");
    private static readonly Regex Handle = Pattern.Of(@"@[\p{L}_][\p{L}\p{N}_]{1,30}\b");
    private static readonly HashSet<string> Post = ["gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "btinternet", "msn", "protonmail", "proton", "nhs", "me", "mail", "ymail", "sky", "virginmedia", "talktalk", "example"];

    public static void Add(string text, List<Find> found)
    {
        foreach (var match in Email.EnumerateMatches(text)) AddTrimmed(text, match, IdentifierCategory.Email, 0.99, "e-mail address", found);
        foreach (var match in SpokenEmail.EnumerateMatches(text))
        {
            var words = text.Substring(match.Index, match.Length);
            var at = words.LastIndexOf(" at ", StringComparison.OrdinalIgnoreCase);
            var domain = words[(at + 4)..].Split(' ', '.')[0].ToLowerInvariant();
            if (Post.Contains(domain) || !Gazetteer.Shared.Of(words.AsSpan(0, at)).IsOrdinary) found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.Email, 0.95, ProposalSource.Rule, "e-mail address, spoken out"));
        }

        foreach (var match in Web.EnumerateMatches(text)) AddTrimmed(text, match, IdentifierCategory.WebAddress, 0.99, "web address", found);
        foreach (var match in BareWeb.EnumerateMatches(text))
        {
            var last = text.AsSpan(match.Index, match.Length).LastIndexOf('.');
            if (match.Index > 0 && text[match.Index - 1] == '@') continue;
            if (last > 0 && char.IsAsciiDigit(text[match.Index]) && char.IsAsciiDigit(text[match.Index + last - 1])) continue; // 9.30.me
            AddTrimmed(text, match, IdentifierCategory.WebAddress, 0.9, "web address", found);
        }

        foreach (var match in SpokenWeb.EnumerateMatches(text)) found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.WebAddress, 0.85, ProposalSource.Rule, "web address, spoken out"));
        foreach (var match in Handle.EnumerateMatches(text))
        {
            if (match.Index > 0 && (char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] is '.' or '_')) continue;
            found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.WebAddress, 0.8, ProposalSource.Rule, "name of an account"));
        }
    }

    private static void AddTrimmed(string text, ValueMatch match, IdentifierCategory category, double score, string reason, List<Find> found)
    {
        var end = match.Index + match.Length;
        while (end > match.Index + 1 && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '\'' or '’') end--;
        found.Add(new Find(match.Index, end, category, score, ProposalSource.Rule, reason));
    }
}
