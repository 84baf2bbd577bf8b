using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Where a file stands on the import page.</summary>
public enum ImportState
{
    Reading,
    Unreadable,
    NeedsInterview,
    Ready,
    Importing,
    Imported,
    Refused,
    Cancelled,
}

/// <summary>One file on the import page. Its name is shown there and stored nowhere.</summary>
public sealed class ImportFile(string name, long bytes)
{
    public string Name { get; } = name;

    public long Bytes { get; } = bytes;

    /// <summary>From 0 to 100.</summary>
    public int Progress { get; set; }

    public ImportState State { get; set; } = ImportState.Reading;

    /// <summary>Why it could not be read or imported.</summary>
    public string Why { get; set; } = "";

    public ReadFile? Read { get; private set; }

    public InterviewChoice? Interview { get; private set; }

    public Dictionary<string, SpeakerMatch> Speakers { get; private set; } = [];

    public TranscriptId? TranscriptId { get; set; }

    public bool IsPreviewOpen { get; set; }

    /// <summary>Whether it still names people, places or employers: then admins anonymise it before anybody reads it. So it is, unless somebody says otherwise.</summary>
    public bool IsIdentifiable { get; set; } = true;

    public bool IsOver => State is ImportState.Imported or ImportState.Unreadable or ImportState.Refused or ImportState.Cancelled;

    public void Take(ReadFile read)
    {
        Read = read;
        State = ImportState.NeedsInterview;
        Progress = 100;
        Guess();
    }

    public void Fail(ImportState state, string why) => (State, Why) = (state, why);

    public void Choose(InterviewChoice? interview)
    {
        Interview = interview;
        State = interview is null ? ImportState.NeedsInterview : ImportState.Ready;
        Guess();
    }

    private void Guess() => Speakers = SpeakerGuess.Of([.. Read!.Speakers.Select(s => s.Name)], Interview?.Participants ?? []);
}
