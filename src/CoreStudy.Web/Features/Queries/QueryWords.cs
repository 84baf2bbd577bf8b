using CoreStudy.Data.Queries;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Ui;

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

    public static string Of(Amount amount) => string.Join(" · ", HowMany.Of(amount.Passages, "passage"), HowMany.Of(amount.Words, "word"), HowMany.Of(amount.People, "person", "people"), HowMany.Of(amount.Interviews, "interview"));
}
