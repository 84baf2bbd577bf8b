using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Features.Retention;
using CoreStudy.Web.Tests.Features.Identities;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Retention;

public sealed class RetentionTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private static readonly DateOnly Day = new(2026, 4, 1);

    [Theory]
    [MemberData(nameof(NotAdmin))]
    public async Task Who_is_not_admin_destroys_nothing(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<StartDestruction>().RunAsync(me, StudyId, RetentionKind.Recordings, 0, "Study", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<StopDestruction>().RunAsync(me, StudyId, DestructionId.New(), Cancel)));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_is_neither_lead_nor_admin_sees_and_sets_no_dates(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadRetention>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadReminders>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SetRetentionDate>().RunAsync(me, StudyId, RetentionKind.Originals, Day, Cancel)));
    }

    [Fact]
    public async Task The_study_is_reminded_from_thirty_days_before_while_something_is_kept()
    {
        await KeepAsync();
        StudyBuilder.Must(await The<SetRetentionDate>().RunAsync(Lead.AccountId, StudyId, RetentionKind.Identities, Day, Cancel));
        Clock.Pass(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) - Clock.GetUtcNow());
        Assert.Empty(StudyBuilder.Must(await The<ReadReminders>().RunAsync(Lead.AccountId, StudyId, Cancel)));

        Clock.Pass(TimeSpan.FromDays(1));
        var reminder = Assert.Single(StudyBuilder.Must(await The<ReadReminders>().RunAsync(Lead.AccountId, StudyId, Cancel)));

        Assert.Equal((RetentionKind.Identities, false, 2), (reminder.Kind, reminder.IsDue, reminder.Kept));
        Clock.Pass(TimeSpan.FromDays(31));
        Assert.True(Assert.Single(StudyBuilder.Must(await The<ReadReminders>().RunAsync(Admin.AccountId, StudyId, Cancel))).IsDue);
    }

    [Fact]
    public async Task Nothing_is_destroyed_by_a_date_alone()
    {
        await KeepAsync();
        StudyBuilder.Must(await The<SetRetentionDate>().RunAsync(Lead.AccountId, StudyId, RetentionKind.Identities, new(2026, 1, 1), Cancel));

        await Service<RetentionJobs>().RunAllAsync(Cancel);
        await Service<RetentionJobs>().CheckAsync(Cancel);

        Assert.Equal(2, await KeptAsync(RetentionKind.Identities));
    }

    [Fact]
    public async Task What_an_admin_confirms_is_destroyed_and_its_record_stays()
    {
        await KeepAsync();
        Assert.Equal("To confirm, type the study’s short name exactly: Study.", SentenceOf(await StartAsync(RetentionKind.Identities, 2, "study")));
        Assert.StartsWith("There are 2 by now, not 1.", SentenceOf(await StartAsync(RetentionKind.Identities, 1)), StringComparison.Ordinal);
        StudyBuilder.Must(await StartAsync(RetentionKind.Identities, 2));

        await Service<RetentionJobs>().RunAllAsync(Cancel);

        var list = StudyBuilder.Must(await The<ReadRetention>().RunAsync(Lead.AccountId, StudyId, Cancel));
        Assert.Equal(0, list.Rows.Single(r => r.Kind == RetentionKind.Identities).Kept);
        var record = Assert.Single(list.Record);
        Assert.Equal((2, 2, Admin.Name), (record.Total, record.Destroyed, record.By));
        Assert.NotNull(record.FinishedAt);
    }

    [Fact]
    public async Task A_key_goes_with_the_last_thing_that_it_seals()
    {
        await KeepAsync(); // PSW-01 has a signed form too
        StudyBuilder.Must(await StartAsync(RetentionKind.Identities, 2));
        await Service<RetentionJobs>().RunAllAsync(Cancel);
        Assert.Equal((false, true), (TestKeys.Open().IsDestroyed(KeyOwner.Of(One.Id)), TestKeys.Open().IsDestroyed(KeyOwner.Of(Two.Id))));

        StudyBuilder.Must(await StartAsync(RetentionKind.Evidence, 1));
        await Service<RetentionJobs>().RunAllAsync(Cancel);

        Assert.True(TestKeys.Open().IsDestroyed(KeyOwner.Of(One.Id)));
        Assert.False((await Db.Consents.AsNoTracking().SingleAsync(Cancel)).HasEvidence);
    }

    [Fact]
    public async Task A_stop_holds_between_two_things_and_a_restart_goes_on_where_it_was()
    {
        await KeepAsync();
        var id = StudyBuilder.Must(await StartAsync(RetentionKind.Identities, 2));
        Assert.True(await Service<RetentionJobs>().StepAsync(id, Cancel));
        Assert.StartsWith("There is one called", SentenceOf(await StartAsync(RetentionKind.Identities, 2)), StringComparison.Ordinal);

        StudyBuilder.Must(await The<StopDestruction>().RunAsync(Admin.AccountId, StudyId, id, Cancel));
        await Service<RetentionJobs>().RunAllAsync(Cancel);
        Assert.Equal(1, await KeptAsync(RetentionKind.Identities));

        StudyBuilder.Must(await StartAsync(RetentionKind.Identities, 1));
        await Service<RetentionJobs>().RunAllAsync(Cancel);
        Assert.Equal(0, await KeptAsync(RetentionKind.Identities));
    }

    [Fact]
    public async Task Recordings_are_confirmed_for_the_record()
    {
        StudyBuilder.Must(await StartAsync(RetentionKind.Recordings, 0));

        Assert.NotNull(StudyBuilder.Must(await The<ReadRetention>().RunAsync(Lead.AccountId, StudyId, Cancel)).Rows.Single(r => r.Kind == RetentionKind.Recordings).Last!.FinishedAt);
    }

    private async Task KeepAsync()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, One.Id, new Identity("Philippa Quillfeather", "", ""), 0, Cancel));
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, Two.Id, new Identity("Ignatius Thimblewick", "", ""), 0, Cancel));
        StudyBuilder.Must(await The<RecordConsent>().RunAsync(Admin.AccountId, StudyId, One.Id, new("v1", new(2026, 2, 1), [ConsentScope.TakePart], "%PDF-1.7"u8.ToArray()), Cancel));
    }

    private async Task<int?> KeptAsync(RetentionKind kind) => StudyBuilder.Must(await The<ReadRetention>().RunAsync(Lead.AccountId, StudyId, Cancel)).Rows.Single(r => r.Kind == kind).Kept;

    private Task<Result<DestructionId>> StartAsync(RetentionKind kind, int seen, string typed = "Study") => The<StartDestruction>().RunAsync(Admin.AccountId, StudyId, kind, seen, typed, Cancel);
}
