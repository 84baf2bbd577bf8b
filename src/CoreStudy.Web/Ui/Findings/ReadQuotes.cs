using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Findings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Findings;

/// <summary>Something to choose in a filter.</summary>
public sealed record NamedFinding(FindingId Id, string Claim)
{
    public override string ToString() => Id.Value.ToString();
}

public sealed record NamedTheme(ThemeId Id, string Name);

/// <param name="Hidden">How many a blind round hides from the reader.</param>
/// <param name="MayApprove">Whether the reader says which quotes may be printed.</param>
public sealed record QuoteList(
    IReadOnlyList<QuoteView> Quotes, int Hidden, IReadOnlyList<NamedTheme> Themes, IReadOnlyList<NamedFinding> Findings, QuoteLabelStyle Style, int SmallestCell, bool MayManage, bool MayApprove, bool MayStyle);

/// <summary>The quotes of a study, with their words as far as everybody in them agrees at this moment.</summary>
public sealed class ReadQuotes(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<QuoteList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var views = await ViewsAsync(db, reader, null, cancel);
        var (reach, blind, quotes) = (reader.TrustIds, db.BlindTo(reader), db.Quotes.VisibleTo(db, reader));
        var hidden = await db.Quotes.CountAsync(
            q => q.StudyId == studyId && blind.Contains(q.TranscriptId) && !quotes.Any(v => v.Id == q.Id) && db.Transcripts.Any(t => t.Id == q.TranscriptId && t.ArchivedAt == null && (reach.Count == 0 || reach.Contains(t.TrustId))), cancel);
        var themes = await db.Themes.Where(t => t.StudyId == studyId && t.Status != ThemeStatus.Dropped).OrderBy(t => t.ParentId == null ? 0 : 1).ThenBy(t => t.Order).Select(t => new NamedTheme(t.Id, t.Name)).ToListAsync(cancel);
        var findings = await db.Findings.Where(f => f.StudyId == studyId).OrderBy(f => f.Claim).Select(f => new NamedFinding(f.Id, f.Claim)).ToListAsync(cancel);
        var style = await db.Studies.Where(s => s.Id == studyId).Select(s => s.QuoteLabels).SingleAsync(cancel);
        return new QuoteList(
            views, hidden, themes, findings, style, await PeopleColumns.SmallestCellAsync(db, studyId, cancel),
            reader.May(Operation.ManageThemes), reader.May(Operation.ApproveQuotes), reader.May(Operation.ManageStudy));
    }

    /// <summary>Quotes as they may be shown to a reader who was let in.</summary>
    /// <param name="only">Null for all of the study.</param>
    internal static async Task<IReadOnlyList<QuoteView>> ViewsAsync(StudyDb db, Member reader, IReadOnlyCollection<QuoteId>? only, CancellationToken cancel)
    {
        var rows = await QuoteReading.ReadAsync(db, reader, only, cancel);
        if (rows.Count == 0) return [];
        var people = await PeopleColumns.ReadAsync(db, reader.StudyId, cancel);
        var ids = rows.Select(r => r.Id).ToList();
        var uses = (await (
            from u in db.FindingQuotes
            join f in db.Findings on u.FindingId equals f.Id
            join t in db.Themes on f.ThemeId equals t.Id
            where ids.Contains(u.QuoteId)
            orderby t.Order, f.Order
            select new { u.QuoteId, Use = new QuoteUse(f.Id, f.Claim, t.Id, t.Name) }).ToListAsync(cancel)).ToLookup(u => u.QuoteId, u => u.Use);
        var above = await db.Themes.Where(t => t.StudyId == reader.StudyId).Select(t => new { t.Id, t.ParentId }).ToDictionaryAsync(t => t.Id, t => t.ParentId, cancel);
        var ofCode = (await db.ThemeCodes.Where(c => db.Themes.Any(t => t.Id == c.ThemeId && t.StudyId == reader.StudyId)).Select(c => new { c.CodeId, c.ThemeId }).ToListAsync(cancel)).ToLookup(c => c.CodeId, c => c.ThemeId);
        return [.. rows.Select(r =>
        {
            List<QuoteUse> used = [.. uses[r.Id]];
            var themes = used.Select(u => u.ThemeId).Concat(r.CodeId is { } code ? ofCode[code] : []).ToHashSet();
            themes.UnionWith(themes.Select(t => above.GetValueOrDefault(t)).OfType<ThemeId>().ToList());
            return QuoteShowing.Show(r, people, used, themes);
        })];
    }
}
