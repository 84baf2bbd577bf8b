namespace CoreStudy.Domain.Queries;

/// <summary>A code as a question needs it.</summary>
public sealed record FamilyCode(CodeId Id, CodeId? ParentId, CodeId? MergedInto, string Name);

/// <summary>The codes of a study: which lie below which, and where those went that were merged.</summary>
public sealed class CodeFamily
{
    private readonly Dictionary<CodeId, FamilyCode> _codes;
    private readonly ILookup<CodeId?, CodeId> _below;

    public CodeFamily(IEnumerable<FamilyCode> codes)
    {
        _codes = codes.ToDictionary(c => c.Id);
        _below = _codes.Values.ToLookup(c => c.ParentId, c => c.Id);
    }

    public bool Knows(CodeId id) => _codes.ContainsKey(id);

    /// <summary>What the code is called now; a code that was merged goes by the name of the one that stands for it.</summary>
    public string NameOf(CodeId id) => _codes.TryGetValue(Standing(id), out var code) ? code.Name : "a code that is not there any more";

    /// <summary>The code that stands for one that was merged; itself otherwise.</summary>
    public CodeId Standing(CodeId id)
    {
        for (var steps = 0; steps <= _codes.Count && _codes.TryGetValue(id, out var code) && code.MergedInto is { } into; steps++) id = into;
        return id;
    }

    public bool HasBelow(CodeId id) => _below[Standing(id)].Any();

    /// <summary>The codes that passages may have: merged codes followed, those below included where wanted.</summary>
    public IReadOnlySet<CodeId> Expand(IEnumerable<CodeId> codes, bool withSubcodes)
    {
        var found = new HashSet<CodeId>();
        var waiting = new Stack<CodeId>(codes.Where(Knows));
        while (waiting.TryPop(out var id))
        {
            if (!found.Add(Standing(id)) || !withSubcodes) continue;
            foreach (var below in _below[Standing(id)]) waiting.Push(below);
        }

        return found;
    }
}
