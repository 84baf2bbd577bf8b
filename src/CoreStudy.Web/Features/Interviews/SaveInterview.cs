using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Interviews;

/// <summary>What is known of an interview.</summary>
public sealed record InterviewFacts(
    string Title, InterviewKind Kind, TrustId TrustId, SiteId? SiteId, DateOnly? HeldOn, string Summary, IReadOnlyList<ParticipantId> Participants);

/// <summary>Makes or changes an interview or focus group.</summary>
public sealed class SaveInterview(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    /// <param name="id">Null for a new interview.</param>
    public async Task<Result<InterviewId>> RunAsync(AccountId me, StudyId studyId, InterviewId? id, InterviewFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageInterviews, cancel, facts.TrustId)).IsRefused(out var refusal, out var member)) return refusal;
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
            if (interview.TrustId != trust.Id && await db.Transcripts.AnyAsync(t => t.InterviewId == known, cancel))
                return new Refusal("An interview with a transcript stays in its trust.");
        }

        bool TookPart(ParticipantId participant) => interview?.Participants.Exists(p => p.ParticipantId == participant) is true;
        if (participants.Exists(p => !member.ReachesTrust(p.TrustId) && !TookPart(p.Id))) return Refusal.NotFound;

        if (interview is not null)
        {
            if (interview.Describe(trust, site, facts.Title, facts.Kind, facts.HeldOn, facts.Summary, participants).IsRefused(out var no, out _)) return no;
        }
        else
        {
            if (Interview.Create(trust, site, facts.Title, facts.Kind, facts.HeldOn, facts.Summary, participants).IsRefused(out var no, out interview)) return no;
            db.Interviews.Add(interview);
        }

        if ((await db.SaveOrRefuseAsync(facts.Title, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return interview.Id;
    }
}
