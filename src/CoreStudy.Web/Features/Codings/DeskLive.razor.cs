using System.Diagnostics;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.JSInterop;

namespace CoreStudy.Web.Features.Codings;

/// <summary>Carries to one open desk what others do there: changes, who is here, a changed codebook, rights lost.</summary>
public sealed partial class DeskLive(
    IJSRuntime js, DeskRooms rooms, Permissions permissions, IDbContextFactory<StudyDb> databases, StudyFeed feed) : IAsyncDisposable
{
    /// <summary>How often the page hears that the link stands, and its rights are asked again.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(3);

    private DotNetObjectReference<DeskLive>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _desk;
    private DeskListener? _listener;
    private IDisposable? _listening;
    private Task _working = Task.CompletedTask;
    private volatile bool _isCodebookNew;
    private string _whyNotCode = "";

    [Parameter, EditorRequired]
    public Guid StudyId { get; set; }

    [Parameter, EditorRequired]
    public Guid TranscriptId { get; set; }

    /// <summary>The revision that the page was made with.</summary>
    [Parameter, EditorRequired]
    public long Revision { get; set; }

    private TranscriptId Transcript => new(TranscriptId);

    /// <summary>The reader has come to a turn (from 0).</summary>
    [JSInvokable]
    public void Moved(int turn) => _listener?.MoveTo(turn);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        var me = await MeAsync();
        if ((await permissions.AskAsync(me, Transcript, Operation.ReadTranscripts, Leaving)).IsRefused(out _, out var access)) return;

        _self = DotNetObjectReference.Create(this);
        _module = await js.InvokeAsync<IJSObjectReference>("import", Leaving, "./Features/Codings/DeskLive.razor.js");
        _desk = await _module.InvokeAsync<IJSObjectReference>("attach", Leaving, _self);
        _listener = rooms.Enter(Transcript).Join(access.Member, Revision);
        _listening = feed.Listen(new StudyId(StudyId), notice =>
        {
            if (notice is not (CodebookChanged or LookAgain)) return;
            _isCodebookNew = true;
            _listener.Signal();
        });
        _working = WorkAsync(me, _listener, _desk);
    }

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        _listener?.Dispose();
        Dispose();
        await _working;
        _self?.Dispose();
        try
        {
            if (_desk is not null)
            {
                await _desk.InvokeVoidAsync("detach");
                await _desk.DisposeAsync();
            }

            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the page is gone, and its listeners with it
        }
    }

    private async Task WorkAsync(AccountId me, DeskListener listener, IJSObjectReference desk)
    {
        try
        {
            await TellWhetherOpenAsync(me, desk);
            var pulsed = Stopwatch.GetTimestamp();
            while (true)
            {
                var isNews = await listener.WaitAsync(Pulse, Leaving);
                listener.Beat();
                if (await RightsLostAsync(me, listener, desk)) return;
                if (_isCodebookNew) await SendCodebookAsync(desk); // before codings that need it
                if (listener.TakeChanges() is { } changes) await desk.InvokeVoidAsync("changes", Leaving, changes);
                if (listener.IsPresenceNew) await desk.InvokeVoidAsync("presence", Leaving, PresenceJson(listener.TakePresence()));
                if (isNews && Stopwatch.GetElapsedTime(pulsed) < Pulse) continue;
                await desk.InvokeVoidAsync("pulse", Leaving, listener.Seen); // also where all the news is of what this page may not hear of
                pulsed = Stopwatch.GetTimestamp();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
        {
            // the reader has left
        }
    }

    private async Task<bool> RightsLostAsync(AccountId me, DeskListener listener, IJSObjectReference desk)
    {
        var reading = await permissions.AskAsync(me, Transcript, Operation.ReadTranscripts, Leaving);
        if (!reading.IsRefused(out _, out var access))
        {
            listener.Reader = access.Member;
            await TellWhetherOpenAsync(me, desk);
            return false;
        }

        var rights = new { MayRead = false, MayCode = false, Why = "Your access to this transcript has ended. What you coded is kept." };
        await desk.InvokeVoidAsync("rights", Leaving, JsonSerializer.Serialize(rights, OpenCodingDesk.Json));
        return true;
    }

    /// <summary>Coding may be refused for a time, while the transcript or its study is put away.</summary>
    private async Task TellWhetherOpenAsync(AccountId me, IJSObjectReference desk)
    {
        var why = (await permissions.AskAsync(me, Transcript, Operation.Code, Leaving)).IsRefused(out var refusal, out _) ? refusal.Sentence : "";
        if (why == _whyNotCode) return;
        _whyNotCode = why;
        var rights = new { MayRead = true, MayCode = why.Length == 0, Why = why };
        await desk.InvokeVoidAsync("rights", Leaving, JsonSerializer.Serialize(rights, OpenCodingDesk.Json));
    }

    private async Task SendCodebookAsync(IJSObjectReference desk)
    {
        _isCodebookNew = false;
        await using var db = await databases.CreateDbContextAsync(Leaving);
        var codes = await CodeRow.ReadAsync(db, new StudyId(StudyId), Leaving);
        await desk.InvokeVoidAsync("codebook", Leaving, JsonSerializer.Serialize(new { Codes = codes }, OpenCodingDesk.Json));
    }

    private static string PresenceJson(IReadOnlyList<DeskPresence> people) => JsonSerializer.Serialize(
        people.Select(p => new { MemberId = p.MemberId.Value, p.Name, Initials = OpenCodingDesk.Initials(p.Name), p.Turn }), OpenCodingDesk.Json);
}
