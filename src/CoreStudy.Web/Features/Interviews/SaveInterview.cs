using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Interviews;

/// <summary>What is known of an interview.</summary>
public sealed record InterviewFacts(
    string Title, InterviewKind Kind, TrustId TrustId, SiteId? SiteId, DateOnly? HeldOn, IReadOnlyList<ParticipantId> Participants,
    InterviewState State = InterviewState.Planned, string Interviewer = "");

/// <summary>Makes or changes an interview or focus group. Its transcripts and recordings go with it to another trust.</summary>
public sealed class SaveInterview(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock) : IUseCase
{
    /// <param name="id">Null for a new interview.</param>
    public async Task<Result<InterviewId>> RunAsync(AccountId me, StudyId studyId, InterviewId? id, InterviewFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel, facts.TrustId)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new("the title", facts.Title), new("the interviewer's label", facts.Interviewer)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == facts.TrustId && t.StudyId == studyId, cancel) is not { } trust) return new Refusal("Please choose a trust.");
        var site = facts.SiteId is { } siteId ? await db.Sites.SingleOrDefaultAsync(s => s.Id == siteId && s.StudyId == studyId, cancel) : null;
        var participants = await db.Participants.Where(p => p.StudyId == studyId && facts.Participants.Contains(p.Id)).ToListAsync(cancel);
        if (participants.Count != facts.Participants.Distinct().Count()) return Refusal.NotFound;
        if (site is null && facts.SiteId is not null) return Refusal.NotFound;

        Interview? interview = null;
        if (id is { } known)
        {
            interview = await db.Interviews.SingleOrDefaultAsync(i => i.Id == known && i.StudyId == studyId, cancel);
            if (interview is null || !member.ReachesTrust(interview.TrustId)) return Refusal.NotFound;
            if (interview.ArchivedAt is not null) return new Refusal("This interview is put away. Bring it back to change it.");
            if (facts.State != InterviewState.Held && await db.Transcripts.AnyAsync(t => t.InterviewId == known, cancel)) return new Refusal("It has a transcript, so it was held.");
        }

        bool TookPart(ParticipantId participant) => interview?.Participants.Exists(p => p.ParticipantId == participant) is true;
        if (participants.Exists(p => !member.ReachesTrust(p.TrustId) && !TookPart(p.Id))) return Refusal.NotFound;

        if (trust.ArchivedAt is not null && interview?.TrustId != trust.Id) return new Refusal($"{trust.Label} is put away. Please choose another trust.");
        if (site?.ArchivedAt is not null && interview?.SiteId != site.Id) return new Refusal($"{site.Label} is put away. Please choose another site.");
        if (participants.Find(p => p.ArchivedAt is not null && !TookPart(p.Id)) is { } away) return new Refusal($"{away.Label} is put away. Bring the participant back first.");

        if (interview is not null)
        {
            var moves = interview.TrustId != trust.Id;
            if (interview.Describe(trust, site, facts.Title, facts.Kind, facts.HeldOn, participants).IsRefused(out var no, out _)) return no;
            foreach (var transcript in moves ? await db.Transcripts.Where(t => t.InterviewId == interview.Id).ToListAsync(cancel) : []) transcript.Follow(interview);
            foreach (var recording in moves ? await db.Recordings.Where(r => r.InterviewId == interview.Id).ToListAsync(cancel) : []) recording.Follow(interview);
            foreach (var upload in moves ? await db.RecordingUploads.Where(u => u.InterviewId == interview.Id).ToListAsync(cancel) : []) upload.Follow(interview);
        }
        else
        {
            if (Interview.Create(trust, site, facts.Title, facts.Kind, facts.HeldOn, participants).IsRefused(out var no, out interview)) return no;
            db.Interviews.Add(interview);
        }

        if (interview.Arrange(facts.State, facts.Interviewer, DateOnly.FromDateTime(clock.GetLocalNow().Date)).IsRefused(out var notSo, out _)) return notSo;
        db.Audit(AuditEntry.Of(AuditKind.InterviewSaved, member, AuditSubject.Of(interview), AuditDetail.Word("state", facts.State).AndWhether("new", id is null)));
        if ((await db.SaveOrRefuseAsync(facts.Title, cancel)).IsRefused(out var taken, out _)) return taken;
        permissions.Forget(); // its transcripts and recordings may lie in another trust now
        feed.Publish(new StudyChanged(studyId));
        return interview.Id;
    }
}
