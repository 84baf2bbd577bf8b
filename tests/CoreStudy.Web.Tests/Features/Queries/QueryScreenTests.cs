using CoreStudy.Domain;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Web.Features.Queries;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>What the screens make of questions and addresses.</summary>
public sealed class QueryScreenTests
{
    private static readonly CodeId Waiting = CodeId.New(), Hope = CodeId.New();

    [Fact]
    public void A_question_is_the_same_when_it_has_been_laid_out_in_lines()
    {
        var asked = new AllOf(
        [
            new CodeIs([Waiting], WithSubcodes: false), new NotSo(new WordsContain("tired")), new RoleIs(["PSW"]), new NotSo(new AttributeIs(AttributeId.New(), ["1"])),
            new NotSo(new Related(Relation.FollowedBy, 3, DistanceUnit.Sentences, new AnyOf([new CodeIs([Hope]), new AllOf([new CodeIs([Waiting]), new WordsContain("bus")])]))),
        ]);

        var (part, _) = QueryDraft.Of(asked).ToPart();

        Assert.Equal(Written(asked), Written(part));
    }

    [Fact]
    public void What_is_wrong_is_shown_at_the_line_that_it_is_wrong_in()
    {
        var draft = QueryDraft.Empty();
        draft.Lines[0].Codes = [Waiting];
        draft.Lines.Add(new QueryLine());
        draft.Lines[1].Become(LineKind.Related);
        var (part, lines) = draft.ToPart();

        var problem = Assert.Single(QueryCheck.Of(part, new CodeFamily([new(Waiting, null, null, "Waiting")])));

        Assert.Equal(draft.Lines[1].Inner.Lines[0].Key, lines[problem.At]);
        Assert.Equal("Choose at least one code here.", problem.Sentence);
    }

    [Fact]
    public void An_address_says_what_is_shown_and_is_read_back()
    {
        var address = new RetrievalAddress(
            new PassageFilter { Codes = [Waiting], ParticipantRoles = ["Peer support worker"] }, PassageGrouping.Trust, PassageOrder.Newest, 3, PassageGrouping.Role, "Peer support worker", "PSW supervisor");

        var read = RetrievalAddress.Read(address.Query);

        Assert.Equal(address.Query, read.Query);
        Assert.Equal((PassageGrouping.Trust, PassageOrder.Newest, 3, "PSW supervisor"), (read.By, read.Order, read.Page, read.Right));
    }

    [Fact]
    public void An_address_that_says_it_wrongly_is_read_as_far_as_it_says_something()
    {
        var read = RetrievalAddress.Read("?by=nothing&order=7&page=-2&code=none");

        Assert.Equal((PassageGrouping.None, PassageOrder.Reading, 1), (read.By, read.Order, read.Page));
        Assert.Empty(read.Filter.Codes);
    }

    private static string Written(QueryPart part) => QueryJson.Write(new Query(part, PassageFilter.All));
}
