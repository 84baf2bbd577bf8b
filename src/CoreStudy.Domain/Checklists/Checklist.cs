namespace CoreStudy.Domain.Checklists;

/// <summary>A reporting checklist that journals ask for.</summary>
public enum ChecklistKind
{
    /// <summary>Consolidated criteria for reporting qualitative research, 32 items.</summary>
    Coreq,

    /// <summary>Standards for reporting qualitative research, 21 items.</summary>
    Srqr,
}

/// <summary>What a study knows by itself that an item asks for.</summary>
public enum ChecklistFact
{
    /// <summary>How many people of which role work in the study; nobody's name.</summary>
    Team,

    /// <summary>How many participants took part.</summary>
    SampleSize,

    /// <summary>In how many trusts, how many interviews and focus groups.</summary>
    Setting,

    /// <summary>How many participants of each role.</summary>
    Sample,

    /// <summary>From when until when, and by what.</summary>
    Collection,

    /// <summary>How many people coded, and how many transcripts more than one of them.</summary>
    Coders,

    /// <summary>How large the framework is, and how often it was kept as a version.</summary>
    CodingTree,

    /// <summary>How many themes, on how many codes.</summary>
    Themes,

    /// <summary>What the coding was done with.</summary>
    Software,

    /// <summary>Blind rounds, settled differences.</summary>
    Trustworthiness,

    /// <summary>How many quotes were chosen, and how they are labelled.</summary>
    Quotes,

    /// <summary>How what participants said was kept apart from who they are.</summary>
    Confidentiality,
}

/// <summary>An item of a checklist. Number and matter are the source's; the words are ours.</summary>
/// <param name="Number">As the source numbers it, such as 12 or S5.</param>
/// <param name="Group">The part of the list that it stands in.</param>
/// <param name="Question">What to say, in a sentence.</param>
/// <param name="Fact">What the study knows towards it; null for nothing.</param>
public sealed record ChecklistItem(string Number, string Group, string Topic, string Question, ChecklistFact? Fact = null);

/// <summary>A reporting checklist.</summary>
/// <param name="Source">Where it comes from, to be cited.</param>
public sealed record Checklist(ChecklistKind Kind, string Name, string FullName, string Source, IReadOnlyList<ChecklistItem> Items)
{
    private const string Team = "Research team and reflexivity";
    private const string Design = "Study design";
    private const string Analysis = "Analysis and findings";
    private const string Beginning = "Title and abstract";
    private const string Introduction = "Introduction";
    private const string Methods = "Methods";
    private const string Results = "Results";
    private const string Discussion = "Discussion";
    private const string Other = "Other";

    /// <remarks>Tong A, Sainsbury P, Craig J. Int J Qual Health Care 2007;19(6):349–357, table 1: numbers, parts and what each item is about.</remarks>
    public static Checklist Coreq { get; } = new(
        ChecklistKind.Coreq, "COREQ", "Consolidated criteria for reporting qualitative research",
        "Tong A, Sainsbury P, Craig J. Consolidated criteria for reporting qualitative research (COREQ): a 32-item checklist for interviews and focus groups. International Journal for Quality in Health Care 2007;19(6):349–357. Items are given by number and in our own words.",
        [
            new("1", Team, "Who asked", "Say who held the interviews or led the focus groups.", ChecklistFact.Team),
            new("2", Team, "Qualifications", "Say which degrees or other qualifications the researchers held."),
            new("3", Team, "Work", "Say what the researchers worked as at the time."),
            new("4", Team, "Gender", "Say of which gender the researchers were."),
            new("5", Team, "Experience", "Say what experience or training in such research they had."),
            new("6", Team, "Ties before the study", "Say whether researchers and participants knew each other before the study began."),
            new("7", Team, "What participants knew", "Say what participants had been told of the researcher, such as their aims and reasons."),
            new("8", Team, "Leanings", "Say what about the interviewers, such as assumptions, interests or experience of their own, may have shaped the work."),
            new("9", Design, "Methodology", "Name the orientation that the study rests on, and how it shaped the work."),
            new("10", Design, "Choosing participants", "Say how participants were selected, for instance for variety, by convenience, or through others."),
            new("11", Design, "Approach", "Say how they were approached: in person, by letter, telephone or e-mail."),
            new("12", Design, "Sample size", "Say how many people took part.", ChecklistFact.SampleSize),
            new("13", Design, "Who did not take part", "Say how many declined or left, and why."),
            new("14", Design, "Place", "Say where the data were collected.", ChecklistFact.Setting),
            new("15", Design, "Others in the room", "Say whether anybody but participants and researchers was there."),
            new("16", Design, "Description of the sample", "Say what matters about who took part, and when.", ChecklistFact.Sample),
            new("17", Design, "Guide", "Say whether there was a guide with questions and prompts, and whether it was tried out."),
            new("18", Design, "More than one interview", "Say whether somebody was interviewed again, and how often."),
            new("19", Design, "Recording", "Say whether sound or pictures were recorded."),
            new("20", Design, "Notes in the field", "Say whether notes were taken during or after each interview."),
            new("21", Design, "Length", "Say how long interviews and focus groups took."),
            new("22", Design, "Saturation", "Say whether and how it was judged that further data would bring nothing new."),
            new("23", Design, "Transcripts returned", "Say whether participants saw their transcripts, to comment or correct."),
            new("24", Analysis, "Coders", "Say how many people coded the data.", ChecklistFact.Coders),
            new("25", Analysis, "Framework", "Say whether the coding framework is described.", ChecklistFact.CodingTree),
            new("26", Analysis, "Where themes came from", "Say whether themes were set beforehand or drawn from the data.", ChecklistFact.Themes),
            new("27", Analysis, "Software", "Name the software that the data were managed with.", ChecklistFact.Software),
            new("28", Analysis, "Feedback of participants", "Say whether participants commented on the findings."),
            new("29", Analysis, "Quotes", "Say whether quotes illustrate the themes, and how who said them is shown.", ChecklistFact.Quotes),
            new("30", Analysis, "Data and findings", "Say how one can see that the findings follow from the data.", ChecklistFact.Trustworthiness),
            new("31", Analysis, "Major themes", "Say where the main themes are set out.", ChecklistFact.Themes),
            new("32", Analysis, "Minor themes", "Say where lesser themes and cases that differ are discussed."),
        ]);

    /// <remarks>O'Brien BC and others. Acad Med 2014;89(9):1245–1251, table 1: numbers, parts and what each item is about.</remarks>
    public static Checklist Srqr { get; } = new(
        ChecklistKind.Srqr, "SRQR", "Standards for reporting qualitative research",
        "O'Brien BC, Harris IB, Beckman TJ, Reed DA, Cook DA. Standards for reporting qualitative research: a synthesis of recommendations. Academic Medicine 2014;89(9):1245–1251. Items are given by number and in our own words.",
        [
            new("S1", Beginning, "Title", "Show in the title what was studied and by which approach."),
            new("S2", Beginning, "Abstract", "Sum up background, aim, methods, results and conclusions."),
            new("S3", Introduction, "The problem", "Say what the problem is and why it matters, with what is known of it."),
            new("S4", Introduction, "Aim", "Say what the study set out to learn."),
            new("S5", Methods, "Approach and paradigm", "Name the approach and the view of knowledge behind it, and why they fit."),
            new("S6", Methods, "Researchers and reflexivity", "Say who the researchers are and how that may have shaped the work.", ChecklistFact.Team),
            new("S7", Methods, "Context", "Say in what setting it took place, and what matters about it.", ChecklistFact.Setting),
            new("S8", Methods, "Sampling", "Say how and why people, documents or events were chosen, and when it was enough.", ChecklistFact.SampleSize),
            new("S9", Methods, "Ethics", "Name the approval and how people consented, and how what they said was kept safe.", ChecklistFact.Confidentiality),
            new("S10", Methods, "Collecting the data", "Say what was collected, how, and from when until when.", ChecklistFact.Collection),
            new("S11", Methods, "Instruments", "Describe guides and devices, and whether they changed on the way."),
            new("S12", Methods, "Who and what was studied", "Say how many people, documents or events there were, and what they were like.", ChecklistFact.Sample),
            new("S13", Methods, "Handling the data", "Say how data were transcribed, kept, checked, made anonymous and coded.", ChecklistFact.Software),
            new("S14", Methods, "Analysis", "Say how themes were found and by whom.", ChecklistFact.Coders),
            new("S15", Methods, "Trustworthiness", "Say what was done so that the findings can be trusted.", ChecklistFact.Trustworthiness),
            new("S16", Results, "Main findings", "Set out what was found, such as themes or a theory.", ChecklistFact.Themes),
            new("S17", Results, "Evidence", "Show quotes or other evidence for each finding.", ChecklistFact.Quotes),
            new("S18", Discussion, "What it adds", "Relate the findings to earlier work, and say where they may hold."),
            new("S19", Discussion, "Limits", "Say how far the findings can be trusted, and why no further."),
            new("S20", Other, "Interests", "Name what might have swayed the study, and how that was dealt with."),
            new("S21", Other, "Funding", "Say who paid, and what part they had in the work."),
        ]);

    public static IReadOnlyList<Checklist> All { get; } = [Coreq, Srqr];

    public static Checklist Of(ChecklistKind kind) => kind == ChecklistKind.Coreq ? Coreq : Srqr;
}

/// <summary>What a team answers to an item of a checklist: one answer a study, whatever report it goes into.</summary>
public sealed class ChecklistAnswer
{
    /// <summary>In UTF-16 code units.</summary>
    public const int Longest = 4_000;

    private ChecklistAnswer() { }

    public StudyId StudyId { get; private set; }

    public ChecklistKind Kind { get; private set; }

    /// <summary>Of the item, as its source numbers it.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Empty where the answer was taken back.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How often it was written, from 1; a clash of two people is refused.</summary>
    public int Edition { get; private set; }

    public MemberId ChangedBy { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>An answer that is not written yet.</summary>
    /// <returns>A refusal where the list has no such item.</returns>
    public static Result<ChecklistAnswer> To(StudyId studyId, ChecklistKind kind, string number) =>
        Checklist.Of(kind).Items.Any(i => i.Number == number) ? new ChecklistAnswer { StudyId = studyId, Kind = kind, Number = number } : Refusal.NotFound;

    /// <param name="before">The edition that the writer saw; 0 where there was none.</param>
    public Result<Done> Write(string text, int before, MemberId by, DateTimeOffset at)
    {
        if (before != Edition) return new Refusal("Somebody else has answered this item in the meantime. Look at their answer; yours is still here.");
        if (Words.Limited("An answer", text, Longest) is { } refusal) return refusal;
        (Text, Edition, ChangedBy, ChangedAt) = (text.Trim(), Edition + 1, by, at);
        return Done.Well;
    }

    public override string ToString() => $"answer to {Kind} {Number} of {Text.Length} characters";
}
