using Bunit;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Ui;

/// <summary>One component in a page that is not there: scripts answer nothing.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    protected BunitContext Page { get; } = new();

    public ValueTask InitializeAsync()
    {
        Page.Services.AddMudServices();
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync(); // some of MudBlazor can only be let go of asynchronously
        GC.SuppressFinalize(this);
    }
}
