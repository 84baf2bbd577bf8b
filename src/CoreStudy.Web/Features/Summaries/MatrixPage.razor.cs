using CoreStudy.Domain;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A framework matrix: every cell in its row and column, and beside them the one that is open.</summary>
public sealed partial class MatrixPage
{
    private MatrixView? _matrix;
    private Refusal? _refusal;
    private string? _wrong;
    private string? _said;
    private bool _isEditing;
    private bool _mayBringBack;
    private string _size = "medium";
    private string _sort = "label";
    private string _trust = "";
    private string _role = "";
    private bool _hideDone;
    private bool _withWords;
    private readonly HashSet<ColumnId> _hiddenColumns = [];
    private readonly HashSet<SummaryCase> _hiddenRows = [];
    private SummarySpot? _open;
    private SummaryEditor? _editor;
    private IDisposable? _room;
    private ElementReference _grid;
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;
    private DotNetObjectReference<MatrixPage>? _self;

    [Parameter]
    public Guid StudyId { get; set; }

    [Parameter]
    public Guid MatrixGuid { get; set; }

    private List<MatrixCase> Seen => [.. _matrix!.Cases.Where(c => !c.IsHidden)];

    private IReadOnlyList<MatrixCase> Rows
    {
        get
        {
            var rows = _matrix!.Cases.Where(c => !_hiddenRows.Contains(c.Case) && (_trust.Length == 0 || c.Trust == _trust) && (_role.Length == 0 || c.Role == _role));
            int Done(MatrixCase row) => _matrix.Columns.Count(c => StateOf(new(c.Id, row.Case)) == SummaryState.Done);
            return
            [
                .. _sort switch
                {
                    "trust" => rows.OrderBy(c => c.Trust, ReadingOrder.ForPeople).ThenBy(c => c.Label, ReadingOrder.ForPeople),
                    "role" => rows.OrderBy(c => c.Role, ReadingOrder.ForPeople).ThenBy(c => c.Label, ReadingOrder.ForPeople),
                    "least" => rows.OrderBy(Done).ThenBy(c => c.Label, ReadingOrder.ForPeople),
                    "most" => rows.OrderByDescending(Done).ThenBy(c => c.Label, ReadingOrder.ForPeople),
                    _ => rows.OrderBy(c => c.Label, ReadingOrder.ForPeople),
                },
            ];
        }
    }

    /// <summary>Opens the cell that was chosen in the grid, when what is open can be left.</summary>
    /// <param name="key">As the cell says it: column and case.</param>
    [JSInvokable]
    public Task OpenAsync(string key) => InvokeAsync(async () =>
    {
        if (Spot(key) is not { } spot || spot == _open) return;
        if (_editor is { IsDirty: true } && await Dialogs.ShowMessageBoxAsync("Leave what you typed?", "What you typed in the cell that is open was not saved, and would be lost.", yesText: "Leave it", cancelText: "Go on writing") is not true) return;
        _open = spot;
        StateHasChanged();
    });

    protected override async Task OnParametersSetAsync()
    {
        _room?.Dispose();
        _room = Rooms.Listen(new(StudyId), () => _ = InvokeAsync(StateHasChanged));
        await FollowAsync(new(StudyId), ReadAsync, n => n is SummariesMoved or StudyChanged or MembersChanged or SightMoved or CodebookChanged or TextRevised);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_grid.Id is null || _self is not null) return;
        _self = DotNetObjectReference.Create(this); // once: it is drawn again while the module comes
        _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Summaries/MatrixPage.razor.js");
        _keys = await _module.InvokeAsync<IJSObjectReference>("attach", _grid, _self);
    }

    private static string Key(SummarySpot spot) => $"{spot.ColumnId!.Value.Value:n}/{spot.Case.Value:n}";

    private SummarySpot? Spot(string key) =>
        _matrix is { } matrix && key.Split('/') is [var column, var about] && Guid.TryParse(column, out var columnId) && Guid.TryParse(about, out var caseId)
            ? new SummarySpot(new ColumnId(columnId), SummaryCase.Of(matrix.Kind, caseId)) : null;

    private async Task ReadAsync()
    {
        _refusal = (await OpenMatrix.RunAsync(await MeAsync(), new(StudyId), new(MatrixGuid), Leaving)).IsRefused(out var refusal, out _matrix) ? refusal : null;
        _mayBringBack = _matrix is { IsArchived: true };
        if (_matrix is not null && _open is { } open && (_matrix.Columns.All(c => c.Id != open.ColumnId) || _matrix.Cases.All(c => c.Case != open.Case)))
        {
            (_open, _said) = (null, "The cell that you had open is not in the matrix any more. What was saved in it is kept.");
        }
    }

    private SummaryState StateOf(SummarySpot spot) => _matrix!.Cells.GetValueOrDefault(spot)?.State ?? SummaryState.Empty;

    private int Count(SummaryState state) => Seen.Sum(c => _matrix!.Columns.Count(x => StateOf(new(x.Id, c.Case)) == state));

    private string Look(MatrixCase row, CellView? cell, SummarySpot spot) =>
        row.IsHidden ? "is-hidden" : $"is-{(cell?.State ?? SummaryState.Empty).ToString().ToLowerInvariant()}{(_open == spot ? " open" : "")}{(_hideDone && cell?.State == SummaryState.Done ? " folded" : "")}";

    private static void Show<T>(HashSet<T> hidden, T one, bool isShown) => _ = isShown ? hidden.Remove(one) : hidden.Add(one);

    private void ShowAll()
    {
        _hiddenColumns.Clear();
        _hiddenRows.Clear();
    }

    private async Task SaveAsync(MatrixFacts facts)
    {
        if ((await SaveMatrix.RunAsync(await MeAsync(), new(StudyId), _matrix!.Id, _matrix.Version, facts, Leaving)).IsRefused(out var refusal, out _)) _wrong = refusal.Sentence;
        else _isEditing = false;
    }

    private async Task ArchiveAsync(bool archive)
    {
        if (archive && await Dialogs.ShowMessageBoxAsync(
            $"Put “{_matrix!.Name}” away?", "It stays as it is, with all that is written in it, and nobody can write in it. It can be brought back.", yesText: "Put away", cancelText: "Cancel") is not true) return;
        if ((await ArchiveMatrix.RunAsync(await MeAsync(), new(StudyId), _matrix!.Id, archive, Leaving)).IsRefused(out var refusal, out _)) Snackbar.Add(refusal.Sentence, Severity.Warning);
        else if (archive) _open = null;
    }

    private async Task<Result<Export>> MakeAsync(string ending) => await ExportMatrix.RunAsync(await MeAsync(), new(StudyId), new(MatrixGuid), ending, _withWords, Leaving);

    private byte[] Written(Export released) => MatrixFiles.Write(released, $"{Count(SummaryState.Done):N0} of {Seen.Count * _matrix!.Columns.Count:N0} cells done, {Clock.GetLocalNow():d MMMM yyyy}");

    private async Task CloseAsync()
    {
        var left = _open;
        _open = null;
        StateHasChanged();
        if (_keys is not null && left is { } spot) await _keys.InvokeVoidAsync("focus", Key(spot));
    }

    protected override void Dispose(bool disposing)
    {
        _room?.Dispose();
        base.Dispose(disposing);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("detach");
                await _keys.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the page is gone
        }

        _self?.Dispose();
    }
}
