using System.Reflection;
using System.Runtime.InteropServices;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Vault;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Speech;
using CoreStudy.Web.Ui.Trails;
using CoreStudy.Web.Watch;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SignInOptions = CoreStudy.Web.Access.SignInOptions;

namespace CoreStudy.Web.Features.Installation;

/// <summary>What is installed.</summary>
/// <param name="Schema">The last migration that was run, by its name; empty where none was.</param>
/// <param name="Missing">How many migrations the program knows and the database has not had.</param>
public sealed record Versions(string App, string DotNet, string PostgreSql, string Schema, int Missing);

/// <summary>People who have a page of a study open.</summary>
/// <param name="Study">What it is called, for those who belong to it; null for others, and for pages of no study.</param>
/// <param name="Names">Of the people, for those who see the team of that study anyway; empty otherwise.</param>
public sealed record StudyPresence(string? Study, bool IsElsewhere, int People, IReadOnlyList<string> Names);

/// <summary>Who is connected to this node.</summary>
public sealed record Presence(int People, int Pages, int Away, IReadOnlyList<StudyPresence> Studies);

/// <summary>A background job.</summary>
/// <param name="Waiting">What it has to do; null where that is not counted.</param>
/// <param name="Last">Null where it has not run since this node was started.</param>
public sealed record JobLine(Job Job, long? Waiting, JobNote? Last);

/// <summary>Something that waits on this node.</summary>
public sealed record QueueLine(string Title, long Waiting);

/// <summary>A setting that matters, in words; never a secret.</summary>
public sealed record SettingLine(string Name, string Value);

/// <summary>How the installation stands.</summary>
/// <param name="Checks">What this node's readiness hangs on, and whether it is well.</param>
/// <param name="Since">When this node was started.</param>
public sealed record InstallationState(
    DateTimeOffset At, string Node, DateTimeOffset Since, IReadOnlyList<(string Name, bool IsWell)> Checks, Versions Versions, Presence Presence, IReadOnlyList<QueueLine> Queues,
    IReadOnlyList<JobLine> Jobs, BackupNote? Backup, TrailState? Trail, IReadOnlyList<SettingLine> Settings);

/// <summary>Tells an operator how the installation stands: what is asked from memory or costs the database next to nothing.</summary>
public sealed class ReadInstallation(
    IDbContextFactory<StudyDb> databases, Permissions permissions, OpenCircuits circuits, IEnumerable<IQueue> queues, JobBoard jobs, ILastBackup backup, HealthCheckService health, TimeProvider clock,
    IConfiguration configuration, IOptions<SignInOptions> signIn, IOptions<IdentityOptions> identity, IOptions<VaultOptions> vault, IOptions<RecordingOptions> recordings, IOptions<SpeechOptions> speech) : IUseCase
{
    private static readonly string App = VersionOf(typeof(ReadInstallation).Assembly);

    public async Task<Result<InstallationState>> RunAsync(AccountId me, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var report = await health.CheckHealthAsync(c => c.Tags.Count > 0, cancel);
        return new InstallationState(
            clock.GetUtcNow(), Environment.MachineName, Started(), [.. report.Entries.Select(e => (e.Key, e.Value.Status == HealthStatus.Healthy))],
            await VersionsAsync(db, cancel), await PresenceAsync(db, me, cancel), [.. queues.Select(q => new QueueLine(q.Title, q.Waiting))], await JobsAsync(db, cancel),
            await backup.ReadAsync(cancel), await TrailState.ReadAsync(db, cancel), Settings());
    }

    private static DateTimeOffset Started()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }

    private static async Task<Versions> VersionsAsync(StudyDb db, CancellationToken cancel)
    {
        var server = (await db.Database.SqlQueryRaw<string>("""select current_setting('server_version') as "Value" """).ToListAsync(cancel))[0];
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        var missing = db.Database.GetMigrations().Except(applied).Count();
        return new Versions(App, RuntimeInformation.FrameworkDescription, server, applied.LastOrDefault() ?? "", missing);
    }

    /// <summary>Whoever has only typed a study's address is not counted there: they see nothing of it.</summary>
    private async Task<Presence> PresenceAsync(StudyDb db, AccountId me, CancellationToken cancel)
    {
        var all = circuits.All;
        var connected = all.Where(c => c.IsConnected).ToList();
        var open = connected.Where(c => c.Account is not null).Select(c => (Account: c.Account!.Value, c.Study)).Distinct().ToList();
        var (accounts, studies) = (open.Select(o => o.Account).Distinct().ToList(), open.Select(o => o.Study).OfType<StudyId>().Distinct().ToList());
        var members = studies.Count == 0 ? [] : await db.Members.IgnoreAutoIncludes().AsNoTracking()
            .Where(m => m.EndedAt == null && accounts.Contains(m.AccountId) && studies.Contains(m.StudyId)).Select(m => new { m.AccountId, m.StudyId, m.Name }).ToListAsync(cancel);
        var there = members.Where(m => open.Contains((m.AccountId, m.StudyId))).ToList();

        var lines = new List<StudyPresence>();
        var (hidden, unnamed) = (new HashSet<AccountId>(), accounts.Except(there.Select(m => m.AccountId)).Count());
        foreach (var study in there.GroupBy(m => m.StudyId))
        {
            if (!await permissions.MayAsync(me, study.Key, Operation.SeeStudy, cancel) || (await permissions.AskAsync(me, study.Key, Operation.SeeStudy, cancel)).IsRefused(out _, out var reader))
            {
                hidden.UnionWith(study.Select(m => m.AccountId));
                continue;
            }

            var name = await db.Studies.Where(s => s.Id == study.Key).Select(s => s.Name).SingleAsync(cancel);
            var names = reader.May(Operation.SeeMembers) && reader.Reaches([]) ? study.Select(m => m.Name).Order(StringComparer.CurrentCultureIgnoreCase) : Enumerable.Empty<string>();
            lines.Add(new StudyPresence(name, false, study.Count(), [.. names]));
        }

        lines = [.. lines.OrderByDescending(l => l.People).ThenBy(l => l.Study, StringComparer.CurrentCultureIgnoreCase)];
        if (hidden.Count > 0) lines.Add(new StudyPresence(null, false, hidden.Count, []));
        if (unnamed > 0) lines.Add(new StudyPresence(null, true, unnamed, []));
        return new Presence(accounts.Count, connected.Count, all.Count - connected.Count, lines);
    }

    private async Task<IReadOnlyList<JobLine>> JobsAsync(StudyDb db, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        JobLine Line(Job job, long? waiting) => new(job, waiting, jobs.Of(job));
        return
        [
            Line(Job.Recordings, await db.RecordingUploads.CountAsync(u => u.ExpiresAt <= now, cancel)),
            Line(Job.Retention, await db.Destructions.Where(d => d.FinishedAt == null && d.StoppedAt == null).SumAsync(d => d.Total - d.Destroyed, cancel)),
            Line(Job.Withdrawals, await db.Withdrawals.CountAsync(w => w.Scope == WithdrawalScope.AllData && w.KeyDestroyedAt == null, cancel)),
            Line(Job.Detector, null),
        ];
    }

    private IReadOnlyList<SettingLine> Settings()
    {
        var (lockout, keys) = (identity.Value.Lockout, vault.Value);
        return
        [
            new("Tries to sign in from one address", $"{signIn.Value.TriesPerMinute:N0} a minute"),
            new("Wrong passwords", $"after {lockout.MaxFailedAccessAttempts:N0} the account rests for {lockout.DefaultLockoutTimeSpan.TotalMinutes:0} minutes"),
            new("Shortest password", $"{identity.Value.Password.RequiredLength:N0} characters"),
            new("Master key", keys.MasterKeyCommand.Length > 0 ? "from a key store" : Environment.GetEnvironmentVariable(VaultOptions.MasterKeyVariable) is { Length: > 0 } ? "from the environment" : "from a file"),
            new("Behind a proxy that ends TLS", configuration["FORWARDEDHEADERS_ENABLED"] is "true" or "True" or "1" ? "yes" : "no"),
            new("Largest recording", $"{recordings.Value.LargestGigabytes:0.###} GB"),
            new("Speech engine", speech.Value.Address is null ? "none" : "set up"),
            new("Metrics and traces", Telemetry.IsConfigured(configuration) ? "sent to a collector" : "not sent anywhere"),
        ];
    }

    /// <summary>Such as “1.4.0 (3fa9c2d1)”.</summary>
    private static string VersionOf(Assembly assembly)
    {
        var whole = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var plus = whole.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? whole : $"{whole[..plus]} ({whole[(plus + 1)..Math.Min(whole.Length, plus + 9)]})";
    }
}
