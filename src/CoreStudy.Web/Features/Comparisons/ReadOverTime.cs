using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Agreement in one round.</summary>
/// <param name="Coder">Whose, with each of the others, on the mean; null for all coders together.</param>
/// <param name="Value">Krippendorff's alpha of all codes together; of one coder the mean of Cohen's kappa with each of the others.</param>
public sealed record RoundPoint(int Number, string Name, DateOnly OpenedOn, string? Coder, int Transcripts, long Units, ComparisonUnit Unit, Measured Percent, Measured Value);

/// <summary>One coder beside themselves: what they coded first, and weeks after.</summary>
public sealed record SecondReading(string Coder, int Number, DateOnly OpenedOn, int Transcripts, long Units, ComparisonUnit Unit, Measured Percent, Measured Kappa);

/// <summary>How agreement went from round to round.</summary>
/// <param name="SeesAll">Whether the reader sees every coder; otherwise only themselves.</param>
public sealed record OverTime(StudyApproach Approach, bool SeesRounds, bool SeesAll, IReadOnlyList<RoundPoint> Rounds, IReadOnlyList<RoundPoint> Coders, IReadOnlyList<SecondReading> Again);

/// <summary>Agreement over time: of all for those who see comparisons, of each coder for the lead, and one's own for everybody who codes.</summary>
public sealed class ReadOverTime(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<OverTime>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // places are of one text
        var (seesRounds, seesAll) = (reader.May(Operation.SeeComparisons), reader.May(Operation.SeeCoderFigures));
        var rounds = (await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Transcripts).Include(r => r.Coders).Where(r => r.StudyId == studyId && r.OpenedAt != null).OrderBy(r => r.OpenedAt).ToListAsync(cancel))
            .Where(r => seesRounds || r.Coders.Exists(c => c.MemberId == reader.Id)).ToList();
        var (all, each, again) = (new List<RoundPoint>(), new List<RoundPoint>(), new List<SecondReading>());
        foreach (var round in rounds)
        {
            if (round.IsSecondReading)
            {
                again.AddRange(await AgainAsync(db, reader, round, seesAll, cancel));
                continue;
            }

            if ((await new ComparisonReading(db, reader, ComparisonAsk.Of(round.Id, round.Unit), round).RunAsync(null, cancel)).IsRefused(out var no, out var comparison)) return no;
            var figures = comparison.All;
            RoundPoint Point(string? coder, Between who, Measured percent, Measured value) => new(
                round.Number, round.Name, Day(round), coder, figures.Extent(who).Transcripts, figures.Extent(who).Units, comparison.Ask.Unit, percent, value);
            if (seesRounds && comparison.Places.Count > 0)
                all.Add(Point(null, Between.All, figures.Measure(Between.All, Averaging.Pooled, Coefficient.PercentAgreement), figures.Measure(Between.All, Averaging.Pooled, Coefficient.KrippendorffAlpha)));
            foreach (var coder in comparison.Coders.Where(c => seesAll || c.Id == reader.Id))
            {
                var others = comparison.Coders.Where(c => c.Id != coder.Id).Select(c => Between.Two(coder.Id, c.Id)).Where(w => figures.Extent(w).Transcripts > 0).ToList();
                if (others.Count > 0) each.Add(Point(coder.Name, others[0], Mean(figures, others, Coefficient.PercentAgreement), Mean(figures, others, Coefficient.CohenKappa)));
            }
        }

        var approach = await db.Studies.Where(s => s.Id == studyId).Select(s => s.Approach).SingleAsync(cancel);
        return new OverTime(approach, seesRounds, seesAll, all, each, again);
    }

    private static DateOnly Day(Round round) => DateOnly.FromDateTime(round.OpenedAt!.Value.LocalDateTime);

    private static Measured Mean(AgreementFigures figures, List<Between> pairs, Coefficient coefficient)
    {
        var values = pairs.ConvertAll(p => figures.Measure(p, Averaging.Pooled, coefficient)).Where(m => m.Value is not null).Select(m => m.Value!.Value).ToList();
        return values.Count == 0 ? Measured.Not(Undefined.NoCodeMeasured) : Measured.Of(values.Average());
    }

    /// <summary>Each coder of a second reading beside what they had coded first: in the round that it repeats, or as it stands now.</summary>
    private static async Task<List<SecondReading>> AgainAsync(StudyDb db, Member reader, Round round, bool seesAll, CancellationToken cancel)
    {
        var blind = db.BlindRounds();
        var transcripts = (await (
            from t in db.Transcripts
            where t.StudyId == reader.StudyId && t.ReleasedAt != null && !blind.Any(r => r.Transcripts.Any(x => x.TranscriptId == t.Id)) && db.RoundTranscripts.Any(x => x.RoundId == round.Id && x.TranscriptId == t.Id)
            select new { t.Id, t.TrustId, t.Length }).ToListAsync(cancel)).Where(t => reader.ReachesTrust(t.TrustId)).ToList();
        var ids = transcripts.ConvertAll(t => t.Id);
        var second = await Layers.StandingAsync(db, await Layers.AsHandedInAsync(db, round.Id, ids, cancel), cancel);
        var first = await Layers.StandingAsync(db, round.Repeats is { } earlier ? await Layers.AsHandedInAsync(db, earlier, ids, cancel) : await Layers.NowAsync(db, ids, cancel), cancel);
        var work = (await db.Assignments.AsNoTracking().Include(a => a.Events).Where(a => a.RoundId == round.Id).ToListAsync(cancel)).Where(a => ComparisonReading.WasHandedIn(a, round.OpenedAt!.Value)).ToList();
        var unit = round.Unit;
        var turns = (await db.Turns.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).OrderBy(t => t.Number).Select(t => new { t.TranscriptId, t.Segment }).ToListAsync(cancel)).ToLookup(t => t.TranscriptId, t => t.Segment);
        var texts = unit is ComparisonUnit.Word or ComparisonUnit.Sentence ? await db.TranscriptTexts.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel) : [];
        var names = await db.Members.Where(m => m.StudyId == reader.StudyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var found = new List<SecondReading>();
        foreach (var coder in round.Coders.Select(c => c.MemberId).Where(c => seesAll || c == reader.Id).OrderBy(c => names[c], Ui.ReadingOrder.ForPeople))
        {
            var after = MemberId.New(); // who they were weeks after
            var read = work.Where(a => a.MemberId == coder).Select(a => a.TranscriptId).ToHashSet();
            var codes = first.Where(c => c.MemberId == coder).Concat(second.Where(c => c.MemberId == coder)).Select(c => c.CodeId).Distinct().ToList();
            var material = new AgreementMaterial(
                [.. transcripts.Where(t => read.Contains(t.Id)).Select(t => new ComparedTranscript(
                    t.Id, t.Length, TextUnits.Of(unit, new TranscriptText(texts.GetValueOrDefault(t.Id, "")), [.. turns[t.Id]]), [coder, after],
                    [.. first.Where(c => c.MemberId == coder && c.TranscriptId == t.Id).Select(c => new CodedSegment(coder, c.CodeId, c.Segment)),
                     .. second.Where(c => c.MemberId == coder && c.TranscriptId == t.Id).Select(c => new CodedSegment(after, c.CodeId, c.Segment))]))],
                [coder, after], codes);
            var figures = AgreementTables.Count(material, new ComparisonRules(unit), cancel: cancel).Over();
            var who = Between.Two(coder, after);
            if (figures.Extent(who).Transcripts == 0) continue;
            found.Add(new SecondReading(
                names[coder], round.Number, Day(round), figures.Extent(who).Transcripts, figures.Extent(who).Units, unit,
                figures.Measure(who, Averaging.Pooled, Coefficient.PercentAgreement), figures.Measure(who, Averaging.Pooled, Coefficient.CohenKappa)));
        }

        return found;
    }
}
