using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Progress;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Progress;

/// <summary>How far a study is, for programs.</summary>
public static class ProgressApi
{
    private static readonly IReadOnlyList<ApiField<RoleRow>> Fields =
    [
        new("trust_id", ApiKind.Id, "The trust.", ApiWords.ExampleId, r => r.Trust.Id.Value),
        new("trust", ApiKind.Text, "Its label.", "Trust B", r => r.Trust.Label),
        new("role", ApiKind.Text, "What participants are in the study.", "Peer support worker", r => r.Role.Role) { IsLabel = true },
        new("target", ApiKind.Whole, "How many are wanted; 0 where nobody said.", 12, r => r.Role.Target),
        .. StageCounts.Stages.Select(s => new ApiField<RoleRow>(
            ApiWords.Of(s), ApiKind.Whole, $"How many participants came so far or further: {StageWords.About(s)}. Null where too few did.", 8, r => r.Role.IsHeldBack ? null : r.Role.Counts.Reached(s)) { IsOptional = true }),
        new("is_held_back", ApiKind.YesNo, "Whether counts of people are held back, since too few make them up or they would give others away.", false, r => r.Role.IsHeldBack),
    ];

    private static readonly IReadOnlyList<ApiField<TranscriptProgress>> TranscriptFields =
    [
        new("transcript_id", ApiKind.Id, "The transcript.", ApiWords.ExampleId, t => t.Transcript.Id.Value),
        new("transcript", ApiKind.Text, "What it is called.", "PSW-07", t => t.Transcript.Title),
        new("stage", ApiKind.Word, "How far it is.", "in_coding", t => ApiWords.Of(t.Stage)) { OneOf = ApiWords.All<Stage>() },
        new("words", ApiKind.Whole, "How many words it has.", 6120, t => t.Transcript.Words),
        new("words_coded", ApiKind.Whole, "How many of them lie in a coding of the coder who coded most, each once.", 2210, t => t.WordsCoded),
        new("coders", ApiKind.Ids, "The members who have it to code.", new[] { ApiWords.ExampleId }, t => t.Coders.Select(c => c.Value)),
    ];

    public static void MapProgressApi(this IApiLists api)
    {
        api.MapList<RoleRow>(
            new ApiListing("studies/{study}/progress", "Progress", "How many participants of each trust and role came how far. For researchers, supervisors and leads.", ApiScope.Study, ExportedList.Progress, Fields),
            async ask => (await ask.The<ReadProgress>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var view)
                ? refusal : ApiRows.Of(Fields, view.Board.Trusts.SelectMany(t => t.Roles.Select(r => new RoleRow(t.Trust, r))), r => $"{r.Trust.Id.Value}.{r.Role.Role}"));
        api.MapList<TranscriptProgress>(
            new ApiListing("studies/{study}/progress/transcripts", "Progress of transcripts", "How far each transcript is. For researchers, supervisors and leads.", ApiScope.Study, ExportedList.Progress, TranscriptFields),
            async ask => (await ask.The<ReadProgress>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var view)
                ? refusal : ApiRows.Of(TranscriptFields, view.Board.Transcripts, t => t.Transcript.Id.Value.ToString()));
    }
}
