using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Makes of the framework what the rows of a file say, all of it or nothing. Codes without a row stay.</summary>
public sealed class ImportCodebook(CodebookDesk desk, Permissions permissions) : ChangeCodebook(desk)
{
    /// <param name="seen">The plan that the person agreed to: where the framework changed since, nothing is stored.</param>
    /// <param name="lookAgain">Whether all who have used a code that the rows redefine are asked to look at those passages again.</param>
    public async Task<Result<ChangeId>> RunAsync(AccountId me, StudyId studyId, ImportPlan seen, bool lookAgain, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (seen.IsWrong) return new Refusal("Some rows are wrong. Correct them in the file and choose it again.");
        var outside = new List<OutsideId>();
        return await ChangeAsync(me, studyId, "the same at one place", ChangeKind.Import, (db, codes) =>
        {
            var plan = ImportPlan.For([.. codes.Select(c => c.Snapshot)], [.. seen.Lines.Select(l => l.Line)]);
            if (!plan.DoesAs(seen)) return new Refusal("The framework was changed meanwhile. Look at the rows again, then import.");
            var (known, here) = (codes.ToDictionary(c => c.Id), codes.Select(c => c.Id.Value).ToHashSet());
            foreach (var line in InTreeOrder(plan))
            {
                if (Apply(db, codes, known, studyId, line, member.Id).IsRefused(out var wrong, out _)) return new Refusal($"Row {line.Line.Number}: {wrong.Sentence}");
            }

            // they go back under the ids that they came with
            foreach (var line in plan.Lines)
                if (line.After is { } after && Guid.TryParse(line.Line.Id, out var theirs) && !here.Contains(theirs)) outside.Add(new OutsideId(studyId, OutsideKind.Code, known[after.Id].Id.Value, theirs));
            return Done.Well;
        }, cancel, seen.DoesNothing ? null : async following =>
        {
            await following.KeepAsync(outside);
            foreach (var code in lookAgain ? seen.Redefined : []) await following.LookAgainAsync(code);
            return [];
        });
    }

    /// <summary>What changes, a new code before those below it, otherwise in the order of the file.</summary>
    private static List<PlannedLine> InTreeOrder(ImportPlan plan)
    {
        var news = plan.Lines.Where(l => l.State == LineState.New).ToDictionary(l => l.After!.Id);
        int Depth(PlannedLine line) => line.After!.ParentId is { } above && news.TryGetValue(above, out var parent) ? Depth(parent) + 1 : 0;
        return [.. plan.Lines.Where(l => l.State == LineState.New).OrderBy(Depth), .. plan.Lines.Where(l => l.State == LineState.Changed)];
    }

    private static Result<Done> Apply(StudyDb db, List<Code> codes, Dictionary<CodeId, Code> known, StudyId studyId, PlannedLine line, MemberId by)
    {
        var after = line.After!;
        var parent = after.ParentId is { } above ? known[above] : null;
        if (line.State == LineState.New)
        {
            var made = after.State == CodeState.Proposed
                ? Code.Propose(studyId, CodeId.New(), parent?.Id, after.Words.Name, after.Words.Colour, After(codes, parent?.Id), by)
                : Code.Create(studyId, parent, after.Words, After(codes, parent?.Id));
            if (made.IsRefused(out var refusal, out var code)) return refusal;
            if (after.State == CodeState.Retired) code.Retire();
            db.Codes.Add(code);
            codes.Add(code);
            known[after.Id] = code;
            return code.Describe(after.Words);
        }

        var old = known[after.Id];
        if (after.State == CodeState.Retired && !old.IsRetired) old.Retire();
        else if (after.State == CodeState.Active && old.IsRetired) old.Restore();
        else if (after.State == CodeState.Active && old.State == CodeState.Proposed && old.Accept().IsRefused(out var no, out _)) return no;
        // the plan has seen to it that nothing comes to lie below itself
        if (old.ParentId != parent?.Id && old.Move(parent, new HashSet<CodeId>(), After(codes, parent?.Id)).IsRefused(out var elsewhere, out _)) return elsewhere;
        return old.Describe(after.Words);
    }
}
