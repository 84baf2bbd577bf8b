using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>An entry of one's own journal.</summary>
/// <param name="Text">Null where it cannot be opened any more, because its key is gone.</param>
public sealed record JournalEntryView(JournalEntryId Id, DateOnly Day, JournalPrompt? Prompt, string? Text, DateTimeOffset ChangedAt, int Version)
{
    public override string ToString() => $"entry of {Text?.Length} characters";
}

/// <param name="MayWrite">False while the study is put away.</param>
/// <param name="Writer">Whose journal it is.</param>
public sealed record JournalView(MemberId Writer, IReadOnlyList<JournalEntryView> Entries, bool WithPrompts, bool MayWrite)
{
    public override string ToString() => $"{Entries.Count} entries";
}

/// <summary>The reader's own journal, the latest day first. There is no way to ask for anybody else's.</summary>
public sealed class ReadJournal(IDbContextFactory<StudyDb> databases, Permissions permissions, IDataProtectionProvider protection) : IUseCase
{
    public async Task<Result<JournalView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var mayWrite = await permissions.MayAsync(me, studyId, Operation.Code, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var entries = await db.JournalEntries.VisibleTo(member).AsNoTracking().OrderByDescending(e => e.Day).ThenByDescending(e => e.WrittenAt).ToListAsync(cancel);
        var journal = await db.Journals.AsNoTracking().SingleOrDefaultAsync(j => j.MemberId == member.Id, cancel);
        return new JournalView(
            member.Id, [.. entries.Select(e => new JournalEntryView(e.Id, e.Day, e.Prompt, protection.Open(member.Id, e.Sealed), e.ChangedAt, e.Version))], journal?.WithPrompts ?? true, mayWrite);
    }
}
