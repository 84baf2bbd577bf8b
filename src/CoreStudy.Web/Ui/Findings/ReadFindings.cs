using CoreStudy.Data;
using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Findings;

/// <summary>A finding with what it stands on, counted at this moment.</summary>
/// <param name="NeedsLook">Passages that were removed, recoded, moved or withdrawn since they were chosen.</param>
/// <param name="Hidden">Passages that a blind round hides from the reader.</param>
/// <param name="PutAway">Passages of transcripts that are put away.</param>
public sealed record FindingRow(
    FindingId Id, ThemeId ThemeId, string Claim, FindingStrength Strength, string Caveat, uint Version, FindingTotal Supporting, FindingTotal Contradicting, IReadOnlyList<FindingCell> Cells,
    int NeedsLook, int Hidden, int PutAway, int Quotes)
{
    public override string ToString() => $"finding {Id.Value}";

    /// <summary>In how many trusts somebody supports it.</summary>
    public int Trusts => Cells.Where(c => c.Side == EvidenceSide.Supporting && c.People > 0).Select(c => c.TrustId).Distinct().Count();
}

/// <param name="Parent">The theme that it is a sub-theme of; empty for a theme.</param>
public sealed record FindingTheme(ThemeId Id, ThemeId? ParentId, string Name, string Parent, bool IsDropped, IReadOnlyList<FindingRow> Findings);

public sealed record NamedTrust(TrustId Id, string Label);

/// <param name="IsLimited">Whether the reader works for some trusts alone, so that the counts are of those.</param>
public sealed record FindingList(IReadOnlyList<FindingTheme> Themes, IReadOnlyList<string> Roles, IReadOnlyList<NamedTrust> Trusts, bool MayManage, bool IsLimited)
{
    public IEnumerable<FindingRow> All => Themes.SelectMany(t => t.Findings);
}

/// <summary>The findings of a study by theme, with their counts by trust and role.</summary>
public sealed class ReadFindings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="theme">Those of one theme and of its sub-themes; null for all.</param>
    public async Task<Result<FindingList>> RunAsync(AccountId me, StudyId studyId, ThemeId? theme, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        return await ListAsync(db, reader, theme, null, cancel);
    }

    /// <summary>The same for a reader who was let in, as of the last <see cref="CodedPassages.RefreshAsync"/>.</summary>
    internal static async Task<FindingList> ListAsync(StudyDb db, Member reader, ThemeId? theme, FindingId? only, CancellationToken cancel)
    {
        var studyId = reader.StudyId;
        var themes = await db.Themes.Where(t => t.StudyId == studyId && (theme == null || t.Id == theme || t.ParentId == theme))
            .Select(t => new { t.Id, t.ParentId, t.Name, t.Status, t.Order }).ToListAsync(cancel);
        var ids = themes.ConvertAll(t => t.Id);
        var findings = await db.Findings.AsNoTracking().Where(f => f.StudyId == studyId && ids.Contains(f.ThemeId) && (only == null || f.Id == only)).OrderBy(f => f.Order).ThenBy(f => f.Id).ToListAsync(cancel);
        var cells = (await EvidenceReading.CellsAsync(db, reader, only, cancel)).ToLookup(c => c.FindingId);
        var totals = (await EvidenceReading.TotalsAsync(db, reader, only, cancel)).ToDictionary(t => (t.FindingId, t.Side));
        var evidence = (await EvidenceReading.ReadAsync(db, reader, only, withWords: false, cancel)).ToLookup(e => e.FindingId);
        var visible = db.Quotes.VisibleTo(db, reader);
        var quotes = await db.FindingQuotes.Where(u => visible.Any(q => q.Id == u.QuoteId)).GroupBy(u => u.FindingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var rows = findings.ConvertAll(f => new FindingRow(
            f.Id, f.ThemeId, f.Claim, f.Strength, f.Caveat, f.Version, Total(f.Id, EvidenceSide.Supporting), Total(f.Id, EvidenceSide.Contradicting), [.. cells[f.Id]],
            evidence[f.Id].Count(e => e.NeedsLook), evidence[f.Id].Count(e => e.Sight == EvidenceSight.Blind), evidence[f.Id].Count(e => e.Sight == EvidenceSight.PutAway), quotes.GetValueOrDefault(f.Id))).ToLookup(f => f.ThemeId);

        var tops = themes.Where(t => t.ParentId is null || !ids.Contains(t.ParentId.Value)).OrderBy(t => t.Order).ThenBy(t => t.Id.Value);
        var inOrder = tops.SelectMany(t => themes.Where(s => s.ParentId == t.Id).OrderBy(s => s.Order).ThenBy(s => s.Id.Value).Prepend(t));
        var names = themes.ToDictionary(t => t.Id, t => t.Name);
        return new FindingList(
            [.. inOrder.Select(t => new FindingTheme(t.Id, t.ParentId, t.Name, t.ParentId is { } parent ? names.GetValueOrDefault(parent, "") : "", t.Status == ThemeStatus.Dropped, [.. rows[t.Id]]))],
            await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel),
            [.. (await db.Trusts.Where(t => t.StudyId == studyId && t.ArchivedAt == null).OrderBy(t => t.Label).Select(t => new NamedTrust(t.Id, t.Label)).ToListAsync(cancel)).Where(t => reader.ReachesTrust(t.Id))],
            reader.May(Operation.ManageThemes), reader.TrustIds.Count > 0);

        FindingTotal Total(FindingId id, EvidenceSide side) => totals.GetValueOrDefault((id, side)) ?? new FindingTotal(id, side, 0, 0, 0);
    }
}
