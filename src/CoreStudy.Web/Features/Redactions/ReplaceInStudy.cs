using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What came of a replacement over a study.</summary>
/// <param name="Act">For taking it back.</param>
/// <param name="Left">Sentences about transcripts in which it could not be done.</param>
public sealed record StudyReplacement(Guid Act, string Replacement, int Places, int Transcripts, IReadOnlyList<string> Left);

/// <summary>An admin replaces what a search found, transcript by transcript, each in one transaction.</summary>
public sealed class ReplaceInStudy(VaultDoor door, StudyGate gate, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    /// <param name="chosen">The hits to replace, as they were found.</param>
    /// <param name="entry">Which entry of the register they mean; null for a new one, or none where the kind has none.</param>
    /// <param name="progress">Told how many transcripts are done.</param>
    /// <param name="cancel">Between two transcripts it stops; what is done stays, and can be taken back.</param>
    public async Task<Result<StudyReplacement>> RunAsync(
        AccountId me, StudyId study, IReadOnlyList<StudyHit> chosen, IdentifierCategory category, Guid? entry, string? noun, string? replacement, IProgress<int>? progress,
        CancellationToken cancel)
    {
        if ((await gate.AskAsync(me, study, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (chosen.Count == 0) return new Refusal("Nothing is chosen.");
        if (await typed.ForbidAsync(me, study, cancel, new("the replacement", replacement ?? ""), new("the word before the number", noun ?? "")) is { } leak) return leak;
        if ((await ChooseAsync(study, chosen[0].Words, category, entry, noun, replacement, cancel)).IsRefused(out var wrong, out var choice)) return wrong;

        var (act, done, left) = (Guid.CreateVersion7(), new List<BulkPart>(), new List<string>());
        var places = 0;
        foreach (var group in chosen.GroupBy(h => (h.Transcript, h.Title, h.IsReleased)))
        {
            if (cancel.IsCancellationRequested) break;
            var ((id, title, isReleased), hits) = (group.Key, group.ToList());
            var part = isReleased
                ? await ReviseAsync(member, study, id, hits, choice.Instead, CancellationToken.None)
                : await MarkAsync(member, id, act, hits, choice.Instead, CancellationToken.None);
            if (part.IsRefused(out var no, out var one)) left.Add($"“{title}”: {no.Sentence}");
            else
            {
                done.Add(one);
                places += hits.Count;
            }

            progress?.Report(done.Count + left.Count);
        }

        await using var room = await door.EnterAsync(CancellationToken.None);
        await room.WriteAsync(KeyOwner.Of(study), study, act, new BulkAct(done), CancellationToken.None);
        room.Study.Audit(AuditEntry.Of(
            AuditKind.ReplacedInStudy, member, AuditSubject.Of(study), AuditDetail.Count("places", places).AndIds("transcripts", done.Select(d => new TranscriptId(d.Transcript)))));
        await room.CommitAsync(CancellationToken.None);
        return new StudyReplacement(act, choice.Shown, places, done.Count, left);
    }

    private sealed record Choice(Instead Instead, string Shown);

    private async Task<Result<Choice>> ChooseAsync(StudyId study, string words, IdentifierCategory category, Guid? entry, string? noun, string? replacement, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        var register = await StudyRegister.ReadAsync(room, study, cancel);
        var rules = await room.Study.AnonymisationRules.FindAsync([study], cancel) ?? AnonymisationRules.UsualOf(study);
        if (LateRedaction.Choose(register, rules.Scheme, words, category, entry, isNew: entry is null, noun, replacement).IsRefused(out var wrong, out var choice)) return wrong;
        var instead = choice.Instead!; // it does not ask where a new one is wanted
        await register.SaveAsync(room, cancel);
        await room.CommitAsync(cancel);
        return new Choice(instead, instead.Replacement ?? (instead.Entry is { } one ? register.ReplacementOf(one)! : rules.Scheme.Coarsen(category, words, null)));
    }

    private async Task<Result<BulkPart>> ReviseAsync(Member member, StudyId study, TranscriptId id, List<StudyHit> hits, Instead instead, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        if ((await TextRevising.LockAsync(room.Study, id, cancel)).IsRefused(out var gone, out var text)) return gone;
        if (hits.Exists(h => h.Segment.End > text.Text.Length || text.Text.Words[h.Segment.Start..h.Segment.End] != h.Words))
            return new Refusal("its words were changed since the search. Search again.");
        var register = await StudyRegister.ReadAsync(room, study, cancel);
        var rules = await room.Study.AnonymisationRules.FindAsync([study], cancel) ?? AnonymisationRules.UsualOf(study);
        if (LateRedaction.Plan(text, hits.Select(h => h.Segment), instead, register, rules.Scheme, null).IsRefused(out var no, out var edits)) return no;
        var revising = await room.ReviseAsync(study, id, text.TextRevision, edits, TextRevisionKind.Redaction, member.Id, clock.GetUtcNow(), cancel);
        if (revising.IsRefused(out var failed, out var revised)) return failed;
        await room.CommitAsync(cancel);
        feed.Publish(new TextRevised(study, id, revised.Number, revised.Revision));
        return new BulkPart(id.Value, revised.Number);
    }

    private async Task<Result<BulkPart>> MarkAsync(Member member, TranscriptId id, Guid act, List<StudyHit> hits, Instead instead, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        if ((await ReviewFile.OpenAsync(room, id, forDeed: true, cancel)).IsRefused(out var missing, out var file)) return missing;
        if (file.Review.CheckOpen() is { } closed) return closed;
        var open = hits.Where(h => h.Status != RedactionStatus.Accepted).Select(h => (Guid.CreateVersion7(), h.Segment)).ToList();
        if (file.Sheet.Mark(open, instead.Category, instead.Entry, instead.Replacement, member.Id, clock.GetUtcNow()).IsRefused(out var no, out var sheet)) return no;
        file.Take($"search {act:n}", sheet, []);
        await file.SaveAsync(cancel);
        await room.CommitAsync(cancel);
        feed.Publish(new RedactionsDecided(file.Study, id));
        return new BulkPart(id.Value, null);
    }
}

/// <summary>Takes a replacement over a study back, in every transcript where nobody has changed the same places since.</summary>
public sealed class TakeBackInStudy(VaultDoor door, StudyGate gate, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <returns>In how many transcripts it was taken back.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, StudyId study, Guid act, CancellationToken cancel)
    {
        if ((await gate.AskAsync(me, study, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        BulkAct? bulk;
        await using (var reading = await door.EnterAsync(cancel)) bulk = await reading.ReadAsync<BulkAct>(act, cancel);
        if (bulk is null) return Refusal.NotFound;
        var count = 0;
        foreach (var part in bulk.Parts)
        {
            await using var room = await door.EnterAsync(CancellationToken.None);
            var id = new TranscriptId(part.Transcript);
            if (part.Revision is { } number)
            {
                if ((await room.RestoreAsync(study, id, number, member.Id, clock.GetUtcNow(), CancellationToken.None)).IsRefused(out _, out var restored)) continue;
                await room.CommitAsync(CancellationToken.None);
                feed.Publish(new TextRevised(study, id, restored.Number, restored.Revision));
            }
            else
            {
                if ((await ReviewFile.OpenAsync(room, id, forDeed: true, CancellationToken.None)).IsRefused(out _, out var file)) continue;
                if (file.Review.CheckOpen() is not null || file.TakeBack($"search {act:n}").IsRefused(out _, out _)) continue;
                await file.SaveAsync(CancellationToken.None);
                await room.CommitAsync(CancellationToken.None);
                feed.Publish(new RedactionsDecided(study, id));
            }

            count++;
        }

        await using var noting = await door.EnterAsync(CancellationToken.None);
        noting.Study.Audit(AuditEntry.Of(AuditKind.TakenBackInStudy, member, AuditSubject.Of(study), AuditDetail.Count("transcripts", count)));
        await noting.CommitAsync(CancellationToken.None);
        return count;
    }
}
