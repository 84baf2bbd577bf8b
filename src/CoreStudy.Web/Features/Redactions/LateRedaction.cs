using System.Security.Cryptography;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>What stands in place of an identifier that was found late: an entry of the register, or words.</summary>
/// <param name="Entry">Null where none was chosen.</param>
/// <param name="Replacement">Null for the entry's own, or what the scheme makes.</param>
internal sealed record Instead(IdentifierCategory Category, Guid? Entry, string? Replacement);

/// <summary>Turns an identifier that was found after release into edits of the released words, each whole in its sentence.</summary>
internal static class LateRedaction
{
    public static Result<TextEdits> Plan(LockedText text, IEnumerable<Segment> places, Instead instead, StudyRegister register, ReplacementScheme scheme, DateOnly? heldOn)
    {
        var redactions = places.Select(p => new Redaction(
            Guid.CreateVersion7(), p.Start, p.End, instead.Category, RedactionStatus.Accepted, instead.Entry, 1, "Hand", "", null, instead.Replacement, null, null)).ToList();
        if (redactions.Find(r => !text.Turns.Any(t => t.Start <= r.Start && r.End <= t.End)) is not null) return new Refusal("A replacement stays within one turn. Please select within one.");
        var rendering = Rendering.Of(text.Text.Words, text.Turns, redactions, register.ReplacementOf, scheme, heldOn);
        return TextEdits.Plan(text.Text, text.Turns, rendering.Pieces.Select(p => new TextEdit(p.Original.Start, p.Original.End, rendering.Words[p.Released.Start..p.Released.End])));
    }

    /// <summary>Where words stand as whole words.</summary>
    public static IReadOnlyList<Segment> Everywhere(TranscriptText text, string sought)
    {
        var found = new List<Segment>();
        var words = text.Words;
        for (var start = words.IndexOf(sought, StringComparison.OrdinalIgnoreCase); start >= 0; start = words.IndexOf(sought, start + sought.Length, StringComparison.OrdinalIgnoreCase))
        {
            var end = start + sought.Length;
            if ((start == 0 || !char.IsLetterOrDigit(words[start - 1])) && (end == words.Length || !char.IsLetterOrDigit(words[end]))) found.Add(new Segment(start, end));
        }

        return found;
    }

    /// <summary>Whom words mean, as chosen; else the one entry with this full name; else it asks, or makes a new entry.</summary>
    public static Result<(Instead? Instead, IReadOnlyList<ReviewCandidate> Ask)> Choose(
        StudyRegister register, ReplacementScheme scheme, string words, IdentifierCategory category, Guid? entry, bool isNew, string? noun, string? replacement)
    {
        if (replacement is { Length: > 0 } typed) return (new Instead(category, null, RedactionSheet.Bracketed(typed)), []);
        if (!category.HasEntries()) return (new Instead(category, null, null), []);
        var form = RedactionSheet.FormOf(words);
        if (entry is { } chosen)
        {
            chosen = register.RootOf(chosen);
            if (register.Find(chosen) is not { } known || known.Category != category) return Refusal.NotFound;
            register.Learn(chosen, form);
            return (new Instead(category, chosen, null), []);
        }

        var candidates = register.Candidates(category, form);
        if (!isNew && candidates.Count > 0)
        {
            var isFull = category != IdentifierCategory.Person || form.Contains(' ', StringComparison.Ordinal);
            if (isFull && candidates.Where(c => c.IsExact).ToList() is [var (exact, _)]) return (new Instead(category, exact.Id, null), []);
            return (null, [.. candidates.Select(c => new ReviewCandidate(c.Entry.Id, c.Entry.Replacement, [.. register.FormsOf(c.Entry.Id)], 0))]);
        }

        var id = Guid.CreateVersion7();
        register.Put(new Identifier(id, category, scheme.NameNew(category, words, register.Entries.Select(e => e.Replacement), RandomNumberGenerator.GetInt32, noun), [form], null));
        return (new Instead(category, id, null), []);
    }
}
