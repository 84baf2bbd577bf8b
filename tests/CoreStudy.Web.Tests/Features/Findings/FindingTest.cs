using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Data.Codings;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Tests.Access;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Findings;

/// <summary>A study with two trusts, eleven workers of whom all but one agreed to be quoted, two codes, a theme, and a transcript of each of three of them.</summary>
public abstract class FindingTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected const string Worker = "Peer support worker";

    private readonly Dictionary<string, Participant> _people = [];

    protected StudyId StudyId => Study.Study.Id;

    protected Member Lead { get; private set; } = null!;

    protected Member Researcher { get; private set; } = null!;

    protected Member Coder { get; private set; } = null!;

    protected Code Pay { get; private set; } = null!;

    protected Code Pride { get; private set; } = null!;

    protected Theme Theme { get; private set; } = null!;

    /// <summary>PSW-1 of Alder, who agreed to be quoted, says “I never got a certificate, which was a shame. She told me so herself.”</summary>
    protected Transcript First { get; private set; } = null!;

    /// <summary>PSW-2 of Birch, who agreed to be quoted.</summary>
    protected Transcript Second { get; private set; } = null!;

    /// <summary>PSW-9 of Birch, who did not.</summary>
    protected Transcript Silent { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Researcher = await Study.MemberAsync(Role.Researcher);
        Coder = await Study.MemberAsync(Role.Coder);
        Pay = await Study.CodeAsync("Accreditation");
        Pride = await Study.CodeAsync("Pride");
        for (var i = 1; i <= 11; i++)
        {
            var one = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(i is 2 or (> 5 and < 10) ? "Birch" : "Alder"), $"PSW-{i}", Worker));
            _people[one.Label] = one;
            Db.Participants.Add(one);
            Db.Consents.Add(StudyBuilder.Must(Consent.Record(one, "v1", new(2026, 1, 1), i == 9 ? [ConsentScope.TakePart] : [ConsentScope.TakePart, ConsentScope.Quotes], false, Lead.Id, new(2026, 3, 1), StudyBuilder.At)));
        }

        Theme = StudyBuilder.Must(Domain.Themes.Theme.Create(StudyId, null, new ThemeWords("Training", "", ""), 0));
        Theme.Put(Pay.Id);
        Db.Themes.Add(Theme);
        await Db.SaveChangesAsync(Cancel);
        First = await TalkAsync("PSW-1", "I never got a certificate, which was a shame. She told me so herself.");
        Second = await TalkAsync("PSW-2", "They gave us a certificate in the end and I framed it.");
        Silent = await TalkAsync("PSW-9", "Nobody gave me anything at all.");
    }

    /// <summary>A talk of a participant: a question of the interviewer, then one answer.</summary>
    protected async Task<Transcript> TalkAsync(string who, string answer)
    {
        var person = _people[who];
        var trust = await Db.Trusts.SingleAsync(t => t.Id == person.TrustId, Cancel);
        var interview = StudyBuilder.Must(Interview.Create(trust, null, $"{who}, individual", InterviewKind.Individual, null, [person]));
        var speakers = new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, IsInterviewer: true), ["P"] = new(who, person.Id, IsInterviewer: false) };
        var transcript = StudyBuilder.Must(Transcript.Import(interview, interview.Title, new TranscriptDraft("test", [new("I", 0, "And?"), new("P", 1000, answer)], []), speakers, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(who + answer))), Lead.Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        Db.AddRange(interview, transcript, new CodingHead(transcript.Id));
        await Db.SaveChangesAsync(Cancel);
        return transcript;
    }

    /// <summary>Codes words of a transcript at the desk.</summary>
    protected async Task<CodingId> CodeAsync(Transcript on, string words, Code code, Member? by = null)
    {
        var apply = new Apply(ActId.New(), CodingId.New(), code.Id, Place(on, words), false, "");
        await ActAsync(on, apply, by);
        return apply.CodingId;
    }

    protected async Task ActAsync(Transcript on, DeskAct act, Member? by = null)
    {
        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync((by ?? Coder).AccountId, on.Id, [act], Cancel));
        Assert.All(outcome.Results, r => Assert.True(r.IsKept, r.Why));
    }

    /// <summary>Where words stood when the transcript was made.</summary>
    protected static Segment Place(Transcript on, string words)
    {
        var start = on.Text.Words.IndexOf(words, StringComparison.Ordinal);
        Assert.True(start >= 0, words);
        return new Segment(start, start + words.Length);
    }

    protected async Task<FindingId> FindAsync(string claim = "Lack of formal accreditation was disappointing.") =>
        StudyBuilder.Must(await The<WriteFinding>().RunAsync(Researcher.AccountId, StudyId, Theme.Id, new(claim, FindingStrength.Moderate, ""), Cancel));

    protected async Task<EvidenceId> ChooseAsync(FindingId finding, CodingId coding, EvidenceSide side = EvidenceSide.Supporting) =>
        StudyBuilder.Must(await The<ChooseEvidence>().RunAsync(Researcher.AccountId, StudyId, finding, coding.Value, side, "", Cancel));

    protected async Task<FindingRow> RowAsync(FindingId id, Member? reader = null) =>
        StudyBuilder.Must(await The<ReadFindings>().RunAsync((reader ?? Lead).AccountId, StudyId, null, Cancel)).All.Single(f => f.Id == id);

    protected async Task<FindingView> OpenAsync(FindingId id, Member? reader = null) => StudyBuilder.Must(await The<OpenFinding>().RunAsync((reader ?? Lead).AccountId, StudyId, id, Cancel));

    protected Task<Result<QuoteId>> TryQuoteAsync(Transcript on, CodingId coding, params object[] pieces) =>
        The<ComposeQuote>().RunAsync(Researcher.AccountId, StudyId, coding.Value, 0, [.. pieces.Select(p => p is string words ? new QuotePiece(Place(on, words)) : (QuotePiece)p)], null, Cancel);

    protected static QuotePiece Put(string clarification) => new(null, clarification);

    protected async Task<QuoteView?> QuoteAsync(QuoteId id, Member? reader = null) =>
        StudyBuilder.Must(await The<ReadQuotes>().RunAsync((reader ?? Lead).AccountId, StudyId, Cancel)).Quotes.SingleOrDefault(q => q.Id == id);
}
