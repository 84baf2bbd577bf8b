using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Progress;

/// <summary>How far a study is, in the trusts that the member reaches.</summary>
public sealed class ReadProgress(Permissions permissions, ProgressBoard board) : IUseCase
{
    public async Task<Result<ProgressView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeProgress, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        return (await board.ReadAsync(studyId, cancel)).For(member);
    }
}
