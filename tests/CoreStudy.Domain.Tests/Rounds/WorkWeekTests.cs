using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Rounds;

namespace CoreStudy.Domain.Tests.Rounds;

public sealed class WorkWeekTests
{
    private static readonly DateTimeOffset Sunday = new(2026, 3, 1, 23, 50, 0, TimeSpan.Zero);

    [Fact]
    public void Acts_are_counted_by_week_and_long_gaps_are_breaks()
    {
        var weeks = WorkWeek.Of([(Sunday, ActKind.Apply), (Sunday.AddMinutes(4), ActKind.Resize), (Sunday.AddMinutes(13), ActKind.Apply), (Sunday.AddMinutes(60), ActKind.Apply), (Sunday.AddMinutes(61), ActKind.Comment)], TimeZoneInfo.Utc);

        Assert.Equal(
            [new WorkWeek(new(2026, 2, 23), 1, 1, TimeSpan.FromMinutes(4)), new WorkWeek(new(2026, 3, 2), 2, 0, TimeSpan.FromMinutes(10))],
            weeks);
    }

    [Fact]
    public void One_act_takes_no_time() => Assert.Equal(TimeSpan.Zero, Assert.Single(WorkWeek.Of([(Sunday, ActKind.Apply)], TimeZoneInfo.Utc)).Time);
}
