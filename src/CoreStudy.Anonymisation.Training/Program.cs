using System.CommandLine;
using CoreStudy.Anonymisation.Training;

var corpus = new Option<DirectoryInfo>("--corpus") { Description = "Folder with marked documents, *.jsonl (tests/CoreStudy.Anonymisation.Tests/Corpus in the repository).", Required = true };
var further = new Option<DirectoryInfo?>("--further") { Description = "Folder with work trees of the further repositories that README.md lists, each under its own name; left out, a base model is trained." };
var output = new Option<DirectoryInfo>("--out") { Description = "Folder for cased.model and caseless.model (src/CoreStudy.Anonymisation/Tagging in the repository).", Required = true };
var except = new Option<bool>("--hold-out") { Description = "Leaves every fourth document of the corpus out, for tests that judge on what was not trained on." };
var folds = new Option<int>("--folds") { Description = "How many parts each file is cut into; each is judged by models trained on the others.", DefaultValueFactory = _ => 4 };
var first = new Option<int?>("--only-folds") { Description = "Judges the first so many parts only." };
var misses = new Option<int>("--misses") { Description = "Prints so many of the most frequent misses and false alarms of each set." };
var without = new Option<string[]>("--without") { Description = "Files of the corpus, by name, that are judged only and never trained on." };

var train = new Command("train", "Trains both models; the same texts give the same bytes.") { corpus, further, output, except };
train.SetAction(given => Work.Train(given.GetValue(corpus)!.FullName, given.GetValue(further)?.FullName, given.GetValue(output)!.FullName, given.GetValue(except)));

var validate = new Command("validate", "Cross-validates by document and prints a table in Markdown.") { corpus, further, folds, first, misses, without };
validate.SetAction(given => Work.Validate(given.GetValue(corpus)!.FullName, given.GetValue(further)?.FullName, given.GetValue(folds), given.GetValue(first), given.GetValue(misses), given.GetValue(without) ?? []));

var root = new RootCommand("Trains the taggers of CoreStudy.Anonymisation from texts that people have marked, and measures them. Sources, commits, licences and hashes: README.md beside this program.") { train, validate };
return await root.Parse(args).InvokeAsync();
