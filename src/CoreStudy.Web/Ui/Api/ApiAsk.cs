using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;

namespace CoreStudy.Web.Ui.Api;

/// <summary>What a program asks: for whom, of which study, and with what in its address.</summary>
public sealed class ApiAsk(HttpContext http, ApiCaller caller)
{
    public AccountId Me => caller.Me;

    public StudyId StudyId => new(Id("study"));

    /// <summary>Whether the words of participants are asked for.</summary>
    public bool WithWords { get; init; }

    /// <summary>With the question mark, or empty.</summary>
    public string Query => http.Request.QueryString.Value ?? "";

    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>The studies that the token is for; empty for all of its owner's.</summary>
    public ApiCaller Caller => caller;

    /// <summary>An id of the path.</summary>
    public Guid Id(string name) => Guid.Parse((string)http.Request.RouteValues[name]!);

    public TUseCase The<TUseCase>()
        where TUseCase : IUseCase => http.RequestServices.GetRequiredService<TUseCase>();
}
