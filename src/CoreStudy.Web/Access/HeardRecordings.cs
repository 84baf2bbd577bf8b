using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>A recording as those see it who may hear it.</summary>
public sealed record HeardRecording(RecordingId Id, StudyId StudyId, InterviewId InterviewId, SoundFormat Format, long Bytes, long? DurationMs, DateTimeOffset BroughtInAt, Hearing May)
{
    /// <summary>Where its sound is read, in ranges.</summary>
    public string Address => $"/studies/{StudyId.Value}/recordings/{Id.Value}/sound";
}

/// <summary>The recordings that somebody was named for. Who was not learns nothing of them, not even that they are there.</summary>
public sealed class HeardRecordings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>Those of an interview, in the order in which they came.</summary>
    public async Task<IReadOnlyList<HeardRecording>> OfAsync(AccountId me, StudyId study, InterviewId interview, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.HearRecordings, cancel)).IsRefused(out _, out var member)) return [];
        await using var db = await databases.CreateDbContextAsync(cancel);
        var heard = await (
            from r in db.Recordings
            join h in db.RecordingHearers on r.Id equals h.RecordingId
            where r.StudyId == study && r.InterviewId == interview && r.DestroyedAt == null && h.MemberId == member.Id && h.EndedAt == null
            orderby r.BroughtInAt, r.Id
            select new { r.TrustId, Heard = new HeardRecording(r.Id, r.StudyId, r.InterviewId, r.Format, r.Bytes, r.DurationMs, r.BroughtInAt, h.May) }).ToListAsync(cancel);
        return [.. heard.Where(h => member.ReachesTrust(h.TrustId)).Select(h => h.Heard)];
    }
}
