using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>Which transcripts are asked for; what is left out does not narrow.</summary>
/// <param name="Find">Part of a title.</param>
/// <param name="Coder">Given to this member.</param>
/// <param name="State">At least one assignment stands so; of the coder's where one is named.</param>
/// <param name="IsUnassigned">Given to nobody.</param>
/// <param name="IsOverdue">At least one assignment is still to be coded after its date; of the coder's where one is named.</param>
public sealed record WorkFilter(
    string Find = "", TrustId? Trust = null, MemberId? Coder = null, AssignmentState? State = null, bool IsUnassigned = false, bool IsOverdue = false)
{
    /// <summary>The transcripts in use that fit, in the trusts that the member reaches.</summary>
    internal IQueryable<Transcript> Of(StudyDb db, Member member, DateOnly today)
    {
        var trusts = member.TrustIds;
        var seesAll = member.May(Operation.ReadUnopenedTranscripts);
        var found = db.Transcripts.Where(t => t.StudyId == member.StudyId && t.ArchivedAt == null && (seesAll || t.OpenedAt != null));
        if (trusts.Count > 0) found = found.Where(t => trusts.Contains(t.TrustId));
        if (Find.Trim() is { Length: > 0 } words)
        {
            var pattern = LikePattern.Containing(words);
            found = found.Where(t => EF.Functions.ILike(t.Title, pattern, "\\"));
        }

        if (Trust is { } trust) found = found.Where(t => t.TrustId == trust);
        if (IsUnassigned) found = found.Where(t => !db.Assignments.Any(a => a.TranscriptId == t.Id && a.State != AssignmentState.Withdrawn));
        if (Coder is null && State is null && !IsOverdue) return found;

        var work = db.Assignments.Where(a => a.State != AssignmentState.Withdrawn);
        if (Coder is { } coder) work = work.Where(a => a.MemberId == coder);
        if (State is { } state) work = work.Where(a => a.State == state);
        if (IsOverdue) work = work.Where(a => a.DueOn < today && (a.State == AssignmentState.Assigned || a.State == AssignmentState.SentBack));
        return found.Where(t => work.Any(a => a.TranscriptId == t.Id));
    }
}
