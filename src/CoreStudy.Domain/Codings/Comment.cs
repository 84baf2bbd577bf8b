namespace CoreStudy.Domain.Codings;

/// <summary>What a member says about a coding, in the order of saying.</summary>
public sealed class Comment
{
    /// <summary>In characters.</summary>
    public const int LongestText = 4000;

    private Comment() { }

    public CommentId Id { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public CodingId CodingId { get; private set; }

    public MemberId MemberId { get; private set; }

    public string Text { get; private set; } = "";

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public long Revision { get; private set; }

    public static Result<Comment> Write(CommentId id, Coding about, MemberId by, string text, DateTimeOffset at)
    {
        if (Words.Required("the comment's text", text, LongestText) is { } refusal) return refusal;
        return new Comment
        {
            Id = id,
            TranscriptId = about.TranscriptId,
            CodingId = about.Id,
            MemberId = by,
            Text = text.Trim(),
            WrittenAt = at,
        };
    }

    public void Remove(DateTimeOffset at) => RemovedAt ??= at;

    public void StampRevision(long revision) => Revision = revision;
}
