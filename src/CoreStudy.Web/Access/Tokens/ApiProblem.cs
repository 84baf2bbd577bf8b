using CoreStudy.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CoreStudy.Web.Access.Tokens;

/// <summary>What a program is told when it cannot have what it asks for: problem details by RFC 9457, with a sentence that says what to do.</summary>
public static class ApiProblem
{
    public const string ContentType = "application/problem+json";

    public const string Unauthorised = "The token is missing or refused";

    public const string NotFound = "Not here";

    public const string NotAllowed = "Not allowed";

    public const string WrongScope = "The token is not for this";

    public const string WrongQuestion = "The question cannot be asked";

    public const string HeldBack = "Held back";

    public const string TooMany = "Too many requests";

    public const string Failed = "CoreStudy failed at this";

    /// <summary>What is not there for this reader, not allowed, or does not fit.</summary>
    public static ProblemDetails Of(Refusal refusal) =>
        refusal == Refusal.NotFound ? Of(StatusCodes.Status404NotFound, NotFound, "This is not here, or not open to whoever made the token.")
        : refusal == Refusal.Forbidden ? Of(StatusCodes.Status403Forbidden, NotAllowed, "The role that the token's owner has in this study does not allow this. The study lead can change roles.")
        : Of(StatusCodes.Status400BadRequest, WrongQuestion, refusal.Sentence);

    public static ProblemDetails Of(int status, string title, string detail) => new() { Status = status, Title = title, Detail = detail };

    public static Task WriteAsync(HttpContext http, int status, string title, string detail) => WriteAsync(http, Of(status, title, detail));

    public static Task WriteAsync(HttpContext http, ProblemDetails problem)
    {
        http.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(problem, options: null, ContentType, CancellationToken.None);
    }
}
