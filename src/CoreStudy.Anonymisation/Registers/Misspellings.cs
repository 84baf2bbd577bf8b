using CoreStudy.Anonymisation.Texts;

namespace CoreStudy.Anonymisation.Registers;

/// <summary>Words that are one slip of the pen apart: a letter wrong, missing, too many, or two changed about.</summary>
internal static class Misspellings
{
    /// <summary>Hashes of a word and of all that is left of it without one letter: two words one slip apart share one.</summary>
    public static HashSet<ulong> Of(string word)
    {
        var hashes = new HashSet<ulong>(word.Length + 1) { Letters.Hash(word) };
        Span<char> left = stackalloc char[Math.Max(1, word.Length)];
        if (word.Length > 64) return hashes;
        for (var i = 0; i < word.Length; i++)
        {
            word.AsSpan(0, i).CopyTo(left);
            word.AsSpan(i + 1).CopyTo(left[i..]);
            hashes.Add(Letters.Hash(left[..(word.Length - 1)]));
        }

        return hashes;
    }

    public static bool AreOneApart(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1 || a == b) return false;
        var same = 0;
        while (same < a.Length && same < b.Length && a[same] == b[same]) same++;
        var restA = a.AsSpan(same);
        var restB = b.AsSpan(same);
        if (a.Length > b.Length) return restA[1..].SequenceEqual(restB);
        if (a.Length < b.Length) return restB[1..].SequenceEqual(restA);
        return restA[1..].SequenceEqual(restB[1..]) || (restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
    }
}
