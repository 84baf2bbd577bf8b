using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Participants;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>What a study says of its participants, column by column, and how few may share it. Those who were put away count too: they took part.</summary>
public sealed class PeopleColumns
{
    /// <summary>The key of the column with the participant's role.</summary>
    public const string Role = "role";

    /// <summary>The key of the column with the participant's trust.</summary>
    public const string Trust = "trust";

    private readonly IReadOnlyList<(string Key, string Name)> _columns;
    private readonly IReadOnlyList<(ParticipantId Id, Dictionary<string, string> Values)> _people;
    private readonly IReadOnlyDictionary<(string Trust, string Role), int> _workforce;
    private readonly IReadOnlyDictionary<ParticipantId, (string Label, bool MayBeQuoted)> _quoting;
    private readonly Lazy<IReadOnlyDictionary<ParticipantId, string>> _quoteLabels;

    private PeopleColumns(
        int smallestCell, IReadOnlyList<(string Key, string Name)> columns, IReadOnlyList<(ParticipantId Id, Dictionary<string, string> Values)> people,
        IReadOnlyDictionary<(string Trust, string Role), int> workforce, IReadOnlyDictionary<ParticipantId, (string Label, bool MayBeQuoted)> quoting, QuoteLabelStyle style)
    {
        (SmallestCell, _columns, _people, _workforce, _quoting) = (smallestCell, columns, people, workforce, quoting);
        _quoteLabels = new(() => People([Role, Trust]).Zip(QuoteLabel.ForAll(People([Role, Trust]), SmallestCell, style)).ToDictionary(p => p.First.Id, p => p.Second));
    }

    /// <summary>k of this study.</summary>
    public int SmallestCell { get; }

    /// <summary>Every column by key and name, in the order of worth: what comes first is held back last.</summary>
    public IReadOnlyList<(string Key, string Name)> All => _columns;

    public static async Task<int> SmallestCellAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
        await db.DisclosureSettings.Where(s => s.StudyId == studyId).Select(s => (int?)s.SmallestCell).SingleOrDefaultAsync(cancel) ?? DisclosureSettings.UsualSmallestCell;

    public static async Task<PeopleColumns> ReadAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).ToDictionaryAsync(t => t.Id, t => t.Label, cancel);
        var attributes = await db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == studyId).OrderBy(a => a.Position).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        var participants = await db.Participants.AsNoTracking().Where(p => p.StudyId == studyId).OrderBy(p => p.Label).ToListAsync(cancel);
        var workforce = await db.WorkforceCounts.AsNoTracking().Where(w => w.StudyId == studyId).ToListAsync(cancel);
        var consents = (await db.Consents.AsNoTracking().Where(c => c.StudyId == studyId).ToListAsync(cancel)).ToLookup(c => c.ParticipantId);
        return new PeopleColumns(
            await SmallestCellAsync(db, studyId, cancel),
            [(Role, "Role"), (Trust, "Trust"), .. attributes.Select(a => (KeyOf(a.Id), a.Name))],
            [.. participants.Select(p => (p.Id, new Dictionary<string, string>(p.Attributes.ToDictionary(a => KeyOf(a.Key), a => a.Value)) { [Role] = p.Role, [Trust] = trusts[p.TrustId] }))],
            workforce.ToDictionary(w => (trusts[w.TrustId], w.ParticipantRole), w => w.Count),
            participants.ToDictionary(p => p.Id, p => (p.Label, consents[p.Id].Current().AllowsScope(ConsentScope.Quotes))),
            await db.Studies.Where(s => s.Id == studyId).Select(s => s.QuoteLabels).SingleAsync(cancel));
    }

    public static string KeyOf(AttributeId attribute) => attribute.Value.ToString("N");

    /// <summary>These columns in the order of worth; keys of none are left out.</summary>
    public List<string> InOrder(IEnumerable<string> keys)
    {
        var wanted = keys.ToHashSet();
        return [.. _columns.Select(c => c.Key).Where(wanted.Contains)];
    }

    public string Names(IEnumerable<string> keys) => string.Join(", ", keys.Select(k => _columns.First(c => c.Key == k).Name.ToLowerInvariant()));

    /// <summary>Which columns about participants a file has.</summary>
    internal List<string> Columns(Export export) => export.People is null ? [] : InOrder(export.Columns.Select(c => c.Attribute).OfType<string>());

    /// <summary>Everybody by these columns.</summary>
    public IReadOnlyList<Person> People(IReadOnlyList<string> keys) =>
        [.. _people.Select(p => new Person(p.Id, [.. keys.Select(k => p.Values.GetValueOrDefault(k, ""))]))];

    /// <summary>For each participant, how many of these columns may be shown of them, from the first.</summary>
    public IReadOnlyDictionary<ParticipantId, int> Coarsen(IReadOnlyList<string> keys)
    {
        var people = People(keys);
        var kept = SmallCells.Coarsen(people, SmallestCell);
        return people.Select((p, i) => (p.Id, Kept: kept[i])).ToDictionary(p => p.Id, p => p.Kept);
    }

    /// <summary>What these columns together give away; counted against the workforce where they are role and trust alone.</summary>
    public CellReport Count(IReadOnlyList<string> keys)
    {
        var (role, trust) = (IndexOf(keys, Role), IndexOf(keys, Trust));
        return SmallCells.Count(People(keys), SmallestCell, _workforce.Count == 0 || keys.Count == 0 || keys.Any(k => k is not (Role or Trust)) ? null
            : values => WorkforceOf(trust < 0 ? null : values[trust], role < 0 ? null : values[role]));
    }

    /// <summary>What stands below a quote of this participant, in the style of the study; a refusal where they did not agree to be quoted, or took it back.</summary>
    public Result<string> LabelOf(ParticipantId participant)
    {
        if (!_quoting.TryGetValue(participant, out var known)) return Refusal.NotFound;
        return known.MayBeQuoted ? _quoteLabels.Value[participant] : new Refusal($"{known.Label} has not agreed to be quoted, or took it back. Leave their words out.");
    }

    /// <summary>What a participant is in the study; empty for nobody of it.</summary>
    public string RoleOf(ParticipantId participant) => _people.FirstOrDefault(p => p.Id == participant).Values?.GetValueOrDefault(Role, "") ?? "";

    private int? WorkforceOf(string? trust, string? role)
    {
        var cells = _workforce.Where(w => (trust is null || w.Key.Trust == trust) && (role is null || w.Key.Role == role)).ToList();
        return cells.Count == 0 ? null : cells.Sum(w => w.Value);
    }

    private static int IndexOf(IReadOnlyList<string> keys, string key) => keys.ToList().IndexOf(key);
}
