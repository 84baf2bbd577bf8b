using CoreStudy.Domain.Recordings;
using CoreStudy.Vault.Keys;

namespace CoreStudy.Vault.Recordings;

/// <summary>How a recording goes, whoever has it go.</summary>
public static class RecordingDestruction
{
    /// <summary>Marks a recording of this room as destroyed and removes what its key seals beside the sound; the key goes when the room commits. Then <see cref="SoundStore.Destroy"/> deletes the file.</summary>
    /// <remarks>What a crash leaves of it is ended by the site at its next start: a recording that is marked has its key and its file destroyed.</remarks>
    public static async Task DestroyRecordingAsync(this VaultRoom room, Recording recording, RecordingEnd why, DateTimeOffset at, CancellationToken cancel)
    {
        var owner = KeyOwner.Of(recording.Id);
        recording.Destroy(why, at);
        await room.RemoveAllOfAsync(owner, cancel); // what was typed of it
        room.DestroyKey(owner);
    }
}
