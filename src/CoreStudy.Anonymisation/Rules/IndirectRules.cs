using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>What no list knows and yet may single somebody out: being the only one, and what somebody worked as.</summary>
internal static class IndirectRules
{
    private const string Kind = "(?:man|woman|male|female|black|asian|white|muslim|gay|lesbian|trans|transgender|non-binary|disabled|deaf|blind|welsh|scottish|irish|polish|somali|pakistani|indian|chinese|african|caribbean|jewish|sikh|hindu|person|one|guy|lad|girl|bloke|lady|peer|nurse|worker|male nurse|father|mother|parent|veteran|refugee)";

    private static readonly Regex Only = Pattern.Of($@"\bthe (?:only|first|oldest|youngest|longest[ -]serving) (?:{Kind}[ ,]*){{1,4}}(?:[\p{{L}}]+ )?(?:in|on|at|of|from|who|there|here)\b(?: (?:the|our|my|this|that|a|whole|entire)){{0,2}} [\p{{L}}]+");
    private static readonly Regex Job = Pattern.Of(@"\b(?:i ?['’]m|i am|i was|i used to be|i worked as|i work as|worked as|working as|trained as|job as|career as|retired as|used to be|he was|she was|he ?['’]s|she ?['’]s|dad was|mum was|husband was|wife was|husband ?['’]s|wife ?['’]s) (?:an?|the) ");

    public static void Add(TokenisedText tokens, List<Find> found)
    {
        var text = tokens.Text;
        foreach (var match in Only.EnumerateMatches(text)) found.Add(new Find(match.Index, match.Index + match.Length, IdentifierCategory.Indirect, 0.3, ProposalSource.Rule, "says that somebody is the only one of a kind"));
        foreach (var match in Job.EnumerateMatches(text)) AddJob(tokens, tokens.IndexAt(match.Index + match.Length), found);
    }

    private static void AddJob(TokenisedText text, int first, List<Find> found)
    {
        for (var skip = 0; skip < 3 && first + skip < text.Tokens.Length; skip++)
        {
            var joined = 0UL;
            var last = -1;
            for (var n = 0; n < 4 && first + skip + n < text.Tokens.Length; n++)
            {
                var token = text.Tokens[first + skip + n];
                joined = Letters.Join(joined, token.Hash);
                var facts = n == 0 ? Gazetteer.Shared[token.Hash] : Gazetteer.Shared.OfPhrase(joined);
                if (facts.Is(WordFacts.Occupation)) last = first + skip + n;
            }

            if (last < 0) continue;
            found.Add(new Find(text.Tokens[first].Start, text.Tokens[last].End, IdentifierCategory.Indirect, 0.15, ProposalSource.Rule, "somebody's occupation"));
            return;
        }
    }
}
