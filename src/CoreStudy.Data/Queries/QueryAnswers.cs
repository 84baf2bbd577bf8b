using System.Linq.Expressions;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Queries;

/// <summary>Asks the database a question: the whole tree becomes one condition over the index of coded passages, and so one statement.</summary>
/// <remarks><see cref="QueryReading"/> says what each part means; a test holds the two together on random studies.</remarks>
public static class QueryAnswers
{
    /// <summary>The passages of which the question holds and that the reader may see. Passages that others are related to are seen by the same rule.</summary>
    /// <remarks>As of the last <see cref="CodedPassages.RefreshAsync"/>.</remarks>
    public static IQueryable<CodedPassage> Answering(StudyDb db, Member reader, Query query, CodeFamily family) =>
        CodedPassages.Matching(db, reader, query.Within).Where(new Asked(db, CodedPassages.Matching(db, reader, query.Others), query.Within.Layer, family).Condition(query.Where));

    /// <summary>The codes of a study as questions need them.</summary>
    public static async Task<CodeFamily> CodeFamilyAsync(this StudyDb db, StudyId studyId, CancellationToken cancel) =>
        new(await db.Codes.Where(c => c.StudyId == studyId).Select(c => new FamilyCode(c.Id, c.ParentId, c.MergedInto, c.Name)).ToListAsync(cancel));

    private sealed class Asked(StudyDb db, IQueryable<CodedPassage> others, PassageLayer layer, CodeFamily family)
    {
        public Expression<Func<CodedPassage, bool>> Condition(QueryPart part) => part switch
        {
            CodeIs code => Coded(family.Expand(code.Codes, code.WithSubcodes)),
            WordsContain words => Holding(words.Text.Trim()),
            RoleIs role => p => db.Participants.Any(x => x.Id == p.ParticipantId && role.Roles.Contains(x.Role)),
            AttributeIs attribute => Noted(attribute),
            AllOf all => all.Parts.Select(Condition).Aggregate((a, b) => Both(a, b, Expression.AndAlso)),
            AnyOf any => any.Parts.Select(Condition).Aggregate((a, b) => Both(a, b, Expression.OrElse)),
            NotSo not => Negated(Condition(not.Part)),
            Related related => Beside(related, others.Where(Condition(related.Other))),
            _ => throw new NotSupportedException($"No statement for {part.GetType().Name}."),
        };

        private static Expression<Func<CodedPassage, bool>> Coded(IReadOnlySet<CodeId> codes)
        {
            var list = codes.ToList();
            return p => list.Contains(p.CodeId);
        }

        /// <summary>Codings keep the words they lie on, so the text need not be cut.</summary>
        private Expression<Func<CodedPassage, bool>> Holding(string text)
        {
            var pattern = LikePattern.Containing(text);
            var holding = layer == PassageLayer.Settled
                ? db.CodedPassages.FromSql($"select p.* from coded_passages p join settled_codings s on s.id = p.id where s.words ilike {pattern}")
                : db.CodedPassages.FromSql($"select p.* from coded_passages p join codings c on c.id = p.id where c.words ilike {pattern}");
            return p => holding.Any(h => h.Id == p.Id);
        }

        private Expression<Func<CodedPassage, bool>> Noted(AttributeIs attribute)
        {
            var people = db.ParticipantsWith(attribute.AttributeId, attribute.Values);
            return p => people.Any(x => x.Id == p.ParticipantId);
        }

        private Expression<Func<CodedPassage, bool>> Beside(Related related, IQueryable<CodedPassage> other)
        {
            var within = related.Within;
            return (related.Relation, related.Unit) switch
            {
                (Relation.Overlaps, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start < p.Segment.End && o.Segment.End > p.Segment.Start),
                (Relation.Inside, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start <= p.Segment.Start && o.Segment.End >= p.Segment.End),
                (Relation.Around, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start >= p.Segment.Start && o.Segment.End <= p.Segment.End),
                (Relation.SameSentence, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstSentence <= p.LastSentence && o.LastSentence >= p.FirstSentence),
                (Relation.SameTurn, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstTurn <= p.LastTurn && o.LastTurn >= p.FirstTurn),
                (Relation.SameInterview, _) => p => other.Any(o => o.Id != p.Id && db.Transcripts.Any(t => t.Id == p.TranscriptId && db.Transcripts.Any(u => u.Id == o.TranscriptId && u.InterviewId == t.InterviewId))),
                (Relation.FollowedBy, DistanceUnit.Words) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start >= p.Segment.End && o.FirstWord <= p.EndWord + within),
                (Relation.FollowedBy, DistanceUnit.Sentences) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start >= p.Segment.End && o.FirstSentence <= p.LastSentence + within),
                (Relation.FollowedBy, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start >= p.Segment.End && o.FirstTurn <= p.LastTurn + within),
                (Relation.PrecededBy, DistanceUnit.Words) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.End <= p.Segment.Start && o.EndWord >= p.FirstWord - within),
                (Relation.PrecededBy, DistanceUnit.Sentences) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.End <= p.Segment.Start && o.LastSentence >= p.FirstSentence - within),
                (Relation.PrecededBy, _) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.End <= p.Segment.Start && o.LastTurn >= p.FirstTurn - within),
                (_, DistanceUnit.Words) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstWord <= p.EndWord + within && o.EndWord >= p.FirstWord - within),
                (_, DistanceUnit.Sentences) => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstSentence <= p.LastSentence + within && o.LastSentence >= p.FirstSentence - within),
                _ => p => other.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstTurn <= p.LastTurn + within && o.LastTurn >= p.FirstTurn - within),
            };
        }

        private static Expression<Func<CodedPassage, bool>> Negated(Expression<Func<CodedPassage, bool>> condition) =>
            Expression.Lambda<Func<CodedPassage, bool>>(Expression.Not(condition.Body), condition.Parameters);

        private static Expression<Func<CodedPassage, bool>> Both(
            Expression<Func<CodedPassage, bool>> one, Expression<Func<CodedPassage, bool>> other, Func<Expression, Expression, BinaryExpression> join) =>
            Expression.Lambda<Func<CodedPassage, bool>>(join(one.Body, new Renamed(other.Parameters[0], one.Parameters[0]).Visit(other.Body)), one.Parameters);

        /// <summary>The same condition of a passage by another name.</summary>
        private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
        {
            protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
        }
    }
}
