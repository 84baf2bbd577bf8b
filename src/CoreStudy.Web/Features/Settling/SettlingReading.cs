using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>A coder's lane as it is shown.</summary>
/// <param name="Name">“Coder 1” until the transcript is signed off, so that nobody is judged by name; then the coder's.</param>
/// <param name="IsMine">Whether it is the reader's own.</param>
public sealed record LaneRow(string Name, bool IsMine);

/// <summary>A difference, and what stands decided.</summary>
/// <param name="Revision">The settlement's revision of the last decision; a settler sends it along.</param>
/// <param name="By">Who decided; empty while nobody has.</param>
/// <param name="Resolved">Who marked the talk about it as resolved; empty where nobody has.</param>
public sealed record DifferenceRow(
    Guid Id, int Number, DifferenceKind Kind, IReadOnlyList<Guid> Codings, DecisionKind? Decision, int? Lane, string Reason, string By, DateTimeOffset? At, long Revision, string Resolved)
{
    public override string ToString() => $"difference {Number}";
}

/// <summary>A coding of the settled layer.</summary>
public sealed record SettledRow(Guid Id, Guid Code, int Start, int End, SettledHow How, Guid? Difference, bool IsRemoved);

/// <summary>What somebody said about a difference.</summary>
public sealed record RemarkRow(Guid Id, Guid Difference, string By, bool IsMine, DateTimeOffset At, string Text)
{
    public override string ToString() => $"{Text.Length} characters";
}

/// <summary>What changed in a settlement since a revision of it; all of it, where the revision was 0.</summary>
/// <param name="SignedOffBy">Empty while it is not.</param>
public sealed record SettlingChanges(
    long Revision, int TextRevision, SettlementState State, string SignedOffBy, DateTimeOffset? SignedOffAt, IReadOnlyList<LaneRow> Lanes, IReadOnlyList<DifferenceRow> Differences,
    IReadOnlyList<SettledRow> Settled, IReadOnlyList<RemarkRow> Remarks);

/// <summary>What moves in a settlement, as its readers see it.</summary>
internal static class SettlingReading
{
    public static async Task<SettlingChanges> ChangesAsync(StudyDb db, Member reader, Settlement settlement, int textRevision, long after, CancellationToken cancel)
    {
        var id = settlement.TranscriptId;
        var names = await db.Members.Where(m => m.StudyId == settlement.StudyId).Select(m => new { m.Id, m.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var lanes = settlement.Lanes.Select((l, i) => new LaneRow(settlement.IsSignedOff ? names[l] : $"Coder {i + 1}", l == reader.Id)).ToList();
        var differences = await db.Differences.AsNoTracking().Where(d => d.TranscriptId == id && (after == 0 || d.Revision > after || d.TalkRevision > after)).OrderBy(d => d.Number).ToListAsync(cancel);
        var settled = await db.SettledCodings.AsNoTracking().Where(s => s.TranscriptId == id && (after == 0 ? s.RemovedAt == null : s.Revision > after)).OrderBy(s => s.Segment.Start).ToListAsync(cancel);
        var remarks = await db.Remarks.AsNoTracking().Where(r => r.TranscriptId == id && r.Revision > after).OrderBy(r => r.Revision).ToListAsync(cancel);
        var codes = (await Layers.StandingAsync(db, [.. settled.Select(s => new LayerCoding(new(s.Id.Value), id, default, s.CodeId, s.Segment))], cancel)).ToDictionary(s => s.Id.Value, s => s.CodeId.Value);
        return new SettlingChanges(
            settlement.Revision, textRevision, settlement.State, NameOf(settlement.SignedOffBy), settlement.SignedOffAt, lanes,
            [.. differences.Select(d => new DifferenceRow(
                d.Id.Value, d.Number, d.Kind, [.. d.Codings.Select(c => c.Value)], d.Decision, d.Lane, d.Reason, NameOf(d.DecidedBy), d.DecidedAt, d.Revision, NameOf(d.ResolvedBy)))],
            [.. settled.Select(s => new SettledRow(s.Id.Value, codes[s.Id.Value], s.Segment.Start, s.Segment.End, s.How, s.DifferenceId?.Value, s.RemovedAt is not null))],
            [.. remarks.Select(r => new RemarkRow(r.Id.Value, r.DifferenceId.Value, AuthorOf(r.MemberId), r.MemberId == reader.Id, r.SaidAt, r.Text))]);

        string NameOf(MemberId? member) => member is { } one ? names[one] : "";

        // Who answers for a lane is called as the lane is.
        string AuthorOf(MemberId member) => LaneOf(settlement, member) is { } lane ? lanes[lane].Name : names[member];
    }

    /// <summary>Codings in the lanes of their coders; others are left out.</summary>
    public static IReadOnlyList<LaneCoding> InLanes(Settlement settlement, IEnumerable<LayerCoding> codings) =>
        [.. codings.Select(c => (Coding: c, Lane: LaneOf(settlement, c.MemberId))).Where(c => c.Lane is not null).Select(c => new LaneCoding(c.Coding.Id, c.Lane!.Value, c.Coding.CodeId, c.Coding.Segment))];

    private static int? LaneOf(Settlement settlement, MemberId member)
    {
        for (var i = 0; i < settlement.Lanes.Count; i++)
        {
            if (settlement.Lanes[i] == member) return i;
        }

        return null;
    }
}
