using CoreStudy.Domain;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Reports;

/// <summary>Somebody who has a report open.</summary>
/// <param name="Part">The part that they are writing in; null where they only look.</param>
public sealed record ReportSeat(MemberId MemberId, string Name, ReportPartId? Part);

/// <summary>Who is at which part of a report.</summary>
public sealed class ReportRooms : Rooms<ReportId, ReportSeat>;

public static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<ReportRooms>().AddSingleton<ReportDesk>();
}
