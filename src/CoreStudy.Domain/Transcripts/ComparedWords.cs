using System.Globalization;
using System.Text;

namespace CoreStudy.Domain.Transcripts;

/// <summary>Words as they are compared when it does not matter how they are written: letters and digits alone, without case and accents.</summary>
internal static class ComparedWords
{
    /// <summary>“Don’t, José!” is “dont” and “jose”.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in TranscriptText.Kept(text).Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character)) word.Append(char.ToLowerInvariant(character));
            else if (character is not ('\'' or '’') && CharUnicodeInfo.GetUnicodeCategory(character) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)) Close();
        }

        Close();
        return words;

        void Close()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }
}
