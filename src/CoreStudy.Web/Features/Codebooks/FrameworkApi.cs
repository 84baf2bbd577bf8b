using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>The framework for programs.</summary>
public static class FrameworkApi
{
    private static readonly IReadOnlyList<ApiField<PlacedRow>> Fields =
    [
        new("id", ApiKind.Id, "The code.", ApiWords.ExampleId, c => c.Row.Id.Value),
        new("parent_id", ApiKind.Id, "The code it lies below; null at the top.", null, c => c.Row.ParentId?.Value) { IsOptional = true },
        new("place", ApiKind.Whole, "Its place in the order of the tree, from 1: sort by this.", 1, c => c.Place),
        new("depth", ApiKind.Whole, "How far below the top it lies, from 0.", 0, c => c.Row.Depth),
        new("name", ApiKind.Text, "What it is called.", "Being trusted", c => c.Row.Words.Name) { IsLabel = true },
        new("definition", ApiKind.Text, "What it means.", "Somebody is taken at their word.", c => c.Row.Words.Definition),
        new("when_to_use", ApiKind.Text, "When to put it on a passage.", "", c => c.Row.Words.WhenToUse),
        new("when_not_to_use", ApiKind.Text, "When not.", "", c => c.Row.Words.WhenNotToUse),
        new("example", ApiKind.Text, "An example.", "", c => c.Row.Words.Example),
        new("synonyms", ApiKind.Text, "Other words under which it is found, with commas between.", "", c => c.Row.Words.Synonyms) { IsLabel = true },
        new("colour", ApiKind.Word, "As #rrggbb.", "#607d8b", c => c.Row.Words.Colour),
        new("shortcut", ApiKind.Text, "A few letters that find it at once; may be empty.", "BT", c => c.Row.Words.Shortcut) { IsLabel = true },
        new("state", ApiKind.Word, "Whether it is in use.", "active", c => ApiWords.Of(c.Row.State)) { OneOf = ApiWords.All<CodeState>() },
        new("codings", ApiKind.Whole, "How many codings with it the token's owner may see.", 12, c => c.Row.Codings),
    ];

    public static void MapFrameworkApi(this IApiLists api) => api.MapList<PlacedRow>(
        new ApiListing("studies/{study}/framework", "Framework", "The codes of the study with what they mean. Every role may read this.", ApiScope.Study, ExportedList.Framework, Fields),
        async ask => (await ask.The<ReadCodebook>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var view)
            ? refusal : ApiRows.Of(Fields, view.Codes.Index().Select(c => new PlacedRow(c.Item, c.Index + 1)), c => c.Row.Id.Value.ToString()));

    private sealed record PlacedRow(CodebookRow Row, int Place);
}
