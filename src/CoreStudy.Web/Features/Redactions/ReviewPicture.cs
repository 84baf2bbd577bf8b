using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>Makes of a transcript under review what the desk shows.</summary>
internal static class ReviewPicture
{
    public static IReadOnlyList<ReviewTurn> Turns(ReviewFile file, Rendering rendering)
    {
        var speakers = file.Transcript.Speakers.ToDictionary(s => s.Number);
        var turns = new List<ReviewTurn>(file.Turns.Count);
        var next = 0;
        for (var i = 0; i < file.Turns.Count; i++)
        {
            var (segment, released) = (file.Turns[i], rendering.Turns[i]);
            var pieces = new List<ReviewPiece>();
            for (; next < rendering.Pieces.Count && rendering.Pieces[next].Original.Start < segment.End; next++)
            {
                var piece = rendering.Pieces[next];
                pieces.Add(new ReviewPiece(piece.Released.Start - released.Start, piece.Released.End - released.Start, piece.RedactionId));
            }

            var speaker = speakers[file.Original.Turns[i].Speaker];
            turns.Add(new ReviewTurn(
                i, speaker.Label, speaker.IsInterviewer, segment.Start, file.Text.Words[segment.Start..segment.End], rendering.Words[released.Start..released.End], pieces));
        }

        return turns;
    }

    public static ReviewPlace Place(Redaction r) =>
        new(r.Id, r.Start, r.End, r.Category, r.Status, r.IdentifierId, Math.Round(r.Score, 2), r.Reason, r.Replacement, r.Source);

    public static ReviewEntry Entry(ReviewFile file, Identifier entry) =>
        new(entry.Id, entry.Category, entry.Replacement, [.. file.Register.FormsOf(entry.Id)], entry.ParticipantId is not null);

    /// <summary>The places with the entry that each one's was joined into.</summary>
    public static IReadOnlyList<ReviewPlace> Places(ReviewFile file) =>
        [.. file.Sheet.All.Select(r => Place(r.IdentifierId is { } entry ? r with { IdentifierId = file.Register.RootOf(entry) } : r))];

    public static async Task<ReviewStanding> StandingAsync(ReviewFile file, Data.StudyDb db, Member me, CancellationToken cancel)
    {
        var a = file.Review;
        var names = await db.Members.Where(m => m.Id == a.DecidedBy || m.Id == a.ReleasedBy).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        string? Name(MemberId? id) => id is { } one ? one == me.Id ? "you" : names.GetValueOrDefault(one) : null;
        var mayRelease = a.State == ReviewState.Decided && (a.DecidedBy != me.Id || file.Rules.MayReleaseAlone && a.ReadBy == me.Id && a.ReadAt > a.DecidedAt);
        var whyNot = a.State != ReviewState.Decided || mayRelease ? null
            : file.Rules.MayReleaseAlone ? "You decided it: go through the whole text a second time, then release it."
            : "You decided it: another admin looks it through and releases it.";
        return new ReviewStanding(
            a.State, file.Sheet.All.Count, file.Sheet.Left, a.ReadBy == me.Id && (a.State != ReviewState.Decided || a.ReadAt > a.DecidedAt), Name(a.DecidedBy), Name(a.ReleasedBy),
            mayRelease, whyNot, file.Undo, file.Redo);
    }
}
