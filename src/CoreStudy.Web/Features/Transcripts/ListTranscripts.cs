using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <param name="Mine">How many codings the reader has on it.</param>
/// <param name="All">How many codings the reader may see on it.</param>
/// <param name="LastCoded">When a coding that stands on it last changed; null where none does.</param>
/// <param name="IsArchived">Listed for those alone who can bring it back.</param>
/// <param name="IsHeard">Whether the reader was named to hear a recording of its interview, and so may say when its turns start.</param>
/// <param name="IsReleased">Whether it has words; without, it is being anonymised.</param>
public sealed record TranscriptRow(
    TranscriptId Id, string Title, string Trust, InterviewKind Kind, int Words, int Turns, bool IsOpen, string ContentNote, int Mine, int All, DateTimeOffset? LastCoded,
    bool IsArchived, bool IsReleased, bool IsHeard = false);

public sealed record TranscriptList(IReadOnlyList<TranscriptRow> Transcripts, bool MayImport, bool MayRead, bool MayExplore = false);

/// <summary>The transcripts that a member may see, with how far they are.</summary>
public sealed class ListTranscripts(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<TranscriptList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!member.May(Operation.ReadTranscripts)) return new TranscriptList([], false, false);

        await using var db = await databases.CreateDbContextAsync(cancel);
        var mayImport = member.May(Operation.ImportTranscripts);
        var seesAll = member.May(Operation.ReadUnopenedTranscripts);
        var rows = await (
            from t in db.Transcripts
            join i in db.Interviews on t.InterviewId equals i.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            where t.StudyId == studyId && (seesAll || t.OpenedAt != null) && (mayImport || t.ArchivedAt == null)
            orderby t.Title
            select new { t.Id, t.InterviewId, t.Title, t.TrustId, Trust = trust.Label, i.Kind, t.WordCount, t.TurnCount, IsOpen = t.OpenedAt != null, t.ContentNote, IsArchived = t.ArchivedAt != null, IsReleased = t.ReleasedAt != null }).ToListAsync(cancel);
        var heard = mayImport ? await (
            from r in db.Recordings
            join h in db.RecordingHearers on r.Id equals h.RecordingId
            where r.StudyId == studyId && r.DestroyedAt == null && h.MemberId == member.Id && h.EndedAt == null
            select r.InterviewId).Distinct().ToHashSetAsync(cancel) : [];
        await Tallies.RefreshAsync(db, studyId, cancel);
        var counts = await db.TranscriptTallies.VisibleTo(db, member).GroupBy(t => t.TranscriptId)
            .Select(g => new { g.Key, All = g.Sum(t => t.Codings), Mine = g.Sum(t => t.MemberId == member.Id ? t.Codings : 0), Last = g.Max(t => t.LastAt) }).ToDictionaryAsync(c => c.Key, cancel);
        return new TranscriptList(
            [.. rows.Where(r => member.ReachesTrust(r.TrustId)).Select(r => new TranscriptRow(
                r.Id, r.Title, r.Trust, r.Kind, r.WordCount, r.TurnCount, r.IsOpen, r.ContentNote,
                counts.GetValueOrDefault(r.Id)?.Mine ?? 0, counts.GetValueOrDefault(r.Id)?.All ?? 0, counts.GetValueOrDefault(r.Id)?.Last, r.IsArchived, r.IsReleased, heard.Contains(r.InterviewId)))],
            mayImport, true, member.May(Operation.Explore));
    }
}
