using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Makes a code, or rewrites what is said about one.</summary>
public sealed class EditCode(CodebookDesk desk) : ChangeCodebook(desk)
{
    public Task<Result<ChangeId>> CreateAsync(AccountId me, StudyId studyId, CodeId? parentId, CodeWords words, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, ChangeKind.Create, (db, codes) =>
        {
            var parent = codes.Find(c => c.Id == parentId);
            if (parentId is not null && parent is null) return Refusal.NotFound;
            if (Code.Create(studyId, parent, words, After(codes, parentId)).IsRefused(out var refusal, out var code)) return refusal;
            db.Codes.Add(code);
            return Done.Well;
        }, cancel);

    /// <param name="version">The version that was edited: another's change meanwhile is a refusal.</param>
    /// <param name="lookAgain">Whether all who have used the code are asked to look at those passages again.</param>
    public Task<Result<ChangeId>> RewriteAsync(
        AccountId me, StudyId studyId, CodeId id, uint version, CodeWords words, bool lookAgain, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, ChangeKind.Rewrite, (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            db.Entry(code).Property(c => c.Version).OriginalValue = version;
            return code.Describe(words);
        }, cancel, lookAgain ? following => following.LookAgainAsync(id) : null);
}
