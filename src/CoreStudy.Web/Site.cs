using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Accounts;
using CoreStudy.Web.Features.Archives;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Features.Checklists;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Features.Queries;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Features.Retention;
using CoreStudy.Web.Features.Settling;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Features.Summaries;
using CoreStudy.Web.Features.Themes;
using CoreStudy.Web.Features.Transcriptions;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Live;
using CoreStudy.Web.Live.Nodes;
using CoreStudy.Web.Shell;
using CoreStudy.Web.Speech;
using CoreStudy.Web.Ui.Api;
using CoreStudy.Web.Watch;
using MudBlazor;
using MudBlazor.Services;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace CoreStudy.Web;

/// <summary>The web site, put together: read it as a table of contents.</summary>
public static class Site
{
    /// <summary>How long a site that stops waits for what is under way; open pages would otherwise hold it, and their people with it.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>A line of JSON an event, in which what was thrown is told without words that somebody typed.</summary>
    public static ITextFormatter LogLines { get; } = new WithoutWords(new CompactJsonFormatter());

    /// <param name="args">As ASP.NET Core takes them, such as <c>--urls</c>.</param>
    /// <param name="connections">The database, migrated, as the app and as the vault.</param>
    public static WebApplication Build(string[] args, StudyConnections connections, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseSerilog((context, log) => log
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning) // tells every address and query otherwise, those with a secret in them too
            .ReadFrom.Configuration(context.Configuration)
            .WriteTo.Console(LogLines));

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<StudyDb>(options => options.UseStudyDb(connections.App));
        builder.Services.AddVault(connections.Vault, (services, study) => services.GetRequiredService<StudyFeed>().Publish(new RegisterChanged(study)));
        builder.Services.AddAccounts();
        builder.Services.AddAccountPages();
        builder.Services.AddUseCases();
        builder.Services.AddLive();
        builder.Services.AddNodes(connections);
        builder.Services.AddWatch(builder.Configuration);
        builder.Services.AddArchives();
        builder.Services.AddAudits();
        builder.Services.AddCodings();
        builder.Services.AddCodebooks();
        builder.Services.AddComparisons();
        builder.Services.AddFindings();
        builder.Services.AddMatrices();
        builder.Services.AddProgress();
        builder.Services.AddRedactions();
        builder.Services.AddRecordings();
        builder.Services.AddReports();
        builder.Services.AddSettling();
        builder.Services.AddSpeech();
        builder.Services.AddChecklists();
        builder.Services.AddSummaries();
        builder.Services.AddThemes();
        builder.Services.AddTranscripts();
        builder.Services.AddTranscriptions();
        builder.Services.AddConsents();
        builder.Services.AddRetention();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter; // away from the deeds at the top of a page
            mud.SnackbarConfiguration.VisibleStateDuration = 8000;
        });
        builder.Services.AddApi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseFaults();
        app.UseSecurityHeaders();
        app.UseHostCookies();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseBareStatusForDeeds();
        app.UseOwnOriginForCircuits();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecondStepDuty();
        app.UseKeepableRequests();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapGet("/healthz", (IHostApplicationLifetime life) => life.ApplicationStopping.IsCancellationRequested // over connections that are open still, so that the proxy sends people elsewhere at once
            ? Results.Text("stopping", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ok"));
        app.MapHealth();
        app.MapPasskeys();
        app.MapMembersCsv();
        app.MapTrailCsv();
        app.MapArchiveFiles();
        app.MapCodebookFiles();
        app.MapComparisonFiles();
        app.MapFindingFiles();
        app.MapChecklistFiles();
        app.MapMemoFiles();
        app.MapMatrixFiles();
        app.MapPassageFiles();
        app.MapDesk();
        app.MapCodedTranscripts();
        app.MapReview();
        app.MapTranscriptions();
        app.MapSettling();
        app.MapEvidence();
        app.MapRecordings();
        app.MapTheme();
        app.MapRest();
        MapLists(app.MapApi());
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireSignInForCircuits();
        return app;
    }

    /// <summary>What programs can read, by a token; the same lists make the workbook of a whole study.</summary>
    internal static void MapLists(IApiLists lists)
    {
        lists.MapStudiesApi();
        lists.MapMembersApi();
        lists.MapFrameworkApi();
        lists.MapParticipantsApi();
        lists.MapInterviewsApi();
        lists.MapTranscriptsApi();
        lists.MapPassagesApi();
        lists.MapMatrixApi();
        lists.MapThemesApi();
        lists.MapFindingsApi();
        lists.MapProgressApi();
        lists.MapMemosApi();
    }

    private sealed class WithoutWords(ITextFormatter lines) : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output)
        {
            logEvent.RemovePropertyIfPresent("RequestPath"); // put to every event of a request; a link may hold a secret, and an address what somebody typed
            lines.Format(logEvent.Exception is { } thrown ? Without(logEvent, thrown) : logEvent, output);
        }

        /// <summary>Entity Framework hands what was thrown on as a property too, written out.</summary>
        private static LogEvent Without(LogEvent told, Exception thrown) => new(
            told.Timestamp, told.Level, ToldException.Of(thrown), told.MessageTemplate,
            told.Properties.Where(p => !p.Value.ToString().Contains(thrown.GetType().Name, StringComparison.Ordinal)).Select(p => new LogEventProperty(p.Key, p.Value)),
            told.TraceId ?? default, told.SpanId ?? default);
    }
}
