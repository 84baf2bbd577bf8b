using CoreStudy.Domain;
using CoreStudy.Interchange.Reports;

namespace CoreStudy.Web.Ui;

/// <summary>A checklist that a report can have as its appendix, as far as the study and the team have answered it.</summary>
public interface IToldChecklists
{
    /// <summary>The short names of the lists there are, such as COREQ.</summary>
    IReadOnlyList<string> Names { get; }

    Task<Result<ChecklistPart>> ReadAsync(AccountId me, StudyId studyId, string name, CancellationToken cancel);
}
