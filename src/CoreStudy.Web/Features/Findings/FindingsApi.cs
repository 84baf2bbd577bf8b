using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Web.Ui.Api;
using CoreStudy.Web.Ui.Findings;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Findings and quotes for programs. Counts are taken, and consent is asked, when they are read.</summary>
public static class FindingsApi
{
    private static readonly IReadOnlyList<ApiField<FindingRow>> Fields =
    [
        new("id", ApiKind.Id, "The finding.", ApiWords.ExampleId, f => f.Id.Value),
        new("theme_id", ApiKind.Id, "The theme it belongs to.", ApiWords.ExampleId, f => f.ThemeId.Value),
        new("claim", ApiKind.Text, "What it says.", "Peer support workers want supervision by peers.", f => f.Claim),
        new("strength", ApiKind.Word, "How well the material carries it.", "moderate", f => ApiWords.Of(f.Strength)) { OneOf = ApiWords.All<FindingStrength>() },
        new("caveat", ApiKind.Text, "What limits it; may be empty.", "", f => f.Caveat),
        new("people_for", ApiKind.Whole, "How many participants support it, over all trusts that the token's owner reaches.", 9, f => f.Supporting.People),
        new("interviews_for", ApiKind.Whole, "In how many interviews.", 8, f => f.Supporting.Interviews),
        new("passages_for", ApiKind.Whole, "In how many passages.", 11, f => f.Supporting.Passages),
        new("trusts_for", ApiKind.Whole, "In how many trusts.", 4, f => f.Trusts),
        new("people_against", ApiKind.Whole, "How many participants speak against it.", 2, f => f.Contradicting.People),
        new("interviews_against", ApiKind.Whole, "In how many interviews.", 2, f => f.Contradicting.Interviews),
        new("passages_against", ApiKind.Whole, "In how many passages.", 2, f => f.Contradicting.Passages),
        new("to_look_at_again", ApiKind.Whole, "How many passages changed since they were chosen.", 0, f => f.NeedsLook),
        new("quotes", ApiKind.Whole, "How many quotes stand for it.", 3, f => f.Quotes),
    ];

    private static readonly IReadOnlyList<ApiField<QuoteView>> QuoteFields =
    [
        new("id", ApiKind.Id, "The quote.", ApiWords.ExampleId, q => q.Id.Value),
        new("transcript_id", ApiKind.Id, "The transcript that it is from.", ApiWords.ExampleId, q => q.TranscriptId.Value),
        new("status", ApiKind.Word, "Whether it may be printed.", "approved", q => ApiWords.Of(q.Status)) { OneOf = ApiWords.All<QuoteStatus>() },
        new("shown", ApiKind.Word, "Whether its words are there: those who speak must agree at this moment.", "words", q => ApiWords.Of(q.Shown)) { OneOf = ApiWords.All<QuoteShown>() },
        new("text", ApiKind.Text, "The words as they are quoted; empty where they may not be.", "I was not sure that they would want me.", q => q.Text) { HasWords = true },
        new("label", ApiKind.Text, "What stands below it; empty where its words may not be quoted.", "Peer support worker, Trust B", q => q.Label),
        new("findings", ApiKind.Ids, "The findings it stands for.", new[] { ApiWords.ExampleId }, q => q.Uses.Select(u => u.FindingId.Value)),
        new("themes", ApiKind.Ids, "The themes of these and of its code.", new[] { ApiWords.ExampleId }, q => q.Themes.Select(t => t.Value).Order()),
    ];

    public static void MapFindingsApi(this IApiLists api)
    {
        api.MapList<FindingRow>(
            new ApiListing("studies/{study}/findings", "Findings", "What the study claims, with what each claim stands on. For researchers, supervisors and leads.", ApiScope.Analysis, ExportedList.Findings, Fields),
            async ask => (await ask.The<ReadFindings>().RunAsync(ask.Me, ask.StudyId, null, ask.Cancel)).IsRefused(out var refusal, out var list) ? refusal : ApiRows.Of(Fields, list.All, f => f.Id.Value.ToString()));
        api.MapList<QuoteView>(
            new ApiListing("studies/{study}/quotes", "Quotes", "Words that were chosen to be shown to others, as far as those who said them agree. For researchers, supervisors and leads.", ApiScope.Words, ExportedList.Quotes, QuoteFields),
            async ask => (await ask.The<ReadQuotes>().RunAsync(ask.Me, ask.StudyId, ask.Cancel)).IsRefused(out var refusal, out var list) ? refusal : ApiRows.Of(QuoteFields, list.Quotes, q => q.Id.Value.ToString()));
    }
}
