using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CoreStudy.Web.Tests.Ui;

/// <summary>One component in a page that is not there: scripts answer nothing.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    protected BunitContext Page { get; } = new();

    private protected OpenGate Exports { get; } = new();

    public ValueTask InitializeAsync()
    {
        Page.Services.AddMudServices();
        Page.Services.AddSingleton<StudyFeed>();
        Page.Services.AddSingleton<IExportGate>(Exports);
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Page.AddAuthorization().SetAuthorized("somebody").SetClaims(new System.Security.Claims.Claim(System.Security.Claims.ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()));
        Page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/studies/{Guid.CreateVersion7()}/transcripts");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync(); // some of MudBlazor can only be let go of asynchronously
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets everything out and keeps what it was; refuses or stops where the test says so.</summary>
    private protected sealed class OpenGate : IExportGate
    {
        public List<(ExportedList List, int Rows)> Noted { get; } = [];

        public Refusal? Refuses { get; set; }

        public ExportOutcome? Answers { get; set; }

        public Task<Result<ExportOutcome>> AskAsync(AccountId me, StudyId studyId, Export export, bool cautioned, CancellationToken cancel)
        {
            if (Refuses is { } refusal) return Task.FromResult<Result<ExportOutcome>>(refusal);
            if (Answers is { } answer && !cautioned) return Task.FromResult<Result<ExportOutcome>>(answer);
            Noted.Add((export.List, export.Rows.Count));
            return Task.FromResult<Result<ExportOutcome>>(new ExportOutcome(export, 0, null, null, []));
        }

        public Task<Result<IReadOnlyList<ExportOutcome>>> AskTogetherAsync(AccountId me, StudyId studyId, IReadOnlyList<Export> exports, bool cautioned, CancellationToken cancel) =>
            throw new NotSupportedException("No component asks for several tables.");
    }
}
