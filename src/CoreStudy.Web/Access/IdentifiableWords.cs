using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>What becomes of the words of a transcript that still identifies, whichever way it came: the vault keeps them, and admins are given what to look at.</summary>
internal static class IdentifiableWords
{
    /// <summary>Seals the words, with the places that the detector proposes to hide, and begins the review. Before this the register has learnt what the file calls speakers.</summary>
    /// <param name="turns">As <see cref="Transcript.ImportIdentifiable"/> gives them.</param>
    public static async Task<RedactionSheet> SealAsync(
        VaultRoom room, StudyRegister register, Interview interview, Transcript transcript, IReadOnlyList<Turn> turns, TranscriptDraft draft, IReadOnlyDictionary<string, SpeakerMatch> speakers, CancellationToken cancel)
    {
        var original = new Original([.. draft.Turns.Select((t, i) => new OriginalTurn(
            turns[i].SpeakerNumber, t.Speaker, speakers[t.Speaker ?? ""].ParticipantId?.Value, t.StartMs, t.Text, t.Text.Length))]);
        var rules = await room.Study.AnonymisationRules.SingleOrDefaultAsync(r => r.StudyId == interview.StudyId, cancel) ?? AnonymisationRules.UsualOf(interview.StudyId);
        var words = original.Words;
        var proposals = await Task.Run(() => register.Propose(words, rules.Threshold, cancel), cancel);
        var sheet = new RedactionSheet(new TranscriptText(words), [.. turns.Select(t => t.Segment)], []).Propose(proposals);

        var sole = interview.Kind == InterviewKind.Individual && interview.Participants is [var only] ? only.ParticipantId : (ParticipantId?)null;
        await room.WriteOriginalAsync(interview.StudyId, transcript.Id, original, sole, cancel);
        await room.WriteAsync(KeyOwner.Of(transcript.Id), interview.StudyId, transcript.Id.Value, new Decisions(sheet.All), cancel);
        await register.SaveAsync(room, cancel);
        var review = TranscriptReview.Begin(interview.StudyId, transcript.Id);
        review.Count(sheet.All.Count, sheet.Left);
        room.Study.TranscriptReviews.Add(review);
        return sheet;
    }

    /// <summary>A name by which the file calls a speaker is a form of who that is, and is met again in the words.</summary>
    public static void Know(StudyRegister register, IReadOnlyDictionary<string, SpeakerMatch> speakers)
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
