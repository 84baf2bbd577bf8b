using System.Globalization;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>Turns the numbers of a file into places of the words, once it is known how they are counted.</summary>
internal sealed class Placing(Dictionary<RefiText, StoredText> stored, Dictionary<RefiSelection, int> marks, ReportBuilder report)
{
    private const int FewestSelections = 20;
    private const int FewestNames = 3;
    private const double ClearlyBetter = 0.05;

    /// <summary>Chooses the way of counting: the tool's own where that has been measured, else the one that fits clearly best, else the standard's.</summary>
    /// <param name="chosen">The way that somebody chose by hand; null for none.</param>
    /// <param name="said">The way that the file says itself, if it is one of ours.</param>
    public (PositionReading Reading, PositionReport Report) Choose(RefiProject project, string? origin, PositionReading? chosen, PositionReading? said)
    {
        var fits = Fits(project);
        var of = fits.ToDictionary(f => f.Reading);
        var shown = fits.Where(f => f.Selections > 0).Select(f => f.Shown).ToList();
        (PositionReading, PositionReport) Take(PositionReading reading, string because) => (reading, new PositionReport(reading.ToString(), because, shown));

        if (chosen is { } byHand) return Take(byHand, "It was chosen for this reading.");
        if (said is { } own) return Take(own, "The file says so itself.");
        var known = PositionReading.OfTool(origin);
        var usual = known ?? PositionReading.Standard;
        var best = fits.Where(f => f.Reading != usual && f.IsClearlyBetterThan(of[usual])).OrderByDescending(f => f.WholeWords).ThenByDescending(f => f.Names).Select(f => (Fit?)f).FirstOrDefault();
        if (known is { } tool)
        {
            if (best is { } other) report.Find(Reason.OtherReadingFits, "", $"{other.Reading} rather than {tool}");
            return Take(tool, $"The file comes from {origin}, and tools of this name count so.");
        }

        var reading = best?.Reading ?? usual;
        if (IsInclusive(project, reading)) return Take(reading with { IsEndInclusive = true }, "The names of the selections say that the end is the last character.");
        return best is null
            ? Take(usual, fits.Any(f => f.Selections > 0) ? "No other way fits clearly better than that of the standard." : "It is the way of the standard; no text here tells the ways apart.")
            : Take(reading, "It fits clearly better than the way of the standard.");
    }

    public RefiProject Place(RefiProject project, PositionReading reading)
    {
        var isUnplaced = false;
        var placed = project with { Sources = [.. project.Sources.Select(Source)], Notes = [.. project.Notes.Select(Text)] };
        return isUnplaced ? placed with { UnplacedReading = reading } : placed;

        RefiSource Source(RefiSource source) => source switch
        {
            RefiTextSource text => Text(text),
            RefiPictureSource { TextDescription: { } words } picture => picture with { TextDescription = Text(words) },
            RefiPdfSource pdf => pdf with
            {
                Representation = pdf.Representation is { } words ? Text(words) : null,
                Selections = [.. pdf.Selections.Select(s => s.Representation is { } part ? s with { Representation = Text(part) } : s)],
            },
            RefiRecording recording => recording with { Transcripts = [.. recording.Transcripts.Select(Transcript)] },
            _ => source,
        };

        RefiTextSource Text(RefiTextSource text)
        {
            if (text.Selections.Count == 0) return text;
            var places = stored.TryGetValue(text.Text, out var words) ? words.Read(reading) : (StoredText.Places?)null;
            return text with { Selections = [.. text.Selections.Select(s => Selection(text, s, places))] };
        }

        RefiSelection Selection(RefiTextSource text, RefiSelection selection, StoredText.Places? places)
        {
            var raw = (RefiUnplaced)selection.Place;
            var isWidened = false;
            var place = places?.Find(raw.Start, raw.End, out isWidened);
            var label = string.Create(CultureInfo.InvariantCulture, $"{text.Name ?? text.Id.ToString()}: {raw.Start}–{raw.End}");
            if (isWidened) report.Find(Reason.PositionWidened, marks[selection], label);
            if (place is null)
            {
                isUnplaced = true;
                if (places is not null) report.Find(Reason.OutsideText, marks[selection], label);
                return selection;
            }

            if (place.Start == place.End) report.Find(Reason.EmptyPlace, marks[selection], label);
            else if (CutsWord(text.Text.Words!, place.Start) || CutsWord(text.Text.Words!, place.End)) report.Find(Reason.CutsWord, marks[selection], label);
            return selection with { Place = place };
        }

        RefiTranscript Transcript(RefiTranscript transcript)
        {
            if (transcript.SyncPoints.Count == 0 || !stored.TryGetValue(transcript.Text, out var words)) return transcript;
            var places = words.Read(reading);
            return transcript with { SyncPoints = [.. transcript.SyncPoints.Select(p => p.Position is { } at && places.Find(at) is { } place ? p with { Position = place } : p)] };
        }
    }

    /// <summary>Whether a place lies between two letters or digits.</summary>
    private static bool CutsWord(string words, int at)
    {
        if (at <= 0 || at >= words.Length) return false;
        var before = char.IsLowSurrogate(words[at - 1]) && at > 1 ? at - 2 : at - 1;
        return char.IsLetterOrDigit(words, before) && char.IsLetterOrDigit(words, at);
    }

    private List<Fit> Fits(RefiProject project)
    {
        var texts = project.AllTexts().Where(t => t.Selections.Count > 0 && stored.TryGetValue(t.Text, out var s) && s.TellsReadingsApart).ToList();
        return [.. PositionReading.All.Select(reading => texts.Select(t => Fitting(t, reading)).Aggregate(new Fit(reading, 0, 0, 0, 0), (sum, f) => sum + f))];
    }

    private Fit Fitting(RefiTextSource text, PositionReading reading)
    {
        var (words, places) = (text.Text.Words!, stored[text.Text].Read(reading));
        var (whole, named, right) = (0, 0, 0);
        foreach (var selection in text.Selections)
        {
            var raw = (RefiUnplaced)selection.Place;
            var place = places.Find(raw.Start, raw.End, out var isWidened);
            if (place is not null && !isWidened) whole += (CutsWord(words, place.Start) ? 0 : 1) + (CutsWord(words, place.End) ? 0 : 1);
            if (Named(selection) is not { } name) continue;
            named++;
            if (place is not null && Squeezed(words[place.Start..place.End]).StartsWith(name, StringComparison.Ordinal)) right++;
        }

        return new Fit(reading, text.Selections.Count, whole, named, right);
    }

    /// <summary>Whether names show it: at least three are exactly the words up to and with the character at the end, and none is the words up to it.</summary>
    private bool IsInclusive(RefiProject project, PositionReading reading)
    {
        var (with, without) = (0, 0);
        foreach (var text in project.AllTexts().Where(t => t.Selections.Count > 0 && stored.ContainsKey(t.Text)))
        {
            var (words, places, longer) = (text.Text.Words!, stored[text.Text].Read(reading), stored[text.Text].Read(reading with { IsEndInclusive = true }));
            foreach (var selection in text.Selections)
            {
                if (Named(selection) is not { } name) continue;
                var raw = (RefiUnplaced)selection.Place;
                if (places.Find(raw.Start, raw.End, out _) is { } a && Squeezed(words[a.Start..a.End]) == name) without++;
                else if (longer.Find(raw.Start, raw.End, out _) is { } b && Squeezed(words[b.Start..b.End]) == name) with++;
            }
        }

        return with >= FewestNames && without == 0;
    }

    /// <summary>A selection's name as words of its text; null where it can hardly be that.</summary>
    private static string? Named(RefiSelection selection) =>
        selection.Name is { } given && Squeezed(given.TrimEnd('…', '.')) is { Length: >= 3 } name ? given.EndsWith('.') && !given.EndsWith("..", StringComparison.Ordinal) ? Squeezed(given) : name : null;

    private static string Squeezed(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <param name="Whole">Starts and ends that cut no word.</param>
    /// <param name="Named">Selections that have a name.</param>
    /// <param name="Right">Among them, those whose words begin with it.</param>
    private readonly record struct Fit(PositionReading Reading, int Selections, int Whole, int Named, int Right)
    {
        public double WholeWords => Selections == 0 ? 0 : Whole / (2.0 * Selections);

        public double Names => Named == 0 ? 0 : (double)Right / Named;

        public ReadingFit Shown => new(Reading.ToString(), Selections, Math.Round(WholeWords, 4), Named == 0 ? null : Math.Round(Names, 4));

        public bool IsClearlyBetterThan(Fit other) =>
            Selections >= FewestSelections
            && ((WholeWords > other.WholeWords + ClearlyBetter && Names >= other.Names) || (Names > other.Names + ClearlyBetter && WholeWords >= other.WholeWords));

        public static Fit operator +(Fit one, Fit other) =>
            one with { Selections = one.Selections + other.Selections, Whole = one.Whole + other.Whole, Named = one.Named + other.Named, Right = one.Right + other.Right };
    }
}
