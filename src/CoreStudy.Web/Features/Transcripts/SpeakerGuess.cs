using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>Who the speakers of a file may be, as a first proposal that a person looks over.</summary>
public static class SpeakerGuess
{
    private static readonly HashSet<string> Interviewers = new(StringComparer.OrdinalIgnoreCase)
    {
        "i", "int", "int.", "interviewer", "q", "question", "moderator", "mod", "facilitator", "researcher", "therapist", "host", "r",
    };

    /// <summary>The proposal for each speaker; a name out of the file is never taken over as a label, for it may identify.</summary>
    /// <param name="speakers">As the file names them, in order of first speaking.</param>
    /// <param name="participants">Those who took part in the interview.</param>
    public static Dictionary<string, SpeakerMatch> Of(IReadOnlyList<string> speakers, IReadOnlyList<ParticipantChoice> participants)
    {
        var matches = new Dictionary<string, SpeakerMatch>();
        foreach (var speaker in speakers)
        {
            if (participants.FirstOrDefault(p => string.Equals(p.Label, speaker, StringComparison.OrdinalIgnoreCase)) is { } same)
                matches[speaker] = Match(same);
            else if (IsInterviewer(speaker))
                matches[speaker] = Interviewer(matches.Values.Count(m => m.IsInterviewer) + 1);
        }

        var left = speakers.Where(s => !matches.ContainsKey(s)).ToList();
        var free = participants.Where(p => matches.Values.All(m => m.ParticipantId != p.Id)).ToList();
        if (left.Count == 1 && free.Count == 1) matches[left[0]] = Match(free[0]);
        foreach (var (speaker, number) in speakers.Where(s => !matches.ContainsKey(s)).Select((s, i) => (s, i + 1)))
            matches[speaker] = new SpeakerMatch(speaker.Length == 0 ? "Unknown speaker" : $"Speaker {number}", null, IsInterviewer: false);
        return matches;
    }

    public static SpeakerMatch Match(ParticipantChoice participant) => new(participant.Label, participant.Id, IsInterviewer: false);

    public static SpeakerMatch Interviewer(int number) => new(number == 1 ? "Interviewer" : $"Interviewer {number}", null, IsInterviewer: true);

    private static bool IsInterviewer(string speaker) =>
        Interviewers.Contains(speaker) || (speaker.Length > 1 && char.IsDigit(speaker[^1]) && Interviewers.Contains(speaker[..^1].TrimEnd()));
}
