namespace CoreStudy.Domain.Assignments;

/// <summary>A transcript to be handed out.</summary>
/// <param name="Taken">Who has it already.</param>
public sealed record PlannedTranscript(TranscriptId Id, TrustId TrustId, int Words, IReadOnlyCollection<MemberId> Taken);

/// <summary>Somebody who can be given work.</summary>
/// <param name="Words">What they still have to code.</param>
/// <param name="TrustIds">The trusts open to them; empty for all.</param>
public sealed record PlannedCoder(MemberId Id, int Words, IReadOnlyCollection<TrustId> TrustIds);

/// <summary>Who would code what, and which transcripts would still lack coders, and how many.</summary>
public sealed record EvenPlan(IReadOnlyList<(TranscriptId Transcript, MemberId Coder)> Given, IReadOnlyList<(TranscriptId Transcript, int Coders)> Lacking)
{
    /// <summary>
    /// Hands transcripts out so that each has the wanted number of coders and words are spread evenly: the longest transcript first, always to
    /// those who have least (longest processing time first, Graham 1969).
    /// </summary>
    /// <param name="codersEach">How many coders each transcript is to have, those who have it already included; from 1.</param>
    public static EvenPlan Make(IEnumerable<PlannedTranscript> transcripts, IReadOnlyCollection<PlannedCoder> coders, int codersEach)
    {
        var load = coders.ToDictionary(c => c.Id, c => (long)c.Words);
        var order = coders.Select((c, i) => (c.Id, i)).ToDictionary(c => c.Id, c => c.i);
        var given = new List<(TranscriptId, MemberId)>();
        var lacking = new List<(TranscriptId, int)>();
        foreach (var transcript in transcripts.OrderByDescending(t => t.Words))
        {
            var wanted = Math.Max(0, codersEach - transcript.Taken.Count);
            var chosen = coders
                .Where(c => !transcript.Taken.Contains(c.Id) && (c.TrustIds.Count == 0 || c.TrustIds.Contains(transcript.TrustId)))
                .OrderBy(c => load[c.Id]).ThenBy(c => order[c.Id]).Take(wanted).ToList();
            foreach (var coder in chosen)
            {
                load[coder.Id] += transcript.Words;
                given.Add((transcript.Id, coder.Id));
            }

            if (chosen.Count < wanted) lacking.Add((transcript.Id, wanted - chosen.Count));
        }

        return new EvenPlan(given, lacking);
    }
}
