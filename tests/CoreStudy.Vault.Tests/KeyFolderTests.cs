using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Vault.Keys;
using Master = CoreStudy.Vault.Keys.MasterKeyFile;

namespace CoreStudy.Vault.Tests;

public sealed class KeyFolderTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("corestudy-keys-");
    private readonly KeyOwner _owner = KeyOwner.Of(ParticipantId.New());

    private string MasterPath => Path.Combine(_home.FullName, "master-key");

    public KeyFolderTests() => Master.CreateIfMissing(MasterPath, At);

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void A_key_is_made_once_and_found_again()
    {
        var made = Folder().TakeOrMake(_owner);

        Assert.Equal(made, Folder().TakeOrMake(_owner));
        Assert.NotEqual(made, Folder().TakeOrMake(KeyOwner.Of(ParticipantId.New())));
    }

    [Fact]
    public void Keys_and_their_folder_are_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        Folder().TakeOrMake(_owner);

        var folder = Path.Combine(_home.FullName, "keys");
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(folder).Single()));
    }

    [Fact]
    public void Two_that_ask_at_once_get_the_same_key()
    {
        var keys = new byte[16][];

        Parallel.For(0, keys.Length, i => keys[i] = Folder().TakeOrMake(_owner));

        Assert.All(keys, key => Assert.Equal(keys[0], key));
    }

    [Fact]
    public void A_destroyed_key_is_gone_and_is_not_made_again()
    {
        Folder().TakeOrMake(_owner);

        Folder().Destroy(_owner, At);

        Assert.Throws<KeyDestroyedException>(() => Folder().Find(_owner));
        Assert.Throws<KeyDestroyedException>(() => Folder().TakeOrMake(_owner));
        Assert.Equal($"destroyed {At:O}", File.ReadAllText(Directory.GetFiles(Path.Combine(_home.FullName, "keys")).Single()));
    }

    [Fact]
    public void After_rotation_the_old_master_key_is_not_needed()
    {
        var key = Folder().TakeOrMake(_owner);
        Master.Add(MasterPath, At.AddYears(1));

        Assert.Equal(key, Folder().Find(_owner)); // before the keys are wrapped anew, both are at hand
        Assert.Equal(1, Folder().Rotate(null, CancellationToken.None));
        Master.KeepFirst(MasterPath);

        Assert.Single(Master.Read(MasterPath).Names);
        Assert.Equal(key, Folder().Find(_owner));
        Assert.Equal(0, Folder().Rotate(null, CancellationToken.None));
    }

    [Fact]
    public void Rotation_leaves_destroyed_keys_destroyed()
    {
        Folder().TakeOrMake(_owner);
        Folder().Destroy(_owner, At);
        Master.Add(MasterPath, At);

        Assert.Equal(0, Folder().Rotate(null, CancellationToken.None));

        Assert.True(Folder().IsDestroyed(_owner));
    }

    [Fact]
    public void Another_master_key_opens_nothing_and_says_so()
    {
        Folder().TakeOrMake(_owner);
        File.Delete(MasterPath);
        Master.CreateIfMissing(MasterPath, At);

        var refused = Assert.Throws<MasterKeyException>(() => Folder().Find(_owner));

        Assert.Contains("which is not here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_put_under_another_owners_name_does_not_open()
    {
        Folder().TakeOrMake(_owner);
        var other = KeyOwner.Of(ParticipantId.New());
        File.Move(Path.Combine(_home.FullName, "keys", _owner.ToString()), Path.Combine(_home.FullName, "keys", other.ToString()));

        Assert.Throws<MasterKeyException>(() => Folder().Find(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("only-a-name")]
    [InlineData("name c2hvcnQ=")]
    [InlineData("name not-base64-at-all-not-base64-at-all-not!!")]
    public void A_file_that_holds_no_master_key_is_refused(string content)
    {
        File.WriteAllText(MasterPath, content);

        Assert.Throws<MasterKeyException>(() => Master.Read(MasterPath));
    }

    [Fact]
    public void A_key_store_of_the_site_wraps_and_unwraps()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the program is a shell script");
        var program = Path.Combine(_home.FullName, "kms");
        File.WriteAllText(program, """
            #!/bin/sh
            # Stands for a key store: it gives back what it gets.
            case "$1" in
              current) echo store-1 ;;
              wrap|unwrap) read -r bound; read -r bytes; echo "$bytes" ;;
            esac
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var folder = new KeyFolder(Path.Combine(_home.FullName, "other"), new MasterKeyCommand(program));

        var key = folder.TakeOrMake(_owner);

        Assert.Equal(key, folder.Find(_owner));
    }

    [Fact]
    public void Sealed_bytes_open_only_as_they_are_and_for_what_they_belong_to()
    {
        var key = RandomNumberGenerator.GetBytes(Sealing.KeySize);
        var bytes = Sealing.Seal(key, Encoding.UTF8.GetBytes("words"), [1]);

        Assert.Equal("words", Encoding.UTF8.GetString(Sealing.Open(key, bytes, [1])));
        Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(key, bytes, [2]));
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(key, bytes, [1]));
        Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(key, [1, 2], [1]));
    }

    private KeyFolder Folder() => new(Path.Combine(_home.FullName, "keys"), Master.Read(MasterPath));
}
