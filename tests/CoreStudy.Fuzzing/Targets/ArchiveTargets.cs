using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoreStudy.Data.Archives;
using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;
using CoreStudy.Web.Features.Archives;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Whole-study archives of both formats, their sealed parts, and the lines in them.</summary>
internal static class ArchiveTargets
{
    private static readonly Guid Archive = new("00000000-0000-4000-8000-000000000001");
    private static readonly Guid Study = new("00000000-0000-4000-8000-000000000002");
    private static readonly PassPhrase Phrase = Made();

    public static IReadOnlyList<Target> All { get; } =
    [
        new("archive", () => [Whole(1), Whole(2)], ReadWhole),
        new("archive-sealed", () => [Sealed(stream => new SealingStream(stream, Phrase, Archive, Study, Cheapest)), SealedSound()], ReadSealed),
        new("archive-lines", () => new[] { Account, Key, Trail, Sound, Paper }.Select(Encoding.UTF8.GetBytes), file => ReadLine(Encoding.UTF8.GetString(file))),
    ];

    /// <summary>The least that is let through, so that many can be tried.</summary>
    private static KeyCost Cheapest => new(19 * 1024, 1, 1);

    private const string Account = """{"id":"00000000-0000-4000-8000-000000000003","name":"Ada","email":"ada@example.org"}""";
    private const string Key = "\"participant-00000000000040008000000000000004\"";
    private const string Sound = """{"id":"00000000-0000-4000-8000-000000000005","bytes":1000,"destroyed_at":null}""";
    private const string Paper = """{"kind":"transcript","subject":"00000000-0000-4000-8000-000000000006","number":1,"owner":"transcript-00000000000040008000000000000006","changed":"2026-03-02T09:00:00Z","content":{"words":"I waited."}}""";
    private const string Trail = """{"number":1,"at":"2026-03-02T09:00:00+00:00","account_id":"00000000-0000-4000-8000-000000000003","member_id":null,"kind":"SignedIn","subject_kind":"Study","subject_id":null,"label":"","detail":"{}","previous_hash":"\\x00","hash":"\\x00"}""";

    /// <summary>As it is; and once more with a manifest that says what the parts are, as somebody would write it who means ill, so that what lies behind the hashes is met.</summary>
    private static Refusal? ReadWhole(byte[] file)
    {
        var refusal = ReadArchive(file);
        return Mended(file) is { } mended ? ReadArchive(mended) : refusal;
    }

    private static Refusal? ReadArchive(byte[] file)
    {
        using var stream = new MemoryStream(file);
        if (ArchiveReader.OpenAsync(stream, CancellationToken.None).GetAwaiter().GetResult().IsRefused(out var refusal, out var reader)) return refusal;
        using var open = reader;
        Promise.That(reader.Manifest.FormatVersion is 1 or 2, "the format is none that is known");
        if (reader.CheckAsync(null, CancellationToken.None).GetAwaiter().GetResult() is { } damaged) return damaged;
        foreach (var entry in reader.Manifest.Entries.Where(e => e.Name.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            foreach (var line in reader.LinesAsync(entry.Name, null, CancellationToken.None).ToBlockingEnumerable())
            {
                if (ReadLine(line, entry.Name) is { } wrong) return wrong;
            }
        }

        return null;
    }

    private static Refusal? ReadLine(string line) => new[] { ArchiveManifest.Accounts, ArchiveManifest.DestroyedKeys, ArchiveManifest.TrailFile, ArchiveManifest.FileOf(ArchivedSound.Table), ArchiveManifest.Vault }.Select(name => ReadLine(line, name)).LastOrDefault(r => r is not null);

    /// <summary>A line as restoring reads it; what it throws for a line that is none is what restoring turns into a sentence.</summary>
    private static Refusal? ReadLine(string line, string file)
    {
        try
        {
            switch (file)
            {
                case ArchiveManifest.Accounts:
                    Promise.That(ArchivedAccount.Read(line).Name.Length is > 0 and <= 80, "an account’s name does not fit its column");
                    break;
                case ArchiveManifest.DestroyedKeys:
                    RestoreArchive.OwnerIn(line);
                    break;
                case ArchiveManifest.TrailFile:
                    StudyRestoring.IsSound(new StudyId(Study), line);
                    break;
                case ArchiveManifest.Vault:
                    Promise.That(SealedPaper.Read(line) is { Kind: not null, Content: not null }, "a paper of the vault is of no kind");
                    break;
                case "tables/" + ArchivedSound.Table + ".jsonl":
                    ArchivedSound.Read(line);
                    break;
            }

            return null;
        }
        catch (InvalidDataException)
        {
            return new Refusal("A line of the archive is none that restoring takes.");
        }
    }

    private static Refusal? ReadSealed(byte[] file)
    {
        try
        {
            using var into = new MemoryStream();
            using var stream = new MemoryStream(file);
            if (file.AsSpan().StartsWith("CSVOICE1"u8))
            {
                using var seals = new RecordingSeals(Phrase, Archive, Study, Cheapest);
                using var sound = seals.Open(stream, Archive);
                sound.CopyTo(into);
            }
            else
            {
                using var opening = new OpeningStream(stream, Phrase, Archive, Study);
                opening.CopyTo(into);
            }

            return null;
        }
        catch (SealBrokenException broken)
        {
            return new Refusal(broken.Message);
        }
    }

    private static byte[]? Mended(byte[] file)
    {
        if (PackedFile.Open(file) is not { } packed) return null;
        var at = packed.Parts.Index().FirstOrDefault(p => p.Item.Name == ArchiveManifest.FileName, (-1, default)).Index;
        if (at < 0 || Parsed(packed.Parts[at].Content) is not JsonObject manifest) return null;
        try
        {
            foreach (var entry in (manifest["entries"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (entry["name"]?.ToString() is not { } name || packed.Parts.FirstOrDefault(p => p.Name == name).Content is not { } content) continue;
                (entry["bytes"], entry["sha256"]) = (content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
                if (name.EndsWith(".jsonl", StringComparison.Ordinal)) entry["rows"] = content.AsSpan().Count((byte)'\n');
            }

            return packed.With(at, Encoding.UTF8.GetBytes(manifest.ToJsonString())).Pack();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null; // a name twice in an object, or half a character: nothing to mend
        }
    }

    private static JsonNode? Parsed(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Whole(int format)
    {
        using var file = new MemoryStream();
        using (var writer = new ArchiveWriter(file))
        {
            WriteAsync(writer, format).GetAwaiter().GetResult();
        }

        return PackedFile.Open(file.ToArray())!.Pack();
    }

    private static async Task WriteAsync(ArchiveWriter writer, int format)
    {
        await writer.AddLinesAsync(ArchiveManifest.Accounts, null, null, Lines(Account), null, CancellationToken.None);
        await writer.AddLinesAsync(ArchiveManifest.FileOf("studies"), "studies", ["id", "name"], Lines("""{"id":"00000000-0000-4000-8000-000000000002","name":"A study"}"""), null, CancellationToken.None);
        await writer.AddLinesAsync(ArchiveManifest.TrailFile, null, null, Lines(Trail), null, CancellationToken.None);
        await writer.AddLinesAsync(ArchiveManifest.DestroyedKeys, null, null, Lines(Key), null, CancellationToken.None);
        if (format > 1)
        {
            await writer.AddLinesAsync(ArchiveManifest.FileOf(ArchivedSound.Table), ArchivedSound.Table, ["id", "bytes", "destroyed_at"], Lines(Sound), null, CancellationToken.None);
            await writer.AddSealedAsync(ArchiveManifest.Vault, async into =>
            {
                await into.WriteAsync("CSVAULT1"u8.ToArray());
                return 1;
            });
            await writer.AddSealedAsync(ArchiveManifest.SoundOf(Archive), async into =>
            {
                await into.WriteAsync("CSVOICE1"u8.ToArray());
                return 0;
            });
        }

        await writer.FinishAsync(entries => new ArchiveManifest(ArchiveManifest.Name, format, Archive, DateTimeOffset.UnixEpoch, "1.0", "Schema", new ArchivedStudy(Study, "A study", "AS"), new ArchivedTrail(1, "00"), format > 1, format > 1 ? null : 1, entries), CancellationToken.None);
    }

    private static async IAsyncEnumerable<string> Lines(string line)
    {
        await Task.CompletedTask;
        yield return line;
    }

    private static byte[] Sealed(Func<Stream, SealingStream> seal)
    {
        using var file = new MemoryStream();
        using (var sealing = seal(file))
        {
            sealing.Write(Encoding.UTF8.GetBytes(Paper + "\n"));
            sealing.End();
        }

        return file.ToArray();
    }

    private static byte[] SealedSound()
    {
        using var seals = new RecordingSeals(Phrase, Archive, Study, Cheapest);
        return Sealed(stream => seals.Close(stream, Archive));
    }

    private static PassPhrase Made() => PassPhrase.Of("five words that do not belong").IsRefused(out var refusal, out var phrase) ? throw new InvalidOperationException(refusal.Sentence) : phrase;
}
