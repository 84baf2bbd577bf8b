using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Progress;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Features.Progress;

public sealed partial class ProgressPage
{
    private static readonly IReadOnlyList<Stage> Reached = [.. StageCounts.Stages.Where(s => s > Stage.Recruited)];

    private ProgressView? _view;
    private Refusal? _refusal;
    private Drill? _drill;
    private string _onlyTrust = "";
    private string _onlyRole = "";
    private IReadOnlyList<string> _roles = [];
    private IReadOnlyList<TrustProgress> _shown = [];
    private IReadOnlyList<RoleProgress> _whole = [];
    private IReadOnlyList<RoleRow> _rows = [];
    private IReadOnlyList<BurnUpDay> _days = [];

    [Parameter]
    public Guid StudyId { get; set; }

    private IReadOnlyList<ListColumn<RoleRow>> Numbers =>
    [
        new("Trust", r => r.Trust.Label),
        new("Role", r => r.Role.Role),
        new("Target", r => r.Role.Target == 0 ? "" : StageWords.Number(r.Role.Target), r => r.Role.Target, IsNumber: true),
        .. Reached.Select(NumberOf),
    ];

    private IReadOnlyList<ListColumn<StepsOfTrust>> Steps =>
    [
        new("Trust", s => s.Trust),
        .. Enum.GetValues<InterviewStep>().Select(step => new ListColumn<StepsOfTrust>(
            StepWords.Of(step), s => StageWords.Number(s.Counts[step]), s => s.Counts[step], IsNumber: true, Cell: s => StepLink(s, step))),
    ];

    private IReadOnlyList<ListColumn<TrustProgress>> Words =>
    [
        new("Trust", t => t.Trust.Label),
        new("Transcripts", t => StageWords.Number(t.Transcripts), t => t.Transcripts, IsNumber: true, Cell: t => Number(t.Transcripts, $"transcripts of {t.Trust.Label}", new TextsDrill($"{t.Trust.Label}: transcripts", x => x.Transcript.TrustId == t.Trust.Id))),
        new("Words", t => StageWords.Number(t.Words), t => t.Words, IsNumber: true),
        new("Words coded", t => StageWords.Number(t.WordsCoded), t => t.WordsCoded, IsNumber: true),
        new("Share", t => StageWords.Share(t.WordsCoded, t.Words), t => t.Words == 0 ? 0 : (double)t.WordsCoded / t.Words, IsNumber: true),
    ];

    private IReadOnlyList<ListColumn<CoderProgress>> Coders =>
    [
        new("Coder", c => c.Coder.Name, Cell: CoderCell, IsOurs: true),
        new("Assigned", c => StageWords.Number(c.Assigned), c => c.Assigned, IsNumber: true, Cell: c => Number(c.Assigned, $"assigned to {c.Coder.Name}", new WorkDrill($"{c.Coder.Name}: assigned", c.Coder.Id, a => a.State != AssignmentState.Withdrawn))),
        new("Done", c => StageWords.Number(c.Done), c => c.Done, IsNumber: true, Cell: c => Number(c.Done, $"done by {c.Coder.Name}", new WorkDrill($"{c.Coder.Name}: done", c.Coder.Id, a => a.State is AssignmentState.Done or AssignmentState.SignedOff))),
        new("Signed off", c => StageWords.Number(c.SignedOff), c => c.SignedOff, IsNumber: true, Cell: c => Number(c.SignedOff, $"signed off of {c.Coder.Name}", new WorkDrill($"{c.Coder.Name}: signed off", c.Coder.Id, a => a.State == AssignmentState.SignedOff))),
        new("Words assigned", c => StageWords.Number(c.WordsAssigned), c => c.WordsAssigned, IsNumber: true),
        new("Words coded", c => StageWords.Number(c.WordsCoded), c => c.WordsCoded, IsNumber: true),
        new("Last coded", c => StageWords.Day(c.LastCoded), c => c.LastCoded),
    ];

    private IReadOnlyList<ListColumn<Waiting>> Overdue =>
    [
        new("Transcript", w => w.Transcript, Cell: DeskLink),
        new("Trust", w => w.Trust),
        new("Coder", w => w.Coder, IsOurs: true),
        new("Due", w => StageWords.Day(w.Assignment.DueOn), w => w.Assignment.DueOn),
        new("Days late", w => StageWords.Number(DaysLate(w)), w => DaysLate(w), IsNumber: true),
    ];

    private IReadOnlyList<ListColumn<Waiting>> Untouched =>
    [
        new("Transcript", w => w.Transcript, Cell: DeskLink),
        new("Trust", w => w.Trust),
        new("Coder", w => w.Coder, IsOurs: true),
        new("Assigned", w => StageWords.Day(w.Assignment.AssignedAt), w => w.Assignment.AssignedAt),
        new("Due", w => StageWords.Day(w.Assignment.DueOn), w => w.Assignment.DueOn),
    ];

    protected override Task OnParametersSetAsync() => HearAsync(tell => Board.Follow(new(StudyId), tell), ReadAsync);

    private async Task ReadAsync()
    {
        _refusal = (await ReadProgress.RunAsync(await MeAsync(), new(StudyId), Leaving)).IsRefused(out var refusal, out _view) ? refusal : null;
        Choose();
    }

    /// <summary>What the filters leave of the view.</summary>
    private void Choose()
    {
        if (_view is null) return;
        _roles = [.. _view.Board.Trusts.SelectMany(t => t.Roles.Select(r => r.Role)).Distinct()];
        _shown = [.. _view.Board.Trusts.Where(t => _onlyTrust == "" || t.Trust.Label == _onlyTrust)];
        _whole = [.. (_onlyTrust == "" ? _view.Board.Whole : _shown.SelectMany(t => t.Roles)).Where(r => _onlyRole == "" || r.Role == _onlyRole)];
        _rows = [.. _shown.SelectMany(t => Chosen(t).Select(r => new RoleRow(t.Trust, r)))];
        _days = _view.Days(_onlyTrust, _onlyRole);
    }

    private IReadOnlyList<StepsOfTrust> StepRows() =>
        [.. _shown.Select(t => new StepsOfTrust(t.Trust.Label, Enum.GetValues<InterviewStep>().ToDictionary(s => s, s => _view!.Facts.Interviews.Count(i => i.TrustId == t.Trust.Id && i.Step == s))))];

    private List<RoleProgress> Chosen(TrustProgress trust) => [.. trust.Roles.Where(r => _onlyRole == "" || r.Role == _onlyRole)];

    private bool IsHeldBack(RoleProgress role) => role.IsHeldBack && !_view!.SeesSmall;

    private List<Waiting> Of(IEnumerable<Waiting> waiting) => [.. waiting.Where(w => _onlyTrust == "" || w.Trust == _onlyTrust)];

    private int DaysLate(Waiting waiting) => _view!.Today.DayNumber - waiting.Assignment.DueOn!.Value.DayNumber;

    private ListColumn<RoleRow> NumberOf(Stage stage) => new(
        StageWords.Of(stage), r => IsHeldBack(r.Role) ? Export.HeldBack : StageWords.Number(r.Role.Counts.Reached(stage)), r => r.Role.Counts.Reached(stage), IsNumber: true,
        File: r => r.Role.IsHeldBack ? Export.HeldBack : StageWords.Number(r.Role.Counts.Reached(stage)),
        Cell: r => IsHeldBack(r.Role) ? HeldBackCell : Number(
            r.Role.Counts.Reached(stage), $"{StageWords.Of(stage).ToLowerInvariant()}, {r.Trust.Label}, {r.Role.Role}",
            new PeopleDrill(
                $"{r.Trust.Label}, {r.Role.Role}: {StageWords.Of(stage).ToLowerInvariant()}{(stage == Stage.SignedOff ? "" : " or beyond")}",
                p => p.Participant.TrustId == r.Trust.Id && p.Participant.Role == r.Role.Role && p.Stage >= stage)));
}

/// <summary>A trust and a role, for the table of the board.</summary>
public sealed record RoleRow(ProgressTrust Trust, RoleProgress Role);

/// <summary>How many interviews of a trust that were held are at each step.</summary>
internal sealed record StepsOfTrust(string Trust, IReadOnlyDictionary<InterviewStep, int> Counts);
