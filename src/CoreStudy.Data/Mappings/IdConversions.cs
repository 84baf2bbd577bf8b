using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoreStudy.Data.Mappings;

/// <summary>Each typed id is a uuid in its column.</summary>
internal static class IdConversions
{
    public static void AddTo(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<AccountId>().HaveConversion<AccountIds>();
        configuration.Properties<StudyId>().HaveConversion<StudyIds>();
        configuration.Properties<TrustId>().HaveConversion<TrustIds>();
        configuration.Properties<SiteId>().HaveConversion<SiteIds>();
        configuration.Properties<MemberId>().HaveConversion<MemberIds>();
        configuration.Properties<ParticipantId>().HaveConversion<ParticipantIds>();
        configuration.Properties<InterviewId>().HaveConversion<InterviewIds>();
        configuration.Properties<TranscriptId>().HaveConversion<TranscriptIds>();
        configuration.Properties<CodeId>().HaveConversion<CodeIds>();
        configuration.Properties<CodingId>().HaveConversion<CodingIds>();
        configuration.Properties<ActId>().HaveConversion<ActIds>();
        configuration.Properties<CommentId>().HaveConversion<CommentIds>();
        configuration.Properties<MemoId>().HaveConversion<MemoIds>();
        configuration.Properties<FindingId>().HaveConversion<FindingIds>();
        configuration.Properties<EvidenceId>().HaveConversion<EvidenceIds>();
        configuration.Properties<QuoteId>().HaveConversion<QuoteIds>();
        configuration.Properties<JournalEntryId>().HaveConversion<JournalEntryIds>();
        configuration.Properties<QueryId>().HaveConversion<QueryIds>();
        configuration.Properties<ContentNoteId>().HaveConversion<ContentNoteIds>();
        configuration.Properties<FlagId>().HaveConversion<FlagIds>();
        configuration.Properties<InvitationId>().HaveConversion<InvitationIds>();
        configuration.Properties<VersionId>().HaveConversion<VersionIds>();
        configuration.Properties<ChangeId>().HaveConversion<ChangeIds>();
        configuration.Properties<AssignmentId>().HaveConversion<AssignmentIds>();
        configuration.Properties<AttributeId>().HaveConversion<AttributeIds>();
        configuration.Properties<ConsentId>().HaveConversion<ConsentIds>();
        configuration.Properties<WithdrawalId>().HaveConversion<WithdrawalIds>();
        configuration.Properties<DestructionId>().HaveConversion<DestructionIds>();
        configuration.Properties<RevealId>().HaveConversion<RevealIds>();
        configuration.Properties<StoppedExportId>().HaveConversion<StoppedExportIds>();
        configuration.Properties<RoundId>().HaveConversion<RoundIds>();
        configuration.Properties<ReleaseId>().HaveConversion<ReleaseIds>();
        configuration.Properties<SettledCodingId>().HaveConversion<SettledCodingIds>();
        configuration.Properties<DifferenceId>().HaveConversion<DifferenceIds>();
        configuration.Properties<RemarkId>().HaveConversion<RemarkIds>();
        configuration.Properties<MatrixId>().HaveConversion<MatrixIds>();
        configuration.Properties<ColumnId>().HaveConversion<ColumnIds>();
        configuration.Properties<SummaryId>().HaveConversion<SummaryIds>();
        configuration.Properties<CodingImportId>().HaveConversion<CodingImportIds>();
        configuration.Properties<CodingBatchId>().HaveConversion<CodingBatchIds>();
        configuration.Properties<KeptPassageId>().HaveConversion<KeptPassageIds>();
        configuration.Properties<ThemeId>().HaveConversion<ThemeIds>();
        configuration.Properties<ThemeChangeId>().HaveConversion<ThemeChangeIds>();
        configuration.Properties<MapNodeId>().HaveConversion<MapNodeIds>();
        configuration.Properties<MapLinkId>().HaveConversion<MapLinkIds>();
        configuration.Properties<ReportId>().HaveConversion<ReportIds>();
        configuration.Properties<ReportPartId>().HaveConversion<ReportPartIds>();
        configuration.Properties<ReportVersionId>().HaveConversion<ReportVersionIds>();
        configuration.Properties<ArchiveId>().HaveConversion<ArchiveIds>();
        configuration.Properties<RecordingId>().HaveConversion<RecordingIds>();
        configuration.Properties<HearerId>().HaveConversion<HearerIds>();
        configuration.Properties<TranscriptionId>().HaveConversion<TranscriptionIds>();
        configuration.Properties<ApiTokenId>().HaveConversion<ApiTokenIds>();
        configuration.Properties<TemplateId>().HaveConversion<TemplateIds>();
    }

    private sealed class AccountIds() : ValueConverter<AccountId, Guid>(id => id.Value, value => new(value));

    private sealed class StudyIds() : ValueConverter<StudyId, Guid>(id => id.Value, value => new(value));

    private sealed class TrustIds() : ValueConverter<TrustId, Guid>(id => id.Value, value => new(value));

    private sealed class SiteIds() : ValueConverter<SiteId, Guid>(id => id.Value, value => new(value));

    private sealed class MemberIds() : ValueConverter<MemberId, Guid>(id => id.Value, value => new(value));

    private sealed class ParticipantIds() : ValueConverter<ParticipantId, Guid>(id => id.Value, value => new(value));

    private sealed class InterviewIds() : ValueConverter<InterviewId, Guid>(id => id.Value, value => new(value));

    private sealed class TranscriptIds() : ValueConverter<TranscriptId, Guid>(id => id.Value, value => new(value));

    private sealed class CodeIds() : ValueConverter<CodeId, Guid>(id => id.Value, value => new(value));

    private sealed class CodingIds() : ValueConverter<CodingId, Guid>(id => id.Value, value => new(value));

    private sealed class ActIds() : ValueConverter<ActId, Guid>(id => id.Value, value => new(value));

    private sealed class CommentIds() : ValueConverter<CommentId, Guid>(id => id.Value, value => new(value));

    private sealed class MemoIds() : ValueConverter<MemoId, Guid>(id => id.Value, value => new(value));

    private sealed class FindingIds() : ValueConverter<FindingId, Guid>(id => id.Value, value => new(value));

    private sealed class EvidenceIds() : ValueConverter<EvidenceId, Guid>(id => id.Value, value => new(value));

    private sealed class QuoteIds() : ValueConverter<QuoteId, Guid>(id => id.Value, value => new(value));

    private sealed class JournalEntryIds() : ValueConverter<JournalEntryId, Guid>(id => id.Value, value => new(value));

    private sealed class QueryIds() : ValueConverter<QueryId, Guid>(id => id.Value, value => new(value));

    private sealed class ContentNoteIds() : ValueConverter<ContentNoteId, Guid>(id => id.Value, value => new(value));

    private sealed class FlagIds() : ValueConverter<FlagId, Guid>(id => id.Value, value => new(value));

    private sealed class InvitationIds() : ValueConverter<InvitationId, Guid>(id => id.Value, value => new(value));

    private sealed class AttributeIds() : ValueConverter<AttributeId, Guid>(id => id.Value, value => new(value));

    private sealed class AssignmentIds() : ValueConverter<AssignmentId, Guid>(id => id.Value, value => new(value));

    private sealed class ChangeIds() : ValueConverter<ChangeId, Guid>(id => id.Value, value => new(value));

    private sealed class StoppedExportIds() : ValueConverter<StoppedExportId, Guid>(id => id.Value, value => new(value));

    private sealed class RoundIds() : ValueConverter<RoundId, Guid>(id => id.Value, value => new(value));

    private sealed class ReleaseIds() : ValueConverter<ReleaseId, Guid>(id => id.Value, value => new(value));

    private sealed class VersionIds() : ValueConverter<VersionId, Guid>(id => id.Value, value => new(value));

    private sealed class RevealIds() : ValueConverter<RevealId, Guid>(id => id.Value, value => new(value));

    private sealed class ConsentIds() : ValueConverter<ConsentId, Guid>(id => id.Value, value => new(value));

    private sealed class WithdrawalIds() : ValueConverter<WithdrawalId, Guid>(id => id.Value, value => new(value));

    private sealed class DestructionIds() : ValueConverter<DestructionId, Guid>(id => id.Value, value => new(value));

    private sealed class SettledCodingIds() : ValueConverter<SettledCodingId, Guid>(id => id.Value, value => new(value));

    private sealed class DifferenceIds() : ValueConverter<DifferenceId, Guid>(id => id.Value, value => new(value));

    private sealed class RemarkIds() : ValueConverter<RemarkId, Guid>(id => id.Value, value => new(value));

    private sealed class MatrixIds() : ValueConverter<MatrixId, Guid>(id => id.Value, value => new(value));

    private sealed class ColumnIds() : ValueConverter<ColumnId, Guid>(id => id.Value, value => new(value));

    private sealed class SummaryIds() : ValueConverter<SummaryId, Guid>(id => id.Value, value => new(value));

    private sealed class CodingImportIds() : ValueConverter<CodingImportId, Guid>(id => id.Value, value => new(value));

    private sealed class CodingBatchIds() : ValueConverter<CodingBatchId, Guid>(id => id.Value, value => new(value));

    private sealed class KeptPassageIds() : ValueConverter<KeptPassageId, Guid>(id => id.Value, value => new(value));

    private sealed class ThemeIds() : ValueConverter<ThemeId, Guid>(id => id.Value, value => new(value));

    private sealed class ThemeChangeIds() : ValueConverter<ThemeChangeId, Guid>(id => id.Value, value => new(value));

    private sealed class MapNodeIds() : ValueConverter<MapNodeId, Guid>(id => id.Value, value => new(value));

    private sealed class MapLinkIds() : ValueConverter<MapLinkId, Guid>(id => id.Value, value => new(value));

    private sealed class ReportIds() : ValueConverter<ReportId, Guid>(id => id.Value, value => new(value));

    private sealed class ReportPartIds() : ValueConverter<ReportPartId, Guid>(id => id.Value, value => new(value));

    private sealed class ReportVersionIds() : ValueConverter<ReportVersionId, Guid>(id => id.Value, value => new(value));

    private sealed class ArchiveIds() : ValueConverter<ArchiveId, Guid>(id => id.Value, value => new(value));

    private sealed class ApiTokenIds() : ValueConverter<ApiTokenId, Guid>(id => id.Value, value => new(value));

    private sealed class TemplateIds() : ValueConverter<TemplateId, Guid>(id => id.Value, value => new(value));

    private sealed class RecordingIds() : ValueConverter<RecordingId, Guid>(id => id.Value, value => new(value));

    private sealed class HearerIds() : ValueConverter<HearerId, Guid>(id => id.Value, value => new(value));

    private sealed class TranscriptionIds() : ValueConverter<TranscriptionId, Guid>(id => id.Value, value => new(value));
}
