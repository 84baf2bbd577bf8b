using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Audits;

/// <summary>The table itself: what the database chains, and what it refuses.</summary>
public sealed class TrailTests(PostgresFixture postgres) : AccessTest(postgres)
{
    [Fact]
    public async Task What_the_database_hashes_is_what_the_check_hashes()
    {
        var member = await Study.MemberAsync(Role.StudyLead);
        await TellAsync(Db,
            AuditEntry.Of(AuditKind.StudyChanged, member, AuditSubject.Of(member.StudyId)),
            AuditEntry.Of(AuditKind.SignInRefused, null, null, AuditSubject.Nothing),
            AuditEntry.Of(AuditKind.ParticipantSaved, member, AuditSubject.Of(AuditThing.Participant, ParticipantId.New(), AuditLabel.Stored("Größe 😀 é\u0301; 12:x"))),
            AuditEntry.Of(AuditKind.WorkAssigned, member, AuditSubject.Nothing, AuditDetail.Count("coders", -3).AndWhether("new", false).AndDay("due", new(2026, 12, 1)).AndLabel("trust", AuditLabel.Stored("Trüst \"B\""))));
        await Db.Database.ExecuteSqlAsync(
            $$$"""insert into audit_entries (at, kind, subject_kind, label, detail) values ('2999-12-31 23:59:59.999999+00', 'SignedIn', 'Nothing', '', '{"b": 1.50, "aa": [1, null, "é"], "a": {"x": 1e3}}')""", Cancel);

        var check = await CheckAsync();

        Assert.Null(check.Why);
        Assert.Equal(5, check.Entries);
    }

    [Fact]
    public async Task An_entry_comes_back_with_its_number_its_time_and_the_hash_before()
    {
        var first = AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing);
        var second = AuditEntry.Of(AuditKind.SignedOut, null, null, AuditSubject.Nothing);

        await TellAsync(Db, first, second);

        Assert.Equal([1, 2], [first.Number, second.Number]);
        Assert.Equal(new byte[32], first.PreviousHash);
        Assert.Equal(first.Hash, second.PreviousHash);
        Assert.InRange(second.At, first.At, first.At.AddMinutes(5));
    }

    [Fact]
    public async Task What_is_told_after_the_clock_was_set_back_is_no_earlier_than_what_was_told_before()
    {
        await Db.Database.ExecuteSqlAsync($"insert into audit_entries (at, kind, subject_kind, label, detail) values ('2999-12-31 23:59:59+00', 'SignedIn', 'Nothing', '', '{{}}')", Cancel);
        var after = AuditEntry.Of(AuditKind.SignedOut, null, null, AuditSubject.Nothing);

        await TellAsync(Db, after);

        Assert.Equal(new DateTimeOffset(2999, 12, 31, 23, 59, 59, TimeSpan.Zero), after.At);
        Assert.Equal((2, null), ((await CheckAsync()).Entries, (await CheckAsync()).Why));
    }

    [Theory]
    [InlineData("update audit_entries set label = 'PSW-08'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    public async Task The_trail_is_only_ever_added_to(string change)
    {
        await TellAsync(Db, AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Db.Database.ExecuteSqlRawAsync(change, Cancel));

        Assert.Equal("The audit trail is only ever added to.", refused.MessageText);
        Assert.Equal(1, await Db.AuditEntries.CountAsync(Cancel));
    }

    [Fact]
    public async Task Who_inserts_cannot_choose_number_or_hash()
    {
        await TellAsync(Db, AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing));

        await Db.Database.ExecuteSqlAsync(
            $"insert into audit_entries (number, at, kind, subject_kind, label, detail, previous_hash, hash) values (99, '2020-01-01', 'SignedIn', 'Nothing', '', '{{}}', decode(repeat('11', 32), 'hex'), decode(repeat('22', 32), 'hex'))", Cancel);

        Assert.Equal([1L, 2L], await Db.AuditEntries.OrderBy(e => e.Number).Select(e => e.Number).ToListAsync(Cancel));
        Assert.Null((await CheckAsync()).Why);
    }

    [Fact]
    public async Task Eight_who_write_at_once_leave_no_gap_and_a_chain_that_holds()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
            for (var i = 0; i < 25; i++)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
                await TellAsync(db, AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing, AuditDetail.Count("writer", writer)));
                if (i % 5 == 4) await transaction.RollbackAsync(Cancel);
                else await transaction.CommitAsync(Cancel);
            }
        }));

        var check = await CheckAsync();

        Assert.Null(check.Why);
        Assert.Equal((160, 160), (check.Entries, check.Last));
    }

    [Fact]
    public async Task The_number_of_an_entry_that_was_rolled_back_goes_to_the_next()
    {
        await using (var transaction = await Db.Database.BeginTransactionAsync(Cancel))
        {
            await TellAsync(Db, AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing));
            await transaction.RollbackAsync(Cancel);
        }

        await TellAsync(Db, AuditEntry.Of(AuditKind.SignedOut, null, null, AuditSubject.Nothing));

        Assert.Equal([(1L, AuditKind.SignedOut)], (await Db.AuditEntries.ToListAsync(Cancel)).Select(e => (e.Number, e.Kind)));
    }

    [Fact]
    public async Task A_deed_that_is_not_kept_has_no_entry_and_an_entry_that_cannot_be_kept_has_no_deed()
    {
        var member = await Study.MemberAsync(Role.Coder);
        await using (await Db.Database.BeginTransactionAsync(Cancel))
        {
            member.End(Clock.GetUtcNow());
            await TellAsync(Db, AuditEntry.Of(AuditKind.MembershipEnded, member, AuditSubject.Of(member.Id)));
        }

        await using var broken = new StudyDb(StudyDbOptions.For(ConnectionString));
        var again = await broken.Members.SingleAsync(m => m.Id == member.Id, Cancel);
        again.End(Clock.GetUtcNow());
        await Assert.ThrowsAsync<DbUpdateException>(
            () => TellAsync(broken, AuditEntry.Of(AuditKind.MembershipEnded, member, AuditSubject.Of(AuditThing.Member, member.Id, AuditLabel.Stored(new string('x', 81))))));

        await using var fresh = new StudyDb(StudyDbOptions.For(ConnectionString));
        Assert.Empty(await fresh.AuditEntries.ToListAsync(Cancel));
        Assert.Null((await fresh.Members.SingleAsync(m => m.Id == member.Id, Cancel)).EndedAt);
    }

    [Theory]
    [InlineData("update audit_entries set label = 'PSW-08' where number = 4", 4, "what it says is not what was hashed")]
    [InlineData("update audit_entries set detail = '{\"rows\": 7}' where number = 4", 4, "what it says is not what was hashed")]
    [InlineData("update audit_entries set account_id = null where number = 1", 1, "what it says is not what was hashed")]
    [InlineData("delete from audit_entries where number = 4", 4, "entry 4 is missing")]
    [InlineData("delete from audit_entries where number = 4; update audit_entries set number = number - 1 where number > 4", 4, "it does not follow from the entry before it")]
    [InlineData("update audit_entries set number = 104 where number = 4; update audit_entries set number = 4 where number = 5; update audit_entries set number = 5 where number = 104", 4, "it does not follow from the entry before it")]
    [InlineData("update audit_entries set number = -number where number > 4; update audit_entries set number = 1 - number where number < 0; insert into audit_entries select 5, at, study_id, account_id, member_id, kind, subject_kind, subject_id, label, detail, hash, hash from audit_entries where number = 4", 5, "what it says is not what was hashed")]
    [InlineData("delete from audit_entries where number > 6", 7, "the entry with the expected hash is not in the trail: entries at its end are missing")]
    public async Task Whoever_gets_round_the_database_is_found_out(string tampering, long at, string why)
    {
        var member = await Study.MemberAsync(Role.StudyLead);
        foreach (var number in Enumerable.Range(1, 8))
            await TellAsync(Db, AuditEntry.Of(AuditKind.ListExported, member, AuditSubject.Of(member.StudyId), AuditDetail.Count("rows", number)));
        var last = await Db.AuditEntries.Where(e => e.Number == 8).Select(e => e.Hash).SingleAsync(Cancel);
        Assert.Null((await CheckAsync(expected: last)).Why);

        foreach (var command in (string[])["alter table audit_entries disable trigger all", .. tampering.Split("; "), "alter table audit_entries enable trigger all"])
            await Db.Database.ExecuteSqlRawAsync(command.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Cancel);
        var check = await CheckAsync(expected: last);

        Assert.Equal((at, why), (check.BrokenAt, check.Why));
    }

    [Fact]
    public async Task A_hash_kept_earlier_is_met_on_the_way()
    {
        await TellAsync(Db, AuditEntry.Of(AuditKind.SignedIn, null, null, AuditSubject.Nothing));
        var kept = (await CheckAsync()).LastHash.ToArray();
        await TellAsync(Db, AuditEntry.Of(AuditKind.SignedOut, null, null, AuditSubject.Nothing));

        Assert.Null((await CheckAsync(expected: kept)).Why);
        Assert.Null((await CheckAsync(from: 2)).Why);
        Assert.NotNull((await CheckAsync(expected: new byte[32])).Why);
    }

    private async Task<AuditCheck> CheckAsync(long from = 1, byte[]? expected = null)
    {
        await using var db = new StudyDb(StudyDbOptions.For(ConnectionString));
        return await TrailCheck.RunAsync(db, from, expected, progress: null, Cancel);
    }

    private static async Task TellAsync(StudyDb db, params AuditEntry[] entries)
    {
        foreach (var entry in entries) db.Audit(entry);
        await db.SaveChangesAsync(Cancel);
    }
}
