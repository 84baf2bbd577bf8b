namespace CoreStudy.Web.Settings;

/// <summary>Where settings stand: in the file beside the program, and above it in the environment. The site and every command read the same.</summary>
internal static class SettingsFiles
{
    public const string File = "appsettings.json";

    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, File);

    /// <param name="beneath">What holds where neither says otherwise.</param>
    public static IConfigurationRoot Read(IEnumerable<KeyValuePair<string, string?>> beneath) => new ConfigurationBuilder()
        .AddInMemoryCollection(beneath).AddJsonFile(Path, optional: true).AddEnvironmentVariables().Build();
}
