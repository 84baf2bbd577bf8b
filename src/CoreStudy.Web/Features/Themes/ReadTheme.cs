using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>What lies behind a theme in one trust or in all, by people of each role.</summary>
/// <param name="TrustId">Null for all trusts.</param>
/// <param name="ByRole">In the order of the roles.</param>
/// <param name="Rest">Where only interviewers or unknown people speak.</param>
public sealed record ShareRow(TrustId? TrustId, string Trust, IReadOnlyList<(int Passages, int People)> ByRole, int Rest);

/// <summary>A theme as its page shows it.</summary>
/// <param name="Board">Where it stands among the others.</param>
/// <param name="Roles">What participants are in the study.</param>
/// <param name="People">How many participants of each role there are in the trusts the reader reaches.</param>
/// <param name="Shares">A row for each trust the reader reaches, and one for all.</param>
public sealed record ThemeView(BoardTheme Theme, ThemeWords Words, uint Version, ThemeBoard Board, IReadOnlyList<string> Roles, IReadOnlyList<int> People, IReadOnlyList<ShareRow> Shares);

/// <summary>One theme with what is written about it and what lies behind it.</summary>
public sealed class ReadTheme(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ThemeView>> RunAsync(AccountId me, StudyId studyId, ThemeId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        if (await db.Themes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.StudyId == studyId, cancel) is not { } theme) return Refusal.NotFound;
        var board = await ReadThemeBoard.BoardAsync(db, member, cancel);
        if (board.Theme(id) is not { } row) return Refusal.NotFound; // removed this moment

        var shares = await db.SharesAsync(member, new PassageFilter { Themes = [id] }, cancel);
        var reach = member.TrustIds;
        var trusts = await db.Trusts.AsNoTracking().Where(t => t.StudyId == studyId && (reach.Count == 0 || reach.Contains(t.Id))).OrderBy(t => t.Label).ToListAsync(cancel);
        var roles = (await db.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancel)).ParticipantRoles;
        var people = await db.Participants.Where(p => p.StudyId == studyId && p.ArchivedAt == null && (reach.Count == 0 || reach.Contains(p.TrustId)))
            .GroupBy(p => p.Role).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        ShareRow Row(TrustId? trust, string name, List<PassageShare> of) => new(
            trust, name, [.. roles.Select(r => (of.Where(s => s.Role == r).Sum(s => s.Passages), of.Where(s => s.Role == r).Select(s => s.ParticipantId).Distinct().Count()))],
            of.Where(s => s.Role is null || !roles.Contains(s.Role)).Sum(s => s.Passages));
        return new ThemeView(
            row, theme.Words, theme.Version, board, roles, [.. roles.Select(r => people.GetValueOrDefault(r))],
            [.. trusts.Where(t => t.ArchivedAt is null || shares.Any(s => s.TrustId == t.Id)).Select(t => Row(t.Id, t.Label, [.. shares.Where(s => s.TrustId == t.Id)])), Row(null, "All trusts", [.. shares])]);
    }
}
