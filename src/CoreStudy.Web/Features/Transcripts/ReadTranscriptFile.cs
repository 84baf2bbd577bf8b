using System.Security.Cryptography;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcripts;

/// <summary>A researcher looks at what a file holds. Nothing is stored.</summary>
public sealed class ReadTranscriptFile(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy) : IUseCase
{
    public async Task<Result<ReadFile>> RunAsync(AccountId me, StudyId studyId, string fileName, byte[] content, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Import) is { } tooMuch) return tooMuch;
        var hash = HashOf(content);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var twin = await db.Transcripts.Where(t => t.StudyId == studyId && t.FileHash == hash).Select(t => new { t.Title, t.TrustId }).FirstOrDefaultAsync(cancel);
        if (twin is not null)
        {
            return new Refusal(member.ReachesTrust(twin.TrustId)
                ? $"This very file has been imported already, as “{twin.Title}”."
                : "This very file has been imported already, in another trust.");
        }

        var read = await Task.Run(() => TranscriptFile.Read(fileName, content, cancel), cancel);
        if (read.IsRefused(out var unreadable, out var draft)) return unreadable;
        return new ReadFile(draft, hash);
    }

    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A file that could be read.</summary>
public sealed record ReadFile(TranscriptDraft Draft, string FileHash)
{
    public int Words => Draft.Turns.Sum(t => Transcript.StartsOfWords(t.Text).Length);

    /// <summary>The speakers as the file names them, in order of first speaking, with their numbers of turns; the empty name for turns without one.</summary>
    public IReadOnlyList<(string Name, int Turns)> Speakers { get; } =
        [.. Draft.Turns.GroupBy(t => t.Speaker ?? "").Select(g => (g.Key, g.Count()))];
}
