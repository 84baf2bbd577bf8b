using System.Buffers;
using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>What tells the name before a colon from a sentence before a colon.</summary>
internal static partial class SpeakerLabel
{
    public const int Longest = 60;

    private static readonly SearchValues<char> Odd = SearchValues.Create("?!;:\"“”=<>{}*_/\\|");

    private static readonly HashSet<string> NotPeople = new(StringComparer.OrdinalIgnoreCase)
    {
        "break", "jingle", "outro", "intro", "music", "theme", "theme music", "ad", "advertisement", "sponsor", "pause", "silence", "end",
    };

    private static readonly HashSet<string> Unknown = new(StringComparer.OrdinalIgnoreCase)
    {
        "unknown", "unknown speaker", "unidentified", "unidentified speaker", "inaudible speaker", "?", "??", "???",
    };

    /// <summary>Words that stand before a colon in prose or in the head of a document, however often.</summary>
    private static readonly HashSet<string> Prose = new(StringComparer.OrdinalIgnoreCase)
    {
        "note", "notes", "example", "e.g", "i.e", "so", "but", "and", "yes", "no", "okay", "ok", "well", "then", "because", "like", "first",
        "second", "third", "also", "now", "again", "title", "date", "time", "duration", "length", "location", "place", "venue", "study",
        "project", "transcript", "transcription", "transcribed by", "transcriber", "recorded", "recording", "file", "filename", "file name",
        "audio", "audio file", "subject", "topic", "keywords", "summary", "speakers", "participants", "present", "attendees", "page",
        "version", "interview", "interview date", "interview number", "key", "legend", "http", "https", "re", "ps", "p.s", "chapter",
        "section", "part", "figure", "table", "reference", "references", "source", "remember", "warning", "important", "language", "kind",
        "i said", "he said", "she said", "they said", "i think", "you know", "i mean", "question", "answer key", "status", "id", "age", "gender",
    };

    /// <summary>Jingles and breaks are labelled like people in some files.</summary>
    public static bool IsPseudo(string label) => NotPeople.Contains(label.Trim());

    /// <summary>The name as written, or null where the file says that it does not know.</summary>
    public static string? Named(string? label)
    {
        var name = label is null ? "" : Spaces().Replace(FileText.Clean(label), " ").Trim();
        return name == "" || Unknown.Contains(name) ? null : name;
    }

    /// <summary>A role or an abbreviation that hardly stands before a colon elsewhere: I, P1, Interviewer, Speaker 2, S01.</summary>
    public static bool IsRole(string label) => Role().IsMatch(label.Trim());

    /// <summary>Could be a name: few words, each with a capital or a digit, and nothing that ends a sentence.</summary>
    public static bool IsPlausible(string label)
    {
        var name = label.Trim();
        if (name.Length is 0 or > Longest || Prose.Contains(name) || !name.Any(char.IsLetterOrDigit)) return false;
        if (IsRole(name) || Unknown.Contains(name) || IsPseudo(name)) return true;
        if (name.AsSpan().IndexOfAny(Odd) is >= 0 and var odd && !(name[odd] == '/' && name.Contains('('))) return false;
        if (name.StartsWith('-') || Sentence().IsMatch(name)) return false;
        var outside = Bracketed().Replace(name, " ");
        var words = outside.Split([' ', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and <= 6 && words.All(IsNameWord) && !Pronoun().IsMatch(name);
    }

    private static bool IsNameWord(string word) =>
        !char.IsLower(word[0]) || Particle().IsMatch(word);

    [GeneratedRegex(@"^(I|R|A|Q|P|M|F|S|B|C|T|IV|INT|RES|MOD|FAC|PT|IP|TH|CL|[A-Z]{1,3}[ -]?\d{1,3}[A-Za-z]?|[ivrpqascmf]\d{0,3}|(interviewer|interviewee|participant|respondent|moderator|facilitator|researcher|speaker|person|client|therapist|patient|doctor|clinician|nurse|carer|parent|host|guest|male|female|man|woman|group|all|several|multiple|both|observer|narrator|answer|informant|befragte[rn]?|person|sprecher(in)?)( (voice|speaker|participant|respondent))?([ #_-]*(\d{1,3}|[A-Z]))?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Role();

    [GeneratedRegex(@"[.,] .*[.,] |\. [a-z]|\.\.|…", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^(de|den|der|van|von|da|di|du|del|la|le|el|al|bin|ibn|of|and|und|et|y|e|&|with|the|from|to|ap|ben|[a-z]\.?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Particle();

    [GeneratedRegex(@"^(I|You|He|She|We|They|It|This|That|There|And|But|So|Because|If|When|What|Why|How|The|My|Your|One|Here)[ '’]", RegexOptions.CultureInvariant)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
