using CoreStudy.Domain.Agreements;

namespace CoreStudy.Domain.Tests.Agreements;

public sealed class ReadingBandsTests
{
    [Theory]
    [InlineData(-0.02, "poor")]
    [InlineData(0.0, "slight")]
    [InlineData(0.204, "slight")]
    [InlineData(0.205, "fair")]
    [InlineData(0.6, "moderate")]
    [InlineData(0.61, "substantial")]
    [InlineData(1.0, "almost perfect")]
    public void Landis_and_Kochs_bands_are_looked_up_with_two_places(double value, string band) => Assert.Equal(band, ReadingBands.LandisKoch(value));

    [Theory]
    [InlineData(0.6669, "below the limit")]
    [InlineData(0.667, "tentative conclusions only")]
    [InlineData(0.8, "reliable")]
    public void Krippendorffs_limits_are_looked_up_as_they_are(double value, string band) => Assert.Equal(band, ReadingBands.Krippendorff(value));
}
