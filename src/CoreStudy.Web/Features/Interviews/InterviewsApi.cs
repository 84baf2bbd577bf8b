using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Interviews;

/// <summary>Interviews and focus groups for programs.</summary>
public static class InterviewsApi
{
    private static readonly IReadOnlyList<ApiField<InterviewRow>> Fields =
    [
        new("id", ApiKind.Id, "The interview.", ApiWords.ExampleId, i => i.Id.Value),
        new("title", ApiKind.Text, "What it is called.", "PSW-07", i => i.Title),
        new("kind", ApiKind.Word, "Of one person, or of several.", "individual", i => ApiWords.Of(i.Kind)) { OneOf = ApiWords.All<InterviewKind>() },
        new("trust_id", ApiKind.Id, "The trust.", ApiWords.ExampleId, i => i.TrustId.Value),
        new("trust", ApiKind.Text, "The label of the trust.", "Trust B", i => i.Trust),
        new("site_id", ApiKind.Id, "The site; null where none is said.", null, i => i.SiteId?.Value) { IsOptional = true },
        new("held_on", ApiKind.Day, "The day on which it was or will be held; null where none is said.", "2026-03-02", i => i.HeldOn) { IsOptional = true },
        new("state", ApiKind.Word, "Whether it was held.", "held", i => ApiWords.Of(i.State)) { OneOf = ApiWords.All<InterviewState>() },
        new("participants", ApiKind.Ids, "Who takes part.", new[] { ApiWords.ExampleId }, i => i.Participants.Select(p => p.Value)),
        new("transcripts", ApiKind.Ids, "Its transcripts that are open to the token's owner.", new[] { ApiWords.ExampleId }, i => i.Transcripts.Select(t => t.Id.Value)),
        new("is_archived", ApiKind.YesNo, "Whether it is put away.", false, i => i.IsArchived),
    ];

    public static void MapInterviewsApi(this IApiLists api) => api.MapList<InterviewRow>(
        new ApiListing(
            "studies/{study}/interviews", "Interviews", "Interviews and focus groups in the trusts of the token's owner. For researchers, supervisors, leads and admins.", ApiScope.People, ExportedList.Interviews, Fields),
        async ask => (await ask.The<ListInterviews>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var list) ? refusal : ApiRows.Of(Fields, list.Interviews, i => i.Id.Value.ToString()));
}
