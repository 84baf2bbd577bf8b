using System.Collections.Concurrent;
using CoreStudy.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CoreStudy.Testing;

/// <summary>Keeps all that a site logs: of the app itself everything, of what it stands on more than it tells by default; values and exceptions too.</summary>
public sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Puts it in the place of the log of a site that is being built.</summary>
    public void TakeOver(WebApplicationBuilder builder)
    {
        var own = typeof(Site).Assembly.GetName().Name!.Split('.')[0];
        builder.Services.RemoveAll<ILoggerFactory>();
        builder.Services.AddSingleton(LoggerFactory.Create(logging => logging.AddProvider(this).SetMinimumLevel(LogLevel.Information).AddFilter(own, LogLevel.Trace)));
    }

    public ILogger CreateLogger(string categoryName) => new One(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class One(KeptLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : "";
            log._lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} | {values} | {exception}");
        }
    }
}
