using System.Globalization;
using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.Tables;
using SkiaSharp;

namespace CoreStudy.Interchange.Codings;

/// <summary>A transcript as PDF (A4): what is said on the left, a bracket and a label for each coding beside it. Its words are text, in a typeface that is embedded.</summary>
/// <remarks>
/// Characters that the typeface does not have stand as boxes, and a note at the end says which; right-to-left words run from right to left within a line, and lines from left to right.
/// </remarks>
public static class CodedPdf
{
    private const float PageWidth = 595, PageHeight = 842, Left = 48, Top = 60, Bottom = 780, TextWidth = 320, LabelLeft = 420, LabelWidth = 127, RowHeight = 14.5f, Lane = 4.5f;
    private const int MostLanes = 8, MostMissing = 12;
    private const string Box = "\u25A1";

    private static readonly SKColor Ink = new(0x1d, 0x25, 0x29), Soft = new(0x4d, 0x5a, 0x63), Once = new(0xff, 0xf1, 0xc4), Often = new(0xff, 0xe0, 0x8f);

    public static byte[] Write(CodedTranscript transcript)
    {
        using var set = new TypeSet();
        var rows = Rows(transcript, set);
        if (set.Missing.Count > 0) rows.AddRange(Note(set));
        var pages = Pages(rows);
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, new SKDocumentPdfMetadata { Title = Workbook.Clean(transcript.Heading), Creator = "CoreStudy" }))
        {
            foreach (var (number, page) in pages.Index())
            {
                var canvas = document.BeginPage(PageWidth, PageHeight);
                if (number > 0) set.Draw(canvas, set.Fit(transcript.Heading, set.Small, 400), Left, 36, set.Small, Soft);
                set.Draw(canvas, $"Page {number + 1} of {pages.Count}", PageWidth - Left, 812, set.Small, Soft, SKTextAlign.Right);
                foreach (var (at, row) in page.Index()) Draw(canvas, set, row, Top + (at * RowHeight));
                document.EndPage();
            }

            document.Close();
        }

        return file.ToArray();
    }

    private static List<Row> Rows(CodedTranscript transcript, TypeSet set)
    {
        var rows = new List<Row>();
        foreach (var line in set.Wrap([.. set.Words(transcript.Heading, set.Title)], 500)) rows.Add(new Row(line, Ink));
        foreach (var line in set.Wrap([.. set.Words(transcript.Note, set.Small)], 500)) rows.Add(new Row(line, Soft));
        rows.Add(Row.Empty);
        var shown = new HashSet<int>();
        foreach (var turn in transcript.Turns)
        {
            var lines = set.Wrap(Atoms(transcript, turn, set), TextWidth);
            var block = lines.ConvertAll(l => new Row(l, turn.IsInterviewer ? Soft : Ink));
            var lanes = new List<int>(); // the row up to which each lane is taken
            var nextLabel = 0;
            foreach (var (number, coding) in transcript.Codings.Index().Where(c => c.Item.Segment.Overlaps(turn.Segment)))
            {
                var (first, last) = (lines.FindIndex(l => l.Touches(coding.Segment)), lines.FindLastIndex(l => l.Touches(coding.Segment)));
                if (first < 0) continue;
                var lane = lanes.FindIndex(l => l < first);
                if (lane < 0 && lanes.Count < MostLanes)
                {
                    lane = lanes.Count;
                    lanes.Add(-1);
                }

                if (lane < 0) lane = MostLanes - 1;
                lanes[lane] = last;
                var (begins, ends) = (coding.Segment.Start >= turn.Segment.Start, coding.Segment.End <= turn.Segment.End);
                for (var at = first; at <= last; at++) block[at].Brackets.Add(new Bracket(lane, ColourOf(coding), begins && at == first, ends && at == last));
                if (!shown.Add(number)) continue; // its label stands where it begins
                var label = set.Wrap([.. set.Words($"{number + 1} ", set.Label), .. set.Words(coding.Code, set.LabelBold), .. set.Words($" \u00B7 {coding.Coder}", set.Label)], LabelWidth);
                foreach (var remark in coding.Remarks) label.AddRange(set.Wrap([.. set.Words(remark, set.Label)], LabelWidth));
                var from = Math.Max(first, nextLabel);
                while (block.Count < from + label.Count) block.Add(new Row(Line.Empty, Ink));
                foreach (var (at, line) in label.Index()) (block[from + at].Label, block[from + at].LabelColour) = (line, ColourOf(coding));
                nextLabel = from + label.Count;
            }

            rows.AddRange(block);
            rows.Add(Row.Empty);
        }

        return rows;
    }

    /// <summary>What a turn says, cut wherever a coding begins or ends, with the number of each coding after the words on which it ends.</summary>
    private static List<Atom> Atoms(CodedTranscript transcript, CodedTurn turn, TypeSet set)
    {
        var (atoms, ended) = (set.Words($"{turn.Speaker}: ", set.Bold).ToList(), new HashSet<int>());
        foreach (var stretch in Stretch.Of(transcript, turn.Segment))
        {
            atoms.AddRange(set.Words(transcript.Words[stretch.Start..stretch.End], set.Regular, stretch.Start, stretch.On.Count));
            var ending = stretch.On.Where(c => transcript.Codings[c].Segment.End == stretch.End || (stretch.End == turn.Segment.End && transcript.Turns.Last(t => t.Segment.Overlaps(transcript.Codings[c].Segment)) == turn)).Where(ended.Add).ToList();
            if (ending.Count > 0) atoms.Add(new Atom(CodedTranscript.Numbers(ending), set.Raised, -1, -1, 0));
        }

        return atoms;
    }

    private static List<Row> Note(TypeSet set)
    {
        var missing = set.Missing.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal).ToList();
        var said = $"{Box} stands for characters that the typeface of this file does not have: "
            + string.Join(", ", missing.Take(MostMissing).Select(m => m.Value == 1 ? m.Key : $"{m.Key} ({m.Value:N0} times)")) + (missing.Count > MostMissing ? $" and {missing.Count - MostMissing:N0} more" : "") + ". The Word document and the page have them.";
        return set.Wrap([.. set.Words(said, set.Small)], 500).ConvertAll(l => new Row(l, Soft));
    }

    /// <summary>Rows shared out to pages; a page does not begin with an empty one.</summary>
    private static List<List<Row>> Pages(List<Row> rows)
    {
        var (pages, most) = (new List<List<Row>> { new() }, (int)((Bottom - Top) / RowHeight));
        foreach (var row in rows)
        {
            if (pages[^1].Count == most) pages.Add([]);
            if (pages[^1].Count > 0 || !row.IsEmpty || pages.Count == 1) pages[^1].Add(row);
        }

        if (pages.Count > 1 && pages[^1].Count == 0) pages.RemoveAt(pages.Count - 1);
        return pages;
    }

    private static void Draw(SKCanvas canvas, TypeSet set, Row row, float y)
    {
        using var paint = new SKPaint { IsAntialias = true };
        var x = Left;
        foreach (var atom in row.Text.Atoms)
        {
            var width = set.Width(atom);
            if (atom.Codings > 0)
            {
                paint.Color = atom.Codings > 1 ? Often : Once;
                canvas.DrawRect(x, y - 10, width, RowHeight - 1, paint);
            }

            x += width;
        }

        x = Left;
        foreach (var run in row.Text.Runs())
        {
            set.Draw(canvas, run.Text, x, run.Font == set.Raised ? y - 4 : y, run.Font, run.Font == set.Raised ? Soft : row.Colour);
            x += set.Width(run);
        }

        foreach (var bracket in row.Brackets)
        {
            paint.Color = bracket.Colour;
            var at = LabelLeft - 10 - (bracket.Lane * Lane);
            var (from, to) = (y - 10 + (bracket.IsFirst ? 1 : 0), y + RowHeight - 10 - (bracket.IsLast ? 1 : 0));
            canvas.DrawRect(at, from, 1.4f, to - from, paint);
            if (bracket.IsFirst) canvas.DrawRect(at - 3, from, 3, 1.4f, paint);
            if (bracket.IsLast) canvas.DrawRect(at - 3, to - 1.4f, 3, 1.4f, paint);
        }

        if (row.Label.Atoms.Count == 0) return;
        paint.Color = row.LabelColour;
        canvas.DrawRect(LabelLeft, y - 10, 2, RowHeight, paint);
        x = LabelLeft + 6;
        foreach (var run in row.Label.Runs())
        {
            set.Draw(canvas, run.Text, x, y, run.Font, Ink);
            x += set.Width(run);
        }
    }

    private static SKColor ColourOf(TranscriptCoding coding) => SKColor.TryParse(coding.Colour, out var colour) ? colour.WithAlpha(255) : Soft;

    /// <summary>A word, or the space between two, as it is drawn.</summary>
    /// <param name="Start">Where it begins in the transcript’s words; -1 for what is not of them.</param>
    /// <param name="Codings">How many codings lie on it.</param>
    private readonly record struct Atom(string Text, SKFont Font, int Start, int End, int Codings)
    {
        public bool IsBreak => Text == "\n";

        public bool IsSpace => Text == " ";
    }

    private sealed record Line(IReadOnlyList<Atom> Atoms)
    {
        public static Line Empty { get; } = new([]);

        public bool Touches(Segment segment) => Atoms.Any(a => a.Start >= 0 && a.Start < segment.End && segment.Start < a.End);

        /// <summary>Neighbours in one font as one, so that the file holds whole phrases.</summary>
        public IEnumerable<Atom> Runs()
        {
            for (var at = 0; at < Atoms.Count;)
            {
                var (first, words) = (Atoms[at], new StringBuilder());
                for (; at < Atoms.Count && Atoms[at].Font == first.Font; at++) words.Append(Atoms[at].Text);
                yield return first with { Text = words.ToString() };
            }
        }
    }

    private readonly record struct Bracket(int Lane, SKColor Colour, bool IsFirst, bool IsLast);

    private sealed class Row(Line text, SKColor colour)
    {
        public static Row Empty => new(Line.Empty, Ink);

        public Line Text { get; } = text;

        public SKColor Colour { get; } = colour;

        public List<Bracket> Brackets { get; } = [];

        public Line Label { get; set; } = Line.Empty;

        public SKColor LabelColour { get; set; }

        public bool IsEmpty => Text.Atoms.Count == 0 && Label.Atoms.Count == 0;
    }

    /// <summary>The fonts of one file, and which characters they lack.</summary>
    private sealed class TypeSet : IDisposable
    {
        private readonly SKPaint _paint = new() { IsAntialias = true };

        public SKFont Title { get; } = Font(ReportFonts.Bold, 13.5f);

        public SKFont Regular { get; } = Font(ReportFonts.Regular, 10);

        public SKFont Bold { get; } = Font(ReportFonts.Bold, 10);

        public SKFont Small { get; } = Font(ReportFonts.Regular, 8.5f);

        public SKFont Label { get; } = Font(ReportFonts.Regular, 8);

        public SKFont LabelBold { get; } = Font(ReportFonts.Bold, 8);

        public SKFont Raised { get; } = Font(ReportFonts.Bold, 6);

        /// <summary>In its own widths, as paper has them: none is rounded to dots of a screen.</summary>
        private static SKFont Font(SKTypeface typeface, float size) => new(typeface, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

        /// <summary>Characters that no font of the file has, such as U+1F600, and how often each was met.</summary>
        public Dictionary<string, int> Missing { get; } = [];

        /// <summary>Words, spaces and line breaks, of characters that can be drawn.</summary>
        public IEnumerable<Atom> Words(string text, SKFont font, int start = -1, int codings = 0)
        {
            var (word, from) = (new StringBuilder(), start);
            var elements = StringInfo.GetTextElementEnumerator(text);
            while (elements.MoveNext())
            {
                var (element, at) = (elements.GetTextElement(), start < 0 ? -1 : start + elements.ElementIndex);
                if (element is not ("\n" or "\r\n" or "\r") && !IsBlank(element))
                {
                    if (word.Length == 0) from = at;
                    word.Append(Shown(element, font));
                    continue;
                }

                if (word.Length > 0) yield return new Atom(word.ToString(), font, from, at, codings);
                word.Clear();
                yield return new Atom(element[0] is '\n' or '\r' ? "\n" : " ", font, at, at < 0 ? -1 : at + element.Length, codings);
            }

            if (word.Length > 0) yield return new Atom(word.ToString(), font, from, start < 0 ? -1 : start + text.Length, codings);
        }

        /// <summary>Lines of at most this width; a word that is wider is divided.</summary>
        public List<Line> Wrap(List<Atom> atoms, float width)
        {
            var (lines, line, x) = (new List<Line>(), new List<Atom>(), 0f);
            for (var at = 0; at < atoms.Count;)
            {
                if (atoms[at].IsBreak)
                {
                    End();
                    at++;
                    continue;
                }

                var unit = atoms[at].IsSpace ? [atoms[at]] : atoms.Skip(at).TakeWhile(a => !a.IsSpace && !a.IsBreak).ToList();
                at += unit.Count;
                var wide = unit.Sum(Width);
                if (x + wide > width && line.Count > 0)
                {
                    if (unit[0].IsSpace) continue; // a line does not begin with one
                    End();
                }

                foreach (var piece in wide > width ? unit.SelectMany(Divided) : unit)
                {
                    var more = Width(piece);
                    if (x + more > width && line.Count > 0) End();
                    line.Add(piece);
                    x += more;
                }
            }

            End();
            return lines;

            void End()
            {
                while (line.Count > 0 && line[^1].IsSpace) line.RemoveAt(line.Count - 1);
                lines.Add(new Line([.. line]));
                line.Clear();
                x = 0;
            }
        }

        public float Width(Atom atom) => atom.Font.MeasureText(atom.Text);

        public void Draw(SKCanvas canvas, string text, float x, float y, SKFont font, SKColor colour, SKTextAlign align = SKTextAlign.Left)
        {
            if (text.Length == 0) return;
            _paint.Color = colour;
            canvas.DrawText(Visual(text), x, y, align, font, _paint);
        }

        /// <summary>A heading cut to a width.</summary>
        public string Fit(string text, SKFont font, float width)
        {
            var shown = string.Concat(Words(text, font).Select(a => a.IsBreak ? " " : a.Text));
            while (shown.Length > 1 && font.MeasureText(shown) > width) shown = $"{shown.TrimEnd('…')[..^1].TrimEnd()}…";
            return shown;
        }

        public void Dispose()
        {
            _paint.Dispose();
            foreach (var font in new[] { Title, Regular, Bold, Small, Label, LabelBold, Raised }) font.Dispose();
        }

        private static IEnumerable<Atom> Divided(Atom atom)
        {
            var elements = StringInfo.GetTextElementEnumerator(atom.Text);
            while (elements.MoveNext()) yield return atom with { Text = elements.GetTextElement() };
        }

        private static bool IsBlank(string element) => element.Length == 1 && element[0] != '\u00A0' && (char.IsWhiteSpace(element[0]) || char.IsControl(element[0]));

        /// <summary>What is drawn for one character as people count them: itself, or a box.</summary>
        private string Shown(string element, SKFont font)
        {
            var shown = new StringBuilder();
            foreach (var rune in element.EnumerateRunes())
            {
                if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control || rune.Value is >= 0xFE00 and <= 0xFE0F) continue; // joiners and variants draw nothing
                if (font.GetGlyph(rune.Value) != 0)
                {
                    shown.Append(rune);
                    continue;
                }

                var name = $"U+{rune.Value:X4}";
                Missing[name] = Missing.GetValueOrDefault(name) + 1;
                return Box;
            }

            return shown.ToString();
        }

        /// <summary>Right-to-left stretches turned round, since glyphs are laid from left to right.</summary>
        private static string Visual(string text)
        {
            if (!text.EnumerateRunes().Any(IsRightToLeft)) return text;
            var (visual, stretch) = (new StringBuilder(), new List<string>());
            var elements = StringInfo.GetTextElementEnumerator(text);
            while (elements.MoveNext())
            {
                var element = elements.GetTextElement();
                if (element.EnumerateRunes().Any(IsRightToLeft) || (stretch.Count > 0 && element == " ")) stretch.Add(element);
                else
                {
                    Turn();
                    visual.Append(element);
                }
            }

            Turn();
            return visual.ToString();

            void Turn()
            {
                var spaces = stretch.AsEnumerable().Reverse().TakeWhile(e => e == " ").Count();
                for (var at = stretch.Count - spaces - 1; at >= 0; at--) visual.Append(stretch[at]);
                visual.Append(' ', spaces);
                stretch.Clear();
            }
        }

        private static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
    }
}
