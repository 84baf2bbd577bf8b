using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Redactions;

/// <param name="Start">In UTF-16 code units of the original; <paramref name="End"/> exclusive.</param>
public sealed record SweptPlace(int Start, int End, string Why);

/// <summary>The last look before all is decided: what still reads like a name or a number, and nobody has decided.</summary>
public sealed class SweepReview(ReviewDoor door) : IUseCase
{
    public Task<Result<IReadOnlyList<SweptPlace>>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel) => door.StepAsync<IReadOnlyList<SweptPlace>>(
        me, id,
        (_, file, _) =>
        {
            var left = Sweep.Of(file.Text.Words, file.Sheet.All.Where(r => r.Status != RedactionStatus.Proposed).Select(r => r.Segment));
            var pieces = file.Render().Pieces; // a title before a name goes with it
            left = [.. left.Where(l => !(l.Reason == SweepReason.Capital && IsFirst(file.Text.Words, l.Segment)) && !pieces.Any(p => p.Original.Start <= l.Segment.Start && l.Segment.End <= p.Original.End))];
            return Task.FromResult<Result<IReadOnlyList<SweptPlace>>>(left.Select(l => new SweptPlace(l.Segment.Start, l.Segment.End, Words(l.Reason))).ToList());
        },
        cancel);

    /// <summary>Whether it is one word, and the first of a sentence.</summary>
    private static bool IsFirst(string words, Segment segment)
    {
        if (words[segment.Start..segment.End].Contains(' ', StringComparison.Ordinal)) return false;
        var before = segment.Start;
        while (before > 0 && (char.IsWhiteSpace(words[before - 1]) || words[before - 1] is '"' or '“' or '‘' or '(' or '\'')) before--;
        return before == 0 || words[before - 1] is '.' or '?' or '!' or '…' or ':' or '”' or ')' || words[before..segment.Start].Contains('\n', StringComparison.Ordinal);
    }

    private static string Words(SweepReason reason) => reason switch
    {
        SweepReason.Capital => "a capital within a sentence",
        SweepReason.Digits => "figures",
        SweepReason.SpelledNumber => "a number in words",
        SweepReason.ListedName => "on a list of names or places",
        _ => "in no dictionary",
    };
}
