using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Tests.Features.Rounds;

namespace CoreStudy.Web.Tests.Features.Matrices;

/// <summary>While a round is blind no number and no picture lets through what others coded there.</summary>
public sealed class BlindMatrixTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Fact]
    public async Task Who_may_not_see_it_counts_nothing_of_a_blind_round_whatever_is_asked()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 12, 30);
        await CodeAsync(Ben, Hope, 14, 40);
        await CodeAsync(Cem, Hope, 0, 8, on: Second);

        foreach (var measure in Enum.GetValues<MatrixMeasure>().Except([MatrixMeasure.People]))
        {
            foreach (var columns in new[] { MatrixColumns.Trust, MatrixColumns.Role, MatrixColumns.Interview, MatrixColumns.Coder })
            {
                Assert.Equal(measure == MatrixMeasure.Words ? 2 : 1, await TotalAsync(Researcher, columns, measure));
                Assert.True(await TotalAsync(Supervisor, columns, measure) > (measure == MatrixMeasure.Words ? 2 : 1));
            }

            Assert.Equal(0, (await MatrixAsync(Researcher, MatrixColumns.Code, measure)).Greatest);
            Assert.True((await MatrixAsync(Supervisor, MatrixColumns.Code, measure)).Greatest > 0);
        }
    }

    [Fact]
    public async Task Pictures_and_the_passages_behind_a_cell_show_nothing_of_it_and_say_so()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 12, 30);
        await CodeAsync(Ben, Hope, 14, 40);
        var sides = new Sides(PassageFilter.All);

        var (network, tree) = (StudyBuilder.Must(await The<ReadNetwork>().RunAsync(Researcher.AccountId, StudyId, new PictureAsk(sides), Cancel)), StudyBuilder.Must(await The<ReadCodeTree>().RunAsync(Researcher.AccountId, StudyId, sides, Cancel)));
        var (curve, line) = (StudyBuilder.Must(await The<ReadSaturation>().RunAsync(Researcher.AccountId, StudyId, sides, Cancel)), StudyBuilder.Must(await The<ReadTimeline>().RunAsync(Researcher.AccountId, StudyId, new Sides(new PassageFilter { Transcripts = [First.Id] }), Cancel)));
        var pair = new Pair(Waiting.Id.Value, Hope.Id.Value, false);
        var behind = StudyBuilder.Must(await The<ReadTogether>().RunAsync(Researcher.AccountId, StudyId, PassageFilter.All, pair, Together.Overlapping, 0, 10, Cancel));

        Assert.Empty(network.Sides[0].Codes);
        Assert.All(tree.Sides[0].Codes, c => Assert.Equal(0, c.All));
        Assert.Empty(curve.Sides[0].Rows);
        Assert.Empty(line.Sides[0].Rows);
        Assert.Equal(0, behind.Passages.Total);
        Assert.Equal((1, 1, 1, true), (network.BlindTranscripts, tree.BlindTranscripts, curve.BlindTranscripts, line.IsBlind));
        Assert.Equal(1, StudyBuilder.Must(await The<ReadTogether>().RunAsync(Supervisor.AccountId, StudyId, PassageFilter.All, pair, Together.Overlapping, 0, 10, Cancel)).Passages.Total);
    }

    private async Task<Matrix> MatrixAsync(Member by, MatrixColumns columns, MatrixMeasure measure) =>
        StudyBuilder.Must(await The<ReadMatrix>().RunAsync(by.AccountId, StudyId, new MatrixAsk(new Sides(PassageFilter.All), Columns: columns, Measure: measure), Cancel)).Sides[0].Matrix;

    private async Task<long> TotalAsync(Member by, MatrixColumns columns, MatrixMeasure measure) => (await MatrixAsync(by, columns, measure)).Total!.Value;
}
