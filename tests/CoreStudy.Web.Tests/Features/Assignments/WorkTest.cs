using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Assignments;

/// <summary>A study with a lead, two coders and a supervisor, and two transcripts of two trusts.</summary>
public abstract class WorkTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected StudyId StudyId => Study.Study.Id;

    protected Member Lead { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Member Supervisor { get; private set; } = null!;

    /// <summary>A supervisor for Birch alone.</summary>
    protected Member Elsewhere { get; private set; } = null!;

    protected Transcript OfAlder { get; private set; } = null!;

    protected Transcript OfBirch { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Ada = await Study.MemberAsync(Role.Coder);
        Ben = await Study.MemberAsync(Role.Coder);
        Supervisor = await Study.MemberAsync(Role.Supervisor);
        OfAlder = await Study.TranscriptAsync(Lead, ["How was it?", "I waited for a long time."]);
        OfBirch = await Study.TranscriptAsync(Lead, ["And then?", "Somebody came."], trust: "Birch");
        Elsewhere = await Study.MemberAsync(Role.Supervisor, Study.Trust("Birch"));
    }

    protected async Task<AssignmentId> GiveAsync(Transcript transcript, Member coder, DateOnly? dueOn = null)
    {
        StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(Lead.AccountId, StudyId, [transcript.Id], [coder.Id], dueOn, Cancel));
        return await Db.Assignments.Where(a => a.TranscriptId == transcript.Id && a.MemberId == coder.Id && a.State != AssignmentState.Withdrawn).Select(a => a.Id).SingleAsync(Cancel);
    }

    protected async Task<AssignmentId> GiveDoneAsync(Transcript transcript, Member coder)
    {
        var id = await GiveAsync(transcript, coder);
        StudyBuilder.Must(await The<MarkDone>().RunAsync(coder.AccountId, id, Cancel));
        return id;
    }

    protected Task<AssignmentState> StateAsync(AssignmentId id) => Db.Assignments.Where(a => a.Id == id).Select(a => a.State).SingleAsync(Cancel);
}
