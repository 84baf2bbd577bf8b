using System.Security.Cryptography;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Redactions;

/// <summary>A transcript that came in with names, and two admins who may see it as it came.</summary>
public abstract class ReviewTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected Member Researcher { get; private set; } = null!;

    protected Member Admin { get; private set; } = null!;

    protected Member OtherAdmin { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Researcher, Admin, OtherAdmin) = (await Study.MemberAsync(Role.Researcher), await Study.MemberAsync(Role.Admin), await Study.MemberAsync(Role.Admin));
    }

    /// <summary>Brings in turns of an interviewer and of a participant whom the file calls by this name, and opens it to both admins.</summary>
    protected async Task<TranscriptId> ImportAsync(string speaker, string label, params string[] turns)
    {
        var result = await TryImportAsync($"{label}, individual interview", speaker, label, turns);
        var id = StudyBuilder.Must(result);
        foreach (var admin in new[] { Admin, OtherAdmin })
            Db.Reveals.Add(StudyBuilder.Must(Reveal.Open(admin, RevealSubject.Of(id), RevealReason.Anonymise, "", Clock.GetUtcNow())));
        await Db.SaveChangesAsync(Cancel);
        return id;
    }

    protected async Task<Result<TranscriptId>> TryImportAsync(string title, string speaker, string label, string[] turns, WithdrawalScope? withdrawn = null)
    {
        var trust = Study.Trust();
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, trust, label, Study.Study.ParticipantRoles[0]));
        if (withdrawn is { } scope) participant.Withdraw(scope, Clock.GetUtcNow());
        var interview = StudyBuilder.Must(Interview.Create(trust, null, title, InterviewKind.Individual, new DateOnly(2026, 2, 3), [participant]));
        Db.Participants.Add(participant);
        Db.Interviews.Add(interview);
        await Db.SaveChangesAsync(Cancel);
        var draft = new TranscriptDraft("test", [.. turns.Select((t, i) => new DraftTurn(i % 2 == 0 ? "Interviewer" : speaker, i * 1000L, t))], []);
        var speakers = new Dictionary<string, SpeakerMatch>
        {
            ["Interviewer"] = new("Interviewer", null, IsInterviewer: true),
            [speaker] = new(label, participant.Id, IsInterviewer: false),
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title + string.Concat(turns))));
        return await The<ImportIdentifiable>().RunAsync(Researcher.AccountId, interview.Id, title, new ReadFile(draft, hash), speakers, Cancel);
    }

    protected async Task<ReviewDesk> OpenAsync(TranscriptId id) => StudyBuilder.Must(await The<OpenReview>().RunAsync(Admin.AccountId, id, Cancel));

    protected async Task<ReviewAnswer> ActAsync(TranscriptId id, ReviewAct act) => StudyBuilder.Must(await The<DecideRedactions>().RunAsync(Admin.AccountId, id, act, Cancel));

    /// <summary>Marks words as they first stand, or everywhere.</summary>
    protected async Task<ReviewAnswer> MarkAsync(TranscriptId id, string words, IdentifierCategory category, bool same = false, Guid? entry = null, bool isNew = false, string? noun = null, int nth = 0)
    {
        var desk = await OpenAsync(id);
        var text = string.Join('\n', desk.Turns.Select(t => t.Text));
        var start = text.IndexOf(words, StringComparison.Ordinal);
        for (; nth > 0; nth--) start = text.IndexOf(words, start + 1, StringComparison.Ordinal);
        return await ActAsync(id, new ReviewAct(ReviewActKind.Mark, [], same, category, entry, isNew, noun, null, start, start + words.Length));
    }

    /// <summary>Accepts what is left, and takes both steps.</summary>
    protected async Task ReleaseAsync(TranscriptId id, bool open = true)
    {
        foreach (var place in (await OpenAsync(id)).Places.Where(p => p.Status == RedactionStatus.Proposed))
            await ActAsync(id, new ReviewAct(ReviewActKind.Accept, [place.Id], IsNew: place.Entry is null));
        StudyBuilder.Must(await The<NoteReadThrough>().RunAsync(Admin.AccountId, id, Cancel));
        StudyBuilder.Must(await The<SayDecided>().RunAsync(Admin.AccountId, id, Cancel));
        StudyBuilder.Must(await The<ReleaseTranscript>().RunAsync(OtherAdmin.AccountId, id, open, Cancel));
    }

    protected async Task<string> ReleasedWordsAsync(TranscriptId id) => string.Join('\n', (await OpenAsync(id)).Turns.Select(t => t.Released));
}
