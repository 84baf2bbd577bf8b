using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Findings;

/// <summary>How far a quote is.</summary>
public enum QuoteStatus
{
    Draft,

    /// <summary>A lead has agreed that it may be printed, as far as consent allows at that time.</summary>
    Approved,
}

/// <summary>A part of a quote as somebody puts it together: words of the passage, or words of the team in square brackets.</summary>
/// <param name="Words">Where the words lie in the transcript; null for a clarification.</param>
/// <param name="Clarification">What the team puts in, without the brackets; empty for words of the passage.</param>
public sealed record QuotePiece(Segment? Words, string Clarification = "")
{
    public override string ToString() => Words is { } words ? $"{words.Length} characters" : $"clarification of {Clarification.Length} characters";
}

/// <summary>What making or changing a quote leaves to be stored and taken away.</summary>
public sealed record ComposedQuote(Quote Quote, IReadOnlyList<KeptPassage> Kept, IReadOnlyList<KeptPassageId> LetGo)
{
    public override string ToString() => $"quote of {Quote.Parts.Count} parts";
}

/// <summary>
/// Words of a transcript to be shown to others: stretches of one passage in their order, with clarifications of the team between them. It
/// holds no word of the transcript: what it says is read from there each time, and the transcript is never changed by it.
/// </summary>
public sealed class Quote
{
    /// <summary>The longest clarification, in UTF-16 code units.</summary>
    public const int LongestClarification = 120;

    /// <summary>Parts at most.</summary>
    public const int MostParts = 60;

    /// <summary>Words from which on a quote is longer than most reports can show.</summary>
    public const int LongFrom = 61;

    private Quote() { }

    public QuoteId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>The whole passage that it is taken from.</summary>
    public KeptPassageId PassageId { get; private set; }

    public QuoteStatus Status { get; private set; }

    public List<QuotePart> Parts { get; private set; } = [];

    /// <summary>The revision of the text that somebody has seen it on: later ones may have touched its words.</summary>
    public int SeenRevision { get; private set; }

    public MemberId MadeBy { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public MemberId? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Moves with each edit; a clash of two edits is refused.</summary>
    public uint Version { get; private set; }

    /// <param name="passage">The whole passage, which is stored with the quote.</param>
    /// <param name="textRevision">The revision of the text that the pieces lie on.</param>
    public static Result<ComposedQuote> Make(KeptPassage passage, IReadOnlyList<QuotePiece> pieces, int textRevision, MemberId by, DateTimeOffset at)
    {
        var quote = new Quote { Id = QuoteId.New(), StudyId = passage.StudyId, TranscriptId = passage.TranscriptId, PassageId = passage.Id, MadeBy = by, MadeAt = at };
        return quote.Change(passage, pieces, textRevision, by, at).IsRefused(out var refusal, out var made) ? refusal : made with { Kept = [passage, .. made.Kept] };
    }

    /// <summary>Puts it together anew; it is a draft again.</summary>
    public Result<ComposedQuote> Change(KeptPassage passage, IReadOnlyList<QuotePiece> pieces, int textRevision, MemberId by, DateTimeOffset at)
    {
        if (passage.Id != PassageId) throw new ArgumentException("It is not the passage of this quote.", nameof(passage));
        if (passage.WithdrawnAt is not null) return new Refusal("The words of this passage were withdrawn, so nothing of it can be quoted.");
        if (!pieces.Any(p => p.Words is not null)) return new Refusal("Nothing of the passage is left. Please keep at least one word.");
        if (pieces.Count > MostParts) return new Refusal($"A quote of more than {MostParts} parts is hard to read. Please leave out longer stretches, or make two quotes.");
        var (parts, kept) = (new List<QuotePart>(), new List<KeptPassage>());
        var from = passage.Segment.Start;
        foreach (var piece in pieces)
        {
            if (piece.Words is not { } words)
            {
                if (Domain.Words.Required("the clarification", piece.Clarification, LongestClarification) is { } wrong) return wrong;
                if (piece.Clarification.AsSpan().ContainsAny("[]\n")) return new Refusal("A clarification is set in square brackets by itself. Please leave out brackets and line breaks.");
                parts.Add(QuotePart.Of(Id, parts.Count, piece.Clarification.Trim()));
                continue;
            }

            if (words.Start < from) return new Refusal("The parts of a quote stand in the order in which they were said. Please open it again.");
            if (passage.Part(words, by, at).IsRefused(out var outside, out var run)) return outside;
            if (!IsWhole(passage, words)) return new Refusal("A part of the quote begins or ends inside a word. Please select whole words.");
            kept.Add(run);
            parts.Add(QuotePart.Of(Id, parts.Count, run));
            from = words.End;
        }

        IReadOnlyList<KeptPassageId> letGo = [.. Parts.Select(p => p.PassageId).OfType<KeptPassageId>()];
        Parts.Clear();
        Parts.AddRange(parts);
        (SeenRevision, ChangedAt) = (textRevision, at);
        TakeBack();
        return new ComposedQuote(this, kept, letGo);
    }

    /// <summary>A lead agrees that it may be printed.</summary>
    public void Approve(MemberId by, DateTimeOffset at) => (Status, ApprovedBy, ApprovedAt) = (QuoteStatus.Approved, by, at);

    public void TakeBack() => (Status, ApprovedBy, ApprovedAt) = (QuoteStatus.Draft, null, null);

    /// <summary>Somebody has seen it as the text of this revision has it.</summary>
    /// <param name="places">Where its parts lie in that text.</param>
    public void SeenOn(int textRevision, IReadOnlyDictionary<KeptPassageId, Segment> places)
    {
        SeenRevision = textRevision;
        foreach (var part in Parts) part.SeenAt(places);
    }

    /// <summary>Whether a later revision of the text changed words of it, or put some between them.</summary>
    /// <param name="later">The revisions after the one that it was seen on, in order.</param>
    public bool IsTouched(IEnumerable<RevisionStep> later)
    {
        var places = Parts.Select(p => p.Seen).OfType<Segment>().ToList();
        foreach (var step in later.Where(s => s.Number > SeenRevision))
        {
            if (places.Exists(step.Moves.Touches)) return true;
            places = places.ConvertAll(step.Moves.Carry);
        }

        return false;
    }

    private static bool IsWhole(KeptPassage passage, Segment words)
    {
        var (start, end, text) = (words.Start - passage.Segment.Start, words.End - passage.Segment.Start, passage.Words);
        return !char.IsWhiteSpace(text[start]) && !char.IsWhiteSpace(text[end - 1])
            && (start == 0 || char.IsWhiteSpace(text[start - 1])) && (end == text.Length || char.IsWhiteSpace(text[end]));
    }
}

/// <summary>A stretch of a quote: kept words, or a clarification of the team.</summary>
public sealed class QuotePart
{
    private QuotePart() { }

    public QuoteId QuoteId { get; private set; }

    /// <summary>From 0, in the order of reading.</summary>
    public int Number { get; private set; }

    /// <summary>Where the words lie; null for a clarification.</summary>
    public KeptPassageId? PassageId { get; private set; }

    /// <summary>What the team put in, without the brackets; empty for kept words.</summary>
    public string Clarification { get; private set; } = "";

    /// <summary>Where the words lay in the text that somebody has seen the quote on, from this place; null for a clarification.</summary>
    public int? SeenStart { get; private set; }

    public int? SeenEnd { get; private set; }

    /// <summary>Where the words lay in the text that somebody has seen the quote on; null for a clarification.</summary>
    public Segment? Seen => SeenStart is { } start && SeenEnd is { } end ? new Segment(start, end) : null;

    internal static QuotePart Of(QuoteId quote, int number, KeptPassage run) =>
        new() { QuoteId = quote, Number = number, PassageId = run.Id, SeenStart = run.Segment.Start, SeenEnd = run.Segment.End };

    internal static QuotePart Of(QuoteId quote, int number, string clarification) => new() { QuoteId = quote, Number = number, Clarification = clarification };

    internal void SeenAt(IReadOnlyDictionary<KeptPassageId, Segment> places)
    {
        if (PassageId is { } id && places.TryGetValue(id, out var place)) (SeenStart, SeenEnd) = (place.Start, place.End);
    }
}
