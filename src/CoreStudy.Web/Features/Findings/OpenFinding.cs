using CoreStudy.Data;
using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>A piece of evidence as one reads it.</summary>
/// <param name="Passage">As it is coded now; null where the coding or the words are gone.</param>
/// <param name="Turn">In which it begins, from 1.</param>
/// <param name="CodeThen">The name of the code when it was chosen; empty where that is not known.</param>
/// <param name="Role">The role of who says most of it, and <paramref name="TrustId"/> where: what the picture counts it by.</param>
public sealed record EvidenceView(EvidenceRow Row, PassageView? Passage, string Title, int Turn, TrustId TrustId, string Role, string CodeThen, string AddedBy)
{
    public override string ToString() => Row.ToString();
}

/// <summary>How a finding was said before.</summary>
public sealed record EditionRow(int Number, string Theme, string Claim, FindingStrength Strength, string Caveat, string By, DateTimeOffset At)
{
    public override string ToString() => $"edition {Number}";
}

/// <param name="ThemeCodes">The codes of its theme and of the sub-themes.</param>
/// <param name="Evidence">What the reader may see, in the order in which it was chosen.</param>
/// <param name="Editions">The newest first.</param>
public sealed record FindingView(
    FindingRow Row, NamedTheme Theme, IReadOnlyList<CodeId> ThemeCodes, IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<EditionRow> Editions, IReadOnlyList<QuoteView> Quotes,
    IReadOnlyList<NamedTheme> Themes, IReadOnlyList<string> Roles, IReadOnlyList<NamedTrust> Trusts, bool MayManage, bool IsLimited)
{
    public override string ToString() => Row.ToString();
}

/// <summary>One finding with everything that it stands on.</summary>
public sealed class OpenFinding(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<FindingView>> RunAsync(AccountId me, StudyId studyId, FindingId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var list = await ReadFindings.ListAsync(db, reader, null, id, cancel);
        if (list.All.SingleOrDefault(f => f.Id == id) is not { } row) return Refusal.NotFound;

        var themes = list.Themes.ToDictionary(t => t.Id, t => t.Name);
        var codes = await db.CodesOf([row.ThemeId]).Distinct().ToListAsync(cancel);
        var editions = await (
            from e in db.FindingEditions
            join m in db.Members on e.By equals m.Id
            where e.FindingId == id
            orderby e.Number descending
            select new { e.Number, e.ThemeId, e.Claim, e.Strength, e.Caveat, m.Name, e.At }).ToListAsync(cancel);
        var quotes = await db.FindingQuotes.Where(u => u.FindingId == id).OrderBy(u => u.AddedAt).Select(u => u.QuoteId).ToListAsync(cancel);
        var views = (quotes.Count == 0 ? [] : await ReadQuotes.ViewsAsync(db, reader, quotes, cancel)).ToDictionary(q => q.Id);
        return new FindingView(
            row, new NamedTheme(row.ThemeId, themes[row.ThemeId]), codes, await EvidenceAsync(db, reader, id, cancel),
            [.. editions.Select(e => new EditionRow(e.Number, themes.GetValueOrDefault(e.ThemeId, "a theme that is gone"), e.Claim, e.Strength, e.Caveat, e.Name, e.At))],
            [.. quotes.Where(views.ContainsKey).Select(q => views[q])],
            [.. list.Themes.Where(t => !t.IsDropped || t.Id == row.ThemeId).Select(t => new NamedTheme(t.Id, t.Parent.Length > 0 ? $"{t.Parent}: {t.Name}" : t.Name))],
            list.Roles, list.Trusts, list.MayManage, list.IsLimited);
    }

    private static async Task<IReadOnlyList<EvidenceView>> EvidenceAsync(StudyDb db, Member reader, FindingId id, CancellationToken cancel)
    {
        var rows = (await EvidenceReading.ReadAsync(db, reader, id, withWords: true, cancel)).Where(r => r.Sight == EvidenceSight.Shown).ToList();
        var passages = new Dictionary<Guid, PassageView>();
        foreach (var some in rows.Where(r => r.State is not (EvidenceState.CodingRemoved or EvidenceState.Withdrawn)).Select(r => r.CodingId).Chunk(PassageReading.Most))
        {
            var found = await CodedPassages.OfBothLayers(db, reader).Where(p => some.Contains(p.Id)).ToListAsync(cancel);
            foreach (var view in await PassageReading.ReadAsync(db, found, PassageReading.UsualContext, cancel)) passages[view.Id] = view;
        }

        var texts = rows.Select(r => r.TranscriptId).Distinct().ToList();
        var titles = await db.Transcripts.Where(t => texts.Contains(t.Id)).Select(t => new { t.Id, t.Title, t.TrustId }).ToDictionaryAsync(t => t.Id, cancel);
        var turns = await QuoteReading.TurnsAsync(db, [.. rows.Select(r => (r.TranscriptId, r.Segment))], cancel);
        var then = rows.Select(r => r.CodeThen).OfType<CodeId>().Distinct().ToList();
        var codes = await db.Codes.Where(c => then.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var by = rows.Select(r => r.AddedBy).Distinct().ToList();
        var names = await db.Members.Where(m => by.Contains(m.Id)).Select(m => new { m.Id, m.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return [.. rows.Select(r =>
        {
            var passage = passages.GetValueOrDefault(r.CodingId);
            var turn = passage?.Turn ?? (turns[r.TranscriptId].FirstOrDefault(t => t.Segment.Overlaps(r.Segment))?.Number + 1) ?? 1;
            return new EvidenceView(r, passage, titles[r.TranscriptId].Title, turn, titles[r.TranscriptId].TrustId, passage?.Role ?? "", r.CodeThen is { } code ? codes.GetValueOrDefault(code, "") : "", names[r.AddedBy]);
        })];
    }
}
