using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>What would go of one transcript.</summary>
/// <param name="Turns">Blanked turns.</param>
/// <param name="Codings">That go, by how many coders.</param>
/// <param name="Kept">Codings that reach over the border of their words and stay on what remains.</param>
public sealed record PlannedTranscript(TranscriptId Id, string Title, bool IsWhole, bool IsReleased, int Turns, int Words, int Codings, int Coders, int Comments, int Memos, int Kept)
{
    /// <summary>Whether a blind round lies on it: what was coded goes too, and is not counted before the round opens.</summary>
    public bool IsBlind { get; init; }
}

/// <summary>Exactly what would go, and what stays, if a participant withdrew with all data.</summary>
/// <param name="Originals">Transcripts that are kept as they came, whose words of theirs become unreadable.</param>
/// <param name="Identifiers">Entries of the register that are theirs.</param>
public sealed record WithdrawalPlan(
    ParticipantId Id, string Label, string Trust, WithdrawalScope? Withdrawn, IReadOnlyList<PlannedTranscript> Transcripts, int Originals, bool HasIdentity, int Evidence, int Identifiers, bool HasConsent)
{
    public int Codings => Transcripts.Sum(t => t.Codings);

    /// <summary>Memos that say they are about them or about an interview of which nothing stays, besides those on their words; null while a blind round hides how many.</summary>
    public int? MemosAbout { get; init; }

    /// <summary>Recordings in which they speak, which are destroyed whole.</summary>
    public IReadOnlyList<PlannedRecordings> Recordings { get; init; } = [];
}

/// <summary>The recordings of one interview that would be destroyed.</summary>
/// <param name="IsGroup">Then others speak in them too.</param>
/// <param name="IsTranscribed">Whether a transcript of the interview has been released; where none has, what was said is lost.</param>
/// <param name="Uploads">Recordings of it that are just being brought in.</param>
/// <param name="Typed">Words that were typed of them and not handed on: they go with their recording.</param>
public sealed record PlannedRecordings(InterviewId Id, string Title, int Count, int Uploads, bool IsGroup, bool IsTranscribed, int Typed);

/// <summary>Looks at what a withdrawal would take, without taking it.</summary>
public sealed class PlanWithdrawal(VaultDoor door, Permissions permissions) : IUseCase
{
    public async Task<Result<WithdrawalPlan>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Withdraw, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.StudyId == studyId, cancel) is not { } participant || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;

        var planned = new List<PlannedTranscript>();
        var originals = (await room.ListOriginalsAsync(studyId, cancel)).ToHashSet();
        var reached = await WithdrawalReach.ReadAsync(db, participant, cancel);
        var blind = (await db.BlindTo(member).ToListAsync(cancel)).ToHashSet();
        foreach (var transcript in reached)
        {
            if (blind.Contains(transcript.Id))
            {
                planned.Add(new PlannedTranscript(
                    transcript.Id, transcript.Title, transcript.IsWhole, transcript.HasWords, transcript.Blanked.Count, transcript.BlankedWords, 0, 0, 0, 0, 0) { IsBlind = true });
                continue;
            }

            if (await WithdrawalReach.WaitingAsync(room, transcript, participant, cancel) is { } waiting)
            {
                planned.Add(new PlannedTranscript(transcript.Id, transcript.Title, transcript.IsWhole, IsReleased: false, 0, 0, waiting.Codings, 0, waiting.Comments, waiting.Memos, 0));
                continue;
            }

            var gone = transcript.Codings.Where(c => transcript.Swallows(c.Segment)).Select(c => new CodingId(c.Id)).ToList();
            var live = await db.Codings.Where(c => gone.Contains(c.Id) && c.RemovedAt == null).Select(c => c.MemberId).ToListAsync(cancel);
            planned.Add(new PlannedTranscript(
                transcript.Id, transcript.Title, transcript.IsWhole, transcript.HasWords, transcript.Blanked.Count, transcript.BlankedWords, live.Count, live.Distinct().Count(),
                await db.Comments.CountAsync(c => gone.Contains(c.CodingId) && c.RemovedAt == null, cancel),
                transcript.Memos.Count(m => !m.IsRemoved && transcript.Swallows(m.Segment)),
                transcript.Codings.Count(c => !c.IsRemoved && !transcript.Swallows(c.Segment) && transcript.Touches(c.Segment))));
        }

        var about = (await WithdrawalReach.MemosAboutAsync(db, participant, reached, cancel))
            .Where(m => !m.IsRemoved && !reached.Any(t => t.Memos.Any(x => x.Id == m.Id.Value && t.Swallows(x.Segment)))).ToList();
        var recordings = await WithdrawalReach.InterviewsOf(db, participant).OrderBy(i => i.Title).Select(i => new PlannedRecordings(
            i.Id, i.Title, db.Recordings.Count(r => r.InterviewId == i.Id && r.DestroyedAt == null), db.RecordingUploads.Count(u => u.InterviewId == i.Id),
            i.Kind == InterviewKind.FocusGroup, db.Transcripts.Any(t => t.InterviewId == i.Id && t.ReleasedAt != null),
            db.Transcriptions.Where(t => t.InterviewId == i.Id && t.State != TranscriptionState.Sent && db.Recordings.Any(r => r.Id == t.RecordingId && r.DestroyedAt == null)).Sum(t => t.WordCount))).ToListAsync(cancel);
        var owner = KeyOwner.Of(id);
        var trust = await db.Trusts.Where(t => t.Id == participant.TrustId).Select(t => t.Label).SingleAsync(cancel);
        return new WithdrawalPlan(
            id, participant.Label, trust, participant.Withdrawn, planned, reached.Count(t => originals.Contains(t.Id)),
            (await room.ListAsync<Identity>(studyId, cancel)).Any(p => p.Owner == owner), (await room.ListAsync<Evidence>(studyId, cancel)).Count(p => p.Owner == owner),
            (await room.ListAsync<Identifier>(studyId, cancel)).Count(p => p.Owner == owner), await db.Consents.AnyAsync(c => c.ParticipantId == id, cancel)) 
        {
            MemosAbout = planned.Exists(t => t.IsBlind) ? null : about.Count,
            Recordings = [.. recordings.Where(r => r.Count + r.Uploads > 0)],
        };
    }
}
