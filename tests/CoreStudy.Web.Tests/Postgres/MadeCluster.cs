using System.Diagnostics;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Web.Tests.Postgres;

/// <summary>One data folder made and stopped, to be copied: making one takes seconds, copying it a fraction.</summary>
public sealed class MadeCluster : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"corestudy-private-{Guid.CreateVersion7():n}");

    public async ValueTask InitializeAsync()
    {
        await using var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { DataFolder = _data, ForTests = true }, Xunit.TestContext.Current.CancellationToken);
        await server.CreateDatabaseIfMissingAsync("study", Xunit.TestContext.Current.CancellationToken);
    }

    public async Task CopyToAsync(string folder)
    {
        using var copy = Process.Start("cp", ["-a", _data, folder]);
        await copy.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(0, copy.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }
}
