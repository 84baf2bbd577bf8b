using System.Collections.Frozen;
using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace CoreStudy.Data.Archives;

/// <summary>Which tables an archive of one study holds, in the order in which they can be put back: what a row refers to comes before it.</summary>
/// <remarks>It is read from the model. A table that is neither taken along nor named here with a reason is an error, so that none is forgotten.</remarks>
public sealed class ArchivePlan
{
    /// <summary>Tables that are made anew from others, when they are first asked for or by the database itself.</summary>
    public static readonly FrozenDictionary<string, string> Derived = new Dictionary<string, string>
    {
        ["code_tallies"] = "counted again from the codings",
        ["coded_passages"] = "written again from the codings when somebody asks",
        ["passage_marks"] = "say which passages are up to date",
        ["tally_marks"] = "say which counts are up to date",
        ["transcript_tallies"] = "counted again from the codings",
        ["turn_words"] = "indexed again by the database from the words of the turns",
        ["word_counts"] = "counted again by the database from the words of the turns",
    }.ToFrozenDictionary();

    /// <summary>Tables of the installation, not of a study.</summary>
    public static readonly FrozenDictionary<string, string> Outside = new Dictionary<string, string>
    {
        ["account_claims"] = "belong to a sign-in",
        ["account_logins"] = "belong to a sign-in",
        ["account_passkeys"] = "belong to a sign-in",
        ["account_tokens"] = "belong to a sign-in",
        ["accounts"] = "of the study’s members, id, name and e-mail address go along in a file of their own; nothing by which they sign in",
        ["api_token_studies"] = "belong to tokens",
        ["api_tokens"] = "are ways into this installation",
        ["audit_entries"] = "the study’s entries go along in a file of their own, as evidence",
        ["data_protection_keys"] = "are secrets of the installation",
        ["invitations"] = "are ways into this installation",
        ["recording_uploads"] = "are on their way into this installation",
        ["sign_in_sessions"] = "belong to a sign-in",
        ["spent_codes"] = "belong to a sign-in",
    }.ToFrozenDictionary();

    /// <summary>Tables that go along only where the vault does: they stand for what is sealed.</summary>
    public static readonly FrozenDictionary<string, string> WithVault = new Dictionary<string, string>
    {
        ["recording_hearers"] = "say who hears a recording",
        ["recordings"] = "describe sound, which goes along sealed by the pass-phrase of the vault or not at all",
        ["transcriptions"] = "are of words typed of recordings, which lie in the vault; what was handed on is a transcript",
    }.ToFrozenDictionary();

    private ArchivePlan(IReadOnlyList<ArchiveTable> tables) => Tables = tables;

    public IReadOnlyList<ArchiveTable> Tables { get; }

    /// <summary>The tables of an archive with the vault, or without it.</summary>
    public IEnumerable<ArchiveTable> Taken(bool withVault) => Tables.Where(t => withVault || !t.IsOfVault);

    /// <summary>The plan of a model with its relations, as <c>IDesignTimeModel</c> gives it.</summary>
    /// <exception cref="InvalidOperationException">A table was not decided on, hangs on no study, or stands in a ring of references.</exception>
    public static ArchivePlan Of(IModel model)
    {
        var taken = model.GetRelationalModel().Tables.Where(t => !Derived.ContainsKey(t.Name) && !Outside.ContainsKey(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var names = taken.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var ofStudy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in taken) OfStudy(table, []);

        var (ordered, left) = (new List<ITable>(), taken.ToList());
        while (left.Count > 0)
        {
            var next = left.Find(t => Parents(t).All(p => ordered.Contains(p)))
                ?? throw new InvalidOperationException($"These tables refer to each other in a ring, so none can be put back first: {string.Join(", ", left.Select(t => t.Name))}.");
            ordered.Add(next);
            left.Remove(next);
        }

        if (ordered.Find(t => !WithVault.ContainsKey(t.Name) && Parents(t).Any(p => WithVault.ContainsKey(p.Name))) is { } stray)
            throw new InvalidOperationException($"The table {stray.Name} refers to what goes along with the vault alone. Say in ArchivePlan that it does so too.");
        return new ArchivePlan([.. ordered.Select(t => new ArchiveTable(t.Name, [.. Columns(t)], ofStudy[t.Name], [.. References(t)], WithVault.ContainsKey(t.Name)))]);

        IEnumerable<ITable> Parents(ITable table) => table.ForeignKeyConstraints.Select(f => f.PrincipalTable).Where(p => p != table && names.Contains(p.Name));

        // A condition on the alias t, with the study as $1: by a column, or by the nearest table that is the study's.
        string OfStudy(ITable table, HashSet<string> asking)
        {
            if (ofStudy.TryGetValue(table.Name, out var known)) return known;
            if (table.Name == "studies") return ofStudy[table.Name] = "t.id = $1";
            if (table.FindColumn("study_id") is not null) return ofStudy[table.Name] = "t.study_id = $1";
            asking.Add(table.Name);
            var to = table.ForeignKeyConstraints
                .Where(f => names.Contains(f.PrincipalTable.Name) && f.PrincipalTable != table && !asking.Contains(f.PrincipalTable.Name) && f.Columns.All(c => !c.IsNullable))
                .OrderBy(f => f.PrincipalTable.FindColumn("study_id") is null ? 1 : 0).ThenBy(f => f.OnDeleteAction == ReferentialAction.Cascade ? 0 : 1).ThenBy(f => f.Name, StringComparer.Ordinal)
                .FirstOrDefault() ?? throw new InvalidOperationException($"The table {table.Name} hangs on no study. Say in ArchivePlan why it is left out of archives, or how it belongs to one.");
            return ofStudy[table.Name] =
                $"({List("t", to.Columns)}) in (select {List("t", to.PrincipalColumns)} from public.{Sql.Quoted(to.PrincipalTable.Name)} t where {OfStudy(to.PrincipalTable, asking)})";
        }

        IEnumerable<ArchiveReference> References(ITable table) => table.ForeignKeyConstraints.Where(f => names.Contains(f.PrincipalTable.Name))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new ArchiveReference(f.PrincipalTable.Name, [.. f.Columns.Select(c => c.Name)], [.. f.PrincipalColumns.Select(c => c.Name)], ofStudy[f.PrincipalTable.Name]));
    }

    private static IEnumerable<ArchiveColumn> Columns(ITable table)
    {
        var key = table.PrimaryKey?.Columns.Select(c => c.Name).ToList() ?? throw new InvalidOperationException($"The table {table.Name} has no key, so its rows have no order.");
        return table.Columns.Where(c => c.ComputedColumnSql is null && c.Name != "xmin").OrderBy(c => c.Name, StringComparer.Ordinal).Select(c =>
        {
            var property = c.PropertyMappings.Select(m => m.Property).First();
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            return new ArchiveColumn(
                c.Name, key.IndexOf(c.Name), c.StoreType.StartsWith("character varying", StringComparison.Ordinal) || c.StoreType == "text", type == typeof(AccountId),
                property.GetValueGenerationStrategy() == NpgsqlValueGenerationStrategy.IdentityAlwaysColumn, c.IsNullable || c.DefaultValue is not null || c.DefaultValueSql is not null);
        });
    }

    private static string List(string alias, IReadOnlyList<IColumn> columns) => string.Join(", ", columns.Select(c => $"{alias}.{Sql.Quoted(c.Name)}"));
}

/// <summary>A table of an archive.</summary>
/// <param name="OfStudy">Which rows are a study’s: a condition in SQL on the alias <c>t</c>, the study’s id being <c>$1</c>.</param>
/// <param name="References">The other tables of the archive that its rows refer to.</param>
/// <param name="IsOfVault">Whether it goes along only where the vault does.</param>
public sealed record ArchiveTable(string Name, IReadOnlyList<ArchiveColumn> Columns, string OfStudy, IReadOnlyList<ArchiveReference> References, bool IsOfVault)
{
    /// <summary>The order of the rows, the same in every database.</summary>
    internal string Order => string.Join(", ", Columns.Where(c => c.Key >= 0).OrderBy(c => c.Key).Select(c => $"t.{Sql.Quoted(c.Name)}{(c.IsText ? " collate \"C\"" : "")}"));

    internal string InSql => $"public.{Sql.Quoted(Name)}";
}

/// <param name="Key">Its place in the primary key, from 0; −1 where it is not in it.</param>
/// <param name="IsAccount">Whether it holds the id of an account, which may be another elsewhere.</param>
/// <param name="IsNumbered">Whether the database gives its numbers.</param>
/// <param name="MayBeMissing">Whether a row without it can be kept, as one of an archive that is older than the column.</param>
public sealed record ArchiveColumn(string Name, int Key, bool IsText, bool IsAccount, bool IsNumbered, bool MayBeMissing);

/// <param name="ParentOfStudy">Which rows of the other table are the study’s.</param>
public sealed record ArchiveReference(string Parent, IReadOnlyList<string> Columns, IReadOnlyList<string> ParentColumns, string ParentOfStudy);

internal static class Sql
{
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
