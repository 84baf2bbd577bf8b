using System.Diagnostics;

namespace CoreStudy.Vault.Keys;

/// <summary>
/// A master key that a key store keeps to itself: a program of the site's own wraps and unwraps. It is called as <c>PROGRAM current</c>,
/// <c>PROGRAM wrap NAME</c> and <c>PROGRAM unwrap NAME</c>; bytes go in and come out as one line of base64, what they are bound to first.
/// </summary>
public sealed class MasterKeyCommand(string program) : IMasterKeys
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lazy<string> _current = new(() => Run(program, ["current"], []));

    public string Current => _current.Value;

    public byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound) => Convert.FromBase64String(Run(program, ["wrap", Current], [bound.ToArray(), key.ToArray()]));

    public byte[] Unwrap(string master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound) =>
        Convert.FromBase64String(Run(program, ["unwrap", master], [bound.ToArray(), wrapped.ToArray()]));

    private static string Run(string program, string[] arguments, byte[][] lines)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new MasterKeyException($"“{program}” did not start.");
        foreach (var line in lines) process.StandardInput.WriteLine(Convert.ToBase64String(line));
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new MasterKeyException($"“{program} {arguments[0]}” gave no answer within {Patience.TotalSeconds:0} seconds.");
        }

        return process.ExitCode == 0 ? answer.Trim() : throw new MasterKeyException($"“{program} {arguments[0]}” ended with {process.ExitCode}.");
    }
}
