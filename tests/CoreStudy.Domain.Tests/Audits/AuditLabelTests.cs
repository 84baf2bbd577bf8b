using CoreStudy.Domain.Audits;

namespace CoreStudy.Domain.Tests.Audits;

public sealed class AuditLabelTests
{
    [Theory]
    [InlineData("PSW-07")]
    [InlineData("Trust B")]
    [InlineData("Focus group 2")]
    [InlineData("  PSW-04 ")]
    [InlineData("ÄÖ-03")]
    [InlineData("FG2")]
    [InlineData("Interview 12 part B")]
    public void A_label_in_the_shape_of_a_pseudonym_is_kept(string typed) => Assert.Equal(typed.Trim(), AuditLabel.Of(typed).Text);

    [Theory]
    [InlineData("PSW-14, follow-up interview", "PSW-14")]
    [InlineData("SUP-03 and SUP-06, joint interview with Sarah", "SUP-03 and SUP-06")]
    [InlineData("Focus group 2: Rochdale", "Focus group 2")]
    public void Of_a_title_that_begins_with_a_label_the_label_alone_is_kept(string typed, string kept) => Assert.Equal(kept, AuditLabel.Of(typed).Text);

    [Theory]
    [InlineData("Sarah Jones, PSW-14")]
    [InlineData("Sarah Jones")]
    [InlineData("Sarah J")]
    [InlineData("Sarah 2")]
    [InlineData("SARAH 2")]
    [InlineData("Trust Sarah")]
    [InlineData("Siân–07")]
    [InlineData("Interview with Sarah in Rochdale")]
    [InlineData("sarah.jones@nhs.example")]
    [InlineData("07700 900123")]
    [InlineData("943 476 5919")]
    [InlineData("She said the ward was loud. PSW-07")]
    [InlineData("PSW-07\nSarah 1")]
    [InlineData("")]
    public void What_could_be_a_name_is_left_out(string typed) => Assert.Equal("", AuditLabel.Of(typed).Text);

    [Fact]
    public void A_detail_is_read_as_it_was_stored()
    {
        var id = TranscriptId.New();
        var detail = AuditDetail.Count("words", 5_000_000_000).AndWord("kind", AuditKind.SignedIn).AndId("transcript", id).AndWhether("open", true)
            .AndDay("due", new DateOnly(2026, 12, 1)).AndLabel("trust", AuditLabel.Of("Trust B")).AndIds("all", [id]);

        var read = AuditDetail.Stored(detail.ToJson());

        Assert.Equal(detail.ToJson(), read.ToJson());
        Assert.Equal(5_000_000_000, read.CountOf("words"));
        Assert.Equal(AuditKind.SignedIn, read.WordOf<AuditKind>("kind"));
        Assert.Equal(id.Value, read.IdOf("transcript"));
        Assert.True(read.Says("open"));
        Assert.Null(read.CountOf("nothing"));
    }
}
