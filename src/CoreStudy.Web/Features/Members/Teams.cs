using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

internal static class Teams
{
    /// <summary>Everybody of the study, for whom nobody else can change a membership until this transaction ends.</summary>
    /// <remarks>Two changes at once could otherwise each leave the other's person as the last admin.</remarks>
    public static async Task<List<Member>> LockTeamAsync(this StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from studies where id = {studyId.Value} for no key update", cancel);
        return await db.Members.Where(m => m.StudyId == studyId).ToListAsync(cancel);
    }
}
