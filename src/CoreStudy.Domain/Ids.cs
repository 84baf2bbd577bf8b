namespace CoreStudy.Domain;

/// <summary>The identity of one thing in a study: a version 7 guid that knows what it names.</summary>
public interface IId
{
    Guid Value { get; }
}

public readonly record struct AccountId(Guid Value) : IId { public static AccountId New() => new(Guid.CreateVersion7()); }

public readonly record struct StudyId(Guid Value) : IId { public static StudyId New() => new(Guid.CreateVersion7()); }

public readonly record struct TrustId(Guid Value) : IId { public static TrustId New() => new(Guid.CreateVersion7()); }

public readonly record struct SiteId(Guid Value) : IId { public static SiteId New() => new(Guid.CreateVersion7()); }

public readonly record struct MemberId(Guid Value) : IId { public static MemberId New() => new(Guid.CreateVersion7()); }

public readonly record struct ParticipantId(Guid Value) : IId { public static ParticipantId New() => new(Guid.CreateVersion7()); }

public readonly record struct InterviewId(Guid Value) : IId { public static InterviewId New() => new(Guid.CreateVersion7()); }

public readonly record struct TranscriptId(Guid Value) : IId { public static TranscriptId New() => new(Guid.CreateVersion7()); }

public readonly record struct CodeId(Guid Value) : IId { public static CodeId New() => new(Guid.CreateVersion7()); }

public readonly record struct CodingId(Guid Value) : IId { public static CodingId New() => new(Guid.CreateVersion7()); }

public readonly record struct ActId(Guid Value) : IId { public static ActId New() => new(Guid.CreateVersion7()); }

public readonly record struct CommentId(Guid Value) : IId { public static CommentId New() => new(Guid.CreateVersion7()); }

public readonly record struct MemoId(Guid Value) : IId { public static MemoId New() => new(Guid.CreateVersion7()); }

public readonly record struct FindingId(Guid Value) : IId { public static FindingId New() => new(Guid.CreateVersion7()); }

public readonly record struct EvidenceId(Guid Value) : IId { public static EvidenceId New() => new(Guid.CreateVersion7()); }

public readonly record struct QuoteId(Guid Value) : IId { public static QuoteId New() => new(Guid.CreateVersion7()); }

public readonly record struct JournalEntryId(Guid Value) : IId { public static JournalEntryId New() => new(Guid.CreateVersion7()); }

public readonly record struct QueryId(Guid Value) : IId { public static QueryId New() => new(Guid.CreateVersion7()); }

public readonly record struct ContentNoteId(Guid Value) : IId { public static ContentNoteId New() => new(Guid.CreateVersion7()); }

public readonly record struct FlagId(Guid Value) : IId { public static FlagId New() => new(Guid.CreateVersion7()); }

public readonly record struct InvitationId(Guid Value) : IId { public static InvitationId New() => new(Guid.CreateVersion7()); }

public readonly record struct AttributeId(Guid Value) : IId { public static AttributeId New() => new(Guid.CreateVersion7()); }

public readonly record struct AssignmentId(Guid Value) : IId { public static AssignmentId New() => new(Guid.CreateVersion7()); }

public readonly record struct ChangeId(Guid Value) : IId { public static ChangeId New() => new(Guid.CreateVersion7()); }

public readonly record struct VersionId(Guid Value) : IId { public static VersionId New() => new(Guid.CreateVersion7()); }

public readonly record struct RevealId(Guid Value) : IId { public static RevealId New() => new(Guid.CreateVersion7()); }

public readonly record struct ConsentId(Guid Value) : IId { public static ConsentId New() => new(Guid.CreateVersion7()); }

public readonly record struct WithdrawalId(Guid Value) : IId { public static WithdrawalId New() => new(Guid.CreateVersion7()); }

public readonly record struct DestructionId(Guid Value) : IId { public static DestructionId New() => new(Guid.CreateVersion7()); }

public readonly record struct StoppedExportId(Guid Value) : IId { public static StoppedExportId New() => new(Guid.CreateVersion7()); }

public readonly record struct RoundId(Guid Value) : IId { public static RoundId New() => new(Guid.CreateVersion7()); }

public readonly record struct ReleaseId(Guid Value) : IId { public static ReleaseId New() => new(Guid.CreateVersion7()); }

public readonly record struct SettledCodingId(Guid Value) : IId { public static SettledCodingId New() => new(Guid.CreateVersion7()); }

public readonly record struct DifferenceId(Guid Value) : IId { public static DifferenceId New() => new(Guid.CreateVersion7()); }

public readonly record struct RemarkId(Guid Value) : IId { public static RemarkId New() => new(Guid.CreateVersion7()); }

public readonly record struct MatrixId(Guid Value) : IId { public static MatrixId New() => new(Guid.CreateVersion7()); }

public readonly record struct ColumnId(Guid Value) : IId { public static ColumnId New() => new(Guid.CreateVersion7()); }

public readonly record struct SummaryId(Guid Value) : IId { public static SummaryId New() => new(Guid.CreateVersion7()); }

public readonly record struct CodingImportId(Guid Value) : IId { public static CodingImportId New() => new(Guid.CreateVersion7()); }

public readonly record struct CodingBatchId(Guid Value) : IId { public static CodingBatchId New() => new(Guid.CreateVersion7()); }

public readonly record struct KeptPassageId(Guid Value) : IId { public static KeptPassageId New() => new(Guid.CreateVersion7()); }

public readonly record struct ThemeId(Guid Value) : IId { public static ThemeId New() => new(Guid.CreateVersion7()); }

public readonly record struct ThemeChangeId(Guid Value) : IId { public static ThemeChangeId New() => new(Guid.CreateVersion7()); }

public readonly record struct MapNodeId(Guid Value) : IId { public static MapNodeId New() => new(Guid.CreateVersion7()); }

public readonly record struct MapLinkId(Guid Value) : IId { public static MapLinkId New() => new(Guid.CreateVersion7()); }

public readonly record struct ReportId(Guid Value) : IId { public static ReportId New() => new(Guid.CreateVersion7()); }

public readonly record struct ReportPartId(Guid Value) : IId { public static ReportPartId New() => new(Guid.CreateVersion7()); }

public readonly record struct ReportVersionId(Guid Value) : IId { public static ReportVersionId New() => new(Guid.CreateVersion7()); }

public readonly record struct ArchiveId(Guid Value) : IId { public static ArchiveId New() => new(Guid.CreateVersion7()); }

public readonly record struct ApiTokenId(Guid Value) : IId { public static ApiTokenId New() => new(Guid.CreateVersion7()); }

public readonly record struct TemplateId(Guid Value) : IId { public static TemplateId New() => new(Guid.CreateVersion7()); }

public readonly record struct RecordingId(Guid Value) : IId { public static RecordingId New() => new(Guid.CreateVersion7()); }

public readonly record struct HearerId(Guid Value) : IId { public static HearerId New() => new(Guid.CreateVersion7()); }

public readonly record struct TranscriptionId(Guid Value) : IId { public static TranscriptionId New() => new(Guid.CreateVersion7()); }
