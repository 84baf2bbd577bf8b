namespace CoreStudy.Domain;

/// <summary>How large a file is, in words: “12 KB”, “1.5 MB”, “2.1 GB”, in units of 1,024 bytes.</summary>
public static class FileSize
{
    public static string Of(long bytes) =>
        bytes < 1 << 20 ? $"{Math.Max(1, bytes >> 10):N0} KB"
        : bytes < 1 << 30 ? $"{bytes / (double)(1 << 20):N1} MB"
        : $"{bytes / (double)(1 << 30):N1} GB";
}
