using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Memos;

/// <summary>A thought of a member about a passage; for the team, or for the writer alone.</summary>
public sealed class Memo
{
    private Memo() { }

    public MemoId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>Where it was written, if the words had changed before it came.</summary>
    public EarlierPlace? DoneAt { get; private set; }

    public MemberId MemberId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>True when only its writer may see it.</summary>
    public bool IsPrivate { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public long Revision { get; private set; }

    public static Result<Memo> Write(
        MemoId id, StudyId studyId, TranscriptId transcriptId, Segment segment, MemberId by, string text, bool isPrivate, DateTimeOffset at, EarlierPlace? doneAt = null)
    {
        var memo = new Memo { Id = id, StudyId = studyId, TranscriptId = transcriptId, Segment = segment, DoneAt = doneAt, MemberId = by, WrittenAt = at };
        return memo.Rewrite(text, isPrivate, at).IsRefused(out var refusal, out _) ? refusal : memo;
    }

    public Result<Done> Rewrite(string text, bool isPrivate, DateTimeOffset at)
    {
        if (Words.Required("the memo's text", text, 20_000) is { } refusal) return refusal;
        (Text, IsPrivate, ChangedAt) = (text.Trim(), isPrivate, at);
        return Done.Well;
    }

    public void Remove(DateTimeOffset at) => RemovedAt ??= at;

    public void StampRevision(long revision) => Revision = revision;
}
