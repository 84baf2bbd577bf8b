using System.Security.Cryptography;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>An admin decides places of a transcript under review: what they are, whom they mean, what stands there.</summary>
public sealed class DecideRedactions(VaultDoor door, Permissions permissions, OriginalGate gate, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    public async Task<Result<ReviewAnswer>> RunAsync(AccountId me, TranscriptId id, ReviewAct act, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if ((await gate.StillAsync(me, access.StudyId, id, cancel)).IsRefused(out var shut, out _)) return shut;
        if (await typed.ForbidAsync(me, access.StudyId, cancel, new("the replacement", act.Replacement ?? ""), new("the word before the number", act.Noun ?? "")) is { } leak) return leak;
        await using var room = await door.EnterAsync(cancel);
        if ((await ReviewFile.OpenAsync(room, id, forDeed: true, cancel)).IsRefused(out var missing, out var file)) return missing;
        if (file.Review.CheckOpen() is { } closed) return closed;

        var (sheet, turns) = (file.Sheet, ReviewPicture.Turns(file, file.Render()));
        var entries = EntriesOf(file);
        var replacements = file.Register.Replacements();
        var goBack = act.Kind == ReviewActKind.Undo ? file.FollowedLast : [];
        if (new Deed(file, access.Member.Id, clock.GetUtcNow()).Do(act).IsRefused(out var no, out var outcome)) return no;
        if (outcome.Ask is { } ask) return new ReviewAnswer([], [], [], [], [], await ReviewPicture.StandingAsync(file, room.Study, access.Member, cancel), "", ask);

        var (wentBack, kept) = await ReleasedWords.GoBackAsync(room, access.StudyId, goBack, access.Member.Id, clock.GetUtcNow(), cancel);
        if ((await ReleasedWords.FollowAsync(room, file, replacements, access.Member.Id, clock.GetUtcNow(), cancel)).IsRefused(out var stuck, out var followed)) return stuck;
        if (followed.Count > 0 && act.Kind != ReviewActKind.Undo) file.NoteFollowed([.. followed.Select(f => new BulkPart(f.TranscriptId.Value, f.Number))]);
        IReadOnlyList<Revised> revised = [.. wentBack, .. followed];
        var stay = kept.Except(followed.Select(f => f.TranscriptId)).Count();
        await file.SaveAsync(cancel);
        var standing = await ReviewPicture.StandingAsync(file, room.Study, access.Member, cancel);
        var stand = file.Register.Replacements();
        if (replacements.Any(r => stand.GetValueOrDefault(r.Key, r.Value) != r.Value)) // in the whole study; what is decided in one transcript is noted when all is, see SayDecided
            room.Study.Audit(AuditEntry.Of(AuditKind.RedactionDecided, access.Member, AuditSubject.Of(file.Transcript), AuditDetail.Word("deed", act.Kind)));
        await room.CommitAsync(cancel);
        feed.Publish(new RedactionsDecided(access.StudyId, id));
        foreach (var one in revised) feed.Publish(new TextRevised(access.StudyId, one.TranscriptId, one.Number, one.Revision));

        var entriesNow = EntriesOf(file);
        var placesNow = ReviewPicture.Places(file);
        var was = sheet.All.ToDictionary(r => r.Id, ReviewPicture.Place);
        var ids = placesNow.Select(p => p.Id).ToHashSet();
        return new ReviewAnswer(
            [.. placesNow.Where(p => was.GetValueOrDefault(p.Id) != p)],
            [.. was.Keys.Where(k => !ids.Contains(k))],
            [.. ReviewPicture.Turns(file, file.Render()).Where(t => t.Released != turns[t.Number].Released || !t.Pieces.SequenceEqual(turns[t.Number].Pieces))],
            [.. entriesNow.Values.Where(e => !(entries.GetValueOrDefault(e.Id) is { } before && before.Replacement == e.Replacement && before.Forms.SequenceEqual(e.Forms)))],
            [.. entries.Keys.Where(k => !entriesNow.ContainsKey(k))],
            standing,
            stay == 0 ? outcome.Said : $"{outcome.Said} In {(stay == 1 ? "one transcript" : $"{stay:N0} transcripts")} the released words stay: they were changed since.",
            null);
    }

    private static Dictionary<Guid, ReviewEntry> EntriesOf(ReviewFile file) => file.Register.Entries.ToDictionary(e => e.Id, e => ReviewPicture.Entry(file, e));
}

/// <summary>One deed on a review file. It asks back where words could mean two, and then does nothing.</summary>
internal sealed class Deed(ReviewFile file, MemberId by, DateTimeOffset at)
{
    private readonly List<RegisterStep> _register = [];

    public sealed record Outcome(string Said, IReadOnlyList<ReviewCandidate>? Ask = null);

    public Result<Outcome> Do(ReviewAct act)
    {
        if (act.Kind is ReviewActKind.Undo) return file.TakeBackLast().IsRefused(out var nothing, out var undone) ? nothing : new Outcome($"Undone: {undone}.");
        if (act.Kind is ReviewActKind.Redo) return file.DoAgain().IsRefused(out var none, out var redone) ? none : new Outcome($"Done again: {redone}.");

        var chosen = Chosen(act);
        return act.Kind switch
        {
            ReviewActKind.Accept => Accept(act, chosen),
            ReviewActKind.Reject => Finish("reject", file.Sheet.Reject([.. chosen.Select(r => r.Id)], by, at), Count(chosen.Count, "left as it is", "left as they are")),
            ReviewActKind.Retype when act.Category is { } category => Finish("change of kind", file.Sheet.Retype([.. chosen.Select(r => r.Id)], category), $"Now a {CategoryWords.Of(category)}."),
            ReviewActKind.Resize when Borders(act) is { } segment && chosen is [var one] => Finish("change of borders", file.Sheet.Resize(one.Id, segment), "Its borders are moved."),
            ReviewActKind.Mark when Borders(act) is { } segment && act.Category is { } category => Mark(act, segment, category),
            ReviewActKind.Split => Split(act, chosen),
            ReviewActKind.Join when act.Entry is { } entry && act.Other is { } other => Join(entry, other),
            ReviewActKind.Rename when act.Entry is { } entry && act.Replacement is { } replacement => Rename(entry, RedactionSheet.Bracketed(replacement)),
            ReviewActKind.ReplaceHere when act.Replacement is { } replacement => Finish(
                "replacement here", file.Sheet.Accept([.. chosen.Select(r => r.Id)], null, RedactionSheet.Bracketed(replacement), by, at), "It is replaced here alone."),
            _ => new Refusal("Something of this deed is missing."),
        };
    }

    private List<Redaction> Chosen(ReviewAct act)
    {
        var chosen = file.Sheet.All.Where(r => act.Ids.Contains(r.Id)).ToList();
        if (!act.Same || chosen.Count == 0) return chosen;
        return [.. file.Sheet.SameWords(chosen[0]).Where(r => r.Status == RedactionStatus.Proposed).Concat(chosen).DistinctBy(r => r.Id)];
    }

    private static Segment? Borders(ReviewAct act) => act is { Start: { } start, End: { } end } && start >= 0 && end > start ? new Segment(start, end) : null;

    private Result<Outcome> Accept(ReviewAct act, List<Redaction> chosen)
    {
        if (chosen.Count == 0) return Refusal.NotFound;
        var category = act.Category ?? chosen[0].Category;
        if (category != chosen[0].Category) chosen = [.. chosen.Select(r => r with { Category = category, IdentifierId = null, Replacement = null })];
        var sheet = file.Sheet.With([.. chosen.Select(r => r.Id)], chosen);
        if (Meant(act, category, chosen).IsRefused(out var refusal, out var meant)) return refusal;
        if (meant.Ask is not null) return new Outcome("", meant.Ask);
        return Finish("accept", sheet.Accept([.. chosen.Select(r => r.Id)], meant.Entry, null, by, at), Count(chosen.Count, $"replaced{By(meant.Entry)}", $"replaced{By(meant.Entry)}"));
    }

    private Result<Outcome> Mark(ReviewAct act, Segment segment, IdentifierCategory category)
    {
        var words = file.Text.Words;
        if (segment.End > words.Length) return new Refusal("The selection reaches past the end of the transcript.");
        var segments = act.Same ? Everywhere(words[segment.Start..segment.End]) : [segment];
        if (segments.Count == 0) segments = [segment];
        var made = segments.Select(s => new Redaction(
            Guid.CreateVersion7(), s.Start, s.End, category, RedactionStatus.Accepted, null, 1, "Hand", "marked by hand", null, null, by, at)).ToList();
        var replacement = act.Replacement is { Length: > 0 } typed ? RedactionSheet.Bracketed(typed) : null;
        Guid? entry = null;
        if (replacement is null)
        {
            if (Meant(act, category, made).IsRefused(out var refusal, out var meant)) return refusal;
            if (meant.Ask is not null) return new Outcome("", meant.Ask);
            entry = meant.Entry;
        }

        return Finish("marking", file.Sheet.Mark([.. made.Select(r => (r.Id, r.Segment))], category, entry, replacement, by, at), Count(made.Count, $"replaced{By(entry)}", $"replaced{By(entry)}"));
    }

    private Result<Outcome> Split(ReviewAct act, List<Redaction> chosen)
    {
        if (chosen.Count == 0) return Refusal.NotFound;
        if (!chosen[0].Category.HasEntries()) return new Refusal("Only people, places and organisations have entries that can be parted.");
        var entry = MakeEntry(chosen[0].Category, chosen, act.Noun);
        return Finish("parting", file.Sheet.Accept([.. chosen.Select(r => r.Id)], entry, null, by, at), Count(chosen.Count, $"now {file.Register.ReplacementOf(entry)}", $"now {file.Register.ReplacementOf(entry)}"));
    }

    private Result<Outcome> Join(Guid entry, Guid other)
    {
        (entry, other) = (file.Register.RootOf(entry), file.Register.RootOf(other));
        if (entry == other) return new Refusal("They are one already.");
        if (file.Register.Find(entry) is not { } stays || file.Register.Find(other) is not { } goes) return Refusal.NotFound;
        if (stays.Category != goes.Category) return new Refusal("Only two of the same kind can be one.");
        if (goes.ParticipantId is not null && stays.ParticipantId is not null) return new Refusal("Two participants stay two.");
        if (goes.ParticipantId is not null) (stays, goes) = (goes, stays);
        file.Register.Put(goes with { JoinedInto = stays.Id });
        _register.Add(new RegisterStep(goes.Id, goes.Category, false, goes.Replacement, goes.Replacement, null, stays.Id, []));
        return Finish("joining", file.Sheet, $"{goes.Replacement} is now {stays.Replacement}, in the whole study.");
    }

    private Result<Outcome> Rename(Guid entry, string replacement)
    {
        if (file.Register.Find(file.Register.RootOf(entry)) is not { } known) return Refusal.NotFound;
        if (known.ParticipantId is not null) return new Refusal("A participant goes by their label. It is changed on the page of participants.");
        if (replacement.Length is < 3 or > 60) return new Refusal("A replacement has from 1 to 58 characters between its brackets.");
        if (file.Register.Entries.Any(e => e.Id != known.Id && string.Equals(e.Replacement, replacement, StringComparison.OrdinalIgnoreCase)))
            return new Refusal($"{replacement} is somebody or something else already. Join the two where they are one.");
        file.Register.Put(known with { Replacement = replacement });
        _register.Add(new RegisterStep(known.Id, known.Category, false, known.Replacement, replacement, known.JoinedInto, known.JoinedInto, []));
        return Finish("new replacement", file.Sheet, $"It is {replacement} from now on, in the whole study.");
    }

    private Result<Outcome> Finish(string deed, Result<RedactionSheet> done, string said)
    {
        if (done.IsRefused(out var refusal, out var sheet)) return refusal;
        file.Take(deed, sheet, _register);
        return new Outcome(said);
    }

    private sealed record Meaning(Guid? Entry, IReadOnlyList<ReviewCandidate>? Ask = null);

    /// <summary>Whom places mean: as chosen; else as in this transcript, where one fits; else as in the register, where a full name fits one; else it asks, or makes a new entry.</summary>
    private Result<Meaning> Meant(ReviewAct act, IdentifierCategory category, List<Redaction> places)
    {
        if (!category.HasEntries()) return new Meaning(null);
        if (act.Entry is { } chosen)
        {
            chosen = file.Register.RootOf(chosen);
            if (file.Register.Find(chosen) is not { } entry) return Refusal.NotFound;
            if (entry.Category != category) return new Refusal($"{entry.Replacement} is a {CategoryWords.Of(entry.Category)}, not a {CategoryWords.Of(category)}.");
            Learn(chosen, places);
            return new Meaning(chosen);
        }

        if (act.IsNew) return new Meaning(MakeEntry(category, places, act.Noun));
        var linked = places.Where(r => r.IdentifierId is not null).Select(r => file.Register.RootOf(r.IdentifierId!.Value)).Distinct().ToList();
        if (linked is [var one] && file.Register.Find(one) is not null)
        {
            Learn(one, places);
            return new Meaning(one);
        }

        var form = RedactionSheet.FormOf(file.Sheet.WordsOf(places[0]));
        var groups = places.Where(r => r.Group is not null).Select(r => r.Group).ToHashSet();
        var here = file.Sheet.All.Where(r => r.Status == RedactionStatus.Accepted && r.Category == category && r.IdentifierId is not null
                && (groups.Contains(r.Group) || string.Equals(RedactionSheet.FormOf(file.Sheet.WordsOf(r)), form, StringComparison.OrdinalIgnoreCase)))
            .Select(r => file.Register.RootOf(r.IdentifierId!.Value)).Distinct().Where(id => file.Register.Find(id) is not null).ToList();
        if (here is [var only])
        {
            Learn(only, places);
            return new Meaning(only);
        }

        var candidates = file.Register.Candidates(category, form).ToList();
        var isFull = category != IdentifierCategory.Person || form.Contains(' ', StringComparison.Ordinal);
        if (here.Count == 0 && isFull && candidates.Where(c => c.IsExact).ToList() is [var (exact, _)])
        {
            Learn(exact.Id, places);
            return new Meaning(exact.Id);
        }

        var asked = here.Concat(candidates.Select(c => c.Entry.Id)).Distinct().ToList();
        return asked.Count == 0
            ? new Meaning(MakeEntry(category, places, act.Noun))
            : new Meaning(null, [.. asked.Select(id => new ReviewCandidate(
                id, file.Register.ReplacementOf(id)!, [.. file.Register.FormsOf(id)],
                file.Sheet.All.Count(r => r.IdentifierId is { } e && file.Register.RootOf(e) == id && r.Status == RedactionStatus.Accepted)))]);
    }

    private Guid MakeEntry(IdentifierCategory category, List<Redaction> places, string? noun)
    {
        var words = file.Sheet.WordsOf(places[0]);
        var usual = noun ?? (category == IdentifierCategory.Person && IsFamily(places[0], words) ? "family" : null);
        var replacement = file.Rules.Scheme.NameNew(category, words, file.Register.Entries.Select(e => e.Replacement), RandomNumberGenerator.GetInt32, usual);
        var id = Guid.CreateVersion7();
        file.Register.Put(new Identifier(id, category, replacement, [], null));
        _register.Add(new RegisterStep(id, category, IsNew: true, null, replacement, null, null, Forms(id, places)));
        return id;
    }

    /// <summary>“the Smiths”.</summary>
    private bool IsFamily(Redaction place, string words) =>
        words.EndsWith('s') && !words.Contains(' ', StringComparison.Ordinal) && place.Start >= 4
        && string.Equals(file.Text.Words[(place.Start - 4)..place.Start], "the ", StringComparison.OrdinalIgnoreCase);

    private void Learn(Guid entry, List<Redaction> places)
    {
        var forms = Forms(entry, places);
        if (forms.Count == 0) return;
        var known = file.Register.Find(entry)!;
        _register.Add(new RegisterStep(entry, known.Category, IsNew: false, known.Replacement, known.Replacement, known.JoinedInto, known.JoinedInto, forms));
    }

    /// <summary>Notes the forms that are new, and tells at which places they stand.</summary>
    private List<int[]> Forms(Guid entry, List<Redaction> places) =>
        [.. places.Where(r => file.Register.Learn(entry, RedactionSheet.FormOf(file.Sheet.WordsOf(r)))).Select(r => new[] { r.Start, r.End })];

    /// <summary>Where words stand as whole words, apart from what is replaced already.</summary>
    private List<Segment> Everywhere(string sought)
    {
        var found = new List<Segment>();
        var words = file.Text.Words;
        for (var start = words.IndexOf(sought, StringComparison.OrdinalIgnoreCase); start >= 0; start = words.IndexOf(sought, start + 1, StringComparison.OrdinalIgnoreCase))
        {
            var segment = new Segment(start, start + sought.Length);
            var isWhole = (start == 0 || !char.IsLetterOrDigit(words[start - 1])) && (segment.End == words.Length || !char.IsLetterOrDigit(words[segment.End]));
            if (isWhole && file.Turns.Any(t => t.Start <= segment.Start && segment.End <= t.End)
                && !file.Sheet.All.Any(r => r.Status == RedactionStatus.Accepted && r.Segment.Overlaps(segment))) found.Add(segment);
        }

        return found;
    }

    private string By(Guid? entry) => entry is { } id ? $" by {file.Register.ReplacementOf(id)}" : "";

    private static string Count(int count, string one, string many) => count == 1 ? $"1 place is {one}." : $"{count:N0} places are {many}.";
}
