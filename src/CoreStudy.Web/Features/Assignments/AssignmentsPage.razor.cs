using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CoreStudy.Web.Features.Assignments;

public sealed partial class AssignmentsPage
{
    private static readonly AssignmentState[] States = [AssignmentState.Assigned, AssignmentState.SentBack, AssignmentState.Done, AssignmentState.SignedOff];

    private readonly Dictionary<TranscriptId, WorkRow> _chosen = [];
    private HashSet<MemberId> _coders = [];
    private AssignmentPage? _page;
    private Refusal? _refusal;
    private WorkOutcome? _outcome;
    private Deed? _deed;
    private string? _wrong;
    private DateOnly? _dueOn;
    private string _of = "";
    private string _find = "";
    private string _trust = "";
    private string _coder = "";
    private string _show = "";
    private int _number;
    private Guid _study;

    private enum Deed
    {
        Assign,
        Reschedule,
        Withdraw,
    }

    [Parameter]
    public Guid StudyId { get; set; }

    /// <summary>What to begin with, so that other pages can point at it: the id of a trust, of a member, and what to show.</summary>
    [SupplyParameterFromQuery(Name = "trust")]
    private string? AskedTrust { get; set; }

    [SupplyParameterFromQuery(Name = "coder")]
    private string? AskedCoder { get; set; }

    /// <summary>unassigned, overdue, or the name of a state.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    private string? AskedShow { get; set; }

    [Inject]
    private ListAssignments ListAssignments { get; set; } = null!;

    [Inject]
    private AssignTranscripts AssignTranscripts { get; set; } = null!;

    [Inject]
    private RescheduleAssignments RescheduleAssignments { get; set; } = null!;

    [Inject]
    private WithdrawAssignments WithdrawAssignments { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private WorkFilter Filter => new(
        _find,
        Guid.TryParse(_trust, out var trust) ? new TrustId(trust) : null,
        Guid.TryParse(_coder, out var coder) ? new MemberId(coder) : null,
        Enum.TryParse<AssignmentState>(_show, out var state) ? state : null,
        _show == "unassigned",
        _show == "overdue");

    /// <summary>The assignments that a deed on the chosen transcripts would reach.</summary>
    private List<WorkCell> Meant => [.. _chosen.Values.SelectMany(r => r.Cells)
        .Where(c => c.State != AssignmentState.SignedOff && (_of.Length == 0 || c.Coder.Value.ToString() == _of))];

    protected override Task OnParametersSetAsync()
    {
        if (_study != StudyId)
        {
            _study = StudyId;
            (_trust, _coder, _show, _number, _page) = (AskedTrust ?? "", AskedCoder ?? "", AskedShow ?? "", 0, null);
            _chosen.Clear();
        }

        return FollowAsync(new(StudyId), ReadAsync);
    }

    private async Task ReadAsync()
    {
        _refusal = (await ListAssignments.RunAsync(await MeAsync(), new(StudyId), Filter, _number, Leaving)).IsRefused(out var refusal, out _page) ? refusal : null;
        if (_page is { Rows.Count: 0 } && _number > 0)
        {
            _number = 0; // what was on this page is gone
            await ReadAsync();
        }

        foreach (var row in _page?.Rows ?? []) if (_chosen.ContainsKey(row.Id)) _chosen[row.Id] = row;
    }

    private Task FilterAsync(Action change)
    {
        change();
        _number = 0;
        return ReadAsync();
    }

    private Task TurnAsync(int by)
    {
        _number += by;
        return ReadAsync();
    }

    private void Choose(WorkRow row, bool isIn) => _ = isIn ? _chosen.TryAdd(row.Id, row) : _chosen.Remove(row.Id);

    private async Task ChooseAllAsync()
    {
        if ((await ListAssignments.AllAsync(await MeAsync(), new(StudyId), Filter, Leaving)).IsRefused(out _, out var rows)) return;
        foreach (var row in rows) _chosen[row.Id] = row;
    }

    private void Open(Deed deed) => (_deed, _wrong, _outcome, _of, _coders, _dueOn) = (deed, null, null, _coder, [], null);

    private void CloseForm() => _deed = null;

    private void Toggle(MemberId coder, bool isIn) => _ = isIn ? _coders.Add(coder) : _coders.Remove(coder);

    private async Task AssignAsync() =>
        Settle(await AssignTranscripts.RunAsync(await MeAsync(), new(StudyId), [.. _chosen.Keys], _coders, _dueOn, Leaving), "assigned");

    private async Task ChangeAsync()
    {
        var ids = Meant.ConvertAll(c => c.Id);
        if (ids.Count == 0) _wrong = "None of the chosen transcripts has such work.";
        else if (_deed == Deed.Reschedule) Settle(await RescheduleAssignments.RunAsync(await MeAsync(), new(StudyId), ids, _dueOn, Leaving), "given the new date");
        else Settle(await WithdrawAssignments.RunAsync(await MeAsync(), new(StudyId), ids, Leaving), "taken back");
    }

    private void Settle(Result<WorkOutcome> result, string done)
    {
        if (result.IsRefused(out var refusal, out var outcome))
        {
            _wrong = refusal.Sentence;
            return;
        }

        (_outcome, _deed) = (outcome, null);
        if (outcome.Changed == 0) return;
        Snackbar.Add($"{HowMany.Of(outcome.Changed, "piece")} of work {done}.", Severity.Success);
        if (outcome.Refused.Count == 0) _chosen.Clear();
    }

    private async Task ShareOutAsync()
    {
        (_deed, _outcome) = (null, null);
        var dialog = await Dialogs.ShowAsync<ShareOutDialog>(
            "Share out evenly",
            new DialogParameters<ShareOutDialog>
            {
                { d => d.StudyId, new StudyId(StudyId) },
                { d => d.Filter, Filter },
                { d => d.Only, [.. _chosen.Keys] },
                { d => d.Count, _chosen.Count > 0 ? _chosen.Count : _page!.Found },
                { d => d.All, _page!.All },
                { d => d.Coders, [.. _page.Coders.Where(c => c.MayTake).OrderBy(c => c.Role)] },
            },
            new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Medium, CloseOnEscapeKey = true });
        if (await dialog.Result is { Canceled: false, Data: int given })
        {
            _chosen.Clear();
            Snackbar.Add($"{HowMany.Of(given, "piece")} of work assigned.", Severity.Success);
        }
    }

    private async Task TellAsync(WorkCell cell) => await Dialogs.ShowAsync<AssignmentDialog>(
        "Assignment",
        new DialogParameters<AssignmentDialog> { { d => d.StudyId, new StudyId(StudyId) }, { d => d.Id, cell.Id }, { d => d.MayAssign, _page!.MayAssign } },
        new DialogOptions { FullWidth = true, MaxWidth = MaxWidth.Small, CloseOnEscapeKey = true });

    /// <summary>A row for each transcript and coder, and one for each transcript with nobody.</summary>
    private async Task<Result<Export>> MakeExportAsync() =>
        (await ListAssignments.AllAsync(await MeAsync(), new(StudyId), Filter, Leaving)).IsRefused(out var refusal, out var rows)
            ? refusal
            : WorkCsv.File(rows, _page!.Coders.ToDictionary(c => c.Id, c => c.Name));

    private static bool IsLeft(WorkCell cell) => cell.State is AssignmentState.Assigned or AssignmentState.SentBack;
}
