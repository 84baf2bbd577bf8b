using System.Globalization;
using CoreStudy.Interchange.WriteUps;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>A report as PowerPoint slides (ECMA-376, PresentationML), 16:9 or as the template has them. The same report makes the same bytes.</summary>
/// <remarks>
/// Words stand in the places of layouts, so that a change of the master changes every slide. What does not fit a slide goes on to another. Appendices and checklists are for documents, and left out;
/// narratives of themes are in the speaker's notes.
/// </remarks>
public static class ReportSlides
{
    private const double EmuPerPoint = 12_700;

    /// <summary>A title is not shrunk below this share of its size.</summary>
    private const double LeastTitle = 0.6;

    private const int NotePoints = 14;

    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    /// <param name="template">A team's own file, of slides; null for the house's look.</param>
    /// <returns>A .pptx file.</returns>
    public static byte[] Write(WrittenReport report, ReportTemplate? template)
    {
        using var written = new MemoryStream();
        written.Write(template is { Kind: TemplateKind.Slides } ? template.Bytes : HouseSlides.File);
        written.Position = 0;
        using (var file = PresentationDocument.Open(written, isEditable: true))
        {
            var layouts = SlideLayouts.Of(file.PresentationPart!) ?? throw new InvalidOperationException("A template without a layout for text was let in.");
            new Writing(report, new SlideDeck(file, layouts)).All();
            OfficeParts.Describe(file, report);
        }

        return SteadyFile.Of(written);
    }

    private static SlideParagraph Plain(string words, int level = 0) => new(ReportWords.Clean(words).Trim(), level, ParagraphRole.Plain);

    private static SlideParagraph Strong(string words, int level = 0) => new(ReportWords.Clean(words).Trim(), level, ParagraphRole.Strong, StaysWithNext: true);

    private static SlideParagraph Bullet(string words, int level) => new(ReportWords.Clean(words).Trim(), level, ParagraphRole.Bullet);

    private static bool Is(string words) => !string.IsNullOrWhiteSpace(words);

    private static IEnumerable<SlideParagraph> Lines(IEnumerable<WrittenLine> lines) =>
        lines.Select(l => l.Level <= 0 ? Plain(l.Words) : Bullet(l.Words, Math.Min(l.Level, 3) - 1));

    private sealed class Writing(WrittenReport report, SlideDeck deck)
    {
        private string _theme = "";

        public void All()
        {
            if (!report.Parts.OfType<TitlePart>().Any()) Title(new TitlePart(report.Name, "", []));
            foreach (var part in report.Parts) Part(part);
            deck.Finish();
        }

        private string Footer => Is(_theme) ? ReportWords.Clean(_theme) : ReportWords.Clean(report.Name);

        private void Part(WrittenPart part)
        {
            if (part is not ThemePart) _theme = "";
            switch (part)
            {
                case TitlePart title: Title(title); break;
                case TextPart text when !text.Lines.Any(l => Is(l.Words)): Text(SlideKind.Section, text.Heading, [], []); break;
                case TextPart text: Text(SlideKind.Content, text.Heading, [.. Lines(text.Lines)], []); break;
                case SidesPart sides: Sides(sides); break;
                case ThemePart theme: Theme(theme); break;
                case QuotesPart quotes: Quotes(quotes.Heading, quotes.Quotes); break;
                case TablePart { IsAppendix: false } table: Table(table); break;
                case PicturePart picture: Picture(picture); break;
                case ThanksPart thanks: Thanks(thanks); break;
                case TablePart or ChecklistPart: break;
                default: throw new ArgumentOutOfRangeException(nameof(part), part.GetType().Name, "A part that slides do not know.");
            }
        }

        private void Title(TitlePart title)
        {
            List<SlideParagraph> below =
            [
                .. Is(title.Subtitle) ? [Plain(title.Subtitle)] : Array.Empty<SlideParagraph>(), .. title.By.Where(Is).Select(b => Plain(b, 1)),
                .. Is(report.Name) && Is(title.Heading) && report.Name != title.Heading ? [Plain(report.Name, 1)] : Array.Empty<SlideParagraph>(),
                .. Is(report.Study) && report.Study != title.Heading ? [Plain(report.Study, 1)] : Array.Empty<SlideParagraph>(), Plain(report.MadeOn.ToString("d MMMM yyyy", British), 1),
            ];
            Text(SlideKind.Title, title.Heading, below, [], footer: "");
        }

        private void Theme(ThemePart theme)
        {
            if (theme.Level <= 0) _theme = "";
            List<SlideParagraph> said = [.. Is(theme.CentralIdea) ? [Strong(theme.CentralIdea)] : Array.Empty<SlideParagraph>()];
            foreach (var finding in theme.Findings.Where(f => Is(f.Claim) || f.Below.Any(Is)))
            {
                var below = finding.Below.Where(Is).ToList();
                said.Add(Bullet(finding.Claim, 0) with { StaysWithNext = below.Count > 0 });
                said.AddRange(below.Select(b => Bullet(b, 1)));
            }

            var notes = ReportWords.Paragraphs(theme.Narrative);
            if (theme.Findings.Count == 0 && theme.Level <= 0) Text(SlideKind.Section, theme.Heading, [.. said.Select(s => s with { Role = ParagraphRole.Plain })], notes);
            else Text(SlideKind.Content, theme.Heading, said, notes);
            if (theme.Level <= 0) _theme = theme.Heading;
            Quotes(theme.Heading, [.. theme.Quotes, .. theme.Findings.SelectMany(f => f.Quotes.Select(q => Is(q.Under) ? q : q with { Under = f.Claim }))]);
        }

        private void Quotes(string heading, IReadOnlyList<WrittenQuote> quotes)
        {
            foreach (var group in quotes.Where(q => Is(q.Words)).GroupBy(q => q.Under))
            {
                List<SlideParagraph> said = [.. Is(group.Key) ? [Strong(group.Key, 1)] : Array.Empty<SlideParagraph>()];
                foreach (var quote in group)
                {
                    said.Add(Plain(ReportWords.Quoted(new(quote.Words, Is(quote.Label)))) with { StaysWithNext = Is(quote.Label) });
                    if (Is(quote.Label)) said.Add(Plain($"— {ReportWords.Clean(quote.Label).Trim()}", 1));
                }

                Text(SlideKind.Quote, heading, said, []);
            }
        }

        private void Thanks(ThanksPart thanks)
        {
            List<SlideParagraph> said = [.. Lines(thanks.Thanks)];
            if (Is(thanks.Funder)) said.Add(Plain($"{ReportLabels.Funder}: {thanks.Funder}"));
            if (Is(thanks.Grant)) said.Add(Plain($"{ReportLabels.Grant}: {thanks.Grant}"));
            said.AddRange(ReportWords.Paragraphs(thanks.Disclaimer).Select(d => Plain(d, 1)));
            if (ReportLabels.NamesContact(thanks)) said.Add(Strong(ReportLabels.Contact));
            said.AddRange(thanks.Contact.Where(Is).Select(c => Plain(c, 1)));
            Text(SlideKind.Closing, thanks.Heading, said, []);
        }

        /// <summary>Slides of a title and text: one, and as many more as the text needs.</summary>
        private void Text(SlideKind kind, string heading, IReadOnlyList<SlideParagraph> said, IReadOnlyList<string> notes, string? footer = null)
        {
            var first = deck.Layouts[kind];
            var place = first.Of("subTitle") ?? first.Bodies.MaxBy(b => b.Outer.Area);
            // What a layout has no place for goes on to a slide that has one.
            if (place is null && said.Count > 0 && kind != SlideKind.Content)
            {
                Text(kind, heading, [], notes, footer);
                Text(SlideKind.Content, heading, said, [], footer);
                return;
            }

            var (title, share, whole) = TitleOf(heading, first, isContinued: false);
            List<SlideParagraph> all = [.. whole is null ? [] : new[] { Strong(whole) with { StaysWithNext = false } }, .. said];
            if (place is null)
            {
                deck.Add(kind, s => s.Title(title, share), notes, footer ?? Footer);
                if (all.Count > 0) Text(SlideKind.Content, title, all, [], footer);
                return;
            }

            foreach (var (at, portion) in SlideText.Portions(all, place).Index())
            {
                var (words, size, _) = at == 0 ? (title, share, null) : TitleOf(heading, first, isContinued: true);
                deck.Add(kind, s =>
                {
                    s.Title(words, size);
                    if (portion.Count > 0) s.Put(place, "Text", portion);
                }, at == 0 ? notes : [], footer ?? Footer);
            }
        }

        private void Sides(SidesPart sides)
        {
            var layout = deck.Layouts[SlideKind.TwoContent];
            List<SlideParagraph> left = [.. Is(sides.LeftHeading) ? [Strong(sides.LeftHeading)] : Array.Empty<SlideParagraph>(), .. Lines(sides.Left)];
            List<SlideParagraph> right = [.. Is(sides.RightHeading) ? [Strong(sides.RightHeading)] : Array.Empty<SlideParagraph>(), .. Lines(sides.Right)];
            if (layout.Bodies.Count < 2)
            {
                Text(SlideKind.Content, sides.Heading, [.. left, .. right], []);
                return;
            }

            var (title, share, whole) = TitleOf(sides.Heading, layout, isContinued: false);
            if (whole is not null) left.Insert(0, Strong(whole));
            var (lefts, rights) = (SlideText.Portions(left, layout.Bodies[0]), SlideText.Portions(right, layout.Bodies[1]));
            for (var at = 0; at < Math.Max(lefts.Count, rights.Count); at++)
            {
                var (words, size, _) = at == 0 ? (title, share, null) : TitleOf(sides.Heading, layout, isContinued: true);
                deck.Add(SlideKind.TwoContent, s =>
                {
                    s.Title(words, size);
                    if (at < lefts.Count && lefts[at].Count > 0) s.Put(layout.Bodies[0], "Left", lefts[at]);
                    if (at < rights.Count && rights[at].Count > 0) s.Put(layout.Bodies[1], "Right", rights[at]);
                }, [], Footer);
            }
        }

        private void Table(TablePart table)
        {
            if (table.Columns.Count == 0)
            {
                Text(SlideKind.Content, table.Heading, [Plain(table.Note)], []);
                return;
            }

            var shown = Shown(SlideKind.Table, "tbl", table.Note);
            Whole(table.Heading, shown.Layout);
            foreach (var (at, piece) in SlideTable.Pieces(table, shown.Box).Index())
            {
                var (words, size, _) = TitleOf(table.Heading, shown.Layout, isContinued: at > 0);
                deck.Add(SlideKind.Table, s =>
                {
                    s.Title(words, size);
                    s.PutTable(shown.Place, shown.Box with { High = piece.High }, piece.Xml, table.Heading);
                    shown.Note?.Invoke(s);
                }, [], Footer);
            }

            Rest(table.Heading, shown);
        }

        private void Picture(PicturePart picture)
        {
            var shown = Shown(SlideKind.Picture, "pic", picture.Note);
            Whole(picture.Heading, shown.Layout);
            var (words, size, _) = TitleOf(picture.Heading, shown.Layout, isContinued: false);
            deck.Add(SlideKind.Picture, s =>
            {
                s.Title(words, size);
                s.Put(shown.Place, shown.Box, ReportDrawing.Of(picture.Svg), picture.InWords);
                shown.Note?.Invoke(s);
            }, [], Footer);
            Rest(picture.Heading, shown);
        }

        /// <summary>Where a table or picture goes in its layout, and what goes below it.</summary>
        private Showing Shown(SlideKind kind, string type, string note)
        {
            var layout = deck.Layouts[kind];
            var place = layout.Of(type) ?? layout.Bodies.MaxBy(b => b.Outer.Area)!;
            var outer = place.Outer;
            var below = layout.Bodies.FirstOrDefault(b => b != place);
            if (!Is(note))
            {
                // Nothing is below it: it may have that room too, where it is below indeed.
                var isBelow = below is not null && below.Outer.Y >= outer.Y + outer.High && below.Outer.X >= outer.X && below.Outer.X + below.Outer.Wide <= outer.X + outer.Wide;
                return new(layout, place, isBelow ? outer with { High = below!.Outer.Y + below.Outer.High - outer.Y } : outer, null, []);
            }

            if (below is not null)
            {
                var portions = SlideText.Portions([Plain(note)], below);
                return new(layout, place, outer, s => s.Put(below, "Note", portions[0]), [.. portions.Skip(1).SelectMany(p => p)]);
            }

            var paragraph = Plain(note);
            var high = (long)(TextWidths.Wrap(paragraph.Words, outer.Wide / EmuPerPoint, NotePoints).Count * NotePoints * 1.25 * EmuPerPoint);
            if (high > outer.High / 3) return new(layout, place, outer, null, [paragraph]);
            var loose = new SlideBox(outer.X, outer.Y + outer.High - high, outer.Wide, high);
            return new(layout, place, outer with { High = outer.High - high - 100_000 }, s => s.PutLoose(loose, "Note", [paragraph], NotePoints), []);
        }

        /// <summary>What of a note found no room below its table or picture, on slides of its own.</summary>
        private void Rest(string heading, Showing shown)
        {
            if (shown.Rest.Count > 0) Text(SlideKind.Content, $"{ReportWords.Clean(heading).Trim()} {ReportLabels.Continued}".Trim(), shown.Rest, []);
        }

        /// <summary>A heading that is too long for a title, in full before what it is the heading of.</summary>
        private void Whole(string heading, SlideLayout layout)
        {
            if (TitleOf(heading, layout, isContinued: false).Whole is { } whole) Text(SlideKind.Content, whole, [], []);
        }

        /// <summary>A title that fits its place: shrunk, or shortened; then <c>Whole</c> is what has to be said in full elsewhere.</summary>
        private (string Words, double Share, string? Whole) TitleOf(string heading, SlideLayout layout, bool isContinued)
        {
            var place = layout.Title!;
            var words = ReportWords.Clean(Is(heading) ? heading : report.Name).Trim();
            if (words.Length == 0) words = ReportWords.Clean(report.Study).Trim();
            var suffix = isContinued ? $" {ReportLabels.Continued}" : "";
            if (SlideText.Shrinking(words + suffix, place, LeastTitle) is > 0 and var share) return (words + suffix, share, null);

            var look = place.Levels[0];
            var lines = TextWidths.Wrap(words, place.Box.Wide / EmuPerPoint * 0.97, look.Points * LeastTitle, place.Bold);
            var most = Math.Clamp((int)(place.Box.High / EmuPerPoint / (look.Points * LeastTitle * look.Line)), 1, lines.Count);
            var shown = words[..lines[most - 1].End.Value];
            while (shown.Length > 1 && SlideText.Shrinking($"{shown.TrimEnd()}…{suffix}", place, LeastTitle) <= 0) shown = Shorter(shown);
            return ($"{shown.TrimEnd()}…{suffix}", LeastTitle, words);
        }

        private static string Shorter(string words)
        {
            var space = words.TrimEnd().LastIndexOfAny([' ', '\n']);
            var end = space > words.Length - 40 && space > 0 ? space : words.Length - 1;
            if (end > 0 && char.IsLowSurrogate(words[end])) end--;
            return words[..end];
        }
    }

    /// <summary>How a table or picture is shown.</summary>
    /// <param name="Note">Puts what is said about it below it; null for nothing.</param>
    /// <param name="Rest">What is said about it and has no room below it.</param>
    private sealed record Showing(SlideLayout Layout, SlidePlace Place, SlideBox Box, Action<SlideDeck.Slide>? Note, IReadOnlyList<SlideParagraph> Rest);
}
