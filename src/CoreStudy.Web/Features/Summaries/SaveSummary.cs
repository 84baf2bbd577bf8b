using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>What somebody wrote.</summary>
/// <param name="BasedOn">The number of the version that they began from; 0 where nothing was written.</param>
public sealed record SummaryDraft(int BasedOn, string Text, SummaryState State)
{
    public override string ToString() => $"{State} on version {BasedOn}, {Text.Length} long";
}

/// <summary>What became of it.</summary>
/// <param name="Stands">The version that stands now.</param>
/// <param name="IsClash">Whether somebody else had saved meanwhile: then theirs stands, and nothing of this was kept.</param>
public sealed record SummarySaved(VersionView Stands, bool IsClash);

/// <summary>Saves a summary as a new version. Where somebody else saved meanwhile, theirs is given back, so that neither is lost.</summary>
public sealed class SaveSummary(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords words, StudyFeed feed, TimeProvider clock, ILogger<SaveSummary> logger) : IUseCase
{
    public async Task<Result<SummarySaved>> RunAsync(AccountId me, StudyId studyId, SummarySpot spot, SummaryDraft draft, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await new SummaryDoor(permissions).EnterAsync(db, me, studyId, spot, Operation.WriteSummaries, cancel)).IsRefused(out var refusal, out var at)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the summary", draft.Text)) is { } leak) return leak;

        var summary = await SummaryDoor.FindAsync(db, studyId, spot, cancel);
        if ((summary?.Number ?? 0) != draft.BasedOn) return await ClashAsync(studyId, spot, cancel);
        if (summary is null) db.Summaries.Add(summary = Summary.Begin(studyId, spot.ColumnId, spot.Case, clock.GetUtcNow()));
        if (summary.Write(draft.Text, draft.State, at.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var version)) return no;
        db.SummaryVersions.Add(version);
        var detail = AuditDetail.Word("state", version.State).AndCount("version", version.Number);
        db.Audit(AuditEntry.Of(AuditKind.SummarySaved, at.Member, at.Subject, at.Matrix is { } matrix ? detail.AndId("matrix", matrix.Id) : detail));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await ClashAsync(studyId, spot, cancel); // somebody else's came between the look and the saving
        }

        logger.SummarySaved(summary.Id, version.Number, version.Text.Length);
        feed.Publish(new SummariesMoved(studyId, at.Matrix?.Id));
        return new SummarySaved(new VersionView(version.Number, version.Text, version.State, at.Member.Name, version.At), IsClash: false);
    }

    private async Task<Result<SummarySaved>> ClashAsync(StudyId studyId, SummarySpot spot, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new SummarySaved(await OpenSummary.VersionAsync(db, await SummaryDoor.FindAsync(db, studyId, spot, cancel), cancel), IsClash: true);
    }
}
