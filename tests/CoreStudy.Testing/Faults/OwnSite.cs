using CoreStudy.Data.Postgres;
using Microsoft.AspNetCore.Builder;

namespace CoreStudy.Testing.Faults;

/// <summary>A fault of a site that is put together otherwise than the program: one runs in this process, over the same database, and people go there.</summary>
public abstract class OwnSite : Fault
{
    private AppFixture? _site;
    private Relay? _line;

    public override async Task PrepareAsync(FaultGround ground, CancellationToken cancel)
    {
        _site = await AppFixture.StartAsync(Connections(ground), adjust: site =>
        {
            (site.Configuration["Serilog:MinimumLevel:Default"], site.Configuration["Serilog:MinimumLevel:Override:Microsoft"]) = ("Fatal", "Fatal"); // it is in trouble on purpose, and tells of each request
            Adjust(site);
        });
        _line = new Relay(() => new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, _site.Address.Port));
    }

    public override Uri AddressOn(FaultGround ground) => new($"{Scheme}://localhost:{Line.Port}/");

    public override async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        if (_site is not null) await _site.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual string Scheme => "http";

    /// <summary>The line between people and this site.</summary>
    protected Relay Line => _line ?? throw new InvalidOperationException("It has not been prepared.");

    protected virtual StudyConnections Connections(FaultGround ground) => ground.Connections;

    /// <summary>What is otherwise than in the site as it runs.</summary>
    protected virtual void Adjust(WebApplicationBuilder site)
    {
    }
}
