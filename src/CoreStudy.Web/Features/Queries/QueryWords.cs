using CoreStudy.Data.Queries;
using CoreStudy.Domain.Queries;

namespace CoreStudy.Web.Features.Queries;

/// <summary>How groups, orders and amounts are called on screen.</summary>
public static class QueryWords
{
    public static string Of(PassageGrouping by) => by switch
    {
        PassageGrouping.None => "Not grouped",
        PassageGrouping.Role => "Participant role",
        _ => by.ToString(),
    };

    public static string Of(PassageOrder order) => order switch
    {
        PassageOrder.Reading => "As in the transcripts",
        PassageOrder.Newest => "Coded last first",
        PassageOrder.Longest => "Longest first",
        _ => "Shortest first",
    };

    public static string Of(Amount amount) => string.Join(" · ", Counted(amount.Passages, "passage"), Counted(amount.Words, "word"), amount.People == 1 ? "1 person" : $"{amount.People:N0} people", Counted(amount.Interviews, "interview"));

    public static string Counted(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";
}
