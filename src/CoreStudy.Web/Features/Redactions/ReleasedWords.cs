using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>Takes the released words of a study along when an entry of its register is called otherwise, or joined into another.</summary>
internal static class ReleasedWords
{
    /// <summary>Puts released words back that had followed a deed, where nobody has changed them since.</summary>
    /// <returns>What was put back, and in which transcripts the words stay.</returns>
    public static async Task<(IReadOnlyList<Revised> Revised, IReadOnlyList<TranscriptId> Stay)> GoBackAsync(
        VaultRoom room, StudyId study, IReadOnlyList<BulkPart> followed, MemberId by, DateTimeOffset at, CancellationToken cancel)
    {
        var (revised, stay) = (new List<Revised>(), new List<TranscriptId>());
        foreach (var part in followed.OrderBy(p => p.Transcript))
        {
            var id = new TranscriptId(part.Transcript);
            if (part.Revision is { } number && !(await room.RestoreAsync(study, id, number, by, at, cancel)).IsRefused(out _, out var one)) revised.Add(one);
            else stay.Add(id);
        }

        return (revised, stay);
    }

    /// <param name="before">What stood for each entry before the deed.</param>
    /// <remarks>What two entries share is left as it is: which of their places in released words was whose, only the deed that joined them knows.</remarks>
    public static async Task<Result<IReadOnlyList<Revised>>> FollowAsync(
        VaultRoom room, ReviewFile file, IReadOnlyDictionary<Guid, string> before, MemberId by, DateTimeOffset at, CancellationToken cancel)
    {
        var after = file.Register.Replacements();
        var stand = after.Values.ToHashSet();
        var changes = before.Where(b => after.TryGetValue(b.Key, out var now) && now != b.Value && !stand.Contains(b.Value)).Select(b => (Old: b.Value, New: after[b.Key])).Distinct().ToList();
        var revised = new List<Revised>();
        foreach (var (old, replacement) in changes)
        {
            var ids = await (
                from t in room.Study.Transcripts
                join text in room.Study.TranscriptTexts on t.Id equals text.TranscriptId
                where t.StudyId == file.Study && text.Words.Contains(old)
                select t.Id).ToListAsync(cancel);
            foreach (var id in ids.OrderBy(i => i.Value)) // as everybody who holds several locks
            {
                if ((await TextRevising.LockAsync(room.Study, id, cancel)).IsRefused(out var gone, out var text)) return gone;
                var plan = LateRedaction.Plan(text, Places(text.Text.Words, old), new Instead(IdentifierCategory.Organisation, null, replacement), file.Register, file.Rules.Scheme, null);
                if (plan.IsRefused(out var no, out var edits)) return no;
                if ((await room.ReviseAsync(file.Study, id, text.TextRevision, edits, TextRevisionKind.Redaction, by, at, cancel)).IsRefused(out var failed, out var one)) return failed;
                revised.Add(one);
            }
        }

        return revised;
    }

    private static IEnumerable<Segment> Places(string words, string token)
    {
        for (var start = words.IndexOf(token, StringComparison.Ordinal); start >= 0; start = words.IndexOf(token, start + token.Length, StringComparison.Ordinal))
            yield return new Segment(start, start + token.Length);
    }
}
