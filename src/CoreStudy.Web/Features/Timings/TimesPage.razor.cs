using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MudBlazor;

namespace CoreStudy.Web.Features.Timings;

/// <summary>The page on which somebody says when the turns of a transcript start.</summary>
public sealed partial class TimesPage
{
    private readonly HashSet<int> _unsure = [];
    private TimesDesk? _desk;
    private Refusal? _refusal;
    private TapAlong _along = new([]);
    private IReadOnlyList<long?> _kept = [];
    private IReadOnlyList<long?>? _undo;
    private string? _wrong;
    private bool _isBusy;
    private ElementReference _top;
    private ElementReference _list;
    private DotNetObjectReference<TimesPage>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _player;

    [Parameter]
    public Guid StudyId { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    private bool IsChanged => !_along.InOrder().SequenceEqual(_kept);

    private int Unsure => _unsure.Count;

    private string State => string.Join(" ", new[]
    {
        $"{HowMany.Of(_along.Starts.Count(s => s is not null), "turn")} of {_along.Starts.Count:N0} {(_along.Starts.Count(s => s is not null) == 1 ? "has" : "have")} a time.",
        Unsure > 0 ? $"{HowMany.Of(Unsure, "turn")} marked “listen”: nothing in the captions says for sure when they start." : "",
        IsChanged ? "Not saved yet." : "",
    }.Where(s => s != ""));

    protected override async Task OnParametersSetAsync()
    {
        if ((await OpenTimes.RunAsync(await MeAsync(), new(StudyId), new(Id), Leaving)).IsRefused(out _refusal, out _desk)) return;
        _kept = [.. _desk.Turns.Select(t => t.StartMs)];
        Begin(_kept);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_desk is null || _self is not null) return; // drawn again while the module comes, it has no second player behind the first
        _self = DotNetObjectReference.Create(this);
        _module = await JS.InvokeAsync<IJSObjectReference>("import", "./Features/Timings/TimesPage.razor.js");
        _player = await _module.InvokeAsync<IJSObjectReference>("attach", _top, _list, _self, _desk.Recordings[0].Address, _along.Starts);
    }

    /// <summary>The next turn starts at this place of the recording, in milliseconds.</summary>
    [JSInvokable]
    public async Task TappedAsync(double ms)
    {
        var turn = _along.Next;
        if (_along.Tap((long)Math.Max(0, ms)).IsRefused(out var refusal, out _)) _wrong = refusal.Sentence;
        else
        {
            _wrong = null;
            _unsure.Remove(turn);
        }

        await ShowAsync();
    }

    [JSInvokable]
    public async Task UntappedAsync()
    {
        _along.Undo();
        _wrong = null;
        await ShowAsync();
    }

    private void Begin(IReadOnlyList<long?> starts, IEnumerable<int>? unsure = null)
    {
        _along = new TapAlong(starts);
        _unsure.Clear();
        _unsure.UnionWith(unsure ?? []);
        _wrong = null;
    }

    private async Task AlignAsync(InputFileChangeEventArgs chosen)
    {
        if (chosen.File.Size > Interchange.Transcripts.TranscriptFile.LargestBytes)
        {
            _wrong = "This file is larger than 50 MB. Captions are rarely larger than 1 MB: is it the recording?";
            return;
        }

        _isBusy = true;
        try
        {
            using var content = new MemoryStream();
            await using (var stream = chosen.File.OpenReadStream(chosen.File.Size, Leaving)) await stream.CopyToAsync(content, Leaving);
            if ((await AlignCaptions.RunAsync(await MeAsync(), new(Id), chosen.File.Name, content.ToArray(), Leaving)).IsRefused(out var refusal, out var aligned))
            {
                _wrong = refusal.Sentence;
                return;
            }

            Begin([.. aligned.Times.Select(t => t.StartMs)], aligned.Times.Index().Where(t => !t.Item.IsSure).Select(t => t.Index));
        }
        catch (IOException)
        {
            _wrong = "The file could not be read to its end. Please choose it again.";
        }
        finally
        {
            _isBusy = false;
        }

        await ShowAsync();
    }

    private Task SaveAsync() => IsChanged && !_isBusy ? KeepAsync(_along.InOrder(), _kept) : Task.CompletedTask;

    private Task UndoSavingAsync() => _undo is { } before && !_isBusy ? KeepAsync(before, null) : Task.CompletedTask;

    /// <param name="undo">What undoing it brings back; null where it is an undoing itself.</param>
    private async Task KeepAsync(IReadOnlyList<long?> starts, IReadOnlyList<long?>? undo)
    {
        _isBusy = true;
        try
        {
            if ((await SetTurnTimes.RunAsync(await MeAsync(), new(Id), _kept, starts, Leaving)).IsRefused(out var refusal, out var changed))
            {
                _wrong = refusal.Sentence;
                return;
            }

            (_kept, _undo) = (starts, undo);
            var unsure = undo is null ? [] : _unsure.ToList();
            Begin(starts, unsure);
            Snackbar.Add(undo is null ? "The times are as they were." : $"The times of {HowMany.Of(changed, "turn")} are saved.", Severity.Success);
        }
        finally
        {
            _isBusy = false;
        }

        await ShowAsync();
    }

    private async Task LeaveAsIsAsync()
    {
        Begin(_kept);
        await ShowAsync();
    }

    private async Task GoToAsync(int turn)
    {
        _along.GoTo(turn);
        _wrong = null;
        if (_player is not null && _along.Starts.Take(turn + 1).LastOrDefault(s => s is not null) is { } ms) await _player.InvokeVoidAsync("playFrom", Math.Max(0, ms - 1500));
    }

    private async Task NextUnsureAsync()
    {
        var turn = _unsure.Order().Cast<int?>().FirstOrDefault(t => t > _along.Next) ?? _unsure.Min();
        await GoToAsync(turn);
        await ShowAsync();
    }

    private async Task ChooseRecordingAsync(ChangeEventArgs chosen)
    {
        if (_player is not null && int.TryParse((string?)chosen.Value, out var i)) await _player.InvokeVoidAsync("hear", _desk!.Recordings[i].Address);
    }

    private async Task ShowAsync()
    {
        StateHasChanged();
        if (_player is not null) await _player.InvokeVoidAsync("show", _along.Starts, _along.Next);
    }

    private string RowOf(int turn) => _along.Starts[turn] is null ? "untimed" : "";

    private static string Clock(long ms) => TimeSpan.FromMilliseconds(ms).ToString(@"h\:mm\:ss\.f", System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        Dispose();
        _self?.Dispose();
        try
        {
            if (_player is not null)
            {
                await _player.InvokeVoidAsync("detach");
                await _player.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the page is gone, and its listeners with it
        }
    }
}
