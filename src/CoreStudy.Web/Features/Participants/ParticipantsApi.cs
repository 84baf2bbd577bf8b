using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Participants;

/// <summary>Participants for programs: by label, with what too few share held back as in every file.</summary>
public static class ParticipantsApi
{
    private static readonly IReadOnlyList<ApiField<ParticipantRow>> Fields =
    [
        new("id", ApiKind.Id, "The participant.", ApiWords.ExampleId, p => p.Id.Value),
        new("label", ApiKind.Text, "What they are called in the study; never their name.", "PSW-07", p => p.Label),
        new("role", ApiKind.Text, "What they are in the study; “held back” where too few share it.", "Peer support worker", p => p.Role) { Attribute = PeopleColumns.Role },
        new("trust", ApiKind.Text, "The label of their trust; “held back” where too few share it.", "Trust B", p => p.Trust) { Attribute = PeopleColumns.Trust },
        new("interviews", ApiKind.Whole, "In how many interviews they take part.", 1, p => p.Interviews),
        new("is_archived", ApiKind.YesNo, "Whether they are put away.", false, p => p.IsArchived),
    ];

    public static void MapParticipantsApi(this IApiLists api) => api.MapList<ParticipantRow>(
        new ApiListing(
            "studies/{study}/participants", "Participants",
            "The participants in the trusts of the token's owner, by label. Values that fewer people share than the study allows read “held back”. For researchers, supervisors, leads and admins.",
            ApiScope.People, ExportedList.Participants, Fields)
        {
            More = ("attributes", "What the study notes about participants besides, by the name of the attribute; “held back” where too few share a value, null where nothing is known.", "30 to 39"),
        },
        async ask =>
        {
            if ((await ask.The<ListParticipants>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var list)) return refusal;
            List<ApiField<ParticipantRow>> fields =
            [
                .. Fields,
                .. list.Attributes.Select(a => new ApiField<ParticipantRow>(
                    $"attributes.{a.Name}", ApiKind.Text, "", null, p => p.HeldBack.Contains(a.Id) ? Export.HeldBack : p.Attributes.GetValueOrDefault(a.Id)) { Attribute = PeopleColumns.KeyOf(a.Id), IsOptional = true }),
            ];
            return ApiRows.Of(fields, list.Participants, p => p.Id.Value.ToString()) with { Person = p => p.Id };
        });
}
