using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Identities;

/// <summary>That somebody looked at what identifies.</summary>
/// <param name="What">By label, never by name.</param>
/// <param name="EndedAt">When it ended; null while it is open.</param>
public sealed record RevealRow(
    RevealId Id, string Who, RevealKind Kind, string What, RevealReason Reason, string Note, DateTimeOffset OpenedAt, DateTimeOffset? EndedAt, int Reads, DateTimeOffset? LastReadAt,
    DateTimeOffset? ExportedAt, string ExportedFor);

/// <summary>Who looked at what identifies in a study, the last first.</summary>
public sealed class ListReveals(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<IReadOnlyList<RevealRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeReveals, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var reveals = await (
            from r in db.Reveals.AsNoTracking()
            join m in db.Members on r.MemberId equals m.Id
            where r.StudyId == studyId
            orderby r.OpenedAt descending
            select new { Reveal = r, m.Name }).ToListAsync(cancel);
        var labels = (await db.Participants.Where(p => p.StudyId == studyId).Select(p => new { Id = p.Id, p.Label }).ToListAsync(cancel)).Select(p => (p.Id.Value, p.Label))
            .Concat((await db.Trusts.Where(t => t.StudyId == studyId).Select(t => new { t.Id, t.Label }).ToListAsync(cancel)).Select(t => (t.Id.Value, t.Label)))
            .Concat((await db.Sites.Where(s => s.StudyId == studyId).Select(s => new { s.Id, s.Label }).ToListAsync(cancel)).Select(s => (s.Id.Value, s.Label)))
            .Concat((await db.Transcripts.Where(t => t.StudyId == studyId).Select(t => new { t.Id, t.Title }).ToListAsync(cancel)).Select(t => (t.Id.Value, t.Title)))
            .ToDictionary(x => x.Item1, x => x.Item2);
        var now = clock.GetUtcNow();
        return reveals.Select(r => new RevealRow(
            r.Reveal.Id, r.Name, r.Reveal.Kind, r.Reveal.SubjectId is { } id ? labels.GetValueOrDefault(id, "Something that is gone") : RevealWords.AllOf(r.Reveal.Kind),
            r.Reveal.Reason, r.Reveal.Note, r.Reveal.OpenedAt, r.Reveal.ClosedAt ?? (r.Reveal.IsOpen(now) ? null : r.Reveal.Until), r.Reveal.Reads, r.Reveal.LastReadAt,
            r.Reveal.ExportedAt, r.Reveal.ExportedFor)).ToList();
    }
}
