using System.Diagnostics.CodeAnalysis;

namespace CoreStudy.Domain.Agreements;

/// <summary>A figure of agreement, or why there is none. Never NaN, and never 0 or 1 in place of what is not defined.</summary>
public readonly record struct Measured
{
    private readonly double? _value;
    private readonly Undefined _why;

    private Measured(double? value, Undefined why) => (_value, _why) = (value, why);

    /// <summary>Null where the figure is not defined.</summary>
    public double? Value => _value;

    /// <summary>Meaningful only where <see cref="Value"/> is null.</summary>
    public Undefined Why => _why;

    /// <summary>Null where the figure is defined; otherwise "not defined, because ...", for the reader.</summary>
    public string? Sentence => _value is null ? $"Not defined, because {_why.Because()}." : null;

    public static Measured Of(double value) => double.IsFinite(value)
        ? new(value, default)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "What is not a number has a reason, not a value.");

    public static Measured Not(Undefined why) => new(null, why);

    /// <summary>True where the figure is defined.</summary>
    public bool IsDefined(out double value, [NotNullWhen(false)] out string? sentence)
    {
        (value, sentence) = (_value ?? 0, Sentence);
        return _value is not null;
    }

    public override string ToString() => _value is { } value ? value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) : Sentence!;

    /// <summary>Inside the formulas NaN stands for "not defined"; here it gets its reason.</summary>
    internal static Measured Of(double value, Undefined why) => double.IsFinite(value) ? new(value, default) : Not(why);
}

/// <summary>Why a figure of agreement is not defined.</summary>
public enum Undefined
{
    NothingToCompare,
    OneCoder,
    NobodyUsedIt,
    AllCodedByAll,
    NoVariation,
    FirstCodedNothing,
    SecondCodedNothing,
    UnequalNumbers,
    AnUndefinedPair,
    OneCode,
    NothingCodedByTwo,
    TooLittleCodedByTwo,
    CodingsOverlap,
    ManyLabelsOnAUnit,
    MissingJudgements,
    NotForTwo,
    NotForMany,
    NoCodeMeasured,
    TooFewDraws,
}

/// <summary>The reasons in words.</summary>
public static class UndefinedWords
{
    /// <summary>What stands after "because", without a full stop.</summary>
    public static string Because(this Undefined why) => why switch
    {
        Undefined.NothingToCompare => "no unit was judged by two coders",
        Undefined.OneCoder => "only one coder judged anything",
        Undefined.NobodyUsedIt => "nobody used the code",
        Undefined.AllCodedByAll => "all coders coded everything, so that nothing can vary",
        Undefined.NoVariation => "all judgements are the same, and without variation the data cannot show whether coders tell things apart",
        Undefined.FirstCodedNothing => "the first coder coded nothing",
        Undefined.SecondCodedNothing => "the second coder coded nothing",
        Undefined.UnequalNumbers => "not every unit was judged by the same number of coders; Krippendorff's alpha can be used instead",
        Undefined.AnUndefinedPair => "it is not defined for a pair of the coders",
        Undefined.OneCode => "it asks which code was chosen, and there is only one",
        Undefined.NothingCodedByTwo => "no passage was coded by two coders",
        Undefined.TooLittleCodedByTwo => "too little was coded by two coders to say what chance would give",
        Undefined.CodingsOverlap => "a coder put several of these codes on the same words; the codes must exclude each other here",
        Undefined.ManyLabelsOnAUnit => "a coder put several of these codes on one unit; the codes must exclude each other here",
        Undefined.MissingJudgements => "not every coder judged every unit; Krippendorff's alpha can be used instead",
        Undefined.NotForTwo => "it is a figure for one coder against another",
        Undefined.NotForMany => "it is a figure for three or more coders",
        Undefined.NoCodeMeasured => "it is not defined for any of the codes",
        Undefined.TooFewDraws => "too few of the draws gave a value",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
