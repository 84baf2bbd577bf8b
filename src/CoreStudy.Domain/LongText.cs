namespace CoreStudy.Domain;

/// <summary>Texts that are longer than a field of ours.</summary>
public static class LongText
{
    /// <summary>A text in pieces of at most so many characters, parted at white space where there is some; none of a blank text.</summary>
    public static IEnumerable<string> Parts(string text, int most)
    {
        var rest = text.Trim();
        while (rest.Length > most)
        {
            var at = rest.LastIndexOfAny([' ', '\n'], most - 1, most / 2);
            if (at <= 0) at = char.IsHighSurrogate(rest[most - 1]) ? most - 1 : most;
            yield return rest[..at].TrimEnd();
            rest = rest[at..].TrimStart();
        }

        if (rest.Length > 0) yield return rest;
    }
}
