namespace CoreStudy.Domain.Audits;

/// <summary>The lists and files that can be taken out of the app.</summary>
public enum ExportedList
{
    Assignments,
    AuditTrail,
    Changes,
    Codings,
    Comparison,
    Flags,
    Framework,
    ImportPlan,
    Interviews,
    Members,
    Participants,
    PassageReviews,
    Places,
    Progress,
    Questions,
    TextRevisions,
    TranscriptReviews,
    Transcripts,
    Versions,
    Consents,
    Reveals,
    Destructions,
    Identities,
    Settlements,
    Clinic,
    Rounds,
    Workload,
}
