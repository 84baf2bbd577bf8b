namespace CoreStudy.Domain.Memos;

/// <summary>A text of a memo as it was saved, by whom and when.</summary>
public sealed class MemoVersion
{
    private MemoVersion() { }

    public MemoId MemoId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    /// <summary>Who saved it.</summary>
    public MemberId MemberId { get; private set; }

    public DateTimeOffset SavedAt { get; private set; }

    public MemoKind Kind { get; private set; }

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Whether the memo was private when it was saved: then its writer alone sees this version, whatever became of the memo.</summary>
    public bool IsPrivate { get; private set; }

    /// <summary>When its words were taken out of the history; null while they stand.</summary>
    public DateTimeOffset? TakenOutAt { get; private set; }

    internal static MemoVersion Of(Memo memo, MemberId by) => new()
    {
        MemoId = memo.Id, Number = memo.Version, MemberId = by, SavedAt = memo.ChangedAt, Kind = memo.Kind, Title = memo.Title, Text = memo.Text, IsPrivate = memo.IsPrivate,
    };

    /// <summary>Takes its words out for good; that it was saved, by whom and when, stays.</summary>
    public void TakeOut(DateTimeOffset at) => (Title, Text, TakenOutAt) = ("", "", TakenOutAt ?? at);

    public override string ToString() => $"version {Number} of {Text.Length} characters";
}
