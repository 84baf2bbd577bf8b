using CoreStudy.Data.Codings;

namespace CoreStudy.Web.Features.Codings;

/// <summary>What a coder is told of what they see; the desk's modules say the same when it changes (<c>live.js</c>).</summary>
internal static class SightWords
{
    public static string Of(Sight sight) => sight switch
    {
        Sight.Blind => "Blind round: you see only your own coding until everybody has handed in.",
        Sight.Again => "Second reading: you start afresh. What you coded before is hidden until this is finished, and stays as it is.",
        _ => "",
    };
}
