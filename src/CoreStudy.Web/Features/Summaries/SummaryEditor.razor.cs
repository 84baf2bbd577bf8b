using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Passages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Where one summary is written.</summary>
public sealed partial class SummaryEditor
{
    private const int Together = 20;

    /// <summary>How often codings that moved are looked for: there may be hundreds a second.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(3);

    private readonly string _heading = $"summary-{Guid.CreateVersion7():n}";
    private SummaryView? _summary;
    private Refusal? _refusal;
    private SummarySpot? _at;
    private string _text = "";
    private bool _isDone;
    private int _basedOn;
    private string? _wrong;
    private bool _isSaving;
    private VersionView? _theirs;
    private string? _kept;
    private List<ReferenceView> _references = [];
    private IReadOnlyList<VersionView>? _history;
    private PassagePage? _page;
    private PassageLayer _layer;
    private int _take = Together;
    private bool _isStale;
    private IDisposable? _seat;
    private IDisposable? _room;
    private IDisposable? _codings;
    private ElementReference _area;
    private IJSObjectReference? _module;
    private IJSObjectReference? _writing;
    private DotNetObjectReference<SummaryEditor>? _self;

    [Parameter, EditorRequired]
    public StudyId StudyId { get; set; }

    [Parameter, EditorRequired]
    public SummarySpot Spot { get; set; }

    /// <summary>Called when somebody leaves it, after they were asked about words that were not saved; without it there is no way to close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Whether it is the whole page: then its heading is the page’s.</summary>
    [Parameter]
    public bool IsPage { get; set; }

    /// <summary>Whether there are words or a state that were not saved.</summary>
    public bool IsDirty => _summary is { MayWrite: true } && (Clean(_text) != _summary.Stands.Text || (_isDone != (_summary.Stands.State == SummaryState.Done) && Clean(_text).Length > 0));

    private List<string> Others => _summary is null ? [] : [.. Rooms.At(StudyId).Where(w => w.Spot == Spot && w.MemberId != _summary.Me).Select(w => w.Name).Distinct().Order()];

    private string Heading => _summary is null ? "Summary" : _summary.Column ?? _summary.About;

    private string Standing => _summary switch
    {
        null => "",
        _ when IsDirty => "Not saved yet.",
        { Stands.Number: 0 } => "Not written yet.",
        { Stands: var v } => $"{SummaryWords.Of(v.State)}. Saved {v.At.LocalDateTime:d MMM, HH:mm}{(v.By is { } by ? $" by {by}" : "")}.",
    };

    private string StorageKey => $"corestudy-summary/{_summary?.Me.Value}/{Spot.ColumnId?.Value}/{Spot.Case.Value}";

    protected override async Task OnParametersSetAsync()
    {
        if (_at == Spot) return;
        _at = Spot;
        LeaveSeat();
        (_summary, _refusal, _text, _page, _history, _wrong, _theirs, _kept, _take, _basedOn) = (null, null, "", null, null, null, null, null, Together, 0);
        await FollowAsync(StudyId, ReadAsync, n => n is SummariesMoved or StudyChanged or MembersChanged or SightMoved or TextRevised or CodebookChanged);
        if (_summary is null) return;
        _codings ??= Feed.Listen(StudyId, n => _isStale |= n is CodingsMoved or CodingsFollowed or SettlingMoved or LookAgain);
        if (_summary.MayWrite) _seat = Rooms.Enter(StudyId, new Writer(_summary.Me, _summary.MyName, Spot));
        _room ??= Rooms.Listen(StudyId, () => _ = InvokeAsync(StateHasChanged));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) _ = LookAgainAsync();
        if (_summary is not { MayWrite: true } || _area.Id is null || _self is not null) return; // what was drawn last may be from before it was read
        _self = DotNetObjectReference.Create(this); // once: it is drawn again while the module comes
        _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Summaries/SummaryEditor.razor.js");
        _writing = await _module.InvokeAsync<IJSObjectReference>("attach", _area, _self, StorageKey);
        var kept = await _writing.InvokeAsync<string?>("kept");
        if (kept is { Length: > 0 } && Clean(kept) != _summary.Stands.Text)
        {
            _kept = kept;
            StateHasChanged();
        }
    }

    /// <summary>The keyboard’s way to save.</summary>
    [JSInvokable]
    public Task SaveFromKeyAsync(string text)
    {
        _text = text;
        return InvokeAsync(async () =>
        {
            await SaveAsync();
            StateHasChanged();
        });
    }

    /// <summary>The keyboard’s way out.</summary>
    [JSInvokable]
    public Task LeaveFromKeyAsync(string text)
    {
        _text = text;
        return InvokeAsync(CloseAsync);
    }

    /// <summary>Refers to the nth passage of the list.</summary>
    /// <param name="number">From 1.</param>
    [JSInvokable]
    public Task LinkFromKeyAsync(int number, string text)
    {
        _text = text;
        return InvokeAsync(async () =>
        {
            if (_page is { } page && number <= page.Shown.Count) await LinkAsync(page.Shown[number - 1]);
            StateHasChanged();
        });
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();

    private async Task ReadAsync()
    {
        var before = _summary;
        if ((await OpenSummary.RunAsync(await MeAsync(), StudyId, Spot, Leaving)).IsRefused(out _refusal, out var summary))
        {
            (_summary, _page) = (null, null);
            return;
        }

        var wasDirty = before is not null && IsDirty;
        _summary = summary;
        _references = [.. summary.References];
        if (!wasDirty && _theirs is null) Take(summary.Stands);
        if (before?.Stands.Number != summary.Stands.Number) _history = null;
        await ReadPassagesAsync();
    }

    /// <summary>Shows a version as the one that is written on.</summary>
    private void Take(VersionView version) => (_text, _isDone, _basedOn) = (version.Text, version.State == SummaryState.Done, version.Number);

    private async Task ReadPassagesAsync()
    {
        if (_summary is null) return;
        _page = (await ReadPassages.RunAsync(await MeAsync(), StudyId, _summary.Passages with { Layer = _layer }, 0, _take, Leaving)).IsRefused(out _, out var page) ? null : page;
    }

    private Task MoreAsync()
    {
        _take = Math.Min(PassageReading.Most, _take + Together);
        return ReadPassagesAsync();
    }

    private async Task LookAgainAsync()
    {
        using var timer = new PeriodicTimer(Breath);
        try
        {
            while (await timer.WaitForNextTickAsync(Leaving))
            {
                if (!_isStale) continue;
                _isStale = false;
                await InvokeAsync(ReadPassagesAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // the reader has left
        }
    }

    private int? NumberOf(PassageView passage) => _references.Find(r => r.TranscriptId == passage.TranscriptId && r.Segment == passage.Segment)?.Number;

    private async Task LinkAsync(PassageView passage)
    {
        if (_summary is not { MayWrite: true }) return;
        if ((await LinkPassage.RunAsync(await MeAsync(), StudyId, Spot, passage.Id, passage.IsSettled, Leaving)).IsRefused(out var refusal, out var reference))
        {
            _wrong = refusal.Sentence;
            return;
        }

        if (!_references.Exists(r => r.Number == reference.Number)) _references.Add(reference);
        if (_writing is not null) await _writing.InvokeVoidAsync("insert", References.Written(reference.Number));
    }

    private async Task SaveAsync(int? basedOn = null)
    {
        if (_isSaving || _summary is not { MayWrite: true }) return;
        (_isSaving, _wrong) = (true, null);
        try
        {
            var state = _isDone ? SummaryState.Done : SummaryState.Draft;
            if ((await SaveSummary.RunAsync(await MeAsync(), StudyId, Spot, new SummaryDraft(basedOn ?? _basedOn, _text, state), Leaving)).IsRefused(out var refusal, out var saved))
            {
                _wrong = refusal.Sentence;
                return;
            }

            if (saved.IsClash)
            {
                _theirs = saved.Stands;
                return;
            }

            (_summary, _theirs, _history, _kept) = (_summary with { Stands = saved.Stands, MustBeReadAgain = false }, null, null, null);
            Take(saved.Stands);
            if (_writing is not null) await _writing.InvokeVoidAsync("forget");
        }
        finally
        {
            _isSaving = false;
        }
    }

    private void PutTheirsAbove()
    {
        if (_theirs is not { } theirs) return;
        (_text, _basedOn, _theirs) = ($"{theirs.Text}\n\n{_text}", theirs.Number, null);
    }

    private Task SaveOverAsync(VersionView theirs) => SaveAsync(theirs.Number);

    private async Task TakeTheirsAsync(VersionView theirs)
    {
        if (await Dialogs.ShowMessageBoxAsync("Leave theirs?", "Their version stands. What you typed here goes, since it was not saved.", yesText: "Drop what I typed", cancelText: "Cancel") is not true) return;
        _theirs = null;
        Take(theirs);
        if (_writing is not null) await _writing.InvokeVoidAsync("forget");
    }

    private async Task BringKeptAsync()
    {
        (_text, _kept) = (_kept ?? _text, null);
        if (_writing is not null) await _writing.InvokeVoidAsync("focus");
    }

    private async Task DropKeptAsync()
    {
        _kept = null;
        if (_writing is not null) await _writing.InvokeVoidAsync("forget");
    }

    private async Task ReadHistoryAsync()
    {
        if (_history is not null) return;
        _history = (await ListSummaryVersions.RunAsync(await MeAsync(), StudyId, Spot, Leaving)).IsRefused(out _, out var versions) ? [] : versions;
    }

    private async Task PutBackAsync(VersionView version)
    {
        if (IsDirty && !await MayDropAsync()) return;
        _text = version.Text;
    }

    private async Task CloseAsync()
    {
        if (IsDirty && !await MayDropAsync()) return;
        if (_summary is not null) Take(_summary.Stands);
        if (_writing is not null) await _writing.InvokeVoidAsync("forget");
        await OnClose.InvokeAsync();
    }

    private async Task<bool> MayDropAsync() =>
        await Dialogs.ShowMessageBoxAsync("Leave what you typed?", "What you typed here was not saved, and would be lost.", yesText: "Leave it", cancelText: "Go on writing") is true;

    private async Task BeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (IsDirty && !await MayDropAsync()) leaving.PreventNavigation();
    }

    private void LeaveSeat()
    {
        _seat?.Dispose();
        _seat = null;
    }

    protected override void Dispose(bool disposing)
    {
        LeaveSeat();
        _room?.Dispose();
        _codings?.Dispose();
        base.Dispose(disposing);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_writing is not null)
            {
                await _writing.InvokeVoidAsync("detach");
                await _writing.DisposeAsync();
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
