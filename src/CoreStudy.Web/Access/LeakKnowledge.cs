using System.Collections.Concurrent;
using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Vault;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Access;

/// <summary>What studies know of identifiers, read from the vault and held in memory for minutes; forgotten when a study's register changes.</summary>
/// <remarks>It stays within the server. Nothing of it is logged, and no component sees it.</remarks>
public sealed class LeakKnowledge(VaultDoor door, StudyFeed feed, TimeProvider clock) : IDisposable
{
    /// <summary>How long it is held: so long at most a name that another node has learnt is not known here, where no notice of it comes.</summary>
    public static readonly TimeSpan Holding = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<StudyId, Held> _held = new();

    internal async Task<StudyKnowledge> ReadAsync(StudyId studyId, CancellationToken cancel)
    {
        if (_held.TryGetValue(studyId, out var old) && clock.GetElapsedTime(old.Since) >= Holding) Forget(studyId, old);
        Held? begun = null;
        var held = _held.GetOrAdd(studyId, id => begun = new Held(this, id, clock.GetTimestamp()));
        if (begun is not null && !ReferenceEquals(begun, held)) begun.Dispose();
        try
        {
            return await held.Knowledge.Value.WaitAsync(cancel);
        }
        catch when (held.Knowledge.Value.IsFaulted)
        {
            Forget(studyId, held);
            throw;
        }
    }

    /// <summary>Reads anew what a study knows when it is next asked.</summary>
    public void Forget(StudyId studyId)
    {
        if (_held.TryGetValue(studyId, out var held)) Forget(studyId, held);
    }

    public void Dispose()
    {
        foreach (var studyId in _held.Keys) Forget(studyId);
    }

    private void Forget(StudyId studyId, Held held)
    {
        if (_held.TryRemove(new(studyId, held))) held.Dispose();
    }

    private async Task<StudyKnowledge> LoadAsync(StudyId studyId)
    {
        await using var room = await door.EnterAsync(CancellationToken.None);
        var register = await StudyRegister.ReadAsync(room, studyId, CancellationToken.None);
        return new StudyKnowledge(register.Knowledge, register.Replacements(), register.Labels);
    }

    private IDisposable Listen(StudyId studyId, Held held) => feed.Listen(studyId, notice =>
    {
        if (notice is RegisterChanged or StudyChanged or LookAgain) Forget(studyId, held);
    });

    private sealed class Held : IDisposable
    {
        private readonly IDisposable _listening;

        public Held(LeakKnowledge all, StudyId studyId, long since)
        {
            Since = since;
            Knowledge = new(() => Task.Run(() => all.LoadAsync(studyId)));
            _listening = all.Listen(studyId, this);
        }

        /// <summary>As <see cref="TimeProvider.GetTimestamp"/> counts: a clock that is set back holds nothing longer.</summary>
        public long Since { get; }

        public Lazy<Task<StudyKnowledge>> Knowledge { get; }

        public void Dispose() => _listening.Dispose();
    }
}

/// <summary>What one study knows: forms to be sought, what stands in their place, and the labels that are the study's own.</summary>
internal sealed class StudyKnowledge(Knowledge forms, IReadOnlyDictionary<Guid, string> replacements, IEnumerable<string> labels)
{
    private readonly HashSet<string> _labels = new(labels.Concat(replacements.Values.Select(r => r.Trim('[', ']'))), StringComparer.OrdinalIgnoreCase);

    public Knowledge Forms => forms;

    public string? ReplacementOf(Guid identifier) => replacements.GetValueOrDefault(identifier);

    /// <summary>Whether these words are a pseudonym of the study, which a tagger may well hold for a name.</summary>
    public bool IsOwnLabel(ReadOnlySpan<char> words) => _labels.GetAlternateLookup<ReadOnlySpan<char>>().Contains(words.Trim().Trim('[').Trim(']'));

    public override string ToString() => $"knowledge of {replacements.Count} identifiers";
}
