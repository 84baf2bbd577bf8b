using System.Reflection;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Vault;

namespace CoreStudy.Web.Settings;

/// <summary>A class of options and the section that it is read from.</summary>
public sealed record OptionsSection(string Name, Type Type)
{
    public IEnumerable<PropertyInfo> Properties => Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });
}

/// <summary>Every setting that CoreStudy reads: the properties of its options, and variables that are read before there are options.</summary>
/// <remarks>Options are found by their name (<c>…Options</c>) and their constant <c>Section</c>, so a new class of them is checked without being named here.</remarks>
public static class SettingsList
{
    /// <summary>Secrets: each may be given in a file, see <see cref="Secrets"/>.</summary>
    public static IReadOnlyList<string> Secret { get; } =
        [ConnectionStrings.Variable, DatabaseRoles.AppVariable, DatabaseRoles.VaultVariable, VaultOptions.MasterKeyVariable];

    /// <summary>Other variables of the environment.</summary>
    public static IReadOnlyList<string> Plain { get; } = ["CORESTUDY_DATA", "CORESTUDY_POSTGRES_BIN", ConnectionStrings.PasswordFileVariable];

    public static IReadOnlyList<OptionsSection> Sections { get; } =
    [
        .. new[] { typeof(SettingsList).Assembly, typeof(VaultOptions).Assembly, typeof(StudyDb).Assembly }
            .SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && t.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(t => (Type: t, Section: t.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(t => t.Section is not null).Select(t => new OptionsSection(t.Section!, t.Type)).OrderBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>All by their names in the environment.</summary>
    public static IEnumerable<string> Variables =>
        Plain.Concat(Secret).Concat(Secret.Select(s => s + Secrets.FileSuffix)).Concat(Sections.SelectMany(s => s.Properties.Select(p => $"{s.Name}__{p.Name}")));
}
