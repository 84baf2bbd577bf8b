using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CoreStudy.Benchmarks;

/// <summary>Recordings brought in, beside a bare copy through Kestrel in the same run, and read from random places. The sound is a tone, made as it is sent.</summary>
internal static class Sounding
{
    /// <summary>A part as the browser's module sends it.</summary>
    private const int Part = 8 << 20;

    private const int Places = 200;

    /// <param name="megabytes">Sizes of recordings; the time of ranges is taken of the last.</param>
    public static async Task<string> RunAsync(Bench bench, params int[] megabytes)
    {
        var owner = await bench.Site.DatabaseAsync($"sound{string.Join('-', megabytes)}");
        Member member;
        Interview interview;
        await using (var db = new StudyDb(StudyDbOptions.For(owner)))
        {
            var study = await StudyBuilder.StartAsync(db);
            member = await study.MemberAsync(Role.Researcher);
            interview = StudyBuilder.Must(Interview.Create(study.Trust(), null, "PSW-01", InterviewKind.Individual, new DateOnly(2026, 2, 2), []));
            db.Interviews.Add(interview);
            await db.SaveChangesAsync();
        }

        await using var app = await AppFixture.StartOverAsync(owner);
        using var client = await app.ClientAsync(member.AccountId);
        client.Timeout = TimeSpan.FromMinutes(10);
        client.DefaultRequestHeaders.Add(OwnPages.Header, "recordings");
        var uploads = $"/studies/{interview.StudyId.Value}/recordings/uploads";
        var said = new List<string>();
        var recording = Guid.Empty;
        await UploadAsync(client, uploads, interview.Id, new Tone(16 << 20)); // warm
        foreach (var size in megabytes)
        {
            var tone = new Tone((long)size << 20);
            var bare = await BareAsync(tone);
            using var watch = new MemoryWatch();
            var since = Stopwatch.GetTimestamp();
            recording = await UploadAsync(client, uploads, interview.Id, tone);
            var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
            said.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{size:N0} MB in {seconds:0.0} s, {size / seconds:N0} MB a second; bare {size / bare:N0}, ratio {bare / seconds:0.00}; heap grew by {watch.Managed >> 20:N0} MB, working set by {watch.Whole >> 20:N0} MB at most"));
        }

        return $"{string.Join("; ", said)}; {await RangesAsync(client, $"/studies/{interview.StudyId.Value}/recordings/{recording}/sound", (long)megabytes[^1] << 20)}";
    }

    /// <summary>Brings it in as the browser does: begun, part by part, finished.</summary>
    private static async Task<Guid> UploadAsync(HttpClient client, string uploads, InterviewId interview, Tone tone)
    {
        var (head, tail) = (new byte[65_536], new byte[65_536]);
        tone.Fill(0, head);
        tone.Fill(tone.Length - tail.Length, tail);
        using var begun = await client.PostAsJsonAsync(uploads, new { interview = interview.Value, bytes = tone.Length, head = Convert.ToHexStringLower(SHA256.HashData(head)), tail = Convert.ToHexStringLower(SHA256.HashData(tail)) });
        begun.EnsureSuccessStatusCode();
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        for (var at = 0L; at < tone.Length;)
        {
            using var part = new StreamContent(tone.Read(at, Math.Min(at == 0 ? 1 << 20 : Part, tone.Length - at)), 1 << 17);
            using var answer = await client.PutAsync($"{uploads}/{id}?at={at}", part);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            at = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("received").GetInt64();
        }

        using var finished = await client.PostAsync($"{uploads}/{id}/finish", null);
        if (!finished.IsSuccessStatusCode) throw new InvalidOperationException(await finished.Content.ReadAsStringAsync());
        return id;
    }

    /// <summary>Seconds to put the same bytes into a file through Kestrel, with nothing between.</summary>
    private static async Task<double> BareAsync(Tone tone)
    {
        var path = Path.Combine(TestKeys.Folder, "bare");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        app.MapPut("/", async (HttpContext http) =>
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
            await http.Request.Body.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), Timeout = TimeSpan.FromMinutes(10) };
        var since = Stopwatch.GetTimestamp();
        using (var all = new StreamContent(tone.Read(0, tone.Length), 1 << 17)) (await client.PutAsync("/", all)).EnsureSuccessStatusCode();
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        File.Delete(path);
        return seconds;
    }

    /// <summary>From the request of a range at a random place to its first byte.</summary>
    private static async Task<string> RangesAsync(HttpClient client, string address, long length)
    {
        var chance = new Random(7);
        var times = new List<double>(Places);
        var one = new byte[1];
        for (var i = 0; i < Places; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = new RangeHeaderValue(chance.NextInt64(length - 1), null);
            var since = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using var sound = await answer.Content.ReadAsStreamAsync();
            await sound.ReadExactlyAsync(one);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"first byte of a range: median {times[Places / 2]:0.0} ms, p95 {times[Places * 95 / 100]:0.0} ms, most {times[^1]:0.0} ms");
    }

    /// <summary>A WAV of a tone in CD quality, of any length, which is never whole anywhere.</summary>
    private sealed class Tone
    {
        private readonly byte[] _header = new byte[44];

        // one period of the tone: 100 samples of two channels
        private readonly byte[] _period = new byte[400];

        public Tone(long length)
        {
            Length = length - ((length - 44) % 4);
            "RIFF"u8.CopyTo(_header);
            BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(4), (uint)(Length - 8));
            "WAVEfmt "u8.CopyTo(_header.AsSpan(8));
            BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(16), 16);
            BinaryPrimitives.WriteInt16LittleEndian(_header.AsSpan(20), 1);
            BinaryPrimitives.WriteInt16LittleEndian(_header.AsSpan(22), 2);
            BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(24), 44_100);
            BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(28), 176_400);
            BinaryPrimitives.WriteInt16LittleEndian(_header.AsSpan(32), 4);
            BinaryPrimitives.WriteInt16LittleEndian(_header.AsSpan(34), 16);
            "data"u8.CopyTo(_header.AsSpan(36));
            BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(40), (uint)(Length - 44));
            for (var i = 0; i < 200; i++) BinaryPrimitives.WriteInt16LittleEndian(_period.AsSpan(i * 2), (short)(9000 * Math.Sin(2 * Math.PI * (i / 2) / 100)));
        }

        public long Length { get; }

        public void Fill(long from, Span<byte> into)
        {
            while (into.Length > 0)
            {
                var source = from < 44 ? _header.AsSpan((int)from) : _period.AsSpan((int)((from - 44) % _period.Length));
                var count = Math.Min(source.Length, into.Length);
                source[..count].CopyTo(into);
                into = into[count..];
                from += count;
            }
        }

        public Stream Read(long from, long count) => new Piece(this, from, count);

        private sealed class Piece(Tone tone, long from, long count) : Stream
        {
            private long _position;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => false;

            public override long Length => count;

            public override long Position { get => _position; set => throw new NotSupportedException(); }

            public override int Read(Span<byte> buffer)
            {
                var size = (int)Math.Min(buffer.Length, count - _position);
                tone.Fill(from + _position, buffer[..size]);
                _position += size;
                return size;
            }

            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

            public override void Flush()
            {
                // nothing is written
            }

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        }
    }

    /// <summary>How far memory has grown at most since it was begun: of the whole process, the sending of the same bytes included.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly Timer _timer;
        private readonly long _managed = GC.GetTotalMemory(forceFullCollection: true);
        private readonly long _whole = Environment.WorkingSet;

        public MemoryWatch() => _timer = new Timer(_ => Look(), null, 0, 20);

        public long Managed { get; private set; }

        public long Whole { get; private set; }

        public void Dispose() => _timer.Dispose();

        private void Look() => (Managed, Whole) = (Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: false) - _managed), Math.Max(Whole, Environment.WorkingSet - _whole));
    }
}
