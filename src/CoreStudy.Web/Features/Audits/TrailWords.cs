using System.Globalization;
using System.Text;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Audits;

/// <summary>The entries of the audit trail in plain English.</summary>
internal static class TrailWords
{
    /// <summary>One sentence without a full stop: “Grace Okafor opened transcript PSW-04 for coding”.</summary>
    public static string Of(AuditEntry entry, TrailNames names)
    {
        if (entry.Kind == AuditKind.SignInRefused) return Refused(entry, names);
        return $"{names.Who(entry)} {Deed(entry, names)}";
    }

    /// <summary>A kind in a list to choose from: “Transcript opened”.</summary>
    public static string Of(AuditKind kind) => Spaced(kind.ToString());

    public static string Of(AuditThing thing) => thing switch
    {
        AuditThing.Nothing => "nothing in particular",
        AuditThing.Change => "change of the framework",
        AuditThing.Version => "version of the framework",
        AuditThing.Entity => "somebody or something in a text",
        AuditThing.Flag => "flagged passage",
        AuditThing.Matrix => "framework matrix",
        AuditThing.Token => "token for a program",
        _ => thing.ToString().ToLowerInvariant(),
    };

    public static string Of(ExportedList list) => list switch
    {
        ExportedList.Reveals => "the list of who looked",
        ExportedList.Destructions => "the list of what was destroyed",
        ExportedList.Rounds => "the list of rounds",
        ExportedList.Workload => "the table of work over time",
        ExportedList.AuditTrail => "the audit trail",
        ExportedList.EarlierAuditTrail => "the audit trail of before the study came here",
        ExportedList.Comparison => "a comparison of versions",
        ExportedList.Framework => "the framework",
        ExportedList.ImportPlan => "the plan of an import",
        ExportedList.Changes => "the history of the framework",
        ExportedList.Settlements => "the list of what is settled",
        ExportedList.Clinic => "the table of the framework clinic",
        ExportedList.Flags => "the list of flagged passages",
        ExportedList.TextRevisions => "the history of a transcript’s words",
        ExportedList.PassageReviews => "the list of passages to look at again",
        ExportedList.Places => "the list of trusts and sites",
        ExportedList.Progress => "a table of progress",
        ExportedList.TranscriptReviews => "the list of transcripts being anonymised",
        ExportedList.ImportedCodings => "the rows of a file of codings",
        ExportedList.Agreement => "a table of agreement between coders",
        ExportedList.ComparedPassages => "a list of passages that coders compared",
        ExportedList.Concordance => "a concordance",
        ExportedList.WordFrequencies => "a table of word frequencies",
        ExportedList.Matrices => "the list of framework matrices",
        ExportedList.FrameworkMatrix => "a framework matrix",
        ExportedList.Summaries => "the list of summaries of interviews",
        ExportedList.Passages => "passages of transcripts",
        ExportedList.Queries => "the list of queries",
        ExportedList.Drift => "a table of agreement over time",
        ExportedList.ThemeChanges => "the history of the themes",
        ExportedList.ThemeCounts => "a table of a theme’s counts",
        ExportedList.ThematicMap => "the thematic map",
        ExportedList.Memos => "memos",
        ExportedList.Journal => "their own journal",
        ExportedList.Matrix => "a matrix",
        ExportedList.CodeTimeline => "a timeline of codes",
        ExportedList.CodeNetwork => "a network of codes",
        ExportedList.CodeTree => "a map of the framework",
        ExportedList.Saturation => "a curve of saturation",
        ExportedList.Report => "a report",
        ExportedList.WholeStudy => "the whole study, for other programs",
        ExportedList.CodedTranscript => "a transcript with its codings",
        ExportedList.Tokens => "the list of tokens for programs",
        ExportedList.TranscriptWords => "the words of a transcript",
        ExportedList.Checklist => "a reporting checklist",
        _ => $"the list of {list.ToString().ToLowerInvariant()}",
    };

    private static string Changed(AuditDetail detail, string report) =>
        detail.Says("added") ? $"put a part into {report}" : detail.Says("removed") ? $"took a part out of {report}" : detail.Says("back") ? $"brought a part of {report} back" : detail.Says("moved") ? $"moved a part of {report}" : $"changed a part of {report}";

    private static string Deed(AuditEntry entry, TrailNames names)
    {
        var detail = entry.Detail;
        string About(string otherwise) => names.Subject(entry) ?? otherwise;
        string The(string thing) => names.Subject(entry) is { } name ? $"{thing} {name}" : $"a {thing}";
        string Counted(string name, string one, string many) => detail.CountOf(name) is { } count ? count == 1 ? $"1 {one}" : $"{count:N0} {many}" : many;
        var role = detail.WordOf<Role>("role") is { } named ? RoleWords.Of(named).ToLowerInvariant() : "member";
        var isNew = detail.Says("new");
        return entry.Kind switch
        {
            AuditKind.SignedIn => $"signed in with {Means(detail)}",
            AuditKind.SignedOut => "signed out",
            AuditKind.SignedOutEverywhere => "signed out on every device",
            AuditKind.SignedOutElsewhere => "signed out on other devices",
            AuditKind.PasswordChanged => "changed their password",
            AuditKind.PasswordSetByLink => "set a new password by link",
            AuditKind.TwoStepTurnedOn => "turned on two-step sign-in",
            AuditKind.TwoStepTurnedOff => "turned off two-step sign-in",
            AuditKind.RecoveryCodesMade => "made new recovery codes",
            AuditKind.PasskeyAdded => "added a passkey",
            AuditKind.PasskeyRemoved => "removed a passkey",
            AuditKind.NameChanged => "changed how they are called",
            AuditKind.AccountMade => $"made the account of {About("somebody")}{(detail.Says("operator") ? ", who may create studies" : "")}",
            AuditKind.AccountLocked => $"locked the account of {About("somebody")}",
            AuditKind.AccountUnlocked => $"unlocked the account of {About("somebody")}",
            AuditKind.AccountRecovered => $"let {About("somebody")} back in: two-step sign-in is off, passkeys are removed",
            AuditKind.PasswordLinkMade => $"made a link by which {About("somebody")} can choose a new password",
            AuditKind.MemberInvited => $"invited somebody as {role}",
            AuditKind.InvitationWithdrawn => "withdrew an invitation",
            AuditKind.MemberJoined => entry.SubjectKind == AuditThing.Member ? $"added {About("somebody")} as {role}" : $"joined as {role}",
            AuditKind.RoleChanged => $"made {About("somebody")} {role}",
            AuditKind.MembershipEnded => $"ended the membership of {About("somebody")}",
            AuditKind.StudyMade => "created the study",
            AuditKind.StudyChanged => "changed what the study is called",
            AuditKind.StudyArchived => "put the study away",
            AuditKind.StudyBroughtBack => "brought the study back",
            AuditKind.PlaceSaved => $"saved {The(Of(entry.SubjectKind))}",
            AuditKind.PlaceArchived => $"put {The(Of(entry.SubjectKind))} away",
            AuditKind.PlaceBroughtBack => $"brought {The(Of(entry.SubjectKind))} back",
            AuditKind.PlaceRemoved => $"removed {The(Of(entry.SubjectKind))}",
            AuditKind.TargetsSet => "set the targets for recruitment",
            AuditKind.ParticipantRolesChanged => "changed what participants can be",
            AuditKind.AttributesChanged => "changed what is noted about participants",
            AuditKind.ParticipantRead => $"opened {The("participant")} to change it",
            AuditKind.ParticipantSaved => $"{(isNew ? "added" : "changed")} {The("participant")}",
            AuditKind.ParticipantArchived => $"put {The("participant")} away",
            AuditKind.ParticipantBroughtBack => $"brought {The("participant")} back",
            AuditKind.ParticipantsImported => $"brought in {Counted("participants", "participant", "participants")} from a table",
            AuditKind.CodingsImported => $"brought in {Counted("codings", "coding", "codings")} of {Counted("coders", "coder", "coders")} on {Counted("transcripts", "transcript", "transcripts")} from a file",
            AuditKind.ImportedCodingsTakenBack => $"took back {Counted("codings", "coding", "codings")} on {Counted("transcripts", "transcript", "transcripts")} that had come from a file",
            AuditKind.StudyImported => $"brought in a study of another program, with {Counted("transcripts", "transcript", "transcripts")} and {Counted("codings", "coding", "codings")}",
            AuditKind.ApproachChanged => "said how the study treats agreement between coders",
            AuditKind.InterviewSaved => $"{(isNew ? "added" : "changed")} {The("interview")}{(detail.WordOf<InterviewState>("state") is { } state ? $" ({state.ToString().ToLowerInvariant()})" : "")}",
            AuditKind.InterviewArchived => $"put {The("interview")} away",
            AuditKind.InterviewBroughtBack => $"brought {The("interview")} back",
            AuditKind.TranscriptImported => $"imported {The("transcript")} with {Counted("turns", "turn", "turns")}{(detail.Says("open") ? ", open for coding" : "")}",
            AuditKind.TranscriptDescribed => $"changed the title or content note of {The("transcript")}",
            AuditKind.TranscriptOpened => $"opened {The("transcript")} for coding",
            AuditKind.TranscriptClosed => $"closed {The("transcript")} for coding",
            AuditKind.TranscriptArchived => $"put {The("transcript")} away",
            AuditKind.TranscriptBroughtBack => $"brought {The("transcript")} back",
            AuditKind.FrameworkChanged => Framework(detail, Counted),
            AuditKind.FrameworkFrozen => $"froze the framework as {About("a version")}",
            AuditKind.PassagesKept => $"said of {Counted("passages", "passage", "passages")} that the code still fits",
            AuditKind.PassagesReopened => $"opened {Counted("passages", "passage", "passages")} again to look at",
            AuditKind.WorkAssigned => $"gave {Counted("transcripts", "transcript", "transcripts")} to {Counted("coders", "coder", "coders")}{Due(detail)}",
            AuditKind.WorkRescheduled => $"changed the date of {Counted("assignments", "assignment", "assignments")}{Due(detail)}",
            AuditKind.WorkWithdrawn => $"took back {Counted("assignments", "assignment", "assignments")}",
            AuditKind.WorkMarkedDone => $"said that {The("transcript")} is coded",
            AuditKind.WorkTakenUpAgain => $"took up {The("transcript")} again",
            AuditKind.WorkSignedOff => $"signed off {The("transcript")}{Coder(detail, names)}",
            AuditKind.WorkSentBack => $"sent {The("transcript")} back{Coder(detail, names, " to")}",
            AuditKind.SignOffTakenBack => $"took back the sign-off of {The("transcript")}{Coder(detail, names)}",
            AuditKind.CodedInBulk => $"coded {Counted("passages", "passage", "passages")} of {Counted("transcripts", "transcript", "transcripts")} that a search had found",
            AuditKind.BulkCodingTakenBack => $"took back a batch of codings: {Counted("passages", "passage", "passages")}",
            AuditKind.StopWordsChanged => $"changed which words are left out when words are counted: {Counted("words", "word", "words")}",
            AuditKind.MatrixSaved => $"{(isNew ? "made" : "changed")} {The("framework matrix")}",
            AuditKind.MatrixArchived => $"put {The("framework matrix")} away",
            AuditKind.MatrixBroughtBack => $"brought {The("framework matrix")} back",
            AuditKind.ReportSaved => $"{(isNew ? "made" : "changed")} {The("report")}",
            AuditKind.ReportChanged => Changed(detail, The("report")),
            AuditKind.ReportArchived => $"put {The("report")} away",
            AuditKind.ReportBroughtBack => $"brought {The("report")} back",
            AuditKind.ReportVersionSaved => $"saved version {detail.CountOf("version"):N0} of {The("report")}",
            AuditKind.ReportVersionBroughtBack => $"made {The("report")} what version {detail.CountOf("version"):N0} of it was",
            AuditKind.SummarySaved => $"wrote the summary of {About(Of(entry.SubjectKind))}{(names.Of(detail.IdOf("matrix")) is { } matrix ? $" in the framework matrix {matrix}" : "")}{(detail.WordOf<SummaryState>("state") is { } written ? $" ({SummaryWords.Of(written).ToLowerInvariant()})" : "")}",
            AuditKind.SettlingBegun => $"began to settle {The("transcript")}: {Counted("agreed", "passage", "passages")} agreed, {Counted("differences", "difference", "differences")}",
            AuditKind.SettlementSignedOff => $"signed off what was settled in {The("transcript")}{(detail.CountOf("left") is > 0 and var left ? $", with {left:N0} left to be discussed" : "")}",
            AuditKind.SettlementReopened => $"opened the settling of {The("transcript")} again",
            AuditKind.FindingWritten => "wrote a finding",
            AuditKind.FindingChanged => detail.Says("moved") ? "moved a finding" : "changed a finding",
            AuditKind.FindingRemoved => $"removed a finding, with {Counted("passages", "passage", "passages")} that it stood on",
            AuditKind.EvidenceChosen => detail.Says("again") ? "looked at a passage of a finding again" : detail.Says("contradicting") ? "chose a passage that speaks against a finding" : "chose a passage that supports a finding",
            AuditKind.EvidenceTakenOff => "took a passage off a finding",
            AuditKind.QuoteMade => "made a quote",
            AuditKind.QuoteChanged => detail.Says("attached") ? "put a quote to a finding" : detail.Says("detached") ? "took a quote off a finding" : detail.Says("seen") ? "looked at a quote again" : "changed a quote",
            AuditKind.QuoteApproved => "approved a quote",
            AuditKind.QuoteTakenBack => "took back the approval of a quote",
            AuditKind.QuoteRemoved => "removed a quote",
            AuditKind.QuoteLabelsChanged => "changed what stands below quotes",
            AuditKind.ListExported => $"downloaded {(detail.WordOf<ExportedList>("list") is { } list ? Of(list) : "a list")}{(detail.CountOf("rows") is not null ? $" ({Counted("rows", "row", "rows")})" : "")}{(detail.IdOf("token") is not null ? ", by a program" : "")}{(detail.CountOf("warnings") is > 0 ? $", with {Counted("warnings", "place", "places")} in released words that may tell who somebody is" : "")}",
            AuditKind.ExportHeldBack => $"was stopped from taking out {(detail.WordOf<ExportedList>("list") is { } held ? Of(held) : "a file")}",
            AuditKind.ExportOverridden => $"took out {(detail.WordOf<ExportedList>("list") is { } taken ? Of(taken) : "a file")} that had been held back",
            AuditKind.TrailChecked => detail.Says("valid") ? $"checked the audit trail: {Counted("entries", "entry", "entries")}, all in order" : $"checked the audit trail and found it broken at entry {detail.CountOf("brokenAt"):N0}",
            AuditKind.IdentitySeen => detail.Says("all") ? "looked at who the participants are" : $"looked at who {The("participant")} is",
            AuditKind.OriginalSeen => detail.Says("all") ? "looked at originals of transcripts" : $"looked at the original of {The("transcript")}",
            AuditKind.PlaceNamesSeen => detail.Says("all") ? "looked at what trusts and sites are called" : $"looked at what {The("place")} is called",
            AuditKind.RevealOpened => $"opened {Revealed(detail, names.Subject(entry))}{(detail.WordOf<RevealReason>("reason") is { } reason ? $": {RevealWords.Of(reason).ToLowerInvariant()}" : "")}{(Shown(detail) is { } means ? $", by {means}" : "")}",
            AuditKind.RevealRefused => $"was refused {Revealed(detail, names.Subject(entry))}: wrong {Shown(detail) ?? "code or password"}",
            AuditKind.RevealClosed => $"hid {Revealed(detail, names.Subject(entry))} again",
            AuditKind.PlaceNameSaved => $"changed what {The("place")} is really called",
            AuditKind.IdentitiesImported => $"brought in who {Counted("participants", "participant is", "participants are")} from a table",
            AuditKind.WholeStudyTaken => detail.Says("vault") ? $"took the whole study out as an archive, with the vault{(detail.CountOf("recordings") is > 0 ? $" and {Counted("recordings", "recording", "recordings")}" : "")}" : "took the whole study out as an archive, without the vault",
            AuditKind.WholeStudyRestored => $"restored the study from an archive{(detail.Says("vault") ? " with the vault" : "")}{(detail.CountOf("recordings") is > 0 ? $" and {Counted("recordings", "recording", "recordings")}" : "")}; {Counted("entries", "entry", "entries")} of its earlier audit trail came along",
            AuditKind.VaultRead => "read the whole vault for an archive",
            AuditKind.IdentitiesExported => "took out a file of who the participants are",
            AuditKind.RetentionDateSet => $"set until when {Kept(detail)} may be kept",
            AuditKind.DestructionStarted => $"confirmed that {Kept(detail)} are destroyed",
            AuditKind.DestructionStopped => $"stopped the destruction of {Kept(detail)}",
            AuditKind.IdentitySaved => $"changed who {The("participant")} is",
            AuditKind.RedactionDecided => $"decided redactions in {The("transcript")}{(detail.CountOf("replaced") is not null ? $" ({detail.CountOf("replaced"):N0} replaced, {detail.CountOf("left"):N0} left as they are)" : "")}",
            AuditKind.RedactionsSignedOff => $"signed off the redactions of {The("transcript")}",
            AuditKind.TranscriptReleased => $"released {The("transcript")} for coding",
            AuditKind.TurnTimesSet => $"set when the turns of {The("transcript")} start in its recording",
            AuditKind.TextRevised => $"revised the text of {The("transcript")}",
            AuditKind.TextRestored => $"restored an earlier text of {The("transcript")}",
            AuditKind.PassageFlagged => $"flagged a passage of {The("transcript")}",
            AuditKind.FlagDecided => $"decided a flag in {The("transcript")}",
            AuditKind.ConsentRecorded => $"recorded the consent of {The("participant")}",
            AuditKind.ParticipantWithdrawn => $"withdrew {The("participant")}",
            AuditKind.KeyDestroyed => $"destroyed the key of {The(Of(entry.SubjectKind))}",
            AuditKind.MasterKeyRotated => "changed the master key",
            AuditKind.RetentionDone => "destroyed what was kept until its date",
            AuditKind.AnonymisationRulesChanged => "changed how the study anonymises",
            AuditKind.ReviewTakenBack => $"took {The("transcript")} back to review",
            AuditKind.ScanFindExplained => $"explained a find of the scan of {The("transcript")}",
            AuditKind.ReplacedInStudy => $"replaced an identifier in the study ({Counted("places", "place", "places")})",
            AuditKind.TakenBackInStudy => "took back a replacement in the study",
            AuditKind.WordsRefused => $"was refused words that the study keeps apart{(detail.WordOf<TypedField>("field") is { } field and not TypedField.Other ? $" (typed as {Spaced(field.ToString()).ToLowerInvariant()})" : "")}",
            AuditKind.DisclosureSettingsChanged => "changed from how many people on a group may be told apart",
            AuditKind.ExportAgreed => detail.Says("second") ? "agreed, as a second admin, that a stopped file leaves" : "agreed that a stopped file leaves",
            AuditKind.MemoShared => "shared a memo with the team",
            AuditKind.MemoRemoved => "removed a memo that the team could read",
            AuditKind.MemoBroughtBack => "brought back a memo that the team can read",
            AuditKind.MemoVersionTakenOut => "took an earlier version of a memo out of its history",
            AuditKind.RoundStarted => $"started the blind round {About("of coding")}: {Counted("transcripts", "transcript", "transcripts")} by {Counted("coders", "coder", "coders")}",
            AuditKind.RoundOpened => detail.Says("early") ? $"opened the round {About("of coding")} before all had handed in" : $"opened the round {About("of coding")}, when all had handed in",
            AuditKind.RoundCalledOff => $"called off the round {About("of coding")}",
            AuditKind.QuerySaved => isNew ? "saved a query" : "changed a query",
            AuditKind.QueryShared => "shared a query with the team",
            AuditKind.QueryKeptToOneself => "took a query back from the team",
            AuditKind.QueryRemoved => detail.Says("shared") ? "deleted a query that the team shared" : "deleted a query",
            AuditKind.ChecklistAnswered => $"{(detail.Says("emptied") ? "took back the answer to" : "answered")} {(detail.WordOf<ChecklistKind>("list") is { } checklist ? Checklist.Of(checklist).Name : "a checklist")}{(detail.CountOf("item") is { } item ? $", item {item:N0}" : "")}",
            AuditKind.TemplateAdded => "added a template for reports",
            AuditKind.TemplateChosen => detail.Says("taken") ? "took a template off reports" : "chose the template that reports take on",
            AuditKind.TemplateRemoved => "removed a template for reports",
            AuditKind.ThemesChanged => Themes(detail, About("a theme")),
            AuditKind.BackupMade => $"backed up the installation{(detail.Says("keys") ? " and its keys" : ", without its keys")}, with {Counted("recordings", "recording", "recordings")}",
            AuditKind.BackupRestored => $"put the installation back from the backup of {(DateOnly.TryParseExact(detail.TextOf("of"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of) ? Days.Of(of) : "another day")}",
            AuditKind.TokenMade => $"made a token by which a program reads for them{(detail.Says("words") ? ", words of participants too" : "")}{(DateOnly.TryParseExact(detail.TextOf("until"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) ? $", until {Days.Of(until)}" : "")}",
            AuditKind.TokenRevoked => "revoked a token, by which no program reads for them any more",
            AuditKind.TokenUsed => "let a program read for them, the first time on this day",
            AuditKind.RecordingUploadBegun => $"began to bring in a recording of {About("an interview")}",
            AuditKind.RecordingUploadStopped => detail.Says("expired") ? $"let the upload of a recording of {About("an interview")} expire" : $"stopped the upload of a recording of {About("an interview")}",
            AuditKind.RecordingBroughtIn => $"brought in a recording of {About("an interview")}{(detail.CountOf("minutes") is { } minutes ? $", {minutes:N0} min" : "")}",
            AuditKind.RecordingHeard => $"listened to the recording of {About("an interview")}",
            AuditKind.RecordingDestroyed => $"had the recording of {About("an interview")} destroyed{detail.WordOf<RecordingEnd>("why") switch
            {
                RecordingEnd.Retention => ", its time being over",
                RecordingEnd.Withdrawal => ", by a withdrawal",
                RecordingEnd.Transcribed => ", it being transcribed",
                _ => "",
            }}",
            AuditKind.HearingGranted => $"named {names.Of(detail.IdOf("hearer")) ?? "somebody"} to {(detail.WordOf<Hearing>("may") is Hearing.Transcribe ? "transcribe" : "hear")} the recording of {About("an interview")}",
            AuditKind.HearingEnded => $"ended that {names.Of(detail.IdOf("hearer")) ?? "somebody"} may hear the recording of {About("an interview")}",
            AuditKind.TranscriptionBegun => $"began to transcribe the recording of {About("an interview")}",
            AuditKind.TranscriptionOpened => $"opened what is typed of the recording of {About("an interview")}",
            AuditKind.TranscriptionTyped => $"typed at the transcription of {About("an interview")}",
            AuditKind.TranscriptionDrafted => $"had a speech engine draft the transcription of {About("an interview")} ({Counted("turns", "turn", "turns")})",
            AuditKind.TranscriptionChecked => $"marked the transcription of {About("an interview")} as checked{(detail.Says("typist") ? ", being its typist, since nobody else may hear the recording" : "")}",
            AuditKind.TranscriptionTakenBack => $"took back that the transcription of {About("an interview")} is checked",
            AuditKind.TranscriptionSent => $"handed the transcription of {About("an interview")} on as a transcript{(detail.Says("identifiable") ? ", to be anonymised" : "")}",
            AuditKind.TranscriptionDeleted => $"deleted what was typed of the recording of {About("an interview")}{(detail.CountOf("words") is { } typed ? $" ({typed:N0} words)" : "")}",
            AuditKind.ThematicMapChanged => detail.TextOf("deed") switch
            {
                "Arrange" => "arranged the thematic map",
                "Draw" => "drew a link on the thematic map",
                "Reword" => "changed a link on the thematic map",
                _ => "took a link off the thematic map",
            },
            _ => Spaced(entry.Kind.ToString()).ToLowerInvariant(),
        };
    }

    private static string Revealed(AuditDetail detail, string? name) => detail.WordOf<RevealKind>("what") switch
    {
        RevealKind.Transcript => name is null ? "originals of transcripts" : $"the original of {name}",
        RevealKind.Vault => "the whole vault",
        RevealKind.Place => name is null ? "the real names of trusts and sites" : $"the real name of {name}",
        _ => name is null ? "who the participants are" : $"who {name} is",
    };

    private static string Kept(AuditDetail detail) => detail.WordOf<RetentionKind>("what") switch
    {
        RetentionKind.Recordings => "recordings",
        RetentionKind.Originals => "original transcripts",
        RetentionKind.Identities => "identities",
        _ => "signed consent forms",
    };

    private static string Refused(AuditEntry entry, TrailNames names)
    {
        var why = entry.Detail.WordOf<SignInFault>("why") switch
        {
            SignInFault.NoSuchAccount => "no such account",
            SignInFault.Locked => "the account is locked",
            SignInFault.Resting => "too many tries",
            SignInFault.NoPassword => "no password has been set",
            SignInFault.WrongPassword => "wrong password",
            SignInFault.WrongCode => "wrong code",
            SignInFault.PasskeyNeeded => "its passkey was needed",
            _ => "not accepted",
        };
        return $"Somebody tried to sign in{(names.Subject(entry) is { } name ? $" as {name}" : "")} with {Means(entry.Detail)}: {why}";
    }

    /// <summary>By what somebody showed afresh who they are; null for entries that do not tell.</summary>
    private static string? Shown(AuditDetail detail) => detail.WordOf<SignInMeans>("means") switch
    {
        SignInMeans.Code => "code",
        SignInMeans.Password => "password",
        SignInMeans.Passkey => "passkey",
        _ => null,
    };

    private static string Means(AuditDetail detail) => detail.WordOf<SignInMeans>("means") switch
    {
        SignInMeans.Code => "a password and a code",
        SignInMeans.RecoveryCode => "a password and a recovery code",
        SignInMeans.Passkey => "a passkey",
        _ => "a password",
    };

    private static string Framework(AuditDetail detail, Func<string, string, string, string> counted)
    {
        var what = detail.WordOf<ChangeKind>("change") switch
        {
            ChangeKind.Create => "made a code",
            ChangeKind.Propose => "proposed a code",
            ChangeKind.Accept => "accepted a proposed code",
            ChangeKind.Decline => "declined a proposed code",
            ChangeKind.Rewrite => "rewrote a code",
            ChangeKind.Move => "moved a code",
            ChangeKind.Retire => "retired a code",
            ChangeKind.Restore => "restored a code",
            ChangeKind.Merge => "merged a code into another",
            ChangeKind.Split => "split a code",
            ChangeKind.Import => $"imported {counted("codes", "code", "codes")} into the framework",
            ChangeKind.Undo => "undid a change of the framework",
            _ => "changed the framework",
        };
        return detail.CountOf("codings") is > 0 ? $"{what}; {counted("codings", "coding", "codings")} followed" : what;
    }

    private static string Themes(AuditDetail detail, string theme) => detail.WordOf<ThemeChangeKind>("change") switch
    {
        ThemeChangeKind.Create => $"made the theme {theme}",
        ThemeChangeKind.Rewrite => $"rewrote the theme {theme}",
        ThemeChangeKind.Mark => detail.WordOf<ThemeStatus>("status") switch
        {
            ThemeStatus.Dropped => $"dropped the theme {theme}",
            { } status => $"marked the theme {theme} as {status.ToString().ToLowerInvariant()}",
            null => $"marked the theme {theme}",
        },
        ThemeChangeKind.Move => $"moved the theme {theme}",
        ThemeChangeKind.PutCode => $"put a code into or among the codes of the theme {theme}",
        ThemeChangeKind.TakeCode => $"took a code out of the theme {theme}",
        ThemeChangeKind.Remove => $"removed the empty theme {theme}",
        _ => "undid a change of the themes",
    };

    private static string Due(AuditDetail detail) =>
        DateOnly.TryParseExact(detail.TextOf("due"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? $", due on {Days.Of(day)}" : "";

    private static string Coder(AuditDetail detail, TrailNames names, string before = ", coded by") => names.Of(detail.IdOf("coder")) is { } coder ? $"{before} {coder}" : "";

    /// <summary>“TranscriptOpened” as “Transcript opened”.</summary>
    private static string Spaced(string name)
    {
        var words = new StringBuilder(name.Length + 6);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(letter);
        }

        return words.ToString();
    }
}
