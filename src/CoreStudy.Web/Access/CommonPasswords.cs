using System.IO.Compression;

namespace CoreStudy.Web.Access;

/// <summary>Passwords, long enough for us, that many people have used and that became known: whoever guesses tries them first. Where they come from: <c>Passwords/ORIGIN.md</c>.</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<HashSet<string>> Known = new(Read);

    /// <summary>Whether a password is one of them, in capitals or not, with spaces around it or not.</summary>
    public static bool Holds(string password) => Known.Value.Contains(password.Trim().ToLowerInvariant());

    private static HashSet<string> Read()
    {
        using var packed = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt.br") ?? throw new InvalidOperationException("The list of common passwords is missing.");
        using var reader = new StreamReader(new BrotliStream(packed, CompressionMode.Decompress));
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } password) known.Add(password);
        return known;
    }
}
