namespace CoreStudy.Domain.Members;

/// <summary>The one table that says which role may do what in a study.</summary>
public static class Rights
{
    private static readonly Dictionary<Operation, Role[]> Table = new()
    {
        [Operation.SeeStudy] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.ManageStudy] = [Role.StudyLead, Role.Admin],
        [Operation.SeeInterviews] = [Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.ManageInterviews] = [Role.Researcher, Role.StudyLead],
        [Operation.ImportTranscripts] = [Role.Researcher, Role.StudyLead],
        [Operation.ReadTranscripts] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.ReadUnopenedTranscripts] = [Role.Researcher, Role.StudyLead],
        [Operation.Code] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.ProposeCodes] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.ManageCodebook] = [Role.Researcher, Role.StudyLead],
        [Operation.AssignWork] = [Role.StudyLead],
        [Operation.SignOff] = [Role.Supervisor, Role.StudyLead],
        [Operation.SeeProgress] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.AnswerQuestions] = [Role.Supervisor, Role.StudyLead],
        [Operation.SeeMembers] = [Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.ManageMembers] = [Role.StudyLead, Role.Admin],
        [Operation.ManageAccounts] = [Role.Admin],
        [Operation.FlagIdentifiers] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.CorrectTranscripts] = [Role.Researcher, Role.StudyLead],
        [Operation.ManageAnonymisation] = [Role.Admin],
        [Operation.SeeIdentities] = [Role.Admin],
        [Operation.SeeReveals] = [Role.StudyLead, Role.Admin],
        [Operation.SeeConsents] = [Role.StudyLead, Role.Admin],
        [Operation.ManageConsent] = [Role.Admin],
        [Operation.Withdraw] = [Role.Admin],
        [Operation.DestroyDue] = [Role.Admin],
        [Operation.SeeSmallCells] = [Role.StudyLead, Role.Admin],
        [Operation.SeeRounds] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.ManageRounds] = [Role.StudyLead],
        [Operation.FollowBlindRounds] = [Role.Supervisor, Role.StudyLead],
        [Operation.SettleDifferences] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.SeeWorkload] = [Role.StudyLead],
        [Operation.SeeAudit] = [Role.StudyLead, Role.Admin],
        [Operation.ImportCodings] = [Role.StudyLead],
        [Operation.SeeComparisons] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.SeeCoderFigures] = [Role.StudyLead],
        [Operation.Explore] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.WriteSummaries] = [Role.Researcher, Role.Supervisor, Role.StudyLead],
        [Operation.ManageThemes] = [Role.Researcher, Role.StudyLead],
        [Operation.ApproveQuotes] = [Role.StudyLead],
        [Operation.TakeOutStudy] = [Role.Researcher, Role.StudyLead],
        [Operation.TakeWholeStudy] = [Role.Admin],
        [Operation.SeeRecordings] = [Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.BringInRecordings] = [Role.Researcher, Role.StudyLead, Role.Admin],
        [Operation.HearRecordings] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.Transcribe] = [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead, Role.Admin],
        [Operation.GrantHearing] = [Role.Admin],
        [Operation.DestroyRecordings] = [Role.Admin],
    };

    public static bool Allow(Role role, Operation operation) => Table[operation].Contains(role);

    /// <summary>Whether it changes the material or the work on it, which stays as it is while a study is put away; the team can be changed even then.</summary>
    public static bool ChangesStudy(Operation operation) => operation is
        Operation.ManageStudy or Operation.ManageInterviews or Operation.ImportTranscripts or Operation.Code or Operation.ProposeCodes
        or Operation.ManageCodebook or Operation.AssignWork or Operation.SignOff
        or Operation.CorrectTranscripts or Operation.ManageRounds
        or Operation.ImportCodings or Operation.SettleDifferences
        or Operation.WriteSummaries or Operation.ManageThemes or Operation.ApproveQuotes
        or Operation.BringInRecordings or Operation.Transcribe;
}
