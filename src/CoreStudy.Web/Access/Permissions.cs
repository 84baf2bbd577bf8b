using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>The one place that knows what somebody may do. Every use case asks it before anything else.</summary>
/// <remarks>
/// Rights are read from the database, not from the sign-in, and kept for <see cref="Freshness"/> at most,
/// so that a role taken away or an account locked takes hold within seconds, in open pages too, whoever sets the server's clock meanwhile.
/// </remarks>
public sealed class Permissions(IDbContextFactory<StudyDb> databases, SecondStepDuty duty, RefusedDeeds refused, TimeProvider clock)
{
    /// <summary>How long an answer of the database is trusted.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>What cannot be done before a transcript has words that identify nobody, whoever asks.</summary>
    private static readonly Operation[] NeedsWords =
        [Operation.ReadTranscripts, Operation.ReadUnopenedTranscripts, Operation.Code, Operation.AnswerQuestions, Operation.SignOff, Operation.AssignWork, Operation.SettleDifferences];

    private readonly ConcurrentDictionary<StudyId, AskedTogether<AccountId, Standing>> _members = new();
    private readonly ConcurrentDictionary<TranscriptId, Kept<TranscriptPlace?>> _places = new();
    private readonly ConcurrentDictionary<RecordingId, Kept<SoundPlace?>> _sounds = new();

    /// <summary>The member that this account is in the study, if it may do this there; otherwise the refusal.</summary>
    /// <param name="trust">The trust that the deed concerns, where it concerns one.</param>
    public Task<Result<Member>> AskAsync(
        AccountId account, StudyId study, Operation operation, CancellationToken cancel, TrustId? trust = null) =>
        WithinAsync(StudyBorder.PutUp(), FindAsync(account, study, operation, trust, cancel), m => m, refusal => refused.Tell(account, operation, study.Value, refusal));

    /// <summary>Whether this account may do this in the study, for a page that offers it or not: a no is no refusal, and is told nobody.</summary>
    public async Task<bool> MayAsync(AccountId account, StudyId study, Operation operation, CancellationToken cancel, TrustId? trust = null) =>
        !(await FindAsync(account, study, operation, trust, cancel)).IsRefused(out _, out _);

    /// <inheritdoc cref="MayAsync(AccountId, StudyId, Operation, CancellationToken, TrustId?)"/>
    public async Task<bool> MayAsync(AccountId account, TranscriptId transcript, Operation operation, CancellationToken cancel) =>
        !(await FindAsync(account, transcript, operation, cancel)).IsRefused(out _, out _);

    private async Task<Result<Member>> FindAsync(AccountId account, StudyId study, Operation operation, TrustId? trust, CancellationToken cancel)
    {
        if (await duty.IsOwedAsync(account, cancel)) return SecondStepDuty.Owed;
        if (await StandingAsync(account, study, cancel) is not { Member: { EndedAt: null } member } standing) return Refusal.NotFound;
        if (trust is { } one && !member.ReachesTrust(one)) return Refusal.NotFound;
        if (!member.May(operation, trust)) return Refusal.Forbidden;
        return standing.IsStudyPutAway && Rights.ChangesStudy(operation) ? Refusal.StudyPutAway : member;
    }

    /// <summary>The same for a deed on a transcript; one that is not open for coding is not there for those who may not read it, nor is one whose words are not released for anybody who wants them.</summary>
    public Task<Result<TranscriptAccess>> AskAsync(
        AccountId account, TranscriptId transcript, Operation operation, CancellationToken cancel) =>
        WithinAsync(StudyBorder.PutUp(), FindAsync(account, transcript, operation, cancel), a => a.Member, refusal => refused.Tell(account, operation, transcript.Value, refusal));

    private async Task<Result<TranscriptAccess>> FindAsync(AccountId account, TranscriptId transcript, Operation operation, CancellationToken cancel)
    {
        if (await PlaceAsync(transcript, cancel) is not { } place) return Refusal.NotFound;
        if ((await FindAsync(account, place.StudyId, operation, place.TrustId, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!place.IsOpen && operation != Operation.ManageAnonymisation && !member.May(Operation.ReadUnopenedTranscripts)) return Refusal.NotFound;
        if (!place.IsReleased && NeedsWords.Contains(operation)) return Refusal.NotFound;
        if (place.IsPutAway && Rights.ChangesStudy(operation)) return Refusal.TranscriptPutAway;
        return new TranscriptAccess(member, transcript, place.StudyId, place.TrustId);
    }

    /// <summary>The same for a deed on a recording. To hear or transcribe it takes being named for it, whatever the role; one that was destroyed is not there.</summary>
    public Task<Result<RecordingAccess>> AskAsync(AccountId account, RecordingId recording, Operation operation, CancellationToken cancel) =>
        WithinAsync(StudyBorder.PutUp(), FindAsync(account, recording, operation, cancel), a => a.Member, refusal => refused.Tell(account, operation, recording.Value, refusal));

    private async Task<Result<RecordingAccess>> FindAsync(AccountId account, RecordingId recording, Operation operation, CancellationToken cancel)
    {
        if (await SoundPlaceAsync(recording, cancel) is not { } place) return Refusal.NotFound;
        if ((await FindAsync(account, place.StudyId, operation, place.TrustId, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        Hearing? may = place.Hearers.TryGetValue(member.Id, out var named) ? named : null;
        if (operation is Operation.HearRecordings or Operation.Transcribe)
        {
            if (may is null || place.IsDestroyed) return Refusal.NotFound;
            if (operation is Operation.Transcribe && may is not Hearing.Transcribe) return new Refusal("You were named to hear this recording, not to transcribe it. An admin can change that.");
            if (operation is Operation.Transcribe && place.IsPutAway) return new Refusal("This interview is put away. Bring it back to transcribe its recording.");
        }

        return new RecordingAccess(member, recording, place.StudyId, place.InterviewId, place.TrustId, may);
    }

    /// <summary>What was asked, with the border of <see cref="StudyBorder"/> closed around the study and the member, or shut where it was refused; a refusal is told.</summary>
    private static async Task<Result<T>> WithinAsync<T>(StudyBorder border, Task<Result<T>> asked, Func<T, Member> memberOf, Action<Refusal> tell)
    {
        var result = await asked;
        if (result.IsRefused(out var refusal, out var allowed))
        {
            border.Shut();
            tell(refusal);
        }
        else
        {
            border.Close(memberOf(allowed));
        }

        return result;
    }

    /// <summary>Whether the account may create studies and look after all accounts.</summary>
    public async Task<bool> IsOperatorAsync(AccountId account, CancellationToken cancel)
    {
        if (await duty.IsOwedAsync(account, cancel)) return false;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.AnyAsync(a => a.Id == account.Value && a.IsOperator && a.LockoutEnd != Account.Never, cancel);
    }

    /// <summary>Forgets what was read, so that a change of membership or transcript holds at once on this node.</summary>
    public void Forget()
    {
        _members.Clear();
        _places.Clear();
        _sounds.Clear();
    }

    private bool IsFresh(long at) => clock.GetElapsedTime(at) < Freshness;

    private Task<Standing?> StandingAsync(AccountId account, StudyId study, CancellationToken cancel) =>
        _members.GetOrAdd(study, _ => new(Freshness, clock, (asking, c) => ReadAsync(asking, study, c))).AskAsync(account, cancel);

    private async Task<Dictionary<AccountId, Standing>> ReadAsync(List<AccountId> asking, StudyId study, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await (
            from m in db.Members.AsNoTracking().AsSingleQuery()
            where m.StudyId == study && asking.Contains(m.AccountId)
            where db.Users.Any(a => a.Id == (Guid)(object)m.AccountId && a.LockoutEnd != Account.Never)
            select new Standing(m, db.Studies.Any(s => s.Id == study && s.ArchivedAt != null))).ToDictionaryAsync(s => s.Member.AccountId, cancel);
    }

    private async Task<TranscriptPlace?> PlaceAsync(TranscriptId transcript, CancellationToken cancel)
    {
        if (_places.TryGetValue(transcript, out var kept) && IsFresh(kept.At)) return kept.Value;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var asked = clock.GetTimestamp();
        var place = await db.Transcripts.Where(t => t.Id == transcript)
            .Select(t => new TranscriptPlace(t.StudyId, t.TrustId, t.OpenedAt != null, t.ArchivedAt != null, t.ReleasedAt != null)).SingleOrDefaultAsync(cancel);
        _places[transcript] = new(place, asked);
        return place;
    }

    private async Task<SoundPlace?> SoundPlaceAsync(RecordingId recording, CancellationToken cancel)
    {
        if (_sounds.TryGetValue(recording, out var kept) && IsFresh(kept.At)) return kept.Value;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var asked = clock.GetTimestamp();
        var found = await (
            from r in db.Recordings
            join i in db.Interviews on r.InterviewId equals i.Id
            where r.Id == recording
            select new { r.StudyId, r.InterviewId, r.TrustId, IsDestroyed = r.DestroyedAt != null, IsPutAway = i.ArchivedAt != null }).SingleOrDefaultAsync(cancel);
        var place = found is null ? null : new SoundPlace(
            found.StudyId, found.InterviewId, found.TrustId, found.IsDestroyed, found.IsPutAway,
            await db.RecordingHearers.Where(h => h.RecordingId == recording && h.EndedAt == null).ToDictionaryAsync(h => h.MemberId, h => h.May, cancel));
        _sounds[recording] = new(place, asked);
        return place;
    }

    private sealed record SoundPlace(StudyId StudyId, InterviewId InterviewId, TrustId TrustId, bool IsDestroyed, bool IsPutAway, IReadOnlyDictionary<MemberId, Hearing> Hearers);

    private sealed record TranscriptPlace(StudyId StudyId, TrustId TrustId, bool IsOpen, bool IsPutAway, bool IsReleased);

    private sealed record Standing(Member Member, bool IsStudyPutAway);

    /// <param name="At">When it was asked for, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
    private readonly record struct Kept<T>(T Value, long At);
}

/// <summary>A member who may do what was asked on this transcript.</summary>
public sealed record TranscriptAccess(Member Member, TranscriptId TranscriptId, StudyId StudyId, TrustId TrustId);

/// <summary>A member who may do what was asked on this recording.</summary>
/// <param name="May">What they were named for; null where they were not.</param>
public sealed record RecordingAccess(Member Member, RecordingId RecordingId, StudyId StudyId, InterviewId InterviewId, TrustId TrustId, Hearing? May);
