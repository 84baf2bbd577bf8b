using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Codings;

/// <summary>The turns of a transcript as HTML, each with its place in the text, so that the browser counts as we do.</summary>
internal static class TurnMarkup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(TranscriptText text, IReadOnlyList<DeskTurn> turns)
    {
        var html = new StringBuilder(text.Length + (turns.Count * 320));
        foreach (var turn in turns)
        {
            var kind = turn.IsInterviewer ? "turn interviewer" : "turn";
            html.Append(CultureInfo.InvariantCulture, $"<section class=\"{kind}\" id=\"turn-{turn.Number}\" data-turn=\"{turn.Number}\" ");
            html.Append(CultureInfo.InvariantCulture, $"data-start=\"{turn.Start}\" data-end=\"{turn.End}\">");
            html.Append(CultureInfo.InvariantCulture, $"<h3 class=\"turn-head\" id=\"turn-{turn.Number}-head\">");
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"turn-number\">{turn.Number + 1}</span> ");
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"turn-speaker\">{Encoder.Encode(turn.Speaker)}</span>");
            if (turn.StartMs is { } start) html.Append(CultureInfo.InvariantCulture, $" <time class=\"turn-time\">{Clock(start)}</time>");
            html.Append("</h3><p class=\"turn-text\">");
            html.Append(Encoder.Encode(text.Words[turn.Start..turn.End]));
            html.Append("</p></section>\n");
        }

        return html.ToString();
    }

    /// <summary>Milliseconds as hours, minutes and seconds: 0:01:05.</summary>
    public static string Clock(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
