using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>The words that a study leaves out when it counts words.</summary>
public sealed class ReadStopWords(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<string>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await StopWordsOfStudy.ReadAsync(db, studyId, cancel)).Order(StringComparer.Ordinal).ToList();
    }
}

/// <summary>Changes which words are left out: for everybody in the study.</summary>
public sealed class ChangeStopWords(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, StudyFeed feed) : IUseCase
{
    /// <param name="words">All that are to be left out, with white space or commas between them.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, string words, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // small words of the list, such as “will” and “may”, are names elsewhere: those that stood in it tell nothing
        var before = string.Join(' ', await StopWordsOfStudy.ReadAsync(db, studyId, cancel));
        if (await typed.ForbidNewAsync(me, studyId, before, new ScannedText("the words that are left out", words), cancel) is { } leak) return leak;
        var stop = await db.StopWords.SingleOrDefaultAsync(w => w.StudyId == studyId, cancel);
        if (stop is null) db.StopWords.Add(stop = StopWords.For(studyId));
        if (stop.Change(words).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(AuditKind.StopWordsChanged, member, AuditSubject.Of(studyId), AuditDetail.Count("words", stop.Words.Count)));
        if ((await db.SaveOrRefuseAsync("the words that are left out", cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
