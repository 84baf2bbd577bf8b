using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Fuzzing;

/// <summary>An input was taken, and what came out is not what the site relies on.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);

/// <summary>What holds of everything that was read from outside.</summary>
internal static class Promise
{
    private const int Deepest = 60;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static void That(bool holds, string what)
    {
        if (!holds) throw new BrokenPromiseException(what);
    }

    /// <summary>Words that a transcript can hold as they are: normalised, and without control characters but tab and line feed.</summary>
    public static void Clean(string words, string what)
    {
        That(TranscriptText.Normalise(words) == words, $"{what} is not normalised");
        That(!words.Any(c => c is < ' ' and not ('\t' or '\n')), $"{what} holds a control character");
    }

    /// <summary>A segment within a text that cuts no character in two.</summary>
    public static void Within(Segment segment, string words, string what) =>
        That(!new TranscriptText(words).Cut(segment).IsRefused(out _, out _), $"{what} lies outside its text, or cuts a character in two");

    /// <summary>That every text of a value, however deep, is one that PostgreSQL takes: no NUL, no half of a surrogate pair.</summary>
    public static void Storable(object? value) => Storable(value, "it", 0);

    private static void Storable(object? value, string what, int depth)
    {
        That(depth < Deepest, $"{what} lies too deep");
        switch (value)
        {
            case null:
                return;
            case string words:
                That(TranscriptText.CanKeep(words), $"{what} holds a NUL or half of a character");
                return;
            case IEnumerable list:
                foreach (var one in list) Storable(one, what, depth + 1);
                return;
        }

        var type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true && !type.IsGenericType) return;
        foreach (var property in Properties.GetOrAdd(type, t => [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)]))
            Storable(property.GetValue(value), $"{type.Name}.{property.Name}", depth + 1);
    }
}
