using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Brings in codings from a table or a project, as their coders': all of them, or none.</summary>
/// <remarks>
/// Each is a coding like those made at the desk, with an act of its own, so that it has a place in the transcript's order and is carried along when words change.
/// A coder whom the team does not know is kept as a coder from outside: a name under which codings stand, without a sign-in.
/// </remarks>
public sealed class ImportCodings(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<ImportCodings> logger) : IUseCase
{
    /// <summary>In bytes: what can be sent by a browser. A project without its recordings is rarely larger than a few MB.</summary>
    public const int LargestProjectBytes = 300 * 1024 * 1024;

    /// <summary>Colours of codes that are made, in turn.</summary>
    private static readonly string[] Colours = ["#2f6f8f", "#8a5a00", "#5b4a9c", "#1e6b3a", "#9b3b5a", "#4d5a5e", "#0b5f66", "#7a4a21"];

    /// <summary>The columns of a file and its first rows. Nothing is stored.</summary>
    public async Task<Result<ColumnSheet>> LookAsync(AccountId me, StudyId studyId, string fileName, byte[] content, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Import) is { } tooMuch) return tooMuch;
        return await Task.Run(() => CodingsFile.Look(fileName, content, cancel), cancel);
    }

    /// <summary>The rows of a file, as they stand there. Nothing is stored.</summary>
    /// <param name="columns">What its columns are, as the person said; null where their headings say it.</param>
    public async Task<Result<CodingsTable>> ReadAsync(AccountId me, StudyId studyId, string fileName, byte[] content, ColumnChoice? columns, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out _)) return refusal;
        return await Task.Run(() => CodingsFile.Read(fileName, content, columns, cancel), cancel);
    }

    /// <summary>The codings of a project of another program, as they stand there. Nothing is stored.</summary>
    public async Task<Result<CodingsTable>> ReadProjectAsync(AccountId me, StudyId studyId, string fileName, Stream content, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Import) is { } tooMuch) return tooMuch;
        return await Task.Run<Result<CodingsTable>>(() =>
        {
            if (ExchangeFile.Read(fileName, content, cancel).IsRefused(out var unreadable, out var reading)) return unreadable;
            using (reading) return reading.IsCodebook ? new Refusal("This is a codebook, not a project. Bring it in on the page of the framework, under “Import”.") : new CodingsTable([], []) { Project = ProjectCodings.Of(reading.Project) };
        }, cancel);
    }

    /// <summary>What each row would come to, and what names could be said to mean. Nothing is stored.</summary>
    public async Task<Result<(CodingsPlan Plan, ImportPossibilities Possibilities)>> PlanAsync(AccountId me, StudyId studyId, CodingsTable table, CodingChoices choices, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var planner = await CodingsPlanner.ReadAsync(db, lead, table, choices, cancel);
        return await Task.Run(() => (planner.Plan(), planner.Possibilities), cancel);
    }

    /// <summary>Stores every row that is new; none where one is wrong.</summary>
    public async Task<Result<ImportedCodings>> RunAsync(AccountId me, StudyId studyId, CodingsTable table, CodingChoices choices, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // in the order of locks that every change of the framework keeps: the study, then the transcripts' rows by id
        await db.Database.ExecuteSqlAsync($"select 1 from studies where id = {studyId.Value} for no key update", cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id in (select id from transcripts where study_id = {studyId.Value}) order by transcript_id for update", cancel);
        var planner = await CodingsPlanner.ReadAsync(db, lead, table, choices, cancel);
        var plan = await Task.Run(() => planner.Plan(), cancel);
        if (plan.Lines.FirstOrDefault(l => l.State == PlannedState.Wrong) is { } wrong)
            return new Refusal(plan.Count(PlannedState.Wrong) == 1 ? $"Row {wrong.Line.Number:N0}: {wrong.Wrong}" : $"{plan.Count(PlannedState.Wrong):N0} rows are wrong; the first is row {wrong.Line.Number:N0}: {wrong.Wrong}");
        var newCodes = plan.NewCodes.Select(c => c.Split(FrameworkTree.Separator)).SelectMany(path => Enumerable.Range(1, path.Length).Select(depth => path[..depth])).Select(planner.WordsOf).OfType<CodeWords>().Distinct();
        if (await words.ForbidAsync(me, studyId, cancel, [.. plan.NewCodes.Select(c => new ScannedText("the name of a code", c)), .. plan.NewCoders.Select(c => new ScannedText("the name of a coder", c)), .. newCodes.Select(c => new ScannedText("the description of a code", $"{c.Definition}\n{c.WhenToUse}\n{c.WhenNotToUse}\n{c.Example}\n{c.Synonyms}")),
            new("the name of the round", choices.RoundName ?? ""), .. plan.Lines.Where(l => l.State == PlannedState.New && l.Line.Comment.Length + l.Line.Question.Length > 0).Select(l => new ScannedText("a comment", $"{l.Line.Comment}\n{l.Line.Question}"))]) is { } leak) return leak;

        var at = clock.GetUtcNow();
        if ((await MakeCodesAsync(db, lead, planner, plan, at, cancel)).IsRefused(out var noCodes, out var codes)) return noCodes;
        if (MakeCoders(db, studyId, plan, at).IsRefused(out var noCoders, out var coders)) return noCoders;
        await db.SaveChangesAsync(cancel); // a code and a coder must be there before a coding points to them
        var lines = plan.Lines.Where(l => l.State == PlannedState.New).OrderBy(l => l.Transcript!.Value.Value).ThenBy(l => l.Segment!.Value.Start).ToList();
        var made = lines.ConvertAll(l => new BroughtInCoding(
            CodingId.New(), l.Transcript!.Value, planner.CodeMeant(l.Line.Code)!.Existing ?? codes[l.Code.ToUpperInvariant()],
            planner.CoderMeant(l.Line.Coder).Existing?.Id ?? coders[planner.CoderMeant(l.Line.Coder).Name.ToUpperInvariant()], l.Segment!.Value,
            planner.Texts[l.Transcript!.Value].Cut(l.Segment!.Value), l.Line.At is { } said && said < at ? said : at, l.Line.IsUnsure, l.Line.Question));
        var from = table.Project is not null ? ImportedFrom.Project : table.IsWorkbook ? ImportedFrom.Xlsx : ImportedFrom.Csv;
        var reached = await BroughtInCodings.StoreAsync(db, studyId, made, CodingImport.Of(studyId, lead.Id, from, table.Layout, at), at, cancel);
        await OutsideIds.KeepAsync(db, [.. planner.OutsideIdsOf(studyId, lines.Zip(made, (l, m) => (l.Line.Code, m.Code, l.Line.Coder, m.Coder)))], cancel);
        foreach (var (line, coding) in lines.Zip(made).Where(l => l.First.Line.Comment.Trim().Length > 0))
        {
            var about = Coding.Create(coding.Id, studyId, coding.Transcript, coding.Coder, new CodingState(coding.Code, coding.Segment, IsUnsure: false, "", IsRemoved: false), coding.Words, coding.At);
            foreach (var part in LongText.Parts(line.Line.Comment, Comment.LongestText))
            {
                if (Comment.Write(CommentId.New(), about, coding.Coder, part, coding.At).IsRefused(out var unwritten, out var comment)) return unwritten;
                comment.StampRevision(reached[coding.Transcript]);
                db.Add(comment);
            }
        }

        RoundId? round = null;
        if (choices.RoundName is { } roundName && (await KeepAsRoundAsync(db, lead, planner, plan, coders, roundName, choices.Unit, at, cancel)).IsRefused(out var noRound, out round)) return noRound;
        var done = new ImportedCodings(
            made.Count, reached.Count, made.Select(c => c.Coder).Distinct().Count(), codes.Count, coders.Count,
            plan.Count(PlannedState.Already) + plan.Count(PlannedState.Twice) + plan.Count(PlannedState.LeftOut) + plan.Count(PlannedState.NotFound), round);
        db.Audit(AuditEntry.Of(
            AuditKind.CodingsImported, lead, AuditSubject.Of(studyId),
            AuditDetail.Count("codings", done.Codings).AndCount("transcripts", done.Transcripts).AndCount("coders", done.Coders).AndCount("newCodes", done.NewCodes).AndCount("outsideCoders", done.NewCoders).AndWhether("asRound", round is not null)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        Log.CodingsImported(logger, studyId, done.Codings, done.Transcripts);
        if (done.NewCodes > 0) feed.Publish(new CodebookChanged(studyId));
        if (done.NewCoders > 0) feed.Publish(new MembersChanged(studyId));
        if (round is not null) feed.Publish(new AssignmentsChanged(studyId));
        foreach (var (transcript, revision) in reached) feed.Publish(new CodingsFollowed(studyId, transcript, revision));
        return done;
    }

    /// <summary>Makes the codes of the plan that are not there, those above them first; by path in capitals.</summary>
    private static async Task<Result<Dictionary<string, CodeId>>> MakeCodesAsync(StudyDb db, Member lead, CodingsPlanner planner, CodingsPlan plan, DateTimeOffset at, CancellationToken cancel)
    {
        var made = new Dictionary<string, CodeId>();
        if (plan.NewCodes.Count == 0) return made;
        var all = await db.Codes.Where(c => c.StudyId == lead.StudyId).ToListAsync(cancel);
        var byPath = FrameworkTree.InOrder([.. all.Select(c => c.Snapshot)]).ToDictionary(p => string.Join(FrameworkTree.Separator, [.. p.Above, p.Code.Words.Name]).ToUpperInvariant(), p => all.Find(c => c.Id == p.Code.Id)!);
        var changes = new List<CodeChange>();
        foreach (var path in plan.NewCodes)
        {
            Code? parent = null;
            var names = path.Split(FrameworkTree.Separator);
            for (var depth = 1; depth <= names.Length; depth++)
            {
                var key = string.Join(FrameworkTree.Separator, names[..depth]).ToUpperInvariant();
                if (!byPath.TryGetValue(key, out var code))
                {
                    var position = byPath.Values.Where(c => c.ParentId == parent?.Id).Select(c => c.Position + 1).DefaultIfEmpty().Max();
                    var colour = Colours[byPath.Count % Colours.Length];
                    var words = planner.WordsOf(names[..depth]) is { } theirs ? theirs with { Name = names[depth - 1], Colour = theirs.Colour.Length > 0 ? theirs.Colour : colour } : new CodeWords(names[depth - 1], "", "", "", "", "", colour);
                    if (Code.Create(lead.StudyId, parent, words, position).IsRefused(out var refusal, out code)) return new Refusal($"The code “{names[depth - 1]}”: {refusal.Sentence}");
                    db.Codes.Add(code);
                    byPath[key] = code;
                    made[key] = code.Id;
                    changes.Add(new CodeChange(null, code.Snapshot));
                }

                parent = code;
            }
        }

        db.CodebookChanges.Add(CodebookChange.Record(ChangeId.New(), lead.StudyId, lead.Id, at, ChangeKind.Import, changes));
        return made;
    }

    /// <summary>Keeps those whom the study does not know as coders from outside; by name in capitals.</summary>
    private static Result<Dictionary<string, MemberId>> MakeCoders(StudyDb db, StudyId studyId, CodingsPlan plan, DateTimeOffset at)
    {
        var made = new Dictionary<string, MemberId>();
        foreach (var name in plan.NewCoders)
        {
            // nobody ever signs in to it: it has no password, an address that leads nowhere, and is locked for good
            var account = new Account { Name = name.Trim(), CreatedAt = at, LockoutEnabled = true, LockoutEnd = Account.Never };
            (account.UserName, account.Email) = ($"outside-{account.Id:n}@coder.invalid", $"outside-{account.Id:n}@coder.invalid");
            (account.NormalizedUserName, account.NormalizedEmail) = (account.UserName.ToUpperInvariant(), account.Email.ToUpperInvariant());
            if (Member.FromOutside(studyId, new AccountId(account.Id), name, at).IsRefused(out var refusal, out var member)) return refusal;
            db.Users.Add(account);
            db.Members.Add(member);
            made[name.ToUpperInvariant()] = member.Id;
        }

        return made;
    }

    /// <summary>Keeps what was brought in as a round that is open: who has rows of a transcript has handed it in.</summary>
    private static async Task<Result<RoundId?>> KeepAsRoundAsync(
        StudyDb db, Member lead, CodingsPlanner planner, CodingsPlan plan, Dictionary<string, MemberId> made, string name, ComparisonUnit unit, DateTimeOffset at, CancellationToken cancel)
    {
        var work = plan.Lines.Where(l => l.Transcript is not null)
            .Select(l => (Transcript: l.Transcript!.Value, Coder: planner.CoderMeant(l.Line.Coder))).Distinct()
            .Select(w => (w.Transcript, Coder: w.Coder.Existing?.Id ?? made[w.Coder.Name.ToUpperInvariant()])).Distinct().ToList();
        var (transcripts, coders) = (work.Select(w => w.Transcript).Distinct().ToList(), work.Select(w => w.Coder).Distinct().ToList());
        var study = await db.Studies.SingleAsync(s => s.Id == lead.StudyId, cancel);
        var number = await db.Rounds.Where(r => r.StudyId == lead.StudyId).MaxAsync(r => (int?)r.Number, cancel) + 1 ?? 1;
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == lead.StudyId).ToListAsync(cancel);
        if (FrameworkVersion.Freeze(lead.StudyId, $"As brought in for round {number}", "", [.. FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(p => p.Code)], lead.Id, at).IsRefused(out var noVersion, out var version)) return noVersion;
        var revisions = await db.CodingHeads.AsNoTracking().Where(h => transcripts.Contains(h.TranscriptId)).ToDictionaryAsync(h => h.TranscriptId, h => h.Revision, cancel);
        if (Round.BroughtIn(study, number, new RoundPlan(name, unit, null, null, null, null, IsSecondReading: false), version, transcripts, coders, revisions, lead, at).IsRefused(out var refusal, out var round)) return refusal;
        db.FrameworkVersions.Add(version);
        db.Rounds.Add(round);
        var given = await db.Assignments.Include(a => a.Events).Where(a => transcripts.Contains(a.TranscriptId) && coders.Contains(a.MemberId) && a.State != AssignmentState.Withdrawn && !a.IsSecondReading)
            .ToDictionaryAsync(a => (a.TranscriptId, a.MemberId), cancel);
        foreach (var (transcript, coder) in work)
        {
            if (!given.TryGetValue((transcript, coder), out var assignment)) db.Assignments.Add(Assignment.BroughtIn(round, transcript, coder, lead, at));
            else if (assignment.RoundId is not null) return new Refusal("One of these coders has coded one of these transcripts in another round. Bring the codings in without a round, or leave those rows out.");
            else assignment.HandInFromFile(round, lead, at);
        }

        return round.Id;
    }
}
