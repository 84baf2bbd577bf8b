using System.IO.Compression;
using CoreStudy.Anonymisation.Texts;

namespace CoreStudy.Anonymisation.Lists;

/// <summary>The lists of names, places, organisations and ordinary words, which ORIGIN.md describes; made once, read from many threads.</summary>
internal sealed class Gazetteer
{
    /// <summary>The most tokens that an entry has.</summary>
    public const int LongestPhrase = 8;

    private static readonly string[] Written = ["names.txt", "places.txt", "organisations.txt", "ordinary.txt"];
    private readonly HashTable _words = new(160_000);
    private readonly HashTable _phrases = new(24_000);
    private readonly Dictionary<string, string[]> _shortOf = [];
    private readonly Dictionary<string, List<string>> _longOf = [];

    private Gazetteer()
    {
        foreach (var file in Written) Read(Resource(file));
        using (var packed = new BrotliStream(Open("gathered.br"), CompressionMode.Decompress))
        using (var reader = new StreamReader(packed)) Read(reader.ReadToEnd());
        ReadNicknames(Resource("nicknames.txt"));
    }

    public static Gazetteer Shared { get; } = new();

    public WordFacts this[ulong word] => new(_words[word]);

    public WordFacts Of(ReadOnlySpan<char> word) => new(_words[Letters.Hash(word)]);

    /// <summary>What the lists say of a run of tokens, whose hashes were joined in order.</summary>
    public WordFacts OfPhrase(ulong joined) => new(_phrases[joined]);

    /// <summary>Short and pet forms of a given name, in lower case; none where none is known.</summary>
    public IReadOnlyList<string> ShortOf(string name) => _shortOf.GetValueOrDefault(name, []);

    /// <summary>The given names that a short form may stand for.</summary>
    public IReadOnlyList<string> LongOf(string name) => _longOf.TryGetValue(name, out var names) ? names : [];

    private static Stream Open(string name) =>
        typeof(Gazetteer).Assembly.GetManifestResourceStream($"CoreStudy.Anonymisation.Lists.{name}") ?? throw new InvalidOperationException($"The list {name} was not built in.");

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private void Read(string text)
    {
        var bits = 0u;
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            if (row.StartsWith("#")) bits = BitsOf(row[1..]);
            else if (!row.StartsWith("//"))
            {
                foreach (var range in row.Split(','))
                {
                    var entry = row[range].Trim();
                    if (entry.Length > 0) Add(entry, bits);
                }
            }
        }
    }

    private void Add(ReadOnlySpan<char> entry, uint bits)
    {
        if (entry.IndexOfAny(" '-.") < 0)
        {
            _words.Merge(Letters.Hash(entry), bits);
            return;
        }

        var tokens = TokenisedText.Of(entry.ToString()).Tokens;
        if (tokens.Length == 1)
        {
            _words.Merge(tokens[0].Hash, bits);
            return;
        }

        if (tokens.Length > LongestPhrase) return;
        var joined = 0UL;
        foreach (var token in tokens) joined = Letters.Join(joined, token.Hash);
        _phrases.Merge(joined, bits);
        _words.Merge(tokens[0].Hash, WordFacts.Starts);
    }

    private void ReadNicknames(string text)
    {
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            var colon = row.IndexOf(':');
            if (colon < 0 || row.StartsWith("//")) continue;
            var name = row[..colon].Trim().ToString();
            var forms = row[(colon + 1)..].Trim().ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _shortOf[name] = forms;
            foreach (var form in forms)
            {
                if (!_longOf.TryGetValue(form, out var names)) _longOf[form] = names = [];
                names.Add(name);
                _words.Merge(Letters.Hash(form), WordFacts.Nickname);
            }
        }
    }

    private static uint BitsOf(ReadOnlySpan<char> section) => section switch
    {
        "given-common" => WordFacts.GivenTier(3),
        "given-known" => WordFacts.GivenTier(2),
        "given-rare" => WordFacts.GivenTier(1),
        "surname-common" => WordFacts.SurnameTier(3),
        "surname-known" => WordFacts.SurnameTier(2),
        "surname-rare" => WordFacts.SurnameTier(1),
        "place-common" => WordFacts.PlaceTier(3),
        "place-known" => WordFacts.PlaceTier(2),
        "place-rare" => WordFacts.PlaceTier(1),
        "word-1" => WordFacts.WordTier(4),
        "word-2" => WordFacts.WordTier(3),
        "word-3" => WordFacts.WordTier(2),
        "word-4" => WordFacts.WordTier(1),
        "capital-1" => WordFacts.CapitalTier(2),
        "capital-2" => WordFacts.CapitalTier(1),
        "street" => WordFacts.StreetWord,
        "org-trust" or "org-hospital" => WordFacts.Organisation | WordFacts.Trust,
        "org-charity" or "org-employer" or "org-university" or "org-gathered" => WordFacts.Organisation,
        "org-word" => WordFacts.OrganisationWord,
        "nobody" => WordFacts.Nobody,
        "allow" => WordFacts.Allowed,
        "title" => WordFacts.Title,
        "occupation" => WordFacts.Occupation,
        _ => throw new InvalidOperationException($"The lists have a section {section} that nobody reads."),
    };
}
