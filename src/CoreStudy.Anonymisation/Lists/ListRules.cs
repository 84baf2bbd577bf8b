using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Lists;

/// <summary>Names that the lists know, where how they are written and what stands beside them speaks for it.</summary>
internal static class ListRules
{
    public static void Add(TokenisedText text, Gazetteer lists, List<Find> found)
    {
        foreach (var line in text.Lines)
        {
            for (var i = line.First; i < line.End; i++)
            {
                var facts = lists[text.Tokens[i].Hash];
                if (facts.Bits == 0) continue;
                var length = Phrase(text, lists, line, i, facts, found);
                if (length > 1)
                {
                    i += length - 1;
                    continue;
                }

                if (facts.Is(WordFacts.Title)) AddTitled(text, lists, line, i, found);
                AddSingle(text, lists, line, i, facts, found);
            }
        }
    }

    private static int Phrase(TokenisedText text, Gazetteer lists, Line line, int at, WordFacts facts, List<Find> found)
    {
        if (!facts.Is(WordFacts.Starts)) return 0;
        var (joined, length, best) = (0UL, 0, new WordFacts(0));
        for (var n = 0; n < Gazetteer.LongestPhrase && at + n < line.End; n++)
        {
            joined = Letters.Join(joined, text.Tokens[at + n].Hash);
            if (n > 0 && lists.OfPhrase(joined) is { Bits: not 0 } phrase) (length, best) = (n + 1, phrase);
        }

        if (length == 0) return 0;
        var (start, end) = (text.Tokens[at].Start, text.Tokens[at + length - 1].End);
        var isCapital = text.Tokens[at].IsCapital && text.Tokens[at + length - 1].IsCapital;
        var allOrdinary = true;
        for (var n = 0; n < length; n++) allOrdinary &= text.Tokens[at + n].Kind != TokenKind.Word || lists[text.Tokens[at + n].Hash].Word >= 2;
        if (best.Is(WordFacts.Organisation)) found.Add(new Find(start, end, best.Is(WordFacts.Trust) ? IdentifierCategory.Trust : IdentifierCategory.Organisation, isCapital ? 0.7 : allOrdinary ? 0.12 : 0.45, ProposalSource.List, "on the list of organisations"));
        else if (best.Place > 0 && !best.Is(WordFacts.Allowed)) found.Add(new Find(start, end, IdentifierCategory.Place, (isCapital ? 0.6 : allOrdinary ? 0.1 : 0.4) * (best.Place == 1 ? 0.6 : 1), ProposalSource.List, "on the list of places"));
        return length;
    }

    private static void AddTitled(TokenisedText text, Gazetteer lists, Line line, int at, List<Find> found)
    {
        var next = at + 1;
        if (next < line.End && text.Text[text.Tokens[next].Start] == '.') next++;
        if (next >= line.End || text.Tokens[next].Kind != TokenKind.Word || text.Tokens[next].Length < 2) return;
        var token = text.Tokens[next];
        var facts = lists[token.Hash];
        var isShort = text[at].Length <= 4 && text[at].ToString().ToLowerInvariant() is "mr" or "mrs" or "ms" or "dr" or "miss" or "prof" or "cllr";
        if (token.Casing == Casing.Capital && !facts.Is(WordFacts.Allowed)) found.Add(new Find(token.Start, token.End, IdentifierCategory.Person, isShort ? 0.85 : 0.3, ProposalSource.List, "word after a title"));
        else if (isShort && token.Casing == Casing.Lower && (facts.IsName || !facts.IsOrdinary)) found.Add(new Find(token.Start, token.End, IdentifierCategory.Person, 0.6, ProposalSource.List, "word after a title"));
    }

    private static void AddSingle(TokenisedText text, Gazetteer lists, Line line, int at, WordFacts facts, List<Find> found)
    {
        var token = text.Tokens[at];
        if (token.Length < 2 || facts.Is(WordFacts.Allowed) || token.Kind != TokenKind.Word) return;
        var isCapital = token.Casing == Casing.Capital && (!token.StartsSentence || facts.Word == 0);
        var isRareWord = facts.Word == 0;
        if (facts.Is(WordFacts.Organisation) && (isCapital || (token.Casing == Casing.AllCapitals && !token.StartsSentence) || (isRareWord && token.Length > 3)))
            found.Add(new Find(token.Start, token.End, facts.Is(WordFacts.Trust) ? IdentifierCategory.Trust : IdentifierCategory.Organisation, isCapital ? 0.5 : 0.4, ProposalSource.List, "on the list of organisations"));
        else if (facts.Given >= 2 && isCapital) found.Add(new Find(token.Start, token.End, IdentifierCategory.Person, facts.Given == 3 ? 0.5 : 0.35, ProposalSource.List, "on the list of given names"));
        else if (facts.Place >= 2 && isCapital && facts.Word < 3) found.Add(new Find(token.Start, token.End, IdentifierCategory.Place, facts.Place == 3 ? 0.5 : 0.35, ProposalSource.List, "on the list of places"));
        else if (token.Casing == Casing.Lower && isRareWord && facts.Given >= 2) found.Add(new Find(token.Start, token.End, IdentifierCategory.Person, facts.Given == 3 ? 0.4 : 0.25, ProposalSource.List, "on the list of given names, in small letters"));
        else if (token.Casing == Casing.Lower && isRareWord && facts.Place >= 2 && token.Length > 3) found.Add(new Find(token.Start, token.End, IdentifierCategory.Place, facts.Place == 3 ? 0.4 : 0.25, ProposalSource.List, "on the list of places, in small letters"));
    }
}
