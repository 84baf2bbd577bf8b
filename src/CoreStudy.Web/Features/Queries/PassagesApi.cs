using System.Globalization;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Api;
using CoreStudy.Web.Ui.Passages;
using Microsoft.AspNetCore.WebUtilities;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Codings, and the passages that they lie on, for programs.</summary>
public static class PassagesApi
{
    private const int MostContext = 2000;

    private static readonly Refusal NoPlace = new("“after” does not come from the address of a next page. Take that address as it is.");

    private static readonly IReadOnlyList<ApiField<CodingLine>> CodingFields =
    [
        new("id", ApiKind.Id, "The coding.", ApiWords.ExampleId, c => c.Id),
        new("is_settled", ApiKind.YesNo, "Whether it belongs to the layer that was settled between coders.", false, c => c.IsSettled),
        new("transcript_id", ApiKind.Id, "The transcript.", ApiWords.ExampleId, c => c.Transcript.Value),
        new("interview_id", ApiKind.Id, "The interview.", ApiWords.ExampleId, c => c.Interview.Value),
        new("code_id", ApiKind.Id, "The code; one that was merged reads as the one it went into.", ApiWords.ExampleId, c => c.Code.Value),
        new("coder_id", ApiKind.Id, "The member who coded; null for what was settled.", ApiWords.ExampleId, c => c.Coder?.Value) { IsOptional = true },
        new("participant_id", ApiKind.Id, "Who says most of the words; null where interviewers do, or people who were matched to nobody.", ApiWords.ExampleId, c => c.Participant?.Value) { IsOptional = true },
        new("participant", ApiKind.Text, "The label of that participant.", "PSW-07", c => c.Label) { IsOptional = true },
        new("start", ApiKind.Whole, "Where it begins, in UTF-16 code units from the start of the text. R counts characters otherwise, and Python by code points: see the docs.", 412, c => c.Start),
        new("end", ApiKind.Whole, "Where it ends, exclusive, in the same units.", 455, c => c.End),
        new("first_turn", ApiKind.Whole, "The turn it begins in, from 1.", 3, c => c.FirstTurn),
        new("last_turn", ApiKind.Whole, "The turn it ends in, from 1.", 3, c => c.LastTurn),
        new("word_count", ApiKind.Whole, "How many words begin in it.", 9, c => c.WordCount),
        new("coded_at", ApiKind.Moment, "When it was put there.", "2026-03-02T09:30:00Z", c => c.CodedAt),
        new("words", ApiKind.Text, "The words that it lies on; there with “words=yes”.", "I was not sure that they would want me.", c => c.Words) { HasWords = true },
    ];

    private static readonly IReadOnlyList<ApiField<PassageView>> PassageFields =
    [
        new("id", ApiKind.Id, "The coding that it is the passage of.", ApiWords.ExampleId, p => p.Id),
        new("code_id", ApiKind.Id, "The code.", ApiWords.ExampleId, p => p.CodeId.Value),
        new("code", ApiKind.Text, "What the code is called.", "Being trusted", p => p.Code) { IsLabel = true },
        new("words", ApiKind.Text, "The words.", "I was not sure that they would want me.", p => p.Words) { HasWords = true },
        new("before", ApiKind.Text, "What stands before it, as much as “context” says.", "", p => Around(p, before: true)) { HasWords = true },
        new("after", ApiKind.Text, "What stands after it.", "", p => Around(p, before: false)) { HasWords = true },
        new("transcript_id", ApiKind.Id, "The transcript.", ApiWords.ExampleId, p => p.TranscriptId.Value),
        new("transcript", ApiKind.Text, "What the transcript is called.", "PSW-07", p => p.Title),
        new("turn", ApiKind.Whole, "The turn it begins in, from 1.", 3, p => p.Turn),
        new("participant_id", ApiKind.Id, "Who says most of the words; null where that is no participant.", ApiWords.ExampleId, p => p.ParticipantId?.Value) { IsOptional = true },
        new("participant", ApiKind.Text, "Their label; empty where there is none.", "PSW-07", p => p.Participant),
        new("role", ApiKind.Text, "What they are in the study; “held back” where too few share it.", "Peer support worker", p => p.Role) { Attribute = PeopleColumns.Role },
        new("trust", ApiKind.Text, "The label of the trust; “held back” where too few share it.", "Trust B", p => p.Trust) { Attribute = PeopleColumns.Trust },
        new("coder_id", ApiKind.Id, "The member who coded; null for what was settled.", ApiWords.ExampleId, p => p.MemberId?.Value) { IsOptional = true },
        new("coder", ApiKind.TeamName, "How colleagues see them; “Settled” for what was settled.", "Grace Okafor", p => p.Coder),
        new("coded_at", ApiKind.Moment, "When it was put there.", "2026-03-02T09:30:00Z", p => p.CodedAt),
    ];

    public static void MapPassagesApi(this IApiLists api)
    {
        api.MapList<CodingLine>(
            new ApiListing(
                "studies/{study}/codings", "Codings",
                "The codings that stand and that the token's owner may see, by ids; what is coded blindly stays hidden until its round opens. Pages go by ids, so a coding that stands throughout comes once. For researchers, supervisors and leads.",
                ApiScope.Codings, ExportedList.Codings, CodingFields)
            {
                Parameters = ApiFilters.Passages,
            },
            async ask =>
            {
                var (codings, filter) = (ask.The<ListCodings>(), PassageAddress.Read(ask.Query));
                if ((await codings.CountAsync(ask.Me, ask.StudyId, filter, ask.Cancel)).IsRefused(out var refusal, out var count)) return refusal;
                return new ApiRows<CodingLine>(
                    CodingFields,
                    async (after, take, cancel) =>
                    {
                        if (after is not null && !Guid.TryParse(after, out _)) return NoPlace;
                        if ((await codings.RunAsync(ask.Me, ask.StudyId, filter, after is null ? null : Guid.Parse(after), take, ask.WithWords, cancel)).IsRefused(out var no, out var some)) return no;
                        return new ApiPart<CodingLine>(some.Codings, some.Next?.ToString());
                    })
                {
                    InAll = count,
                };
            });
        api.MapList<PassageView>(
            new ApiListing(
                "studies/{study}/passages", "Passages", "Coded passages with their words, names and surroundings, transcript by transcript. For researchers, supervisors and leads.",
                ApiScope.Words, ExportedList.Passages, PassageFields)
            {
                Parameters = [.. ApiFilters.Passages, new("context", ApiKind.Whole, $"How much of what stands around each passage comes along, in UTF-16 code units on each side: from 0, which is usual, to {MostContext}.")],
            },
            async ask =>
            {
                var (passages, filter) = (ask.The<ListPassagesInFull>(), PassageAddress.Read(ask.Query));
                if ((await ask.The<ListCodings>().CountAsync(ask.Me, ask.StudyId, filter, ask.Cancel)).IsRefused(out var refusal, out var count)) return refusal;
                var context = 0;
                if (QueryHelpers.ParseQuery(ask.Query).TryGetValue("context", out var said) && (!int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out context) || context > MostContext))
                    return new Refusal($"“context” is a whole number from 0 to {MostContext}.");
                return new ApiRows<PassageView>(
                    PassageFields,
                    async (after, take, cancel) =>
                    {
                        if (after is not null && PassagePoint.Read(after) is null) return NoPlace;
                        if ((await passages.RunAsync(ask.Me, ask.StudyId, filter, PassagePoint.Read(after), take, context, cancel)).IsRefused(out var no, out var some)) return no;
                        return new ApiPart<PassageView>(some.Passages, some.Next?.ToString());
                    })
                {
                    Person = p => p.ParticipantId ?? default,
                    InAll = count,
                };
            });
    }

    private static string Around(PassageView passage, bool before)
    {
        var first = passage.Parts.ToList().FindIndex(p => p.IsPassage);
        return string.Concat(passage.Parts.Where((p, i) => !p.IsPassage && i < first == before).Select(p => p.Words));
    }
}
