using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;

namespace CoreStudy.Data.Demonstration;

/// <summary>How the demonstration's framework came to be what it is: two frozen versions, and what happened between and after them.</summary>
internal sealed class DemonstrationHistory
{
    private static readonly DateOnly Made = new(2026, 2, 16), Second = new(2026, 5, 4), Third = new(2026, 6, 29);

    private readonly StudyId _studyId;
    private readonly MemberId _by;
    private readonly Func<DateOnly, DateTimeOffset> _on;
    private readonly Dictionary<CodeId, CodeSnapshot> _now;
    private readonly CodeId _redefined;

    public DemonstrationHistory(StudyId studyId, MemberId by, IReadOnlyDictionary<string, Code> codes, Func<DateOnly, DateTimeOffset> on)
    {
        (_studyId, _by, _on) = (studyId, by, on);
        var forms = Forms(codes["issues"]);
        DemonstrationStudy.Must(forms.MergeInto(codes["issues.admin"]));
        Merged = [forms];
        _redefined = codes["supervision.safe"].Id;

        // The first version is today's framework less what was added, changed and merged since.
        _now = codes.Values.Append(forms).ToDictionary(c => c.Id, c => c.Snapshot);
        var (safe, ending, group) = (_now[_redefined], _now[codes["peers.ending"].Id], _now[codes["supervision.group"].Id]);
        var before = forms.Snapshot with { State = CodeState.Active, MergedInto = null };
        var narrower = safe with { Words = safe.Words with { Definition = "Supervision is said to be a place where one can say how one is." } };
        var called = group with { Words = group.Words with { Name = "Meeting other peer workers" } };
        foreach (var early in new[] { before, narrower, called }) _now[early.Id] = early;
        _now.Remove(ending.Id);

        Note(ChangeKind.Import, Made, [.. _now.Values.Select(c => new CodeChange(null, c))]);
        Freeze("Framework v1", "Agreed after reading the first three interviews together.", Made.AddDays(2));
        Change(ChangeKind.Create, Second, null, ending);
        Change(ChangeKind.Rewrite, Second.AddDays(1), called, group);
        Change(ChangeKind.Merge, Second.AddDays(1), before, forms.Snapshot);
        Freeze("Framework v2", "After twelve interviews: endings added, forms merged into administration.", Second.AddDays(3));
        Change(ChangeKind.Rewrite, Third, narrower, safe);
    }

    public List<Code> Merged { get; }

    public List<CodebookChange> Changes { get; } = [];

    public List<FrameworkVersion> Versions { get; } = [];

    /// <summary>Asks for a second look at what was coded before the last definition changed; some have looked already.</summary>
    public IEnumerable<PassageReview> LookAgain(IEnumerable<Coding> codings)
    {
        var changed = Changes[^1];
        foreach (var (coding, i) in codings.Where(c => c.CodeId == _redefined && c.RemovedAt is null && c.CodedAt < changed.At).Select((c, i) => (c, i)).ToList())
        {
            var review = PassageReview.Ask(changed.Id, coding);
            if (i % 3 == 0) review.Keep(changed.At.AddDays(1));
            yield return review;
        }
    }

    private static Code Forms(Code issues) => DemonstrationStudy.Must(Code.Create(
        issues.StudyId, issues,
        new CodeWords("Forms", "What is said about the forms that have to be filled in for each visit.", "", "", "There is a form for saying that there was no form.", "paperwork", issues.Colour),
        position: 90));

    private void Change(ChangeKind kind, DateOnly day, CodeSnapshot? before, CodeSnapshot after)
    {
        _now[after.Id] = after;
        Note(kind, day, [new CodeChange(before, after)]);
    }

    private void Note(ChangeKind kind, DateOnly day, IReadOnlyList<CodeChange> codes) =>
        Changes.Add(CodebookChange.Record(ChangeId.New(), _studyId, _by, _on(day), kind, codes));

    private void Freeze(string name, string note, DateOnly day) =>
        Versions.Add(DemonstrationStudy.Must(FrameworkVersion.Freeze(_studyId, name, note, _now.Values, _by, _on(day))));
}
