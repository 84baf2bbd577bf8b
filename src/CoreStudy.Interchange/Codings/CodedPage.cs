using System.Globalization;
using System.Net;
using System.Text;

namespace CoreStudy.Interchange.Codings;

/// <summary>A transcript as one HTML page that needs nothing else: each turn with its codings beside it, coded words marked. It prints.</summary>
public static class CodedPage
{
    private const string Style =
        """
        body { font: 16px/1.55 Georgia, "Times New Roman", serif; color: #1d2529; background: #fff; max-width: 64rem; margin: 2rem auto; padding: 0 1.25rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
        .note { color: #4d5a63; margin: 0 0 1.5rem; font-family: system-ui, sans-serif; font-size: .9rem; }
        .turn { display: grid; grid-template-columns: minmax(0, 1fr) 17rem; gap: 1.5rem; margin: 0 0 1rem; }
        .turn p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
        .asked p { color: #4d5a63; }
        b { font-family: system-ui, sans-serif; font-size: .9rem; }
        mark { background: #fff1c4; color: inherit; padding: .05em 0; }
        mark.more { background: #ffe08f; }
        ul { list-style: none; margin: 0; padding: 0; font: .85rem/1.4 system-ui, sans-serif; }
        li { margin: 0 0 .5rem; padding-left: .6rem; border-left: 4px solid #8a949b; }
        li q { color: #4d5a63; display: block; }
        li .remark { display: block; white-space: pre-line; }
        sup { font: .7em system-ui, sans-serif; color: #4d5a63; }
        @media screen and (prefers-color-scheme: dark) {
          :root { color-scheme: dark; }
          body { color: #e6eaec; background: #14191b; }
          .note, .asked p, li q, sup { color: #a9b4ba; }
          mark { background: #453c17; }
          mark.more { background: #5f5118; }
        }
        @media (max-width: 46rem) { .turn { grid-template-columns: minmax(0, 1fr); gap: .4rem; } }
        @media print { body { margin: 0; max-width: none; font-size: 11pt; } .turn { break-inside: avoid-page; } mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """;

    /// <returns>UTF-8.</returns>
    public static byte[] Write(CodedTranscript transcript)
    {
        var page = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Safe(transcript.Heading))
            .Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(Safe(transcript.Heading)).Append("</h1>\n<p class=\"note\">").Append(Safe(transcript.Note)).Append("</p>\n");
        foreach (var turn in transcript.Turns)
        {
            var shown = new List<int>();
            page.Append(CultureInfo.InvariantCulture, $"<section class=\"turn{(turn.IsInterviewer ? " asked" : "")}\">\n<p><b>{Safe(turn.Speaker)}:</b> ");
            foreach (var stretch in Stretch.Of(transcript, turn.Segment))
            {
                var words = Safe(transcript.Words[stretch.Start..stretch.End]);
                page.Append(stretch.On.Count switch { 0 => words, 1 => $"<mark>{words}</mark>", _ => $"<mark class=\"more\">{words}</mark>" });
                var ending = stretch.On.Where(c => !shown.Contains(c) && (transcript.Codings[c].Segment.End == stretch.End || stretch.End == turn.Segment.End)).ToList();
                shown.AddRange(ending);
                if (ending.Count > 0) page.Append(CultureInfo.InvariantCulture, $"<sup>{CodedTranscript.Numbers(ending)}</sup>");
            }

            page.Append("</p>\n");
            if (shown.Count > 0)
            {
                page.Append("<ul>\n");
                foreach (var at in shown.Order())
                {
                    var coding = transcript.Codings[at];
                    page.Append(CultureInfo.InvariantCulture, $"<li style=\"border-color: {Colour(coding.Colour)}\"><sup>{at + 1}</sup> <strong>{Safe(coding.Code)}</strong> · {Safe(coding.Coder)}");
                    foreach (var remark in coding.Remarks) page.Append(CultureInfo.InvariantCulture, $"<span class=\"remark\">{Safe(remark)}</span>");
                    page.Append("</li>\n");
                }

                page.Append("</ul>\n");
            }

            page.Append("</section>\n");
        }

        return Encoding.UTF8.GetBytes(page.Append("</main>\n</body>\n</html>\n").ToString());
    }

    private static string Safe(string words) => WebUtility.HtmlEncode(words);

    private static string Colour(string colour) => colour.Length == 7 && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour : "#8a949b";
}
