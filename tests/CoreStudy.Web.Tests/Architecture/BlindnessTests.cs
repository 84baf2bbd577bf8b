using System.Text.RegularExpressions;

namespace CoreStudy.Web.Tests.Architecture;

/// <summary>A new way out of a blind round cannot be forgotten: whatever reads others' work reads it through <c>Visibility</c>, or stands here with its reason.</summary>
public sealed partial class BlindnessTests
{
    /// <summary>Files of the site that read work past <c>Visibility</c>.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["Features/Assignments/ListMyWork.cs"] = "counts the reader's own second reading, which Visibility shows to nobody",
        ["Features/Codebooks/Following.cs"] = "a change of the framework takes every coding along, seen or not, and shows none",
        ["Features/Codebooks/ListPassageReviews.cs"] = "joins codings to reviews that OpenReviews has cut by Visibility",
        ["Features/Codebooks/OpenReviews.cs"] = "asks of codings that it has cut by Visibility whether they changed",
        ["Features/Codebooks/UndoChange.cs"] = "a code that is used cannot go, whoever used it; which, is not told",
        ["Features/Codings/ActRecorder.cs"] = "records acts, and shows each member their own; what is hidden it tells of as what is not there",
        ["Features/Codings/DeskRooms.cs"] = "reads once for everybody at a transcript; ChangeSet.For cuts each reader's share by Blindness",
        ["Features/Codings/RecordActs.cs"] = "asks whether acts of one sending were kept before",
        ["Features/Comparisons/CodingsPlanner.cs"] = "asks whether a coding that is brought in is there already; transcripts that are coded blindly take none in",
        ["Features/Comparisons/ReadComparison.cs"] = "reads rounds that are open, and nothing of a transcript that is coded blindly in any round, for anybody",
        ["Features/Comparisons/ReadOverTime.cs"] = "reads second readings that are open, of transcripts that nobody codes blindly, and shows each to its coder and the lead",
        ["Features/Comparisons/ReadSideBySide.cs"] = "shows of a comparison what ReadComparison has read, and nothing once its transcript is coded blindly again",
        ["Features/Comparisons/TakeBackCodings.cs"] = "moves nothing where any round is blind, and names neither code nor coder of what is blind to the reader",
        ["Features/Consents/PlanWithdrawal.cs"] = "counts nothing of a transcript that is blind to the reader",
        ["Features/Consents/WithdrawParticipant.cs"] = "a withdrawal takes every word, seen or not",
        ["Features/Consents/WithdrawalReach.cs"] = "says what a withdrawal takes; PlanWithdrawal shows none of it where it is blind",
        ["Features/Progress/ProgressReading.cs"] = "reads once for all who watch; ProgressFacts.SeenBy cuts each reader's board",
        ["Features/Redactions/ReviewSteps.cs"] = "a transcript that is coded, or has memos, is not taken back; by whom, is not told",
        ["Features/Redactions/SearchStudy.cs"] = "identifying words are sought wherever they may stand, by admins, who code in no round",
        ["Features/Settling/BeginSettling.cs"] = "asks SettlingDoor whether a round is blind there before it reads",
        ["Features/Settling/DecideDifference.cs"] = "acts through SettlingDoor, which is closed while a round is blind there",
        ["Features/Settling/ListSettlements.cs"] = "leaves out what SettlingDoor closes to the reader",
        ["Features/Settling/OpenSettleDesk.cs"] = "reads through SettlingDoor, which is closed while a round is blind there",
        ["Features/Settling/ReadClinic.cs"] = "leaves out what SettlingDoor closes to the reader",
        ["Features/Settling/SettlingDoor.cs"] = "is the door: closed while a round is blind there",
        ["Features/Settling/SettlingReading.cs"] = "reads for those whom SettlingDoor has let in",
        ["Features/Settling/SignOffSettlement.cs"] = "acts through SettlingDoor, which is closed while a round is blind there",
        ["Features/Settling/TalkAboutDifference.cs"] = "acts through SettlingDoor, which is closed while a round is blind there",
        ["Features/Settling/UndoSettling.cs"] = "acts through SettlingDoor, which is closed while a round is blind there",
        ["Features/Summaries/LinkPassage.cs"] = "adds a passage that PassageKeeping has found among those the reader may see",
        ["Features/Summaries/SummaryReferences.cs"] = "asks when words were withdrawn, and tells it of summaries that are shown",
    };

    [Fact]
    public void Others_work_is_read_through_the_rule_of_visibility_or_for_a_reason()
    {
        var files = SourceFiles.Under("CoreStudy.Web");
        Assert.True(files.Count > 100);

        var past = files.Where(f => Reads().IsMatch(f.Text)).Select(f => f.Path).Order(StringComparer.Ordinal);

        Assert.Equal(Reasons.Keys.Order(StringComparer.Ordinal), past);
    }

    [Theory]
    [InlineData("var all = await db.Codings.Where(c => c.CodeId == id).ToListAsync();", true)]
    [InlineData("from c in room.Study.Comments\n    select c", true)]
    [InlineData("select count(*) from coding_acts", true)]
    [InlineData("var first = await Layers.NowAsync(db, ids, cancel);", true)]
    [InlineData("room.Db.Remarks.Add(remark);", true)]
    [InlineData("var all = await db.JournalEntries.ToListAsync();", true)]
    [InlineData("db.Codings.VisibleTo(db, member).Count()", false)]
    [InlineData("db.Memos.ReadableBy(db, member).Count()", false)]
    [InlineData("db.Comments\n    .VisibleTo(db, member)", false)]
    public void What_reads_past_it_is_found(string code, bool isPast) => Assert.Equal(isPast, Reads().IsMatch(code));

    [GeneratedRegex(
        """(?:[dD]b|[sS]tudy|reading)\.(?:Codings|Comments|Memos|MemoLinks|MemoVersions|JournalEntries|CodingActs|TranscriptTallies|CodeTallies|CodedPassages|KeptPassages)\b(?!\s*\.(?:VisibleTo|AtDeskOf|ReadableBy)\()|\bLayers\.[A-Z]|\b[dD]b\.(?:SettledCodings|Differences|Remarks)\b|(?:from|join|update|into) (?:codings|comments|memos|memo_links|memo_versions|journal_entries|coding_acts|transcript_tallies|code_tallies|coded_passages|kept_passages)\b""")]
    private static partial Regex Reads();
}
