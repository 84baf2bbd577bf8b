using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Transcripts;

/// <summary>Which anchors a place belongs to that is known of some, after people have gone on coding.</summary>
/// <remarks>
/// That a coding lies where a revision left it does not say that nobody has moved it. Whoever moves it within the words that went, on the text
/// before or by undo, finds it on the whole replacement again: only the acts tell, and each takes along what is known of the place it took over.
/// </remarks>
internal static class PlacesSince
{
    /// <param name="known">What is known of anchors before the acts.</param>
    /// <param name="acts">What was done with the codings concerned, in order.</param>
    /// <param name="ofNew">What is known of the place that an act gave a coding anew; null for nothing.</param>
    /// <returns>What is known of each anchor after the acts; of one that was moved since, nothing that was known before.</returns>
    public static IReadOnlyDictionary<(AnchorKind Kind, Guid Id), T> Follow<T>(
        IEnumerable<KeyValuePair<(AnchorKind Kind, Guid Id), T>> known, IEnumerable<ActSince> acts, Func<ActSince, T?> ofNew)
        where T : class
    {
        var all = known.ToDictionary();
        foreach (var act in acts)
        {
            var before = all.GetValueOrDefault((AnchorKind.Coding, act.CodingId.Value));
            var after = act switch
            {
                { Kind: ActKind.Apply or ActKind.Resize } => ofNew(act),
                { Kind: ActKind.Undo, Of: { } undone, IsOfFirst: false } => all.GetValueOrDefault((AnchorKind.ActBefore, undone.Value)),
                { Kind: ActKind.Redo, Of: { } redone } => all.GetValueOrDefault((AnchorKind.ActAfter, redone.Value)),
                _ => before,
            };
            Put(AnchorKind.ActBefore, act.Id.Value, before);
            Put(AnchorKind.ActAfter, act.Id.Value, after);
            Put(AnchorKind.Coding, act.CodingId.Value, after);
        }

        return all;

        void Put(AnchorKind kind, Guid id, T? one)
        {
            if (one is null) all.Remove((kind, id));
            else all[(kind, id)] = one;
        }
    }
}

/// <summary>An act on a coding.</summary>
/// <param name="Of">The act that an undo took back or a redo did again.</param>
/// <param name="IsOfFirst">Whether that act made the coding, so that the undo of it moves nothing.</param>
/// <param name="DoneAt">Where it was done, if it came late.</param>
internal sealed record ActSince(ActId Id, CodingId CodingId, ActKind Kind, ActId? Of, bool IsOfFirst, EarlierPlace? DoneAt);
