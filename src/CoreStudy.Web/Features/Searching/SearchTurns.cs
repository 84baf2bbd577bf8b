using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>A hit with what stands around it in its turn.</summary>
/// <param name="Segment">In the transcript, in UTF-16 code units.</param>
public sealed record FoundHit(Segment Segment, string Left, string Words, string Right)
{
    public override string ToString() => $"{Segment.Length} characters at {Segment.Start}";
}

/// <summary>A stretch of a turn's words, perhaps a hit.</summary>
public sealed record FoundPart(string Words, bool IsHit)
{
    public override string ToString() => $"{Words.Length} characters";
}

/// <summary>A turn in which something was found.</summary>
/// <param name="Turn">From 1.</param>
/// <param name="Parts">Its words; where it is very long, those around the hits.</param>
public sealed record FoundTurn(TranscriptId TranscriptId, string Title, string Trust, int Turn, string Speaker, Segment Segment, int TextRevision, IReadOnlyList<FoundHit> Hits, IReadOnlyList<FoundPart> Parts)
{
    public override string ToString() => $"turn {Turn}, {Hits.Count} hits";
}

/// <summary>How many turns were found under a heading.</summary>
/// <param name="Value">By which the search can be narrowed to it.</param>
public sealed record FoundCount(string Value, string Name, int Turns);

/// <summary>What a search found.</summary>
/// <param name="InWords">What was sought, in plain English.</param>
/// <param name="Nearly">Words that fuzzy terms stand for.</param>
/// <param name="Page">The turns of the page that was asked for; where lines are sorted by context, one for each line.</param>
/// <param name="Pages">How many pages there are.</param>
/// <param name="IsSortedInPart">Whether too many were found to sort all by context.</param>
public sealed record SearchFindings(
    string InWords, IReadOnlyList<string> Nearly, int Turns, int Interviews, IReadOnlyList<FoundCount> ByTrust, IReadOnlyList<FoundCount> BySpeaker,
    IReadOnlyList<FoundTurn> Page, int Pages, bool IsSortedInPart);

/// <summary>Turns in which words are found, page by page.</summary>
public sealed class SearchTurns(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy) : IUseCase
{
    /// <summary>Turns of a page, or lines where they are sorted by context.</summary>
    public const int PageTurns = 50;

    /// <summary>Turns that can be sorted by context; in the order of interviews there is no limit.</summary>
    public const int MostSorted = 2000;

    private const int Context = 90;

    private const int LongTurn = 2400;

    /// <summary>One page of what is found.</summary>
    public Task<Result<SearchFindings>> RunAsync(AccountId me, StudyId studyId, SearchAsk ask, CancellationToken cancel) => ReadAsync(me, studyId, ask, PageTurns, cancel);

    /// <summary>The same as one page of <see cref="MostSorted"/>, for a file.</summary>
    public Task<Result<SearchFindings>> ForFileAsync(AccountId me, StudyId studyId, SearchAsk ask, CancellationToken cancel) =>
        ReadAsync(me, studyId, ask with { Page = 1, View = SearchView.Lines }, MostSorted, cancel);

    private async Task<Result<SearchFindings>> ReadAsync(AccountId me, StudyId studyId, SearchAsk ask, int pageTurns, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Search) is { } tooMuch) return tooMuch;
        if (SearchQuery.Read(ask.Text, ask.ByStem).IsRefused(out var unclear, out var query)) return unclear;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (stems, nearly) = await SearchReading.KnowAsync(db, reader, query, cancel);
        List<string> near = [.. nearly.Values.SelectMany(n => n).Distinct()];
        if (new SearchMatcher(query, stems, nearly).TsQuery is not { } tsQuery) return new SearchFindings(query.InWords(), near, 0, 0, [], [], [], 0, false);

        var counted = await SearchReading.Found(db, reader, tsQuery, ask).GroupBy(w => new { w.TranscriptId, w.SpeakerNumber })
            .Select(g => new { g.Key.TranscriptId, g.Key.SpeakerNumber, Turns = g.Count() }).ToListAsync(cancel);
        var ids = counted.Select(c => c.TranscriptId).Distinct().ToList();
        var places = await PlacesAsync(db, ids, cancel);
        var roles = await RolesAsync(db, ids, cancel);
        var total = counted.Sum(c => c.Turns);
        var bySpeaker = counted.GroupBy(c => roles.GetValueOrDefault((c.TranscriptId, c.SpeakerNumber), SearchAsk.Others))
            .Select(g => new FoundCount(g.Key, SearchAsk.NameOf(g.Key), g.Sum(c => c.Turns))).OrderByDescending(c => c.Turns).ThenBy(c => c.Name, StringComparer.Ordinal).ToList();
        var byTrust = counted.GroupBy(c => places[c.TranscriptId].TrustId)
            .Select(g => new FoundCount(g.Key.Value.ToString(), places[g.First().TranscriptId].Trust, g.Sum(c => c.Turns))).OrderBy(c => c.Name, ReadingOrder.ForPeople).ToList();

        var inOrder = counted.GroupBy(c => c.TranscriptId).Select(g => (Id: g.Key, Turns: g.Sum(c => c.Turns)))
            .OrderBy(g => places[g.Id].Trust, ReadingOrder.ForPeople).ThenBy(g => places[g.Id].Title, ReadingOrder.ForPeople).ThenBy(g => g.Id.Value).ToList();
        var isSorted = ask.View == SearchView.Lines && ask.Order != SearchOrder.Interview;
        var (skip, take) = isSorted ? (0, MostSorted) : ((ask.Page - 1) * pageTurns, pageTurns);
        var turns = await TurnsAsync(db, SearchReading.Found(db, reader, tsQuery, ask), inOrder, skip, take, cancel);
        var read = await SearchReading.TurnsAsync(db, turns, cancel);
        var words = read.Select(t => SearchWords.Of(t.Words)).ToList();
        var matcher = new SearchMatcher(query, ask.ByStem ? await SearchReading.StemsAsync(db, words.SelectMany(w => w).Select(w => w.Word).Concat(stems.Keys), cancel) : stems, nearly);
        var found = read.Select((t, i) => Of(t, places[t.TranscriptId], matcher.Hits(words[i]))).ToList();
        var pages = (total + pageTurns - 1) / pageTurns;
        if (isSorted)
        {
            var lines = found.SelectMany(t => t.Hits.Select(h => t with { Hits = [h], Parts = [] })).ToList();
            pages = (lines.Count + pageTurns - 1) / pageTurns;
            found = [.. Sorted(lines, ask.Order).Skip((ask.Page - 1) * pageTurns).Take(pageTurns)];
        }

        return new SearchFindings(query.InWords(), near, total, places.Values.Select(p => p.InterviewId).Distinct().Count(), byTrust, bySpeaker, found, pages, isSorted && total > MostSorted);
    }

    /// <summary>The numbers of the turns of one page, over transcripts in their order.</summary>
    internal static async Task<IReadOnlyList<(TranscriptId Transcript, int Number)>> TurnsAsync(
        StudyDb db, IQueryable<Data.Searching.TurnWords> found, IReadOnlyList<(TranscriptId Id, int Turns)> inOrder, int skip, int take, CancellationToken cancel)
    {
        var (on, before, passed) = (new List<TranscriptId>(), 0, 0);
        foreach (var (id, turns) in inOrder)
        {
            if (passed >= skip + take) break;
            if (passed + turns <= skip) before += turns;
            else on.Add(id);
            passed += turns;
        }

        if (on.Count == 0) return [];
        var numbers = (await found.Where(w => on.Contains(w.TranscriptId)).Select(w => new { w.TranscriptId, w.TurnNumber }).ToListAsync(cancel)).ToLookup(w => w.TranscriptId, w => w.TurnNumber);
        return [.. on.SelectMany(id => numbers[id].Order().Select(n => (id, n))).Skip(skip - before).Take(take)];
    }

    internal static async Task<Dictionary<TranscriptId, PlaceOfTurns>> PlacesAsync(StudyDb db, IReadOnlyCollection<TranscriptId> ids, CancellationToken cancel) => await (
        from t in db.Transcripts
        join trust in db.Trusts on t.TrustId equals trust.Id
        where ids.Contains(t.Id)
        select new PlaceOfTurns(t.Id, t.Title, t.InterviewId, trust.Id, trust.Label)).ToDictionaryAsync(p => p.Id, cancel);

    internal static async Task<Dictionary<(TranscriptId, int), string>> RolesAsync(StudyDb db, IReadOnlyCollection<TranscriptId> ids, CancellationToken cancel) => await (
        from s in db.Speakers
        join p in db.Participants on s.ParticipantId equals p.Id into who
        from p in who.DefaultIfEmpty()
        where ids.Contains(s.TranscriptId)
        select new { s.TranscriptId, s.Number, Role = s.IsInterviewer ? SearchAsk.Interviewers : p == null ? SearchAsk.Others : p.Role }).ToDictionaryAsync(s => (s.TranscriptId, s.Number), s => s.Role, cancel);

    internal static FoundTurn Of(ReadTurn turn, PlaceOfTurns place, IReadOnlyList<Segment> hits)
    {
        var found = hits.Select(h => new FoundHit(
            new Segment(turn.Segment.Start + h.Start, turn.Segment.Start + h.End), Before(turn.Words, h.Start), Flat(turn.Words[h.Start..h.End]), After(turn.Words, h.End))).ToList();
        return new FoundTurn(turn.TranscriptId, place.Title, place.Trust, turn.Number + 1, turn.Speaker, turn.Segment, turn.TextRevision, found, Parts(turn.Words, hits));
    }

    private static List<FoundPart> Parts(string words, IReadOnlyList<Segment> hits)
    {
        var (parts, at) = (new List<FoundPart>(), 0);
        var isLong = words.Length > LongTurn;
        foreach (var hit in hits)
        {
            if (hit.Start > at)
            {
                var gap = words[at..hit.Start];
                parts.Add(new FoundPart(isLong && gap.Length > 600 ? (at == 0 ? "" : After(words, at, 250)) + " … " + Before(words, hit.Start, 250) : gap, IsHit: false));
            }

            parts.Add(new FoundPart(words[hit.Start..hit.End], IsHit: true));
            at = hit.End;
            if (parts.Count > 400) break;
        }

        if (at < words.Length) parts.Add(new FoundPart(isLong && words.Length - at > 600 ? After(words, at, 250) + " …" : words[at..], IsHit: false));
        return parts;
    }

    private static IEnumerable<FoundTurn> Sorted(List<FoundTurn> lines, SearchOrder order) => order == SearchOrder.Right
        ? lines.OrderBy(l => Key(l.Hits[0].Right, isBackwards: false), StringComparer.Ordinal)
        : lines.OrderBy(l => Key(l.Hits[0].Left, isBackwards: true), StringComparer.Ordinal);

    /// <summary>The words beside a hit, the nearest first.</summary>
    private static string Key(string context, bool isBackwards)
    {
        var words = SearchWords.Of(context).Select(w => w.Word);
        return string.Join(' ', isBackwards ? words.Reverse() : words);
    }

    private static string Before(string words, int at, int most = Context)
    {
        if (at <= most) return Flat(words[..at]);
        var from = at - most;
        while (from < at && !char.IsWhiteSpace(words[from])) from++;
        if (from == at) from = at - most;
        if (char.IsLowSurrogate(words[from])) from++;
        return Flat(words[from..at]);
    }

    private static string After(string words, int at, int most = Context)
    {
        if (words.Length - at <= most) return Flat(words[at..]);
        var to = at + most;
        while (to > at && !char.IsWhiteSpace(words[to])) to--;
        if (to == at) to = at + most;
        if (char.IsLowSurrogate(words[to])) to--;
        return Flat(words[at..to]);
    }

    private static string Flat(string words) => words.Replace('\n', ' ');
}

/// <summary>Where turns belong.</summary>
internal sealed record PlaceOfTurns(TranscriptId Id, string Title, InterviewId InterviewId, TrustId TrustId, string Trust);
