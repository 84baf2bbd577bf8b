using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Web.Ui.Api;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Transcripts for programs: what they are, and, for tokens that may have words, what was said.</summary>
public static class TranscriptsApi
{
    private static readonly IReadOnlyList<ApiField<TranscriptRow>> Fields =
    [
        new("id", ApiKind.Id, "The transcript.", ApiWords.ExampleId, t => t.Id.Value),
        new("title", ApiKind.Text, "What it is called.", "PSW-07", t => t.Title),
        new("trust", ApiKind.Text, "The label of its trust.", "Trust B", t => t.Trust),
        new("kind", ApiKind.Word, "Of one person, or of several.", "individual", t => ApiWords.Of(t.Kind)) { OneOf = ApiWords.All<InterviewKind>() },
        new("words", ApiKind.Whole, "How many words it has.", 6120, t => t.Words),
        new("turns", ApiKind.Whole, "How many turns it has.", 214, t => t.Turns),
        new("is_open", ApiKind.YesNo, "Whether it is open for coding.", true, t => t.IsOpen),
        new("is_released", ApiKind.YesNo, "Whether it has words; without, it is being anonymised.", true, t => t.IsReleased),
        new("codings", ApiKind.Whole, "How many codings on it the token's owner may see.", 96, t => t.All),
        new("last_coded_at", ApiKind.Moment, "When one of these was last changed; null where there is none.", "2026-03-02T09:30:00Z", t => t.LastCoded) { IsOptional = true },
        new("is_archived", ApiKind.YesNo, "Whether it is put away.", false, t => t.IsArchived),
    ];

    private static readonly IReadOnlyList<ApiField<SpokenTurnRow>> TurnFields =
    [
        new("number", ApiKind.Whole, "Its number in the transcript, from 1.", 3, t => t.Number),
        new("speaker", ApiKind.Text, "The label of who speaks.", "PSW-07", t => t.Speaker),
        new("is_interviewer", ApiKind.YesNo, "Whether an interviewer speaks.", false, t => t.IsInterviewer),
        new("participant_id", ApiKind.Id, "The participant who speaks; null for interviewers and where nobody was matched.", ApiWords.ExampleId, t => t.Participant?.Value) { IsOptional = true },
        new("start", ApiKind.Whole, "Where it begins, in UTF-16 code units from the start of the text, as codings count.", 412, t => t.Start),
        new("end", ApiKind.Whole, "Where it ends, exclusive, in the same units.", 655, t => t.End),
        new("start_ms", ApiKind.Whole, "Where it begins in the recording, in milliseconds; null where that is not known.", null, t => t.StartMs) { IsOptional = true },
        new("words", ApiKind.Text, "What is said.", "I was not sure that they would want me.", t => t.Words) { HasWords = true },
    ];

    public static void MapTranscriptsApi(this IApiLists api)
    {
        api.MapList<TranscriptRow>(
            new ApiListing(
                "studies/{study}/transcripts", "Transcripts", "The transcripts that are open to the token's owner, without their words. Admins, who read none, get an empty list.", ApiScope.People, ExportedList.Transcripts, Fields),
            async ask => (await ask.The<ListTranscripts>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var list) ? refusal : ApiRows.Of(Fields, list.Transcripts, t => t.Id.Value.ToString()));
        api.MapList<SpokenTurnRow>(
            new ApiListing(
                "studies/{study}/transcripts/{transcript}/turns", "Turns of a transcript", "What is said in a transcript, turn by turn, anonymised as on the screen. For whoever may read it: coders, researchers, supervisors, leads.",
                ApiScope.Words, ExportedList.TranscriptWords, TurnFields),
            async ask => (await ask.The<ReadTurns>().RunAsync(ask.Me, ask.StudyId, new TranscriptId(ask.Id("transcript")), ask.Cancel)).IsRefused(out var refusal, out var turns)
                ? refusal : ApiRows.Of(TurnFields, turns, t => $"{t.Number:D6}"));
    }
}
