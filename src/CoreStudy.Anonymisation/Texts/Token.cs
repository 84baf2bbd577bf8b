namespace CoreStudy.Anonymisation.Texts;

internal enum TokenKind : byte
{
    Word,
    Number,
    Mark,
}

/// <summary>A word, number or mark of a text; “don't” and “Ann's” are two each, parts around a hyphen are tokens of their own.</summary>
/// <param name="Start">In UTF-16 code units.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Hash">See <see cref="Letters.Hash"/>.</param>
internal readonly record struct Token(int Start, int End, ulong Hash, TokenKind Kind, Casing Casing, bool StartsSentence)
{
    public int Length => End - Start;

    public bool IsCapital => Casing is Casing.Capital or Casing.AllCapitals or Casing.OneCapital;
}

internal enum Casing : byte
{
    None,
    Lower,

    /// <summary>The first letter only, or inner capitals too, as in McKay.</summary>
    Capital,

    /// <summary>Two letters at least, all capitals.</summary>
    AllCapitals,

    /// <summary>A single capital letter.</summary>
    OneCapital,

    /// <summary>Starts small, with capitals inside.</summary>
    Inner,
}

/// <summary>The tokens of a line, from <see cref="First"/> up to but not including <see cref="End"/>.</summary>
/// <param name="HasNoCapitals">Written without capitals, but for a speaker's label and the word I.</param>
internal readonly record struct Line(int First, int End, bool HasNoCapitals)
{
    public int Count => End - First;
}
