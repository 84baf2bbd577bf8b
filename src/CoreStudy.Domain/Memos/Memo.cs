using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Memos;

/// <summary>What a memo is about: what the material says, how the study goes about it, or what the writer brings to it.</summary>
public enum MemoKind
{
    /// <summary>What the material seems to say, and why.</summary>
    Analytic,

    /// <summary>How the study works, and what was decided on the way.</summary>
    Methodological,

    /// <summary>What the writer brought to it, and how it was to read.</summary>
    Reflexive,
}

/// <summary>Who may read a memo, and who may write on it.</summary>
public enum MemoSharing
{
    /// <summary>Its writer alone.</summary>
    Private,

    /// <summary>The team reads it; its writer alone writes on it.</summary>
    Team,

    /// <summary>The team reads it and writes on it.</summary>
    TeamWrites,
}

/// <summary>What somebody writes in a memo.</summary>
/// <param name="Title">May be empty.</param>
public sealed record MemoWords(MemoKind Kind, string Title, string Text, MemoSharing Sharing)
{
    public override string ToString() => $"{Kind} memo of {Text.Length} characters, {Sharing}";
}

/// <summary>A thought of a member: about a passage, or about codes, themes, participants, interviews, or nothing in particular.</summary>
/// <remarks>
/// A memo written at the coding desk lies on a passage; one may stand without. What else it is about stands in its <see cref="Links"/>.
/// Every text that was saved is kept as a <see cref="MemoVersion"/>.
/// </remarks>
public sealed class Memo
{
    /// <summary>Things that one memo can be linked to.</summary>
    public const int MostLinks = 40;

    private Memo() { }

    public MemoId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>The transcript that its passage is in; null where it lies on none.</summary>
    public TranscriptId? TranscriptId { get; private set; }

    /// <summary>The passage; there if and only if the transcript is.</summary>
    public Segment? Segment { get; private set; }

    /// <summary>Where it was written, if the words had changed before it came.</summary>
    public EarlierPlace? DoneAt { get; private set; }

    public MemberId MemberId { get; private set; }

    public MemoKind Kind { get; private set; }

    /// <summary>May be empty.</summary>
    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>True when only its writer may see it.</summary>
    public bool IsPrivate { get; private set; }

    /// <summary>True when the team may write on it too; never of a private one.</summary>
    public bool TeamWrites { get; private set; }

    /// <summary>Whether it is linked to a participant, an interview or further passages, so that more than its own place decides who may see it.</summary>
    public bool ReachesFurther { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>The transcript's coding revision by which an open desk hears of it; 0 where it lies on no passage.</summary>
    public long Revision { get; private set; }

    /// <summary>The number of its last version, from 1: what a change was begun on.</summary>
    public int Version { get; private set; }

    public List<MemoLink> Links { get; private set; } = [];

    /// <summary>The versions saved in this piece of work; earlier ones are read from their own table.</summary>
    public List<MemoVersion> Versions { get; private set; } = [];

    public MemoSharing Sharing => IsPrivate ? MemoSharing.Private : TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team;

    /// <summary>A memo on a passage, as it is written at the desk.</summary>
    public static Result<Memo> Write(
        MemoId id, StudyId studyId, TranscriptId transcriptId, Segment segment, MemberId by, string text, bool isPrivate, DateTimeOffset at, EarlierPlace? doneAt = null)
    {
        var memo = new Memo { Id = id, StudyId = studyId, TranscriptId = transcriptId, Segment = segment, DoneAt = doneAt, MemberId = by, WrittenAt = at };
        return memo.Rewrite(text, isPrivate, at).IsRefused(out var refusal, out _) ? refusal : memo;
    }

    /// <summary>A memo on a passage, with all that is to be said of it.</summary>
    public static Result<Memo> WriteOn(MemoId id, StudyId studyId, TranscriptId transcriptId, Segment segment, MemberId by, MemoWords words, DateTimeOffset at)
    {
        var memo = new Memo { Id = id, StudyId = studyId, TranscriptId = transcriptId, Segment = segment, MemberId = by, WrittenAt = at };
        return memo.Rewrite(by, words, at).IsRefused(out var refusal, out _) ? refusal : memo;
    }

    /// <summary>A memo that lies on no passage.</summary>
    public static Result<Memo> WriteFree(MemoId id, StudyId studyId, MemberId by, MemoWords words, DateTimeOffset at)
    {
        var memo = new Memo { Id = id, StudyId = studyId, MemberId = by, WrittenAt = at };
        return memo.Rewrite(by, words, at).IsRefused(out var refusal, out _) ? refusal : memo;
    }

    /// <summary>Its writer rewrites it at the desk, where it has neither kind nor title: both stay as they are.</summary>
    public Result<Done> Rewrite(string text, bool isPrivate, DateTimeOffset at) =>
        Rewrite(MemberId, new MemoWords(Kind, Title, text, isPrivate ? MemoSharing.Private : TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team), at);

    /// <summary>Saves another text. Others than its writer cannot change who may see it.</summary>
    public Result<Done> Rewrite(MemberId by, MemoWords words, DateTimeOffset at)
    {
        if (Words.Required("the memo's text", words.Text, 20_000) is { } refusal) return refusal;
        if (Words.Limited("The title", words.Title, 200) is { } tooLong) return tooLong;
        if (by != MemberId && !(TeamWrites && !IsPrivate)) return new Refusal("This memo is somebody else's.");
        if (by == MemberId) (IsPrivate, TeamWrites) = (words.Sharing == MemoSharing.Private, words.Sharing == MemoSharing.TeamWrites);
        (Kind, Title, Text, ChangedAt, Version) = (words.Kind, words.Title.Trim(), words.Text.Trim(), at, Version + 1);
        Versions.Add(MemoVersion.Of(this, by));
        return Done.Well;
    }

    /// <summary>Says what else it is about, instead of what was said before.</summary>
    public Result<Done> LinkTo(IReadOnlyCollection<MemoTarget> targets)
    {
        if (targets.Count > MostLinks) return new Refusal($"A memo can be linked to at most {MostLinks} things; these are {targets.Count}.");
        Links.RemoveAll(l => !targets.Contains(l.Target));
        foreach (var target in targets.Where(t => !Links.Exists(l => l.Target == t)).Distinct()) Links.Add(MemoLink.To(Id, target));
        ReachesFurther = Links.Exists(l => l.Target.Kind is MemoTargetKind.Participant or MemoTargetKind.Interview or MemoTargetKind.Passage);
        return Done.Well;
    }

    public void Remove(DateTimeOffset at) => RemovedAt ??= at;

    /// <summary>Brings back what was removed.</summary>
    public void BringBack() => RemovedAt = null;

    public void StampRevision(long revision) => Revision = revision;

    public override string ToString() => $"memo of {Text.Length} characters";
}
