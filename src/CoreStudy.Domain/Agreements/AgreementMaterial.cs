using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>One coder put one code on one segment.</summary>
public readonly record struct CodedSegment(MemberId Coder, CodeId Code, Segment Segment);

/// <summary>A transcript as it is compared.</summary>
/// <param name="Length">In UTF-16 code units.</param>
/// <param name="Units">Its words, sentences or turns, in order and apart from one another; for other units of comparison they are not looked at. See <see cref="TextUnits"/>.</param>
/// <param name="HandedIn">
/// Who has finished it. Here silence means "no". What others did is passed over: somebody who has not finished has not judged, which differs from "no".
/// </param>
/// <param name="Codings">In any order; one coder's overlapping codings of one code are united before anything is counted.</param>
public sealed record ComparedTranscript(
    TranscriptId Id, int Length, IReadOnlyList<Segment> Units, IReadOnlyCollection<MemberId> HandedIn, IReadOnlyCollection<CodedSegment> Codings)
{
    public override string ToString() => $"{Length} characters, {Codings.Count} codings";

    /// <summary>Only parts of it, such as the turns of participants: lengths, units and codings are cut to them and moved together.</summary>
    /// <param name="parts">In order, apart from one another.</param>
    public ComparedTranscript Within(IReadOnlyList<Segment> parts)
    {
        var starts = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++) starts[i + 1] = starts[i] + parts[i].Length;
        int Place(int at)
        {
            var (low, high) = (0, parts.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (parts[middle].End <= at) low = middle + 1;
                else high = middle;
            }

            return low == parts.Count ? starts[low] : starts[low] + Math.Max(0, at - parts[low].Start);
        }

        Segment? Cut(Segment whole) => (Place(whole.Start), Place(whole.End)) is var (start, end) && start < end ? new Segment(start, end) : null;
        return this with
        {
            Length = starts[^1],
            Units = [.. Units.Select(Cut).OfType<Segment>()],
            Codings = [.. Codings.Select(c => (c, Cut(c.Segment))).Where(c => c.Item2 is not null).Select(c => c.c with { Segment = c.Item2!.Value })],
        };
    }
}

/// <summary>Several codes looked at as one, such as a theme or a parent with all below it: coded is what any of them is on.</summary>
/// <param name="Id">By which its figures are asked for; the parent's own id will do where the parent is not compared by itself.</param>
public sealed record CodeGroup(CodeId Id, IReadOnlyCollection<CodeId> Codes);

/// <summary>Everything that is compared at once.</summary>
/// <param name="Coders">Whose agreement it is, in the order in which they are shown. Ids may stand for anything that codes: a settled layer, one coder's second pass.</param>
/// <param name="Codes">The codes compared. Codings of others are passed over.</param>
/// <param name="References">
/// Compared with each coder, but no coders themselves, such as the settled layer: they are in pairs and never among "all coders".
/// </param>
/// <param name="Groups">Codes taken together, counted beside the codes.</param>
public sealed record AgreementMaterial(
    IReadOnlyList<ComparedTranscript> Transcripts,
    IReadOnlyList<MemberId> Coders,
    IReadOnlyList<CodeId> Codes,
    IReadOnlyCollection<MemberId>? References = null,
    IReadOnlyCollection<CodeGroup>? Groups = null)
{
    public override string ToString() => $"{Transcripts.Count} transcripts, {Coders.Count} coders, {Codes.Count} codes";
}
