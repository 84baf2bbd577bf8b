namespace CoreStudy.Data;

/// <summary>Patterns for <c>like</c> and <c>ilike</c>.</summary>
public static class LikePattern
{
    /// <summary>What holds these words somewhere, whatever signs they have: none of them stands for others.</summary>
    public static string Containing(string words) =>
        $"%{words.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
