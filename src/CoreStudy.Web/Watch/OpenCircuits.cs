using System.Collections.Concurrent;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CoreStudy.Web.Watch;

/// <summary>A page that somebody has open on this node.</summary>
/// <param name="Account">Null where nobody is signed in.</param>
/// <param name="Study">The study whose page it is; null elsewhere.</param>
/// <param name="IsConnected">False while its browser is away; it is kept for a while then.</param>
public sealed record OpenCircuit(AccountId? Account, StudyId? Study, bool IsConnected, DateTimeOffset Since);

/// <summary>The pages that are open on this node.</summary>
public sealed class OpenCircuits
{
    private readonly ConcurrentDictionary<string, OpenCircuit> _open = new();

    public IReadOnlyCollection<OpenCircuit> All => [.. _open.Values];

    /// <summary>People with a page that is connected, each once.</summary>
    public int People => _open.Values.Where(c => c.IsConnected && c.Account is not null).Select(c => c.Account).Distinct().Count();

    public void Note(string id, OpenCircuit circuit) => _open[id] = circuit;

    public void Change(string id, Func<OpenCircuit, OpenCircuit> change)
    {
        while (_open.TryGetValue(id, out var was) && !_open.TryUpdate(id, change(was), was))
        {
            // changed by another meanwhile: again
        }
    }

    public void Forget(string id) => _open.TryRemove(id, out _);
}

/// <summary>Notes that a page was opened, is away, moved to another study, was closed.</summary>
internal sealed class CircuitWatch(OpenCircuits circuits, AuthenticationStateProvider authentication, NavigationManager navigation, TimeProvider clock) : CircuitHandler, IDisposable
{
    private string? _id;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var account = (await authentication.GetAuthenticationStateAsync()).User.AccountId();
        circuits.Note(_id = circuit.Id, new OpenCircuit(account, navigation.StudyHere(), IsConnected: false, clock.GetUtcNow()));
        navigation.LocationChanged += OnMoved;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Change(circuit.Id, c => c with { IsConnected = true });
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Change(circuit.Id, c => c with { IsConnected = false });
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Forget(circuit.Id);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnMoved;
        if (_id is { } id) circuits.Forget(id);
    }

    private void OnMoved(object? sender, LocationChangedEventArgs moved)
    {
        if (_id is { } id) circuits.Change(id, c => c with { Study = navigation.StudyHere() });
    }
}
