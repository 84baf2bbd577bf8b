using CoreStudy.Domain;
using CoreStudy.Domain.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CoreStudy.Web.Features.Reports;

public sealed partial class ReportPage
{
    /// <summary>Of what stops a report, how much is shown at first.</summary>
    private const int FewStops = 6;

    private static readonly (ReportFormat Format, string Words)[] Formats = [(ReportFormat.Pptx, "PowerPoint"), (ReportFormat.Docx, "Word"), (ReportFormat.Html, "Web page")];

    private readonly Dictionary<ReportFormat, ReportLeaving> _leaving = [];
    private ReportView? _report;
    private ReportChoices? _choices;
    private Refusal? _refusal;
    private IReadOnlyList<ReportStop> _leaks = [];
    private ReportPartId? _chosen;
    private ReportId? _open;
    private PartEditor? _editor;
    private Panel _panel;
    private string _adding = "";
    private string _said = "";
    private string? _wrong;
    private bool _allStops;
    private bool _isScanning;
    private bool _asSlides = true;
    private int _readings;
    private string? _focus;
    private string? _scroll;
    private int _factsNumber;
    private string _name = "", _subtitle = "", _presenters = "", _funder = "", _grant = "", _disclaimer = "", _contact = "";
    private ElementReference _element;
    private ElementReference _view;
    private IDisposable? _seat;
    private IDisposable? _room;
    private DotNetObjectReference<ReportPage>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _hands;

    private enum Panel
    {
        None,
        Facts,
        Versions,
    }

    [Parameter]
    public Guid StudyId { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    private IReadOnlyList<ReportPartKind> Kinds => [.. Enum.GetValues<ReportPartKind>().Where(k => k != ReportPartKind.Theme && (k != ReportPartKind.Checklist || _choices!.Checklists.Count > 0))];

    private PartView? Chosen => _report!.Parts.FirstOrDefault(p => p.Id == _chosen);

    private IReadOnlyList<ReportStop> AllStops => [.. _report!.Stops.Concat(_leaks).OrderBy(s => s.Stops ? 0 : 1)];

    private int Stopping => AllStops.Count(s => s.Stops);

    private int Looks => AllStops.Count(s => !s.Stops);

    private IReadOnlyList<ReportSeat> Others => [.. Rooms.At(new(Id)).Where(s => s.MemberId != _report!.Me)];

    protected override Task OnParametersSetAsync()
    {
        if (_open?.Value == Id) return Task.CompletedTask;
        _open = new ReportId(Id);
        (_report, _choices, _chosen, _leaks) = (null, null, null, []);
        _room?.Dispose();
        _room = Rooms.Listen(new(Id), () => _ = InvokeAsync(StateHasChanged));
        return FollowAsync(new(StudyId), ReadAsync, n => n is ReportMoved moved ? moved.ReportId.Value == Id : n is ThemesChanged or FindingsChanged or TextRevised or StudyChanged or MembersChanged or RoundsChanged or SightMoved or CodebookChanged);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_report is null) return;
        if (_self is null)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Reports/ReportPage.razor.js");
            _hands = await _module.InvokeAsync<IJSObjectReference>("attach", _element, _view, _self);
        }

        if (_hands is null) return;
        if (_focus is { } focus)
        {
            _focus = null;
            await _hands.InvokeVoidAsync("focus", focus);
        }

        if (_scroll is { } scroll)
        {
            _scroll = null;
            await _hands.InvokeVoidAsync("show", scroll);
        }
    }

    private async Task ReadAsync()
    {
        var me = await MeAsync();
        if ((await ReadReport.RunAsync(me, new(StudyId), new(Id), Leaving)).IsRefused(out _refusal, out var report) || (await ListReportChoices.RunAsync(me, new(StudyId), Leaving)).IsRefused(out _refusal, out var choices))
        {
            _report = null;
            return;
        }

        (_report, _choices) = (report, choices);
        if (_chosen is { } chosen && report.Parts.All(p => p.Id != chosen)) _chosen = null;
        _chosen ??= report.Parts.Count > 0 ? report.Parts[0].Id : null;
        Sit();
        _ = ScanAsync(me, report.Told, ++_readings);
    }

    /// <summary>Looks through the words while they can be read already; a later reading makes an earlier look idle.</summary>
    private async Task ScanAsync(AccountId me, ToldReport told, int reading)
    {
        _isScanning = true;
        try
        {
            var leaks = (await Task.Run(() => ScanReport.RunAsync(me, new(StudyId), told, Leaving), Leaving)).IsRefused(out _, out var found) ? [] : found;
            if (reading != _readings) return;
            (_leaks, _isScanning) = (leaks, false);
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // the reader has left
        }
    }

    private void Sit()
    {
        _seat?.Dispose();
        _seat = Rooms.Enter(new(Id), new ReportSeat(_report!.Me, _report.MyName, _report.MayWrite ? _chosen : null));
    }

    private int? NumberOf(ReportPartId? id) => id is { } one && _report!.Parts.Index().Where(p => p.Item.Id == one).Select(p => (int?)p.Index).FirstOrDefault() is { } at ? at + 1 : null;

    private void Toggle(Panel panel)
    {
        (_panel, _wrong) = (_panel == panel ? Panel.None : panel, null);
        if (_panel != Panel.Facts || _report is not { } report) return;
        _factsNumber = report.Number;
        (_name, _subtitle, _presenters, _funder, _grant, _disclaimer, _contact) = report.Facts;
    }

    private async Task SaveFactsAsync()
    {
        var facts = new ReportFacts(_name, _subtitle, _presenters, _funder, _grant, _disclaimer, _contact);
        if ((await DescribeReport.RunAsync(await MeAsync(), new(StudyId), new(Id), _factsNumber, facts, Leaving)).IsRefused(out var refusal, out _)) _wrong = refusal.Sentence;
        else _panel = Panel.None;
    }

    private async Task ShowAsync(ReportPartId part, bool andFocus = false)
    {
        if (part != _chosen && Chosen is not null && _editor is not null && !await _editor.MayLeaveAsync()) return; // what was typed is not saved yet, and says why
        _chosen = part;
        Sit();
        _scroll = $"preview-{part.Value:n}";
        if (andFocus) _focus = "part-heading";
    }

    /// <summary>Moves a part by one place, as Alt and an arrow ask.</summary>
    [JSInvokable]
    public Task ShiftFromKeyAsync(string part, int by) => InvokeAsync(async () =>
    {
        if (Guid.TryParse(part, out var id)) await ShiftAsync(new(id), by, "part");
        StateHasChanged();
    });

    /// <summary>Puts a part before another, as a drag asks.</summary>
    /// <param name="before">The id of the part that it comes before; empty for last.</param>
    [JSInvokable]
    public Task DropAsync(string part, string before) => InvokeAsync(async () =>
    {
        if (Guid.TryParse(part, out var id)) await MoveAsync(new(id), Guid.TryParse(before, out var next) ? new ReportPartId(next) : null, $"part-{id:n}");
        StateHasChanged();
    });

    private Task ShiftAsync(ReportPartId part, int by, string from)
    {
        if (_report is null) return Task.CompletedTask; // asked by a script on a page that was refused
        var parts = _report.Parts.Select(p => p.Id).ToList();
        var at = parts.IndexOf(part);
        if (at < 0 || at + by < 0 || at + by >= parts.Count) return Task.CompletedTask;
        var next = by < 0 ? at - 1 : at + 2;
        var isAtEdge = at + by == 0 || at + by == parts.Count - 1;
        return MoveAsync(part, next < parts.Count ? parts[next] : null, $"{(isAtEdge ? "part" : from)}-{part.Value:n}");
    }

    private async Task MoveAsync(ReportPartId part, ReportPartId? before, string focus)
    {
        if (!_report!.MayWrite || part == before) return;
        if ((await ChangeParts.MoveAsync(await MeAsync(), new(StudyId), new(Id), part, before, Leaving)).IsRefused(out var refusal, out _))
        {
            Snackbar.Add(refusal.Sentence, Severity.Warning);
            return;
        }

        await ReadAsync();
        _said = $"“{_report.Parts.FirstOrDefault(p => p.Id == part)?.Name}” is part {NumberOf(part)} of {_report.Parts.Count} now.";
        _focus = focus;
    }

    private async Task AddAsync()
    {
        var (kind, choice) = _adding.Split(':') is ["theme", var theme] ? (ReportPartKind.Theme, new PartChoice { Theme = new ThemeId(Guid.Parse(theme)) }) : (Enum.Parse<ReportPartKind>(_adding), new PartChoice());
        var after = _report!.Parts.Select(p => p.Id).SkipWhile(p => p != _chosen).Skip(1).Cast<ReportPartId?>().FirstOrDefault();
        if ((await ChangeParts.AddAsync(await MeAsync(), new(StudyId), new(Id), kind, new PartWords(), choice, after, Leaving)).IsRefused(out var refusal, out var part))
        {
            Snackbar.Add(refusal.Sentence, Severity.Warning);
            return;
        }

        _adding = "";
        await ReadAsync();
        await ShowAsync(part, andFocus: true);
    }

    private async Task RemoveAsync(PartView part)
    {
        if ((await ChangeParts.RemoveAsync(await MeAsync(), new(StudyId), new(Id), part.Id, Leaving)).IsRefused(out var refusal, out _))
        {
            Snackbar.Add(refusal.Sentence, Severity.Warning);
            return;
        }

        var next = _report!.Parts.SkipWhile(p => p.Id != part.Id).Skip(1).FirstOrDefault() ?? _report.Parts.TakeWhile(p => p.Id != part.Id).LastOrDefault();
        await ReadAsync();
        if (next is not null) _focus = $"part-{next.Id.Value:n}";
        Snackbar.Clear();
        Snackbar.Add($"“{part.Name}” is out of the report.", Severity.Success, snack =>
        {
            (snack.Action, snack.VisibleStateDuration) = ("Undo", 12_000);
            snack.OnClick = _ => InvokeAsync(async () =>
            {
                if ((await ChangeParts.BringBackAsync(await MeAsync(), new(StudyId), new(Id), part.Id, Leaving)).IsRefused(out var no, out var _)) Snackbar.Add(no.Sentence, Severity.Warning);
                await ReadAsync();
                await ShowAsync(part.Id);
                StateHasChanged();
            });
        });
    }

    private async Task<Result<Export>> MakeAsync(ReportFormat format)
    {
        if ((await LeaveReport.RunAsync(await MeAsync(), new(StudyId), new(Id), null, format, Leaving)).IsRefused(out var refusal, out var leaving)) return refusal;
        _leaving[format] = leaving;
        return leaving.Export;
    }

    protected override void Dispose(bool disposing)
    {
        _seat?.Dispose();
        _room?.Dispose();
        base.Dispose(disposing);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        _self?.Dispose();
        try
        {
            if (_hands is not null)
            {
                await _hands.InvokeVoidAsync("detach");
                await _hands.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the page is gone
        }
    }
}
