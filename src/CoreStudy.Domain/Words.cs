using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain;

/// <summary>The checks that every typed text passes; lengths in UTF-16 code units after trimming.</summary>
internal static class Words
{
    public static Refusal? Required(string what, string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal($"Please give {what}.")
        : text.Trim().Length > longest ? new Refusal($"Please give {what} of at most {longest} characters; this has {text.Trim().Length}.")
        : Kept(text);

    public static Refusal? Limited(string what, string? text, int longest) =>
        text is not null && text.Trim().Length > longest
            ? new Refusal($"{what} may have at most {longest} characters; this has {text.Trim().Length}.")
            : Kept(text);

    /// <summary>A NUL, U+FFFE or half of a character, which come along with what is copied from broken files: the database cannot keep them.</summary>
    public static Refusal? Kept(string? text) =>
        text is null || TranscriptText.CanKeep(text) ? null : new Refusal("There is a sign in these words that cannot be kept, and that is not seen. Please type them anew instead of copying them.");
}
