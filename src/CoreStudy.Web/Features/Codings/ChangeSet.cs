using System.Buffers;
using System.Text;
using System.Text.Json;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A coding as the desk draws it.</summary>
public sealed record CodingRow(
    CodingId Id, CodeId CodeId, MemberId MemberId, Segment Segment, bool IsUnsure, string Question, bool IsRemoved, long Revision)
{
    /// <summary>The second reading that it is seen in alone.</summary>
    public RoundId? Reading { get; init; }

    public static CodingRow Of(Coding c) =>
        new(c.Id, c.CodeId, c.MemberId, c.Segment, c.IsUnsure, c.Question, c.RemovedAt is not null, c.Revision) { Reading = c.RoundId };
}

public sealed record CommentRow(CommentId Id, CodingId CodingId, MemberId MemberId, DateTimeOffset At, string Text, bool IsRemoved, long Revision)
{
    /// <summary>The second reading that its coding is seen in alone.</summary>
    public RoundId? Reading { get; init; }

    public static CommentRow Of(Comment c, RoundId? reading) => new(c.Id, c.CodingId, c.MemberId, c.WrittenAt, c.Text, c.RemovedAt is not null, c.Revision) { Reading = reading };
}

public sealed record MemoRow(
    MemoId Id, MemberId MemberId, Segment Segment, string Text, bool IsPrivate, DateTimeOffset At, bool IsRemoved, long Revision)
{
    /// <summary>Whether it is about more than its passage: who else may see it is not told by this transcript alone, and is asked when a desk reads anew.</summary>
    public bool ReachesFurther { get; init; }

    public static MemoRow Of(Memo m) =>
        new(m.Id, m.MemberId, m.Segment!.Value, m.Text, m.IsPrivate, m.ChangedAt, m.RemovedAt is not null, m.Revision) { ReachesFurther = m.ReachesFurther };

    /// <summary>The memo as the reader hears of it live: what is not for them is told as gone.</summary>
    public MemoRow For(MemberId reader) => (IsPrivate || ReachesFurther) && MemberId != reader ? this with { Text = "", IsRemoved = true } : this;
}

/// <summary>What is on a transcript, or what changed on it after a revision.</summary>
/// <param name="After">The revision it starts from; null when it is everything.</param>
/// <param name="Revision">The revision it reaches.</param>
public sealed record ChangeSet(
    long? After, long Revision, IReadOnlyList<CodingRow> Codings, IReadOnlyList<CommentRow> Comments, IReadOnlyList<MemoRow> Memos)
{
    /// <summary>The revision of the text that all segments here are of: on a page with another text they have no meaning.</summary>
    public int TextRevision { get; init; }

    /// <summary>The blind rounds there were when it was read or written: what each reader's share is cut by.</summary>
    public Blindness Blindness { get; init; } = Blindness.None;

    /// <summary>What the reader sees of the transcript. A page that had another sight before reads everything anew.</summary>
    public Sight Sight { get; init; }

    public bool IsEmpty => Codings.Count + Comments.Count + Memos.Count == 0;

    /// <summary>Whether everybody's share is the same.</summary>
    public bool IsForAll => Blindness.Rounds.Count == 0 && !Memos.Any(m => m.IsPrivate || m.ReachesFurther) && !Codings.Any(c => c.Reading is not null) && !Comments.Any(c => c.Reading is not null);

    /// <summary>The reader's share: without what is hidden by a blind round, nor what others keep to themselves; a memo that turned private, or is about more than its passage, is told as gone.</summary>
    public ChangeSet For(Member reader)
    {
        if (IsForAll) return this;
        var (sight, reading, me) = (Blindness.Of(reader), Blindness.ReadingOf(reader.Id), reader.Id);
        return this with
        {
            Sight = sight,
            Codings = [.. Codings.Where(c => c.Reading == reading && (c.MemberId == me || sight == Sight.Open))],
            Comments = [.. Comments.Where(c => c.Reading == reading && (c.MemberId == me || sight == Sight.Open))],
            Memos = [.. Memos.Where(m => m.MemberId == me || sight == Sight.Open).Select(m => m.For(me))],
        };
    }

    /// <summary>Several consecutive sets on one text as one: the last word on each thing counts.</summary>
    public static ChangeSet Join(IReadOnlyList<ChangeSet> sets) => sets.Count == 1 ? sets[0] : new(
        sets[0].After,
        sets[^1].Revision,
        [.. sets.SelectMany(s => s.Codings).GroupBy(c => c.Id).Select(g => g.MaxBy(c => c.Revision)!)],
        [.. sets.SelectMany(s => s.Comments).GroupBy(c => c.Id).Select(g => g.MaxBy(c => c.Revision)!)],
        [.. sets.SelectMany(s => s.Memos).GroupBy(m => m.Id).Select(g => g.MaxBy(m => m.Revision)!)])
    {
        TextRevision = sets[^1].TextRevision,
        Blindness = sets[^1].Blindness,
        Sight = sets[^1].Sight,
    };

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (Codings.Count * 72));
        using (var json = new Utf8JsonWriter(buffer)) Write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Compact: codes and members are named once and then by their index.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var codes = new Dictionary<Guid, int>();
        var members = new Dictionary<Guid, int>();
        json.WriteStartObject();
        if (After is { } after) json.WriteNumber("after", after);
        json.WriteNumber("revision", Revision);
        json.WriteNumber("textRevision", TextRevision);
        json.WriteString("sight", NameOf(Sight));

        json.WriteStartArray("codings");
        foreach (var coding in Codings)
        {
            json.WriteStartArray();
            json.WriteStringValue(coding.Id.Value);
            json.WriteNumberValue(IndexOf(codes, coding.CodeId.Value));
            json.WriteNumberValue(IndexOf(members, coding.MemberId.Value));
            json.WriteNumberValue(coding.Segment.Start);
            json.WriteNumberValue(coding.Segment.End);
            json.WriteNumberValue((coding.IsUnsure ? 1 : 0) | (coding.IsRemoved ? 2 : 0));
            if (coding.Question.Length > 0) json.WriteStringValue(coding.Question);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteIds(json, "codeIds", codes);
        WriteIds(json, "memberIds", members);

        json.WriteStartArray("comments");
        foreach (var comment in Comments)
        {
            json.WriteStartObject();
            json.WriteString("id", comment.Id.Value);
            json.WriteString("codingId", comment.CodingId.Value);
            json.WriteString("memberId", comment.MemberId.Value);
            json.WriteString("at", comment.At);
            json.WriteString("text", comment.IsRemoved ? "" : comment.Text);
            json.WriteBoolean("removed", comment.IsRemoved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("memos");
        foreach (var memo in Memos)
        {
            json.WriteStartObject();
            json.WriteString("id", memo.Id.Value);
            json.WriteString("memberId", memo.MemberId.Value);
            json.WriteNumber("start", memo.Segment.Start);
            json.WriteNumber("end", memo.Segment.End);
            json.WriteString("text", memo.IsRemoved ? "" : memo.Text);
            json.WriteBoolean("isPrivate", memo.IsPrivate);
            json.WriteString("at", memo.At);
            json.WriteBoolean("removed", memo.IsRemoved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override string ToString() => $"{Codings.Count} codings, {Comments.Count} comments, {Memos.Count} memos up to {Revision}";

    /// <summary>As the browser modules call it.</summary>
    internal static string NameOf(Sight sight) => sight switch { Sight.Blind => "blind", Sight.Again => "again", _ => "open" };

    private static int IndexOf(Dictionary<Guid, int> indexes, Guid id)
    {
        if (!indexes.TryGetValue(id, out var index)) indexes[id] = index = indexes.Count;
        return index;
    }

    private static void WriteIds(Utf8JsonWriter json, string name, Dictionary<Guid, int> indexes)
    {
        json.WriteStartArray(name);
        foreach (var id in indexes.Keys) json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
