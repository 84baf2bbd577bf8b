using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Ui.Passages;

namespace CoreStudy.Web.Features.Queries;

/// <summary>What the page of passages shows, as its address has it: the filter, and how it is laid out.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Beside">By what two groups stand side by side; nothing for one list.</param>
public sealed record RetrievalAddress(PassageFilter Filter, PassageGrouping By, PassageOrder Order, int Page, PassageGrouping Beside, string Left, string Right)
{
    public string Of(StudyId studyId) => $"/studies/{studyId.Value}/passages{(Query is { Length: > 0 } query ? "?" + query : "")}";

    /// <summary>Without the question mark; empty for all passages as they come.</summary>
    public string Query
    {
        get
        {
            var parts = new List<string> { PassageAddress.Query(Filter) };
            if (By != PassageGrouping.None) parts.Add($"by={By}");
            if (Order != PassageOrder.Reading) parts.Add($"order={Order}");
            if (Page > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={Page}"));
            if (Beside != PassageGrouping.None) parts.Add($"beside={Beside}&left={Uri.EscapeDataString(Left)}&right={Uri.EscapeDataString(Right)}");
            return string.Join('&', parts.Where(p => p.Length > 0));
        }
    }

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static RetrievalAddress Read(string query)
    {
        var said = AddressQuery.Parse(query);
        return new RetrievalAddress(
            PassageAddress.Read(query), Named("by", PassageGrouping.None), Named("order", PassageOrder.Reading), int.TryParse(One("page"), out var page) && page > 0 ? page : 1,
            Named("beside", PassageGrouping.None), One("left"), One("right"));

        string One(string name) => said.TryGetValue(name, out var values) ? values.FirstOrDefault() ?? "" : "";

        T Named<T>(string name, T otherwise)
            where T : struct, Enum => Enum.TryParse<T>(One(name), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : otherwise;
    }
}
