using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>By what an account shows afresh that it is really its owner who asks.</summary>
public enum RevealProof
{
    /// <summary>A code of the authenticator app.</summary>
    Code,

    /// <summary>The password: for accounts without an authenticator app.</summary>
    Password,

    /// <summary>Nothing that is typed; one has to be set up on the account page first.</summary>
    None,

    /// <summary>A passkey, whose device has asked its owner: for every account that has one.</summary>
    Passkey,
}

/// <summary>What somebody gave to show that it is they: never logged, never kept.</summary>
/// <param name="Typed">What they typed, or what the device with the passkey answered.</param>
public sealed record RevealCredential(RevealProof Proof, string Typed)
{
    /// <summary>What the audit trail calls it.</summary>
    public SignInMeans Means => Proof switch
    {
        RevealProof.Code => SignInMeans.Code,
        RevealProof.Passkey => SignInMeans.Passkey,
        _ => SignInMeans.Password,
    };

    public override string ToString() => $"a {Proof}";
}

/// <summary>Where somebody stands who wants to look: what they can give, or that it is open already.</summary>
/// <param name="Open">What lets them look now; null where nothing does.</param>
public sealed record RevealStanding(OfferedProof Offered, Reveal? Open);

/// <summary>
/// The one gate before what identifies: an admin, a fresh code, password or passkey, and a reason open it for a quarter of an hour. Whoever reads an
/// identity or an original on the server asks here at each reading.
/// </summary>
public sealed class Reveals(
    IDbContextFactory<StudyDb> databases, FreshProof proof, Permissions permissions, StudyFeed feed, TimeProvider clock, SteadyAges<RevealId> ages, TypedWords words, ILogger<Reveals> logger) : IUseCase
{
    private static readonly Refusal Closed = new("This is closed, or its time is over. Say again why you need to see it.");

    /// <summary>What lets this account look at the subject now, and notes that it was read; a refusal where nothing does.</summary>
    public async Task<Result<Reveal>> AskAsync(AccountId me, StudyId study, RevealSubject subject, CancellationToken cancel)
    {
        if ((await MemberAsync(me, study, subject, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OpenOneAsync(db, me, study, subject, cancel) is not { } open) return Closed;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        var read = await db.Reveals.Where(r => r.Id == open.Id && r.ClosedAt == null && r.Until > now)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Reads, x => x.Reads + 1).SetProperty(x => x.LastReadAt, now), cancel);
        if (read == 0) return Closed; // ended in another window at this moment
        db.Audit(AuditEntry.Of(SeenAs(subject.Kind), member, About(subject), AuditDetail.None.AndWhether("all", subject.Id is null).AndId("reveal", open.Id)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        logger.IdentityRead(open.Id.Value, me.Value, subject.Kind, subject.Id);
        feed.Publish(new IdentityRead(study));
        return open;
    }

    /// <summary>What lets this account go on with a subject that it has read already, and notes no further look; a refusal where nothing does, or it was not read.</summary>
    public async Task<Result<Reveal>> StillAsync(AccountId me, StudyId study, RevealSubject subject, CancellationToken cancel)
    {
        if ((await MemberAsync(me, study, subject, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OpenOneAsync(db, me, study, subject, cancel) is not { } open) return Closed;
        return open.Reads > 0 && open.SubjectId is not null ? open : await AskAsync(me, study, subject, cancel);
    }

    /// <summary>Whether the subject is open to this account already, and what it can give. Notes no reading.</summary>
    public async Task<Result<RevealStanding>> FindAsync(AccountId me, StudyId study, RevealSubject subject, CancellationToken cancel)
    {
        if ((await MemberAsync(me, study, subject, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await proof.OfferedAsync(me) is { } offered ? new RevealStanding(offered, await OpenOneAsync(db, me, study, subject, cancel)) : Refusal.NotFound;
    }

    /// <summary>Lets an admin look at the subject for <see cref="Reveal.Lifetime"/>. Wrong tries count as they do at sign-in, and rest the account as there.</summary>
    /// <param name="note">Why, in words; may be empty.</param>
    public async Task<Result<Reveal>> OpenAsync(
        AccountId me, StudyId study, RevealSubject subject, RevealReason? reason, string note, RevealCredential credential, CancellationToken cancel)
    {
        if ((await MemberAsync(me, study, subject, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (Reveal.Open(member, subject, reason, note, clock.GetUtcNow()).IsRefused(out var unfit, out var reveal)) return unfit;
        if (await words.ForbidAsync(me, study, cancel, new ScannedText("the note", note)) is { } leak) return leak;
        if (proof.MayTry(me, credential).IsRefused(out var early, out _)) return early;
        if ((await proof.AskAsync(me, credential)).IsRefused(out var wrong, out _))
        {
            await NoteRefusalAsync(member, subject, credential.Means, cancel);
            logger.RevealRefused(me.Value, study.Value, subject.Kind, subject.Id);
            return wrong;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Reveals.Add(reveal);
        db.Audit(AuditEntry.Of(AuditKind.RevealOpened, member, About(subject), AuditDetail.Word("reason", reveal.Reason).AndWord("means", credential.Means).AndWord("what", subject.Kind).AndWhether("all", subject.Id is null).AndId("reveal", reveal.Id)));
        await db.SaveChangesAsync(cancel);
        ages.Happens(reveal.Id, reveal.OpenedAt);
        logger.RevealOpened(reveal.Id.Value, me.Value, study.Value, subject.Kind, subject.Id, reveal.Reason);
        feed.Publish(new RevealsChanged(study));
        return reveal;
    }

    /// <summary>Ends one's own looking before its time.</summary>
    public async Task<Result<Done>> CloseAsync(AccountId me, StudyId study, RevealId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Reveals.SingleOrDefaultAsync(r => r.Id == id && r.StudyId == study && r.AccountId == me, cancel) is not { } reveal) return Refusal.NotFound;
        reveal.Close(clock.GetUtcNow());
        db.Audit(AuditEntry.Of(AuditKind.RevealClosed, member, About(reveal.Subject), AuditDetail.None.AndWord("what", reveal.Kind).AndWhether("all", reveal.SubjectId is null).AndId("reveal", reveal.Id)));
        await db.SaveChangesAsync(cancel);
        logger.RevealClosed(reveal.Id.Value, me.Value);
        feed.Publish(new RevealsChanged(study));
        return Done.Well;
    }

    /// <summary>How long one that is open still lets its account look, whoever sets the server's clock meanwhile; nothing or less where its time is over.</summary>
    public TimeSpan Left(Reveal reveal)
    {
        var age = ages.Of(reveal.Id, reveal.OpenedAt);
        if (age >= Reveal.Lifetime) return TimeSpan.Zero;
        var byDay = reveal.Until - clock.GetUtcNow();
        return byDay < Reveal.Lifetime - age ? byDay : Reveal.Lifetime - age;
    }

    private static AuditKind SeenAs(RevealKind kind) => kind switch
    {
        RevealKind.Transcript => AuditKind.OriginalSeen,
        RevealKind.Participant => AuditKind.IdentitySeen,
        RevealKind.Vault => AuditKind.VaultRead,
        _ => AuditKind.PlaceNamesSeen,
    };

    private static AuditSubject About(RevealSubject subject) => subject.Id is not { } id ? AuditSubject.Nothing : subject.Kind switch
    {
        RevealKind.Transcript => AuditSubject.Of(AuditThing.Transcript, new TranscriptId(id)),
        RevealKind.Participant => AuditSubject.Of(AuditThing.Participant, new ParticipantId(id)),
        _ => AuditSubject.Of(AuditThing.Trust, new TrustId(id)),
    };

    private async Task NoteRefusalAsync(Member member, RevealSubject subject, SignInMeans means, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Audit(AuditEntry.Of(AuditKind.RevealRefused, member, About(subject), AuditDetail.Word("means", means).AndWord("what", subject.Kind).AndWhether("all", subject.Id is null)));
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Result<Member>> MemberAsync(AccountId me, StudyId study, RevealSubject subject, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (subject.Id is not { } id) return member;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trust = subject.Kind switch
        {
            RevealKind.Transcript => await db.Transcripts.Where(t => t.Id == new TranscriptId(id) && t.StudyId == study).Select(t => (TrustId?)t.TrustId).SingleOrDefaultAsync(cancel),
            RevealKind.Participant => await db.Participants.Where(p => p.Id == new ParticipantId(id) && p.StudyId == study).Select(p => (TrustId?)p.TrustId).SingleOrDefaultAsync(cancel),
            _ => await db.Trusts.Where(t => t.Id == new TrustId(id) && t.StudyId == study).Select(t => (TrustId?)t.Id)
                .Concat(db.Sites.Where(s => s.Id == new SiteId(id) && s.StudyId == study).Select(s => (TrustId?)s.TrustId)).SingleOrDefaultAsync(cancel),
        };
        return trust is { } one && member.ReachesTrust(one) ? member : Refusal.NotFound;
    }

    private async Task<Reveal?> OpenOneAsync(StudyDb db, AccountId me, StudyId study, RevealSubject subject, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var found = await db.Reveals.AsNoTracking()
            .Where(r => r.AccountId == me && r.StudyId == study && r.ClosedAt == null && r.Until > now && r.Kind == subject.Kind && (r.SubjectId == null || r.SubjectId == subject.Id))
            .OrderByDescending(r => r.Until).ToListAsync(cancel);
        return found.Find(r => Left(r) > TimeSpan.Zero);
    }
}

/// <summary>Slows down who tries credentials at the gate, right or wrong.</summary>
public sealed class RevealRates(TimeProvider clock)
{
    /// <summary>Tries of one account within <see cref="Window"/>.</summary>
    public const int Tries = 20;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly LatelyCount<AccountId> _tries = new(Window, clock);

    /// <summary>Counts one try; false where there were too many lately.</summary>
    public bool Take(AccountId account) => _tries.Take(account, Tries);
}
