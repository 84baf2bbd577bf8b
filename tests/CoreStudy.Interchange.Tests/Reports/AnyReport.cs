using System.Text.RegularExpressions;
using CoreStudy.Interchange.Reports;
using CoreStudy.Interchange.WriteUps;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Reports;

/// <summary>Reports as nobody would write them: long words, both directions, signs outside the basic plane, control characters, hundreds of findings, nothing at all.</summary>
internal static partial class AnyReport
{
    private static readonly string[] Odd =
        ["שלום", "مرحبا", "日本語のとても長い文章", "👩🏽‍🤝‍👩🏻", "𝔘𝔫𝔦", "na\u0308ive", "a\u0001b", "\uD83D", "x\u0000", "<b>&amp;\"'", "]]>", "\u202Eabc", "A\tB", "1\r\n2", "\uFFFF", "\v"];

    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 1, 12], Gen.String[Gen.Char['a', 'z'], 1, 12], Gen.String[Gen.Char['a', 'z'], 1, 12], Gen.String[Gen.Char['a', 'z'], 60, 240],
        Gen.Int[0, Odd.Length - 1].Select(n => Odd[n]));

    private static readonly Gen<string> Sentence = Word.Array[0, 18].Select(w => string.Join(' ', w));

    private static readonly Gen<string> Heading = Gen.Frequency((1, Gen.Const("")), (6, Word.Array[1, 8].Select(w => string.Join(' ', w))), (1, Word.Array[60, 120].Select(w => string.Join(' ', w))));

    private static readonly Gen<string> Prose = Gen.Frequency((2, Sentence), (1, Sentence.Array[2, 30].Select(s => string.Join("\n\n", s))), (1, Word.Array[200, 700].Select(w => string.Join(' ', w))));

    private static readonly Gen<WrittenLine> Line = Gen.Select(Prose, Gen.Int[0, 2], (words, level) => new WrittenLine(words, level));

    private static readonly Gen<WrittenQuote> Quote = Gen.Select(Prose, Sentence, Heading, (words, label, under) => new WrittenQuote(words, label, under));

    private static readonly Gen<WrittenFinding> Finding = Gen.Select(Sentence, Sentence.Array[0, 3], Quote.Array[0, 1], (claim, below, quotes) => new WrittenFinding(claim, below, quotes));

    private static readonly Gen<WrittenPart> Part = Gen.Frequency<WrittenPart>(
        (1, Gen.Select(Heading, Sentence, Sentence.Array[0, 4], (h, s, by) => (WrittenPart)new TitlePart(h, s, by))),
        (2, Gen.Select(Heading, Line.Array[0, 12], (h, l) => (WrittenPart)new TextPart(h, l))),
        (1, Gen.Select(Heading, Sentence, Line.Array[0, 8], Sentence, Line.Array[0, 8], (h, a, l, b, r) => (WrittenPart)new SidesPart(h, a, l, b, r))),
        (3, Gen.Select(Heading, Sentence, Prose, Finding.Array[0, 6], Quote.Array[0, 3], Gen.Int[0, 1], (h, c, n, f, q, l) => (WrittenPart)new ThemePart(h, c, n, f, q, l))),
        (1, Gen.Select(Heading, Quote.Array[0, 5], (h, q) => (WrittenPart)new QuotesPart(h, q))),
        (2, Table()),
        (1, Gen.Select(Heading, Sentence, Prose, (h, w, n) => (WrittenPart)new PicturePart(h, SampleReport.Svg, w, n))),
        (1, Gen.Select(Heading, Line.Array[0, 3], Sentence, Word, Prose, Sentence.Array[0, 4], (h, t, f, g, d, c) => (WrittenPart)new ThanksPart(h, t, f, g, d, c))),
        (1, Gen.Select(Heading, Sentence, Gen.Select(Word, Word, Sentence, Prose, (g, n, t, a) => new ChecklistLine(g, n, t, a)).Array[0, 6], (h, s, l) => (WrittenPart)new ChecklistPart(h, s, l))));

    public static readonly Gen<WrittenReport> Reports = Gen.Select(Heading, Sentence, Part.Array[0, 6], (name, study, parts) => new WrittenReport(name, study, new DateOnly(2026, 11, 26), parts));

    /// <summary>A theme of 300 findings.</summary>
    public static WrittenReport Long { get; } = new("Long", "Study", new DateOnly(2026, 11, 26),
        [new ThemePart("Everything", "", "", [.. Enumerable.Range(1, 300).Select(n => new WrittenFinding($"Finding number {n} says something that takes about a line of a slide or so.", [$"Strength of {n}"], []))], [])]);

    /// <summary>Fails where a word stands in the file less often than in the report. A long word may be cut where a slide ends.</summary>
    public static void HoldsEveryWord(WrittenReport report, string file, bool isDocument)
    {
        var written = Letters(file);
        foreach (var words in Texts(report, isDocument))
        {
            var missing = WhiteSpace().Split(words).FirstOrDefault(w => w.Length > 0 && !written.Contains(w, StringComparison.Ordinal));
            if (missing is null) continue;
            Assert.True(IsInPieces(missing, WhiteSpace().Split(written)), $"“{missing}” is lost.");
        }

        var counted = Texts(report, isDocument).Sum(t => WhiteSpace().Split(t).Count(w => w.Length > 0));
        var there = WhiteSpace().Split(written).Count(w => w.Length > 0);
        Assert.True(there >= counted, $"{counted} words came in, {there} went out.");
    }

    /// <summary>Whether a word was cut where slides end: one piece closes a word of the file, others are words of it, the last begins one.</summary>
    private static bool IsInPieces(string word, IReadOnlyList<string> tokens)
    {
        var whole = tokens.ToHashSet(StringComparer.Ordinal);
        var reached = Enumerable.Range(1, word.Length - 1).Where(cut => tokens.Any(t => t.EndsWith(word[..cut], StringComparison.Ordinal))).ToHashSet();
        for (var cut = 1; cut < word.Length; cut++)
        {
            if (reached.Contains(cut)) reached.UnionWith(Enumerable.Range(cut + 1, word.Length - cut - 1).Where(next => whole.Contains(word[cut..next])));
        }

        return reached.Any(cut => tokens.Any(t => t.StartsWith(word[cut..], StringComparison.Ordinal)));
    }

    private static string Letters(string words) => ReportWords.Clean(words);

    private static IEnumerable<string> Texts(WrittenReport report, bool isDocument) => report.Parts.SelectMany(p => Texts(p, isDocument)).Append(report.Name).Append(report.Study).Select(ReportWords.Clean);

    private static IEnumerable<string> Texts(WrittenPart part, bool isDocument)
    {
        static IEnumerable<string> Of(IEnumerable<WrittenQuote> quotes) => quotes.Where(q => !string.IsNullOrWhiteSpace(q.Words)).SelectMany(q => new[] { q.Words, q.Label, q.Under });
        return part switch
        {
            TitlePart p => [p.Heading, p.Subtitle, .. p.By],
            TextPart p => [p.Heading, .. p.Lines.Select(l => l.Words)],
            SidesPart p => [p.Heading, p.LeftHeading, p.RightHeading, .. p.Left.Concat(p.Right).Select(l => l.Words)],
            ThemePart p => [p.Heading, p.CentralIdea, p.Narrative, .. p.Findings.SelectMany(f => f.Below.Append(f.Claim)), .. Of(p.Quotes.Concat(p.Findings.SelectMany(f => f.Quotes)))],
            QuotesPart p => [.. p.Quotes.Any(q => !string.IsNullOrWhiteSpace(q.Words)) || isDocument ? [p.Heading] : Array.Empty<string>(), .. Of(p.Quotes)],
            TablePart p => p.IsAppendix && !isDocument ? [] : [p.Heading, p.Note, .. p.Columns, .. p.Rows.SelectMany(r => r)],
            PicturePart p => [p.Heading, p.Note, p.InWords],
            ThanksPart p => [p.Heading, p.Funder, p.Grant, p.Disclaimer, .. p.Contact, .. p.Thanks.Select(l => l.Words)],
            ChecklistPart p => isDocument ? [p.Heading, p.Source, .. p.Lines.SelectMany(l => new[] { l.Group, l.Number, l.Topic, l.Answer })] : [],
            _ => [],
        };
    }

    private static Gen<WrittenPart> Table() =>
        from columns in Gen.Int[1, 11]
        from heading in Heading
        from head in Word.Array[columns]
        from rows in Gen.Frequency((20, Word), (1, Prose)).Array[columns].Array[0, 24]
        from numbers in Gen.Int[0, columns]
        from note in Prose
        from appendix in Gen.Bool
        select (WrittenPart)new TablePart(heading, head, rows, numbers, note, appendix);

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
