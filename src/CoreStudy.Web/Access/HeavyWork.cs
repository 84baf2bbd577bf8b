using System.ComponentModel.DataAnnotations;
using CoreStudy.Domain;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Access;

/// <summary>How often one person may ask for what takes the site much work. Somebody who works does not come near these.</summary>
public sealed class HeavyWorkOptions
{
    public const string Section = "HeavyWork";

    /// <summary>Files and tables in a minute that leave, reports among them.</summary>
    [Range(1, 10_000)]
    public int ExportsPerMinute { get; init; } = 60;

    /// <summary>Files in a minute that are looked into to bring them in; a whole folder comes in at once.</summary>
    [Range(1, 10_000)]
    public int ImportsPerMinute { get; init; } = 600;

    /// <summary>Searches in a minute.</summary>
    [Range(1, 10_000)]
    public int SearchesPerMinute { get; init; } = 240;
}

public enum HeavyKind
{
    Export,
    Import,
    Search,
}

/// <summary>Slows down who asks for much in a short time, by hand or by a script.</summary>
public sealed class HeavyWork(IOptions<HeavyWorkOptions> options, TimeProvider clock)
{
    private readonly LatelyCount<(AccountId, HeavyKind)> _asked = new(TimeSpan.FromMinutes(1), clock);

    /// <summary>Counts one piece of work; a refusal where there was too much of its kind in the last minute.</summary>
    public Refusal? Forbid(AccountId account, HeavyKind kind)
    {
        var most = kind switch
        {
            HeavyKind.Export => options.Value.ExportsPerMinute,
            HeavyKind.Import => options.Value.ImportsPerMinute,
            _ => options.Value.SearchesPerMinute,
        };
        return _asked.Take((account, kind), most) ? null : new Refusal("That was a great deal in a short time. Please wait a minute, then go on.");
    }
}
