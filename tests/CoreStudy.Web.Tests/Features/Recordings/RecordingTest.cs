using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Recordings;

/// <summary>A study with an interview of one participant, a person of each role, and tones for a recording.</summary>
public abstract class RecordingTest(PostgresFixture postgres) : SiteTest(postgres)
{
    private readonly Dictionary<Role, Member> _members = [];

    protected Interview Interview { get; private set; } = null!;

    protected Participant Participant { get; private set; } = null!;

    protected Member Admin => _members[Role.Admin];

    protected Member Researcher => _members[Role.Researcher];

    protected Member Coder => _members[Role.Coder];

    protected StudyId StudyId => Study.Study.Id;

    protected Member Of(Role role) => _members[role];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var role in Enum.GetValues<Role>()) _members[role] = await Study.MemberAsync(role);
        Participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), "PSW-07", Study.Study.ParticipantRoles[0]));
        Db.Participants.Add(Participant);
        Interview = await InterviewAsync("PSW-07, individual interview", InterviewKind.Individual, Participant);
    }

    protected async Task<Interview> InterviewAsync(string title, InterviewKind kind, params Participant[] who)
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, title, kind, new DateOnly(2026, 2, 2), who));
        Db.Interviews.Add(interview);
        await Db.SaveChangesAsync(Cancel);
        return interview;
    }

    /// <summary>A WAV of a tone: 16 bits, one channel, 16 kHz.</summary>
    protected internal static byte[] Wav(double seconds, int tone = 440)
    {
        var samples = (int)(seconds * 16_000);
        var wav = new byte[44 + (samples * 2)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), 16_000);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 32_000);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples * 2);
        for (var i = 0; i < samples; i++) BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + (i * 2)), (short)(9000 * Math.Sin(2 * Math.PI * tone * i / 16_000)));
        return wav;
    }

    protected internal static ChosenFile Chosen(byte[] file) => new(
        file.Length, SHA256.HashData(file.AsSpan(0, Math.Min(file.Length, 65_536))), SHA256.HashData(file.AsSpan(Math.Max(0, file.Length - 65_536))));

    protected async Task<RecordingId> BeginAsync(Member who, byte[] file, Interview? interview = null) =>
        StudyBuilder.Must(await The<BeginUpload>().RunAsync(who.AccountId, StudyId, (interview ?? Interview).Id, Chosen(file), Cancel)).Id;

    protected async Task<Result<PartOutcome>> SendAsync(Member who, RecordingId id, byte[] file, int from, int? count = null) =>
        await The<TakePart>().RunAsync(who.AccountId, StudyId, id, from, PipeReader.Create(new MemoryStream(file, from, Math.Min(count ?? file.Length, file.Length - from))), Cancel);

    /// <summary>A recording that this member brought in.</summary>
    protected async Task<RecordingId> BringInAsync(Member who, byte[] file, Interview? interview = null)
    {
        var id = await BeginAsync(who, file, interview);
        StudyBuilder.Must(await SendAsync(who, id, file, 0));
        return StudyBuilder.Must(await The<FinishUpload>().RunAsync(who.AccountId, StudyId, id, Cancel));
    }

    /// <summary>What somebody hears; null where it is refused.</summary>
    protected async Task<byte[]?> HearAsync(Member who, RecordingId id)
    {
        if ((await The<HearRecording>().RunAsync(who.AccountId, StudyId, id, Cancel)).IsRefused(out _, out var heard)) return null;
        await using var sound = heard.Sound;
        using var all = new MemoryStream();
        await sound.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    protected SoundStore Sounds => Service<SoundStore>();

    protected string PathOf(RecordingId id) => Path.Combine(TestKeys.RecordingsFolder, StudyId.Value.ToString("n"), id.Value.ToString("n"));
}
