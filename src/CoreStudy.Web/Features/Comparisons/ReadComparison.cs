using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Reads what several coders did, so that they can be compared.</summary>
/// <remarks>
/// A round that is blind is compared for nobody, its lead included: a figure before all have handed in would tell who differs from whom while they still code.
/// For the same reason a transcript that is being coded blindly in any round is left out of every comparison until that round is open.
/// </remarks>
public sealed class ReadComparison(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public static readonly Refusal StillBlind = new("This round is still blind: its coders are not compared before it is open, for anybody. How far they are stands at Rounds.");

    /// <param name="progress">From 0 to 1.</param>
    public async Task<Result<Comparison>> RunAsync(AccountId me, StudyId studyId, ComparisonAsk ask, IProgress<double>? progress, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeComparisons, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // places are of one text
        Round? round = null;
        if (ask.Round is { } id)
        {
            round = await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Transcripts).Include(r => r.Coders).SingleOrDefaultAsync(r => r.Id == id && r.StudyId == studyId, cancel);
            if (round is null) return Refusal.NotFound;
            if (round.State == RoundState.Blind) return StillBlind;
            if (round.State == RoundState.CalledOff) return new Refusal("This round was called off: there is nothing to compare.");
        }

        var reading = new ComparisonReading(db, reader, ask, round);
        return await reading.RunAsync(progress, cancel);
    }
}

/// <summary>The reading of one comparison, within one moment of the database.</summary>
internal sealed class ComparisonReading(StudyDb db, Member reader, ComparisonAsk ask, Round? round)
{
    private readonly List<NotCompared> _left = [];

    public async Task<Result<Comparison>> RunAsync(IProgress<double>? progress, CancellationToken cancel)
    {
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == reader.StudyId, cancel);
        var transcripts = await TranscriptsAsync(cancel);
        var ids = transcripts.ConvertAll(t => t.Id);
        var handedIn = await HandedInAsync(ids, cancel);
        var layer = round is null ? await Layers.NowAsync(db, ids, cancel) : await Layers.AsHandedInAsync(db, round.Id, ids, cancel);
        var codings = (await Layers.StandingAsync(db, layer, cancel)).Where(c => ask.Coders.Count == 0 || ask.Coders.Contains(c.MemberId)).ToLookup(c => c.TranscriptId);
        if (round is null && ask.CountsAllAsRead)
            foreach (var by in codings) handedIn[by.Key] = [.. handedIn.GetValueOrDefault(by.Key, []).Union(by.Select(c => c.MemberId))];
        var compared = transcripts.Where(t => handedIn.GetValueOrDefault(t.Id, []).Count >= 2).ToList();
        foreach (var lone in transcripts.Where(t => round is not null && !compared.Contains(t))) _left.Add(new NotCompared(lone.Title, "fewer than two coders had handed it in"));
        ids = compared.ConvertAll(t => t.Id);

        var signedOff = await db.Settlements.Where(s => ids.Contains(s.TranscriptId) && s.State == SettlementState.SignedOff).Select(s => s.TranscriptId).ToHashSetAsync(cancel);
        var settled = (await Layers.SettledAsync(db, signedOff, cancel)).Select(c => c with { MemberId = Comparison.Settled }).ToLookup(c => c.TranscriptId);
        var readings = await ReadingsAsync(compared, handedIn, codings, settled, signedOff, cancel);
        var coders = await CodersAsync(readings, cancel);
        var used = readings.Values.SelectMany(r => r.Codings).Where(c => coders.Exists(x => x.Id == c.MemberId)).Select(c => c.CodeId).ToHashSet();
        var framework = FrameworkTree.InOrder([.. (await db.Codes.AsNoTracking().Where(c => c.StudyId == reader.StudyId).ToListAsync(cancel)).Select(c => c.Snapshot)]);
        var codes = framework.Where(c => used.Contains(c.Code.Id)).Select(c => new ComparedCode(c.Code.Id, c.Code.Words.Name, string.Join(FrameworkTree.Separator, c.Above), c.Code.Words.Colour)).ToList();
        var themes = Themes(framework, used);
        var open = await db.Transcripts.CountAsync(t => t.StudyId == reader.StudyId && t.OpenedAt != null && t.ArchivedAt == null, cancel);

        var material = new AgreementMaterial(
            [.. compared.Select(t => Compared(t, readings[t.Id]))], [.. coders.Select(c => c.Id)], [.. codes.Select(c => c.Id)], signedOff.Count > 0 ? [Comparison.Settled] : [],
            [.. themes.Select(t => new CodeGroup(t.Id, t.Codes))]);
        var places = compared.ConvertAll(t => new ComparedPlace(t.Id, t.Title, t.Trust, t.Roles, [.. readings[t.Id].HandedIn.Where(h => h != Comparison.Settled)], signedOff.Contains(t.Id), t.Length));
        var unused = framework.Count(c => c.Code.State != CodeState.Retired && !used.Contains(c.Code.Id));
        var tables = await Task.Run(() => AgreementTables.Count(material, new ComparisonRules(ask.Unit, ask.Rule, ask.Overlap), progress, cancel), cancel);
        return new Comparison(ask, round is null ? "Codings as they are now" : $"Round {round.Number}: {round.Name}", study.Approach, coders, codes, themes, unused, places, _left, open, readings, tables)
        {
            Independence = await IndependenceAsync(ids, cancel),
        };
    }

    private async Task<Independence> IndependenceAsync(List<TranscriptId> transcripts, CancellationToken cancel)
    {
        if (round is not { WasBlind: true }) return Independence.NotKnown;
        var coders = round.Coders.ConvertAll(c => c.MemberId);
        var (reading, began) = (round.IsSecondReading ? round.Id : (RoundId?)null, round.StartedAt);
        return await db.Codings.AnyAsync(c => transcripts.Contains(c.TranscriptId) && coders.Contains(c.MemberId) && c.RoundId == reading && c.CodedAt < began, cancel) ? Independence.InPart : Independence.Blind;
    }

    /// <summary>The transcripts that the reader may read and that may be compared, in the order of their titles.</summary>
    private async Task<List<Row>> TranscriptsAsync(CancellationToken cancel)
    {
        var wanted = round is null ? ask.Transcripts : [.. round.Transcripts.Select(t => t.TranscriptId).Where(t => ask.Transcripts.Count == 0 || ask.Transcripts.Contains(t))];
        var (mine, blind) = (round?.Id ?? default, db.BlindRounds());
        var rows = await (
            from t in db.Transcripts
            join trust in db.Trusts on t.TrustId equals trust.Id
            where t.StudyId == reader.StudyId && t.ReleasedAt != null && (wanted.Count == 0 || wanted.Contains(t.Id))
            orderby t.Title
            select new
            {
                t.Id, t.Title, t.TrustId, Trust = trust.Label, t.InterviewId, t.Length, IsOpen = t.OpenedAt != null, IsPutAway = t.ArchivedAt != null,
                IsBlind = blind.Any(r => r.Id != mine && r.Transcripts.Any(x => x.TranscriptId == t.Id)),
            }).AsNoTracking().ToListAsync(cancel);
        var roles = (await (
            from i in db.Interviews
            from p in i.Participants
            join participant in db.Participants on p.ParticipantId equals participant.Id
            where i.StudyId == reader.StudyId
            select new { i.Id, participant.Role }).Distinct().ToListAsync(cancel)).ToLookup(r => r.Id, r => r.Role);
        var found = new List<Row>();
        foreach (var row in rows.Where(r => reader.ReachesTrust(r.TrustId) && (r.IsOpen || reader.May(Operation.ReadUnopenedTranscripts))))
        {
            if (row.IsBlind) _left.Add(new NotCompared(row.Title, "it is being coded blindly in a round that is not open"));
            else if (row.IsPutAway && round is null) continue;
            else found.Add(new Row(row.Id, row.Title, row.Trust, [.. roles[row.InterviewId].Order(StringComparer.CurrentCulture)], row.Length));
        }

        return found;
    }

    /// <summary>Who has read all of each transcript: when the round opened, or by now.</summary>
    private async Task<Dictionary<TranscriptId, List<MemberId>>> HandedInAsync(List<TranscriptId> transcripts, CancellationToken cancel)
    {
        if (round is null)
            return (await db.Assignments.Where(a => transcripts.Contains(a.TranscriptId) && !a.IsSecondReading && (a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff)).Select(a => new { a.TranscriptId, a.MemberId }).ToListAsync(cancel))
                .Where(a => ask.Coders.Count == 0 || ask.Coders.Contains(a.MemberId)).GroupBy(a => a.TranscriptId).ToDictionary(g => g.Key, g => g.Select(a => a.MemberId).Distinct().ToList());
        var work = await db.Assignments.AsNoTracking().Include(a => a.Events).Where(a => a.RoundId == round.Id && transcripts.Contains(a.TranscriptId)).ToListAsync(cancel);
        return work.Where(a => (ask.Coders.Count == 0 || ask.Coders.Contains(a.MemberId)) && WasHandedIn(a, round.OpenedAt!.Value))
            .GroupBy(a => a.TranscriptId).ToDictionary(g => g.Key, g => g.Select(a => a.MemberId).Distinct().ToList());
    }

    /// <summary>Whether its coder had handed it in at that moment, whatever a supervisor asked for since.</summary>
    internal static bool WasHandedIn(Assignment work, DateTimeOffset at) => work.Events.Where(e => e.At <= at).OrderBy(e => e.Number)
        .LastOrDefault(e => e.Kind is not AssignmentEventKind.Rescheduled)?.Kind is AssignmentEventKind.Done or AssignmentEventKind.SignedOff or AssignmentEventKind.SignOffTakenBack;

    private async Task<Dictionary<TranscriptId, PlaceReading>> ReadingsAsync(
        List<Row> compared, Dictionary<TranscriptId, List<MemberId>> handedIn, ILookup<TranscriptId, LayerCoding> codings, ILookup<TranscriptId, LayerCoding> settled, HashSet<TranscriptId> signedOff, CancellationToken cancel)
    {
        var ids = compared.ConvertAll(t => t.Id);
        var turns = (await db.Turns.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).OrderBy(t => t.Number).ToListAsync(cancel)).ToLookup(t => t.TranscriptId);
        var speakers = ask.Turns.IsAll ? null : (await (
            from s in db.Speakers
            join p in db.Participants on s.ParticipantId equals p.Id into known
            from p in known.DefaultIfEmpty()
            where ids.Contains(s.TranscriptId)
            select new { s.TranscriptId, s.Number, s.Label, s.IsInterviewer, Role = p == null ? "" : p.Role }).ToListAsync(cancel))
            .Where(s => ask.Turns.Of switch
            {
                TurnsOf.Interviewers => s.IsInterviewer,
                TurnsOf.Participants => !s.IsInterviewer,
                TurnsOf.Role => s.Role == ask.Turns.Name,
                _ => s.Label == ask.Turns.Name,
            }).Select(s => (s.TranscriptId, s.Number)).ToHashSet();
        var texts = ask.Unit is not (ComparisonUnit.Word or ComparisonUnit.Sentence) ? [] : await db.TranscriptTexts.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel);
        var found = new Dictionary<TranscriptId, PlaceReading>();
        foreach (var transcript in compared)
        {
            var own = turns[transcript.Id].ToList();
            var kept = own.Where(t => speakers is null || speakers.Contains((transcript.Id, t.SpeakerNumber))).Select(t => t.Segment).ToList();
            IReadOnlyList<Segment> units = ask.Unit is ComparisonUnit.Character or ComparisonUnit.Transcript ? speakers is null ? [new Segment(0, Math.Max(1, transcript.Length))] : kept
                : TextUnits.Of(ask.Unit, new TranscriptText(texts.GetValueOrDefault(transcript.Id, "")), kept);
            if (ask.Unit == ComparisonUnit.Word && speakers is not null) units = Inside(units, kept);
            var present = handedIn[transcript.Id];
            found[transcript.Id] = new PlaceReading(
                ask.Unit, units, signedOff.Contains(transcript.Id) ? [.. present, Comparison.Settled] : present, [.. codings[transcript.Id], .. settled[transcript.Id]], own);
        }

        return found;
    }

    /// <summary>Those who handed in something that is compared, by name.</summary>
    private async Task<List<ComparedCoder>> CodersAsync(Dictionary<TranscriptId, PlaceReading> readings, CancellationToken cancel)
    {
        var present = readings.Values.SelectMany(r => r.HandedIn).Distinct().Where(m => m != Comparison.Settled).ToList();
        return [.. (await db.Members.Where(m => present.Contains(m.Id)).Select(m => new ComparedCoder(m.Id, m.Name)).ToListAsync(cancel)).OrderBy(c => c.Name, Ui.ReadingOrder.ForPeople)];
    }

    private ComparedTranscript Compared(Row transcript, PlaceReading reading)
    {
        var whole = new ComparedTranscript(transcript.Id, transcript.Length, ask.Unit is ComparisonUnit.Character or ComparisonUnit.Transcript ? [] : reading.Units, reading.HandedIn, [.. reading.Codings.Select(c => new CodedSegment(c.MemberId, c.CodeId, c.Segment))]);
        return ask.Turns.IsAll ? whole : whole.Within(ask.Unit is ComparisonUnit.Word or ComparisonUnit.Sentence ? [.. TurnsAround(reading)] : reading.Units);
    }

    /// <summary>The turns that hold a unit: words and sentences of the others were left out before.</summary>
    private static IEnumerable<Segment> TurnsAround(PlaceReading reading)
    {
        var unit = 0;
        foreach (var turn in reading.Turns)
        {
            while (unit < reading.Units.Count && reading.Units[unit].End <= turn.Segment.Start) unit++;
            if (unit < reading.Units.Count && reading.Units[unit].Start < turn.Segment.End) yield return turn.Segment;
        }
    }

    private static List<Segment> Inside(IReadOnlyList<Segment> units, List<Segment> parts)
    {
        var (kept, part) = (new List<Segment>(), 0);
        foreach (var unit in units)
        {
            while (part < parts.Count && parts[part].End <= unit.Start) part++;
            if (part < parts.Count && parts[part].Start <= unit.Start) kept.Add(unit);
        }

        return kept;
    }

    /// <summary>Each code that has used codes below it, with them.</summary>
    private static List<ComparedTheme> Themes(IReadOnlyList<PlacedCode> framework, HashSet<CodeId> used)
    {
        var parents = framework.ToDictionary(c => c.Code.Id, c => c.Code.ParentId);
        var below = new Dictionary<CodeId, List<CodeId>>();
        foreach (var code in framework.Where(c => used.Contains(c.Code.Id)))
        {
            for (var above = code.Code.ParentId; above is { } one && parents.ContainsKey(one); above = parents[one])
            {
                if (!below.TryGetValue(one, out var mine)) below[one] = mine = [];
                mine.Add(code.Code.Id);
            }
        }

        // its own id is taken where the code is compared by itself too
        return [.. framework.Where(c => below.TryGetValue(c.Code.Id, out var mine) && mine.Count + (used.Contains(c.Code.Id) ? 1 : 0) > 1).Select(c => new ComparedTheme(
            used.Contains(c.Code.Id) ? CodeId.New() : c.Code.Id, c.Code.Words.Name, string.Join(FrameworkTree.Separator, c.Above), used.Contains(c.Code.Id) ? [c.Code.Id, .. below[c.Code.Id]] : below[c.Code.Id]))];
    }

    private sealed record Row(TranscriptId Id, string Title, string Trust, IReadOnlyList<string> Roles, int Length);
}
