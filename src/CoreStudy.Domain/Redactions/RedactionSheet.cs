using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Redactions;

/// <summary>All redactions of one transcript, with the rules of deciding: accepted ones never overlap, and each lies within one turn.</summary>
/// <remarks>A value: each deed gives another sheet, and this one stays as it was.</remarks>
public sealed class RedactionSheet
{
    private readonly TranscriptText _original;
    private readonly IReadOnlyList<Segment> _turns;

    public RedactionSheet(TranscriptText original, IReadOnlyList<Segment> turns, IEnumerable<Redaction> all) =>
        (_original, _turns, All) = (original, turns, [.. all.OrderBy(r => r.Start).ThenBy(r => r.End)]);

    /// <summary>In order of place.</summary>
    public IReadOnlyList<Redaction> All { get; }

    /// <summary>How many wait to be decided.</summary>
    public int Left => All.Count(r => r.Status == RedactionStatus.Proposed);

    public Redaction? Find(Guid id) => All.FirstOrDefault(r => r.Id == id);

    public string WordsOf(Redaction redaction) => _original.Words[redaction.Start..redaction.End];

    /// <summary>Everything that is written as this one is, capitals and possessives aside.</summary>
    public IEnumerable<Redaction> SameWords(Redaction redaction)
    {
        var form = FormOf(WordsOf(redaction));
        return All.Where(r => string.Equals(FormOf(WordsOf(r)), form, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The form that a register keeps of words in a text: without the possessive ending.</summary>
    public static string FormOf(string words)
    {
        var form = words.Trim();
        foreach (var ending in (ReadOnlySpan<string>)["'s", "’s", "s'", "s’"])
        {
            if (form.Length > ending.Length + 1 && form.EndsWith(ending, StringComparison.Ordinal)) return ending[0] == 's' ? form[..^1] : form[..^2];
        }

        return form;
    }

    /// <summary>Says that they identify; proposals that overlap them go.</summary>
    /// <param name="entry">The entry of the register that they mean; null where they have none.</param>
    /// <param name="replacement">What stands in their place instead of the entry's replacement; null for that.</param>
    public Result<RedactionSheet> Accept(IReadOnlyCollection<Guid> ids, Guid? entry, string? replacement, MemberId by, DateTimeOffset at)
    {
        var chosen = Chosen(ids);
        if (chosen.Count == 0) return Refusal.NotFound;
        if (CheckReplacement(replacement) is { } wrong) return wrong;
        return Put([.. chosen.Select(r => r with
        {
            Status = RedactionStatus.Accepted, IdentifierId = entry ?? r.IdentifierId, Replacement = replacement ?? r.Replacement, DecidedBy = by, DecidedAt = at,
        })]);
    }

    /// <summary>Says that they identify nobody: their words will be read by coders.</summary>
    public Result<RedactionSheet> Reject(IReadOnlyCollection<Guid> ids, MemberId by, DateTimeOffset at)
    {
        var chosen = Chosen(ids);
        return chosen.Count == 0
            ? Refusal.NotFound
            : Put([.. chosen.Select(r => r with { Status = RedactionStatus.Rejected, IdentifierId = null, Replacement = null, DecidedBy = by, DecidedAt = at })]);
    }

    /// <summary>Calls them something else; what stood in their place no longer fits, and they wait to be decided.</summary>
    public Result<RedactionSheet> Retype(IReadOnlyCollection<Guid> ids, IdentifierCategory category)
    {
        var chosen = Chosen(ids);
        return chosen.Count == 0
            ? Refusal.NotFound
            : Put([.. chosen.Select(r => r with
            {
                Category = category, Status = RedactionStatus.Proposed, IdentifierId = null, Replacement = null, DecidedBy = null, DecidedAt = null,
            })]);
    }

    /// <summary>Moves the borders of one.</summary>
    public Result<RedactionSheet> Resize(Guid id, Segment segment)
    {
        if (Find(id) is not { } redaction) return Refusal.NotFound;
        if (Check(segment) is { } refusal) return refusal;
        return Put([redaction with { Start = segment.Start, End = segment.End }]);
    }

    /// <summary>Marks words that nothing proposed; proposals that overlap them go.</summary>
    public Result<RedactionSheet> Mark(IReadOnlyList<(Guid Id, Segment Segment)> places, IdentifierCategory category, Guid? entry, string? replacement, MemberId by, DateTimeOffset at)
    {
        if (places.Count == 0) return new Refusal("Nothing is selected.");
        if (CheckReplacement(replacement) is { } wrong) return wrong;
        foreach (var (_, segment) in places)
        {
            if (Check(segment) is { } refusal) return refusal;
        }

        return Put([.. places.Select(p => new Redaction(
            p.Id, p.Segment.Start, p.Segment.End, category, RedactionStatus.Accepted, entry, 1, "Hand", "marked by hand", null, replacement, by, at))]);
    }

    /// <summary>Puts redactions back as they were: those that it names under each id, or none.</summary>
    public RedactionSheet With(IReadOnlyCollection<Guid> without, IEnumerable<Redaction> with) =>
        new(_original, _turns, All.Where(r => !without.Contains(r.Id)).Concat(with));

    /// <summary>Adds proposals of a new search where nothing is yet: it never touches what is there.</summary>
    public RedactionSheet Propose(IEnumerable<Redaction> proposals)
    {
        var all = All.ToList();
        foreach (var proposal in proposals.OrderBy(p => p.Start))
        {
            if (_turns.Any(t => t.Start <= proposal.Start && proposal.End <= t.End) && !all.Exists(r => r.Segment.Overlaps(proposal.Segment))) all.Add(proposal);
        }

        return new RedactionSheet(_original, _turns, all);
    }

    private List<Redaction> Chosen(IReadOnlyCollection<Guid> ids) => [.. All.Where(r => ids.Contains(r.Id))];

    private Result<RedactionSheet> Put(IReadOnlyList<Redaction> changed)
    {
        var ids = changed.Select(r => r.Id).ToHashSet();
        var accepted = changed.Where(r => r.Status == RedactionStatus.Accepted).OrderBy(r => r.Start).ToList();
        var kept = new List<Redaction>(All.Count + changed.Count);
        foreach (var other in All.Where(r => !ids.Contains(r.Id)))
        {
            var isUnder = accepted.Exists(a => a.Segment.Overlaps(other.Segment));
            if (isUnder && other.Status == RedactionStatus.Accepted) return new Refusal("This overlaps words that are replaced already. Change the borders of one of the two.");
            if (!isUnder) kept.Add(other);
        }

        for (var i = 1; i < accepted.Count; i++)
        {
            if (accepted[i].Segment.Overlaps(accepted[i - 1].Segment)) return new Refusal("Two of these overlap. Accept them one by one.");
        }

        return new RedactionSheet(_original, _turns, kept.Concat(changed));
    }

    private Refusal? Check(Segment segment)
    {
        if (_original.Cut(segment).IsRefused(out var refusal, out var excerpt)) return refusal;
        if (string.IsNullOrWhiteSpace(excerpt.Words)) return new Refusal("Only blanks are selected.");
        return _turns.Any(t => t.Start <= segment.Start && segment.End <= t.End) ? null : new Refusal("A replacement stays within one turn. Please select within one.");
    }

    private static Refusal? CheckReplacement(string? replacement)
    {
        if (replacement is null) return null;
        if (replacement.Length is < 3 or > 60 || replacement[0] != '[' || replacement[^1] != ']' || replacement[1..^1].AsSpan().IndexOfAny("[]\n\r\t") >= 0)
            return new Refusal("A replacement stands in square brackets, such as [colleague 2], with at most 58 characters between them.");
        return null;
    }

    /// <summary>Makes brackets round what somebody typed, where they left them out.</summary>
    public static string Bracketed(string typed) => typed.Trim() is var words && words.StartsWith('[') && words.EndsWith(']') ? words : $"[{typed.Trim()}]";
}
