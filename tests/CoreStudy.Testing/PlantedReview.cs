using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Transcripts;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Testing;

/// <summary>What came of a review, in planted words.</summary>
/// <param name="Proposed">Those that the detector proposed whole.</param>
/// <param name="InPart">Those of which it proposed a part.</param>
/// <param name="ByHand">Those that were marked by hand after all proposals were accepted; some that were proposed in part among them.</param>
/// <param name="Explained">Words that the scan before release found, and that were said to identify nobody.</param>
public sealed record PlantedCount(int Planted, int Proposed, int InPart, int ByHand, IReadOnlyList<string> Explained)
{
    public static PlantedCount None { get; } = new(0, 0, 0, 0, []);

    public PlantedCount And(PlantedCount other) =>
        new(Planted + other.Planted, Proposed + other.Proposed, InPart + other.InPart, ByHand + other.ByHand, [.. Explained, .. other.Explained]);
}

/// <summary>Brings planted transcripts in and takes them through review to release, as people would: by the use cases of a site.</summary>
public sealed class PlantedReview(IServiceProvider site, Member researcher, Member admin, Member otherAdmin, CancellationToken cancel)
{
    private const int LongestBetween = 3;

    private static readonly string[] Titles = ["Dr", "dr"];

    /// <summary>A researcher brings one in for an interview with one participant; both admins open it.</summary>
    public async Task<TranscriptId> ImportAsync(StudyDb db, PlantedTranscript planted, Trust trust, string label)
    {
        var participant = db.Participants.SingleOrDefault(p => p.StudyId == researcher.StudyId && p.Label == label);
        if (participant is null) db.Participants.Add(participant = StudyBuilder.Must(Participant.Create(await db.Studies.FindAsync([researcher.StudyId], cancel) ?? throw new InvalidOperationException("There is no such study."), trust, label, "Peer support worker")));
        var title = $"{label}, planted interview";
        var interview = StudyBuilder.Must(Interview.Create(trust, null, title, InterviewKind.Individual, new DateOnly(2026, 2, 3), [participant]));
        db.Interviews.Add(interview);
        await db.SaveChangesAsync(cancel);

        var file = StudyBuilder.Must(await The<ReadTranscriptFile>().RunAsync(researcher.AccountId, researcher.StudyId, "recording.txt", Encoding.UTF8.GetBytes(planted.FileText), cancel));
        var speakers = SpeakerGuess.Of([.. file.Speakers.Select(s => s.Name)], [new ParticipantChoice(participant.Id, label)]);
        var id = StudyBuilder.Must(await The<ImportIdentifiable>().RunAsync(researcher.AccountId, interview.Id, title, file, speakers, cancel));
        await OpenAsync(db, RevealSubject.Of(id));
        return id;
    }

    /// <summary>Both admins may look at something from now on.</summary>
    public async Task OpenAsync(StudyDb db, RevealSubject subject)
    {
        var now = site.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var one in new[] { admin, otherAdmin }) db.Reveals.Add(StudyBuilder.Must(Reveal.Open(one, subject, RevealReason.Anonymise, "", now)));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>One admin accepts every proposal, marks each planted word that still reads, and sees the whole; the other releases, and it is open for coding.</summary>
    public async Task<PlantedCount> ReleaseAsync(TranscriptId id, PlantedTranscript planted)
    {
        var desk = StudyBuilder.Must(await The<OpenReview>().RunAsync(admin.AccountId, id, cancel));
        if (string.Join('\n', desk.Turns.Select(t => t.Text)) != planted.Words) throw new InvalidOperationException("The original is not what was brought in.");
        var places = desk.Places.ToDictionary(p => p.Id);
        var proposed = planted.Planted.Count(p => Uncovered(planted, p, places.Values) == 0);
        var inPart = planted.Planted.Count(p => Uncovered(planted, p, places.Values) > 0 && places.Values.Any(r => r.Start < p.Segment.End && p.Segment.Start < r.End));

        while (places.Values.OrderBy(p => p.Start).FirstOrDefault(p => p.Status == RedactionStatus.Proposed) is { } next)
            Take(places, await DecideAsync(id, new ReviewAct(ReviewActKind.Accept, [next.Id])));
        var byHand = 0;
        foreach (var one in planted.Planted)
        {
            if (Uncovered(planted, one, places.Values.Where(p => p.Status == RedactionStatus.Accepted)) == 0) continue;
            var gaps = Gaps(one, places.Values);
            if (gaps.Count > 0) byHand++;
            foreach (var (start, end) in gaps)
                Take(places, await DecideAsync(id, new ReviewAct(ReviewActKind.Mark, [], Category: one.Category, Start: start, End: end)));
        }

        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(admin.AccountId, id, cancel));
        StudyBuilder.Must(await The<SayDecided>().RunAsync(admin.AccountId, id, cancel));
        var hits = StudyBuilder.Must(await The<ScanBeforeRelease>().RunAsync(otherAdmin.AccountId, id, cancel));
        foreach (var words in hits.Select(h => h.Words).Distinct(StringComparer.OrdinalIgnoreCase))
            StudyBuilder.Must(await The<ExplainHit>().RunAsync(otherAdmin.AccountId, id, words, "an ordinary word here", cancel));
        StudyBuilder.Must(await The<ReleaseTranscript>().RunAsync(otherAdmin.AccountId, id, open: true, cancel));
        return new PlantedCount(planted.Planted.Count, proposed, inPart, byHand, [.. hits.Select(h => h.Words)]);
    }

    private async Task<ReviewAnswer> DecideAsync(TranscriptId id, ReviewAct act)
    {
        var answer = StudyBuilder.Must(await The<DecideRedactions>().RunAsync(admin.AccountId, id, act, cancel));
        return answer.Ask is { } ask ? StudyBuilder.Must(await The<DecideRedactions>().RunAsync(admin.AccountId, id, act with { Entry = ask[0].Id }, cancel)) : answer;
    }

    private static void Take(Dictionary<Guid, ReviewPlace> places, ReviewAnswer answer)
    {
        foreach (var gone in answer.Gone) places.Remove(gone);
        foreach (var place in answer.Changed) places[place.Id] = place;
    }

    /// <summary>How many letters and digits of a planted word nothing covers; a title and a possessive ending tell nobody.</summary>
    private static int Uncovered(PlantedTranscript planted, Planted one, IEnumerable<ReviewPlace> places)
    {
        var form = RedactionSheet.FormOf(one.Form);
        var from = Titles.Any(t => form.StartsWith($"{t} ", StringComparison.Ordinal)) ? 3 : 0;
        var covering = places.Where(r => r.Start < one.Segment.End && one.Segment.Start < r.End).ToList();
        return Enumerable.Range(one.Segment.Start + from, form.Length - from).Count(i => char.IsLetterOrDigit(planted.Words[i]) && !covering.Exists(r => r.Start <= i && i < r.End));
    }

    /// <summary>The stretches of a planted word that lie between what is replaced already, but for such as “and”, which tells nobody alone.</summary>
    private static List<(int Start, int End)> Gaps(Planted one, IEnumerable<ReviewPlace> places)
    {
        var gaps = new List<(int, int)>();
        var start = one.Segment.Start;
        foreach (var place in places.Where(p => p.Status == RedactionStatus.Accepted && p.Start < one.Segment.End && one.Segment.Start < p.End).OrderBy(p => p.Start))
        {
            if (place.Start > start) gaps.Add((start, place.Start));
            start = Math.Max(start, place.End);
        }

        if (start < one.Segment.End) gaps.Add((start, one.Segment.End));
        return [.. gaps.Where(g => one.Form[(g.Item1 - one.Segment.Start)..(g.Item2 - one.Segment.Start)].Count(char.IsLetterOrDigit) > LongestBetween).Select(g => Trimmed(one, g.Item1, g.Item2))];
    }

    private static (int Start, int End) Trimmed(Planted one, int start, int end)
    {
        while (one.Form[start - one.Segment.Start] == ' ') start++;
        while (one.Form[end - 1 - one.Segment.Start] == ' ') end--;
        return (start, end);
    }

    private T The<T>()
        where T : IUseCase => site.GetRequiredService<T>();
}
