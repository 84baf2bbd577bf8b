using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>The sound of a recording, to be read from any place and then let go.</summary>
public sealed record HeardSound(SoundStream Sound, string ContentType);

/// <summary>Opens the sound of a recording for one who was named to hear it. That they begin to listen is told to the audit trail, once in half an hour.</summary>
public sealed class HearRecording(IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, Listenings listenings, TimeProvider clock, ILogger<HearRecording> logger) : IUseCase
{
    public async Task<Result<HeardSound>> RunAsync(AccountId me, StudyId study, RecordingId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.HearRecordings, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != study) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var type = await db.Recordings.Where(r => r.Id == id && r.DestroyedAt == null).Select(r => r.Format.ContentType).SingleOrDefaultAsync(cancel);
        if (type is null) return Refusal.NotFound;
        SoundStream sound;
        try
        {
            sound = sounds.Read(study, id);
        }
        catch (KeyDestroyedException)
        {
            return Refusal.NotFound; // an older copy of the database does not bring it back
        }
        catch (Exception fault) when (fault is SoundDamagedException or FileNotFoundException or DirectoryNotFoundException or MasterKeyException)
        {
            logger.SoundUnreadable(id.Value, fault);
            return new Refusal("The sound of this recording cannot be read: its file or its key is missing or damaged. Please tell who runs this site; both may be in a backup.");
        }

        try
        {
            if (listenings.Begins(access.Member.Id, id, clock.GetUtcNow()))
            {
                db.Audit(AuditEntry.Of(AuditKind.RecordingHeard, access.Member, await RecordingAudit.SubjectAsync(db, id, access.InterviewId, cancel)));
                await db.SaveChangesAsync(cancel);
            }

            return new HeardSound(sound, type);
        }
        catch
        {
            listenings.Forget(access.Member.Id, id);
            await sound.DisposeAsync();
            throw;
        }
    }
}

/// <summary>Who has begun to listen to what, so that a player that asks for a hundred ranges is one entry of the audit trail.</summary>
public sealed class Listenings
{
    /// <summary>How long a listening is one.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<(MemberId, RecordingId), DateTimeOffset> _begun = new();

    /// <summary>Whether a new listening begins; true for one of those who ask at once.</summary>
    public bool Begins(MemberId who, RecordingId recording, DateTimeOffset at)
    {
        if (_begun.Count > 2000)
        {
            foreach (var (key, begun) in _begun.Where(b => at - b.Value >= Span)) _begun.TryRemove(new(key, begun));
        }

        while (true)
        {
            if (!_begun.TryGetValue((who, recording), out var begun))
            {
                if (_begun.TryAdd((who, recording), at)) return true;
            }
            else if (at - begun < Span)
            {
                return false;
            }
            else if (_begun.TryUpdate((who, recording), at, begun))
            {
                return true;
            }
        }
    }

    public void Forget(MemberId who, RecordingId recording) => _begun.TryRemove((who, recording), out _);
}
