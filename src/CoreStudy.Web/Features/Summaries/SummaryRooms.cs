using CoreStudy.Domain;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Somebody who has a summary open to write in it.</summary>
public sealed record Writer(MemberId MemberId, string Name, SummarySpot Spot);

/// <summary>Who is at which summary, for those who look at the same matrix or list.</summary>
public sealed class SummaryRooms : Rooms<StudyId, Writer>;
