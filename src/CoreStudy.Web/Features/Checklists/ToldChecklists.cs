using CoreStudy.Domain;
using CoreStudy.Domain.Checklists;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Checklists;

/// <summary>The checklists, for what else shows them: with what the team answered, and nothing that it was only offered.</summary>
public sealed class ToldChecklists(ReadChecklist read) : IToldChecklists
{
    public IReadOnlyList<string> Names { get; } = [.. Checklist.All.Select(c => c.Name)];

    public async Task<Result<ChecklistPart>> ReadAsync(AccountId me, StudyId studyId, string name, CancellationToken cancel)
    {
        if (Checklist.All.FirstOrDefault(c => c.Name == name) is not { } list) return Refusal.NotFound;
        if ((await read.RunAsync(me, studyId, list.Kind, cancel)).IsRefused(out var refusal, out var view)) return refusal;
        return new ChecklistPart(list.FullName, list.Source, [.. view.Rows.Select(r => new ChecklistLine(r.Item.Group, r.Item.Number, r.Item.Topic, r.Answer))]);
    }
}

public static class ChecklistServices
{
    public static IServiceCollection AddChecklists(this IServiceCollection services) => services.AddTransient<IToldChecklists, ToldChecklists>();
}
