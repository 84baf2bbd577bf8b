using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>What became of saving an entry.</summary>
/// <param name="Other">The text that stands, where the entry was changed in another window meanwhile: then nothing was saved.</param>
public sealed record SavedEntry(int Version, string? Other)
{
    public override string ToString() => $"version {Version}";
}

/// <summary>Somebody writes in their own journal. Nothing of it is noted anywhere else: no log, no audit trail, no news to anybody.</summary>
public sealed class WriteJournal(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, IDataProtectionProvider protection, TimeProvider clock) : IUseCase
{
    /// <param name="id">Made by who writes, so that a saving that is sent twice makes one entry.</param>
    /// <param name="basedOn">The version that the writing began on; 0 for a new entry.</param>
    public async Task<Result<SavedEntry>> RunAsync(AccountId me, StudyId studyId, JournalEntryId id, int basedOn, DateOnly day, JournalPrompt? prompt, string text, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (JournalEntry.Forbid(text) is { } no) return no;
        if (await typed.ForbidQuietlyAsync(studyId, new("this entry", text), cancel) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var at = clock.GetUtcNow();
        var entry = await db.JournalEntries.VisibleTo(member).SingleOrDefaultAsync(e => e.Id == id, cancel);
        if (entry is null)
        {
            if (basedOn > 0) return new Refusal("This entry has been removed in another window. Your words are still here: copy them into a new entry.");
            entry = JournalEntry.Begin(id, studyId, member.Id, at);
            db.Add(entry);
        }
        else if (entry.Version != basedOn)
        {
            var other = protection.Open(member.Id, entry.Sealed) ?? "";
            return new SavedEntry(entry.Version, string.Equals(other, text, StringComparison.Ordinal) ? null : other);
        }

        entry.Write(day, prompt, protection.Seal(member.Id, text), at);
        return (await db.SaveOrRefuseAsync("this", cancel)).IsRefused(out var clash, out _) ? clash : new SavedEntry(entry.Version, null);
    }

    /// <summary>Removes an entry; what it said is told, so that it can be put back.</summary>
    public async Task<Result<JournalEntryView>> RemoveAsync(AccountId me, StudyId studyId, JournalEntryId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var entry = await db.JournalEntries.VisibleTo(member).SingleOrDefaultAsync(e => e.Id == id, cancel);
        if (entry is null) return Refusal.NotFound;
        db.Remove(entry);
        if ((await db.SaveOrRefuseAsync("this", cancel)).IsRefused(out var clash, out _)) return clash;
        return new JournalEntryView(entry.Id, entry.Day, entry.Prompt, protection.Open(member.Id, entry.Sealed), entry.ChangedAt, entry.Version);
    }

    /// <summary>Whether questions are offered to begin with.</summary>
    public async Task<Result<Done>> PromptAsync(AccountId me, StudyId studyId, bool withPrompts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var journal = await db.Journals.SingleOrDefaultAsync(j => j.MemberId == member.Id, cancel);
        if (journal is null) db.Add(journal = Journal.Of(member.Id));
        journal.Prompt(withPrompts);
        await db.SaveChangesAsync(cancel);
        return Done.Well;
    }
}
