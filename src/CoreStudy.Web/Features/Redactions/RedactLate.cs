using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What an admin found in released words.</summary>
/// <param name="Start">With <paramref name="End"/>, in UTF-16 code units of the released words.</param>
/// <param name="TextRevision">The revision of the words that was on screen.</param>
/// <param name="Same">Whether the same words go everywhere in this transcript.</param>
public sealed record LateFind(
    int Start, int End, int TextRevision, IdentifierCategory Category, bool Same = false, Guid? Entry = null, bool IsNew = false, string? Noun = null, string? Replacement = null);

/// <param name="Ask">Who could be meant: one has to be chosen, and nothing was done.</param>
public sealed record LateAnswer(int Replaced, IReadOnlyList<ReviewCandidate> Ask);

/// <summary>An admin replaces an identifier that was found after release; every coding stays on its words, and open desks follow.</summary>
public sealed class RedactLate(ReviewDoor door, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    public async Task<Result<LateAnswer>> RunAsync(AccountId me, TranscriptId id, LateFind find, CancellationToken cancel)
    {
        TextRevised? news = null;
        var done = await door.StepAsync<LateAnswer>(me, id, async (room, file, member) =>
        {
            if (await typed.ForbidAsync(me, file.Study, cancel, new("the replacement", find.Replacement ?? ""), new("the word before the number", find.Noun ?? "")) is { } leak) return leak;
            if (file.Review.State != ReviewState.Released) return new Refusal("This transcript is not released: decide it in its original.");
            if (find.Start < 0 || find.End <= find.Start) return new Refusal("Nothing is selected.");
            if ((await TextRevising.LockAsync(room.Study, id, cancel)).IsRefused(out var gone, out var text)) return gone;
            if (text.TextRevision != find.TextRevision) return new Refusal("The released words were changed meanwhile. Open the page again, and select once more.");
            if (text.Text.Cut(new Segment(find.Start, find.End)).IsRefused(out var outside, out var excerpt)) return outside;
            var chosen = LateRedaction.Choose(file.Register, file.Rules.Scheme, excerpt.Words, find.Category, find.Entry, find.IsNew, find.Noun, find.Replacement);
            if (chosen.IsRefused(out var wrong, out var choice)) return wrong;
            if (choice.Instead is not { } instead) return new LateAnswer(0, choice.Ask);
            var places = find.Same ? LateRedaction.Everywhere(text.Text, excerpt.Words) : [excerpt.Segment];
            if (LateRedaction.Plan(text, places, instead, file.Register, file.Rules.Scheme, file.HeldOn).IsRefused(out var no, out var edits)) return no;
            var revising = await room.ReviseAsync(file.Study, id, text.TextRevision, edits, TextRevisionKind.Redaction, member.Id, clock.GetUtcNow(), cancel);
            if (revising.IsRefused(out var failed, out var revised)) return failed;
            await file.Register.SaveAsync(room, cancel);
            room.Study.Audit(AuditEntry.Of(AuditKind.TextRevised, member, AuditSubject.Of(file.Transcript), AuditDetail.Count("revision", revised.Number).AndCount("places", places.Count)));
            news = new TextRevised(file.Study, id, revised.Number, revised.Revision);
            return new LateAnswer(places.Count, []);
        }, cancel);
        if (news is not null) feed.Publish(news);
        return done;
    }
}
