using System.Text.Json;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Vault;

/// <summary>Changes texts and seals the words that went, each under the key of the participant whose turn it was; where they can be taken back, they are read from here alone.</summary>
public static class VaultRevising
{
    private static readonly Refusal NotKept = new(
        "These words cannot be hidden: the key under which they would be kept was destroyed, so that nobody could show them again. Please tell an admin of the study at once: they can replace words for good, under “Search the study”.");

    /// <summary>Papers about one revision at most: one for each owner of words.</summary>
    private const int PapersEach = 1000;

    /// <summary>Makes the next revision of a text, see <see cref="TextRevising.ApplyAsync"/>; a veil is refused where its words could not be kept.</summary>
    public static async Task<Result<Revised>> ReviseAsync(
        this VaultRoom room, StudyId studyId, TranscriptId transcriptId, int baseRevision, TextEdits edits, TextRevisionKind kind, MemberId? by, DateTimeOffset at, CancellationToken cancel)
    {
        if ((await TextRevising.ApplyAsync(room.Study, transcriptId, baseRevision, edits, kind, by, at, of: null, cancel)).IsRefused(out var refusal, out var revised)) return refusal;
        var isKept = await SealAsync(room, studyId, revised, cancel);
        return isKept || kind != TextRevisionKind.Veil ? revised : NotKept; // the caller does not commit what was refused
    }

    /// <summary>Makes the next revision of each of several texts: all of them, or none.</summary>
    public static async Task<Result<IReadOnlyList<Revised>>> ReviseManyAsync(
        this VaultRoom room, StudyId studyId, IEnumerable<TextChange> changes, TextRevisionKind kind, MemberId? by, DateTimeOffset at, CancellationToken cancel)
    {
        if ((await TextRevising.ApplyManyAsync(room.Study, changes, kind, by, at, cancel)).IsRefused(out var refusal, out var all)) return refusal;
        foreach (var revised in all) await SealAsync(room, studyId, revised, cancel);
        return Result(all);
    }

    /// <summary>Takes back one revision of a text, see <see cref="TextRevising.RestoreAsync"/>; refused where its words cannot be read any more.</summary>
    public static async Task<Result<Revised>> RestoreAsync(
        this VaultRoom room, StudyId studyId, TranscriptId transcriptId, int number, MemberId? by, DateTimeOffset at, CancellationToken cancel)
    {
        if (await PastAsync(room, transcriptId, number, cancel) is not { } past || past.Went.Contains(null))
            return new Refusal("The words that this change took away cannot be read any more.");
        if ((await TextRevising.RestoreAsync(room.Study, transcriptId, number, [.. past.Went.Select(w => w!)], past.Widened, by, at, cancel)).IsRefused(out var refusal, out var revised)) return refusal;
        await SealAsync(room, studyId, revised, cancel);
        return revised;
    }

    /// <summary>What a revision took away; null where nothing of it can be read.</summary>
    public static async Task<PastText?> PastAsync(this VaultRoom room, TranscriptId transcriptId, int number, CancellationToken cancel)
    {
        var papers = (await room.ReadAllOfAsync<PastWords>(transcriptId.Value, cancel)).Where(p => p.Number / PapersEach == number).ToList();
        if (papers.Count == 0) return null;
        var parts = papers.Select(p => JsonSerializer.Deserialize<Part>(p.Content.Content)!).ToList();
        var went = new string?[parts[0].Edits];
        foreach (var (edit, words) in parts.SelectMany(p => p.Words)) went[edit] = words;
        return new PastText(went, [.. parts.SelectMany(p => p.Widened).Select(w => new WidenedAnchor(w.Kind, w.Id, new Segment(w.Before[0], w.Before[1]), new Segment(w.After[0], w.After[1])))]);
    }

    /// <summary>Seals the words that went. Those whose keys were all destroyed are simply gone: they were to be read by nobody any more.</summary>
    /// <returns>Whether all were sealed.</returns>
    private static async Task<bool> SealAsync(VaultRoom room, StudyId studyId, Revised revised, CancellationToken cancel)
    {
        var owners = await OwnersAsync(room, revised, cancel);
        var keys = owners.Append(KeyOwner.Of(revised.TranscriptId)).Where(k => !room.IsKeyDestroyed(k)).Distinct().ToList();
        for (var k = 0; k < keys.Count; k++)
        {
            var words = owners.Index().Where(o => o.Item == keys[k]).ToDictionary(o => o.Index, o => revised.Went[o.Index]);
            var widened = k == keys.Count - 1
                ? revised.Widened.Select(w => new Widened(w.Kind, w.Id, [w.Before.Start, w.Before.End], [w.After.Start, w.After.End])).ToList()
                : [];
            var paper = new PastWords(JsonSerializer.Serialize(new Part(revised.Went.Count, words, widened)));
            if ((await room.WriteAsync(keys[k], studyId, revised.TranscriptId.Value, paper, cancel, number: (revised.Number * PapersEach) + k)).IsRefused(out var refusal, out _))
                throw new InvalidOperationException(refusal.Sentence);
        }

        return owners.All(keys.Contains);
    }

    /// <summary>Whose key seals what each edit took: the participant's who speaks there, or who alone speaks with an interviewer; else the transcript's.</summary>
    private static async Task<IReadOnlyList<KeyOwner>> OwnersAsync(VaultRoom room, Revised revised, CancellationToken cancel)
    {
        var id = revised.TranscriptId;
        var turns = await (
            from turn in room.Study.Turns
            join speaker in room.Study.Speakers on new { turn.TranscriptId, Number = turn.SpeakerNumber } equals new { speaker.TranscriptId, speaker.Number }
            where turn.TranscriptId == id
            orderby turn.Number
            select new { turn.Segment, speaker.ParticipantId }).ToListAsync(cancel);
        var participants = turns.Select(t => t.ParticipantId).OfType<ParticipantId>().Distinct().ToList();
        var sole = participants.Count == 1 ? participants[0] : (ParticipantId?)null;
        var moves = (await room.Study.TextRevisions.Where(r => r.TranscriptId == id && r.Number == revised.Number).SingleAsync(cancel)).Edits.All;
        var (owners, shift) = (new List<KeyOwner>(moves.Count), 0);
        foreach (var move in moves)
        {
            var place = move.Start + shift; // in the text as it is now
            shift += move.Length - (move.End - move.Start);
            var speaks = turns.FindLast(t => t.Segment.Start <= place)?.ParticipantId ?? sole;
            owners.Add(speaks is { } participant && !room.IsKeyDestroyed(KeyOwner.Of(participant)) ? KeyOwner.Of(participant) : KeyOwner.Of(id));
        }

        return owners;
    }

    private static Result<IReadOnlyList<Revised>> Result(IReadOnlyList<Revised> all) => all.ToList();

    private sealed record Part(int Edits, Dictionary<int, string> Words, IReadOnlyList<Widened> Widened)
    {
        public override string ToString() => $"{Words.Count} of {Edits} edits";
    }

    private sealed record Widened(AnchorKind Kind, Guid Id, int[] Before, int[] After);
}

/// <summary>What a revision of a text took away.</summary>
/// <param name="Went">The words, edit by edit; null where the key that sealed them was destroyed.</param>
/// <param name="Widened">The anchors that it widened.</param>
public sealed record PastText(IReadOnlyList<string?> Went, IReadOnlyList<WidenedAnchor> Widened)
{
    public override string ToString() => $"{Went.Count} edits";
}
