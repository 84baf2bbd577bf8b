using System.CommandLine;
using System.Globalization;
using CoreStudy.Fuzzing;

// A worker is started by a campaign over instrumented assemblies, and counts from its first call of them on.
if (args is ["work" or "try", var name, var folder, var time])
{
    var coverage = new Coverage();
    var worked = Target.All.Single(t => t.Name == name);
    if (args[0] == "work") Worker.Run(worked, folder, TimeSpan.FromSeconds(double.Parse(time, CultureInfo.InvariantCulture)), coverage);
    else Worker.TryOne(worked, folder);
    return 0;
}

var only = new Option<string[]>("--target") { Description = $"The ways in to fuzz, by name: {string.Join(", ", Target.All.Select(t => t.Name))}. All where none is named." };
only.AcceptOnlyFromAmong([.. Target.All.Select(t => t.Name)]);
var seconds = new Option<double>("--seconds") { Description = "How long each is fuzzed.", DefaultValueFactory = _ => 60 };
var corpus = new Option<DirectoryInfo>("--corpus")
{
    Description = "The folder whose inputs are begun with, and in which those are kept that reach what the seeds do not; where none is named, that of this clone, which a test reads.", DefaultValueFactory = _ => new DirectoryInfo(Clone.Corpus),
};
var root = new RootCommand(
    "Fuzzes whatever reads text or files from outside, led by coverage, over instrumented copies of the assemblies. Prints a table; faults are laid down, made small, in artifacts/fuzzing of this clone, each with what was thrown. The exit code is 1 where there was one.")
{
    only, seconds, corpus,
};
root.SetAction(async (given, cancel) =>
{
    var named = given.GetValue(only) ?? [];
    return await new Campaign([.. Target.All.Where(t => named.Length == 0 || named.Contains(t.Name))], TimeSpan.FromSeconds(given.GetValue(seconds)), given.GetValue(corpus)!.FullName).RunAsync(cancel) > 0 ? 1 : 0;
});
return await root.Parse(args).InvokeAsync();
