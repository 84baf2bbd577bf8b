using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Tests;

public sealed class KnowledgeTests
{
    [Fact]
    public void A_known_form_is_found_in_lower_case()
    {
        var id = Guid.CreateVersion7();
        var known = Knowledge.Of([new KnownForm(id, IdentifierCategory.Person, "Joanna")]);

        var found = Assert.Single(known.Find("and joanna said"));

        Assert.Equal((4, 10, (Guid?)id), (found.Segment.Start, found.Segment.End, found.Known));
    }
}
