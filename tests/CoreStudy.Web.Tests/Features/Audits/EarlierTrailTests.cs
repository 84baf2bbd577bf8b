using CoreStudy.Domain;
using CoreStudy.Domain.Archives;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Audits;

public sealed class EarlierTrailTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Fact]
    public async Task What_came_with_an_archive_is_read_newest_first_with_those_who_are_members_here_by_name()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        Db.Restorations.Add(Restoration.Of(Study.Study.Id, 1, ArchiveId.New(), StudyBuilder.At, "1.0", new byte[32], withVault: false, entries: 3, brokenEntries: 1, StudyBuilder.At));
        await Db.SaveChangesAsync(Cancel);
        await TellAsync(7, AuditKind.FrameworkFrozen.ToString(), lead.Id);
        await TellAsync(9, "SomethingOfLater", null);
        await TellAsync(8, AuditKind.MemberJoined.ToString(), lead.Id);

        var trail = StudyBuilder.Must(await The<ListEarlierTrail>().RunAsync(lead.AccountId, Study.Study.Id, Cancel));

        Assert.Equal((3, 1), (trail.All, trail.Broken));
        Assert.Equal([(9L, "An account there", "SomethingOfLater"), (8L, lead.Name, "Member joined"), (7L, lead.Name, "Framework frozen")], trail.Rows.Select(r => (r.Number, r.Who, r.What)));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_may_not_read_the_trail_may_not_read_this(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListEarlierTrail>().RunAsync(member.AccountId, Study.Study.Id, Cancel)));
    }

    private Task<int> TellAsync(long number, string kind, MemberId? by) => Db.Database.ExecuteSqlAsync(
        $"""
         insert into earlier_audit_entries (study_id, restoration, number, at, account_id, member_id, kind, subject_kind, label, detail, previous_hash, hash)
         values ({Study.Study.Id.Value}, 1, {number}, {StudyBuilder.At}, {Guid.CreateVersion7()}, {by?.Value}, {kind}, 'Study', '', '[]', {new byte[32]}, {new byte[32]})
         """, Cancel);
}
