using CoreStudy.Anonymisation;
using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>
/// Everything a study knows of what identifies: the entries of its register, with who its participants are and what its trusts and sites are
/// really called. Read inside the vault, and let go of with it.
/// </summary>
public sealed class StudyRegister
{
    private readonly Dictionary<Guid, Identifier> _entries;
    private readonly HashSet<Guid> _stored;
    private readonly HashSet<Guid> _changed = [];
    private readonly HashSet<Guid> _removed = [];
    private Knowledge? _knowledge;

    private StudyRegister(StudyId study, Dictionary<Guid, Identifier> entries, HashSet<Guid> stored, IReadOnlyList<string> labels) =>
        (Study, _entries, _stored, Labels) = (study, entries, stored, labels);

    public StudyId Study { get; }

    /// <summary>The labels of participants, trusts and sites, which everybody may read.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Entries that stand for themselves: those that were joined into another left out.</summary>
    public IEnumerable<Identifier> Entries => _entries.Values.Where(e => e.JoinedInto is null);

    /// <summary>All forms of all entries, ready to be sought.</summary>
    public Knowledge Knowledge => _knowledge ??= Knowledge.Of(_entries.Values.SelectMany(e => e.Forms.Select(f => new KnownForm(RootOf(e.Id), e.Category, f))));

    public static async Task<StudyRegister> ReadAsync(VaultRoom room, StudyId study, CancellationToken cancel)
    {
        var entries = (await room.ReadAllAsync<Identifier>(study, cancel)).ToDictionary(p => p.Content.Id, p => p.Content);
        var stored = entries.Keys.ToHashSet();
        var labels = await room.Study.Participants.Where(p => p.StudyId == study).ToDictionaryAsync(p => p.Id.Value, p => p.Label, cancel);
        foreach (var identity in await room.ReadAllAsync<Identity>(study, cancel))
        {
            if (labels.TryGetValue(identity.Subject, out var label)) Know(identity.Subject, IdentifierCategory.Person, $"[{label}]", [identity.Content.Name], identity.Subject);
        }

        var trusts = await room.Study.Trusts.Where(t => t.StudyId == study).ToDictionaryAsync(t => t.Id.Value, t => t.Label, cancel);
        var sites = await room.Study.Sites.Where(s => s.StudyId == study).ToDictionaryAsync(s => s.Id.Value, s => s.Label, cancel);
        foreach (var place in await room.ReadAllAsync<PlaceName>(study, cancel))
        {
            string[] names = [place.Content.Name, .. place.Content.OtherNames];
            if (trusts.TryGetValue(place.Subject, out var trust)) Know(place.Subject, IdentifierCategory.Trust, $"[Trust {trust}]", names, null);
            else if (sites.TryGetValue(place.Subject, out var site)) Know(place.Subject, IdentifierCategory.Trust, $"[{site}]", names, null);
        }

        // A participant's replacement is their label, whatever it was when the entry was made.
        foreach (var (id, entry) in entries.ToList())
        {
            if (entry.ParticipantId is { } participant && labels.TryGetValue(participant, out var label)) entries[id] = entry with { Replacement = $"[{label}]" };
        }

        return new StudyRegister(study, entries, stored, [.. labels.Values, .. trusts.Values, .. sites.Values]);

        void Know(Guid id, IdentifierCategory category, string replacement, IEnumerable<string> names, Guid? participant)
        {
            var known = entries.GetValueOrDefault(id) ?? new Identifier(id, category, replacement, [], participant);
            var forms = known.Forms.Concat(names.Select(n => n.Trim()).Where(n => n.Length > 1)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            entries[id] = known with { Forms = forms, Replacement = replacement };
        }
    }

    public Identifier? Find(Guid id) => _entries.GetValueOrDefault(id);

    /// <summary>The entry that one was joined into, perhaps over several; itself where it was not.</summary>
    public Guid RootOf(Guid id)
    {
        for (var steps = 0; steps < 100 && _entries.GetValueOrDefault(id)?.JoinedInto is { } next; steps++) id = next;
        return id;
    }

    public string? ReplacementOf(Guid id) => _entries.GetValueOrDefault(RootOf(id))?.Replacement;

    /// <summary>What stands for each entry, those that were joined into another too.</summary>
    public IReadOnlyDictionary<Guid, string> Replacements() => _entries.Keys.ToDictionary(id => id, id => ReplacementOf(id)!);

    /// <summary>Every form of an entry and of those joined into it.</summary>
    public IEnumerable<string> FormsOf(Guid id) => _entries.Values.Where(e => RootOf(e.Id) == id).SelectMany(e => e.Forms).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries that words could mean: those met in this form, or in a longer one that holds it as a word.</summary>
    public IReadOnlyList<(Identifier Entry, bool IsExact)> Candidates(IdentifierCategory category, string form)
    {
        var found = new List<(Identifier, bool)>();
        foreach (var entry in Entries.Where(e => e.Category == category))
        {
            var forms = FormsOf(entry.Id).ToList();
            if (forms.Contains(form, StringComparer.OrdinalIgnoreCase)) found.Add((entry, true));
            else if (category == IdentifierCategory.Person && forms.Exists(f => f.Split(' ').Contains(form, StringComparer.OrdinalIgnoreCase))) found.Add((entry, false));
        }

        return found;
    }

    /// <summary>Makes an entry, or changes one.</summary>
    public void Put(Identifier entry)
    {
        _entries[entry.Id] = entry;
        _changed.Add(entry.Id);
        _removed.Remove(entry.Id);
        _knowledge = null;
    }

    /// <summary>Notes that an entry was met in a form.</summary>
    /// <returns>False where it was known.</returns>
    public bool Learn(Guid id, string form)
    {
        if (_entries.GetValueOrDefault(id) is not { } entry || form.Length < 2 || entry.Forms.Contains(form, StringComparer.OrdinalIgnoreCase)) return false;
        Put(entry with { Forms = [.. entry.Forms, form] });
        return true;
    }

    public void Forget(Guid id, string form)
    {
        if (_entries.GetValueOrDefault(id) is { } entry) Put(entry with { Forms = [.. entry.Forms.Where(f => !string.Equals(f, form, StringComparison.OrdinalIgnoreCase))] });
    }

    public void Remove(Guid id)
    {
        _entries.Remove(id);
        _changed.Remove(id);
        _removed.Add(id);
        _knowledge = null;
    }

    /// <summary>Writes what changed: a participant's entry under their key, the others under the study's.</summary>
    public async Task SaveAsync(VaultRoom room, CancellationToken cancel)
    {
        foreach (var id in _removed.Where(_stored.Contains)) await room.RemoveAsync<Identifier>(id, cancel);
        foreach (var entry in _changed.Select(id => _entries[id]))
        {
            var owner = entry.ParticipantId is { } participant ? KeyOwner.Of(new ParticipantId(participant)) : KeyOwner.Of(Study);
            if ((await room.WriteAsync(owner, Study, entry.Id, entry, cancel)).IsRefused(out var refusal, out _)) throw new InvalidOperationException(refusal.Sentence);
        }
    }

    /// <summary>What the detector proposes in an original. Names that stand alone are linked to nobody: there may be two of them.</summary>
    public IReadOnlyList<Redaction> Propose(string original, double threshold, CancellationToken cancel) =>
        [.. Detector.Shared.Detect(original, Knowledge, threshold, cancel: cancel).Select(p => new Redaction(
            Guid.CreateVersion7(), p.Segment.Start, p.Segment.End, p.Category, RedactionStatus.Proposed, CertainOf(original, p), p.Score, p.Source.ToString(), p.Reason,
            p.Group, null, null, null))];

    private Guid? CertainOf(string original, Proposal proposal)
    {
        if (proposal.Known is not { } known || _entries.GetValueOrDefault(RootOf(known)) is not { } entry || entry.Category != proposal.Category) return null;
        var words = RedactionSheet.FormOf(original[proposal.Segment.Start..proposal.Segment.End]);
        return entry.Category != IdentifierCategory.Person || words.Contains(' ', StringComparison.Ordinal) ? entry.Id : null;
    }
}
