using System.Diagnostics.CodeAnalysis;

namespace CoreStudy.Domain;

/// <summary>A rule that says no, in the sentence the person will read: what, where, and what to do.</summary>
public sealed record Refusal(string Sentence)
{
    /// <summary>What is not there for this reader, whether or not it exists.</summary>
    public static Refusal NotFound { get; } = new("This is not here, or not open to you.");

    /// <summary>The reader may be here, but may not do this.</summary>
    public static Refusal Forbidden { get; } = new("Your role in this study does not allow this.");

    /// <summary>A study that was put away stays as it is.</summary>
    public static Refusal StudyPutAway { get; } = new("This study is put away, and stays as it is. Who manages it can bring it back from the page of all studies.");

    /// <summary>A transcript that was put away stays as it is, with its codings.</summary>
    public static Refusal TranscriptPutAway { get; } = new("This transcript is put away: it and its codings stay as they are. A researcher can bring it back.");
}

/// <summary>What a rule allowed, or its refusal.</summary>
public sealed class Result<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Result(T value) => _value = value;

    private Result(Refusal refusal) => _refusal = refusal;

    /// <summary>True when the rule said no; then <paramref name="refusal"/> is there, otherwise <paramref name="value"/>.</summary>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        (refusal, value) = (_refusal, _value);
        return refusal is not null;
    }

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Refusal refusal) => new(refusal);
}

/// <summary>The answer of a deed that returns nothing but that it was done.</summary>
public readonly record struct Done
{
    public static Result<Done> Well { get; } = default(Done);
}
