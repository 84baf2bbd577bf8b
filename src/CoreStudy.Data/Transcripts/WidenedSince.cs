using CoreStudy.Domain;
using CoreStudy.Domain.Codings;

namespace CoreStudy.Data.Transcripts;

/// <summary>Which anchors a revision of the text has widened, as it is now: people have gone on coding since.</summary>
/// <remarks>
/// That a coding lies where the revision left it does not say that nobody has moved it. Whoever moves it within the words that went, on the text
/// before or by undo, finds it on the whole replacement again: only the acts tell, and each takes along what is known of the place it took over.
/// </remarks>
internal static class WidenedSince
{
    /// <param name="widened">What the revision widened when it was made.</param>
    /// <param name="acts">What was done since with the codings concerned, in order.</param>
    /// <returns>The anchors that go back when the revision is taken back; a coding that was moved since is not among them.</returns>
    public static IReadOnlyList<WidenedAnchor> Follow(IEnumerable<WidenedAnchor> widened, IEnumerable<ActSince> acts)
    {
        var all = widened.ToDictionary(w => (w.Kind, w.Id));
        foreach (var act in acts)
        {
            var before = all.GetValueOrDefault((AnchorKind.Coding, act.CodingId.Value));
            var after = act switch
            {
                { Kind: ActKind.Resize } => null,
                { Kind: ActKind.Undo, Of: { } undone, IsOfFirst: false } => all.GetValueOrDefault((AnchorKind.ActBefore, undone.Value)),
                { Kind: ActKind.Redo, Of: { } redone } => all.GetValueOrDefault((AnchorKind.ActAfter, redone.Value)),
                _ => before,
            };
            Put(AnchorKind.ActBefore, act.Id.Value, before);
            Put(AnchorKind.ActAfter, act.Id.Value, after);
            Put(AnchorKind.Coding, act.CodingId.Value, after);
        }

        return [.. all.Values];

        void Put(AnchorKind kind, Guid id, WidenedAnchor? one)
        {
            if (one is null) all.Remove((kind, id));
            else all[(kind, id)] = one with { Kind = kind, Id = id };
        }
    }
}

/// <summary>An act on a coding, after a revision of the text.</summary>
/// <param name="Of">The act that an undo took back or a redo did again.</param>
/// <param name="IsOfFirst">Whether that act made the coding, so that the undo of it moves nothing.</param>
internal sealed record ActSince(ActId Id, CodingId CodingId, ActKind Kind, ActId? Of, bool IsOfFirst);
