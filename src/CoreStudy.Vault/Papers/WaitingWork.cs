namespace CoreStudy.Vault.Papers;

/// <summary>Work that came along with a transcript that still identifies, and waits until its words are released. Places are those of the original.</summary>
public sealed record WaitingWork(IReadOnlyList<WaitingCoding> Codings, IReadOnlyList<WaitingMemo> Memos)
{
    public override string ToString() => $"{Codings.Count} codings and {Memos.Count} memos";
}

/// <param name="By">The member whose coding it is.</param>
/// <param name="Question">What the coder asks; empty when nothing.</param>
/// <param name="Id">The id that it is to have; null in what was stored before that was said.</param>
public sealed record WaitingCoding(Guid Code, Guid By, int Start, int End, DateTimeOffset At, bool IsUnsure, string Question, IReadOnlyList<WaitingComment> Comments, Guid? Id = null)
{
    public override string ToString() => $"coding at {Start}";
}

/// <param name="Id">The id that it is to have; null in what was stored before that was said.</param>
public sealed record WaitingComment(Guid By, DateTimeOffset At, string Text, Guid? Id = null)
{
    public override string ToString() => $"comment of {Text.Length} characters";
}

/// <param name="Kind">What kind of memo, by its name.</param>
/// <param name="Codes">The codes that it is about.</param>
/// <param name="Themes">The themes that it is about.</param>
/// <param name="Id">The id that it is to have; null in what was stored before that was said.</param>
public sealed record WaitingMemo(Guid By, DateTimeOffset At, string Kind, string Title, string Text, bool TeamWrites, int Start, int End, IReadOnlyList<Guid> Codes, IReadOnlyList<Guid> Themes, Guid? Id = null)
{
    public override string ToString() => $"memo of {Text.Length} characters";
}
