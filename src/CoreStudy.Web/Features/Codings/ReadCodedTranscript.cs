using System.Data;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Codings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A transcript with what the reader sees on it, to be taken away as a file.</summary>
public sealed class ReadCodedTranscript(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<CodedTranscript>> RunAsync(AccountId me, StudyId studyId, TranscriptId transcriptId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;
        var reader = access.Member;
        if (!reader.May(Operation.Explore)) return Refusal.Forbidden; // as with passages: whoever codes reads here, and takes nothing home
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel); // places are of one text
        var transcript = await db.Transcripts.Where(t => t.Id == transcriptId && t.ArchivedAt == null).Select(t => new { t.Title, t.Text.Words }).SingleOrDefaultAsync(cancel);
        if (transcript is null) return Refusal.NotFound;
        var study = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel);
        var turns = await (
            from t in db.Turns
            join s in db.Speakers on new { t.TranscriptId, Number = t.SpeakerNumber } equals new { s.TranscriptId, s.Number }
            where t.TranscriptId == transcriptId
            orderby t.Number
            select new CodedTurn(t.Segment, s.Label, s.IsInterviewer)).ToListAsync(cancel);
        var codings = await (
            from c in db.Codings.AtDeskOf(db, reader)
            join code in db.Codes on c.CodeId equals code.Id
            join member in db.Members on c.MemberId equals member.Id
            where c.TranscriptId == transcriptId && c.RemovedAt == null
            orderby c.Segment.Start, c.Segment.End, code.Name, c.Id
            select new { c.Id, c.Segment, Code = code.Name, code.Colour, Coder = member.Name, c.CodedAt, c.IsUnsure, c.Question }).ToListAsync(cancel);
        var comments = (await (
            from c in db.Comments.VisibleTo(db, reader)
            join member in db.Members on c.MemberId equals member.Id
            where c.TranscriptId == transcriptId && c.RemovedAt == null
            orderby c.WrittenAt, c.Id
            select new { c.CodingId, c.Text, member.Name }).ToListAsync(cancel)).ToLookup(c => c.CodingId);
        var sight = (await Blindness.ReadAsync(db, transcriptId, cancel)).Of(reader);

        var note = $"{study}, {Days.Of(clock.Today())}. {(sight == Sight.Open ? "" : SightWords.Of(sight) + " ")}For the team: whether words may be quoted is asked when a quote is made.";
        return new CodedTranscript(transcript.Title, note, transcript.Words, turns,
        [
            .. codings.Select(c => new TranscriptCoding(
                c.Segment, c.Code, c.Colour, c.Coder, c.CodedAt,
                [.. c.IsUnsure ? [c.Question.Length > 0 ? $"Not sure: {c.Question}" : "Not sure"] : Array.Empty<string>(), .. comments[c.Id].Select(x => $"{x.Name}: {x.Text}")])),
        ]);
    }
}
