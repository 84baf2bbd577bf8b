using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Takes a code out of use, back into use, or accepts one that was proposed. Codings stay as they are.</summary>
public sealed class RetireCode(CodebookDesk desk) : ChangeCodebook(desk)
{
    public Task<Result<ChangeId>> RunAsync(AccountId me, StudyId studyId, CodeId id, CodeState to, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", to == CodeState.Retired ? ChangeKind.Retire : ChangeKind.Restore, (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            if (to == CodeState.Retired) code.Retire();
            else code.Restore();
            return Done.Well;
        }, cancel);

    /// <summary>Says yes or no to a code that somebody proposed; a no retires it, and its codings stay.</summary>
    public Task<Result<ChangeId>> DecideAsync(AccountId me, StudyId studyId, CodeId id, bool accept, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", accept ? ChangeKind.Accept : ChangeKind.Decline, (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            if (accept) return code.Accept();
            if (code.State != CodeState.Proposed) return new Refusal($"“{code.Name}” is not waiting to be accepted.");
            code.Retire();
            return Done.Well;
        }, cancel);
}
