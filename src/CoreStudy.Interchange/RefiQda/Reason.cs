namespace CoreStudy.Interchange.RefiQda;

/// <summary>Why something of a file was noted, changed or left out.</summary>
/// <param name="What">A name for programs.</param>
/// <param name="Sentence">For people.</param>
internal sealed record Reason(RefiOutcome Outcome, string What, string Sentence)
{
    public static readonly Reason IdMissing = Changed("id-missing", "It had no GUID. One was made from where it stands.");
    public static readonly Reason IdMalformed = Changed("id-malformed", "Its GUID is not of the form of a GUID. One was made from it, the same wherever it stands.");
    public static readonly Reason NameMissing = Changed("name-missing", "It had no name, and was given one.");
    public static readonly Reason CodableUnsaid = Changed("codable-unsaid", "It does not say whether it can be used (isCodable). Taken as yes.");
    public static readonly Reason ColourTransparent = Changed("colour-spelling", "Its colour is not spelled as the format asks. It was understood; transparency was left out.");
    public static readonly Reason ColourUnreadable = Changed("colour-unreadable", "Its colour cannot be read, and was left out.");
    public static readonly Reason TimeSpelling = Changed("time-spelling", "A date is not spelled as the format asks. It was understood.");
    public static readonly Reason TimeUnreadable = Changed("time-unreadable", "A date cannot be read, and was left out.");
    public static readonly Reason NumberRounded = Changed("number-rounded", "A number that should be whole was rounded.");
    public static readonly Reason NumberUnreadable = Changed("number-unreadable", "A number is missing or cannot be read. What it belongs to was kept without it.");
    public static readonly Reason WordUnknown = Changed("word-unknown", "It has a word where the format allows only certain words. It was left out, or read as the most general.");
    public static readonly Reason ValueNotOfKind = Changed("value-not-of-kind", "Its value is not of its kind, such as a number without digits. It was kept as text.");
    public static readonly Reason ValueEmpty = Changed("value-empty", "A number, date or yes-or-no has nothing in it. Kept as a variable without a value.");
    public static readonly Reason PositionWidened = Changed("position-widened", "Its start or end lay inside a character or a line end. It was widened over the whole of it.");
    public static readonly Reason PathForm = Changed("path-form", "The path of its file is not of the form internal://NAME. It was understood as that.");
    public static readonly Reason MemberSpelling = Changed("member-spelling", "It names its target in another way than the format asks. It was understood.");
    public static readonly Reason CodingDivided = Changed("coding-divided", "A coding named several codes. It was divided into one for each.");
    public static readonly Reason KindOther = Changed("kind-other", "It is of another kind than what it lies in, such as a stretch of film in a sound recording. It was read as one of its source.");
    public static readonly Reason AttributeUnknown = Changed("attribute-unknown", "It has an attribute that the format does not know. Where the element has a GUID, the value was put aside: written again as .qdpx it travels in corestudy.json.");
    public static readonly Reason AttributeEmpty = Changed("attribute-empty", "An attribute that should hold a GUID holds nothing. It was left out.");
    public static readonly Reason WordsLoose = Changed("words-loose", "There are words in it where only elements belong. They were left out.");

    public static readonly Reason CharacterForbidden = Changed("character-forbidden", "A character that XML does not allow, such as U+000B. It was read as U+FFFD.");

    public static readonly Reason ElementUnknown = Skipped("element-unknown", "The format has no such element at this place. It was left out, with all in it.");
    public static readonly Reason ElementRepeated = Skipped("element-repeated", "There may be only one of these at a place. The first was kept.");
    public static readonly Reason ListEmpty = Skipped("list-empty", "A list without anything in it says nothing, and is not valid. It will not be written again.");
    public static readonly Reason CodeUnsaid = Skipped("code-unsaid", "A coding that names no code says nothing.");
    public static readonly Reason TargetUnsaid = Skipped("target-unsaid", "A reference that names no target says nothing.");
    public static readonly Reason TextTwice = Skipped("text-twice", "The words stand in a file and in the project too. Those of the file were read.");

    public static readonly Reason NamespaceOther = Noted("namespace-other", "The namespace is not that of version 1.0. Elements were read by their names alone.");
    public static readonly Reason NotValid = Noted("not-valid", "The file is not as its schema asks. See “validity”.");
    public static readonly Reason ProjectFileName = Noted("project-file-name", "The project file in the archive is not called project.qde.");
    public static readonly Reason SourcesFolder = Noted("sources-folder", "The folder with the sources is not called sources.");
    public static readonly Reason FileUnused = Noted("file-unused", "A file in the archive that nothing refers to. It was left aside.");
    public static readonly Reason FileMissing = Noted("file-missing", "A file that it names is not in the archive.");
    public static readonly Reason FileOutside = Noted("file-outside", "Its file lies outside of the archive, on somebody's disk.");
    public static readonly Reason FileBySimpleName = Noted("file-by-name", "Its file lies elsewhere in the archive than it says, or under a name in other capitals. It was found by its name.");
    public static readonly Reason FileShared = Noted("file-shared", "Its file is that of another source too. Mostly a transcript and the text that was coded are one.");
    public static readonly Reason TextNotUtf8 = Noted("text-not-utf8", "The words are not in UTF-8. They were read as UTF-16 where they begin with its mark, else as Windows-1252.");
    public static readonly Reason IdTwice = Noted("id-twice", "A GUID stands for two things.");
    public static readonly Reason CodeIsCase = Noted("code-is-case", "A code has the GUID of a case: it is that case, and codings with it say that a passage belongs to the case. NVivo writes cases so.");
    public static readonly Reason CaseWithoutName = Noted("case-without-name", "A case has no name. MAXQDA and Quirkos write the variables of a document so.");
    public static readonly Reason SameCodeName = Noted("same-code-name", "Codes under the same parent have the same name.");
    public static readonly Reason SameName = Noted("same-name", "Several of these have the same name.");
    public static readonly Reason PointsNowhere = Noted("points-nowhere", "It refers to something that is not in the file. The reference was kept.");
    public static readonly Reason UserUnknown = Noted("user-unknown", "It names a person who is not among the users. The reference was kept.");
    public static readonly Reason CoderUnsaid = Noted("coder-unsaid", "Nobody is named as the coder.");
    public static readonly Reason CodingTwice = Noted("coding-twice", "The same passage has the same code twice, by the same person or by somebody who is not known.");
    public static readonly Reason CodeNotCodable = Noted("code-not-codable", "A coding with a code that is said not to be codable. It was kept.");
    public static readonly Reason SamePlace = Noted("same-place", "A selection with the very place of an earlier one. They are one passage with several codings; NVivo writes one for each coding.");
    public static readonly Reason TwinOfText = Noted("twin-of-text", "A rectangle and a text selection have one GUID. They are one passage; ATLAS.ti writes both.");
    public static readonly Reason OutsideText = Noted("outside-text", "It lies outside of its text, or ends before it starts. The numbers were kept; nobody can say which words are meant, so its codings stand for the whole source.");
    public static readonly Reason EmptyPlace = Noted("empty-place", "It holds no words: a remark at one place.");
    public static readonly Reason CutsWord = Noted("cuts-word", "It starts or ends inside a word. It was not mended: please look whether the words are those that were meant.");
    public static readonly Reason OtherReadingFits = Noted("other-reading-fits", "Another way of counting places fits these texts clearly better than the one that this tool is known for. Please look at the passages; the way can be chosen.");
    public static readonly Reason WithoutCoding = Noted("without-coding", "A passage that nobody coded: a remark, or a quotation kept for later.");
    public static readonly Reason CommentLeft = Noted("comment-left", "A comment in the XML, which is no part of the project. It will not be written again.");
    public static readonly Reason PassedOn = Noted("passed-on", "Read, and written again, but not yet of use in a study of CoreStudy.");
    public static readonly Reason AsideUnreadable = Noted("aside-unreadable", "The archive has a corestudy.json that cannot be read. It was left aside.");

    public static readonly Reason CharacterReplaced = Changed("character-replaced", "XML cannot hold some characters, such as U+0000 or half a surrogate pair. They were written as U+FFFD.");
    public static readonly Reason ValueAsText = Changed("value-as-text", "A value is not of its kind, such as a number without digits. It was written as text.");
    public static readonly Reason PlaceAside = Noted("place-aside", "Its start or end lies inside a character, or it has no place in the text, which the format cannot say here. The exact numbers stand in corestudy.json.");
    public static readonly Reason NotInCodebook = Skipped("not-in-codebook", "A codebook holds codes and sets of codes only. It was left out; a .qdpx holds it.");

    private static Reason Changed(string what, string sentence) => new(RefiOutcome.Changed, what, sentence);

    private static Reason Skipped(string what, string sentence) => new(RefiOutcome.Skipped, what, sentence);

    private static Reason Noted(string what, string sentence) => new(RefiOutcome.Noted, what, sentence);
}
