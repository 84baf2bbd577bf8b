using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Tests.Features.Identities;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Consents;

public sealed class ConsentTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private static readonly DateOnly Day = new(2026, 2, 20);

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 signed by Philippa Quillfeather");

    [Theory]
    [MemberData(nameof(NotAdmin))]
    public async Task Who_is_not_admin_records_no_consent_and_reads_no_evidence(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<RecordConsent>().RunAsync(me, StudyId, One.Id, Facts(), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadEvidence>().RunAsync(me, StudyId, ConsentId.New(), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanWithdrawal>().RunAsync(me, StudyId, One.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<WithdrawParticipant>().RunAsync(me, StudyId, One.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, Day, "PSW-01"), Cancel)));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_is_neither_lead_nor_admin_does_not_see_the_consents(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListConsents>().RunAsync(me, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadCertificate>().RunAsync(me, StudyId, WithdrawalId.New(), Cancel)));
    }

    [Fact]
    public async Task The_lead_sees_the_gaps_and_what_was_agreed_but_may_change_nothing()
    {
        StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart, ConsentScope.Quotes)));

        var list = StudyBuilder.Must(await The<ListConsents>().RunAsync(Lead.AccountId, StudyId, Cancel));

        Assert.Equal([("PSW-01", false), ("PSW-02", true)], list.Rows.Select(r => (r.Label, r.IsGap)));
        Assert.Equal([ConsentScope.TakePart, ConsentScope.Quotes], list.Rows[0].Now!.Agreed);
        Assert.False(list.MayManage || list.MayWithdraw);
    }

    [Fact]
    public async Task Another_consent_takes_the_place_of_the_first_which_stays_in_the_history()
    {
        StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart, ConsentScope.Quotes)));
        Clock.Pass(TimeSpan.FromDays(1));
        StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart) with { Form = "v2" }));

        var row = StudyBuilder.Must(await The<ListConsents>().RunAsync(Lead.AccountId, StudyId, Cancel)).Rows[0];

        Assert.Equal("v2", row.Now!.Form);
        Assert.Equal(["v2", "v1"], row.History.Select(h => h.Form));
        var current = (await Db.Consents.AsNoTracking().ToListAsync(Cancel)).Current();
        Assert.True(current.AllowsScope(ConsentScope.TakePart));
        Assert.False(current.AllowsScope(ConsentScope.Quotes));
        Assert.False(((Consent?)null).AllowsScope(ConsentScope.Quotes));
    }

    [Fact]
    public async Task A_consent_that_cannot_be_is_refused_in_words()
    {
        Assert.StartsWith("The date of the consent is still to come", SentenceOf(await RecordAsync(Facts(ConsentScope.TakePart) with { GivenOn = new(2026, 3, 3) })), StringComparison.Ordinal);
        Assert.StartsWith("Please give the version", SentenceOf(await RecordAsync(Facts(ConsentScope.TakePart) with { Form = " " })), StringComparison.Ordinal);
        Assert.StartsWith("Who agrees to anything else", SentenceOf(await RecordAsync(Facts(ConsentScope.Quotes))), StringComparison.Ordinal);
        Assert.StartsWith("Tick what was agreed", SentenceOf(await RecordAsync(Facts())), StringComparison.Ordinal);
        Assert.Empty(await Db.Consents.ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_signed_form_is_sealed_and_comes_back_behind_the_gate_alone()
    {
        var id = StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart) with { Evidence = Pdf }));
        Assert.StartsWith("This is closed", SentenceOf(await The<ReadEvidence>().RunAsync(Admin.AccountId, StudyId, id, Cancel)), StringComparison.Ordinal);

        await OpenAsync(RevealSubject.Of(One.Id));
        var evidence = StudyBuilder.Must(await The<ReadEvidence>().RunAsync(Admin.AccountId, StudyId, id, Cancel));

        Assert.Equal((Pdf.Length, "application/pdf", "PSW-01 consent.pdf"), (evidence.Content.Length, evidence.ContentType, evidence.FileName));
        Assert.Empty(await IdentityTests.SearchAsync(ConnectionString, ["Quillfeather"]));
    }

    [Fact]
    public async Task A_file_is_judged_by_its_content_and_size()
    {
        Assert.Contains("no PDF, JPEG, PNG or Word file", SentenceOf(await RecordAsync(Facts(ConsentScope.TakePart) with { Evidence = "MZ, a program"u8.ToArray() })), StringComparison.Ordinal);
        Assert.Contains("no PDF, JPEG, PNG or Word file", SentenceOf(EvidenceKind.Of("PK\u0003\u0004 no word"u8)), StringComparison.Ordinal);
        Assert.Contains("at most 10 MB", SentenceOf(EvidenceKind.Of([.. "%PDF-"u8, .. new byte[EvidenceKind.Most]])), StringComparison.Ordinal);
        Assert.Equal("The file is empty.", SentenceOf(EvidenceKind.Of([])));
        Assert.Equal(".png", StudyBuilder.Must(EvidenceKind.Of([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])).Extension);
    }

    [Fact]
    public async Task Who_withdraws_from_now_on_keeps_what_was_and_gets_no_new_transcript()
    {
        StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart, ConsentScope.Quotes, ConsentScope.ReContact)));
        var transcript = await TranscriptAsync(InterviewKind.Individual, (null, "Hello?"), (One, "Hello."));
        Clock.Pass(TimeSpan.FromMinutes(1));

        StudyBuilder.Must(await WithdrawAsync(WithdrawalScope.FromNowOn));

        var now = (await Db.Consents.AsNoTracking().ToListAsync(Cancel)).Current();
        Assert.True(now.AllowsScope(ConsentScope.Quotes));
        Assert.False(now.AllowsScope(ConsentScope.TakePart) || now.AllowsScope(ConsentScope.ReContact));
        Assert.Equal("Hello?\nHello.", await Db.TranscriptTexts.Where(t => t.TranscriptId == transcript.Id).Select(t => t.Words).SingleAsync(Cancel));
        Assert.False((await Db.Participants.AsNoTracking().SingleAsync(p => p.Id == One.Id, Cancel)).TakesPart);
    }

    [Fact]
    public async Task Who_withdraws_quotes_alone_takes_part_as_before()
    {
        StudyBuilder.Must(await RecordAsync(Facts(ConsentScope.TakePart, ConsentScope.Quotes)));
        Clock.Pass(TimeSpan.FromMinutes(1));

        StudyBuilder.Must(await WithdrawAsync(WithdrawalScope.QuotesOnly));

        var now = (await Db.Consents.AsNoTracking().ToListAsync(Cancel)).Current();
        Assert.True(now.AllowsScope(ConsentScope.TakePart));
        Assert.False(now.AllowsScope(ConsentScope.Quotes));
        Assert.StartsWith("PSW-01 has withdrawn this far already", SentenceOf(await WithdrawAsync(WithdrawalScope.QuotesOnly)), StringComparison.Ordinal);
        StudyBuilder.Must(await WithdrawAsync(WithdrawalScope.FromNowOn));
    }

    private static ConsentFacts Facts(params ConsentScope[] agreed) => new("v1", Day, agreed, null);

    private Task<Result<ConsentId>> RecordAsync(ConsentFacts facts) => The<RecordConsent>().RunAsync(Admin.AccountId, StudyId, One.Id, facts, Cancel);

    private Task<Result<WithdrawalId>> WithdrawAsync(WithdrawalScope scope) =>
        The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, One.Id, new(scope, WithdrawalReason.NotSaid, Day, "PSW-01"), Cancel);
}
