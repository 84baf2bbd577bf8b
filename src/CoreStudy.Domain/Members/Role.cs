namespace CoreStudy.Domain.Members;

/// <summary>What a member of the team does in one study. Not to be mixed up with a participant's role, such as PSW supervisor.</summary>
public enum Role
{
    /// <summary>Reads and codes what is open for coding.</summary>
    Coder,

    /// <summary>Brings in transcripts, keeps the framework, and codes.</summary>
    Researcher,

    /// <summary>Watches over coders, answers their questions.</summary>
    Supervisor,

    /// <summary>Plans the study; may do what a researcher and a supervisor may.</summary>
    StudyLead,

    /// <summary>Manages accounts and memberships.</summary>
    Admin,
}

/// <summary>Everything that a member can ask the server to do in a study; <see cref="Rights"/> says who may.</summary>
public enum Operation
{
    /// <summary>See the study, its trusts, sites, and framework.</summary>
    SeeStudy,

    /// <summary>Change the study's name, description and participant roles, its trusts and sites.</summary>
    ManageStudy,

    /// <summary>See participants (labels) and interviews.</summary>
    SeeInterviews,

    /// <summary>Create and edit participants and interviews.</summary>
    ManageInterviews,

    /// <summary>Bring in transcripts; open them for coding, or close them; mark distressing passages.</summary>
    ImportTranscripts,

    /// <summary>Read a transcript that has been opened for coding.</summary>
    ReadTranscripts,

    /// <summary>Read a transcript that has not been opened for coding.</summary>
    ReadUnopenedTranscripts,

    /// <summary>Apply, change and remove one's own codings; comment; write memos.</summary>
    Code,

    /// <summary>Propose a code.</summary>
    ProposeCodes,

    /// <summary>Create, edit, move, retire and accept codes.</summary>
    ManageCodebook,

    /// <summary>Give transcripts to coders, set due dates, take work back.</summary>
    AssignWork,

    /// <summary>Sign off what coders say is done, or send it back.</summary>
    SignOff,

    /// <summary>See how far each trust and each coder is.</summary>
    SeeProgress,

    /// <summary>See and answer the questions coders put to the supervisor.</summary>
    AnswerQuestions,

    /// <summary>See who is a member, in which role.</summary>
    SeeMembers,

    /// <summary>Invite people, change roles and trusts, end memberships.</summary>
    ManageMembers,

    /// <summary>Lock and unlock accounts of members, make a password reset link.</summary>
    ManageAccounts,

    /// <summary>Say of a passage that it may identify somebody, so that it is veiled until an admin has looked.</summary>
    FlagIdentifiers,

    /// <summary>Put right what was transcribed wrongly, and see what was there before.</summary>
    CorrectTranscripts,

    /// <summary>Decide what in a transcript identifies somebody, and what stands in its place.</summary>
    ManageAnonymisation,

    /// <summary>See who participants are, what places are really called, and transcripts as they came; after a fresh password, code or passkey, with a reason.</summary>
    SeeIdentities,

    /// <summary>See who looked at what identifies, when and why.</summary>
    SeeReveals,

    /// <summary>See which consents are on record, who has withdrawn, and what has to be destroyed when; never the evidence.</summary>
    SeeConsents,

    /// <summary>Record consents and their evidence.</summary>
    ManageConsent,

    /// <summary>Withdraw a participant and what is theirs.</summary>
    Withdraw,

    /// <summary>Destroy what a study may not keep any longer.</summary>
    DestroyDue,

    /// <summary>See counts of participants that few share, and which attributes single somebody out; say how few are too few.</summary>
    SeeSmallCells,

    /// <summary>See which rounds there are, who codes in them, and who has handed in.</summary>
    SeeRounds,

    /// <summary>Plan a round, open it early, call it off.</summary>
    ManageRounds,

    /// <summary>See what coders do in a blind round before it opens, unless one codes in it oneself.</summary>
    FollowBlindRounds,

    /// <summary>Settle what coders differ in; coders of a transcript read along and answer without it.</summary>
    SettleDifferences,

    /// <summary>See how much each coder does over time; everybody sees their own.</summary>
    SeeWorkload,

    /// <summary>Read the audit trail of the study, check it, and take it out as a file.</summary>
    SeeAudit,

    /// <summary>Bring in codings from a file, as their coders'.</summary>
    ImportCodings,

    /// <summary>See how far coders agree, and where they do not, once a round is open.</summary>
    SeeComparisons,

    /// <summary>See how each coder's agreement goes over time; one's own everybody sees who codes.</summary>
    SeeCoderFigures,

    /// <summary>Ask questions of the coded material: passages, queries, search, matrices and pictures; read summaries, themes, findings and quotes.</summary>
    Explore,

    /// <summary>Write summaries of interviews, and the cells of a framework matrix.</summary>
    WriteSummaries,

    /// <summary>Make themes, the thematic map, findings and quotes; share queries with the team.</summary>
    ManageThemes,

    /// <summary>Say which quotes may be printed.</summary>
    ApproveQuotes,

    /// <summary>Take the whole study out as a file for another program.</summary>
    TakeOutStudy,

    /// <summary>Take all of the study out as one file, whole: nothing in it is held back for small groups.</summary>
    TakeWholeStudy,

    /// <summary>See which recordings of interviews there are, and who may hear them; never their sound.</summary>
    SeeRecordings,

    /// <summary>Bring the recording of an interview in; who does may hear it and transcribe it.</summary>
    BringInRecordings,

    /// <summary>Hear a recording: whatever the role, only who was named for it; <c>Permissions</c> asks for that too.</summary>
    HearRecordings,

    /// <summary>Transcribe a recording: whatever the role, only who was named for it to transcribe.</summary>
    Transcribe,

    /// <summary>Name who may hear a recording, and end it.</summary>
    GrantHearing,

    /// <summary>Destroy a recording before its time.</summary>
    DestroyRecordings,
}
