using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Studies for programs.</summary>
public static class StudiesApi
{
    private static readonly IReadOnlyList<ApiField<StudyCard>> Fields =
    [
        new("id", ApiKind.Id, "The study, as in the other addresses.", ApiWords.ExampleId, s => s.Id.Value),
        new("name", ApiKind.Text, "What it is called.", "Peer support in four trusts", s => s.Name),
        new("short_name", ApiKind.Text, "The same in short.", "Peer support", s => s.ShortName),
        new("my_role", ApiKind.Word, "What the token's owner is in it.", "researcher", s => ApiWords.Of(s.Role)) { OneOf = ApiWords.All<Role>() },
        new("transcripts", ApiKind.Whole, "How many transcripts are open to the token's owner.", 30, s => s.Transcripts),
        new("is_archived", ApiKind.YesNo, "Whether it is put away, and stays as it is.", false, s => s.IsArchived),
    ];

    public static void MapStudiesApi(this IApiLists api) => api.MapList<StudyCard>(
        new ApiListing("studies", "Studies", "The studies that the token is for and that its owner belongs to. Every role may read this.", ApiScope.Study, ExportedList.Studies, Fields),
        async ask =>
        {
            var (studies, _) = await ask.The<ListStudies>().RunAsync(ask.Me, ask.Cancel);
            return ApiRows.Of(Fields, studies.Where(s => ask.Caller.Reaches(s.Id)), s => s.Id.Value.ToString());
        });
}
