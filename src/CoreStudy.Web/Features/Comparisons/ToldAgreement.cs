using CoreStudy.Domain;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>The paragraph on the last open round, as the page of comparisons has it.</summary>
public sealed class ToldAgreement(ListComparable list, ReadComparison read) : IToldAgreement
{
    public async Task<Result<string>> ReadAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await list.RunAsync(me, studyId, cancel)).IsRefused(out var refusal, out var things)) return refusal;
        if (things.Approach == StudyApproach.Reflexive || things.Rounds.FirstOrDefault(r => !r.IsSecondReading) is not { } round) return "";
        return (await read.RunAsync(me, studyId, ComparisonAsk.Of(round.Id, round.Unit), null, cancel)).IsRefused(out _, out var comparison) ? "" : MethodsParagraph.Of(comparison, intervals: null);
    }
}

public static class ComparisonServices
{
    public static IServiceCollection AddComparisons(this IServiceCollection services) => services.AddTransient<IToldAgreement, ToldAgreement>();
}
