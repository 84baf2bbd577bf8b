using System.Text;
using CoreStudy.Interchange.Media;

namespace CoreStudy.Interchange.Tests.Media;

/// <summary>What a recording is, told from its bytes; what cannot be taken, and the sentence that says so.</summary>
public sealed class MediaProbeTests
{
    [Theory]
    [InlineData("pcm.wav", "WAV", "PCM", "audio/wav", 1000)]
    [InlineData("mulaw.wav", "WAV", "µ-law", "audio/wav", 1000)]
    [InlineData("open.wav", "WAV", "PCM", "audio/wav", 1000)]
    [InlineData("speech.mp3", "MP3", "MP3", "audio/mpeg", 2088)]
    [InlineData("noxing.mp3", "MP3", "MP3", "audio/mpeg", 2049)]
    [InlineData("speech.m4a", "MP4", "AAC", "audio/mp4", 2064)]
    [InlineData("faststart.m4a", "MP4", "AAC", "audio/mp4", 2064)]
    [InlineData("pieces.mp4", "MP4", "AAC", "audio/mp4", 2064)]
    [InlineData("film.mp4", "MP4", "AAC", "audio/mp4", 1064)]
    [InlineData("opus.ogg", "Ogg", "Opus", "audio/ogg", 2000)]
    [InlineData("vorbis.ogg", "Ogg", "Vorbis", "audio/ogg", 2000)]
    [InlineData("flac.ogg", "Ogg", "FLAC", "audio/ogg", 1000)]
    [InlineData("opus.webm", "WebM", "Opus", "audio/webm", 2008)]
    [InlineData("live.webm", "WebM", "Opus", "audio/webm", 2008)]
    [InlineData("speech.flac", "FLAC", "FLAC", "audio/flac", 1000)]
    [InlineData("speech.aac", "AAC", "AAC", "audio/aac", 2064)]
    public void A_recording_that_browsers_play_is_told_with_its_length(string name, string container, string codec, string contentType, long duration)
    {
        var facts = Sounds.Facts(Sounds.Sample(name));

        Assert.Equal((container, codec, contentType, true), (facts.Container, facts.Codec, facts.ContentType, facts.PlaysInBrowsers));
        Assert.InRange(facts.DurationMs ?? 0, duration - 70, duration + 70);
    }

    [Theory]
    [InlineData("gsm.wav", "GSM 6.10")]
    [InlineData("adpcm.wav", "ADPCM")]
    [InlineData("mp3.wav", "written as MP3")]
    [InlineData("alac.m4a", "Apple Lossless")]
    [InlineData("ac3.mp4", "AC-3")]
    [InlineData("speex.ogg", "Speex")]
    [InlineData("aac.mkv", "AAC in a container of films")]
    [InlineData("speech.mp2", "MP2")]
    [InlineData("speech.wma", "Windows Media")]
    [InlineData("speech.aiff", "AIFF")]
    [InlineData("speech.caf", "Core Audio")]
    [InlineData("speech.ra", "RealAudio")]
    [InlineData("film.avi", "AVI")]
    [InlineData("film.ts", "transport stream")]
    [InlineData("pcm.mov", "raw PCM")]
    public void What_browsers_do_not_play_is_refused_by_name_with_how_to_convert_it_on_ones_own_computer(string name, string called)
    {
        var sentence = Sounds.Sentence(Sounds.Sample(name));

        Assert.Contains(called, sentence, StringComparison.Ordinal);
        Assert.Contains("save it as M4A", sentence, StringComparison.Ordinal);
        Assert.Contains("not use a website", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!AMR\n\u0004", "AMR")]
    [InlineData("#!AMR-WB\n", "AMR")]
    [InlineData("\u0002dss\u0001", "dictation machine (DSS")]
    [InlineData("\u0003ds2\u0001", "dictation machine (DS2")]
    public void Recordings_of_phones_and_dictation_machines_are_known_by_their_first_bytes(string start, string called)
    {
        byte[] recording = [.. Encoding.Latin1.GetBytes(start), .. new byte[400]];

        var sentence = Sounds.Sentence(recording);

        Assert.Contains(called, sentence, StringComparison.Ordinal);
        Assert.Contains("WAV", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phones_3gp_with_AMR_in_it_is_refused_as_that()
    {
        var recording = Sounds.Sample("speech.m4a");
        "samr"u8.CopyTo(recording.AsSpan(recording.AsSpan().LastIndexOf("mp4a"u8)));

        var sentence = Sounds.Sentence(recording);

        Assert.Contains("AMR, as phones do", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Encrypted_sound_is_refused_as_that()
    {
        byte[] dictation = [3, .. "enc"u8, .. new byte[600]];

        Assert.Contains("encrypted", Sounds.Sentence(Sounds.Sample("encrypted.mp4")), StringComparison.Ordinal);
        Assert.Contains("dictation machine (DS2) is encrypted", Sounds.Sentence(dictation), StringComparison.Ordinal);
    }

    [Fact]
    public void A_film_without_sound_is_told_to_have_none() =>
        Assert.Contains("pictures but no sound", Sounds.Sentence(Sounds.Sample("silent.mp4")), StringComparison.Ordinal);

    [Theory]
    [InlineData("%PDF-1.7 and so on", "a document")]
    [InlineData("\u0089PNG\r\n", "a picture")]
    [InlineData("PK\u0003\u0004 something", "packed archive")]
    [InlineData("Salted__12345678", "encrypted")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "nothing but zeros")]
    [InlineData("Interviewer: How did it begin?", "no recording that we know")]
    public void What_is_no_recording_is_told_so(string content, string called) =>
        Assert.Contains(called, Sounds.Sentence(Encoding.Latin1.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_refused()
    {
        using var nothing = new MemoryStream();

        Assert.True(MediaProbe.Read(nothing, 0).IsRefused(out var refusal, out _));
        Assert.Contains("empty", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pcm.wav")]
    [InlineData("speech.mp3")]
    [InlineData("speech.m4a")]
    [InlineData("faststart.m4a")]
    [InlineData("film.mp4")]
    [InlineData("opus.ogg")]
    [InlineData("opus.webm")]
    public void A_recording_cut_in_the_middle_is_told_to_be_cut_short(string name)
    {
        var recording = Sounds.Sample(name);

        var sentence = Sounds.Sentence(recording[..(recording.Length / 2)]);

        Assert.Contains("cut short", sentence, StringComparison.Ordinal);
        Assert.Contains("recorder", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_FLAC_that_ends_early_is_told_to_be_cut_short()
    {
        var recording = Sounds.Sample("speech.flac");
        recording[22] = 0x10; // how many samples there are, the upper bits

        Assert.Contains("9:19:15 of sound, but 0:01 are here", Sounds.Sentence(recording), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_WAV_says_how_much_there_is()
    {
        var sentence = Sounds.Sentence(Sounds.Wav(1, here: 16_000 * 10, said: 16_000 * 3600));

        Assert.Contains("1:00:00 of sound, but 0:10 are here", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorders_small_miscounting_of_its_header_is_let_pass() =>
        Assert.Equal(10_000, Sounds.Facts(Sounds.Wav(1, here: 160_000, said: 160_036)).DurationMs!.Value, 10.0);

    [Fact]
    public void A_WAV_with_nothing_behind_its_header_holds_no_sound() =>
        Assert.Contains("only its header", Sounds.Sentence(Sounds.Wav(1, here: 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("pcm.wav")]
    [InlineData("speech.mp3")]
    [InlineData("speech.m4a")]
    [InlineData("faststart.m4a")]
    [InlineData("opus.ogg")]
    [InlineData("opus.webm")]
    [InlineData("speech.flac")]
    [InlineData("speech.aac")]
    public void Of_the_beginning_of_an_upload_nothing_is_asked_that_stands_later(string name)
    {
        var recording = Sounds.Sample(name);

        var result = Sounds.Begun(recording, recording.Length / 2);

        Assert.False(result.IsRefused(out var refusal, out _), refusal?.Sentence);
    }

    [Theory]
    [InlineData("gsm.wav")]
    [InlineData("speech.wma")]
    [InlineData("aac.mkv")]
    [InlineData("film.avi")]
    public void What_browsers_do_not_play_is_refused_before_all_of_it_is_uploaded(string name)
    {
        var recording = Sounds.Sample(name);

        Assert.True(Sounds.Begun(recording, recording.Length / 2).IsRefused(out _, out _));
    }

    [Fact]
    public void A_title_before_the_sound_is_passed_over()
    {
        byte[] tag = [.. "ID3\u0004\0\0\0\0\u0001\0"u8, .. new byte[128]];

        Assert.Equal("MP3", Sounds.Facts([.. tag, .. Sounds.Sample("noxing.mp3")]).Codec);
        Assert.Equal("AAC", Sounds.Facts([.. tag, .. Sounds.Sample("speech.aac")]).Codec);
        Assert.Equal("FLAC", Sounds.Facts([.. tag, .. Sounds.Sample("speech.flac")]).Codec);
    }
}
