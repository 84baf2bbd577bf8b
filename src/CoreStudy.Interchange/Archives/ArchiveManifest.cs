using System.Text.Json;
using System.Text.Json.Serialization;

namespace CoreStudy.Interchange.Archives;

/// <summary>What a whole-study archive says of itself: the file <c>manifest.json</c> in it.</summary>
/// <param name="Format">Always <see cref="Name"/>.</param>
/// <param name="FormatVersion">Which rules the file follows; a reader refuses what is later than <see cref="Version"/>. With the vault it is <see cref="Version"/>, without it <see cref="WithoutRecordings"/>.</param>
/// <param name="Archive">Of this one file.</param>
/// <param name="MadeAt">As of when the study is in it.</param>
/// <param name="App">The version of the app that made it.</param>
/// <param name="Schema">The last migration of the database that it comes from.</param>
/// <param name="WithVault">Whether the vault is in it, sealed by a pass-phrase, and the recordings with it.</param>
/// <param name="RecordingsLeft">How many recordings that can be heard stayed behind, since the vault did; null where none did, and where the file is older than that.</param>
/// <param name="Entries">Everything else in the file, in the order in which it can be put back.</param>
public sealed record ArchiveManifest(
    string Format, int FormatVersion, Guid Archive, DateTimeOffset MadeAt, string App, string Schema, ArchivedStudy Study, ArchivedTrail Trail, bool WithVault, int? RecordingsLeft, IReadOnlyList<ArchiveEntry> Entries)
{
    /// <summary>What the format is called.</summary>
    public const string Name = "corestudy-archive";

    /// <summary>The latest version: with the vault come the recordings.</summary>
    public const int Version = 2;

    /// <summary>The version before, of an archive that can hold no recordings: one without the vault is still written so, and an older CoreStudy reads it.</summary>
    public const int WithoutRecordings = 1;

    /// <summary>The ending of such a file’s name.</summary>
    public const string Ending = ".corestudy";

    /// <summary>Members of the team: id, name, e-mail address; nothing by which they sign in.</summary>
    public const string Accounts = "accounts.jsonl";

    /// <summary>The study’s entries of the audit trail.</summary>
    public const string TrailFile = "trail.jsonl";

    /// <summary>Whose key of the vault was destroyed: it is not made again.</summary>
    public const string DestroyedKeys = "destroyed-keys.jsonl";

    /// <summary>The vault, sealed; see <see cref="SealingStream"/>.</summary>
    public const string Vault = "vault.sealed";

    /// <summary>Where the recordings lie, each sealed by itself; see <see cref="RecordingSeals"/>.</summary>
    public const string Recordings = "recordings/";

    internal const string FileName = "manifest.json";

    internal const string ReadMe = "README.txt";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 8,
    };

    /// <summary>Where the rows of a table lie.</summary>
    public static string FileOf(string table) => $"tables/{table}.jsonl";

    /// <summary>Where the sound of a recording lies.</summary>
    public static string SoundOf(Guid recording) => $"{Recordings}{recording}.sealed";

    /// <summary>The recordings in it.</summary>
    public IEnumerable<ArchiveEntry> Sounds => Entries.Where(e => e.Name.StartsWith(Recordings, StringComparison.Ordinal));

    /// <summary>How many rows of a table are in it.</summary>
    public long RowsOf(string table) => Entries.FirstOrDefault(e => e.Table == table)?.Rows ?? 0;

    public override string ToString() => $"manifest of {Entries.Count} entries";
}

/// <summary>Which study an archive is of.</summary>
public sealed record ArchivedStudy(Guid Id, string Name, string ShortName)
{
    public override string ToString() => Id.ToString();
}

/// <summary>The audit trail that the study’s entries were taken from.</summary>
/// <param name="LastNumber">Of the last entry of the whole trail, of all studies.</param>
/// <param name="LastHash">Its hash, in hexadecimal.</param>
public sealed record ArchivedTrail(long LastNumber, string LastHash);

/// <summary>A file within an archive.</summary>
/// <param name="Table">Whose rows it has, a JSON object a line; null for other files.</param>
/// <param name="Columns">What each row has.</param>
/// <param name="Rows">How many lines; 0 where it has none.</param>
/// <param name="Bytes">Its length when it is unpacked.</param>
/// <param name="Sha256">Of its unpacked bytes, in hexadecimal.</param>
public sealed record ArchiveEntry(string Name, string? Table, IReadOnlyList<string>? Columns, long Rows, long Bytes, string Sha256);
