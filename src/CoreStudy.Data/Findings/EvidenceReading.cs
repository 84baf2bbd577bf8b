using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Findings;

/// <summary>Why a passage of a finding is not shown to the reader.</summary>
public enum EvidenceSight
{
    Shown,

    /// <summary>A round is blind there: neither its words nor what became of it is told.</summary>
    Blind,

    /// <summary>Its transcript is put away.</summary>
    PutAway,
}

/// <summary>A piece of evidence as the reader may know of it, without its words.</summary>
/// <param name="CodingId">Of the coding, or of the settled coding.</param>
/// <param name="State">Where it is not shown, as if it stood.</param>
/// <param name="CodeThen">The code when it was chosen.</param>
/// <param name="CodeNow">The code of now; null where the coding is gone.</param>
public sealed record EvidenceRow(
    EvidenceId Id, FindingId FindingId, EvidenceSide Side, string Note, TranscriptId TranscriptId, Guid CodingId, bool IsSettled, EvidenceSight Sight, EvidenceState State, CodeId? CodeThen, CodeId? CodeNow,
    Segment Segment, string Words, MemberId AddedBy, DateTimeOffset AddedAt)
{
    /// <summary>Whether somebody has to look at it again.</summary>
    public bool NeedsLook => Sight == EvidenceSight.Shown && State != EvidenceState.Stands;

    public override string ToString() => $"evidence {Id.Value}, {State}";
}

/// <summary>How many people of one role in one trust a finding has on one of its sides.</summary>
/// <param name="Role">The participant's role; empty where nobody but interviewers, or people matched to nobody, speak.</param>
public sealed record FindingCell(FindingId FindingId, EvidenceSide Side, TrustId TrustId, string Trust, string Role, int People, int Passages);

/// <summary>What a finding has on one of its sides over all.</summary>
public sealed record FindingTotal(FindingId FindingId, EvidenceSide Side, int People, int Interviews, int Passages);

/// <summary>Reads what findings stand on.</summary>
public static class EvidenceReading
{
    /// <summary>The evidence of one finding or of all, in the trusts that the reader reaches; what is hidden from them comes without words, code and state.</summary>
    /// <param name="withWords">Whether the words of now come along, of what is shown.</param>
    public static async Task<IReadOnlyList<EvidenceRow>> ReadAsync(StudyDb db, Member reader, FindingId? finding, bool withWords, CancellationToken cancel)
    {
        var (reach, readsUnopened, blind) = (reader.TrustIds, reader.May(Operation.ReadUnopenedTranscripts), db.BlindTo(reader));
        var (visible, codings) = (db.KeptPassages.VisibleTo(db, reader), db.Codings.VisibleTo(db, reader));
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        var rows = await (
            from e in db.Evidence
            join k in db.KeptPassages on e.PassageId equals k.Id
            join t in db.Transcripts on k.TranscriptId equals t.Id
            from c in codings.Where(c => c.Id == k.CodingId).DefaultIfEmpty()
            from s in db.SettledCodings.Where(s => s.Id == k.SettledCodingId && !blind.Contains(s.TranscriptId)).DefaultIfEmpty()
            where e.StudyId == reader.StudyId && (finding == null || e.FindingId == finding) && (reach.Count == 0 || reach.Contains(t.TrustId)) && (readsUnopened || t.OpenedAt != null)
            orderby e.AddedAt, e.Id
            select new
            {
                e.Id, e.FindingId, e.Side, e.Note, e.AddedBy, e.AddedAt, k.TranscriptId, k.CodingId, k.SettledCodingId, k.CodeId, k.Segment.Start, k.Segment.End, k.WithdrawnAt, t.ArchivedAt,
                Words = withWords ? k.Words : "",
                IsVisible = visible.Any(v => v.Id == k.Id) && (c != null || s != null),
                RemovedAt = k.CodingId != null ? c!.RemovedAt : s!.RemovedAt,
                CodeNow = k.CodingId != null ? (CodeId?)c!.CodeId : (CodeId?)s!.CodeId,
                StartNow = k.CodingId != null ? (int?)c!.Segment.Start : (int?)s!.Segment.Start,
                EndNow = k.CodingId != null ? (int?)c!.Segment.End : (int?)s!.Segment.End,
            }).ToListAsync(cancel);
        if (rows.Count == 0) return [];
        var merged = await MergedCodes.ReadAsync(db, reader.StudyId, cancel);
        return [.. rows.Select(r =>
        {
            var sight = !r.IsVisible ? EvidenceSight.Blind : r.ArchivedAt is not null && r.WithdrawnAt is null ? EvidenceSight.PutAway : EvidenceSight.Shown;
            var (then, now, isShown) = (Standing(r.CodeId), Standing(r.CodeNow), sight == EvidenceSight.Shown);
            var state = !isShown ? EvidenceState.Stands
                : r.WithdrawnAt is not null ? EvidenceState.Withdrawn
                : r.RemovedAt is not null ? EvidenceState.CodingRemoved
                : now != then ? EvidenceState.Recoded
                : (r.StartNow, r.EndNow) != (r.Start, r.End) ? EvidenceState.Moved
                : EvidenceState.Stands;
            return new EvidenceRow(
                r.Id, r.FindingId, r.Side, isShown && state != EvidenceState.Withdrawn ? r.Note : "", r.TranscriptId, (r.CodingId?.Value ?? r.SettledCodingId?.Value)!.Value, r.SettledCodingId is not null, sight, state, isShown ? then : null,
                isShown && r.RemovedAt is null ? now : null, new Segment(r.Start, r.End), isShown && state != EvidenceState.Withdrawn ? r.Words : "", r.AddedBy, r.AddedAt);
        })];

        CodeId? Standing(CodeId? code) => code is { } one ? merged.Standing(one) : null;
    }

    /// <summary>Who stands behind findings, by trust and role: of the passages that stand, and that the reader may see.</summary>
    /// <remarks>As of the last <see cref="CodedPassages.RefreshAsync"/>. What was recoded or moved counts until somebody takes it off; what was removed or withdrawn does not.</remarks>
    /// <returns>Ordered by trust and role.</returns>
    public static async Task<IReadOnlyList<FindingCell>> CellsAsync(StudyDb db, Member reader, FindingId? finding, CancellationToken cancel) => await Standing(db, reader, finding)
        .GroupBy(s => new { s.FindingId, s.Side, s.TrustId, s.Trust, s.Role })
        .OrderBy(g => g.Key.Trust).ThenBy(g => g.Key.Role)
        .Select(g => new FindingCell(g.Key.FindingId, g.Key.Side, g.Key.TrustId, g.Key.Trust, g.Key.Role, g.Select(s => s.ParticipantId).Distinct().Count(p => p != null), g.Count()))
        .ToListAsync(cancel);

    /// <summary>The same over all trusts and roles: somebody who was interviewed in two trusts counts once.</summary>
    public static async Task<IReadOnlyList<FindingTotal>> TotalsAsync(StudyDb db, Member reader, FindingId? finding, CancellationToken cancel) => await Standing(db, reader, finding)
        .GroupBy(s => new { s.FindingId, s.Side })
        .Select(g => new FindingTotal(g.Key.FindingId, g.Key.Side, g.Select(s => s.ParticipantId).Distinct().Count(p => p != null), g.Select(s => s.InterviewId).Distinct().Count(), g.Count()))
        .ToListAsync(cancel);

    private static IQueryable<StandingEvidence> Standing(StudyDb db, Member reader, FindingId? finding)
    {
        var passages = CodedPassages.OfBothLayers(db, reader);
        return
            from e in db.Evidence
            join k in db.KeptPassages.VisibleTo(db, reader) on e.PassageId equals k.Id
            join p in passages on (Guid?)(object?)k.CodingId ?? (Guid?)(object?)k.SettledCodingId equals (Guid?)p.Id
            join t in db.Transcripts on p.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            from x in db.Participants.Where(x => x.Id == p.ParticipantId).DefaultIfEmpty()
            where e.StudyId == reader.StudyId && (finding == null || e.FindingId == finding) && k.WithdrawnAt == null
            select new StandingEvidence
            {
                FindingId = e.FindingId, Side = e.Side, TrustId = t.TrustId, Trust = trust.Label, Role = x == null ? "" : x.Role, ParticipantId = p.ParticipantId, InterviewId = t.InterviewId,
            };
    }

    private sealed class StandingEvidence
    {
        public FindingId FindingId { get; init; }

        public EvidenceSide Side { get; init; }

        public TrustId TrustId { get; init; }

        public string Trust { get; init; } = "";

        public string Role { get; init; } = "";

        public ParticipantId? ParticipantId { get; init; }

        public InterviewId InterviewId { get; init; }
    }
}
