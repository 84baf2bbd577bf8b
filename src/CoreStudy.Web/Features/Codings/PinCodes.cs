using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A member keeps codes under the digits 1 to 9.</summary>
public sealed class PinCodes(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, IReadOnlyDictionary<int, CodeId> pins, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (pins.Keys.Any(digit => digit is < 1 or > 9)) return new Refusal("Codes are pinned to the digits 1 to 9.");

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var codes = pins.Values.Distinct().ToList();
        if (await db.Codes.CountAsync(c => c.StudyId == studyId && codes.Contains(c.Id), cancel) != codes.Count)
            return new Refusal("A pinned code is not in the codebook of the study.");

        await db.CodePins.Where(p => p.MemberId == member.Id).ExecuteDeleteAsync(cancel);
        db.CodePins.AddRange(pins.Select(p => new CodePin(member.Id, p.Key, p.Value)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Done.Well;
    }
}
