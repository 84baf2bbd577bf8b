using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Takes a code out of use, back into use, or accepts one that was proposed. Codings stay as they are.</summary>
public sealed class RetireCode(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : ChangeCodebook(databases, permissions, feed)
{
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, CodeId id, CodeState to, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", (_, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            if (code.State == CodeState.Proposed && to == CodeState.Active) return code.Accept();
            if (to == CodeState.Retired) code.Retire();
            else code.Restore();
            return Done.Well;
        }, cancel);
}
