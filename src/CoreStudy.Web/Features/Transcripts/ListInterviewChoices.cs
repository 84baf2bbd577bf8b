using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>An interview into which a transcript can be brought, with who took part.</summary>
public sealed record InterviewChoice(InterviewId Id, string Title, string Trust, IReadOnlyList<ParticipantChoice> Participants, bool HasTranscript);

/// <summary>A participant to whom a speaker can be matched.</summary>
public sealed record ParticipantChoice(ParticipantId Id, string Label);

/// <summary>The interviews that a researcher can bring transcripts into.</summary>
public sealed class ListInterviewChoices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<InterviewChoice>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from i in db.Interviews.AsNoTracking()
            join t in db.Trusts on i.TrustId equals t.Id
            where i.StudyId == studyId && i.ArchivedAt == null && i.State != InterviewState.Cancelled
            orderby t.Label, i.Title
            select new { i, t.Label, HasTranscript = db.Transcripts.Any(x => x.InterviewId == i.Id) }).ToListAsync(cancel);
        var labels = await db.Participants.Where(p => p.StudyId == studyId).ToDictionaryAsync(p => p.Id, p => p.Label, cancel);
        return rows.Where(r => member.ReachesTrust(r.i.TrustId)).Select(r => new InterviewChoice(
            r.i.Id, r.i.Title, r.Label, [.. r.i.Participants.Select(p => new ParticipantChoice(p.ParticipantId, labels[p.ParticipantId])).OrderBy(p => p.Label)],
            r.HasTranscript)).ToList();
    }
}
