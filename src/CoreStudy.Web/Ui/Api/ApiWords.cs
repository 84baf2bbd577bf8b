using System.Text.Json;

namespace CoreStudy.Web.Ui.Api;

/// <summary>How the app's own words are called in answers to programs: in small letters with low lines, as in <c>study_lead</c>.</summary>
public static class ApiWords
{
    /// <summary>Stands for an id in examples.</summary>
    public const string ExampleId = "01936f2c-5a1e-7b32-9c41-0d8e5f6a7b8c";

    public static string Of<TEnum>(TEnum word)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Of)];
}
