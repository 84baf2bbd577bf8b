using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>A study that somebody belongs to, and how much of it is open to them.</summary>
/// <param name="MayManage">Whether they may change what it is called.</param>
/// <param name="MayArchive">Whether they may put it away, or bring it back.</param>
public sealed record StudyCard(
    StudyId Id, string Name, string ShortName, string Description, Role Role, int Transcripts, bool IsArchived, bool MayManage, bool MayArchive);

/// <summary>The studies that somebody belongs to.</summary>
public sealed class ListStudies(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<(IReadOnlyList<StudyCard> Studies, bool MayCreate)> RunAsync(AccountId me, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from m in db.Members.AsNoTracking()
            join s in db.Studies on m.StudyId equals s.Id
            where m.AccountId == me && m.EndedAt == null
            orderby s.Name
            select new { Member = m, s.Name, s.ShortName, s.Description, IsArchived = s.ArchivedAt != null }).ToListAsync(cancel);
        var ids = rows.Select(r => r.Member.StudyId).ToList();
        var transcripts = await db.Transcripts.Where(t => ids.Contains(t.StudyId) && t.ArchivedAt == null)
            .GroupBy(t => new { t.StudyId, t.TrustId, IsOpen = t.OpenedAt != null }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var cards = rows.Select(r => new StudyCard(
            r.Member.StudyId, r.Name, r.ShortName, r.Description, r.Member.Role,
            transcripts.Where(t => t.Key.StudyId == r.Member.StudyId && r.Member.May(Operation.ReadTranscripts, t.Key.TrustId)
                && (t.Key.IsOpen || r.Member.May(Operation.ReadUnopenedTranscripts))).Sum(t => t.Count),
            r.IsArchived, r.Member.May(Operation.ManageStudy), r.Member.May(Operation.ManageStudy) && r.Member.Reaches([]))).ToList();
        return (cards, await permissions.IsOperatorAsync(me, cancel));
    }
}
