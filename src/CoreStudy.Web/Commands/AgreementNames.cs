using System.Text.Json.Nodes;
using CoreStudy.Domain.Agreements;

namespace CoreStudy.Web.Commands;

/// <summary>What the coefficients are called in JSON.</summary>
internal static class AgreementNames
{
    public static string Of(Coefficient coefficient) => coefficient switch
    {
        Coefficient.FleissGwetKappa => "fleiss_kappa_gwet",
        Coefficient.KrippendorffAlpha => "krippendorff_alpha_nominal",
        Coefficient.GwetAc1 => "gwet_ac1",
        Coefficient.F1 => "f1",
        Coefficient.F1Exact => "f1_exact",
        Coefficient.F1Matched => "f1_matched",
        Coefficient.F1AnyOverlap => "f1_any_overlap",
        Coefficient.UAlpha => "u_alpha",
        Coefficient.UAlphaBinary => "u_alpha_binary",
        Coefficient.CuAlpha => "cu_alpha",
        Coefficient.KuAlpha => "ku_alpha",
        _ => string.Concat(coefficient.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")),
    };
}

/// <summary>Figures on their way into JSON: a number or null, and why what is null is.</summary>
internal sealed class JsonFigures
{
    public JsonObject NotDefined { get; } = [];

    /// <param name="path">Where the figure stands, for the list of what is not defined.</param>
    public void Put(JsonObject into, string path, string name, Measured measured)
    {
        into[name] = measured.Value;
        if (measured.Sentence is { } sentence) NotDefined[path.Length == 0 ? name : $"{path}.{name}"] = sentence;
    }
}
