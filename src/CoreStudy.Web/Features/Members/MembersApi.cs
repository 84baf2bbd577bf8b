using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Members;

/// <summary>The team of a study for programs: by the names they show, never by e-mail address.</summary>
public static class MembersApi
{
    private static readonly IReadOnlyList<ApiField<MemberRow>> Fields =
    [
        new("id", ApiKind.Id, "The member: the coder of codings.", ApiWords.ExampleId, m => m.Id.Value),
        new("name", ApiKind.TeamName, "How colleagues see them.", "Grace Okafor", m => m.Name),
        new("role", ApiKind.Word, "What they are in the study.", "coder", m => ApiWords.Of(m.Role)) { OneOf = ApiWords.All<Role>() },
        new("trusts", ApiKind.Ids, "The trusts they are limited to; none for all.", Array.Empty<string>(), m => m.TrustIds.Select(t => t.Value)),
        new("state", ApiKind.Word, "Whether they work on it now.", "active", m => ApiWords.Of(m.State)) { OneOf = ApiWords.All<MemberState>() },
        new("joined_at", ApiKind.Moment, "Since when they belong to it.", "2026-03-02T09:30:00Z", m => m.JoinedAt),
    ];

    public static void MapMembersApi(this IApiLists api) => api.MapList<MemberRow>(
        new ApiListing("studies/{study}/members", "Members", "Who belongs or belonged to the study. For researchers, supervisors, leads and admins.", ApiScope.Study, ExportedList.Members, Fields),
        async ask => (await ask.The<ListMembers>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var list) ? refusal : ApiRows.Of(Fields, list.Members, m => m.Id.Value.ToString()));
}
