using CoreStudy.Domain;

namespace CoreStudy.Web.Ui;

/// <summary>Says how far coders agreed, as a paper would.</summary>
public interface IToldAgreement
{
    /// <summary>A paragraph on the last round of coding that is open to be compared; empty where there is none, or where agreement is no measure of the study.</summary>
    Task<Result<string>> ReadAsync(AccountId me, StudyId studyId, CancellationToken cancel);
}
