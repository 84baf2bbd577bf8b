using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Memos;

/// <summary>Memos of the team for programs. What is private, and journals, no program reads.</summary>
public static class MemosApi
{
    private static readonly IReadOnlyList<ApiField<SharedMemo>> Fields =
    [
        new("id", ApiKind.Id, "The memo.", ApiWords.ExampleId, m => m.Id.Value),
        new("kind", ApiKind.Word, "What kind of memo it is.", "analytic", m => ApiWords.Of(m.Kind)) { OneOf = ApiWords.All<MemoKind>() },
        new("title", ApiKind.Text, "Its title; may be empty.", "Trust and time", m => m.Title),
        new("text", ApiKind.Text, "What it says.", "Trust seems to need time that the rota does not give.", m => m.Text),
        new("writer", ApiKind.TeamName, "Who wrote it.", "Grace Okafor", m => m.Writer),
        new("written_at", ApiKind.Moment, "When it was written.", "2026-03-02T09:30:00Z", m => m.WrittenAt),
        new("changed_at", ApiKind.Moment, "When it was last changed.", "2026-03-02T09:30:00Z", m => m.ChangedAt),
        new("transcript_id", ApiKind.Id, "The transcript that its passage is in; null where it has none.", null, m => m.Transcript?.Value) { IsOptional = true },
        new("codes", ApiKind.Ids, "The codes it is about.", new[] { ApiWords.ExampleId }, m => m.Codes.Select(c => c.Value)),
        new("themes", ApiKind.Ids, "The themes it is about.", Array.Empty<string>(), m => m.Themes.Select(t => t.Value)),
    ];

    public static void MapMemosApi(this IApiLists api) => api.MapList<SharedMemo>(
        new ApiListing("studies/{study}/memos", "Memos", "The memos that the team reads. For coders, researchers, supervisors and leads.", ApiScope.Analysis, ExportedList.Memos, Fields),
        async ask =>
        {
            var memos = ask.The<ListSharedMemos>();
            if ((await memos.RunAsync(ask.Me, ask.StudyId, null, 0, ask.Cancel)).IsRefused(out var refusal, out var none)) return refusal;
            return new ApiRows<SharedMemo>(Fields, async (after, take, cancel) =>
            {
                Guid? place = Guid.TryParse(after, out var id) ? id : null;
                if (after is not null && place is null) return new Refusal("“after” does not come from the address of a next page. Take that address as it is.");
                if ((await memos.RunAsync(ask.Me, ask.StudyId, place, take, cancel)).IsRefused(out var no, out var some)) return no;
                return new ApiPart<SharedMemo>(some.Memos, some.Next?.ToString());
            })
            {
                InAll = none.InAll,
            };
        });
}
