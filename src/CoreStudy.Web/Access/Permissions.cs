using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>The one place that knows what somebody may do. Every use case asks it before anything else.</summary>
/// <remarks>
/// Rights are read from the database, not from the sign-in, and kept for <see cref="Freshness"/> at most,
/// so that a role taken away or an account locked takes hold within seconds, in open pages too.
/// </remarks>
public sealed class Permissions(IDbContextFactory<StudyDb> databases, TimeProvider clock)
{
    /// <summary>How long an answer of the database is trusted.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>What cannot be done before a transcript has words that identify nobody, whoever asks.</summary>
    private static readonly Operation[] NeedsWords =
        [Operation.ReadTranscripts, Operation.ReadUnopenedTranscripts, Operation.Code, Operation.AnswerQuestions, Operation.SignOff, Operation.AssignWork, Operation.SettleDifferences];

    private readonly ConcurrentDictionary<(AccountId, StudyId), Kept<Standing?>> _members = new();
    private readonly ConcurrentDictionary<TranscriptId, Kept<TranscriptPlace?>> _places = new();

    /// <summary>The member that this account is in the study, if it may do this there; otherwise the refusal.</summary>
    /// <param name="trust">The trust that the deed concerns, where it concerns one.</param>
    public async Task<Result<Member>> AskAsync(
        AccountId account, StudyId study, Operation operation, CancellationToken cancel, TrustId? trust = null)
    {
        if (await StandingAsync(account, study, cancel) is not { Member: { EndedAt: null } member } standing) return Refusal.NotFound;
        if (trust is { } one && !member.ReachesTrust(one)) return Refusal.NotFound;
        if (!member.May(operation, trust)) return Refusal.Forbidden;
        return standing.IsStudyPutAway && Rights.ChangesStudy(operation) ? Refusal.StudyPutAway : member;
    }

    /// <summary>The same for a deed on a transcript; one that is not open for coding is not there for those who may not read it, nor is one whose words are not released for anybody who wants them.</summary>
    public async Task<Result<TranscriptAccess>> AskAsync(
        AccountId account, TranscriptId transcript, Operation operation, CancellationToken cancel)
    {
        if (await PlaceAsync(transcript, cancel) is not { } place) return Refusal.NotFound;
        if ((await AskAsync(account, place.StudyId, operation, cancel, place.TrustId)).IsRefused(out var refusal, out var member)) return refusal;
        if (!place.IsOpen && operation != Operation.ManageAnonymisation && !member.May(Operation.ReadUnopenedTranscripts)) return Refusal.NotFound;
        if (!place.IsReleased && NeedsWords.Contains(operation)) return Refusal.NotFound;
        if (place.IsPutAway && Rights.ChangesStudy(operation)) return Refusal.TranscriptPutAway;
        return new TranscriptAccess(member, transcript, place.StudyId, place.TrustId);
    }

    /// <summary>Whether the account may create studies and look after all accounts.</summary>
    public async Task<bool> IsOperatorAsync(AccountId account, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.AnyAsync(a => a.Id == account.Value && a.IsOperator && a.LockoutEnd != Account.Never, cancel);
    }

    /// <summary>Forgets what was read, so that a change of membership or transcript holds at once on this node.</summary>
    public void Forget()
    {
        _members.Clear();
        _places.Clear();
    }

    private async Task<Standing?> StandingAsync(AccountId account, StudyId study, CancellationToken cancel)
    {
        if (_members.TryGetValue((account, study), out var kept) && kept.Until > clock.GetUtcNow()) return kept.Value;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var standing = await (
            from m in db.Members.AsNoTracking().AsSingleQuery()
            where m.AccountId == account && m.StudyId == study
            where db.Users.Any(a => a.Id == account.Value && a.LockoutEnd != Account.Never)
            select new Standing(m, db.Studies.Any(s => s.Id == study && s.ArchivedAt != null))).SingleOrDefaultAsync(cancel);
        _members[(account, study)] = new(standing, now + Freshness);
        return standing;
    }

    private async Task<TranscriptPlace?> PlaceAsync(TranscriptId transcript, CancellationToken cancel)
    {
        if (_places.TryGetValue(transcript, out var kept) && kept.Until > clock.GetUtcNow()) return kept.Value;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var place = await db.Transcripts.Where(t => t.Id == transcript)
            .Select(t => new TranscriptPlace(t.StudyId, t.TrustId, t.OpenedAt != null, t.ArchivedAt != null, t.ReleasedAt != null)).SingleOrDefaultAsync(cancel);
        _places[transcript] = new(place, clock.GetUtcNow() + Freshness);
        return place;
    }

    private sealed record TranscriptPlace(StudyId StudyId, TrustId TrustId, bool IsOpen, bool IsPutAway, bool IsReleased);

    private sealed record Standing(Member Member, bool IsStudyPutAway);

    private readonly record struct Kept<T>(T Value, DateTimeOffset Until);
}

/// <summary>A member who may do what was asked on this transcript.</summary>
public sealed record TranscriptAccess(Member Member, TranscriptId TranscriptId, StudyId StudyId, TrustId TrustId);
