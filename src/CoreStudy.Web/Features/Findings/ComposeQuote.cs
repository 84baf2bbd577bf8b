using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Findings;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Makes a quote of a passage, or puts one together anew. The transcript stays as it is.</summary>
public sealed class ComposeQuote(FindingDesk desk) : FindingDeed(desk)
{
    private static readonly Refusal WordsChanged = new("Somebody has changed the words of this transcript meanwhile. Please open the passage again.");

    /// <param name="coding">Of a coding that the member sees, or of a settled one.</param>
    /// <param name="textRevision">The revision of the text that the pieces lie on.</param>
    /// <param name="finding">The finding that it is to stand for; null for none yet.</param>
    public Task<Result<QuoteId>> RunAsync(AccountId me, StudyId studyId, Guid coding, int textRevision, IReadOnlyList<QuotePiece> pieces, FindingId? finding, CancellationToken cancel) =>
        DoAsync<QuoteId>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await PassageKeeping.KeepAsync(doing.Db, doing.By, coding, doing.At, cancel)).IsRefused(out var gone, out var passage)) return gone;
            if (await PassageKeeping.TextRevisionAsync(doing.Db, passage.TranscriptId, cancel) != textRevision) return WordsChanged;
            if (Quote.Make(passage, pieces, textRevision, doing.By.Id, doing.At).IsRefused(out var no, out var made)) return no;
            if (await ForbidSpeakersAsync(doing, passage, pieces, cancel) is { } notAgreed) return notAgreed;
            doing.Db.AddRange(made.Kept);
            doing.Db.Add(made.Quote);
            if (finding is { } one)
            {
                if ((await FindingAsync(doing, one, cancel)).IsRefused(out var noFinding, out var found)) return noFinding;
                doing.Db.Add(FindingQuote.Attach(found, made.Quote, doing.By.Id, doing.At));
            }

            doing.Tell(AuditKind.QuoteMade, made.Quote.Id);
            return made.Quote.Id;
        }, cancel, Texts(pieces));

    /// <param name="version">The version that was edited: another's change meanwhile is a refusal.</param>
    public Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, QuoteId id, uint version, int textRevision, IReadOnlyList<QuotePiece> pieces, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await QuoteAsync(doing, id, cancel)).IsRefused(out var gone, out var quote)) return gone;
            if (quote.Version != version) return ChangedMeanwhile;
            if (await PassageKeeping.LockedAsync(doing.Db, doing.By, quote.PassageId, cancel) is not { } passage) return Refusal.NotFound;
            if (await PassageKeeping.TextRevisionAsync(doing.Db, passage.TranscriptId, cancel) != textRevision) return WordsChanged;
            // the parts are numbered anew: those of before go first
            var before = quote.Parts.ToList();
            if (quote.Change(passage, pieces, textRevision, doing.By.Id, doing.At).IsRefused(out var no, out var changed)) return no;
            if (await ForbidSpeakersAsync(doing, passage, pieces, cancel) is { } notAgreed) return notAgreed;
            await PassageKeeping.ReplacePartsAsync(doing.Db, quote, before, changed, cancel);
            doing.Tell(AuditKind.QuoteChanged, id);
            return Done.Well;
        }, cancel, Texts(pieces));

    /// <summary>Why these words cannot be quoted: somebody who says them has not agreed, or is not known.</summary>
    private static async Task<Refusal?> ForbidSpeakersAsync(Doing doing, KeptPassage passage, IReadOnlyList<QuotePiece> pieces, CancellationToken cancel)
    {
        var people = await PeopleColumns.ReadAsync(doing.Db, doing.By.StudyId, cancel);
        var turns = await QuoteReading.TurnsAsync(doing.Db, [.. pieces.Select(p => p.Words).OfType<Domain.Transcripts.Segment>().Select(s => (passage.TranscriptId, s))], cancel);
        return QuoteShowing.Label(people, turns[passage.TranscriptId]).IsRefused(out var no, out _) ? no : null;
    }

    private static ScannedText[] Texts(IReadOnlyList<QuotePiece> pieces) => [.. pieces.Where(p => p.Words is null).Select((p, i) => new ScannedText("the clarification", p.Clarification))];
}
