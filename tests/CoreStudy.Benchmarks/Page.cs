using System.Security.Claims;
using CoreStudy.Domain.Members;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CoreStudy.Benchmarks;

/// <summary>A page of a study, as the server works it out: what it asks, and its markup, without a circuit or a browser.</summary>
internal static class Page
{
    /// <param name="path">After the study's own address, such as <c>/progress</c>.</param>
    public static Type? At(string path) => typeof(Web.Site).Assembly.GetTypes().SingleOrDefault(t => t.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>()
        .Any(r => r.Template is ['/', 's', 't', 'u', 'd', 'i', 'e', 's', '/', '{', ..] && r.Template[(r.Template.IndexOf('}', StringComparison.Ordinal) + 1)..] == path));

    /// <summary>Its markup, when it has read what it shows.</summary>
    public static async Task<string> RenderAsync(IServiceProvider services, Type page, Member reader)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetRequiredService<NavigationManager>() is IHostEnvironmentNavigationManager navigation) navigation.Initialize("http://localhost/", "http://localhost/");
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        var who = new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, reader.AccountId.Value.ToString())], "made")));
        var id = page.GetProperty("StudyId") is null ? "Id" : "StudyId";
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var markup = (await renderer.RenderComponentAsync<CascadingValue<Task<AuthenticationState>>>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                ["Value"] = Task.FromResult(who),
                ["ChildContent"] = (RenderFragment)(builder => Show(builder, page, id, reader)),
            }))).ToHtmlString();
            return markup.Contains("<h1", StringComparison.Ordinal) ? markup : throw new InvalidOperationException($"{page.Name} shows no heading.");
        });
    }

    private static void Show(RenderTreeBuilder builder, Type page, string id, Member reader)
    {
        builder.OpenComponent(0, page);
        builder.AddComponentParameter(1, id, reader.StudyId.Value);
        builder.CloseComponent();
    }
}
