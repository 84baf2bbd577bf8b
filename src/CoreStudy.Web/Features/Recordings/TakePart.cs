using System.IO.Pipelines;
using CoreStudy.Domain;
using CoreStudy.Domain.Recordings;
using CoreStudy.Interchange.Media;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>What became of a part.</summary>
public enum PartEnd
{
    /// <summary>It is kept, as far as its chunks were whole.</summary>
    Kept,

    /// <summary>It does not begin where the upload stands.</summary>
    Elsewhere,

    /// <summary>Another part of the same upload is just coming in.</summary>
    Busy,

    /// <summary>The disk is full. What was kept before stays.</summary>
    NoRoom,
}

/// <param name="Received">Bytes that are kept: where to go on.</param>
public sealed record PartOutcome(PartEnd End, long Received);

/// <summary>Takes in a part of a recording as it arrives, sealed; where the connection breaks, what had arrived stays. After the first megabyte it is looked at, so that what is no recording is refused before a long upload.</summary>
public sealed class TakePart(UploadDoor door, SoundStore sounds, TimeProvider clock, ILogger<TakePart> logger) : IUseCase
{
    /// <summary>How much of a file is looked at early.</summary>
    public const int Early = 1 << 20;

    private const int NoSpaceLeft = 28;
    private const int QuotaReached = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    public async Task<Result<PartOutcome>> RunAsync(AccountId me, StudyId study, RecordingId id, long offset, PipeReader sound, CancellationToken cancel)
    {
        if ((await door.EnterAsync(me, study, id, cancel)).IsRefused(out var refusal, out var open)) return refusal;
        await using (open)
        {
            var bytes = open.Upload.Bytes;
            SoundWriter? writer;
            try
            {
                writer = await sounds.WriteAsync(study, id, bytes, cancel);
            }
            catch (Exception gone) when (gone is KeyDestroyedException or FileNotFoundException or DirectoryNotFoundException)
            {
                return UploadDoor.Ended;
            }

            if (writer is null) return new PartOutcome(PartEnd.Busy, sounds.Received(study, id, bytes) ?? 0);
            long before, received;
            var fits = true;
            await using (writer)
            {
                before = writer.Received;
                if (offset != before) return new PartOutcome(PartEnd.Elsewhere, before);
                try
                {
                    fits = await writer.AppendAsync(sound, cancel);
                    if (writer.IsWhole) writer.Flush();
                }
                catch (IOException full) when (full.HResult is NoSpaceLeft or QuotaReached or DiskFullOnWindows)
                {
                    logger.DiskFull(id.Value, writer.Received);
                    return new PartOutcome(PartEnd.NoRoom, writer.Received);
                }
                finally
                {
                    received = writer.Received;
                    if (received > before) await MoveAsync(open);
                }
            }

            if (!fits) return await EndAsync(open, new Refusal("More arrived than the file had when it was chosen. Was it still being written? Please choose it again when it is finished."));
            if (before < Early && received >= Math.Min(Early, bytes))
            {
                await using var arrived = sounds.ReadArrived(study, id);
                if (MediaProbe.Read(arrived, bytes).IsRefused(out var no, out _)) return await EndAsync(open, no);
            }

            return new PartOutcome(PartEnd.Kept, received);
        }
    }

    private async Task<Refusal> EndAsync(OpenUpload open, Refusal why)
    {
        await door.EndAsync(open, CancellationToken.None);
        return why;
    }

    // Not cancelled when the browser goes: what has arrived is kept for three days from now.
    private async Task MoveAsync(OpenUpload open)
    {
        var until = clock.GetUtcNow() + RecordingUpload.Patience;
        await open.Db.RecordingUploads.Where(u => u.Id == open.Upload.Id && u.ExpiresAt > clock.GetUtcNow()).ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, until), CancellationToken.None);
    }
}
