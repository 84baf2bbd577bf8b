using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Archives;

/// <summary>The recordings of a study that can be heard: they go along with the vault, or stay behind.</summary>
/// <param name="Bytes">Of all of them together.</param>
public sealed record StudySounds(int Count, long Bytes);

/// <summary>How many recordings an archive takes along or leaves, and how large they are.</summary>
public sealed class MeasureRecordings(IDbContextFactory<StudyDb> databases, SoundStore sounds, Permissions permissions) : IUseCase
{
    public async Task<Result<StudySounds>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.TakeWholeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var heard = (await SoundsOf.StudyAsync(db, sounds, studyId, cancel)).Where(s => !s.IsDestroyed).ToList();
        return new StudySounds(heard.Count, heard.Sum(s => s.Bytes));
    }
}
