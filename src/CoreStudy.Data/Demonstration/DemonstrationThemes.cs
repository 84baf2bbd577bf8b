using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Themes;

namespace CoreStudy.Data.Demonstration;

/// <summary>The demonstration's themes, how they came about, and their map.</summary>
internal sealed class DemonstrationThemes
{
    private readonly StudyId _studyId;
    private readonly MemberId _researcher;
    private readonly MemberId _lead;
    private DateTimeOffset _now;

    public DemonstrationThemes(StudyId studyId, MemberId researcher, MemberId lead, IReadOnlyDictionary<string, Code> codes, DateTimeOffset at)
    {
        (_studyId, _researcher, _lead, _now) = (studyId, researcher, lead, at.AddDays(-9));
        var files = DemonstrationFiles.Themes();
        foreach (var (i, file) in files.Index())
        {
            Make(file, null, i, codes);
            foreach (var (n, sub) in (file.Subs ?? []).Index()) Make(sub, All[file.Key], n, codes);
        }

        _now = at.AddDays(-6);
        foreach (var file in files.SelectMany(f => (f.Subs ?? []).Prepend(f)).Where(f => f.Status != ThemeStatus.Candidate)) Change(ThemeChangeKind.Mark, All[file.Key], _lead, t => t.Mark(file.Status));

        Map = ThematicMap.Empty(studyId);
        Map.Note(researcher, at.AddDays(-2));
        var nodes = files.SelectMany(f => (f.Subs ?? []).Prepend(f)).ToDictionary(f => f.Key, f => MapNode.Of(studyId, MapThing.Of(All[f.Key].Id), f.X, f.Y));
        Nodes = [.. nodes.Values];
        Links = [.. DemonstrationFiles.Links().Select(l => DemonstrationStudy.Must(MapLink.Draw(nodes[l.From], nodes[l.To], l.Kind, l.Label)))];
    }

    /// <summary>By their keys.</summary>
    public Dictionary<string, Theme> All { get; } = [];

    public List<ThemeChange> Changes { get; } = [];

    public ThematicMap Map { get; }

    public IReadOnlyList<MapNode> Nodes { get; }

    public IReadOnlyList<MapLink> Links { get; }

    /// <summary>First a name, then its codes, then what it says.</summary>
    private void Make(ThemeFile file, Theme? parent, int order, IReadOnlyDictionary<string, Code> codes)
    {
        var theme = All[file.Key] = DemonstrationStudy.Must(Theme.Create(_studyId, parent, new ThemeWords(file.Name, "", ""), order));
        Note(ThemeChangeKind.Create, new ThemeStep(null, theme.Snapshot), _researcher);
        Change(ThemeChangeKind.PutCode, theme, _researcher, t => file.Codes.ToList().ForEach(c => t.Put(codes[c].Id)));
        Change(ThemeChangeKind.Rewrite, theme, _researcher, t => DemonstrationStudy.Must(t.Describe(new ThemeWords(file.Name, file.CentralIdea, file.Narrative))));
    }

    private void Change(ThemeChangeKind kind, Theme theme, MemberId by, Action<Theme> change)
    {
        var before = theme.Snapshot;
        change(theme);
        Note(kind, new ThemeStep(before, theme.Snapshot), by);
    }

    private void Note(ThemeChangeKind kind, ThemeStep step, MemberId by)
    {
        _now = _now.AddMinutes(7);
        Changes.Add(ThemeChange.Record(new ThemeChangeId(Guid.CreateVersion7(_now)), _studyId, by, _now, kind, [step]));
    }
}
