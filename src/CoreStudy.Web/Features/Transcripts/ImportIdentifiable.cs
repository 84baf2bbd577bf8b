using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>
/// A researcher brings in a file that still names people, places or employers: its words go to the vault, admins anonymise it, and until
/// they release it nobody can read it.
/// </summary>
public sealed class ImportIdentifiable(VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords typed, TimeProvider clock, ILogger<ImportIdentifiable> logger) : IUseCase
{
    /// <summary>From this score on a name in a title is a reason to refuse it.</summary>
    private const double SureOfTitle = 0.5;

    /// <param name="speakers">For each speaker as the file names them (the empty string for turns without one), who that is.</param>
    public async Task<Result<TranscriptId>> RunAsync(
        AccountId me, InterviewId interviewId, string title, ReadFile file, IReadOnlyDictionary<string, SpeakerMatch> speakers, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId, cancel) is not { } interview) return Refusal.NotFound;
        if ((await permissions.AskAsync(me, interview.StudyId, Operation.ImportTranscripts, cancel, interview.TrustId)).IsRefused(out var refusal, out var member))
            return refusal;
        if (await typed.ForbidAsync(me, interview.StudyId, cancel, [.. speakers.Values.Select(s => new ScannedText("a speaker's label", s.Label))]) is { } leak) return leak;
        if (interview.ArchivedAt is not null) return new Refusal("This interview is put away. Bring it back before a transcript comes in.");
        if (await ImportTranscript.ForbidSpeakersAsync(db, interview, speakers, cancel) is { } unfit) return unfit;

        var at = clock.GetUtcNow();
        if (Transcript.ImportIdentifiable(interview, title, file.Draft, speakers, file.FileHash, member.Id, at, out var turns).IsRefused(out var no, out var transcript))
            return no;

        var register = await StudyRegister.ReadAsync(room, interview.StudyId, cancel);
        Know(register, speakers);
        if (await ScanTitleAsync(room, register, interview, title, cancel) is { } named) return named;

        var original = new Original([.. file.Draft.Turns.Select((t, i) => new OriginalTurn(
            turns[i].SpeakerNumber, t.Speaker, speakers[t.Speaker ?? ""].ParticipantId?.Value, t.StartMs, t.Text, t.Text.Length))]);
        var rules = await db.AnonymisationRules.SingleOrDefaultAsync(r => r.StudyId == interview.StudyId, cancel) ?? AnonymisationRules.UsualOf(interview.StudyId);
        var words = original.Words;
        var proposals = await Task.Run(() => register.Propose(words, rules.Threshold, cancel), cancel);
        var sheet = new RedactionSheet(new TranscriptText(words), [.. turns.Select(t => t.Segment)], []).Propose(proposals);

        var sole = interview.Kind == InterviewKind.Individual && interview.Participants is [var only] ? only.ParticipantId : (ParticipantId?)null;
        await room.WriteOriginalAsync(interview.StudyId, transcript.Id, original, sole, cancel);
        await room.WriteAsync(KeyOwner.Of(transcript.Id), interview.StudyId, transcript.Id.Value, new Decisions(sheet.All), cancel);
        await register.SaveAsync(room, cancel);

        interview.Transcribed();
        var anonymisation = TranscriptReview.Begin(interview.StudyId, transcript.Id);
        anonymisation.Count(sheet.All.Count, sheet.Left);
        db.Transcripts.Add(transcript);
        db.TranscriptReviews.Add(anonymisation);
        db.Audit(AuditEntry.Of(
            AuditKind.TranscriptImported, member, AuditSubject.Of(transcript),
            AuditDetail.Count("turns", transcript.TurnCount).AndCount("words", transcript.WordCount).AndWhether("open", false).AndWhether("identifiable", true)));
        try
        {
            await room.CommitAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Refusal("This very file has been imported already.");
        }

        Log.IdentifiableImported(logger, transcript.Id, transcript.TurnCount, sheet.All.Count);
        feed.Publish(new StudyChanged(interview.StudyId));
        return transcript.Id;
    }

    /// <summary>A name by which the file calls a speaker is a form of who that is, and is met again in the words.</summary>
    private static void Know(StudyRegister register, IReadOnlyDictionary<string, SpeakerMatch> speakers)
    {
        foreach (var (name, match) in speakers.Where(s => SpeakerNames.IsName(s.Key, s.Value)))
        {
            if (match.ParticipantId is { } participant)
            {
                if (register.Find(participant.Value) is null)
                    register.Put(new Identifier(participant.Value, IdentifierCategory.Person, $"[{match.Label}]", [], participant.Value));
                register.Learn(participant.Value, name);
            }
            else if (register.Candidates(IdentifierCategory.Person, name).All(c => !c.IsExact))
            {
                var replacement = match.IsInterviewer ? "[interviewer]" : $"[{match.Label}]";
                register.Put(new Identifier(Guid.CreateVersion7(), IdentifierCategory.Person, replacement, [name], null));
            }
        }
    }

    /// <summary>A title is read by everybody: it may hold no name that the study knows, nor one that the detector is sure of.</summary>
    private static async Task<Refusal?> ScanTitleAsync(VaultRoom room, StudyRegister register, Interview interview, string title, CancellationToken cancel)
    {
        var labels = await room.Study.Trusts.Where(t => t.StudyId == interview.StudyId).Select(t => t.Label)
            .Concat(room.Study.Sites.Where(s => s.StudyId == interview.StudyId).Select(s => s.Label))
            .Concat(room.Study.Participants.Where(p => p.StudyId == interview.StudyId).Select(p => p.Label)).ToListAsync(cancel);
        var found = Detector.Shared.Detect(title, register.Knowledge, SureOfTitle, cancel: cancel)
            .Where(p => p.Category is not (IdentifierCategory.Date or IdentifierCategory.Age or IdentifierCategory.Indirect or IdentifierCategory.OtherNumber or IdentifierCategory.Organisation))
            .Select(p => title[p.Segment.Start..p.Segment.End])
            .FirstOrDefault(words => !labels.Exists(l => l.Contains(words, StringComparison.OrdinalIgnoreCase) || words.Contains(l, StringComparison.OrdinalIgnoreCase)));
        return found is null
            ? null
            : new Refusal($"The interview’s title holds “{found}”, which may identify somebody, and titles are read by everybody. Rename the interview by labels, such as “PSW-07, individual interview”, then import again.");
    }
}

/// <summary>Tells a speaker's name in a file from a label.</summary>
public static class SpeakerNames
{
    private static readonly HashSet<string> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        "interviewer", "interviewee", "participant", "respondent", "moderator", "facilitator", "researcher", "speaker", "host", "unknown", "man", "woman", "male",
        "female", "question", "answer", "psw", "supervisor", "all", "group", "int", "mod", "resp", "person", "client", "therapist",
    };

    /// <summary>Whether what the file calls a speaker is a name: words of letters, none of them a role or the label they go by in the study.</summary>
    public static bool IsName(string speaker, SpeakerMatch match) =>
        speaker.Length > 2
        && !string.Equals(speaker, match.Label, StringComparison.OrdinalIgnoreCase)
        && !speaker.Any(char.IsDigit)
        && speaker.Any(char.IsLower)
        && speaker.Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries).All(w => !Roles.Contains(w));
}
