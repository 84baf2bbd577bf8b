using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Somebody who keeps the framework looks at what a file would change of it. Nothing is stored.</summary>
public sealed class PlanImport(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<CodebookTable>> ReadAsync(AccountId me, StudyId studyId, string fileName, byte[] content, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        return await Task.Run(() => CodebookFile.Read(fileName, content, cancel), cancel);
    }

    public async Task<Result<ImportPlan>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<CodeLine> lines, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var framework = await db.FrameworkAsync(studyId, cancel);
        return await Task.Run(() => ImportPlan.For(framework, lines), cancel);
    }
}
