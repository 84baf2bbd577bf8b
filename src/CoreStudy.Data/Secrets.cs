namespace CoreStudy.Data;

/// <summary>Secrets of the environment: each in a variable, or in a file that the variable of the same name with <c>_FILE</c> behind it names.</summary>
public static class Secrets
{
    public const string FileSuffix = "_FILE";

    /// <summary>What a secret is; null where it is not given.</summary>
    /// <exception cref="FileNotFoundException">The file that is named is not there.</exception>
    public static string? Read(string name) => Read(name, Environment.GetEnvironmentVariable);

    /// <summary>The same of other variables than the environment's.</summary>
    public static string? Read(string name, Func<string, string?> variable)
    {
        if (variable(name) is { Length: > 0 } value) return value;
        return variable(name + FileSuffix) is { Length: > 0 } file ? ReadFile(name + FileSuffix, file) : null;
    }

    internal static string ReadFile(string name, string file) => File.Exists(file)
        ? File.ReadAllText(file).Trim()
        : throw new FileNotFoundException($"{name} names {file}, which is not there.", file);
}
