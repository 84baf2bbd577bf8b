using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Recordings;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Browser.Tests;

/// <summary>Recordings for journeys: tones, nobody's voice.</summary>
internal static class Recorded
{
    private const int Rate = 8_000;

    /// <summary>A WAV of quiet tones, another each second: 16 bits, one channel, 8 kHz.</summary>
    public static byte[] Tones(int seconds)
    {
        var wav = new byte[44 + (seconds * Rate * 2)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt \u0010\0\0\0\u0001\0\u0001\0"u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), Rate * 2);
        "\u0002\0\u0010\0data"u8.CopyTo(wav.AsSpan(32));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), seconds * Rate * 2);
        for (var i = 0; i < seconds * Rate; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + (i * 2)), (short)(4_000 * Math.Sin(2 * Math.PI * (220 + (20 * (i / Rate))) * i / Rate)));
        return wav;
    }

    /// <summary>Brings tones in past the page, by somebody who may; they may transcribe it then.</summary>
    public static async Task<RecordingId> BringInAsync(IServiceProvider services, AccountId me, StudyId study, InterviewId interview, int seconds, CancellationToken cancel)
    {
        var tones = Tones(seconds);
        var chosen = new ChosenFile(tones.Length, SHA256.HashData(tones.AsSpan(0, 65_536)), SHA256.HashData(tones.AsSpan(tones.Length - 65_536)));
        var id = StudyBuilder.Must(await services.GetRequiredService<BeginUpload>().RunAsync(me, study, interview, chosen, cancel)).Id;
        StudyBuilder.Must(await services.GetRequiredService<TakePart>().RunAsync(me, study, id, 0, PipeReader.Create(new MemoryStream(tones)), cancel));
        return StudyBuilder.Must(await services.GetRequiredService<FinishUpload>().RunAsync(me, study, id, cancel));
    }
}
