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
        if (MayTell(account)) logger.DeedRefused(account.Value, operation, subject, refusal == Refusal.NotFound ? "not there for them" : refusal == Refusal.Forbidden ? "not in their role" : "not now");
    }

    /// <summary>A request that was turned away before anything was asked of <see cref="Permissions"/>; those of nobody who is signed in count as one account's.</summary>
    public void Tell(HttpContext http, RefusedRequest why)
    {
        StudyMeters.Refusals.Add(1, new KeyValuePair<string, object?>("kind", why.ToString()));
        var account = http.User.AccountId();
        if (MayTell(account ?? default)) logger.RequestRefused(account?.Value, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no page", why);
    }

    private bool MayTell(AccountId account)
    {
        if (_told.Take(account, Told)) return true;
        if (_more.Take(account, 1)) logger.DeedsRefused(account.Value, Told);
        return false;
    }
}

/// <summary>Why a request was turned away as it came.</summary>
public enum RefusedRequest
{
    /// <summary>It lacks what only our own pages send, or names another site's page.</summary>
    NotFromOurPages,

    /// <summary>More than an address, a token or a sign-in may ask.</summary>
    AboveLimit,

    /// <summary>It holds a NUL: no page of ours sends one, and PostgreSQL takes no such text.</summary>
    CannotBeKept,
}
