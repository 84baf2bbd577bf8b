namespace CoreStudy.Domain.Searching;

/// <summary>Words that a study leaves out when it counts words: those that every talk is full of.</summary>
public sealed class StopWords
{
    /// <summary>How many a study may have.</summary>
    public const int Most = 2000;

    /// <summary>Function words of British English, and what fills pauses in speech; contractions with a straight apostrophe.</summary>
    public static IReadOnlyList<string> British { get; } = [.. (
        "a about above across after again against ah all almost also although always am among an and another any anybody anyone anything are aren't around as at away back be because been "
        + "before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either else er erm even ever every everybody everyone everything few "
        + "for from further get gets getting go goes going gonna got had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his hm hmm how how's however i i'd i'll i'm i've if in "
        + "into is isn't it it'd it'll it's its itself just kind let let's like lot lots may maybe me mean might mightn't mine mm mmm more most much must mustn't my myself need no nobody none nor not nothing now "
        + "of off oh ok okay on once one only onto or other others ought our ours ourselves out over own perhaps quite rather really right said same say saying says shall shan't she she'd she'll she's should "
        + "shouldn't since so some somebody someone something sort still stuff such sure than that that'd that'll that's the their theirs them themselves then there there'd there'll there's these they they'd they'll they're they've thing "
        + "things this those though through till to too uh um under until up upon us used very was wasn't we we'd we'll we're we've well went were weren't what what's whatever when when's where where's whether which while who who'd "
        + "who's whom whose why will with within without won't would wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself yourselves")
        .Split(' ')];

    private StopWords() { }

    public StudyId StudyId { get; private set; }

    /// <summary>In small letters, in the order of the alphabet.</summary>
    public List<string> Words { get; private set; } = [];

    public uint Version { get; private set; }

    /// <summary>The British words, as a study begins with.</summary>
    public static StopWords For(StudyId studyId) => new() { StudyId = studyId, Words = [.. British] };

    /// <summary>Takes another list.</summary>
    /// <param name="typed">Words with white space or commas between them.</param>
    public Result<Done> Change(string typed)
    {
        var words = SearchWords.Of(typed).Select(w => w.Word).Distinct().Order(StringComparer.Ordinal).ToList();
        if (words.Count > Most) return new Refusal($"A study may leave out at most {Most:N0} words; these are {words.Count:N0}.");
        Words = words;
        return Done.Well;
    }

    public void Add(string word)
    {
        if (!Words.Contains(word) && Words.Count < Most) Words = [.. Words.Append(word).Order(StringComparer.Ordinal)];
    }
}
