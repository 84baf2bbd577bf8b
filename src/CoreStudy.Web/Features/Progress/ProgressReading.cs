using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Interviews;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Progress;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Progress;

/// <summary>Which parts of a board's facts may have changed.</summary>
[Flags]
internal enum Parts
{
    None = 0,

    /// <summary>Trusts, targets, participants, interviews, transcripts.</summary>
    Study = 1,

    /// <summary>Members, assignments and what happened to them.</summary>
    Work = 2,

    /// <summary>Codings.</summary>
    Codings = 4,

    All = Study | Work | Codings,
}

/// <summary>Reads what a board is counted from: some parts again, the others as they were.</summary>
internal static class ProgressReading
{
    public static Parts Of(Notice notice) => notice switch
    {
        LookAgain => Parts.All,
        StudyChanged => Parts.All, // what was put away takes its work and codings with it
        AssignmentsChanged or MembersChanged => Parts.Work,
        RoundsChanged => Parts.Work | Parts.Codings,
        CodingsMoved or CodingsFollowed => Parts.Codings,
        RecordingsChanged or SummariesMoved => Parts.Study, // the steps of interviews
        TextRevised => Parts.Study | Parts.Codings, // a text has more words, or fewer
        _ => Parts.None,
    };

    public static async Task<ProgressFacts> ReadAsync(StudyDb db, StudyId studyId, ProgressFacts? before, Parts parts, CancellationToken cancel)
    {
        var facts = before ?? new ProgressFacts([], [], [], [], [], [], [], [], [], []);
        if (before is null) parts = Parts.All;
        if (parts.HasFlag(Parts.Codings)) await Tallies.RefreshAsync(db, studyId, cancel);
        if (parts.HasFlag(Parts.Study)) facts = await StudyAsync(db, studyId, facts, cancel);
        if (parts.HasFlag(Parts.Work)) facts = await WorkAsync(db, studyId, facts, cancel);
        return parts.HasFlag(Parts.Codings) ? await CodingsAsync(db, studyId, facts, cancel) : facts;
    }

    private static async Task<ProgressFacts> StudyAsync(StudyDb db, StudyId studyId, ProgressFacts facts, CancellationToken cancel)
    {
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId && t.ArchivedAt == null).OrderBy(t => t.Label).Select(t => new ProgressTrust(t.Id, t.Label)).ToListAsync(cancel);
        var inUse = trusts.Select(t => t.Id).ToHashSet();
        var targets = await db.RecruitmentTargets.Where(t => t.StudyId == studyId).Select(t => new ProgressTarget(t.TrustId, t.ParticipantRole, t.Count)).ToListAsync(cancel);
        var participants = await db.Participants.Where(p => p.StudyId == studyId && p.ArchivedAt == null).OrderBy(p => p.Label)
            .Select(p => new ProgressParticipant(p.Id, p.TrustId, p.Role, p.Label)).ToListAsync(cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == studyId && i.ArchivedAt == null).SelectMany(i => i.Participants, (i, p) => new { i.Id, p.ParticipantId, IsHeld = i.State == InterviewState.Held })
            .ToListAsync(cancel);
        var people = interviews.ToLookup(i => i.Id, i => i.ParticipantId);
        var transcripts = await (
            from t in db.Transcripts
            join i in db.Interviews on t.InterviewId equals i.Id
            where t.StudyId == studyId && t.ArchivedAt == null && i.ArchivedAt == null
            orderby t.Title
            select new { t.Id, t.InterviewId, t.TrustId, t.Title, t.WordCount, t.ImportedAt, IsOpen = t.OpenedAt != null }).ToListAsync(cancel);
        var materials = await InterviewMaterials.ReadAsync(db, studyId, cancel);
        var held = await db.Interviews.IgnoreAutoIncludes().Where(i => i.StudyId == studyId && i.ArchivedAt == null && i.State == InterviewState.Held).Select(i => new { i.Id, i.TrustId }).ToListAsync(cancel);
        var texts = transcripts.ToLookup(t => t.InterviewId, t => t.Id);
        return facts with
        {
            Interviews = [.. held.Where(i => inUse.Contains(i.TrustId)).Select(i => new ProgressInterview(i.TrustId, materials.StepOf(i.Id, isSummaryHidden: false), materials.StepOf(i.Id, isSummaryHidden: true), [.. texts[i.Id]]))],
            Roles = roles,
            SmallestCell = await PeopleColumns.SmallestCellAsync(db, studyId, cancel),
            Trusts = trusts,
            Targets = [.. targets.Where(t => inUse.Contains(t.TrustId))],
            Participants = [.. participants.Where(p => inUse.Contains(p.TrustId))],
            Held = interviews.Where(i => i.IsHeld).Select(i => i.ParticipantId).ToHashSet(),
            Transcripts = [.. transcripts.Where(t => inUse.Contains(t.TrustId)).Select(t => new ProgressTranscript(
                t.Id, t.TrustId, t.Title, t.WordCount, t.ImportedAt, t.IsOpen, [.. people[t.InterviewId]]))],
        };
    }

    private static async Task<ProgressFacts> WorkAsync(StudyDb db, StudyId studyId, ProgressFacts facts, CancellationToken cancel)
    {
        var counted = facts.Transcripts.Select(t => t.Id).ToHashSet();
        var coders = await db.Members.Where(m => m.StudyId == studyId).OrderBy(m => m.Name).Select(m => new ProgressCoder(m.Id, m.Name)).ToListAsync(cancel);
        var assignments = await db.Assignments.Where(a => a.StudyId == studyId && !a.IsSecondReading)
            .Select(a => new ProgressAssignment(a.Id, a.TranscriptId, a.MemberId, a.State, a.AssignedAt, a.DueOn)).ToListAsync(cancel);
        var events = await db.Assignments.Where(a => a.StudyId == studyId && !a.IsSecondReading).SelectMany(a => a.Events)
            .Where(e => e.Kind != AssignmentEventKind.Rescheduled).Select(e => new ProgressEvent(e.AssignmentId, e.Number, e.Kind, e.At)).ToListAsync(cancel);
        return facts with { Coders = coders, Assignments = [.. assignments.Where(a => counted.Contains(a.TranscriptId))], Events = events };
    }

    private static async Task<ProgressFacts> CodingsAsync(StudyDb db, StudyId studyId, ProgressFacts facts, CancellationToken cancel)
    {
        var counted = facts.Transcripts.Select(t => t.Id).ToHashSet();
        var tallies = await db.TranscriptTallies.Where(t => t.StudyId == studyId)
            .Select(t => new ProgressTally(t.TranscriptId, t.MemberId, t.Codings, t.Words, t.LastAt)).ToListAsync(cancel);
        var blind = await db.BlindRounds().Where(r => r.StudyId == studyId && !r.IsSecondReading)
            .SelectMany(r => r.Transcripts, (r, t) => new { t.TranscriptId, Coders = r.Coders.Select(c => c.MemberId).ToList() }).ToListAsync(cancel);
        return facts with { Blind = [.. blind.Select(b => new ProgressBlind(b.TranscriptId, b.Coders))], Tallies = [.. tallies.Where(t => counted.Contains(t.TranscriptId))] };
    }
}
