using CoreStudy.Domain;

namespace CoreStudy.Web.Ui;

/// <summary>Numbers with what they count.</summary>
public static class HowMany
{
    /// <summary>“1 passage”, “1,204 passages”.</summary>
    /// <param name="many">What several are called, where it is not <paramref name="one"/> with an s.</param>
    public static string Of(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";

    /// <summary>How large a file is: “12 KB”, “1.5 MB”, in units of 1,024 bytes.</summary>
    public static string Bytes(long bytes) => FileSize.Of(bytes);
}
