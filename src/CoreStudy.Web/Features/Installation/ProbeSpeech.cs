using System.Net.Sockets;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Speech;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Features.Installation;

/// <summary>Whether the speech engine of this site can be had.</summary>
public enum SpeechReach
{
    /// <summary>The configuration names none.</summary>
    None,
    Reachable,
    Unreachable,
}

/// <summary>Tries whether the speech engine takes a connection; nothing is sent to it.</summary>
public sealed class ProbeSpeech(Permissions permissions, IOptions<SpeechOptions> options) : IUseCase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Result<SpeechReach>> RunAsync(AccountId me, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.NotFound;
        if (options.Value.Address is not { } address) return SpeechReach.None;
        using var client = new TcpClient();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(address.Host, address.Port, timeout.Token);
            return SpeechReach.Reachable;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return SpeechReach.Unreachable;
        }
    }
}
