using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>What else a file may be that was chosen for a recording.</summary>
internal static class OtherFile
{
    public static Refusal Refuse(MediaBytes bytes)
    {
        var start = bytes.Take(0, 4096).AsSpan();
        if (start.StartsWith("PK\u0003\u0004"u8) && start.IndexOf("[Content_Types].xml"u8) >= 0 || start.StartsWith("%PDF"u8) || start.StartsWith("{\\rtf"u8))
            return MediaWords.NoSound("This is a document, not a recording; a transcript is brought in on the page “Import”");
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("Rar!"u8) || start.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF]) || start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new Refusal("This is a packed archive, not a recording. Please unpack it and choose the recording in it.");
        if (start.StartsWith("Salted__"u8) || start.StartsWith("age-encryption.org"u8) || start.StartsWith("-----BEGIN PGP"u8) || start.StartsWith("AES"u8))
            return MediaWords.Encrypted("This file");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || start.StartsWith("GIF8"u8))
            return MediaWords.NoSound("This is a picture");
        if (start.IndexOfAnyExcept((byte)0) < 0)
            return new Refusal("There is nothing but zeros in this file: the recorder or the copy failed. Please copy it from the recorder again.");
        return new Refusal(
            "This is no recording that we know. WAV, MP3, M4A and MP4, Ogg, WebM, FLAC and AAC can be played here. If it is sound of another kind, please save it as one of these on your own computer, and choose that.");
    }
}
