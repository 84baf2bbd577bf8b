using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Makes a code, or rewrites what is said about one.</summary>
public sealed class EditCode(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : ChangeCodebook(databases, permissions, feed)
{
    public Task<Result<Done>> CreateAsync(AccountId me, StudyId studyId, CodeId? parentId, CodeWords words, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, (db, codes) =>
        {
            var parent = codes.Find(c => c.Id == parentId);
            if (parentId is not null && parent is null) return Refusal.NotFound;
            if (Code.Create(studyId, parent, words, After(codes, parentId)).IsRefused(out var refusal, out var code)) return refusal;
            db.Codes.Add(code);
            return Done.Well;
        }, cancel);

    /// <param name="version">The version that was edited: another's change meanwhile is a refusal.</param>
    public Task<Result<Done>> RewriteAsync(AccountId me, StudyId studyId, CodeId id, uint version, CodeWords words, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            db.Entry(code).Property(c => c.Version).OriginalValue = version;
            return code.Describe(words);
        }, cancel);
}
