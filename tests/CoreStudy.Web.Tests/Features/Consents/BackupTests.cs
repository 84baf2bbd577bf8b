using System.Diagnostics;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CoreStudy.Web.Tests.Features.Consents;

/// <summary>What a withdrawal means for a backup of the database that was made before it.</summary>
public sealed class BackupTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task In_a_backup_made_before_the_withdrawal_what_was_theirs_cannot_be_read_while_anothers_can()
    {
        var admin = await Study.MemberAsync(Role.Admin);
        var (one, two) = (Participant("PSW-01"), Participant("PSW-02"));
        var (group, evidence) = (Group(admin, one, two), ConsentId.New());
        await Db.SaveChangesAsync(Cancel);
        await InRoomAsync(Connections.Vault, async room =>
        {
            foreach (var (who, name) in new[] { (one, "Philippa Quillfeather"), (two, "Ignatius Thimblewick") })
            {
                StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(who.Id), Study.Study.Id, who.Id.Value, new Identity(name, "", ""), Cancel));
                StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(who.Id), Study.Study.Id, who == one ? evidence.Value : Guid.CreateVersion7(), new Evidence("f.pdf", "application/pdf", [1, 2, 3]), Cancel));
            }

            var original = new Original([new(0, "Pip", one.Id.Value, null, "My son was ill.", 15), new(1, "Iggy", two.Id.Value, null, "So was mine.", 12)]);
            await room.WriteOriginalAsync(Study.Study.Id, group, original, soleOwner: null, Cancel);
            await room.CommitAsync(Cancel);
        });
        var backup = await BackUpAsync();
        await InRoomAsync(VaultOf(backup), async room => Assert.Equal("Philippa Quillfeather", (await room.ReadAsync<Identity>(one.Id.Value, Cancel))!.Name)); // the backup is a good one

        await using (var site = Site.Build(["--Serilog:MinimumLevel:Default=Error", .. TestKeys.Arguments], Connections, b => b.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock))))
        {
            StudyBuilder.Must(await site.Services.GetRequiredService<WithdrawParticipant>().RunAsync(
                admin.AccountId, Study.Study.Id, one.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new(2026, 3, 1), "PSW-01"), Cancel));
        }

        await InRoomAsync(VaultOf(backup), async room =>
        {
            Assert.Null(await room.ReadAsync<Identity>(one.Id.Value, Cancel));
            Assert.Null(await room.ReadAsync<Evidence>(evidence.Value, Cancel));
            Assert.Equal([null, "So was mine."], (await room.ReadOriginalAsync(group, Cancel))!.Turns.Select(t => t.Text));
            Assert.Equal("Ignatius Thimblewick", (await room.ReadAsync<Identity>(two.Id.Value, Cancel))!.Name);
            Assert.Equal(3, await room.CountAsync(KeyOwner.Of(one.Id), Cancel)); // the sealed bytes are there still, and nothing opens them
        });
        await RunAsync($"drop database {backup} with (force)");
    }

    private Participant Participant(string label)
    {
        var participant = StudyBuilder.Must(Domain.Participants.Participant.Create(Study.Study, Study.Trust(), label, "Peer support worker"));
        Db.Participants.Add(participant);
        return participant;
    }

    private TranscriptId Group(Member by, Participant one, Participant two)
    {
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, "A group", InterviewKind.FocusGroup, null, [one, two]));
        var speakers = new Dictionary<string, SpeakerMatch> { ["a"] = new("PSW-01", one.Id, false), ["b"] = new("PSW-02", two.Id, false) };
        var transcript = StudyBuilder.Must(Transcript.Import(interview, "A group", new TranscriptDraft("test", [new("a", null, "My [relative] was ill."), new("b", null, "So was mine.")], []), speakers, "hash", by.Id, StudyBuilder.At));
        Db.Interviews.Add(interview);
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new CodingHead(transcript.Id));
        return transcript.Id;
    }

    /// <summary>A dump of the whole database, restored into another.</summary>
    /// <remarks>
    /// By the programs that lie beside the server's own, which are of its version. A server in a container, or elsewhere, has them where a test cannot run them, and what npm brings
    /// has none: there the server copies the database itself, which holds the same rows.
    /// </remarks>
    private async Task<string> BackUpAsync()
    {
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
        var backup = $"{name}_backup";
        if (await ProgramsAsync() is not { } programs)
        {
            TestContext.Current.AddWarning("No pg_dump and pg_restore beside the server's programs: the server copied the database instead.");
            await RunAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"); // nobody may be in what is copied
            await RunAsync($"create database {backup} template {name} strategy file_copy");
            return backup;
        }

        var file = Path.GetTempFileName();
        try
        {
            await RunAsync(programs, "pg_dump", "--format=custom", $"--file={file}", $"--dbname={name}");
            await RunAsync($"create database {backup}");
            await RunAsync(programs, "pg_restore", "--exit-on-error", $"--dbname={backup}", file);
        }
        finally
        {
            File.Delete(file);
        }

        return backup;
    }

    /// <summary>The folder of the server's programs, where it is on this machine and holds those for backups too.</summary>
    private async Task<string?> ProgramsAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("select setting from pg_config where name = 'BINDIR'", connection);
        return await command.ExecuteScalarAsync(Cancel) is string folder && new[] { "pg_dump", "pg_restore" }.All(p => File.Exists(Path.Combine(folder, p))) ? folder : null;
    }

    private async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(ConnectionString);
        var start = new ProcessStartInfo(
            Path.Combine(folder, program), [$"--host={server.Host}", $"--port={server.Port}", $"--username={server.Username}", "--no-password", .. arguments]) { RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{program}: {said}");
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private string VaultOf(string database) => new NpgsqlConnectionStringBuilder(Connections.Vault) { Database = database }.ConnectionString;

    private async Task InRoomAsync(string vault, Func<VaultRoom, Task> deed)
    {
        await using var connection = new VaultConnection(vault);
        await using var room = await new VaultDoor(connection, TestKeys.Open(), Clock).EnterAsync(Cancel);
        await deed(room);
    }
}
