using System.Globalization;
using CoreStudy.Domain.Matrices;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>The pictures there are.</summary>
public enum PictureKind
{
    Timeline,
    Network,
    Tree,
    Saturation,
}

/// <summary>What somebody asks of a picture.</summary>
/// <param name="Together">Of the network: when two codes count as occurring together.</param>
/// <param name="Least">Of the network: how often two codes must occur together for a line between them, from 1.</param>
/// <param name="IsTop">Of the network: whether its nodes are the top of the framework, each with what is below it, and not each code by itself.</param>
public sealed record PictureAsk(Sides Sides, Together Together = default, int Least = 1, bool IsTop = false)
{
    /// <summary>Without the question mark; empty for what is usual.</summary>
    public string Query()
    {
        var parts = new List<string>();
        if (Together != Together.Overlapping) parts.Add($"together={MatrixAsk.Said(Together)}");
        if (Least > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"least={Least}"));
        if (IsTop) parts.Add("top=yes");
        parts.AddRange(MatrixAsk.SidesQuery(Sides));
        return string.Join('&', parts);
    }

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static PictureAsk Read(string query)
    {
        var said = AddressQuery.Parse(query);
        string? One(string name) => said.TryGetValue(name, out var values) ? values.FirstOrDefault() : null;
        return new PictureAsk(
            MatrixAsk.ReadSides(query), MatrixAsk.ReadTogether(One("together")), int.TryParse(One("least"), NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? Math.Max(1, least) : 1, One("top") == "yes");
    }
}
