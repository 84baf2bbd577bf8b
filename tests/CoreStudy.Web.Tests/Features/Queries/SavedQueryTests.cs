using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Queries;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>Queries that are kept: whose they are, who sees them, who changes them.</summary>
public sealed class SavedQueryTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_explore_is_told_no(Role role)
    {
        var (account, shared) = ((await Study.MemberAsync(role)).AccountId, await SavedAsync(Researcher, isShared: true));

        string?[] said =
        [
            SentenceOf(await The<ListQueries>().RunAsync(account, StudyId, Cancel)),
            SentenceOf(await The<ReadSavedQuery>().RunAsync(account, StudyId, shared, Cancel)),
            SentenceOf(await The<SaveQuery>().RunAsync(account, StudyId, null, "Waiting", Question, false, null, Cancel)),
            SentenceOf(await The<RemoveQuery>().RunAsync(account, StudyId, shared, Cancel)),
        ];

        Assert.All(said, s => Assert.Equal(Refusal.Forbidden.Sentence, s));
    }

    [Fact]
    public async Task What_one_keeps_to_oneself_nobody_else_sees()
    {
        var mine = await SavedAsync(Researcher, isShared: false);

        Assert.Single(StudyBuilder.Must(await The<ListQueries>().RunAsync(Researcher.AccountId, StudyId, Cancel)));
        Assert.Empty(StudyBuilder.Must(await The<ListQueries>().RunAsync(Lead.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadSavedQuery>().RunAsync(Lead.AccountId, StudyId, mine, Cancel)));
    }

    [Fact]
    public async Task What_is_shared_others_run_and_copy_but_do_not_change()
    {
        var shared = await SavedAsync(Researcher, isShared: true);

        var seen = StudyBuilder.Must(await The<ReadSavedQuery>().RunAsync(Lead.AccountId, StudyId, shared, Cancel));
        var changed = SentenceOf(await The<SaveQuery>().RunAsync(Lead.AccountId, StudyId, shared, "Mine now", Question, true, seen.Version, Cancel));
        var removed = SentenceOf(await The<RemoveQuery>().RunAsync(Lead.AccountId, StudyId, shared, Cancel));
        StudyBuilder.Must(await The<SaveQuery>().RunAsync(Lead.AccountId, StudyId, null, "Waiting (copy)", seen.Query!, false, null, Cancel));

        Assert.Equal("This query is somebody else's. Save a copy, and change that.", changed);
        Assert.Equal("This query is somebody else's, and stays.", removed);
        Assert.Equal(2, StudyBuilder.Must(await The<ListQueries>().RunAsync(Lead.AccountId, StudyId, Cancel)).Count);
    }

    [Fact]
    public async Task A_supervisor_keeps_queries_and_does_not_share_them()
    {
        await SavedAsync(Supervisor, isShared: false);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SaveQuery>().RunAsync(Supervisor.AccountId, StudyId, null, "Waiting", Question, true, null, Cancel)));
    }

    [Fact]
    public async Task Two_changes_at_once_clash()
    {
        var id = await SavedAsync(Researcher, isShared: true);
        var before = StudyBuilder.Must(await The<ReadSavedQuery>().RunAsync(Researcher.AccountId, StudyId, id, Cancel));

        StudyBuilder.Must(await The<SaveQuery>().RunAsync(Researcher.AccountId, StudyId, id, "Renamed", Question, true, before.Version, Cancel));
        var second = SentenceOf(await The<SaveQuery>().RunAsync(Researcher.AccountId, StudyId, id, "Renamed again", Question, true, before.Version, Cancel));

        Assert.StartsWith("Somebody else changed this meanwhile.", second!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_tell_who_somebody_is_are_not_kept_in_a_query()
    {
        var asks = new Query(new WordsContain("ring 07700 900 123"), PassageFilter.All);

        var said = SentenceOf(await The<SaveQuery>().RunAsync(Researcher.AccountId, StudyId, null, "A number", asks, false, null, Cancel));

        Assert.Contains("the words to look for", said!, StringComparison.Ordinal);
        Assert.Empty(await Db.SavedQueries.ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_audit_trail_tells_of_sharing_and_deleting()
    {
        var id = await SavedAsync(Researcher, isShared: false);
        var row = StudyBuilder.Must(await The<ReadSavedQuery>().RunAsync(Researcher.AccountId, StudyId, id, Cancel));
        StudyBuilder.Must(await The<SaveQuery>().RunAsync(Researcher.AccountId, StudyId, id, row.Name, Question, true, row.Version, Cancel));
        StudyBuilder.Must(await The<RemoveQuery>().RunAsync(Researcher.AccountId, StudyId, id, Cancel));

        var told = await Db.AuditEntries.Where(e => e.SubjectId == id.Value).OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel);

        Assert.Equal([AuditKind.QuerySaved, AuditKind.QueryShared, AuditKind.QueryRemoved], told);
    }

    private Query Question => new(new AllOf([new CodeIs([Waiting.Id]), new Related(Relation.FollowedBy, 1, DistanceUnit.Turns, new CodeIs([Hope.Id]))]), PassageFilter.All);

    private async Task<QueryId> SavedAsync(Member by, bool isShared) => StudyBuilder.Must(await The<SaveQuery>().RunAsync(by.AccountId, StudyId, null, "Waiting", Question, isShared, null, Cancel));
}
