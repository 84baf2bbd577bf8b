using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Makes a new code beside another, and gives it some of the other's codings.</summary>
public sealed class SplitCode(CodebookDesk desk) : ChangeCodebook(desk)
{
    /// <param name="codings">Those that go to the new code; the others stay.</param>
    public async Task<Result<ChangeId>> RunAsync(
        AccountId me, StudyId studyId, CodeId id, CodeWords words, IReadOnlyCollection<CodingId> codings, CancellationToken cancel)
    {
        if (codings.Count == 0) return new Refusal("Choose at least one passage that goes to the new code.");
        CodeId made = default;
        return await ChangeAsync(
            me, studyId, words.Name, ChangeKind.Split,
            (db, codes) =>
            {
                if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
                if (code.IsRetired) return new Refusal($"“{code.Name}” is retired. Restore it first.");
                var parent = codes.Find(c => c.Id == code.ParentId);
                if (Code.Create(studyId, parent, words, After(codes, code.ParentId)).IsRefused(out var refusal, out var beside)) return refusal;
                made = beside.Id;
                db.Codes.Add(beside);
                return Done.Well;
            },
            cancel,
            following => following.SplitAsync(id, made, codings));
    }
}
