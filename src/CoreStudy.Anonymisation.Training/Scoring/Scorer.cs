using System.Globalization;
using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Training.Scoring;

/// <summary>A stretch that a detector proposed, in UTF-16 code units, end exclusive.</summary>
internal sealed record Guess(int Start, int End, string Type, string? Entity, double Score);

/// <summary>Counts how well proposals hide what people have marked; the same figures as the study's score.py.</summary>
/// <remarks>
/// Hidden: every letter and digit of a mark lies in some proposal, whatever its type. False alarm: a proposal that shares no character with
/// any mark. B-cubed (Bagga and Baldwin 1998) over the mentions that both sides have. Titles, “the”, “'s” and outer marks are trimmed off both.
/// </remarks>
internal sealed partial class Scorer(IReadOnlySet<string>? types = null)
{
    private readonly SortedDictionary<string, Tally> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _missed = [];
    private readonly Dictionary<string, int> _alarms = [];
    private double _precision, _recall;

    public int Documents { get; private set; }

    public int Words { get; private set; }

    public int Entities { get; private set; }

    public int EntitiesHidden { get; private set; }

    public int Linked { get; private set; }

    public double LinkPrecision => _precision / Linked;

    public double LinkRecall => _recall / Linked;

    public IReadOnlyDictionary<string, Tally> Types => _types;

    /// <summary>By DIRECT and QUASI.</summary>
    public IReadOnlyDictionary<string, Kind> Identifiers => _kinds;

    public IEnumerable<KeyValuePair<string, int>> Missed => _missed.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, int>> Alarms => _alarms.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal);

    public Tally All => Sum(_types.Keys);

    public double EntitiesHiddenShare => (double)EntitiesHidden / Entities;

    public Tally Sum(IEnumerable<string> which)
    {
        var sum = new Tally();
        foreach (var type in which)
        {
            if (_types.TryGetValue(type, out var tally)) sum.Add(tally);
        }

        return sum;
    }

    public double AlarmsPerThousandWords => 1000.0 * All.FalseAlarms / Words;

    public void Add(Document document, IReadOnlyList<Guess> guesses)
    {
        var text = document.Text;
        Documents++;
        Words += CountWords(text);
        var gold = document.Marks.Where(m => types is null || types.Contains(m.Type)).Select(m => (Mark: m, Range: Trim(text, m.Start, m.End))).Where(g => g.Range.Start < g.Range.End).ToList();
        var proposed = guesses.Where(g => types is null || types.Contains(g.Type)).Select(g => (Guess: g, Range: Trim(text, g.Start, g.End))).Where(p => p.Range.Start < p.Range.End).ToList();
        var covered = new bool[text.Length];
        foreach (var (guess, _) in proposed) covered.AsSpan(guess.Start, guess.End - guess.Start).Fill(true);
        var strict = proposed.Select(p => (p.Range.Start, p.Range.End, p.Guess.Type)).ToHashSet();
        var mentions = new Dictionary<string, List<(bool Hidden, string? Kind)>>();
        foreach (var (mark, (start, end)) in gold)
        {
            var tally = TallyOf(mark.Type);
            tally.Gold++;
            if (strict.Contains((start, end, mark.Type))) tally.Strict++;
            if (proposed.Any(p => p.Guess.Type == mark.Type && p.Range.Start < end && start < p.Range.End)) tally.Overlap++;
            var (need, hit) = (0, 0);
            for (var i = start; i < end; i++)
            {
                if (!IsAlphanumeric(text, i)) continue;
                need++;
                if (covered[i]) hit++;
            }

            var hidden = hit == need;
            if (hidden) tally.Masked++;
            else if (hit > 0) tally.Partial++;
            if (!hidden) Count(_missed, $"{mark.Type} {text[start..end]}");
            if (mark.Identifier is { } kind)
            {
                KindOf(kind).Mentions++;
                if (hidden) KindOf(kind).MentionsMasked++;
            }

            if (mark.Entity is null) continue;
            if (!mentions.TryGetValue(mark.Entity, out var list)) mentions[mark.Entity] = list = [];
            list.Add((hidden, mark.Identifier));
        }

        foreach (var list in mentions.Values)
        {
            var isHidden = list.All(m => m.Hidden);
            Entities++;
            if (isHidden) EntitiesHidden++;
            var kind = list.Any(m => m.Kind == "DIRECT") ? "DIRECT" : list.Any(m => m.Kind == "QUASI") ? "QUASI" : null;
            if (kind is null) continue;
            KindOf(kind).Entities++;
            if (isHidden) KindOf(kind).EntitiesMasked++;
        }

        var exact = gold.Select(g => (g.Range.Start, g.Range.End, g.Mark.Type)).ToHashSet();
        foreach (var (guess, (start, end)) in proposed)
        {
            var tally = TallyOf(guess.Type);
            tally.Proposed++;
            if (exact.Contains((start, end, guess.Type))) tally.ProposedStrict++;
            if (gold.Any(g => g.Mark.Type == guess.Type && g.Range.Start < end && start < g.Range.End)) tally.ProposedOverlap++;
            if (document.Marks.Any(m => m.Start < end && start < m.End)) continue;
            tally.FalseAlarms++;
            Count(_alarms, $"{guess.Type} {text[start..end]}");
        }

        AddLinks(gold, proposed);
    }

    private void AddLinks(List<(Mark Mark, (int Start, int End) Range)> gold, List<(Guess Guess, (int Start, int End) Range)> proposed)
    {
        var pairs = new List<(string Gold, string Guess)>();
        foreach (var (mark, (start, end)) in gold.Where(g => g.Mark.Entity is not null))
        {
            var best = proposed.Where(p => p.Guess.Entity is not null && p.Range.Start < end && start < p.Range.End)
                .Select(p => (Shared: Math.Min(end, p.Range.End) - Math.Max(start, p.Range.Start), Entity: p.Guess.Entity!))
                .OrderByDescending(p => p.Shared).FirstOrDefault();
            if (best.Entity is not null) pairs.Add((mark.Entity!, best.Entity));
        }

        foreach (var (entity, guess) in pairs)
        {
            double both = pairs.Count(p => p.Gold == entity && p.Guess == guess);
            _precision += both / pairs.Count(p => p.Guess == guess);
            _recall += both / pairs.Count(p => p.Gold == entity);
            Linked++;
        }
    }

    private Tally TallyOf(string type) => _types.TryGetValue(type, out var tally) ? tally : _types[type] = new Tally();

    private Kind KindOf(string kind) => _kinds.TryGetValue(kind, out var tally) ? tally : _kinds[kind] = new Kind();

    private static void Count(Dictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static int CountWords(string text)
    {
        var (words, inside) = (0, false);
        foreach (var c in text)
        {
            var isSpace = char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';
            if (!isSpace && !inside) words++;
            inside = !isSpace;
        }

        return words;
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        var title = Title().Match(text[start..end]);
        if (title.Success && title.Length < end - start) start += title.Length;
        if (end - start > 2 && text[end - 1] is 's' or 'S' && text[end - 2] is '\'' or '’') end -= 2;
        while (start < end && !IsAlphanumeric(text, start)) start++;
        while (end > start && !IsAlphanumeric(text, end - 1)) end--;
        return (start, end);
    }

    private static bool IsAlphanumeric(string text, int at)
    {
        if (char.IsLowSurrogate(text[at]) && at > 0) at--;
        return char.IsLetterOrDigit(text, at) || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;
    }

    [GeneratedRegex(@"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|sister|nurse|the)\b\.?\s+)+", RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}

/// <summary>What was counted of one type.</summary>
internal sealed class Tally
{
    public int Gold { get; set; }

    public int Proposed { get; set; }

    public int Strict { get; set; }

    public int Overlap { get; set; }

    public int Masked { get; set; }

    public int Partial { get; set; }

    public int ProposedStrict { get; set; }

    public int ProposedOverlap { get; set; }

    public int FalseAlarms { get; set; }

    public double MaskedShare => (double)Masked / Gold;

    public void Add(Tally other)
    {
        (Gold, Proposed, Strict, Overlap, Masked) = (Gold + other.Gold, Proposed + other.Proposed, Strict + other.Strict, Overlap + other.Overlap, Masked + other.Masked);
        (Partial, ProposedStrict, ProposedOverlap, FalseAlarms) =
            (Partial + other.Partial, ProposedStrict + other.ProposedStrict, ProposedOverlap + other.ProposedOverlap, FalseAlarms + other.FalseAlarms);
    }
}

/// <summary>What was counted of marks that somebody called direct, or quasi-identifying.</summary>
internal sealed class Kind
{
    public int Mentions { get; set; }

    public int MentionsMasked { get; set; }

    public int Entities { get; set; }

    public int EntitiesMasked { get; set; }
}
