using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Questions;

/// <summary>What a coder who was not sure asks, and whether somebody has replied beneath the coding.</summary>
public sealed record QuestionRow(
    CodingId CodingId, TranscriptId TranscriptId, string Transcript, string Coder, string Code, string Question, string Words, DateTimeOffset AskedAt, int Replies);

/// <summary>The questions that coders put to the supervisor.</summary>
public sealed class ListQuestions(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<QuestionRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AnswerQuestions, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var seesAll = member.May(Operation.ReadUnopenedTranscripts);
        var replies = db.Comments.VisibleTo(db, member);
        var rows = await (
            from c in db.Codings.VisibleTo(db, member)
            join t in db.Transcripts on c.TranscriptId equals t.Id
            join coder in db.Members on c.MemberId equals coder.Id
            join code in db.Codes on c.CodeId equals code.Id
            where c.IsUnsure && c.RemovedAt == null && t.ArchivedAt == null && (seesAll || t.OpenedAt != null)
            orderby c.ChangedAt descending
            select new
            {
                t.TrustId,
                Row = new QuestionRow(
                    c.Id, t.Id, t.Title, coder.Name, code.Name, c.Question, c.Words, c.ChangedAt,
                    replies.Count(x => x.CodingId == c.Id && x.RemovedAt == null && x.MemberId != c.MemberId)),
            }).ToListAsync(cancel);
        return rows.Where(r => member.ReachesTrust(r.TrustId)).Select(r => r.Row).ToList();
    }
}
