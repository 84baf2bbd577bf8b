using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Where somebody wants a code to go.</summary>
/// <param name="From">The theme that it leaves; null where it leaves none.</param>
/// <param name="To">The theme that it goes to; null where it only leaves one.</param>
/// <param name="WithBelow">Whether the codes below it go along.</param>
public sealed record CodePlace(ThemeId? From, ThemeId? To, bool WithBelow);

/// <summary>Where somebody wants a theme to go.</summary>
/// <param name="Parent">Null for a theme of its own.</param>
/// <param name="Before">Null for last.</param>
public sealed record ThemePlace(ThemeId? Parent, ThemeId? Before);
