using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Themes for programs, with what lies behind each.</summary>
public static class ThemesApi
{
    private static readonly IReadOnlyList<ApiField<CountedTheme>> Fields =
    [
        new("id", ApiKind.Id, "The theme.", ApiWords.ExampleId, t => t.Theme.Id.Value),
        new("parent_id", ApiKind.Id, "The theme it is a sub-theme of; null for a theme.", null, t => t.Theme.ParentId?.Value) { IsOptional = true },
        new("place", ApiKind.Whole, "Its place among its siblings, from 0.", 0, t => t.Theme.Order),
        new("name", ApiKind.Text, "What it is called.", "Trust comes before tasks", t => t.Theme.Name) { IsLabel = true },
        new("central_idea", ApiKind.Text, "What it says, in a sentence; may be empty.", "", t => t.Theme.CentralIdea),
        new("status", ApiKind.Word, "How far it is thought through.", "reviewed", t => ApiWords.Of(t.Theme.Status)) { OneOf = ApiWords.All<ThemeStatus>() },
        new("codes", ApiKind.Ids, "The codes in it, in their order, without those of its sub-themes.", new[] { ApiWords.ExampleId }, t => t.Theme.Codes.Select(c => c.Value)),
        new("passages", ApiKind.Whole, "How many passages lie behind it, those of its sub-themes too, as far as the token's owner may see them.", 64, t => t.Theme.Count.Passages),
        new("people", ApiKind.Whole, "How many participants say them; null where too few do.", 14, t => t.Theme.Count.People > 0 && t.Theme.Count.People < t.Smallest ? null : t.Theme.Count.People) { IsOptional = true },
        new("interviews", ApiKind.Whole, "In how many interviews.", 14, t => t.Theme.Count.Interviews),
        new("trusts", ApiKind.Whole, "In how many trusts.", 4, t => t.Theme.Count.Trusts),
    ];

    public static void MapThemesApi(this IApiLists api) => api.MapList<CountedTheme>(
        new ApiListing("studies/{study}/themes", "Themes", "Themes and sub-themes, dropped ones too. For researchers, supervisors and leads.", ApiScope.Analysis, ExportedList.Themes, Fields),
        async ask => (await ask.The<ReadThemeBoard>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var board)
            ? refusal : ApiRows.Of(Fields, board.Themes.Select(t => new CountedTheme(t, board.SmallestCell)), t => t.Theme.Id.Value.ToString()));

    private sealed record CountedTheme(BoardTheme Theme, int Smallest);
}
