using Bunit;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Ui;

/// <summary>One component in a page that is not there: scripts answer nothing.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    protected BunitContext Page { get; } = new();

    public ValueTask InitializeAsync()
    {
        Page.Services.AddMudServices();
        Page.Services.AddSingleton<StudyFeed>();
        Page.Services.AddSingleton(new ExportGate(null!, null!, null!, TimeProvider.System, NullLogger<ExportGate>.Instance)); // nothing leaves a page that is not there
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync(); // some of MudBlazor can only be let go of asynchronously
        GC.SuppressFinalize(this);
    }
}
