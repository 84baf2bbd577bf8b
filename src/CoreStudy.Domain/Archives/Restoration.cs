namespace CoreStudy.Domain.Archives;

/// <summary>That a study came to this installation in one file, and what that file said of itself.</summary>
public sealed class Restoration
{
    /// <summary>The longest version of the app, in UTF-16 code units.</summary>
    public const int LongestApp = 60;

    private Restoration() { }

    public StudyId StudyId { get; private set; }

    /// <summary>From 1: a study that moves on from here to somewhere else takes this along.</summary>
    public int Number { get; private set; }

    public ArchiveId ArchiveId { get; private set; }

    /// <summary>When the archive was made, by the clock of the installation that made it.</summary>
    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset RestoredAt { get; private set; }

    /// <summary>The version of the app that made the archive.</summary>
    public string App { get; private set; } = "";

    /// <summary>SHA-256 of the archive's manifest, which names the SHA-256 of everything in it; the audit trail of this installation has it too.</summary>
    public byte[] ManifestHash { get; private set; } = [];

    /// <summary>Whether the vault came along.</summary>
    public bool WithVault { get; private set; }

    /// <summary>How many entries of the earlier audit trail came along.</summary>
    public int Entries { get; private set; }

    /// <summary>How many of them do not say what was hashed.</summary>
    public int BrokenEntries { get; private set; }

    /// <param name="number">One more than the last of the study.</param>
    /// <param name="manifestHash">32 bytes.</param>
    public static Restoration Of(
        StudyId studyId, int number, ArchiveId archiveId, DateTimeOffset madeAt, string app, byte[] manifestHash, bool withVault, int entries, int brokenEntries, DateTimeOffset at) => new()
        {
            StudyId = studyId,
            Number = number,
            ArchiveId = archiveId,
            MadeAt = madeAt,
            RestoredAt = at,
            App = app.Length > LongestApp ? app[..LongestApp] : app,
            ManifestHash = manifestHash,
            WithVault = withVault,
            Entries = entries,
            BrokenEntries = brokenEntries,
        };
}

/// <summary>An entry of the audit trail of another installation, kept as evidence of what happened to the study there.</summary>
/// <remarks>It is no part of this installation's chain. It keeps its number, its hash and the hash of the entry before it there, so that it can be checked by itself (<see cref="Audits.AuditChain"/>).</remarks>
public sealed class EarlierAuditEntry
{
    private EarlierAuditEntry() { }

    public StudyId StudyId { get; private set; }

    /// <summary>Which restoration brought it.</summary>
    public int Restoration { get; private set; }

    /// <summary>Its number in the trail that it was in.</summary>
    public long Number { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The account there, which may be another here.</summary>
    public Guid? AccountId { get; private set; }

    public MemberId? MemberId { get; private set; }

    /// <summary>As it was written: a later version may know other kinds.</summary>
    public string Kind { get; private set; } = "";

    public string SubjectKind { get; private set; } = "";

    public Guid? SubjectId { get; private set; }

    public string Label { get; private set; } = "";

    /// <summary>The JSON that was hashed, to the letter.</summary>
    public string Detail { get; private set; } = "";

    public byte[] PreviousHash { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];
}
