using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>What the audit trail would tell of the demonstration's past, in the order of time.</summary>
internal static class DemonstrationTrail
{
    public static IEnumerable<AuditEntry> Of(StudyDb db, IEnumerable<Member> members)
    {
        var byId = members.ToDictionary(m => m.Id);
        var transcripts = db.Transcripts.Local.ToDictionary(t => t.Id);
        return db.Transcripts.Local.SelectMany(t => Of(t, byId[t.ImportedBy]))
            .Concat(db.CodebookChanges.Local.Select(c => Of(c, byId[c.By])))
            .Concat(db.FrameworkVersions.Local.Select(v =>
                AuditEntry.Of(AuditKind.FrameworkFrozen, byId[v.FrozenBy], AuditSubject.Of(v.Id), AuditDetail.Count("codes", v.Codes.Count)).AsOf(v.FrozenAt)))
            .Concat(db.Assignments.Local.SelectMany(a => a.Events.Select(e => Of(a, e, transcripts[a.TranscriptId], byId[e.By]))))
            .Concat(db.Rounds.Local.SelectMany(r => Of(r, byId[r.StartedBy])))
            .OrderBy(e => e.At);
    }

    private static IEnumerable<AuditEntry> Of(Transcript transcript, Member by)
    {
        var counts = AuditDetail.Count("turns", transcript.TurnCount).AndCount("words", transcript.WordCount).AndWhether("open", false);
        yield return AuditEntry.Of(AuditKind.TranscriptImported, by, AuditSubject.Of(transcript), counts).AsOf(transcript.ImportedAt);
        if (transcript.OpenedAt is { } opened) yield return AuditEntry.Of(AuditKind.TranscriptOpened, by, AuditSubject.Of(transcript)).AsOf(opened);
    }

    private static IEnumerable<AuditEntry> Of(Round round, Member by)
    {
        var subject = AuditSubject.Of(AuditThing.Round, round.Id);
        yield return AuditEntry.Of(
            AuditKind.RoundStarted, by, subject,
            AuditDetail.Count("number", round.Number).AndCount("transcripts", round.Transcripts.Count).AndCount("coders", round.Coders.Count).AndId("version", round.VersionId)).AsOf(round.StartedAt);
        if (round.OpenedAt is { } opened) yield return AuditEntry.Of(AuditKind.RoundOpened, null, round.StudyId, subject, AuditDetail.Count("number", round.Number)).AsOf(opened);
    }

    private static AuditEntry Of(Domain.Codebooks.CodebookChange change, Member by) => AuditEntry.Of(
        AuditKind.FrameworkChanged, by, AuditSubject.Of(change.Id),
        AuditDetail.Word("change", change.Kind).AndCount("codes", change.Codes.Count).AndCount("codings", change.Codings)).AsOf(change.At);

    private static AuditEntry Of(Assignment assignment, AssignmentEvent happened, Transcript transcript, Member by)
    {
        var kind = happened.Kind switch
        {
            AssignmentEventKind.Assigned => AuditKind.WorkAssigned,
            AssignmentEventKind.Done => AuditKind.WorkMarkedDone,
            AssignmentEventKind.SignedOff => AuditKind.WorkSignedOff,
            AssignmentEventKind.SentBack => AuditKind.WorkSentBack,
            AssignmentEventKind.TakenUp => AuditKind.WorkTakenUpAgain,
            AssignmentEventKind.SignOffTakenBack => AuditKind.SignOffTakenBack,
            AssignmentEventKind.Withdrawn => AuditKind.WorkWithdrawn,
            _ => AuditKind.WorkRescheduled,
        };
        var detail = kind == AuditKind.WorkAssigned
            ? AuditDetail.Count("assignments", 1).AndCount("transcripts", 1).AndCount("coders", 1).AndDay("due", assignment.DueOn)
            : AuditDetail.None.AndId("assignment", assignment.Id).AndId("coder", assignment.MemberId);
        return AuditEntry.Of(kind, by, kind == AuditKind.WorkAssigned ? AuditSubject.Nothing : AuditSubject.Of(transcript), detail).AsOf(happened.At);
    }
}
