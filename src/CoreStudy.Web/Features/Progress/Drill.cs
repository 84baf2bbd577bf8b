using CoreStudy.Domain;
using CoreStudy.Domain.Progress;

namespace CoreStudy.Web.Features.Progress;

/// <summary>A number of the board that somebody wants to see behind.</summary>
/// <param name="Title">What it counts, as the list of it is called.</param>
public abstract record Drill(string Title);

/// <summary>The participants behind a number.</summary>
public sealed record PeopleDrill(string Title, Func<ParticipantProgress, bool> Counts) : Drill(Title);

/// <summary>The transcripts behind a number.</summary>
public sealed record TextsDrill(string Title, Func<TranscriptProgress, bool> Counts) : Drill(Title);

/// <summary>The assignments of one coder behind a number.</summary>
public sealed record WorkDrill(string Title, MemberId Coder, Func<ProgressAssignment, bool> Counts) : Drill(Title);
