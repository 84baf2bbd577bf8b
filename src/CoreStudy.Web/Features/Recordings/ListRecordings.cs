using CoreStudy.Data;
using CoreStudy.Data.Recordings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>A recording as the page of its interview shows it.</summary>
/// <param name="Mine">What the reader was named for; null where they were not.</param>
public sealed record RecordingRow(
    RecordingId Id, SoundFormat Format, long Bytes, long? DurationMs, string BroughtInBy, DateTimeOffset BroughtInAt, DateTimeOffset? DestroyedAt, RecordingEnd? DestroyedFor,
    IReadOnlyList<HearerRow> Hearers, Hearing? Mine)
{
    public bool IsDestroyed => DestroyedAt is not null;
}

/// <param name="IsInTeam">Whether they are still a member who works for the interview's trust; who is not hears nothing.</param>
public sealed record HearerRow(MemberId Id, string Name, Role Role, Hearing May, DateTimeOffset Since, bool IsInTeam);

/// <summary>An upload of the reader's own that broke off.</summary>
public sealed record WaitingUpload(RecordingId Id, long Received, long Bytes, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt);

/// <summary>Somebody who can be named.</summary>
public sealed record PossibleHearer(MemberId Id, string Name, Role Role);

/// <summary>The recordings of an interview, and what the reader may do with them.</summary>
/// <param name="NotNow">Why nothing can be brought in at the moment; null where it can.</param>
public sealed record InterviewRecordings(
    string Title, bool IsPutAway, IReadOnlyList<RecordingRow> Recordings, IReadOnlyList<WaitingUpload> Waiting, IReadOnlyList<PossibleHearer> Team, bool MayBringIn, bool MayGrant, bool MayDestroy, long LargestBytes, string? NotNow)
{
    /// <summary>Whose consent lets these recordings be kept only until they were transcribed, as they are by now.</summary>
    public IReadOnlyList<string> PromisedTo { get; init; } = [];
}

/// <summary>Reads what is known of the recordings of an interview; never their sound.</summary>
public sealed class ListRecordings(IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, IOptions<RecordingOptions> options, TimeProvider clock) : IUseCase
{
    public async Task<Result<InterviewRecordings>> RunAsync(AccountId me, StudyId study, InterviewId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.SeeRecordings, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var interview = await db.Interviews.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.StudyId == study, cancel);
        if (interview is null || !member.ReachesTrust(interview.TrustId)) return Refusal.NotFound;

        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == study).ToDictionaryAsync(m => m.Id, cancel);
        var recordings = await db.Recordings.AsNoTracking().Where(r => r.InterviewId == id).OrderBy(r => r.BroughtInAt).ThenBy(r => r.Id).ToListAsync(cancel);
        var ids = recordings.ConvertAll(r => r.Id);
        var hearers = (await db.RecordingHearers.AsNoTracking().Where(h => ids.Contains(h.RecordingId) && h.EndedAt == null).ToListAsync(cancel)).ToLookup(h => h.RecordingId);
        var now = clock.GetUtcNow();
        var waiting = await db.RecordingUploads.AsNoTracking().Where(u => u.InterviewId == id && u.By == member.Id && u.ExpiresAt > now).OrderBy(u => u.StartedAt).ToListAsync(cancel);
        var mayBringIn = await permissions.MayAsync(me, study, Operation.BringInRecordings, cancel, interview.TrustId);
        var mayGrant = member.May(Operation.GrantHearing);
        bool IsThere(Member m) => m.EndedAt is null && m.ReachesTrust(interview.TrustId);
        return new InterviewRecordings(
            interview.Title, interview.ArchivedAt is not null,
            [.. recordings.Select(r => new RecordingRow(
                r.Id, r.Format, r.Bytes, r.DurationMs, members[r.BroughtInBy].Name, r.BroughtInAt, r.DestroyedAt ?? (sounds.IsDestroyed(r.Id) ? r.BroughtInAt : null), r.DestroyedFor,
                [.. hearers[r.Id].Select(h => new HearerRow(h.MemberId, members[h.MemberId].Name, members[h.MemberId].Role, h.May, h.Since, IsThere(members[h.MemberId]))).OrderBy(h => h.Name, StringComparer.CurrentCulture)],
                hearers[r.Id].FirstOrDefault(h => h.MemberId == member.Id)?.May))],
            [.. waiting.Select(u => new WaitingUpload(u.Id, sounds.Received(study, u.Id, u.Bytes) ?? 0, u.Bytes, u.StartedAt, u.ExpiresAt))],
            mayGrant ? [.. members.Values.Where(IsThere).OrderBy(m => m.Name, StringComparer.CurrentCulture).Select(m => new PossibleHearer(m.Id, m.Name, m.Role))] : [],
            mayBringIn, mayGrant, member.May(Operation.DestroyRecordings), options.Value.LargestBytes,
            interview.ArchivedAt is not null ? "This interview is put away. Bring it back to add a recording."
            : interview.State == Domain.Interviews.InterviewState.Cancelled ? "This interview did not take place." : (await BeginUpload.WithdrawnAsync(db, id, cancel))?.Sentence)
        {
            PromisedTo = member.May(Operation.SeeConsents) ? (await PromisedRecordings.ReadAsync(db, study, cancel)).FirstOrDefault(p => p.Interview == id)?.Who ?? [] : [],
        };
    }
}
