using CoreStudy.Domain;
using CoreStudy.Domain.Memos;

namespace CoreStudy.Web.Ui.Memos;

/// <summary>How memos are called, and who is told to see them.</summary>
public static class MemoNames
{
    /// <summary>Each kind, and when one writes it.</summary>
    public static IReadOnlyList<(MemoKind Kind, string Name, string When)> Kinds { get; } =
    [
        (MemoKind.Analytic, "Analytic", "What the material seems to say, and why."),
        (MemoKind.Methodological, "Methodological", "How we go about it, and what was decided."),
        (MemoKind.Reflexive, "Reflexive", "What I bring to it, and how it was to read."),
    ];

    public static string Of(MemoKind kind) => Kinds.First(k => k.Kind == kind).Name;

    /// <summary>Who will see it, in a sentence for its writer.</summary>
    public static string Of(MemoSharing sharing) => sharing switch
    {
        MemoSharing.Private => "Only I see it.",
        MemoSharing.Team => "The team reads it. Only I write on it.",
        _ => "The team reads it and writes on it.",
    };

    /// <summary>The same on a label beside it.</summary>
    /// <param name="isMine">Whether the reader wrote it.</param>
    public static string Pill(MemoSharing sharing, bool isMine) => sharing switch
    {
        MemoSharing.Private => "Only you",
        MemoSharing.Team => isMine ? "Shared" : "Shared with you",
        _ => "Shared, all may write",
    };

    public static string Of(MemoTargetKind kind) => kind.ToString();

    /// <summary>What a memo is called in a list: its title, or how it begins.</summary>
    public static string Called(string title, string beginning)
    {
        if (title.Length > 0) return title;
        var line = beginning.Split('\n')[0].Trim();
        if (line.Length <= 80) return line;
        var cut = line.LastIndexOf(' ', 78);
        return $"{line[..(cut > 40 ? cut : 78)].TrimEnd()} …";
    }

    /// <summary>The page of one memo.</summary>
    public static string Address(StudyId study, MemoId memo) => $"/studies/{study.Value}/memos?memo={memo.Value}";

    /// <summary>The memos about something.</summary>
    public static string AddressAbout(StudyId study, MemoTarget target) => $"/studies/{study.Value}/memos?about={Key(target)}";

    /// <summary>A new memo about something.</summary>
    public static string AddressToWrite(StudyId study, MemoTarget target) => $"/studies/{study.Value}/memos?write={Key(target)}";

    /// <summary>A new memo on the passage of a coding: it lies there at the desk too.</summary>
    public static string AddressToWrite(StudyId study, CodingId coding) => $"/studies/{study.Value}/memos?write=coding:{coding.Value}";

    /// <summary>The coding that an address means; null where it means none.</summary>
    public static CodingId? ReadCoding(string? key) => key?.Split(':') is ["coding", var id] && Guid.TryParse(id, out var guid) ? new CodingId(guid) : null;

    /// <summary>A thing in an address, such as <c>code:0190…</c>.</summary>
    public static string Key(MemoTarget target) => $"{target.Kind.ToString().ToLowerInvariant()}:{target.Id}";

    /// <summary>The thing that an address means; null where it means none.</summary>
    public static MemoTarget? Read(string? key) =>
        key?.Split(':') is [var kind, var id] && Enum.TryParse<MemoTargetKind>(kind, ignoreCase: true, out var which) && Enum.IsDefined(which) && Guid.TryParse(id, out var guid)
            ? new MemoTarget(which, guid) : null;
}
