using System.Data;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>A turn with its words.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Start">In UTF-16 code units of the whole text.</param>
/// <param name="End">Exclusive.</param>
public sealed record SpokenTurnRow(int Number, string Speaker, bool IsInterviewer, ParticipantId? Participant, int Start, int End, long? StartMs, string Words)
{
    public override string ToString() => $"turn {Number} of {Words.Length} characters";
}

/// <summary>What is said in a transcript, turn by turn.</summary>
public sealed class ReadTurns(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<SpokenTurnRow>>> RunAsync(AccountId me, StudyId studyId, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // words and turns of one revision
        if (await db.TranscriptTexts.Where(t => t.TranscriptId == id).Select(t => t.Words).SingleOrDefaultAsync(cancel) is not { } words) return Refusal.NotFound;
        var turns = await (
            from turn in db.Turns
            join speaker in db.Speakers on new { turn.TranscriptId, Number = turn.SpeakerNumber } equals new { speaker.TranscriptId, speaker.Number }
            where turn.TranscriptId == id
            orderby turn.Number
            select new { turn.Number, speaker.Label, speaker.IsInterviewer, speaker.ParticipantId, turn.Segment.Start, turn.Segment.End, turn.StartMs }).ToListAsync(cancel);
        return turns.ConvertAll(t => new SpokenTurnRow(t.Number + 1, t.Label, t.IsInterviewer, t.ParticipantId, t.Start, t.End, t.StartMs, words[t.Start..t.End]));
    }
}
