namespace CoreStudy.Domain.Audits;

/// <summary>What was done. A name, once stored, keeps its meaning for good: add others, and rename none.</summary>
public enum AuditKind
{
    // who comes in, and by which means
    SignedIn,
    SignInRefused,
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    PasswordSetByLink,
    TwoStepTurnedOn,
    TwoStepTurnedOff,
    RecoveryCodesMade,
    PasskeyAdded,
    PasskeyRemoved,
    NameChanged,
    SignedOutElsewhere,

    // accounts, and the team
    AccountMade,
    AccountLocked,
    AccountUnlocked,
    AccountRecovered,
    PasswordLinkMade,
    MemberInvited,
    InvitationWithdrawn,
    MemberJoined,
    RoleChanged,
    MembershipEnded,

    // the study
    StudyMade,
    StudyChanged,
    StudyArchived,
    StudyBroughtBack,
    PlaceSaved,
    PlaceArchived,
    PlaceBroughtBack,
    PlaceRemoved,
    TargetsSet,
    ParticipantRolesChanged,
    AttributesChanged,

    // what it is made of
    ParticipantSaved,
    ParticipantRead,
    ParticipantArchived,
    ParticipantBroughtBack,
    ParticipantsImported,
    InterviewSaved,
    InterviewArchived,
    InterviewBroughtBack,
    TranscriptImported,
    TranscriptDescribed,
    TranscriptOpened,
    TranscriptClosed,
    TranscriptArchived,
    TranscriptBroughtBack,

    // the framework, and the work
    FrameworkChanged,
    FrameworkFrozen,
    PassagesKept,
    PassagesReopened,
    WorkAssigned,
    WorkRescheduled,
    WorkWithdrawn,
    WorkMarkedDone,
    WorkTakenUpAgain,
    WorkSignedOff,
    WorkSentBack,
    SignOffTakenBack,

    // what coders differ in
    SettlingBegun,
    SettlementSignedOff,
    SettlementReopened,

    // findings, and the words that are quoted
    FindingWritten,
    FindingChanged,
    FindingRemoved,
    EvidenceChosen,
    EvidenceTakenOff,
    QuoteMade,
    QuoteChanged,
    QuoteApproved,
    QuoteTakenBack,
    QuoteRemoved,
    QuoteLabelsChanged,

    // questions that are kept, and shared
    QuerySaved,
    QueryShared,
    QueryKeptToOneself,
    QueryRemoved,

    // what leaves, and the trail itself
    ListExported,
    ExportHeldBack,
    ExportOverridden,
    TrailChecked,

    // identities, and what hides them
    IdentitySeen,
    OriginalSeen,
    IdentitySaved,
    RedactionDecided,
    RedactionsSignedOff,
    TranscriptReleased,
    TextRevised,
    TurnTimesSet,
    TextRestored,
    PassageFlagged,
    FlagDecided,
    ConsentRecorded,
    ParticipantWithdrawn,
    KeyDestroyed,
    MasterKeyRotated,
    RetentionDone,
    AnonymisationRulesChanged,
    ReviewTakenBack,
    ScanFindExplained,
    ReplacedInStudy,
    TakenBackInStudy,
    RevealOpened,
    RevealRefused,
    RevealClosed,
    PlaceNamesSeen,
    PlaceNameSaved,
    IdentitiesImported,
    IdentitiesExported,
    RetentionDateSet,
    DestructionStarted,
    DestructionStopped,

    // what may be told to whom
    WordsRefused,
    DisclosureSettingsChanged,
    ExportAgreed,

    // coding in rounds
    RoundStarted,
    RoundOpened,
    RoundCalledOff,

    // several coders
    CodingsImported,
    ImportedCodingsTakenBack,
    ApproachChanged,

    // what is found by its words
    CodedInBulk,
    BulkCodingTakenBack,
    StopWordsChanged,

    // summaries of the framework method
    MatrixSaved,
    MatrixArchived,
    MatrixBroughtBack,
    SummarySaved,

    // themes and their map
    ThemesChanged,
    ThematicMapChanged,

    // what the team writes down
    MemoShared,
    MemoRemoved,
    MemoBroughtBack,
    MemoVersionTakenOut,

    // reports
    ReportSaved,
    ReportChanged,
    ReportArchived,
    ReportBroughtBack,
    ReportVersionSaved,
    ReportVersionBroughtBack,

    // what comes from other programs
    StudyImported,

    // the study as one file
    WholeStudyTaken,
    WholeStudyRestored,
    VaultRead,

    // programs that read for somebody
    TokenMade,
    TokenRevoked,
    TokenUsed,

    // how reports are made
    ChecklistAnswered,
    TemplateAdded,
    TemplateChosen,
    TemplateRemoved,

    // recordings of interviews
    RecordingUploadBegun,
    RecordingUploadStopped,
    RecordingBroughtIn,
    RecordingHeard,
    RecordingDestroyed,
    HearingGranted,
    HearingEnded,

    // what is typed of them
    TranscriptionBegun,
    TranscriptionOpened,
    TranscriptionTyped,
    TranscriptionDrafted,
    TranscriptionChecked,
    TranscriptionTakenBack,
    TranscriptionSent,
    TranscriptionDeleted,

    // the installation
    BackupMade,
    BackupRestored,
}
