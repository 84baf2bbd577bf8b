using System.CommandLine;
using BenchmarkDotNet.Running;
using CoreStudy.Benchmarks;

[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

var only = new Option<string[]>("--only") { Description = $"The measures to take, by name: {string.Join(", ", Table.Measures.Select(m => m.Name))}." };
var site = new Option<string?>("--site") { Description = "A folder with a published CoreStudy.Web to measure, in place of this clone's: to compare two." };
var seconds = new Option<int>("--seconds") { Description = "How long a crowd of people is measured.", DefaultValueFactory = _ => 60 };
var root = new RootCommand("Measures CoreStudy's journeys in a real browser, over a PostgreSQL that flushes to disk, and prints one table.") { only, site, seconds };
root.SetAction((arguments, cancel) => Table.PrintAsync(arguments.GetValue(only) ?? [], arguments.GetValue(site), TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancel));

var pieces = new Command("pieces", "Measures single pieces with BenchmarkDotNet; what follows is handed on to it, such as: --filter *Markup*") { TreatUnmatchedTokensAsErrors = false };
pieces.SetAction(arguments => BenchmarkSwitcher.FromTypes([typeof(Pieces)]).Run([.. arguments.UnmatchedTokens.DefaultIfEmpty("--filter=*")]));
root.Add(pieces);

var corpus = new Option<DirectoryInfo?>("--corpus") { Description = "The folder of marked texts, where it is not that of this clone." };
var detector = new Command("detector", "Measures how well and how fast the detector finds what identifies somebody, on texts that its models were not trained on; needs no database and no browser.") { corpus };
detector.SetAction((arguments, _) => Detecting.PrintAsync(arguments.GetValue(corpus)));
root.Add(detector);

var kinds = new Option<string[]>("--only") { Description = $"The faults to try, by name: {string.Join(", ", Faulting.All.Keys)}." };
var people = new Option<int>("--people") { Description = "How many people code.", DefaultValueFactory = _ => 50 };
var length = new Option<double>("--seconds") { Description = "How long each fault lasts.", DefaultValueFactory = _ => 20 };
var minutes = new Option<double>("--minutes") { Description = "Begins all over again until so much time has passed.", DefaultValueFactory = _ => 0 };
var faults = new Command("faults", "Lets people code while the site and PostgreSQL are killed, lines cut, disks full and more, and holds what they were told against what is there.") { kinds, people, length, minutes };
faults.SetAction((arguments, cancel) => Faulting.PrintAsync(arguments.GetValue(kinds) ?? [], arguments.GetValue(people), arguments.GetValue(length), arguments.GetValue(minutes), cancel));
root.Add(faults);
return await root.Parse(args).InvokeAsync();
