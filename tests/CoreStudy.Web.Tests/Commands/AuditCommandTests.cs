using System.Text.Json;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The check of the trail as a script meets it.</summary>
public sealed class AuditCommandTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task A_trail_in_order_is_told_with_its_last_hash_which_finds_out_later_that_the_end_is_gone()
    {
        var member = await Study.MemberAsync(Role.StudyLead);
        for (var i = 0; i < 3; i++) Db.Audit(AuditEntry.Of(AuditKind.StudyChanged, member, AuditSubject.Of(member.StudyId)));
        await Db.SaveChangesAsync(Cancel);

        var (code, answer) = await RunAsync();
        var hash = answer.GetProperty("lastHash").GetString()!;
        Assert.Equal((0, 3, 1, 3, true), (code, answer.GetProperty("entries").GetInt64(), answer.GetProperty("first").GetInt64(), answer.GetProperty("last").GetInt64(), answer.GetProperty("valid").GetBoolean()));
        Assert.Equal(Convert.ToHexStringLower((await Db.AuditEntries.SingleAsync(e => e.Number == 3, Cancel)).Hash), hash);

        await Db.Database.ExecuteSqlAsync($"alter table audit_entries disable trigger all", Cancel);
        await Db.Database.ExecuteSqlAsync($"delete from audit_entries where number = 3", Cancel);
        await Db.Database.ExecuteSqlAsync($"alter table audit_entries enable trigger all", Cancel);
        Assert.Equal(0, (await RunAsync()).Code);
        var (cut, found) = await RunAsync("--expect-last", hash);

        Assert.Equal((1, false, 3), (cut, found.GetProperty("valid").GetBoolean(), found.GetProperty("brokenAt").GetInt64()));
        Assert.Contains("missing", found.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    private async Task<(int Code, JsonElement Answer)> RunAsync(params string[] arguments)
    {
        var (code, said, _) = await ProgramRun.RunAsync(ConnectionString, Connections, Cancel, ["audit", "verify", .. arguments]);
        return (code, JsonDocument.Parse(said).RootElement);
    }
}
