using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Accounts;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Features.Audits;

/// <summary>Deeds of the app, and what the trail tells of them.</summary>
public sealed class TrailOfDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    /// <summary>Words that people typed, and that would tell who somebody is.</summary>
    private static readonly string[] Planted = ["Philippa", "Ravensworth", "Todmorden", "07700 900461", "philippa@ravensworth.example"];

    private Member _lead = null!;
    private Member _admin = null!;
    private Member _researcher = null!;
    private Member _coder = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Study.MemberAsync(Role.StudyLead);
        _admin = await Study.MemberAsync(Role.Admin);
        _researcher = await Study.MemberAsync(Role.Researcher);
        _coder = await Study.MemberAsync(Role.Coder);
    }

    [Fact]
    public async Task Each_deed_writes_its_entry_and_no_entry_holds_what_somebody_typed()
    {
        await DoEverythingAsync();

        var entries = await Db.AuditEntries.AsNoTracking().OrderBy(e => e.Number).ToListAsync(Cancel);
        Assert.Equal(
            [
                AuditKind.StudyChanged, AuditKind.PlaceSaved, AuditKind.PlaceArchived, AuditKind.PlaceBroughtBack, AuditKind.TargetsSet, AuditKind.ParticipantRolesChanged,
                AuditKind.AttributesChanged, AuditKind.ParticipantSaved, AuditKind.ParticipantArchived, AuditKind.ParticipantBroughtBack, AuditKind.ParticipantsImported, AuditKind.InterviewSaved,
                AuditKind.InterviewArchived, AuditKind.InterviewBroughtBack, AuditKind.TranscriptImported, AuditKind.TranscriptDescribed, AuditKind.TranscriptOpened,
                AuditKind.FrameworkChanged, AuditKind.FrameworkChanged, AuditKind.FrameworkFrozen, AuditKind.WorkAssigned, AuditKind.WorkRescheduled, AuditKind.WorkMarkedDone,
                AuditKind.WorkSentBack, AuditKind.WorkMarkedDone, AuditKind.WorkTakenUpAgain, AuditKind.WorkMarkedDone, AuditKind.WorkSignedOff, AuditKind.TranscriptClosed, AuditKind.TranscriptArchived, AuditKind.TranscriptBroughtBack, AuditKind.ListExported,
                AuditKind.MemberInvited, AuditKind.InvitationWithdrawn, AuditKind.MemberInvited, AuditKind.AccountMade, AuditKind.MemberJoined, AuditKind.RoleChanged,
                AuditKind.PasswordLinkMade, AuditKind.AccountLocked, AuditKind.AccountUnlocked, AuditKind.NameChanged, AuditKind.MembershipEnded, AuditKind.StudyArchived, AuditKind.StudyBroughtBack,
            ],
            entries.Select(e => e.Kind));
        var stored = string.Join('\n', await Db.Database.SqlQuery<string>($"select e::text as \"Value\" from audit_entries e").ToListAsync(Cancel));
        Assert.All(Planted, word => Assert.DoesNotContain(word, stored, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("PSW-07", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deed_that_a_rule_refuses_has_no_entry()
    {
        var refused = await The<EndMembership>().RunAsync(_lead.AccountId, StudyId, _lead.Id, Cancel);
        var (alder, birch) = (Study.Trust("Alder"), Study.Trust("Birch"));
        await Db.SaveChangesAsync(Cancel);
        var taken = await The<SavePlace>().TrustAsync(_lead.AccountId, StudyId, alder.Id, birch.Label, Cancel);

        Assert.NotNull(SentenceOf(refused));
        Assert.Equal("There is one called “Birch” already.", SentenceOf(taken));
        Assert.Empty(await Db.AuditEntries.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_lead_reads_what_was_done_in_plain_English()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"], open: false);
        StudyBuilder.Must(await The<OpenTranscript>().RunAsync(_researcher.AccountId, transcript.Id, open: true, Cancel));
        StudyBuilder.Must(await The<ChangeRole>().RunAsync(_lead.AccountId, StudyId, _coder.Id, Role.Supervisor, [], Cancel));

        var page = await ReadAsync(_lead);

        Assert.Equal(
            [$"{_lead.Name} made {_coder.Name} supervisor", $"{_researcher.Name} opened transcript {transcript.Title} for coding"],
            page.Rows.Select(r => r.Sentence));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Others_than_leads_and_admins_neither_read_check_nor_export_the_trail(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListTrail>().RunAsync(member.AccountId, StudyId, TrailFilter.Everything, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CheckTrail>().RunAsync(member.AccountId, StudyId, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ExportTrail>().RunAsync(member.AccountId, StudyId, TrailFilter.Everything, Cancel)));
        Assert.Empty(await Db.AuditEntries.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_lead_of_one_trust_does_not_read_of_the_others_and_a_lead_does_not_read_of_the_installation()
    {
        var limited = await Study.MemberAsync(Role.StudyLead, Study.Trust("Alder"));

        Assert.NotNull(SentenceOf(await The<ListTrail>().RunAsync(limited.AccountId, StudyId, TrailFilter.Everything, null, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ListTrail>().RunAsync(_lead.AccountId, null, TrailFilter.Everything, null, Cancel)));
    }

    [Fact]
    public async Task A_lead_sees_the_sign_ins_of_members_and_of_nobody_else()
    {
        var elsewhere = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.Coder);
        Db.Audit(AuditEntry.Of(AuditKind.SignedIn, _coder.AccountId, null, AuditSubject.Of(_coder.AccountId), AuditDetail.Word("means", SignInMeans.Passkey)));
        Db.Audit(AuditEntry.Of(AuditKind.SignInRefused, null, null, AuditSubject.Of(_coder.AccountId), AuditDetail.Word("means", SignInMeans.Password).AndWord("why", SignInFault.WrongPassword)));
        Db.Audit(AuditEntry.Of(AuditKind.SignedIn, elsewhere.AccountId, null, AuditSubject.Of(elsewhere.AccountId)));
        Db.Audit(AuditEntry.Of(AuditKind.SignInRefused, null, null, AuditSubject.Nothing));
        Db.Audit(AuditEntry.Of(AuditKind.StudyChanged, elsewhere, AuditSubject.Of(elsewhere.StudyId)));
        await Db.SaveChangesAsync(Cancel);

        var page = await ReadAsync(_lead);

        Assert.Equal(
            [$"Somebody tried to sign in as {_coder.Name} with a password: wrong password", $"{_coder.Name} signed in with a passkey"],
            page.Rows.Select(r => r.Sentence));
    }

    [Fact]
    public async Task The_trail_is_searched_by_label_by_present_title_by_person_by_kind_by_thing_and_by_day()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"], open: false);
        StudyBuilder.Must(await The<OpenTranscript>().RunAsync(_researcher.AccountId, transcript.Id, open: true, Cancel));
        StudyBuilder.Must(await The<DescribeTranscript>().RunAsync(_researcher.AccountId, transcript.Id, "A renamed one", "", Cancel));
        StudyBuilder.Must(await The<DescribeStudy>().RunAsync(_lead.AccountId, StudyId, "A study", "S", "", Cancel));
        Task<int> FoundAsync(TrailFilter filter) => ReadAsync(_lead, filter).ContinueWith(p => p.GetAwaiter().GetResult().Rows.Count, TaskScheduler.Default);
        var today = DateOnly.FromDateTime((await Db.AuditEntries.FirstAsync(Cancel)).At.LocalDateTime);

        Assert.Equal(3, await FoundAsync(TrailFilter.Everything));
        Assert.Equal(2, await FoundAsync(new(Find: "renamed")));
        Assert.Equal(1, await FoundAsync(new(Find: transcript.Title)));
        Assert.Equal(0, await FoundAsync(new(Find: "%")));
        Assert.Equal(2, await FoundAsync(new(By: _researcher.AccountId)));
        Assert.Equal(1, await FoundAsync(new(Kind: AuditKind.TranscriptOpened)));
        Assert.Equal(2, await FoundAsync(new(Thing: AuditThing.Transcript)));
        Assert.Equal(3, await FoundAsync(new(From: today, Until: today)));
        Assert.Equal(0, await FoundAsync(new(From: today.AddDays(1))));
        Assert.Equal(0, await FoundAsync(new(Until: today.AddDays(-1))));
    }

    [Fact]
    public async Task A_long_trail_is_read_page_by_page_without_losing_or_repeating_an_entry()
    {
        for (var i = 0; i < 120; i++) Db.Audit(AuditEntry.Of(i % 3 == 0 ? AuditKind.SignedIn : AuditKind.ListExported, _coder.AccountId, i % 3 == 0 ? null : StudyId, AuditSubject.Nothing));
        await Db.SaveChangesAsync(Cancel);

        var numbers = new List<long>();
        TrailPage page;
        do
        {
            page = await ReadAsync(_lead, before: numbers.Count == 0 ? null : numbers[^1]);
            numbers.AddRange(page.Rows.Select(r => r.Entry.Number));
        }
        while (page.HasMore);

        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task A_check_is_told_to_the_trail_and_shown_to_the_next_reader()
    {
        StudyBuilder.Must(await The<DescribeStudy>().RunAsync(_lead.AccountId, StudyId, "A study", "S", "", Cancel));
        Assert.Null((await ReadAsync(_lead)).Checked);

        var state = StudyBuilder.Must(await The<CheckTrail>().RunAsync(_lead.AccountId, StudyId, null, Cancel));
        Assert.Equal((1, null), (state.UpTo, state.BrokenAt));
        Assert.Equal(state, (await ReadAsync(_admin)).Checked);

        await Db.Database.ExecuteSqlAsync($"alter table audit_entries disable trigger all", Cancel);
        await Db.Database.ExecuteSqlAsync($"update audit_entries set label = 'PSW-01' where number = 1", Cancel);
        await Db.Database.ExecuteSqlAsync($"alter table audit_entries enable trigger all", Cancel);
        Assert.Equal(1, StudyBuilder.Must(await The<CheckTrail>().RunAsync(_lead.AccountId, StudyId, null, Cancel)).BrokenAt);
        Assert.Contains("found it broken at entry 1", (await ReadAsync(_admin)).Rows[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_told_before_it_leaves_and_gives_what_the_filter_finds()
    {
        for (var i = 0; i < 2100; i++) Db.Audit(AuditEntry.Of(AuditKind.WorkWithdrawn, _lead, AuditSubject.Nothing));
        await Db.SaveChangesAsync(Cancel);

        var file = StudyBuilder.Must(await The<ExportTrail>().RunAsync(_lead.AccountId, StudyId, new(Kind: AuditKind.WorkWithdrawn), Cancel));
        Assert.Equal(AuditKind.ListExported, (await Db.AuditEntries.AsNoTracking().OrderBy(e => e.Number).LastAsync(Cancel)).Kind);

        var rows = 0;
        await foreach (var batch in file.Rows) rows += batch.Count;
        Assert.Equal(2100, rows);
    }

    private async Task<TrailPage> ReadAsync(Member by, TrailFilter? filter = null, long? before = null) =>
        StudyBuilder.Must(await The<ListTrail>().RunAsync(by.AccountId, StudyId, filter ?? TrailFilter.Everything, before, Cancel));

    private async Task DoEverythingAsync()
    {
        var (lead, researcher, alder) = (_lead.AccountId, _researcher.AccountId, Study.Trust("Alder").Id);
        await Db.SaveChangesAsync(Cancel); // the trust
        Must(await The<DescribeStudy>().RunAsync(lead, StudyId, "A study of Philippa", "Todmorden", "By Ravensworth", Cancel));
        Must(await The<SavePlace>().SiteAsync(lead, StudyId, alder, null, "Todmorden House", Cancel));
        var site = await Db.Sites.AsNoTracking().SingleAsync(Cancel);
        Must(await The<ArchivePlace>().RunAsync(lead, StudyId, alder, site.Id, archive: true, Cancel));
        Must(await The<ArchivePlace>().RunAsync(lead, StudyId, alder, site.Id, archive: false, Cancel));
        var role = Study.Study.ParticipantRoles[0];
        Must(await The<SaveTargets>().RunAsync(lead, StudyId, [new(alder, role, "4")], Cancel));
        Must(await The<ChangeParticipantRoles>().AddAsync(lead, StudyId, "Friend of Philippa", Cancel));
        Must(await The<ChangeAttributes>().SaveAsync(lead, StudyId, null, "Knows Philippa", Domain.Participants.AttributeKind.Words, [], Cancel));
        Must(await The<SaveParticipant>().RunAsync(researcher, StudyId, null, new(alder, "PSW-07", role, new Dictionary<AttributeId, string>()), Cancel));
        var participant = await Db.Participants.AsNoTracking().SingleAsync(Cancel);
        Must(await The<ArchiveParticipant>().RunAsync(researcher, StudyId, participant.Id, archive: true, Cancel));
        Must(await The<ArchiveParticipant>().RunAsync(researcher, StudyId, participant.Id, archive: false, Cancel));
        Must(await The<ImportParticipants>().RunAsync(researcher, StudyId, $"Label,Trust,Role\nPhilippa R,Alder,{role}", Cancel));
        var interview = StudyBuilder.Must(await The<SaveInterview>().RunAsync(
            researcher, StudyId, null,
            new InterviewFacts("Philippa Ravensworth", InterviewKind.Individual, alder, null, new DateOnly(2026, 2, 1), [], InterviewState.Held, "Philippa"), Cancel));
        Must(await The<ArchiveInterview>().RunAsync(researcher, StudyId, interview, archive: true, Cancel));
        Must(await The<ArchiveInterview>().RunAsync(researcher, StudyId, interview, archive: false, Cancel));
        var file = new ReadFile(new TranscriptDraft("text", [new DraftTurn("Philippa", null, "I am Philippa Ravensworth of Todmorden.")], []), new string('a', 64));
        var transcript = StudyBuilder.Must(await The<ImportTranscript>().RunAsync(
            researcher, interview, "Philippa Ravensworth", file, new Dictionary<string, SpeakerMatch> { ["Philippa"] = new("P", null, IsInterviewer: false) }, open: false, Cancel));
        Must(await The<DescribeTranscript>().RunAsync(researcher, transcript, "Philippa in Todmorden", "About Ravensworth", Cancel));
        Must(await The<OpenTranscript>().RunAsync(researcher, transcript, open: true, Cancel));
        Must(await The<EditCode>().CreateAsync(researcher, StudyId, null, new CodeWords("Philippa", "Ravensworth", "", "", "Todmorden", "", "#336699"), Cancel));
        var code = await Db.Codes.AsNoTracking().SingleAsync(Cancel);
        Must(await The<RetireCode>().RunAsync(researcher, StudyId, code.Id, CodeState.Retired, Cancel));
        Must(await The<FreezeFramework>().RunAsync(researcher, StudyId, "Before Philippa", "Todmorden", Cancel));
        Must(await The<AssignTranscripts>().RunAsync(lead, StudyId, [transcript], [_coder.Id], null, Cancel));
        var work = (await Db.Assignments.AsNoTracking().SingleAsync(Cancel)).Id;
        Must(await The<RescheduleAssignments>().RunAsync(lead, StudyId, [work], new DateOnly(2026, 4, 1), Cancel));
        Must(await The<MarkDone>().RunAsync(_coder.AccountId, work, Cancel));
        Must(await The<SendBack>().RunAsync(lead, work, "Philippa again", Cancel));
        Must(await The<MarkDone>().RunAsync(_coder.AccountId, work, Cancel));
        Must(await The<TakeUpAgain>().RunAsync(_coder.AccountId, work, Cancel));
        Must(await The<MarkDone>().RunAsync(_coder.AccountId, work, Cancel));
        Must(await The<SignOff>().RunAsync(lead, work, Cancel));
        Must(await The<OpenTranscript>().RunAsync(researcher, transcript, open: false, Cancel));
        Must(await The<ArchiveTranscript>().RunAsync(researcher, transcript, archive: true, Cancel));
        Must(await The<ArchiveTranscript>().RunAsync(researcher, transcript, archive: false, Cancel));
        Must(await Services.GetRequiredService<IExportGate>().AskAsync(researcher, StudyId, new Export(ExportedList.Participants, "Participants", "Participants.csv", [new("Label")], [["PSW-01"], ["PSW-02"]]), cautioned: false, Cancel));

        await InviteAsync("gone@test.example");
        Must(await The<WithdrawInvitation>().RunAsync(lead, StudyId, (await Db.Invitations.AsNoTracking().SingleAsync(Cancel)).Id, Cancel));
        var secret = (await InviteAsync("philippa@ravensworth.example")).Split('/')[^1];
        Must(await The<AcceptInvitation>().RunAsync(secret, "Philippa Ravensworth", "meadow kettle granite", Cancel));
        var joined = (await Db.Members.AsNoTracking().SingleAsync(m => m.Name == "Philippa Ravensworth", Cancel)).Id;
        Must(await The<ChangeRole>().RunAsync(_admin.AccountId, StudyId, joined, Role.Researcher, [alder], Cancel));
        Must(await The<MakeResetLink>().RunAsync(_admin.AccountId, StudyId, joined, Cancel));
        Must(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, joined, true, Cancel));
        Must(await The<LockAccount>().RunAsync(_admin.AccountId, StudyId, joined, false, Cancel));
        Must(await The<ChangeName>().RunAsync(_coder.AccountId, "Philippa the coder", Cancel));
        Must(await The<EndMembership>().RunAsync(_admin.AccountId, StudyId, joined, Cancel));
        Must(await The<ArchiveStudy>().RunAsync(lead, StudyId, archive: true, Cancel));
        Must(await The<ArchiveStudy>().RunAsync(lead, StudyId, archive: false, Cancel));
    }

    private async Task<string> InviteAsync(string email) =>
        StudyBuilder.Must(await The<InvitePerson>().RunAsync(_lead.AccountId, StudyId, email, "Philippa Ravensworth", Role.Coder, [], Cancel));

    private static void Must<T>(Result<T> result) => StudyBuilder.Must(result);
}
