namespace CoreStudy.Interchange.RefiQda;

/// <summary>Something that was coded: a text, a picture, a printed document, a recording.</summary>
public abstract record RefiSource
{
    public required RefiId Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public RefiStamp Stamp { get; init; }

    public IReadOnlyList<RefiSelection> Selections { get; init; } = [];

    /// <summary>The codes on the source as a whole.</summary>
    public IReadOnlyList<RefiCoding> Codings { get; init; } = [];

    public IReadOnlyList<RefiId> NoteRefs { get; init; } = [];

    public IReadOnlyList<RefiValue> Values { get; init; } = [];

    /// <summary>The texts with words of their own in it, itself included where it is one.</summary>
    public virtual IEnumerable<RefiTextSource> Texts() => [];

    /// <summary>Its selections and those in its texts and transcripts.</summary>
    public virtual IEnumerable<RefiSelection> AllSelections() => Selections;

    public sealed override string ToString() => $"{GetType().Name} {Id}";
}

/// <summary>A text; also what the format calls a note, the words of a printed document, or a description of a picture.</summary>
public sealed record RefiTextSource : RefiSource
{
    public required RefiText Text { get; init; }

    public override IEnumerable<RefiTextSource> Texts() => [this];
}

/// <summary>A picture. Selections are rectangles in whole pixels from the top left.</summary>
public sealed record RefiPictureSource : RefiSource
{
    public RefiFile? File { get; init; }

    /// <summary>Where the file once lay.</summary>
    public string? CurrentPath { get; init; }

    public RefiTextSource? TextDescription { get; init; }

    public override IEnumerable<RefiTextSource> Texts() => TextDescription is null ? [] : [TextDescription];

    public override IEnumerable<RefiSelection> AllSelections() => Selections.Concat(TextDescription?.Selections ?? []);
}

/// <summary>A printed document. Selections are rectangles on pages, in points from the bottom left; its words, with selections of their own, are its representation.</summary>
public sealed record RefiPdfSource : RefiSource
{
    public RefiFile? File { get; init; }

    public string? CurrentPath { get; init; }

    public RefiTextSource? Representation { get; init; }

    public override IEnumerable<RefiTextSource> Texts() => (Representation is null ? [] : new[] { Representation }).Concat(Selections.Select(s => s.Representation).OfType<RefiTextSource>());

    public override IEnumerable<RefiSelection> AllSelections() => Selections.Concat(Texts().SelectMany(t => t.Selections));
}

/// <summary>A recording. Selections are stretches of time.</summary>
/// <param name="IsVideo">What the file calls it; MAXQDA writes sound as video at times.</param>
public sealed record RefiRecording(bool IsVideo) : RefiSource
{
    public RefiFile? File { get; init; }

    public string? CurrentPath { get; init; }

    public IReadOnlyList<RefiTranscript> Transcripts { get; init; } = [];

    public override IEnumerable<RefiSelection> AllSelections() => Selections.Concat(Transcripts.SelectMany(t => t.Selections));
}

/// <summary>What is said in a recording, with moments tied to places. Its selections lie between two such points.</summary>
public sealed record RefiTranscript
{
    public required RefiId Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public required RefiText Text { get; init; }

    public RefiStamp Stamp { get; init; }

    public IReadOnlyList<RefiSyncPoint> SyncPoints { get; init; } = [];

    public IReadOnlyList<RefiSelection> Selections { get; init; } = [];

    public IReadOnlyList<RefiId> NoteRefs { get; init; } = [];

    public override string ToString() => Id.ToString();
}

/// <summary>A moment of a recording and its place in the transcript.</summary>
/// <param name="Position">In UTF-16 code units of the transcript's words; as the file had it where there are no words, or it lies outside of them.</param>
public sealed record RefiSyncPoint(RefiId Id, long? Milliseconds, long? Position);

/// <summary>The words of a source.</summary>
public sealed record RefiText
{
    /// <summary>
    /// As the file has them, without a byte order mark and with line ends as line feeds: nothing else is changed, since places are counted in them. Null where the file
    /// with the words is missing.
    /// </summary>
    public string? Words { get; init; }

    /// <summary>Whether the words stand in the project file rather than in a file of their own.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the words should have been.</summary>
    public string? MissingPath { get; init; }

    /// <summary>The same text with its looks, as a Word document. Places never refer to it.</summary>
    public RefiFile? Rich { get; init; }

    public override string ToString() => Words is null ? "no words" : $"{Words.Length} characters";
}

/// <summary>A file that a source names.</summary>
/// <param name="Path">As the project writes it: <c>internal://</c>, <c>relative:///</c>, <c>absolute:///</c>.</param>
/// <param name="Entry">Its name in the archive that was read; null where it is not there, or lies outside.</param>
public sealed record RefiFile(string Path, string? Entry);

/// <summary>A stretch of a source, with the codings on it.</summary>
public sealed record RefiSelection
{
    public required RefiId Id { get; init; }

    /// <summary>What the tool calls it: mostly the first words of the passage, and no proof of them.</summary>
    public string? Name { get; init; }

    public required RefiPlace Place { get; init; }

    public string? Description { get; init; }

    public RefiStamp Stamp { get; init; }

    /// <summary>The words on that part of a printed page.</summary>
    public RefiTextSource? Representation { get; init; }

    public IReadOnlyList<RefiCoding> Codings { get; init; } = [];

    public IReadOnlyList<RefiId> NoteRefs { get; init; } = [];

    public override string ToString() => Id.ToString();
}

/// <summary>Somebody's judgement that a code fits.</summary>
public sealed record RefiCoding(RefiId Id, RefiId Code, RefiId? By, RefiTime? At, IReadOnlyList<RefiId> NoteRefs)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Where a selection lies.</summary>
public abstract record RefiPlace;

/// <summary>A stretch of words, in UTF-16 code units from the start of the text, end exclusive. Start and end are the same for a remark at one place.</summary>
public sealed record RefiTextPlace(int Start, int End) : RefiPlace;

/// <summary>A stretch of words as the file has it, where the words are missing or it lies outside of them; in <see cref="RefiProject.UnplacedReading"/>.</summary>
public sealed record RefiUnplaced(long Start, long End) : RefiPlace;

/// <summary>A rectangle of a picture, in whole pixels from the top left.</summary>
public sealed record RefiPicturePlace(RefiPoint First, RefiPoint Second) : RefiPlace;

/// <summary>A rectangle of a printed page, in points from the bottom left.</summary>
/// <param name="Page">From 0.</param>
public sealed record RefiPagePlace(long Page, RefiPoint First, RefiPoint Second) : RefiPlace;

/// <summary>A stretch of time, in milliseconds.</summary>
public sealed record RefiTimePlace(long Begin, long End) : RefiPlace;

/// <summary>The stretch of a transcript between two points.</summary>
public sealed record RefiTranscriptPlace(RefiId? From, RefiId? To) : RefiPlace;
