using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CoreStudy.Web.Ui;

/// <summary>A component that knows who is looking, stops its work when they leave, and reads again when its study changes.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>How long a page waits at most before it reads again what it may have missed, in milliseconds.</summary>
    private const int MostWaiting = 2_000;

    private readonly CancellationTokenSource _leaving = new();
    private IDisposable? _listening;
    private Task? _reading;
    private bool _readAgain;

    protected LiveComponent() => Leaving = _leaving.Token;

    [Inject]
    protected StudyFeed Feed { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Cancelled when the component goes; can still be asked then.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>The account that is signed in; pages that use it require one.</summary>
    protected async Task<AccountId> MeAsync() =>
        (await Authentication).User.AccountId() ?? throw new InvalidOperationException("The page needs somebody signed in.");

    /// <summary>Reads now, and again after each notice of the study that concerns it; notices that come meanwhile fold into one more reading.</summary>
    /// <param name="concerns">Which notices; without it, all but those that are <see cref="Notice.IsForFew">for few</see>.</param>
    protected Task FollowAsync(StudyId studyId, Func<Task> read, Func<Notice, bool>? concerns = null) =>
        HearAsync(
            tell => Feed.Listen(studyId, notice =>
            {
                if (notice is LookAgain) _ = TellInAWhileAsync(tell);
                else if (concerns?.Invoke(notice)
                    ?? !notice.IsForFew) tell();
            }),
            read);

    /// <summary>Where all pages of a node read again they do not do it at one moment.</summary>
    private async Task TellInAWhileAsync(Action tell)
    {
        try
        {
            await Task.Delay(Random.Shared.Next(MostWaiting), Leaving);
            tell();
        }
        catch (OperationCanceledException)
        {
            // the reader has left
        }
    }

    /// <summary>The same with news from elsewhere.</summary>
    /// <param name="listen">Begins to listen, given what to call at each piece of news; ends when disposed.</param>
    protected Task HearAsync(Func<Action, IDisposable> listen, Func<Task> read)
    {
        _listening?.Dispose();
        _listening = listen(() => _ = InvokeAsync(() => ReadAsync(read)));
        return ReadAsync(read); // after listening, so that nothing falls between
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _listening?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task ReadAsync(Func<Task> read)
    {
        if (_reading is not null)
        {
            _readAgain = true;
            await _reading;
            return;
        }

        try
        {
            do
            {
                _readAgain = false;
                _reading = read();
                await _reading;
                StateHasChanged();
            }
            while (_readAgain && !Leaving.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // the reader has left
        }
        finally
        {
            _reading = null;
        }
    }
}
