using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>A code as board and map show it.</summary>
/// <param name="Path">The names of the codes it lies below, with “›” between; empty at the top.</param>
/// <param name="MergedInto">The name of the code that it was merged into; its counts are that code's then.</param>
/// <param name="IsInUse">Whether it can be put on passages.</param>
/// <param name="Below">Codes below it, itself left out, in the order of the framework.</param>
public sealed record BoardCode(CodeId Id, string Name, string Path, string Colour, string? MergedInto, bool IsInUse, PassageCount Count, IReadOnlyList<CodeId> Below);

/// <summary>A theme as board and map show it.</summary>
/// <param name="Codes">In their order.</param>
public sealed record BoardTheme(ThemeId Id, ThemeId? ParentId, string Name, string CentralIdea, ThemeStatus Status, int Order, IReadOnlyList<CodeId> Codes, PassageCount Count);

/// <summary>The themes of a study and the codes they are built from.</summary>
/// <param name="Themes">Themes and sub-themes, each kind in its order; dropped ones too.</param>
/// <param name="Codes">All codes, in the order of the framework.</param>
/// <param name="HidesSome">Whether a blind round hides passages from the reader for now.</param>
/// <param name="SmallestCell">How few people may be told of in a file.</param>
public sealed record ThemeBoard(IReadOnlyList<BoardTheme> Themes, IReadOnlyList<BoardCode> Codes, bool MayManage, bool HidesSome, int SmallestCell)
{
    private IReadOnlyDictionary<CodeId, BoardCode>? _byId;

    public BoardCode? Code(CodeId id) => (_byId ??= Codes.ToDictionary(c => c.Id)).GetValueOrDefault(id);

    public BoardTheme? Theme(ThemeId id) => Themes.FirstOrDefault(t => t.Id == id);

    public IEnumerable<BoardTheme> Below(ThemeId? parent) => Themes.Where(t => t.ParentId == parent);

    /// <summary>Whether it counts as a theme: neither it nor the theme above it was dropped.</summary>
    public bool Stands(BoardTheme theme) => theme.Status != ThemeStatus.Dropped && (theme.ParentId is not { } parent || Theme(parent)?.Status != ThemeStatus.Dropped);

    /// <summary>The themes that hold a code, dropped ones left out.</summary>
    public IEnumerable<BoardTheme> Holding(CodeId code) => Themes.Where(t => Stands(t) && t.Codes.Contains(code));
}

/// <summary>The themes of a study with their codes and what lies behind each.</summary>
public sealed class ReadThemeBoard(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ThemeBoard>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        return await BoardAsync(db, member, cancel);
    }

    internal static async Task<ThemeBoard> BoardAsync(StudyDb db, Member member, CancellationToken cancel)
    {
        var themes = await db.Themes.AsNoTracking().Where(t => t.StudyId == member.StudyId).OrderBy(t => t.Order).ThenBy(t => t.Name).ToListAsync(cancel);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == member.StudyId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancel);
        var behindThemes = await db.CountThemesAsync(member, PassageFilter.All, cancel);
        var behindCodes = await db.CountCodesAsync(member, PassageFilter.All, cancel);
        return new ThemeBoard(
            [.. themes.Select(t => new BoardTheme(t.Id, t.ParentId, t.Name, t.CentralIdea, t.Status, t.Order, t.CodesInOrder, behindThemes.GetValueOrDefault(t.Id)))],
            InTreeOrder(codes, behindCodes),
            member.May(Operation.ManageThemes),
            await db.BlindTo(member).AnyAsync(cancel),
            await PeopleColumns.SmallestCellAsync(db, member.StudyId, cancel));
    }

    private static List<BoardCode> InTreeOrder(List<Code> codes, IReadOnlyDictionary<CodeId, PassageCount> counts)
    {
        var (names, children, rows) = (codes.ToDictionary(c => c.Id, c => c.Name), codes.ToLookup(c => c.ParentId), new List<BoardCode>(codes.Count));
        IEnumerable<CodeId> Below(CodeId id) => children[id].SelectMany(c => Below(c.Id).Prepend(c.Id));
        void Add(Code code, string path)
        {
            rows.Add(new BoardCode(
                code.Id, code.Name, path, code.Colour, code.MergedInto is { } into ? names.GetValueOrDefault(into) : null, !code.IsRetired,
                counts.GetValueOrDefault(code.MergedInto ?? code.Id), [.. Below(code.Id)]));
            foreach (var child in children[code.Id]) Add(child, path.Length == 0 ? code.Name : $"{path} › {code.Name}");
        }

        foreach (var top in children[null]) Add(top, "");
        return rows;
    }
}
