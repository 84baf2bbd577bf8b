using CoreStudy.Web.Settings;

namespace CoreStudy.Web.Tests.Settings;

/// <summary>Settings as an operator might get them wrong, and what they are told.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corestudy-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_set_is_right_and_so_is_what_other_programs_put_beside()
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin", ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true", ["Serilog__MinimumLevel__Default"] = "Warning", ["APP__KEY"] = "x", ["VAULT_ADDR"] = "http://vault",
            ["CORESTUDY_SERVICE_HOST"] = "10.0.0.1", ["CORESTUDY_PORT_8080_TCP"] = "tcp://10.0.0.1:8080", ["CORESTUDY_POSTGRES_SERVICE_PORT"] = "5432", ["speech__minutesatmost"] = "60",
        };

        Assert.Empty(SettingsCheck.Run(environment, file: null));
    }

    [Theory]
    [InlineData("Vault__KeyFoldr", "/keys", "did you mean Vault__KeyFolder?")]
    [InlineData("Vualt__KeyFolder", "/keys", "did you mean Vault__KeyFolder?")]
    [InlineData("Vault_KeyFolder", "/keys", "did you mean Vault__KeyFolder?")]
    [InlineData("CORESTUDY_DATE", "/data", "did you mean CORESTUDY_DATA?")]
    [InlineData("corestudy_data", "/data", "did you mean CORESTUDY_DATA?")]
    [InlineData("ConnectionStrings__CorStudy", "Host=db", "did you mean ConnectionStrings__CoreStudy?")]
    [InlineData("SignIn__TriesPerMinute", "many", "is “many”; it takes a whole number from 1 to 10000.")]
    [InlineData("SignIn__TriesPerMinute", "0", "is “0”; it takes a whole number from 1 to 10000.")]
    [InlineData("Recordings__LargestGigabytes", "4,5x", "it takes a number from 0.001 to 1024, with a point before decimals.")]
    [InlineData("Vault__MakeMasterKey", "yes", "is “yes”; it takes true or false.")]
    [InlineData("Speech__Language", "English", "is “English”; it takes two or three small letters, such as en, or auto.")]
    [InlineData("CORESTUDY_DB_PASSWORD_FILE", "/nowhere/password", "ConnectionStrings__CoreStudy (environment) is missing")]
    [InlineData("ConnectionStrings__CoreStudyApp", "Host=db;Database=c;Username=a", "ConnectionStrings__CoreStudyVault (environment) is missing")]
    [InlineData("ConnectionStrings__CoreStudy", "Database=c;Username=a", "leaves out the server")]
    [InlineData("CORESTUDY_POSTGRES_BIN", "/nowhere/bin", "is “/nowhere/bin”, which is not there")]
    public void What_is_wrong_is_named_with_where_it_stands_and_what_is_right(string name, string value, string said)
    {
        var faults = SettingsCheck.Run(new Dictionary<string, string> { [name] = value }, file: null);

        Assert.Contains(faults, f => f.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once_those_of_the_file_beside_the_program_too()
    {
        var file = Path.Combine(_folder.FullName, "appsettings.json");
        File.WriteAllText(file, """{ "Logging": { "LogLevel": { "Default": "Warning" } }, "Api": { "AtOnse": 2, "AtOnce": 0 }, "Speach": { "Name": "ear" } }""");
        var environment = new Dictionary<string, string> { ["Speech__MinutesAtMost"] = "0", ["Vault__KeyFolder"] = "/data/recordings/keys", ["Recordings__Folder"] = "/data/recordings" };

        var faults = SettingsCheck.Run(environment, file);

        Assert.Equal(5, faults.Count);
        Assert.Contains("Api:AtOnse (appsettings.json) is no setting of CoreStudy; did you mean Api:AtOnce?", faults);
        Assert.Contains("Api:AtOnce (appsettings.json) is “0”; it takes a whole number from 1 to 100.", faults);
        Assert.Contains("Speach (appsettings.json) is no section of CoreStudy; did you mean Speech?", faults);
        Assert.Contains("Speech__MinutesAtMost (environment) is “0”; it takes a whole number from 1 to 1440.", faults);
        Assert.Contains(faults, f => f.Contains("lie in each other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_is_never_told_and_may_stand_in_one_place_only()
    {
        var file = Path.Combine(_folder.FullName, "master");
        File.WriteAllText(file, "one hunter2");
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__CoreStudy"] = "Host=db;Database=c;Usrname=a;Password=hunter2", ["ConnectionStrings__CoreStudy_FILE"] = file, ["CORESTUDY_MASTER_KEY_FILE"] = file,
            ["Speech__Address"] = "http://me:hunter2@speech.example", ["ConnectionStrings__CoreStudyApp_FILE"] = Path.Combine(_folder.FullName, "none"), ["ConnectionStrings__CoreStudyVault_FILE"] = file,
        };

        var faults = SettingsCheck.Run(environment, file: null);

        Assert.DoesNotContain(faults, f => f.Contains("hunter2", StringComparison.Ordinal));
        foreach (var name in environment.Keys) Assert.Contains(faults, f => f.Contains(name, StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("set one of them", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_settings_names_exactly_those_that_the_program_reads_and_its_examples_are_right()
    {
        var rows = Rows();
        var known = SettingsList.Variables.ToList();

        Assert.Equal(known.Order(StringComparer.Ordinal), rows.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.True(r.Default.Length > 0 && r.Example.Length > 0, r.Key));
        foreach (var section in SettingsList.Sections)
        {
            var examples = rows.Where(r => r.Key.StartsWith(section.Name + "__", StringComparison.Ordinal)).ToDictionary(r => r.Key, r => r.Example);
            Assert.Empty(SettingsCheck.Run(examples, file: null));
            var options = Activator.CreateInstance(section.Type)!;
            foreach (var property in section.Properties.Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(double) || p.PropertyType == typeof(bool)))
                Assert.Equal($"{section.Name}__{property.Name} = {property.GetValue(options)}".ToLowerInvariant(), $"{section.Name}__{property.Name} = {rows.Single(r => r.Key == $"{section.Name}__{property.Name}").Default}".ToLowerInvariant());
        }
    }

    /// <summary>The rows of the page's tables: key, what it is, unit, default, example.</summary>
    private static List<(string Key, string Default, string Example)> Rows()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoreStudy.sln"))) folder = folder.Parent!;
        return [.. File.ReadLines(Path.Combine(folder.FullName, "deploy", "docs", "configuration.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split(" | ")).Where(c => c.Length == 5)
            .Select(c => (Plain(c[0]), Plain(c[3]), Plain(c[4])))];
    }

    private static string Plain(string cell) => cell.Trim().Trim('|').Trim().Trim('`');
}
