using CoreStudy.Domain;

namespace CoreStudy.Web.Access;

/// <summary>What endpoints that modules of our own pages call have in common.</summary>
public static class OwnPages
{
    /// <summary>A header that no foreign page can send without asking first: it guards deeds against forgery.</summary>
    public const string Header = "X-CoreStudy";

    /// <summary>Lets through what a module of our own pages asks; to be set on a group of routes.</summary>
    public static ValueTask<object?> Alone(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return request.Headers[Header].Count > 0 && IsFromHere(request) ? next(context) : TurnAway(context.HttpContext);
    }

    /// <summary>Answers what did not come from our own pages, and tells the log of it.</summary>
    public static ValueTask<object?> TurnAway(HttpContext http)
    {
        http.RequestServices.GetRequiredService<RefusedDeeds>().Tell(http, RefusedRequest.NotFromOurPages);
        return ValueTask.FromResult<object?>(Results.BadRequest(new { why = "This request did not come from a page of CoreStudy." }));
    }

    /// <summary>Lets no browser and nothing on the way keep an answer; to be set on a group of routes.</summary>
    public static ValueTask<object?> WithoutTrace(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    /// <summary>Whether no other site's page is named as where a request comes from.</summary>
    public static bool IsFromHere(HttpRequest request) =>
        request.Headers.Origin.Count == 0 || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value);

    public static AccountId Me(HttpContext http) => http.User.AccountId() ?? throw new InvalidOperationException("The endpoint needs somebody signed in.");

    /// <summary>A refusal as an answer: its sentence, and whether it is not there, not allowed, or does not fit.</summary>
    public static IResult Refuse(Refusal refusal) => Results.Json(
        new { why = refusal.Sentence },
        statusCode: refusal == Refusal.NotFound ? StatusCodes.Status404NotFound
            : refusal == Refusal.Forbidden || refusal == Refusal.StudyPutAway || refusal == Refusal.TranscriptPutAway || refusal == SecondStepDuty.Owed ? StatusCodes.Status403Forbidden
            : StatusCodes.Status422UnprocessableEntity);
}
