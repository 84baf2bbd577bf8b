using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Studies;

namespace CoreStudy.Data.Demonstration;

/// <summary>Three questions that the demonstration's team shares: one of what follows, one of what lies together, one of what does not.</summary>
internal sealed class DemonstrationQueries(IReadOnlyDictionary<string, Code> codes, Member lead, Member researcher)
{
    public IEnumerable<SavedQuery> Make(DateTimeOffset at)
    {
        yield return Shared(researcher, "Hard feelings, and supervision soon after", Related(Code("psw.emotional"), Relation.FollowedBy, 2, Code("supervision")), PassageFilter.All, at);
        yield return Shared(researcher, "What people suggest where they speak of training or the booklet", Related(Code("issues.suggestion"), Relation.SameTurn, 0, Code("training", "booklet")), PassageFilter.All, at.AddHours(1));
        yield return Shared(
            lead, "Boundaries that peer support workers hold without supervision",
            new AllOf([Code("psw.boundaries"), new RoleIs([Study.UsualParticipantRoles[0]]), new NotSo(new Related(Relation.Near, 3, DistanceUnit.Turns, Code("supervision")))]),
            new PassageFilter { Kinds = [InterviewKind.Individual] }, at.AddHours(2));
    }

    private CodeIs Code(params string[] keys) => new([.. keys.Select(k => codes[k].Id)]);

    private static AllOf Related(QueryPart one, Relation relation, int turns, QueryPart other) => new([one, new Related(relation, turns, DistanceUnit.Turns, other)]);

    private static SavedQuery Shared(Member by, string name, QueryPart where, PassageFilter within, DateTimeOffset at) =>
        DemonstrationStudy.Must(SavedQuery.Save(by, name, new Query(where, within), isShared: true, at));
}
