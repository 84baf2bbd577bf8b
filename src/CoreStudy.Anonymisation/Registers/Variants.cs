using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Registers;

internal enum VariantKind
{
    Whole,
    Part,
    Plural,
    ShortForm,
    Initials,
    Acronym,
    Digits,
    Misspelling,
}

/// <summary>One way in which a known form may be written.</summary>
/// <param name="Words">The hashes of its tokens; one at least, but for digits and misspellings.</param>
internal sealed record Variant(Guid Identifier, IdentifierCategory Category, VariantKind Kind, string Text, ulong[] Words, double Score)
{
    public override string ToString() => $"{Kind} of {Text.Length} characters";
}

/// <summary>All the ways in which a known form is sought, each with how sure a find of it is.</summary>
internal static class Variants
{
    public const double OtherCase = 0.95, Part = 0.85, ShortForm = 0.75, Acronym = 0.7, Misspelling = 0.6, Initials = 0.4;

    public const int FewestDigits = 5, MostDigits = 24;

    /// <summary>A part of a name is sought alone from this many letters on.</summary>
    private const int ShortestPart = 4;

    public static IEnumerable<Variant> Of(KnownForm form)
    {
        var tokens = TokenisedText.Of(form.Form);
        if (tokens.Tokens.Length == 0) yield break;
        yield return new Variant(form.Identifier, form.Category, VariantKind.Whole, form.Form.Trim(), Hashes(tokens), 1);

        var digits = string.Concat(form.Form.Where(char.IsAsciiDigit));
        if (digits.Length is >= FewestDigits and <= MostDigits && form.Category is not (IdentifierCategory.Person or IdentifierCategory.Place or IdentifierCategory.Organisation or IdentifierCategory.Date))
        {
            yield return new Variant(form.Identifier, form.Category, VariantKind.Digits, digits, [], 1);
            if (digits[0] == '0' && form.Category == IdentifierCategory.Telephone) yield return new Variant(form.Identifier, form.Category, VariantKind.Digits, "44" + digits[1..], [], 1);
        }

        if (form.Category is not (IdentifierCategory.Person or IdentifierCategory.Place or IdentifierCategory.Organisation or IdentifierCategory.Trust)) yield break;
        foreach (var variant in form.Category == IdentifierCategory.Person ? OfPerson(form, tokens) : OfThing(form, tokens)) yield return variant;
    }

    /// <summary>Why a find is proposed, without a word of it.</summary>
    public static string Reason(VariantKind kind, double score) => kind switch
    {
        VariantKind.Whole when score == 1 => "known in this study",
        VariantKind.Whole when score == OtherCase => "known in this study, in other case or without accents",
        VariantKind.Whole => "known in this study; also an everyday word",
        VariantKind.Part when score == Part => "part of a name known in this study",
        VariantKind.Part => "part of a name known in this study; also an everyday word",
        VariantKind.Plural => "a known name with an s",
        VariantKind.ShortForm => "short form of a name known in this study",
        VariantKind.Initials => "initials of a name known in this study",
        VariantKind.Acronym => "first letters of a name known in this study",
        VariantKind.Digits => "digits of a number known in this study",
        _ => "one letter away from a name known in this study",
    };

    private static IEnumerable<Variant> OfPerson(KnownForm form, TokenisedText tokens)
    {
        var parts = new List<string>();
        for (var i = 0; i < tokens.Tokens.Length; i++)
        {
            var facts = Gazetteer.Shared[tokens.Tokens[i].Hash];
            if (tokens.Tokens[i].Kind == TokenKind.Word && tokens[i].Length > 1 && !Letters.IsApostrophe(tokens[i][0]) && !(facts.Is(WordFacts.Title) && tokens.Tokens.Length > 1)) parts.Add(tokens[i].ToString());
        }

        foreach (var part in parts)
        {
            if (tokens.Tokens.Length > 1 && (part.Length >= ShortestPart || Gazetteer.Shared.Of(part) is { Word: 0, Given: > 0 })) yield return One(VariantKind.Part, part, Part);
            if (part.Length >= ShortestPart && !part.EndsWith('s')) yield return One(VariantKind.Plural, part + "s", ShortForm);
            if (part.Length > 5) yield return new Variant(form.Identifier, form.Category, VariantKind.Misspelling, Letters.Fold(part), [], Misspelling);
        }

        if (parts.Count == 0) yield break;
        foreach (var other in OtherGivenNames(Letters.Fold(parts[0])))
        {
            yield return One(VariantKind.ShortForm, other, ShortForm);
            if (parts.Count > 1) yield return Many(VariantKind.ShortForm, $"{other} {parts[^1]}", Part);
        }

        if (parts.Count < 2) yield break;
        yield return Many(VariantKind.Part, $"{parts[0][0]} {parts[^1]}", Part);
        yield return Many(VariantKind.Part, $"{parts[0][0]}. {parts[^1]}", Part);
        if (parts.Count > 2) yield return Many(VariantKind.Part, $"{parts[0]} {parts[^1]}", OtherCase);
        var letters = parts.Select(p => char.ToUpperInvariant(p[0])).ToArray();
        yield return One(VariantKind.Initials, string.Concat(letters), Initials);
        yield return Many(VariantKind.Initials, string.Concat(letters.Select(l => $"{l}.")), Initials);

        Variant One(VariantKind kind, string text, double score) => new(form.Identifier, form.Category, kind, text, [Letters.Hash(text)], score);
        Variant Many(VariantKind kind, string text, double score) => new(form.Identifier, form.Category, kind, text, Hashes(TokenisedText.Of(text)), score);
    }

    private static IEnumerable<Variant> OfThing(KnownForm form, TokenisedText tokens)
    {
        var words = Enumerable.Range(0, tokens.Tokens.Length).Where(i => tokens.Tokens[i].Kind == TokenKind.Word).ToList();
        if (words.Count > 1 && Letters.Fold(tokens[words[0]]) == "the")
        {
            var rest = tokens.Text[tokens.Tokens[words[1]].Start..];
            yield return new Variant(form.Identifier, form.Category, VariantKind.Whole, rest.Trim(), Hashes(TokenisedText.Of(rest)), 1);
        }

        if (words.Count == 1 && tokens[words[0]].Length > 5) yield return new Variant(form.Identifier, form.Category, VariantKind.Misspelling, Letters.Fold(tokens[words[0]]), [], Misspelling);
        if (form.Category == IdentifierCategory.Place || words.Count < 3) yield break;
        var letters = string.Concat(words.Select(i => tokens[i][0]).Where(char.IsUpper));
        if (letters.Length >= 3) yield return new Variant(form.Identifier, form.Category, VariantKind.Acronym, letters, [Letters.Hash(letters)], Acronym);
    }

    /// <summary>Short forms of a name, names that it is short for, and their other short forms.</summary>
    private static IEnumerable<string> OtherGivenNames(string name)
    {
        var lists = Gazetteer.Shared;
        return lists.ShortOf(name).Concat(lists.LongOf(name)).Where(n => n != name && n.Length > 1).Distinct();
    }

    private static ulong[] Hashes(TokenisedText tokens) => [.. tokens.Tokens.Select(t => t.Hash)];
}
