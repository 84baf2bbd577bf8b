using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Ui;

/// <summary>One component in a page that is not there: scripts answer nothing.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    protected BunitContext Page { get; } = new();

    private protected NotedExports Exports { get; } = new();

    public ValueTask InitializeAsync()
    {
        Page.Services.AddMudServices();
        Page.Services.AddSingleton<IExportNotes>(Exports);
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync(); // some of MudBlazor can only be let go of asynchronously
        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps what was noted, and refuses where the test says so.</summary>
    private protected sealed class NotedExports : IExportNotes
    {
        public List<(ExportedList List, int Rows)> Noted { get; } = [];

        public Refusal? Refuses { get; set; }

        public Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, ExportedList list, int rows, CancellationToken cancel)
        {
            if (Refuses is { } refusal) return Task.FromResult<Result<Done>>(refusal);
            Noted.Add((list, rows));
            return Task.FromResult(Done.Well);
        }
    }
}
