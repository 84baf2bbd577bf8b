using CoreStudy.Web.Live;

namespace CoreStudy.Web.Access;

/// <summary>Forgets what was read of rights when something changes that they hang on, on whichever node: what reads again at a notice is not to go by the answer of before.</summary>
internal sealed class ForgottenRights(StudyFeed feed, Permissions permissions) : IHostedService
{
    private IDisposable? _listening;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = feed.ListenEverywhere(notice =>
        {
            if (!notice.IsForFew || notice is RecordingsChanged or RedactionsDecided) permissions.Forget();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _listening?.Dispose();
        return Task.CompletedTask;
    }
}
