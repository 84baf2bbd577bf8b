using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>What the coding desk shows before the codings are fetched.</summary>
/// <param name="Markup">The turns as HTML.</param>
/// <param name="Data">What the browser modules start from, as JSON.</param>
/// <param name="Work">Null where the transcript is not assigned to the reader.</param>
/// <param name="Hears">Whether they were named to hear a recording of its interview.</param>
/// <param name="Sight">Whether they see everybody's coding, or for now their own alone.</param>
public sealed record CodingDesk(StudyId StudyId, string StudyName, string Title, string ContentNote, string Markup, string Data, long Revision, DeskWork? Work, Sight Sight, bool Hears)
{
    /// <summary>Whether the reader may take the transcript away as a file, with its codings.</summary>
    public bool MayTakeAway { get; init; }
}

/// <summary>What the reader has been asked to do with this transcript.</summary>
/// <param name="Remark">What was said when it was sent back; empty otherwise.</param>
/// <param name="RemarkBy">Who said it.</param>
public sealed record DeskWork(AssignmentState State, DateOnly? DueOn, DateOnly Today, string Remark, string RemarkBy);

/// <summary>A member sits down at a transcript.</summary>
public sealed class OpenCodingDesk(IDbContextFactory<StudyDb> databases, Permissions permissions, DeskTexts texts, HeardRecordings recordings, TimeProvider clock) : IUseCase
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<Result<CodingDesk>> RunAsync(AccountId me, StudyId studyId, TranscriptId transcriptId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != studyId) return Refusal.NotFound;

        await using var db = await databases.CreateDbContextAsync(cancel);
        var transcript = await (
            from t in db.Transcripts
            join s in db.Studies on t.StudyId equals s.Id
            where t.Id == transcriptId
            select new { t.Title, t.ContentNote, t.InterviewId, StudyName = s.ShortName }).SingleAsync(cancel);
        var member = access.Member;
        var members = await db.Members.Where(m => m.StudyId == studyId).OrderBy(m => m.JoinedAt)
            .Select(m => new { m.Id, m.Name, m.Role }).ToListAsync(cancel);
        var pins = await db.CodePins.Where(p => p.MemberId == member.Id).OrderBy(p => p.Digit)
            .Select(p => new { p.Digit, CodeId = p.CodeId.Value }).ToListAsync(cancel);
        var (text, places) = await WordsAsync(db, transcriptId, cancel);
        var heard = await recordings.OfAsync(me, studyId, transcript.InterviewId, cancel);

        var data = JsonSerializer.Serialize(
            new
            {
                TranscriptId = transcriptId.Value,
                StudyId = studyId.Value,
                transcript.Title,
                transcript.StudyName,
                transcript.ContentNote,
                places.Revision,
                places.TextRevision,
                Me = new
                {
                    MemberId = member.Id.Value,
                    member.Name,
                    Role = member.Role.ToString(),
                    MayCode = member.May(Operation.Code),
                    MayProposeCodes = member.May(Operation.ProposeCodes),
                    MayManageCodebook = member.May(Operation.ManageCodebook),
                    MayFlag = member.May(Operation.FlagIdentifiers),
                    MayCorrect = member.May(Operation.CorrectTranscripts),
                    MayAnswerQuestions = member.May(Operation.AnswerQuestions),
                    MayImport = member.May(Operation.ImportTranscripts),
                },
                Members = members.Select(m => new { Id = m.Id.Value, m.Name, Initials = Initials(m.Name), Role = m.Role.ToString() }),
                Codes = await CodeRow.ReadAsync(db, studyId, cancel),
                Pins = pins,
                places.ContentNotes,
                places.Flags,
                Sounds = heard.Count == 0 ? null : heard.Select((r, i) => new { r.Address, Label = $"Recording {i + 1}" }),
                Starts = heard.Count == 0 ? null : text.Turns.Select(t => t.StartMs),
            },
            Json);
        var sight = (await Blindness.ReadAsync(db, transcriptId, cancel)).Of(member);
        return new CodingDesk(
            studyId, transcript.StudyName, transcript.Title, transcript.ContentNote, text.Markup, data, places.Revision, await WorkAsync(db, member.Id, transcriptId, sight, cancel), sight, heard.Count > 0)
        {
            MayTakeAway = member.May(Operation.Explore),
        };
    }

    /// <summary>The words, and what has a place in them, of one and the same revision.</summary>
    private async Task<(DeskText Text, DeskPlaces Places)> WordsAsync(StudyDb db, TranscriptId transcriptId, CancellationToken cancel)
    {
        while (true)
        {
            var places = await DeskPlaces.ReadAsync(db, transcriptId, cancel);
            var text = await texts.ReadAsync(transcriptId, places.TextRevision);
            if (text.TextRevision == places.TextRevision) return (text, places); // otherwise it was revised between the two
        }
    }

    private async Task<DeskWork?> WorkAsync(StudyDb db, MemberId me, TranscriptId transcriptId, Sight sight, CancellationToken cancel)
    {
        var isAgain = sight == Sight.Again;
        var work = await db.Assignments.Where(a => a.TranscriptId == transcriptId && a.MemberId == me && a.State != AssignmentState.Withdrawn && a.IsSecondReading == isAgain).OrderByDescending(a => a.AssignedAt).Select(a => new
        {
            a.State,
            a.DueOn,
            Back = a.Events.Where(e => e.Kind == AssignmentEventKind.SentBack && a.State == AssignmentState.SentBack).OrderByDescending(e => e.Number)
                .Select(e => new { e.Remark, By = db.Members.Where(m => m.Id == e.By).Select(m => m.Name).First() }).FirstOrDefault(),
        }).FirstOrDefaultAsync(cancel);
        return work is null ? null : new DeskWork(work.State, work.DueOn, clock.Today(), work.Back?.Remark ?? "", work.Back?.By ?? "");
    }

    /// <summary>The first letters of the first and last word of a name.</summary>
    internal static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "?" : words.Length == 1 ? words[0][..1] : words[0][..1] + words[^1][..1];
    }
}
