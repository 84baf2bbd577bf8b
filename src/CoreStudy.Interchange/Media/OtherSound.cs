using CoreStudy.Domain;

namespace CoreStudy.Interchange.Media;

/// <summary>Recordings that we know by their first bytes, and that browsers do not play.</summary>
internal static class OtherSound
{
    public static Result<MediaFacts>? Read(MediaBytes bytes) => Refuse(bytes) is { } refusal ? (Result<MediaFacts>)refusal : null;

    private static Refusal? Refuse(MediaBytes bytes) =>
        bytes.Is(0, "#!AMR"u8) ? MediaWords.Unplayable("This is an AMR recording, as phones and old dictation apps make them", "amr")
        : bytes.Is(0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) ? Windows(bytes)
        : bytes.Is(0, "FORM"u8) && (bytes.Is(8, "AIFF"u8) || bytes.Is(8, "AIFC"u8)) ? MediaWords.Unplayable("This is an AIFF recording", "aiff")
        : bytes.Is(0, "caff"u8) ? MediaWords.Unplayable("This is a recording in Apple's Core Audio Format (CAF)", "caf")
        : IsDictation(bytes) ? Dictation(bytes)
        : bytes.Is(0, [0x2E, 0x72, 0x61, 0xFD]) || bytes.Is(0, ".RMF"u8) ? MediaWords.Unplayable("This is a RealAudio recording", "ra")
        : bytes.Is(0, ".snd"u8) ? MediaWords.Unplayable("This is a Sun audio recording (AU)", "au")
        : bytes.Is(0, "FLV\u0001"u8) ? MediaWords.Unplayable("This is a Flash video", "flv")
        : bytes.Is(0, [0, 0, 1, 0xBA]) || bytes.Is(0, [0, 0, 1, 0xB3]) ? MediaWords.Unplayable("This is an MPEG video, as DVDs and camcorders make them", "mpg")
        : IsTransport(bytes) ? MediaWords.Unplayable("This is a video of a camcorder or a broadcast (MPEG transport stream)", "mts")
        : bytes.Is(0, [0x0B, 0x77]) ? MediaWords.Unplayable("The sound in this file is written as AC-3 (Dolby Digital)", "ac3")
        : bytes.Is(0, [0x7F, 0xFE, 0x80, 0x01]) ? MediaWords.Unplayable("The sound in this file is written as DTS", "dts")
        : bytes.Is(0, "MAC "u8) ? MediaWords.Unplayable("This is a recording in Monkey's Audio", "ape")
        : bytes.Is(0, "wvpk"u8) ? MediaWords.Unplayable("This is a WavPack recording", "wv")
        : bytes.Is(0, "MThd"u8) ? MediaWords.NoSound("This file holds notes of music, not a recording")
        : null;

    private static Refusal Windows(MediaBytes bytes)
    {
        // the objects of the header: content encryption, and its extended form
        var header = bytes.Take(0, 64 * 1024).AsSpan();
        var isEncrypted = header.IndexOf((ReadOnlySpan<byte>)[0xFB, 0xB3, 0x11, 0x22, 0x23, 0xBD, 0xD2, 0x11, 0xB4, 0xB7, 0x00, 0xA0, 0xC9, 0x55, 0xFC, 0x6E]) >= 0
            || header.IndexOf((ReadOnlySpan<byte>)[0x14, 0xE6, 0x8A, 0x29, 0x22, 0x26, 0x17, 0x4C, 0xB9, 0x35, 0xDA, 0xE0, 0x7E, 0xE9, 0x28, 0x9C]) >= 0;
        return isEncrypted ? MediaWords.Encrypted("This Windows Media recording") : MediaWords.Unplayable("This is a Windows Media recording (WMA)", "wma");
    }

    private static bool IsDictation(MediaBytes bytes) =>
        bytes.Byte(0) is > 0 and < 16 && (bytes.Is(1, "dss"u8) || bytes.Is(1, "ds2"u8) || bytes.Is(1, "enc"u8));

    private static Refusal Dictation(MediaBytes bytes) => bytes.Is(1, "enc"u8)
        ? MediaWords.Encrypted("This recording of a dictation machine (DS2)")
        : MediaWords.Unplayable(
            $"This is a recording of a dictation machine ({(bytes.Is(1, "ds2"u8) ? "DS2: the program that came with it, such as DSS Player or ODMS, saves it as WAV" : "DSS: the program that came with it, such as DSS Player, saves it as WAV")})");

    private static bool IsTransport(MediaBytes bytes) =>
        (bytes.Byte(0) == 0x47 && bytes.Byte(188) == 0x47 && bytes.Byte(376) == 0x47 && bytes.Byte(564) == 0x47)
        || (bytes.Byte(4) == 0x47 && bytes.Byte(196) == 0x47 && bytes.Byte(388) == 0x47 && bytes.Byte(580) == 0x47);
}
