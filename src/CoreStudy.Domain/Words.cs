namespace CoreStudy.Domain;

/// <summary>The checks that every typed text passes; lengths in UTF-16 code units after trimming.</summary>
internal static class Words
{
    public static Refusal? Required(string what, string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal($"Please give {what}.")
        : text.Trim().Length > longest ? new Refusal($"Please give {what} of at most {longest} characters; this has {text.Trim().Length}.")
        : null;

    public static Refusal? Limited(string what, string? text, int longest) =>
        text is not null && text.Trim().Length > longest
            ? new Refusal($"{what} may have at most {longest} characters; this has {text.Trim().Length}.")
            : null;
}
