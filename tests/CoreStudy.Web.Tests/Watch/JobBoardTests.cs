using CoreStudy.Web.Watch;

namespace CoreStudy.Web.Tests.Watch;

public sealed class JobBoardTests
{
    private readonly JobBoard _board = new(TimeProvider.System);

    [Fact]
    public async Task A_job_that_ended_well_is_noted_with_how_long_it_took()
    {
        Assert.Null(_board.Of(Job.Retention));

        await _board.RunAsync(Job.Retention, () =>
        {
            Assert.True(_board.Of(Job.Retention)!.IsRunning);
            return Task.CompletedTask;
        });

        Assert.Equal((false, null), (_board.Of(Job.Retention)!.IsRunning, _board.Of(Job.Retention)!.Failure));
    }

    [Fact]
    public async Task A_job_that_failed_is_noted_by_the_name_of_what_was_thrown_and_throws_on()
    {
        await Assert.ThrowsAsync<IOException>(() => _board.RunAsync(Job.Recordings, () => throw new IOException("of somebody who is named")));

        Assert.Equal(nameof(IOException), _board.Of(Job.Recordings)!.Failure);
    }
}
