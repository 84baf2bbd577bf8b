using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Rounds;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Rounds;

/// <summary>A lead starts a round: from this moment its coders, and whoever does not follow blind rounds, see only their own coding of its transcripts.</summary>
/// <remarks>Work that a coder has been given before counts for the round, and as handed in where they had said that it is done.</remarks>
public sealed class StartRound(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<StartRound> logger) : IUseCase
{
    /// <param name="versionId">The frozen framework to code with; null to freeze it as it is now.</param>
    /// <param name="versionName">What it is called where it is frozen now.</param>
    public async Task<Result<RoundId>> RunAsync(
        AccountId me, StudyId studyId, RoundPlan plan, VersionId? versionId, string versionName, IReadOnlyCollection<TranscriptId> transcripts, IReadOnlyCollection<MemberId> coders, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageRounds, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new("the name of the round", plan.Name), new("the name of the version", versionId is null ? versionName : "")) is { } leak) return leak;

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RoundKeeping.LockHandingOutAsync(db, studyId, cancel);
        await RoundKeeping.HoldAsync(db, transcripts, cancel); // what is coded from here on is coded blind
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        var texts = await db.Transcripts.Where(t => t.StudyId == studyId && transcripts.Contains(t.Id)).OrderBy(t => t.Title).ToListAsync(cancel);
        var people = await db.Members.Where(m => m.StudyId == studyId && coders.Contains(m.Id)).OrderBy(m => m.Name).ToListAsync(cancel);
        if (texts.Count != transcripts.Distinct().Count() || people.Count != coders.Distinct().Count() || texts.Exists(t => !member.ReachesTrust(t.TrustId))) return Refusal.NotFound;
        if (plan.Repeats is { } before && !await db.Rounds.AnyAsync(r => r.Id == before && r.StudyId == studyId, cancel)) return Refusal.NotFound;

        var at = clock.GetUtcNow();
        if ((await VersionAsync(db, member, versionId, versionName, at, cancel)).IsRefused(out var noVersion, out var version)) return noVersion;
        var number = (await db.Rounds.Where(r => r.StudyId == studyId).MaxAsync(r => (int?)r.Number, cancel) ?? 0) + 1;
        if (Round.Start(study, number, plan, version, texts, people, member, at).IsRefused(out var no, out var round)) return no;
        db.Rounds.Add(round);
        if ((await HandOutAsync(db, round, texts, people, member, at, cancel)).IsRefused(out var taken, out _)) return taken;
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return new Refusal($"There is a version called “{version.Name}” already. Choose it, or give this one another name.");
        }

        var moved = await RoundKeeping.MoveSightAsync(db, round, cancel);
        db.Audit(AuditEntry.Of(
            AuditKind.RoundStarted, member, AuditSubject.Of(AuditThing.Round, round.Id),
            AuditDetail.Count("number", number).AndCount("transcripts", texts.Count).AndCount("coders", people.Count).AndId("version", version.Id).AndWhether("secondReading", plan.IsSecondReading)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        Log.RoundStarted(logger, round.Id, texts.Count, people.Count);
        feed.Publish(new RoundsChanged(studyId));
        feed.Publish(new AssignmentsChanged(studyId));
        foreach (var transcript in moved) feed.Publish(new SightMoved(studyId, transcript.TranscriptId, transcript.Revision));
        return round.Id;
    }

    private static async Task<Result<FrameworkVersion>> VersionAsync(StudyDb db, Member member, VersionId? versionId, string name, DateTimeOffset at, CancellationToken cancel)
    {
        if (versionId is { } id) return await db.FrameworkVersions.SingleOrDefaultAsync(v => v.Id == id && v.StudyId == member.StudyId, cancel) is { } frozen ? frozen : Refusal.NotFound;
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == member.StudyId).ToListAsync(cancel);
        if (codes.Count == 0) return new Refusal("There is no code yet, so there is nothing to code with.");
        if (FrameworkVersion.Freeze(member.StudyId, name, "", FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(p => p.Code), member.Id, at).IsRefused(out var no, out var version)) return no;
        db.FrameworkVersions.Add(version);
        db.Audit(AuditEntry.Of(AuditKind.FrameworkFrozen, member, AuditSubject.Of(version.Id), AuditDetail.Count("codes", codes.Count)));
        return version;
    }

    private static async Task<Result<Done>> HandOutAsync(StudyDb db, Round round, List<Transcript> texts, List<Member> people, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        var ids = texts.ConvertAll(t => t.Id);
        var given = await db.Assignments.Include(a => a.Events).Where(a => ids.Contains(a.TranscriptId) && a.State != AssignmentState.Withdrawn).ToListAsync(cancel);
        var blind = (await db.BlindRounds().Where(r => r.StudyId == round.StudyId).Select(r => new { r.Id, r.Name }).ToListAsync(cancel)).ToDictionary(r => r.Id, r => r.Name);
        var work = new List<Assignment>();
        foreach (var (text, coder) in texts.SelectMany(t => people.Select(p => (t, p))))
        {
            var theirs = given.FindAll(a => a.TranscriptId == text.Id && a.MemberId == coder.Id);
            if (theirs.Find(a => a.RoundId is { } id && blind.ContainsKey(id)) is { } busy) return new Refusal($"{coder.Name} codes “{text.Title}” in the blind round “{blind[busy.RoundId!.Value]}” already.");
            var first = theirs.Find(a => !a.IsSecondReading);
            if (round.IsSecondReading && first is not { IsHandedIn: true }) return new Refusal($"{coder.Name} has not finished “{text.Title}”. A second reading is of what somebody has coded before.");
            if (!round.IsSecondReading && first?.RoundId is not null)
                return new Refusal($"{coder.Name} has coded “{text.Title}” in a round before. Choose other transcripts, or plan a second reading.");
            if (!round.IsSecondReading && first is not null)
            {
                first.Join(round);
                work.Add(first);
                continue;
            }

            if (Assignment.GiveForRound(round, text, coder, round.DueOn, by, at).IsRefused(out var no, out var assignment)) return no;
            db.Assignments.Add(assignment);
            work.Add(assignment);
        }

        return work.TrueForAll(w => w.IsHandedIn) ? new Refusal("Everybody has said already that all of these are coded, so there is nothing left to code blind. Choose another coder, or other transcripts.") : Done.Well;
    }
}
