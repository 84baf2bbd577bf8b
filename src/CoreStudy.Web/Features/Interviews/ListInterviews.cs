using CoreStudy.Data;
using CoreStudy.Data.Interviews;
using CoreStudy.Data.Summaries;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Interviews;

public sealed record InterviewRow(
    InterviewId Id, string Title, InterviewKind Kind, TrustId TrustId, string Trust, SiteId? SiteId, DateOnly? HeldOn, InterviewSummary Summary,
    IReadOnlyList<ParticipantId> Participants, IReadOnlyList<InterviewTranscript> Transcripts, InterviewState State, string Interviewer, bool IsArchived, InterviewStep Step);

/// <summary>What the team wrote about an interview as a whole.</summary>
/// <param name="IsHidden">Whether a blind round keeps it from the reader; then there are no words.</param>
public sealed record InterviewSummary(string Text, SummaryState State, bool IsHidden)
{
    public override string ToString() => $"{State}, {Text.Length} long";
}

/// <summary>A transcript of an interview that the reader may open.</summary>
public sealed record InterviewTranscript(TranscriptId Id, string Title);

/// <summary>A trust, site or participant to choose in a form.</summary>
/// <param name="IsArchived">Then it is not offered any more, but shown where it was chosen.</param>
public sealed record Choice(Guid Id, string Label, TrustId TrustId, bool IsArchived);

public sealed record InterviewList(
    IReadOnlyList<InterviewRow> Interviews, IReadOnlyList<Choice> Trusts, IReadOnlyList<Choice> Sites, IReadOnlyList<Choice> Participants, bool MayManage, bool MaySummarise);

/// <summary>The interviews and focus groups of a study, in the trusts the member reaches.</summary>
public sealed class ListInterviews(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<InterviewList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new Choice(t.Id.Value, t.Label, t.Id, t.ArchivedAt != null)).ToListAsync(cancel);
        var sites = await db.Sites.Where(s => s.StudyId == studyId).OrderBy(s => s.Label).Select(s => new Choice(s.Id.Value, s.Label, s.TrustId, s.ArchivedAt != null)).ToListAsync(cancel);
        var participants = await db.Participants.Where(p => p.StudyId == studyId).OrderBy(p => p.Label).Select(p => new Choice(p.Id.Value, p.Label, p.TrustId, p.ArchivedAt != null)).ToListAsync(cancel);
        var interviews = await db.Interviews.AsNoTracking().Where(i => i.StudyId == studyId).OrderBy(i => i.Title).ToListAsync(cancel);
        var seesAll = member.May(Operation.ReadUnopenedTranscripts);
        var transcripts = !member.May(Operation.ReadTranscripts) ? [] : await db.Transcripts
            .Where(t => t.StudyId == studyId && t.ArchivedAt == null && t.ReleasedAt != null && (seesAll || t.OpenedAt != null)).OrderBy(t => t.Title)
            .Select(t => new { t.InterviewId, Transcript = new InterviewTranscript(t.Id, t.Title) }).ToListAsync(cancel);
        var read = transcripts.ToLookup(t => t.InterviewId, t => t.Transcript);
        var written = await db.Summaries.Where(s => s.StudyId == studyId && s.ColumnId == null).ToDictionaryAsync(s => s.InterviewId!.Value, s => new { s.Text, s.State }, cancel);
        var blind = await BlindCases.ReadAsync(db, member, cancel);
        var materials = await InterviewMaterials.ReadAsync(db, studyId, cancel);
        var labels = trusts.ToDictionary(t => t.TrustId, t => t.Label);
        bool Reaches(Choice choice) => member.ReachesTrust(choice.TrustId);
        return new InterviewList(
            [.. interviews.Where(i => member.ReachesTrust(i.TrustId)).Select(i => new InterviewRow(
                i.Id, i.Title, i.Kind, i.TrustId, labels[i.TrustId], i.SiteId, i.HeldOn, SummaryOf(i.Id),
                [.. i.Participants.Select(p => p.ParticipantId)], [.. read[i.Id]],
                i.State, i.Interviewer, i.ArchivedAt != null, materials.StepOf(i.Id, blind.Hide(SummaryCase.Of(i.Id)))))],
            [.. trusts.Where(Reaches)], [.. sites.Where(Reaches)], [.. participants.Where(Reaches)], member.May(Operation.ManageInterviews), member.May(Operation.Explore));

        InterviewSummary SummaryOf(InterviewId id) =>
            blind.Hide(SummaryCase.Of(id)) ? new InterviewSummary("", SummaryState.Empty, IsHidden: true)
            : written.TryGetValue(id, out var summary) ? new InterviewSummary(summary.Text, summary.State, IsHidden: false)
            : new InterviewSummary("", SummaryState.Empty, IsHidden: false);
    }
}
