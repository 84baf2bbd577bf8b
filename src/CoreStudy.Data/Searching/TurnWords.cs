using CoreStudy.Domain;
using NpgsqlTypes;

namespace CoreStudy.Data.Searching;

/// <summary>Which words a turn holds, and at which place among its words: what full-text search reads.</summary>
/// <remarks>
/// Written by the database itself whenever the words of a transcript change (function <c>index_words</c>), so that what was taken out or veiled is not found.
/// Each word stands there twice: as it was said, in small letters, and, after a stroke, as its stem, such as <c>waiting</c> and <c>/wait</c>.
/// </remarks>
public sealed class TurnWords
{
    private TurnWords() { }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>From 0.</summary>
    public int TurnNumber { get; private set; }

    public StudyId StudyId { get; private set; }

    public int SpeakerNumber { get; private set; }

    /// <summary>Places from 1 within the turn; after 16,383 PostgreSQL counts no further.</summary>
    public NpgsqlTsVector Words { get; private set; } = null!;

    /// <summary>How many words the turn has.</summary>
    public int WordCount { get; private set; }
}

/// <summary>How often a speaker of a transcript says a word.</summary>
public sealed class WordCount
{
    private WordCount() { }

    public TranscriptId TranscriptId { get; private set; }

    public int SpeakerNumber { get; private set; }

    /// <summary>In small letters, up to 60 characters.</summary>
    public string Word { get; private set; } = "";

    public string Stem { get; private set; } = "";

    public int Uses { get; private set; }

    /// <summary>In how many of the speaker's turns.</summary>
    public int Turns { get; private set; }
}
