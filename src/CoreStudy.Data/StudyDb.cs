using CoreStudy.Data.Accounts;
using CoreStudy.Data.Audits;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Mappings;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Searching;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Archives;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Templates;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Domain.Transcripts;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data;

/// <summary>The one database. Use it by its factory: one use case, one context, one transaction.</summary>
public sealed class StudyDb(DbContextOptions<StudyDb> options)
    : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    private readonly List<AuditEntry> _untold = [];
    private readonly Bounds? _border = StudyBorder.Here;

    /// <summary>What it was made for, as <see cref="StudyBorder.Here"/> said then; without the reader while they are lifted.</summary>
    internal Bounds? Border => Lifted > 0 && _border is { } border ? border with { Reader = null } : _border;

    /// <summary>How many are reading for everybody through it.</summary>
    internal int Lifted { get; set; }

    /// <summary>Whether its connections know its border; those of the vault are told nothing.</summary>
    internal bool HasToldItsConnections { get; set; }

    public DbSet<Study> Studies => Set<Study>();

    public DbSet<Trust> Trusts => Set<Trust>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<RecruitmentTarget> RecruitmentTargets => Set<RecruitmentTarget>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<ParticipantAttribute> ParticipantAttributes => Set<ParticipantAttribute>();

    public DbSet<Interview> Interviews => Set<Interview>();

    public DbSet<Recording> Recordings => Set<Recording>();

    public DbSet<RecordingUpload> RecordingUploads => Set<RecordingUpload>();

    public DbSet<Hearer> RecordingHearers => Set<Hearer>();

    public DbSet<Transcription> Transcriptions => Set<Transcription>();

    public DbSet<Transcript> Transcripts => Set<Transcript>();

    public DbSet<StoredText> TranscriptTexts => Set<StoredText>();

    public DbSet<Turn> Turns => Set<Turn>();

    public DbSet<Speaker> Speakers => Set<Speaker>();

    public DbSet<TranscriptReview> TranscriptReviews => Set<TranscriptReview>();

    public DbSet<AnonymisationRules> AnonymisationRules => Set<AnonymisationRules>();

    public DbSet<TextRevision> TextRevisions => Set<TextRevision>();

    public DbSet<PassageFlag> PassageFlags => Set<PassageFlag>();

    public DbSet<ContentNote> ContentNotes => Set<ContentNote>();

    public DbSet<Code> Codes => Set<Code>();

    public DbSet<CodebookChange> CodebookChanges => Set<CodebookChange>();

    public DbSet<FrameworkVersion> FrameworkVersions => Set<FrameworkVersion>();

    public DbSet<SavedQuery> SavedQueries => Set<SavedQuery>();

    public DbSet<PassageReview> PassageReviews => Set<PassageReview>();

    public DbSet<CodePin> CodePins => Set<CodePin>();

    public DbSet<Coding> Codings => Set<Coding>();

    public DbSet<CodingAct> CodingActs => Set<CodingAct>();

    public DbSet<CodingHead> CodingHeads => Set<CodingHead>();

    public DbSet<CodingImport> CodingImports => Set<CodingImport>();

    public DbSet<ImportedCoding> ImportedCodings => Set<ImportedCoding>();

    public DbSet<OutsideId> OutsideIds => Set<OutsideId>();

    public DbSet<CodingBatch> CodingBatches => Set<CodingBatch>();

    public DbSet<BatchedCoding> BatchedCodings => Set<BatchedCoding>();

    public DbSet<TurnWords> TurnWords => Set<TurnWords>();

    public DbSet<WordCount> WordCounts => Set<WordCount>();

    public DbSet<StopWords> StopWords => Set<StopWords>();

    public DbSet<Assignment> Assignments => Set<Assignment>();

    public DbSet<AssignmentEvent> AssignmentEvents => Set<AssignmentEvent>();

    public DbSet<Round> Rounds => Set<Round>();

    public DbSet<RoundTranscript> RoundTranscripts => Set<RoundTranscript>();

    public DbSet<RoundCoder> RoundCoders => Set<RoundCoder>();

    public DbSet<TranscriptTally> TranscriptTallies => Set<TranscriptTally>();

    public DbSet<CodeTally> CodeTallies => Set<CodeTally>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<Memo> Memos => Set<Memo>();

    public DbSet<Finding> Findings => Set<Finding>();

    public DbSet<FindingEdition> FindingEditions => Set<FindingEdition>();

    public DbSet<Evidence> Evidence => Set<Evidence>();

    public DbSet<Quote> Quotes => Set<Quote>();

    public DbSet<QuotePart> QuoteParts => Set<QuotePart>();

    public DbSet<FindingQuote> FindingQuotes => Set<FindingQuote>();

    public DbSet<MemoLink> MemoLinks => Set<MemoLink>();

    public DbSet<MemoVersion> MemoVersions => Set<MemoVersion>();

    public DbSet<JournalEntry> JournalEntries => Set<JournalEntry>();

    public DbSet<Journal> Journals => Set<Journal>();

    public DbSet<Settlement> Settlements => Set<Settlement>();

    public DbSet<Difference> Differences => Set<Difference>();

    public DbSet<SettledCoding> SettledCodings => Set<SettledCoding>();

    public DbSet<SettlingAct> SettlingActs => Set<SettlingAct>();

    public DbSet<Remark> Remarks => Set<Remark>();

    public DbSet<FrameworkMatrix> FrameworkMatrices => Set<FrameworkMatrix>();

    public DbSet<MatrixColumn> MatrixColumns => Set<MatrixColumn>();

    public DbSet<Summary> Summaries => Set<Summary>();

    public DbSet<SummaryLink> SummaryLinks => Set<SummaryLink>();

    public DbSet<SummaryVersion> SummaryVersions => Set<SummaryVersion>();
    public DbSet<CodedPassage> CodedPassages => Set<CodedPassage>();

    public DbSet<KeptPassage> KeptPassages => Set<KeptPassage>();

    public DbSet<Theme> Themes => Set<Theme>();

    public DbSet<ThemeCode> ThemeCodes => Set<ThemeCode>();

    public DbSet<ThemeChange> ThemeChanges => Set<ThemeChange>();

    public DbSet<ThematicMap> ThematicMaps => Set<ThematicMap>();

    public DbSet<MapNode> MapNodes => Set<MapNode>();

    public DbSet<MapLink> MapLinks => Set<MapLink>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<ReportPart> ReportParts => Set<ReportPart>();

    public DbSet<ReportVersion> ReportVersions => Set<ReportVersion>();

    public DbSet<DisclosureSettings> DisclosureSettings => Set<DisclosureSettings>();

    public DbSet<WorkforceCount> WorkforceCounts => Set<WorkforceCount>();

    public DbSet<ReleasedColumns> ReleasedColumns => Set<ReleasedColumns>();

    public DbSet<StoppedExport> StoppedExports => Set<StoppedExport>();

    /// <summary>The audit trail, to be read; it is written by <see cref="Audit"/> alone.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Reveal> Reveals => Set<Reveal>();

    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();

    public DbSet<Destruction> Destructions => Set<Destruction>();

    public DbSet<Restoration> Restorations => Set<Restoration>();

    /// <summary>What the audit trails of other installations say of studies that came from there; it is only ever added to.</summary>
    public DbSet<EarlierAuditEntry> EarlierAuditEntries => Set<EarlierAuditEntry>();

    public DbSet<ChecklistAnswer> ChecklistAnswers => Set<ChecklistAnswer>();

    public DbSet<StudyTemplate> StudyTemplates => Set<StudyTemplate>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Until what it returns is disposed, the database shows this context what blind rounds hide from the reader too: for work that counts everybody's, carries it along, or shares it out by
    /// <see cref="Visibility"/> and <see cref="Blindness"/> itself. The study's part of the border stays.
    /// </summary>
    /// <remarks>Each place stands with its reason in <c>LiftingTests</c>. Costs nothing while no connection is open. What is changed under it is saved under it.</remarks>
    public async Task<IAsyncDisposable> ForEverybodyAsync(CancellationToken cancel) => await LiftedReader.LiftAsync(this, cancel);

    /// <summary>Tells the audit trail of a deed: when the deed is saved, and in its transaction, or not at all.</summary>
    /// <remarks>
    /// Entries go in after everything else of the same saving, for each takes its number under a lock that the whole site shares, and holds it until the
    /// transaction ends. So the entry of a deed belongs to its last saving: whoever locks rows after it (those of <c>coding_heads</c> above all), or waits for
    /// anything else, holds everybody up, and may wait for somebody who waits for them.
    /// </remarks>
    public void Audit(AuditEntry entry) => _untold.Add(entry);

    /// <summary>Saves what changed, then what the audit trail is told: both or neither.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (_untold.Count == 0) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (Database.CurrentTransaction is not null) return await SaveAndTellAsync(acceptAllChangesOnSuccess, cancellationToken);

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        Database.AutoSavepointsEnabled = false; // it is one deed: what fails takes all of it along
        try
        {
            var saved = await SaveAndTellAsync(acceptAllChangesOnSuccess, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return saved;
        }
        finally
        {
            Database.AutoSavepointsEnabled = true;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        _untold.Count == 0 ? base.SaveChanges(acceptAllChangesOnSuccess) : throw new NotSupportedException("What the audit trail is told of is saved asynchronously.");

    private async Task<int> SaveAndTellAsync(bool acceptAllChangesOnSuccess, CancellationToken cancel)
    {
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancel);
        var told = _untold.ToList();
        _untold.Clear();
        AuditEntries.AddRange(told);
        saved += await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancel);
        // Nobody changes an entry; and the number of one that is rolled back is given to another.
        foreach (var entry in told) Entry(entry).State = EntityState.Detached;
        TrailMeter.Count(told);
        return saved;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        IdConversions.AddTo(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasPostgresExtension("btree_gist");
        builder.HasPostgresExtension("pg_trgm");
        builder.ApplyConfigurationsFromAssembly(typeof(StudyDb).Assembly);
        AccountMapping.NameTables(builder);
    }
}
