using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>A turn of the transcript; positions in UTF-16 code units of the whole text, end exclusive.</summary>
public sealed record SettleTurn(int Number, string Speaker, bool IsInterviewer, int Start, int End);

/// <summary>A code as the desk shows and finds it, in the order of the framework's tree.</summary>
public sealed record SettleCode(
    Guid Id, Guid? ParentId, string Name, string Definition, string WhenToUse, string WhenNotToUse, string Synonyms, string Shortcut, string Colour, string State);

/// <summary>A coder's coding as it was handed in.</summary>
public sealed record SettleCoding(Guid Id, int Lane, Guid Code, int Start, int End);

/// <summary>Everything that the settling desk shows.</summary>
/// <param name="Lane">The reader's own lane, from 0; null where they are none of the coders.</param>
/// <param name="Round">What the round is called whose coders these are; empty where there was none.</param>
public sealed record SettleDesk(
    string Title, string ContentNote, string Round, string Words, IReadOnlyList<SettleTurn> Turns, IReadOnlyList<SettleCode> Codes, IReadOnlyList<SettleCoding> Codings, bool MaySettle, bool MaySignOff,
    int? Lane, SettlingChanges Changes)
{
    public override string ToString() => $"{Turns.Count} turns, {Codings.Count} codings";
}

/// <summary>Somebody sits down at the settling desk of a transcript, or asks what changed there.</summary>
public sealed class OpenSettleDesk(IDbContextFactory<StudyDb> databases, SettlingDoor door) : IUseCase
{
    public async Task<Result<SettleDesk>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // words, places and decisions of one moment
        if ((await door.ReadAsync(db, me, id, cancel)).IsRefused(out var refusal, out var read)) return refusal;
        var (member, settlement) = read;
        var transcript = await (
            from t in db.Transcripts
            join text in db.TranscriptTexts on t.Id equals text.TranscriptId
            join head in db.CodingHeads on t.Id equals head.TranscriptId
            where t.Id == id
            select new { t.Title, t.ContentNote, text.Words, head.TextRevision }).SingleAsync(cancel);
        var turns = await (
            from turn in db.Turns
            join speaker in db.Speakers on new { turn.TranscriptId, Number = turn.SpeakerNumber } equals new { speaker.TranscriptId, speaker.Number }
            where turn.TranscriptId == id
            orderby turn.Number
            select new SettleTurn(turn.Number, speaker.Label, speaker.IsInterviewer, turn.Segment.Start, turn.Segment.End)).ToListAsync(cancel);
        var round = settlement.RoundId is { } r ? await db.Rounds.Where(x => x.Id == r).Select(x => x.Name).SingleAsync(cancel) : "";
        var codings = SettlingReading.InLanes(settlement, await Layers.AsOfAsync(db, id, settlement.AtRevision, settlement.Lanes, codings: null, cancel));
        var changes = await SettlingReading.ChangesAsync(db, member, settlement, transcript.TextRevision, after: 0, cancel);
        var lane = settlement.Lanes.ToList().IndexOf(member.Id);
        return new SettleDesk(
            transcript.Title, transcript.ContentNote, round, transcript.Words, turns, await CodesAsync(db, settlement.StudyId, cancel),
            [.. codings.Select(c => new SettleCoding(c.Id.Value, c.Lane, c.CodeId.Value, c.Segment.Start, c.Segment.End))],
            member.May(Operation.SettleDifferences), member.May(Operation.SignOff), lane < 0 ? null : lane, changes);
    }

    /// <param name="after">The settlement's revision that the reader knows.</param>
    public async Task<Result<SettlingChanges>> ChangesAsync(AccountId me, TranscriptId id, long after, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        if ((await door.ReadAsync(db, me, id, cancel)).IsRefused(out var refusal, out var read)) return refusal;
        var textRevision = await db.CodingHeads.Where(h => h.TranscriptId == id).Select(h => h.TextRevision).SingleAsync(cancel);
        return await SettlingReading.ChangesAsync(db, read.Member, read.Settlement, textRevision, after, cancel);
    }

    private static async Task<IReadOnlyList<SettleCode>> CodesAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancel);
        var children = codes.ToLookup(c => c.ParentId);
        var rows = new List<SettleCode>(codes.Count);
        Add(null);
        return rows;

        void Add(CodeId? parent)
        {
            foreach (var code in children[parent])
            {
                rows.Add(new SettleCode(
                    code.Id.Value, code.ParentId?.Value, code.Name, code.Definition, code.WhenToUse, code.WhenNotToUse, code.Synonyms, code.Shortcut, code.Colour, code.State.ToString()));
                Add(code.Id);
            }
        }
    }
}
