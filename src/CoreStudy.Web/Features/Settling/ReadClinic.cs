using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>How often coders agreed on a code, and how they differed where they did.</summary>
/// <param name="Agreed">Passages to which all coders gave it with the same borders.</param>
/// <param name="Extent">Differences of borders alone.</param>
/// <param name="OtherCode">Passages to which others gave another code.</param>
/// <param name="Presence">Passages that some coders alone coded.</param>
/// <param name="MixedWith">The code that others most often gave instead; empty where there is none.</param>
public sealed record ClinicRow(CodeId Id, string Name, string Colour, bool HasDefinition, int Agreed, int Extent, int OtherCode, int Presence, string MixedWith, int MixedTimes)
{
    public int Differences => Extent + OtherCode + Presence;

    /// <summary>The share of its passages on which all agreed, from 0 to 1. It is no coefficient: agreement by chance is not taken off.</summary>
    public double Share => Agreed + Differences == 0 ? 1 : (double)Agreed / (Agreed + Differences);
}

/// <summary>A round that codes can be looked at in.</summary>
public sealed record ClinicRound(RoundId Id, string Name);

/// <param name="Transcripts">How many transcripts it is drawn from.</param>
/// <param name="MayPlan">Whether the reader may plan a round.</param>
public sealed record Clinic(IReadOnlyList<ClinicRow> Rows, IReadOnlyList<ClinicRound> Rounds, int Transcripts, bool MayEdit, bool MayPlan);

/// <summary>What one coder did in an example.</summary>
/// <param name="Codes">The codes that they gave; empty for nothing.</param>
public sealed record ClinicLane(string Name, IReadOnlyList<string> Codes, string Words)
{
    public override string ToString() => $"{Name}: {Codes.Count} codes";
}

/// <summary>A passage on which coders differed over a code.</summary>
/// <param name="Number">The difference's number in the settling of the transcript, from 1; null where nobody has begun.</param>
/// <param name="Decided">How it was settled; empty while it is not.</param>
public sealed record ClinicExample(DifferenceKind Kind, TranscriptId TranscriptId, string Title, string Words, IReadOnlyList<ClinicLane> Lanes, int? Number, string Decided, string Reason)
{
    public override string ToString() => $"{Kind} in {TranscriptId}";
}

/// <summary>A code with its words, and a few passages of each kind of difference.</summary>
public sealed record ClinicCode(ClinicRow Row, string Definition, string WhenToUse, string WhenNotToUse, string Example, IReadOnlyList<ClinicExample> Examples)
{
    public override string ToString() => $"{Row.Id}: {Examples.Count} examples";
}

/// <summary>Shows over which codes coders differ, from rounds that are open and transcripts that are being settled, so that the team can sharpen the definitions.</summary>
public sealed class ReadClinic(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int ExamplesOfEach = 3;

    /// <param name="round">Null for every round, and transcripts that are settled without one.</param>
    public async Task<Result<Clinic>> RunAsync(AccountId me, StudyId studyId, RoundId? round, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SettleDifferences, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var compared = await ComparedAsync(db, member, round, cancel);
        var rounds = await db.Rounds.Where(r => r.StudyId == studyId && r.OpenedAt != null && !r.IsSecondReading).OrderByDescending(r => r.Number).Select(r => new ClinicRound(r.Id, r.Name)).ToListAsync(cancel);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).ToDictionaryAsync(c => c.Id, cancel);
        return new Clinic(Rows(compared, codes), rounds, compared.Count, member.May(Operation.ManageCodebook), member.May(Operation.ManageRounds));
    }

    /// <summary>One code, with examples.</summary>
    public async Task<Result<ClinicCode>> ReadAsync(AccountId me, StudyId studyId, RoundId? round, CodeId codeId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SettleDifferences, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).ToDictionaryAsync(c => c.Id, cancel);
        if (!codes.TryGetValue(codeId, out var code)) return Refusal.NotFound;
        var compared = await ComparedAsync(db, member, round, cancel);
        var chosen = compared.SelectMany(c => c.Comparison.Differences.Where(d => d.Codings.Any(x => x.CodeId == codeId)).Select(d => (c.Transcript, c.Lanes, Difference: d)))
            .GroupBy(d => d.Difference.Kind).SelectMany(g => Spread(g, d => d.Transcript)).ToList();

        var ids = chosen.Select(c => c.Transcript).Distinct().ToList();
        var texts = await db.TranscriptTexts.Where(t => ids.Contains(t.TranscriptId)).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel);
        var titles = await db.Transcripts.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Title, cancel);
        var stored = (await db.Differences.AsNoTracking().Where(d => ids.Contains(d.TranscriptId)).ToListAsync(cancel)).ToLookup(d => d.TranscriptId);
        var examples = chosen.ConvertAll(c =>
        {
            var found = stored[c.Transcript].FirstOrDefault(d => d.Codings.Contains(c.Difference.Codings[0].Id));
            return new ClinicExample(
                c.Difference.Kind, c.Transcript, titles[c.Transcript], Shortened(texts[c.Transcript], c.Difference.Segment, 320),
                [.. Enumerable.Range(0, c.Lanes).Select(lane =>
                {
                    var theirs = c.Difference.Codings.Where(x => x.Lane == lane).ToList();
                    return new ClinicLane(
                        $"Coder {lane + 1}", [.. theirs.Select(x => codes[x.CodeId].Name).Distinct()],
                        theirs.Count == 0 ? "" : Shortened(texts[c.Transcript], new Segment(theirs.Min(x => x.Segment.Start), theirs.Max(x => x.Segment.End)), 160));
                })],
                found?.Number + 1, Decided(found), found?.Reason ?? "");
        });
        var row = Rows(compared, codes).SingleOrDefault(r => r.Id == codeId) ?? new ClinicRow(codeId, code.Name, code.Colour, code.Definition.Length > 0, 0, 0, 0, 0, "", 0);
        return new ClinicCode(row, code.Definition, code.WhenToUse, code.WhenNotToUse, code.Example, examples);
    }

    private static string Decided(Difference? difference) => difference?.Decision switch
    {
        null => "",
        DecisionKind.TakeLane => $"settled as Coder {difference.Lane + 1} has it",
        DecisionKind.TakeAll => "both stand",
        DecisionKind.Merge => "the borders are merged",
        DecisionKind.Write => "written anew",
        DecisionKind.None => "nothing stands",
        _ => "left to be discussed",
    };

    /// <summary>A few of each kind, from as many transcripts as there are.</summary>
    private static IEnumerable<T> Spread<T, TKey>(IEnumerable<T> all, Func<T, TKey> by) =>
        all.GroupBy(by).SelectMany(g => g.Select((item, i) => (item, i))).OrderBy(x => x.i).Take(ExamplesOfEach).Select(x => x.item);

    private static string Shortened(string text, Segment segment, int most)
    {
        var words = text[segment.Start..Math.Min(segment.End, text.Length)].Replace('\n', ' ');
        return words.Length <= most ? words : $"{words[..(most / 2)].TrimEnd()} … {words[^(most / 2)..].TrimStart()}";
    }

    private static IReadOnlyList<ClinicRow> Rows(IReadOnlyList<Compared> compared, Dictionary<CodeId, Code> codes)
    {
        var counts = new Dictionary<CodeId, (int Agreed, int Extent, int OtherCode, int Presence, Dictionary<CodeId, int> Mixed)>();
        foreach (var comparison in compared.Select(c => c.Comparison))
        {
            foreach (var agreed in comparison.Agreed) Add(agreed.CodeId, c => c with { Agreed = c.Agreed + 1 });
            foreach (var difference in comparison.Differences)
            {
                var involved = difference.Codings.Select(c => c.CodeId).Distinct().ToList();
                foreach (var code in involved)
                {
                    Add(code, c => difference.Kind switch
                    {
                        DifferenceKind.Extent => c with { Extent = c.Extent + 1 },
                        DifferenceKind.Code => c with { OtherCode = c.OtherCode + 1 },
                        _ => c with { Presence = c.Presence + 1 },
                    });
                    foreach (var other in involved.Where(o => o != code)) counts[code].Mixed[other] = counts[code].Mixed.GetValueOrDefault(other) + 1;
                }
            }
        }

        return [.. counts.Where(c => codes.ContainsKey(c.Key)).Select(c =>
        {
            var (code, most) = (codes[c.Key], c.Value.Mixed.OrderByDescending(m => m.Value).ThenBy(m => codes[m.Key].Name, StringComparer.Ordinal).FirstOrDefault());
            return new ClinicRow(
                code.Id, code.Name, code.Colour, code.Definition.Length > 0, c.Value.Agreed, c.Value.Extent, c.Value.OtherCode, c.Value.Presence, most.Value == 0 ? "" : codes[most.Key].Name, most.Value);
        }).OrderByDescending(r => r.Differences).ThenBy(r => r.Name, StringComparer.Ordinal)];

        void Add(CodeId code, Func<(int Agreed, int Extent, int OtherCode, int Presence, Dictionary<CodeId, int> Mixed), (int, int, int, int, Dictionary<CodeId, int>)> change) =>
            counts[code] = change(counts.TryGetValue(code, out var known) ? known : (0, 0, 0, 0, []));
    }

    /// <summary>Every transcript whose coders can be compared: settled ones in their own lanes, others of open rounds in the order of their coders.</summary>
    private static async Task<IReadOnlyList<Compared>> ComparedAsync(StudyDb db, Member reader, RoundId? round, CancellationToken cancel)
    {
        var (closed, reach) = (SettlingDoor.ClosedTo(db, reader), reader.TrustIds);
        var open = (await db.Transcripts.Where(t => t.StudyId == reader.StudyId && t.ArchivedAt == null && (reach.Count == 0 || reach.Contains(t.TrustId)) && !closed.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel)).ToHashSet();
        var compared = new List<Compared>();
        foreach (var settlement in (await db.Settlements.AsNoTracking().Where(s => s.StudyId == reader.StudyId && (round == null || s.RoundId == round)).ToListAsync(cancel)).Where(s => open.Contains(s.TranscriptId)))
        {
            var codings = await Layers.AsOfAsync(db, settlement.TranscriptId, settlement.AtRevision, settlement.Lanes, codings: null, cancel);
            compared.Add(new Compared(settlement.TranscriptId, settlement.Lanes.Count, LaneComparison.Of(SettlingReading.InLanes(settlement, codings), settlement.Lanes.Count)));
            open.Remove(settlement.TranscriptId);
        }

        var rounds = await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Coders).Include(r => r.Transcripts)
            .Where(r => r.StudyId == reader.StudyId && r.OpenedAt != null && !r.IsSecondReading && (round == null || r.Id == round)).OrderByDescending(r => r.OpenedAt).ToListAsync(cancel);
        foreach (var one in rounds)
        {
            var texts = one.Transcripts.Select(t => t.TranscriptId).Where(open.Remove).ToList();
            if (texts.Count == 0) continue;
            var codings = (await Layers.StandingAsync(db, await Layers.AsHandedInAsync(db, one.Id, texts, cancel), cancel)).ToLookup(c => c.TranscriptId);
            foreach (var text in texts)
            {
                var lanes = one.OpenedBy is null
                    ? one.Coders.Select(c => c.MemberId).ToList()
                    : [.. await BeginSettling.HandedInByAsync(db, text, [.. one.Coders.Select(c => c.MemberId)], one.OpenedAt!.Value, cancel)];
                if (lanes.Count < 2) continue;
                compared.Add(new Compared(text, lanes.Count, LaneComparison.Of(
                    codings[text].Where(c => lanes.Contains(c.MemberId)).Select(c => new LaneCoding(c.Id, lanes.IndexOf(c.MemberId), c.CodeId, c.Segment)), lanes.Count)));
            }
        }

        return compared;
    }

    private sealed record Compared(TranscriptId Transcript, int Lanes, LaneComparison Comparison);
}
