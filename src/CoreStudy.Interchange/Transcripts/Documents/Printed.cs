using System.Diagnostics;
using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts.Layouts;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>Turns out of a PDF: its words put together to lines and paragraphs, without paragraph numbers in the margin and running heads.</summary>
internal static class Printed
{
    private const int MostPages = 1500;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>One printed line: where it stands, in points from the bottom left of the page.</summary>
    private sealed record Line(double Left, double Bottom, double Height, string Words, bool Numbered, int Page);

    public static TranscriptDraft Of(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        PdfGuard.Check(content.Span, cancel);
        var (lines, pictures) = Lines(content, cancel);
        if (lines.Count == 0)
        {
            throw new UnreadableFileException(pictures
                ? "“{0}” holds pictures of pages and no text, as a scanner makes them. Please have it read by text recognition (OCR), or choose the document it was printed from."
                : "There is no text in “{0}”. Please choose the document it was printed from.");
        }
        var running = Running(lines);
        var edges = lines.GroupBy(l => l.Page).SelectMany(page => new[] { page.First(), page.Last() }).ToHashSet();
        var text = Paragraphs([.. lines.Where(l => !running.Contains((l.Words, Math.Round(l.Bottom))) && !(edges.Contains(l) && IsPageNumber(l.Words)))]);
        var draft = TextTurns.Of("PDF", text, markdown: false);
        return draft with { Warnings = [.. draft.Warnings, "A PDF keeps no paragraphs: line ends and paragraph numbers were taken out by position. Please look the transcript over."] };
    }

    private static (List<Line> Lines, bool Pictures) Lines(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var (lines, pictures, clock) = (new List<Line>(), false, Stopwatch.StartNew());
        try
        {
            using var pdf = PdfDocument.Open(content.ToArray(), new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
            for (var number = 1; number <= Math.Min(pdf.NumberOfPages, MostPages); number++)
            {
                cancel.ThrowIfCancellationRequested();
                if (clock.Elapsed > Longest) throw new UnreadableFileException("“{0}” takes too long to read. Please divide it, or choose the document it was printed from.");
                var page = pdf.GetPage(number);
                pictures |= page.NumberOfImages > 0;
                lines.AddRange(Of(page, number));
            }
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new UnreadableFileException("“{0}” is protected with a password. Please save it without one and choose it again.");
        }
        catch (Exception e) when (e is not (UnreadableFileException or OperationCanceledException or OutOfMemoryException))
        {
            // The reader of PDF throws whatever a damaged file leads it to; none of it is ours to mend.
            throw new UnreadableFileException("“{0}” is damaged or not built as a PDF should be. Please print it to a PDF again, or choose the document it was printed from.");
        }
        return (lines, pictures);
    }

    private static IEnumerable<Line> Of(Page page, int number)
    {
        var words = page.GetWords().Where(w => w.Text.Trim() != "").OrderByDescending(w => w.BoundingBox.Bottom).ToList();
        if (words.Count == 0) return [];
        var rows = new List<List<Word>>();
        foreach (var word in words)
        {
            var baseline = word.Letters[0].StartBaseLine.Y;
            if (rows.Count > 0 && Math.Abs(rows[^1][0].Letters[0].StartBaseLine.Y - baseline) < Math.Max(2, rows[^1][0].Letters[0].PointSize * 0.35)) rows[^1].Add(word);
            else rows.Add([word]);
        }
        var margin = Margin(rows);
        return rows.Select(row => Of(row, margin, number)).OfType<Line>();
    }

    /// <summary>Where most lines begin, once whole numbers at the left are put aside.</summary>
    private static double Margin(List<List<Word>> rows) =>
        rows.Select(r => r.Where(w => !IsNumber(w)).Select(w => w.BoundingBox.Left).DefaultIfEmpty(double.MaxValue).Min())
            .Where(left => left < double.MaxValue)
            .GroupBy(left => Math.Round(left)).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstOrDefault();

    private static Line? Of(List<Word> row, double margin, int page)
    {
        var words = row.OrderBy(w => w.BoundingBox.Left).ToList();
        var numbered = false;
        while (words.Count > 0 && IsNumber(words[0]) && words[0].BoundingBox.Right < margin - 1)
        {
            words.RemoveAt(0);
            numbered = true;
        }
        if (words.Count == 0) return numbered ? new Line(row[0].BoundingBox.Left, row[0].BoundingBox.Bottom, row[0].BoundingBox.Height, "", true, page) : null;
        var size = Math.Max(4, words[0].Letters[0].PointSize);
        var text = new StringBuilder();
        for (var at = 0; at < words.Count; at++)
        {
            if (at > 0) text.Append(words[at].BoundingBox.Left - words[at - 1].BoundingBox.Right > size * 2.5 ? '\t' : ' ');
            text.Append(words[at].Text);
        }
        return new Line(words[0].BoundingBox.Left, words[0].Letters[0].StartBaseLine.Y, size, text.ToString(), numbered, page);
    }

    private static bool IsNumber(Word word) => word.Text.Length < 6 && word.Text.All(char.IsAsciiDigit);

    /// <summary>Lines that stand in the same place on at least three pages, and on most.</summary>
    private static HashSet<(string, double)> Running(List<Line> lines)
    {
        var pages = lines.Select(l => l.Page).Distinct().Count();
        return [.. lines.Where(l => l.Words != "").GroupBy(l => (l.Words, Math.Round(l.Bottom)))
            .Where(g => g.Count() >= 3 && g.Count() * 2 > pages && g.Key.Words.Length > 3).Select(g => g.Key)];
    }

    /// <summary>A number alone, or “page 3 of 9”.</summary>
    private static bool IsPageNumber(string words)
    {
        var bare = words.Replace("page", "", StringComparison.OrdinalIgnoreCase).Replace("of", "", StringComparison.OrdinalIgnoreCase);
        return words.Any(char.IsAsciiDigit) && words.Length <= 16 && !words.Contains(':') && !bare.Any(char.IsLetter);
    }

    /// <summary>Joins the lines of a paragraph; a new one begins at a numbered line, a wider gap, or a line that names a speaker or a time.</summary>
    private static string Paragraphs(List<Line> lines)
    {
        var gaps = lines.Zip(lines.Skip(1)).Where(p => p.First.Page == p.Second.Page && p.First.Words != "" && p.Second.Words != "")
            .Select(p => p.First.Bottom - p.Second.Bottom).Where(gap => gap > 1).Order().ToList();
        var usual = gaps.Count == 0 ? 12 : gaps[gaps.Count / 3];
        var labels = lines.Select(l => LineHeads.Of(l.Words).Label).OfType<string>().GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        var text = new StringBuilder();
        var (before, starts) = ((Line?)null, false);
        foreach (var line in lines)
        {
            starts |= line.Numbered;
            if (line.Words == "") continue;
            var head = LineHeads.Of(line.Words);
            starts |= before is null || (before.Page == line.Page && before.Bottom - line.Bottom > usual * 1.4) || head.TimeMs is not null
                || (head.Label is not null && (labels.Contains(head.Label) || SpeakerLabel.IsRole(head.Label))) || before.Height > line.Height * 1.15;
            text.Append(before is null ? "" : starts ? "\n\n" : " ").Append(line.Words);
            (before, starts) = (line, false);
        }
        return text.ToString();
    }
}
