using Bunit;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Ui;

public sealed class StoppedPlacesTests : ComponentTest
{
    [Fact]
    public void Each_place_says_what_where_and_what_to_do()
    {
        var list = Page.Render<StoppedPlaces>(p => p.Add(s => s.Places,
        [
            new StoppedPlace(LeakWeight.Blocks, "column Notes, row 3", IdentifierCategory.Person, "Karen", "[PSW-07]"),
            new StoppedPlace(LeakWeight.Warns, "column Notes, row 4", IdentifierCategory.Date, null, null),
        ]));

        var cells = list.FindAll("tbody td").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(["✕ Stops A name: “Karen”", "column Notes, row 3", "Write [PSW-07].", "! Look A date", "column Notes, row 4", "Write the month or the year, or how long ago it was."], cells);
        Assert.Equal("0", list.Find("[role=region]").GetAttribute("tabindex"));
    }
}
