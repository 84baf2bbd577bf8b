using System.ComponentModel.DataAnnotations;

namespace CoreStudy.Web.Watch;

/// <summary>When this node counts as ready.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>Free room, in units of 1,024 × 1,024 bytes, below which a disk of this program counts as full.</summary>
    [Range(0, 1_000_000)]
    public int LeastFreeMegabytes { get; init; } = 256;
}
