using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Something that passages can be chosen or grouped by.</summary>
/// <param name="Key">Its id, or what it is itself, as an address has it.</param>
/// <param name="Depth">0 at the top, where it lies in a tree.</param>
/// <param name="More">What tells it from others of the same name; may be empty.</param>
public sealed record Choice(string Key, string Name, int Depth = 0, string More = "", string Colour = "");

/// <summary>What passages of a study can be chosen and grouped by, as one reader may see it.</summary>
/// <param name="Codes">In the order of the framework, without those that were merged.</param>
/// <param name="OpenCodes">Those that a coding can be given.</param>
/// <param name="BlindTranscripts">On how many transcripts the reader sees nothing but their own for now.</param>
public sealed record PassageChoices(
    Member Me, CodeFamily Family, IReadOnlyList<Choice> Codes, IReadOnlyList<Choice> OpenCodes, IReadOnlyList<Choice> Themes, IReadOnlyList<Choice> Trusts, IReadOnlyList<Choice> Sites, IReadOnlyList<Choice> Roles,
    IReadOnlyList<AttributeChoice> Attributes, IReadOnlyList<Choice> Coders, IReadOnlyList<Choice> Participants, IReadOnlyList<Choice> Interviews, IReadOnlyList<Choice> Transcripts, int BlindTranscripts)
{
    public static IReadOnlyList<Choice> Kinds { get; } = [new(nameof(InterviewKind.Individual), "Individual interview"), new(nameof(InterviewKind.FocusGroup), "Focus group")];

    public QuerySentence Sentences => new(Family, Attributes.ToDictionary(a => a.Id, a => a.Name));

    /// <summary>What groups are called, in the order in which they are read.</summary>
    public IReadOnlyList<Choice> Groups(PassageGrouping by) => by switch
    {
        PassageGrouping.Code => Codes,
        PassageGrouping.Theme => [.. Themes.Where(t => t.Depth == 0), new("", "In no theme")],
        PassageGrouping.Trust => Trusts,
        PassageGrouping.Role => [.. Roles, new("", NobodyKnown)],
        PassageGrouping.Participant => [.. Participants, new("", NobodyKnown)],
        PassageGrouping.Interview => Interviews,
        PassageGrouping.Coder => [.. Coders, new("", "Settled")],
        _ => [new("", "")],
    };

    private const string NobodyKnown = "Interviewer, or nobody known";
}

/// <summary>What passages can be chosen by.</summary>
public sealed class ReadPassageChoices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<PassageChoices>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ReadAsync(db, reader, cancel);
    }

    internal static async Task<PassageChoices> ReadAsync(StudyDb db, Member reader, CancellationToken cancel)
    {
        var (study, reach) = (reader.StudyId, reader.TrustIds);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == study).ToListAsync(cancel);
        var placed = FrameworkTree.InOrder([.. codes.Where(c => c.MergedInto is null).Select(c => c.Snapshot)]);
        Choice Code(PlacedCode code) => new(code.Code.Id.Value.ToString(), code.Code.Words.Name, code.Depth, code.Code.State == CodeState.Retired ? "retired" : "", code.Code.Words.Colour);
        var themes = await db.Themes.IgnoreAutoIncludes().AsNoTracking().Where(t => t.StudyId == study && t.Status != ThemeStatus.Dropped).OrderBy(t => t.Order).Select(t => new { t.Id, t.ParentId, t.Name }).ToListAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == study && (reach.Count == 0 || reach.Contains(t.Id))).Select(t => new { t.Id, t.Label }).ToListAsync(cancel);
        var sites = await (from s in db.Sites join t in db.Trusts on s.TrustId equals t.Id where t.StudyId == study && (reach.Count == 0 || reach.Contains(t.Id)) select new { s.Id, s.Label, Trust = t.Label }).ToListAsync(cancel);
        var roles = await db.Studies.Where(s => s.Id == study).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var people = await db.Participants.AsNoTracking().Where(p => p.StudyId == study && (reach.Count == 0 || reach.Contains(p.TrustId))).ToListAsync(cancel);
        var attributes = await db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == study).OrderBy(a => a.Position).ToListAsync(cancel);
        var members = await db.Members.Where(m => m.StudyId == study && db.Codings.VisibleTo(db, reader).Any(c => c.MemberId == m.Id)).Select(m => new { m.Id, m.Name }).ToListAsync(cancel);
        var transcripts = await (
            from t in db.Transcripts.ReadableBy(reader)
            join i in db.Interviews on t.InterviewId equals i.Id
            select new { t.Id, t.Title, Interview = i.Id, Name = i.Title, i.Kind }).ToListAsync(cancel);
        return new PassageChoices(
            reader, new CodeFamily(codes.Select(c => new FamilyCode(c.Id, c.ParentId, c.MergedInto, c.Name))), [.. placed.Select(Code)], [.. placed.Where(c => c.Code.State != CodeState.Retired).Select(Code)],
            [.. themes.Where(t => t.ParentId is null).SelectMany(t => themes.Where(s => s.ParentId == t.Id).Select(s => new Choice(s.Id.Value.ToString(), s.Name, 1)).Prepend(new Choice(t.Id.Value.ToString(), t.Name)))],
            Sorted(trusts.Select(t => new Choice(t.Id.Value.ToString(), t.Label))), Sorted(sites.Select(s => new Choice(s.Id.Value.ToString(), s.Label, More: s.Trust))), [.. roles.Select(r => new Choice(r, r))],
            [.. attributes.Select(a => new AttributeChoice(a.Id, a.Name, [.. people.Select(p => p.Attributes.GetValueOrDefault(a.Id)).OfType<string>().Distinct().OrderBy(v => v, ReadingOrder.ForPeople)])).Where(a => a.Values.Count > 0)],
            Sorted(members.Select(m => new Choice(m.Id.Value.ToString(), m.Name))), Sorted(people.Select(p => new Choice(p.Id.Value.ToString(), p.Label, More: p.Role))),
            Sorted(transcripts.DistinctBy(t => t.Interview).Select(t => new Choice(t.Interview.Value.ToString(), t.Name, More: t.Kind == InterviewKind.FocusGroup ? "focus group" : ""))),
            Sorted(transcripts.Select(t => new Choice(t.Id.Value.ToString(), t.Title))), await db.BlindTo(reader).Distinct().CountAsync(cancel));
    }

    private static IReadOnlyList<Choice> Sorted(IEnumerable<Choice> choices) => [.. choices.OrderBy(c => c.Name, ReadingOrder.ForPeople).ThenBy(c => c.More, ReadingOrder.ForPeople)];
}
