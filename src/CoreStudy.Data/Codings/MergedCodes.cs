using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>Which codes of a study were merged into which.</summary>
public sealed class MergedCodes
{
    private readonly Dictionary<CodeId, CodeId> _into;

    private MergedCodes(Dictionary<CodeId, CodeId> into) => _into = into;

    public static async Task<MergedCodes> ReadAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
        new(await db.Codes.Where(c => c.StudyId == studyId && c.MergedInto != null).ToDictionaryAsync(c => c.Id, c => c.MergedInto!.Value, cancel));

    /// <summary>The code that stands for this one now; itself where it was not merged.</summary>
    public CodeId Standing(CodeId code)
    {
        while (_into.TryGetValue(code, out var into)) code = into;
        return code;
    }
}
