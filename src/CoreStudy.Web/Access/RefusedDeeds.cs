using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Access;

/// <summary>Tells the log who was refused what, and counts it: somebody may be trying what is not theirs. Of one account a few in a minute are told each by each, so that a script in a loop does not fill the disk; all are counted.</summary>
public sealed class RefusedDeeds(ILogger<RefusedDeeds> logger, TimeProvider clock)
{
    /// <summary>Refusals of one account in a minute that are told each by each.</summary>
    public const int Told = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly LatelyCount<AccountId> _told = new(Window, clock);
    private readonly LatelyCount<AccountId> _more = new(Window, clock);

    /// <param name="subject">The study, transcript or recording that it was about.</param>
    public void Tell(AccountId account, Operation operation, Guid subject, Refusal refusal)
    {
        StudyMeters.Refusals.Add(1, new KeyValuePair<string, object?>("kind", operation.ToString()));
        if (_told.Take(account, Told)) logger.DeedRefused(account.Value, operation, subject, refusal == Refusal.NotFound ? "not there for them" : refusal == Refusal.Forbidden ? "not in their role" : "not now");
        else if (_more.Take(account, 1)) logger.DeedsRefused(account.Value, Told);
    }
}
