using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Ui.Passages;

namespace CoreStudy.Web.Tests.Passages;

public sealed class PassageAddressTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var filter = new PassageFilter
        {
            Codes = [CodeId.New(), CodeId.New()],
            WithSubcodes = false,
            Themes = [ThemeId.New()],
            Trusts = [TrustId.New()],
            Sites = [SiteId.New()],
            ParticipantRoles = ["Peer support worker", "Carer & friend"],
            Attributes = [new(AttributeId.New(), "under a year: new"), new(AttributeId.New(), "50 % or more")],
            Kinds = [InterviewKind.FocusGroup],
            Coders = [MemberId.New()],
            Participants = [ParticipantId.New()],
            Interviews = [InterviewId.New()],
            Transcripts = [TranscriptId.New()],
            Layer = PassageLayer.Settled,
            From = new DateOnly(2026, 3, 1),
            To = new DateOnly(2026, 4, 30),
        };

        var read = PassageAddress.Read(PassageAddress.Query(filter));

        Assert.Equivalent(filter, read, strict: true);
        Assert.Equal(PassageAddress.Query(filter), PassageAddress.Query(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=nonsense&layer=9&kind=Party&from=yesterday&attribute=x:y&role=")]
    public void What_says_nothing_or_nonsense_asks_for_all(string query) => Assert.Empty(PassageAddress.Query(PassageAddress.Read(query)));
}
