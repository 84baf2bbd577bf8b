using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using Npgsql;

namespace CoreStudy.Web.Settings;

/// <summary>Settings are wrong; the message names each of them, a line each, and shows no secret.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>
/// Looks through all settings before anything starts: keys that nobody reads, values that cannot be, values that contradict each other. It
/// finds all faults at once, each a sentence that names the key, where it stands, what was found, and what is right.
/// </summary>
public sealed partial class SettingsCheck
{
    private const string FromEnvironment = "environment";

    private static readonly string[] Folders = ["CORESTUDY_DATA", "CORESTUDY_POSTGRES_BIN"];

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly List<string> _faults = [];

    private SettingsCheck(IReadOnlyDictionary<string, string> environment) => _environment = environment;

    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static void Demand()
    {
        var faults = Run(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""), SettingsFiles.Path);
        if (faults.Count > 0) throw new SettingsException(string.Join(Environment.NewLine, [faults.Count == 1 ? "A setting is wrong:" : $"{faults.Count} settings are wrong:", .. faults.Select(f => $"  {f}"), "Nothing was started. Every setting: deploy/docs/configuration.md"]));
    }

    /// <param name="file">The settings beside the program; it need not be there.</param>
    /// <returns>A sentence for each fault.</returns>
    public static IReadOnlyList<string> Run(IReadOnlyDictionary<string, string> environment, string? file)
    {
        var check = new SettingsCheck(environment);
        check.LookForStrays();
        check.LookAtSecrets();
        check.LookAtFolders();
        check.LookAtSections(check.InFile(file));
        return check._faults;
    }

    /// <summary>Variables that look like ours and are not: a misspelt one would otherwise be passed over in silence.</summary>
    private void LookForStrays()
    {
        var known = SettingsList.Variables.ToList();
        foreach (var name in _environment.Keys.Order(StringComparer.Ordinal))
        {
            var section = name.Split("__", 2);
            var isSection = section.Length == 2 && SettingsList.Sections.Any(s => Same(s.Name, section[0]));
            if (known.Any(k => IsSection(k) ? Same(k, name) : k == name) || isSection || IsOfKubernetes().IsMatch(name) || name == "CORESTUDY_TOKEN") continue; // a section's keys are looked at below; the last is a program's that reads by the API
            var isOurs = name.StartsWith("CORESTUDY_", StringComparison.OrdinalIgnoreCase) || (section.Length == 2 && (Same(section[0], "ConnectionStrings") || IsNearlySection(section[0])));
            if (isOurs || known.Any(k => Plainly(k) == Plainly(name)))
                Fault(name, FromEnvironment, $"is no setting of CoreStudy{Suggestion(name, known)}");
        }
    }

    private void LookAtSecrets()
    {
        foreach (var name in SettingsList.Secret.Where(s => Given(s) && Given(s + Secrets.FileSuffix)))
            Fault(name, FromEnvironment, $"is set, and so is {name}{Secrets.FileSuffix}; set one of them.");
        foreach (var name in SettingsList.Secret.Select(s => s + Secrets.FileSuffix).Append(ConnectionStrings.PasswordFileVariable).Where(Given))
        {
            if (!File.Exists(_environment[name])) Fault(name, FromEnvironment, $"is “{_environment[name]}”, where there is no file that this account can reach; name a file with the secret in it.");
            else if (TryRead(_environment[name]) is not { Length: > 0 }) Fault(name, FromEnvironment, $"is “{_environment[name]}”, which is empty or may not be read by this account; put the secret into it.");
        }

        foreach (var name in new[] { ConnectionStrings.Variable, DatabaseRoles.AppVariable, DatabaseRoles.VaultVariable })
        {
            if (SecretOf(name) is not { Length: > 0 } value) continue;
            var where = Given(name) ? name : name + Secrets.FileSuffix;
            try
            {
                var connection = new NpgsqlConnectionStringBuilder(value);
                if (string.IsNullOrEmpty(connection.Host) || string.IsNullOrEmpty(connection.Database) || string.IsNullOrEmpty(connection.Username))
                    Fault(where, FromEnvironment, "leaves out the server, the database or the account; it takes a connection such as Host=db;Database=corestudy;Username=corestudy.");
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                Fault(where, FromEnvironment, "cannot be read (its value is not shown, since it may hold a password); it takes a connection such as Host=db;Database=corestudy;Username=corestudy.");
            }
        }

        if (SecretOf(DatabaseRoles.AppVariable) is null != SecretOf(DatabaseRoles.VaultVariable) is null)
            Fault(SecretOf(DatabaseRoles.AppVariable) is null ? DatabaseRoles.AppVariable : DatabaseRoles.VaultVariable, FromEnvironment, $"is missing: of {DatabaseRoles.AppVariable} and {DatabaseRoles.VaultVariable} set both, or neither.");
        if (Given(ConnectionStrings.PasswordFileVariable) && SecretOf(ConnectionStrings.Variable) is null)
            Fault(ConnectionStrings.Variable, FromEnvironment, $"is missing, while {ConnectionStrings.PasswordFileVariable} gives its password; name the server.");
        if (SecretOf(VaultOptions.MasterKeyVariable) is { Length: > 0 } lines)
        {
            try
            {
                MasterKeyFile.Parse(lines, VaultOptions.MasterKeyVariable);
            }
            catch (MasterKeyException)
            {
                Fault(Given(VaultOptions.MasterKeyVariable) ? VaultOptions.MasterKeyVariable : VaultOptions.MasterKeyVariable + Secrets.FileSuffix, FromEnvironment, "holds a line that is no master key (it is not shown); each line is a name, a space, and 32 bytes in base64.");
            }
        }
    }

    private void LookAtFolders()
    {
        foreach (var name in Folders.Where(Given))
        {
            if (File.Exists(_environment[name])) Fault(name, FromEnvironment, $"is “{_environment[name]}”, which is a file; it takes a folder.");
            else if (name == "CORESTUDY_POSTGRES_BIN" && !Directory.Exists(_environment[name])) Fault(name, FromEnvironment, $"is “{_environment[name]}”, which is not there; it takes the folder with PostgreSQL's programs, such as /usr/lib/postgresql/17/bin.");
        }
    }

    private void LookAtSections(IReadOnlyDictionary<string, string> inFile)
    {
        var options = new Dictionary<Type, object>();
        foreach (var section in SettingsList.Sections)
        {
            var values = new Dictionary<string, (string Key, string From, string Value)>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in inFile.Where(v => v.Key.StartsWith(section.Name + ":", StringComparison.OrdinalIgnoreCase))) values[key[(section.Name.Length + 1)..]] = (key, SettingsFiles.File, value);
            foreach (var (name, value) in _environment.Where(v => v.Key.StartsWith(section.Name + "__", StringComparison.OrdinalIgnoreCase)))
                values[name[(section.Name.Length + 2)..].Replace("__", ":", StringComparison.Ordinal)] = (name, FromEnvironment, value);
            options[section.Type] = Read(section, values);
        }

        if (options[typeof(RecordingOptions)] is RecordingOptions recordings && options[typeof(VaultOptions)] is VaultOptions vault && RecordingOptions.Nest(recordings.Folder, vault.KeyFolder))
            _faults.Add($"Recordings__Folder (“{recordings.Folder}”) and Vault__KeyFolder (“{vault.KeyFolder}”) lie in each other; keep them apart: who copies one is not to have the other.");
    }

    /// <summary>The options of a section, with what can be read of them; the rest is told as a fault.</summary>
    private object Read(OptionsSection section, Dictionary<string, (string Key, string From, string Value)> values)
    {
        var options = Activator.CreateInstance(section.Type)!;
        var wrong = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, (key, from, value)) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (section.Properties.FirstOrDefault(p => Same(p.Name, name.Split(':')[0])) is not { } property)
            {
                Fault(key, from, $"is no setting of CoreStudy{Suggestion(key, section.Properties.Select(p => $"{section.Name}{(from == FromEnvironment ? "__" : ":")}{p.Name}").ToList())}");
                continue;
            }

            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (!TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string))) continue; // a list or a section within: bound and checked where it is used
            try
            {
                if (value.Length > 0 || type == typeof(string)) property.SetValue(options, TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, value));
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException or InvalidCastException or TargetInvocationException)
            {
                wrong.Add(property.Name);
                Fault(key, from, $"is {Shown(property, value)}; it takes {Wanted(property)}.");
            }
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var property = section.Properties.FirstOrDefault(p => result.MemberNames.Contains(p.Name));
            if (property is not null && wrong.Contains(property.Name)) continue;
            if (property is not null && values.TryGetValue(property.Name, out var found) && property.GetCustomAttributes<ValidationAttribute>(inherit: true).Any())
                Fault(found.Key, found.From, $"is {Shown(property, found.Value)}; it takes {Wanted(property)}.");
            else if (property is not null && !values.ContainsKey(property.Name))
                Fault($"{section.Name}__{property.Name}", FromEnvironment, $"is missing; it takes {Wanted(property)}.");
            else
                _faults.Add($"{result.ErrorMessage} ({string.Join(", ", values.Values.Select(v => $"{v.Key} in the {v.From}").Distinct())})");
        }

        return options;
    }

    private Dictionary<string, string> InFile(string? file)
    {
        if (file is null || !File.Exists(file)) return [];
        try
        {
            var values = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file)).Build().AsEnumerable().Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!, StringComparer.OrdinalIgnoreCase);
            foreach (var section in values.Keys.Select(k => k.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            {
                if (IsNearlySection(section)) Fault(section, SettingsFiles.File, $"is no section of CoreStudy{Suggestion(section, [.. SettingsList.Sections.Select(s => s.Name)])}");
                if (Same(section, "ConnectionStrings")) Fault(section, SettingsFiles.File, $"is not read from here; set {ConnectionStrings.Variable} in the environment, or its {ConnectionStrings.Variable}{Secrets.FileSuffix}.");
            }

            return values;
        }
        catch (Exception exception) when (exception is InvalidDataException or UnauthorizedAccessException or IOException)
        {
            _faults.Add($"{file} cannot be read as JSON; mend it or take it away.");
            return [];
        }
    }

    private void Fault(string key, string from, string sentence) => _faults.Add($"{key} ({from}) {sentence}");

    private bool Given(string name) => _environment.TryGetValue(name, out var value) && value.Length > 0;

    private string? SecretOf(string name) =>
        Given(name) ? _environment[name] : Given(name + Secrets.FileSuffix) ? TryRead(_environment[name + Secrets.FileSuffix]) ?? "" : null;

    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>An address may hold a password, so it is not shown.</summary>
    private static string Shown(PropertyInfo property, string value) => property.PropertyType == typeof(Uri) ? "no address (it is not shown)" : $"“{value}”";

    private static string Wanted(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttribute<RangeAttribute>() is { } limits
            ? string.Create(CultureInfo.InvariantCulture, $" from {limits.Minimum} to {limits.Maximum}") : "";
        if (property.GetCustomAttribute<RegularExpressionAttribute>()?.ErrorMessage is { } shape) return shape;
        if (property.GetCustomAttribute<StringLengthAttribute>() is { } length) return $"up to {length.MaximumLength} characters";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return $"a whole number{range}";
        if (type == typeof(double) || type == typeof(decimal)) return $"a number{range}, with a point before decimals";
        if (type == typeof(TimeSpan)) return $"a time such as 00:05:00 (hours, minutes, seconds){range}";
        if (type == typeof(Uri)) return "an address such as http://127.0.0.1:8080";
        return type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : "a text";
    }

    private static string Suggestion(string name, List<string> known) =>
        known.Select(k => (Key: k, Far: Distance(Plainly(k), Plainly(name)))).OrderBy(k => k.Far).ThenBy(k => k.Key, StringComparer.Ordinal).FirstOrDefault() is { Key: { } nearest, Far: <= 3 }
            ? $"; did you mean {nearest}?" : $"; take it away, or look for its right name among: {string.Join(", ", known)}.";

    /// <summary>Short names are near to too many of other programs.</summary>
    private static bool IsNearlySection(string name) => SettingsList.Sections.Any(s => s.Name.Length > 4 && Distance(s.Name, name) is 1 or 2);

    private static bool IsSection(string variable) => variable.Contains("__", StringComparison.Ordinal);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Plainly(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>How many letters are to be changed, put in or taken out to make one of the other.</summary>
    private static int Distance(string one, string other)
    {
        var (a, b) = (one.ToLowerInvariant(), other.ToLowerInvariant());
        var before = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var now = new int[b.Length + 1];
            now[0] = i;
            for (var j = 1; j <= b.Length; j++) now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            before = now;
        }

        return before[b.Length];
    }

    /// <summary>What Kubernetes puts into the environment for a service that is called corestudy.</summary>
    [GeneratedRegex(@"^CORESTUDY(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)$")]
    private static partial Regex IsOfKubernetes();
}
