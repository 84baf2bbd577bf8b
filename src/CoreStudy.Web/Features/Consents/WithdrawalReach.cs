using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>A place in a transcript that keeps something: a coding or a memo.</summary>
internal sealed record ReachedAnchor(Guid Id, Segment Segment, bool IsRemoved);

/// <summary>A transcript that a withdrawal reaches.</summary>
/// <param name="IsWhole">An individual interview: every turn goes. Otherwise their own turns alone.</param>
/// <param name="Blanked">The numbers of the turns that are blanked, from 0, ascending.</param>
/// <param name="Turns">All turns, in order.</param>
internal sealed record ReachedTranscript(
    TranscriptId Id, InterviewId InterviewId, string Title, bool IsWhole, IReadOnlyList<int> Blanked, IReadOnlyList<Segment> Turns, string Words, IReadOnlyList<ReachedAnchor> Codings, IReadOnlyList<ReachedAnchor> Memos)
{
    /// <summary>What stands in place of a blanked turn.</summary>
    public const string Blank = "[withdrawn]";

    /// <summary>False while a transcript has no words in the study yet, because it was not released.</summary>
    public bool HasWords => Words.Length > 0;

    public int BlankedWords => Blanked.Sum(t => Transcript.StartsOfWords(Words[Turns[t].Start..Turns[t].End]).Length);

    /// <summary>Whether nothing of a place lies outside the blanked turns.</summary>
    public bool Swallows(Segment place)
    {
        if (IsWhole) return true;
        var at = place.Start;
        foreach (var turn in Blanked.Select(t => Turns[t]).Where(t => t.Overlaps(place)))
        {
            if (!string.IsNullOrWhiteSpace(Words[at..Math.Max(at, turn.Start)])) return false;
            at = Math.Max(at, turn.End);
        }

        return at >= place.End || (at > place.Start && string.IsNullOrWhiteSpace(Words[at..place.End]));
    }

    public bool Touches(Segment place) => IsWhole || Blanked.Any(t => Turns[t].Overlaps(place));

    public override string ToString() => $"{Blanked.Count} of {Turns.Count} turns";
}

/// <summary>A memo that a withdrawal reaches by what it says it is about.</summary>
/// <param name="Transcript">Where its passage is; null where it has none.</param>
internal sealed record ReachedMemo(MemoId Id, TranscriptId? Transcript, bool IsRemoved);

/// <summary>Work of another program that waits until words are released.</summary>
/// <param name="Stays">What lies on words of others too.</param>
/// <param name="Codings">How many go; so with <paramref name="Comments"/> and <paramref name="Memos"/>.</param>
/// <param name="Gone">The ids of all that goes.</param>
internal sealed record ReachedWork(WaitingWork Stays, int Codings, int Comments, int Memos, IReadOnlyList<Guid> Gone)
{
    public override string ToString() => $"{Codings} codings and {Memos} memos";
}

/// <summary>What a withdrawal with all data reaches: for the look beforehand, and for the deed.</summary>
internal static class WithdrawalReach
{
    public static async Task<IReadOnlyList<ReachedTranscript>> ReadAsync(StudyDb db, Participant participant, CancellationToken cancel)
    {
        var id = participant.Id;
        var interviews = await db.Interviews.AsNoTracking().Where(i => i.Participants.Any(p => p.ParticipantId == id)).ToDictionaryAsync(i => i.Id, cancel);
        var transcripts = await db.Transcripts.AsNoTracking()
            .Where(t => t.StudyId == participant.StudyId && (interviews.Keys.Contains(t.InterviewId) || t.Speakers.Any(s => s.ParticipantId == id)))
            .OrderBy(t => t.Id).Select(t => new { t.Id, t.InterviewId, t.Title }).ToListAsync(cancel);
        var reached = new List<ReachedTranscript>();
        foreach (var transcript in transcripts)
        {
            var speakers = await db.Speakers.AsNoTracking().Where(s => s.TranscriptId == transcript.Id).ToListAsync(cancel);
            var turns = await db.Turns.AsNoTracking().Where(t => t.TranscriptId == transcript.Id).OrderBy(t => t.Number).ToListAsync(cancel);
            var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcript.Id).Select(t => t.Words).SingleOrDefaultAsync(cancel) ?? "";
            var isWhole = interviews.TryGetValue(transcript.InterviewId, out var interview) && (interview.Kind == InterviewKind.Individual || interview.Participants.TrueForAll(p => p.ParticipantId == id));
            var theirs = speakers.Where(s => s.ParticipantId == id).Select(s => s.Number).ToHashSet();
            var blanked = turns.Where(t => isWhole || theirs.Contains(t.SpeakerNumber)).Select(t => t.Number).ToList();
            if (blanked.Count == 0 && !isWhole && (words.Length > 0 || theirs.Count == 0)) continue; // was there, and said nothing; one that is not released has no turns yet
            var codings = await db.Codings.Where(c => c.TranscriptId == transcript.Id).Select(c => new { c.Id, c.Segment, IsRemoved = c.RemovedAt != null }).ToListAsync(cancel);
            var memos = await db.Memos.Where(m => m.TranscriptId == transcript.Id).Select(m => new { m.Id, Segment = m.Segment!.Value, IsRemoved = m.RemovedAt != null }).ToListAsync(cancel);
            reached.Add(new ReachedTranscript(
                transcript.Id, transcript.InterviewId, transcript.Title, isWhole, blanked, [.. turns.Select(t => t.Segment)], words,
                [.. codings.Select(c => new ReachedAnchor(c.Id.Value, c.Segment, c.IsRemoved))], [.. memos.Select(m => new ReachedAnchor(m.Id.Value, m.Segment, m.IsRemoved))]));
        }

        return reached;
    }

    /// <summary>What waits of another program’s work for words that are not released, and goes because it lies on theirs alone; null where nothing goes.</summary>
    /// <remarks>Before their key is destroyed: afterwards nobody knows where their words were.</remarks>
    public static async Task<ReachedWork?> WaitingAsync(VaultRoom room, ReachedTranscript transcript, Participant participant, CancellationToken cancel)
    {
        if (transcript.HasWords || await room.ReadAsync<WaitingWork>(transcript.Id.Value, cancel) is not { } work) return null;
        var original = transcript.IsWhole ? null : await room.ReadOriginalAsync(transcript.Id, cancel);
        var there = transcript with
        {
            Words = original?.Words ?? "",
            Turns = Places(original),
            Blanked = [.. original?.Turns.Index().Where(t => t.Item.ParticipantId == participant.Id.Value).Select(t => t.Index) ?? []],
        };
        var codings = work.Codings.ToLookup(c => there.Swallows(new Segment(c.Start, c.End)));
        var memos = work.Memos.ToLookup(m => there.Swallows(new Segment(m.Start, m.End)));
        IReadOnlyList<Guid> gone = [.. codings[true].Select(c => c.Id).Concat(codings[true].SelectMany(c => c.Comments).Select(c => c.Id)).Concat(memos[true].Select(m => m.Id)).OfType<Guid>()];
        var reached = new ReachedWork(new WaitingWork([.. codings[false]], [.. memos[false]]), codings[true].Count(), codings[true].Sum(c => c.Comments.Count), memos[true].Count(), gone);
        return reached.Codings + reached.Memos > 0 ? reached : null;
    }

    private static List<Segment> Places(Original? original)
    {
        var places = new List<Segment>();
        foreach (var turn in original?.Turns ?? []) places.Add(places.Count == 0 ? new Segment(0, turn.Length) : new Segment(places[^1].End + 1, places[^1].End + 1 + turn.Length));
        return places;
    }

    /// <summary>The interviews in which a participant speaks, as far as it is known.</summary>
    public static IQueryable<Interview> InterviewsOf(StudyDb db, Participant participant) => db.Interviews.Where(i =>
        i.StudyId == participant.StudyId
        && (i.Participants.Any(p => p.ParticipantId == participant.Id) || db.Transcripts.Any(t => t.InterviewId == i.Id && t.Speakers.Any(s => s.ParticipantId == participant.Id))));

    /// <summary>The memos that say they are about a participant, about an interview of theirs of which nothing stays, or about a passage of which no word stays, wherever they lie.</summary>
    public static async Task<IReadOnlyList<ReachedMemo>> MemosAboutAsync(StudyDb db, Participant participant, IReadOnlyList<ReachedTranscript> reached, CancellationToken cancel)
    {
        var id = participant.Id;
        var interviews = await db.Interviews.AsNoTracking().Where(i => i.Participants.Any(p => p.ParticipantId == id)).ToListAsync(cancel);
        var whole = interviews.Where(i => i.Kind == InterviewKind.Individual || i.Participants.TrueForAll(p => p.ParticipantId == id)).Select(i => (InterviewId?)i.Id).ToList();
        var transcripts = reached.ToDictionary(t => t.Id);
        var linked = await db.KeptPassages.Where(p => transcripts.Keys.Contains(p.TranscriptId) && db.MemoLinks.Any(l => l.PassageId == p.Id)).Select(p => new { p.Id, p.TranscriptId, p.Segment }).ToListAsync(cancel);
        var gone = linked.Where(p => transcripts[p.TranscriptId].Swallows(p.Segment)).Select(p => (KeptPassageId?)p.Id).ToList();
        return await db.Memos.Where(m => m.StudyId == participant.StudyId && m.Links.Any(l => l.ParticipantId == id || whole.Contains(l.InterviewId) || gone.Contains(l.PassageId)))
            .OrderBy(m => m.Id).Select(m => new ReachedMemo(m.Id, m.TranscriptId, m.RemovedAt != null)).ToListAsync(cancel);
    }
}
