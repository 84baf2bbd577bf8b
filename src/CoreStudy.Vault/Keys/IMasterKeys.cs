namespace CoreStudy.Vault.Keys;

/// <summary>The key above all keys, held outside the database. It wraps the keys of owners, and nothing else leaves it.</summary>
public interface IMasterKeys
{
    /// <summary>Names the master key that wraps now; up to 40 letters, digits, dashes.</summary>
    string Current { get; }

    byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound);

    /// <param name="master">Which master key wrapped it.</param>
    /// <exception cref="MasterKeyException">This master key is not here, or it does not open these bytes.</exception>
    byte[] Unwrap(string master, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound);
}

/// <summary>A master key is missing, cannot be read, or is not the one that was used; the message is for the person who runs the site.</summary>
public sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);
