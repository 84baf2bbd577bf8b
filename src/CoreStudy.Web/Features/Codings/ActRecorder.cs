using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>Does acts on one transcript within one transaction, while it holds the row that orders them.</summary>
internal sealed class ActRecorder
{
    private static readonly Refusal NotYours = new("This coding is somebody else's, and stays as they made it.");
    private static readonly Refusal Gone = new("This is not there any more.");

    private readonly StudyDb _db;
    private readonly CodingHead _head;
    private readonly TranscriptText _text;
    private readonly DateTimeOffset _at;
    private readonly Dictionary<CodingId, Coding> _codings;
    private readonly Dictionary<CodeId, Code> _codes;
    private readonly Dictionary<ActId, long> _known;
    private readonly HashSet<(MemberId, CodeId, Segment)> _standing;
    private readonly StudyId _studyId;
    private readonly Touched _touched = new();
    private readonly long _before;
    private IReadOnlyList<RevisionStep> _steps = [];
    private Blindness _blindness = Blindness.None;

    private ActRecorder(
        StudyDb db, CodingHead head, StudyId studyId, TranscriptText text, DateTimeOffset at, Dictionary<CodingId, Coding> codings,
        Dictionary<CodeId, Code> codes, Dictionary<ActId, long> known, HashSet<(MemberId, CodeId, Segment)> standing) =>
        (_db, _head, _studyId, _text, _at, _codings, _codes, _known, _standing, _before) =
        (db, head, studyId, text, at, codings, codes, known, standing, head.Revision);

    public long Revision => _head.Revision;

    public bool HasNewCodes { get; private set; }

    /// <summary>What all the acts changed, for everybody at the transcript.</summary>
    public ChangeSet Changes => _touched.ToChanges(_head) with { After = _before, Blindness = _blindness };

    /// <summary>Locks the transcript's order of acts and reads, in a few queries, all that the acts refer to.</summary>
    public static async Task<ActRecorder> OpenAsync(
        StudyDb db, StudyId studyId, TranscriptId transcriptId, DeskTexts texts, IEnumerable<DeskAct> acts, DateTimeOffset at)
    {
        var head = (await db.CodingHeads.FromSql($"select * from coding_heads where transcript_id = {transcriptId.Value} for update").ToListAsync()).Single();
        var blindness = await Blindness.ReadAsync(db, transcriptId, CancellationToken.None); // no round begins or opens while the row is held
        // Only now, with the row held, is it sure which text the acts fall on: it may have been revised since they were done, even since they arrived.
        var text = (await texts.ReadAsync(transcriptId, head.TextRevision)).Text;
        var sent = acts.ToList();
        var oldest = sent.Select(a => a.TextRevision).DefaultIfEmpty(head.TextRevision).Min();
        var steps = oldest < head.TextRevision ? await TextRevising.StepsAsync(db, transcriptId, oldest, CancellationToken.None) : [];
        var all = sent.Select(a => OnText(a, head, steps)).ToList();

        var actIds = all.Select(a => a.Id).ToList();
        var known = await db.CodingActs.Where(a => actIds.Contains(a.Id)).Select(a => new { a.Id, a.Revision }).ToDictionaryAsync(a => a.Id, a => a.Revision);

        var codingIds = all.Select(a => a switch
        {
            Apply apply => apply.CodingId,
            ChangeCoding change => change.CodingId,
            WriteComment comment => comment.CodingId,
            _ => default,
        }).Where(id => id != default).Distinct().ToList();
        var codings = codingIds.Count == 0
            ? []
            : await db.Codings.Where(c => codingIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id);

        var codeIds = all.Select(a => a switch
        {
            Apply apply => apply.CodeId,
            Recode recode => recode.CodeId,
            _ => default,
        }).Where(id => id != default).Distinct().ToList();
        var codes = codeIds.Count == 0
            ? []
            : await db.Codes.AsNoTracking().Where(c => codeIds.Contains(c.Id) && c.StudyId == studyId).ToDictionaryAsync(c => c.Id);
        var merged = codes.Values.Where(c => c.MergedInto is { } into && !codes.ContainsKey(into)).Select(c => c.MergedInto!.Value).ToList();
        if (merged.Count > 0) foreach (var into in await db.Codes.AsNoTracking().Where(c => merged.Contains(c.Id)).ToListAsync()) codes[into.Id] = into;

        // The codings that stand where one is to be put, so that the same code is not put twice on the same words.
        var starts = all.Select(a => a switch { Apply x => x.Segment.Start, Resize x => x.Segment.Start, _ => -1 })
            .Concat(codings.Values.Select(c => c.Segment.Start)).Where(s => s >= 0).Distinct().ToList();
        var standing = starts.Count == 0
            ? []
            : (await db.Codings.Where(c => c.TranscriptId == transcriptId && c.RemovedAt == null && starts.Contains(c.Segment.Start))
                .Select(c => new { c.MemberId, c.CodeId, c.Segment, c.RoundId }).ToListAsync())
                .Where(c => c.RoundId == blindness.ReadingOf(c.MemberId)).Select(c => (c.MemberId, c.CodeId, c.Segment)).ToHashSet();

        return new ActRecorder(db, head, studyId, text, at, codings, codes, known, standing) { _steps = steps, _blindness = blindness };
    }

    /// <summary>The act as if its member had done it on the text of now.</summary>
    private static DeskAct OnText(DeskAct act, CodingHead head, IReadOnlyList<RevisionStep> steps) => act.TextRevision >= head.TextRevision
        ? act
        : act.CarriedTo(head.TextRevision, new TextTrail([.. steps.Where(s => s.Number > act.TextRevision)]));

    /// <summary>Does one member's acts in order; what was kept is in the context, not yet saved.</summary>
    public async Task<ActsOutcome> RecordAsync(Member by, IReadOnlyList<DeskAct> acts)
    {
        var results = new List<ActResult>(acts.Count);
        var touched = new Touched();
        foreach (var act in acts.Select(a => OnText(a, _head, _steps)))
        {
            if (_known.TryGetValue(act.Id, out var revision))
            {
                results.Add(new ActResult(act.Id, revision, null));
                touched.Again(act, by, _codings);
                continue;
            }

            if ((await DoAsync(by, act, touched)).IsRefused(out var refusal, out _))
            {
                results.Add(new ActResult(act.Id, null, refusal.Sentence));
                continue;
            }

            _known[act.Id] = _head.Revision;
            results.Add(new ActResult(act.Id, _head.Revision, null));
        }

        _touched.UnionWith(touched);
        return new ActsOutcome(_head.Revision, results, touched.ToChanges(_head) with { Sight = _blindness.Of(by) });
    }

    /// <summary>Whether a coding is before a member at the desk: what is hidden from them is told of as what is not there.</summary>
    private bool Sees(Member by, Coding coding) => coding.RoundId == _blindness.ReadingOf(by.Id) && SeesWorkOf(by, coding.MemberId);

    private bool SeesWorkOf(Member by, MemberId writer) => writer == by.Id || _blindness.Of(by) == Sight.Open;

    private async Task<Result<Done>> DoAsync(Member by, DeskAct act, Touched touched) => act switch
    {
        Apply apply => Do(by, apply, touched),
        ChangeCoding change => Do(by, change, touched),
        Undo undo => await DoAsync(by, undo, touched),
        Redo redo => await DoAsync(by, redo, touched),
        WriteComment comment => Do(by, comment, touched),
        RemoveComment remove => await DoAsync(by, remove, touched),
        WriteMemo memo => await DoAsync(by, memo, touched),
        RemoveMemo remove => await DoAsync(by, remove, touched),
        ProposeCode propose => await DoAsync(by, propose),
        _ => throw new NotSupportedException($"No rule for {act.GetType().Name}."),
    };

    private Result<Done> Do(Member by, Apply act, Touched touched)
    {
        if (_codings.TryGetValue(act.CodingId, out var made)) return Sees(by, made) ? new Refusal("This coding has been made already.") : Gone;
        var state = new CodingState(Standing(act.CodeId), act.Segment, act.IsUnsure, act.IsUnsure ? act.Question.Trim() : "", IsRemoved: false);
        if (Check(by, state, before: null).IsRefused(out var refusal, out var words)) return refusal;

        var coding = Coding.Create(act.CodingId, _studyId, _head.TranscriptId, by.Id, state, words, _at, _blindness.ReadingOf(by.Id));
        _db.Codings.Add(coding);
        _codings[coding.Id] = coding;
        Keep(by, act.Id, ActKind.Apply, coding, before: null, touched, doneAt: act.DoneAt);
        return Done.Well;
    }

    private Result<Done> Do(Member by, ChangeCoding act, Touched touched)
    {
        if (!_codings.TryGetValue(act.CodingId, out var coding) || coding.TranscriptId != _head.TranscriptId || !Sees(by, coding)) return Gone;
        if (coding.MemberId != by.Id) return NotYours;
        if (coding.RemovedAt is not null && act is not Restore) return Gone;
        var after = act.Change(coding.State);
        return Become(by, act.Id, act.Kind, coding, after with { CodeId = Standing(after.CodeId) }, touched, doneAt: act.DoneAt);
    }

    private async Task<Result<Done>> DoAsync(Member by, Undo act, Touched touched)
    {
        await _db.SaveChangesAsync();
        var last = await Undoable(by).Where(a => a.UndoneAt == null).OrderByDescending(a => a.Revision).FirstOrDefaultAsync();
        if (last is null) return new Refusal("There is nothing to undo.");

        var coding = await FindAsync(last.CodingId!.Value);
        // the framework may have taken the coding to another code meanwhile: that stays, and what the member did is taken back
        if (coding.State with { CodeId = last.After!.CodeId } != last.After) return new Refusal("This coding has changed since, and cannot be undone.");
        var before = last.Before ?? coding.State with { IsRemoved = true };
        if (coding.CodeId != last.After.CodeId && before.CodeId == last.After.CodeId) before = before with { CodeId = coding.CodeId };
        await KnowCodeAsync(before.CodeId);
        before = before with { CodeId = Standing(before.CodeId) };
        if (Become(by, act.Id, ActKind.Undo, coding, before, touched, last.Id).IsRefused(out var refusal, out _)) return refusal;
        last.MarkUndone(_head.Revision);
        return Done.Well;
    }

    private async Task<Result<Done>> DoAsync(Member by, Redo act, Touched touched)
    {
        await _db.SaveChangesAsync();
        var lastDone = await Undoable(by).Where(a => a.UndoneAt == null).MaxAsync(a => (long?)a.Revision) ?? 0;
        var last = await Undoable(by).Where(a => a.UndoneAt > lastDone).OrderByDescending(a => a.UndoneAt).FirstOrDefaultAsync();
        if (last is null) return new Refusal("There is nothing to do again.");

        var coding = await FindAsync(last.CodingId!.Value);
        await KnowCodeAsync(last.After!.CodeId);
        if (Become(by, act.Id, ActKind.Redo, coding, last.After with { CodeId = Standing(last.After.CodeId) }, touched, last.Id).IsRefused(out var refusal, out _)) return refusal;
        last.MarkRedone();
        return Done.Well;
    }

    private Result<Done> Do(Member by, WriteComment act, Touched touched)
    {
        if (!_codings.TryGetValue(act.CodingId, out var coding) || coding.TranscriptId != _head.TranscriptId || !Sees(by, coding)) return Gone;
        if (Comment.Write(act.CommentId, coding, by.Id, act.Text, _at).IsRefused(out var refusal, out var comment)) return refusal;
        comment.StampRevision(Next(by, act.Id, ActKind.Comment));
        _db.Comments.Add(comment);
        touched.Comments.Add(comment);
        touched.Readings[comment.CodingId] = coding.RoundId;
        return Done.Well;
    }

    private async Task<Result<Done>> DoAsync(Member by, RemoveComment act, Touched touched)
    {
        if (await _db.Comments.FindAsync(act.CommentId) is not { } comment || comment.TranscriptId != _head.TranscriptId || !SeesWorkOf(by, comment.MemberId)) return Gone;
        if (comment.MemberId != by.Id) return new Refusal("This comment is somebody else's.");
        comment.Remove(_at);
        comment.StampRevision(Next(by, act.Id, ActKind.RemoveComment));
        touched.Comments.Add(comment);
        touched.Readings[comment.CodingId] = await _db.Codings.Where(c => c.Id == comment.CodingId).Select(c => c.RoundId).SingleAsync();
        return Done.Well;
    }

    private async Task<Result<Done>> DoAsync(Member by, WriteMemo act, Touched touched)
    {
        if (_text.Cut(act.Segment).IsRefused(out var outside, out _)) return outside;
        var memo = await _db.Memos.FindAsync(act.MemoId);
        if (memo is null)
        {
            if (Memo.Write(act.MemoId, _studyId, _head.TranscriptId, act.Segment, by.Id, act.Text, act.IsPrivate, _at, act.DoneAt).IsRefused(out var no, out memo))
                return no;
            _db.Memos.Add(memo);
        }
        else
        {
            if (memo.TranscriptId != _head.TranscriptId || (memo.IsPrivate && memo.MemberId != by.Id) || !SeesWorkOf(by, memo.MemberId)) return Gone;
            if (memo.MemberId != by.Id) return new Refusal("This memo is somebody else's.");
            if (memo.Rewrite(act.Text, act.IsPrivate, _at).IsRefused(out var no, out _)) return no;
        }

        memo.StampRevision(Next(by, act.Id, ActKind.WriteMemo));
        touched.Memos.Add(memo);
        return Done.Well;
    }

    private async Task<Result<Done>> DoAsync(Member by, RemoveMemo act, Touched touched)
    {
        if (await _db.Memos.FindAsync(act.MemoId) is not { } memo || memo.TranscriptId != _head.TranscriptId) return Gone;
        if (memo.MemberId != by.Id) return memo.IsPrivate || !SeesWorkOf(by, memo.MemberId) ? Gone : new Refusal("This memo is somebody else's.");
        memo.Remove(_at);
        memo.StampRevision(Next(by, act.Id, ActKind.RemoveMemo));
        touched.Memos.Add(memo);
        return Done.Well;
    }

    private async Task<Result<Done>> DoAsync(Member by, ProposeCode act)
    {
        if (!by.May(Operation.ProposeCodes)) return Refusal.Forbidden;
        var name = act.Name.Trim();
        if (await _db.Codes.AnyAsync(c => c.StudyId == _studyId && c.ParentId == act.ParentId && c.Name == name) || _codes.Values.Any(c => c.StudyId == _studyId && c.ParentId == act.ParentId && c.Name == name))
            return new Refusal($"There is a code called “{name}” already.");
        var parent = act.ParentId is { } parentId ? await _db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == parentId && c.StudyId == _studyId) : null;
        if (act.ParentId is not null && parent is null) return new Refusal("The code to put it under is not there any more.");

        var position = await _db.Codes.CountAsync(c => c.StudyId == _studyId && c.ParentId == act.ParentId);
        if (Code.Propose(_studyId, act.CodeId, act.ParentId, name, act.Colour, position, by.Id).IsRefused(out var refusal, out var code)) return refusal;
        if (by.May(Operation.ManageCodebook)) code.Accept();
        _db.Codes.Add(code);
        _db.CodebookChanges.Add(CodebookChange.Record(
            ChangeId.New(), _studyId, by.Id, _at, code.State == CodeState.Active ? ChangeKind.Create : ChangeKind.Propose, [new CodeChange(null, code.Snapshot)]));
        await _db.SaveChangesAsync(); // a code must be there before a coding points to it
        _codes[code.Id] = code;
        Next(by, act.Id, ActKind.ProposeCode);
        HasNewCodes = true;
        return Done.Well;
    }

    private Result<Done> Become(Member by, ActId act, ActKind kind, Coding coding, CodingState after, Touched touched, ActId? of = null, EarlierPlace? doneAt = null)
    {
        var before = coding.State;
        var words = coding.Words;
        if (!after.IsRemoved && (before.IsRemoved || after.CodeId != before.CodeId || after.Segment != before.Segment))
        {
            if (Check(by, after, before).IsRefused(out var refusal, out var cut)) return refusal;
            words = cut;
        }

        if (after.ForbidQuestion() is { } question) return question;
        if (!before.IsRemoved) _standing.Remove((by.Id, before.CodeId, before.Segment));
        coding.Become(after, words, _at);
        Keep(by, act, kind, coding, before, touched, of, doneAt);
        return Done.Well;
    }

    /// <summary>Whether a coding may stand so; if it may, the words it is put on.</summary>
    private Result<string> Check(Member by, CodingState state, CodingState? before)
    {
        if (_text.Cut(state.Segment).IsRefused(out var outside, out var excerpt)) return outside;
        var isOtherCode = before is null || before.CodeId != state.CodeId;
        if (_codes.TryGetValue(state.CodeId, out var code))
        {
            if (code.IsRetired && isOtherCode) return new Refusal($"“{code.Name}” has been retired from the codebook.");
        }
        else if (isOtherCode)
        {
            return new Refusal("This code is not in the codebook of the study.");
        }

        if (state.ForbidQuestion() is { } question) return question;
        if (_standing.Contains((by.Id, state.CodeId, state.Segment))) return new Refusal("You have put this code on these very words already.");
        return excerpt.Words;
    }

    private void Keep(Member by, ActId act, ActKind kind, Coding coding, CodingState? before, Touched touched, ActId? of = null, EarlierPlace? doneAt = null)
    {
        if (coding.RemovedAt is null) _standing.Add((by.Id, coding.CodeId, coding.Segment));
        coding.StampRevision(Next(by, act, kind, coding, before, of, doneAt));
        touched.Codings.Add(coding);
    }

    private long Next(Member by, ActId act, ActKind kind, Coding? coding = null, CodingState? before = null, ActId? of = null, EarlierPlace? doneAt = null)
    {
        var revision = _head.Revision + 1;
        _head.MoveTo(revision);
        _db.CodingActs.Add(CodingAct.Record(act, _head.TranscriptId, revision, by.Id, _at, kind, coding?.Id, before, coding?.State, of, doneAt));
        return revision;
    }

    private IQueryable<CodingAct> Undoable(Member by)
    {
        var reading = _blindness.ReadingOf(by.Id);
        return _db.CodingActs.Where(a =>
            a.TranscriptId == _head.TranscriptId && a.MemberId == by.Id && a.CodingId != null
            && a.Kind != ActKind.Undo && a.Kind != ActKind.Redo && a.Kind != ActKind.Follow && a.Kind != ActKind.Import && a.Kind != ActKind.TakeBack && _db.Codings.Any(c => c.Id == a.CodingId && c.RoundId == reading));
    }

    private async Task<Coding> FindAsync(CodingId id)
    {
        if (_codings.TryGetValue(id, out var coding)) return coding;
        coding = await _db.Codings.SingleAsync(c => c.Id == id);
        var others = await _db.Codings.Where(c => c.TranscriptId == _head.TranscriptId && c.MemberId == coding.MemberId && c.RemovedAt == null && c.Id != id && c.RoundId == coding.RoundId)
            .Select(c => new { c.MemberId, c.CodeId, c.Segment }).ToListAsync();
        _standing.UnionWith(others.Select(c => (c.MemberId, c.CodeId, c.Segment)));
        return _codings[id] = coding;
    }

    private async Task KnowCodeAsync(CodeId id)
    {
        if (!_codes.TryGetValue(id, out var code)) _codes[id] = code = await _db.Codes.AsNoTracking().SingleAsync(c => c.Id == id);
        if (code.MergedInto is { } into) await KnowCodeAsync(into);
    }

    /// <summary>The code that stands for one that was merged; who had it before them when it was merged loses nothing.</summary>
    private CodeId Standing(CodeId id)
    {
        while (_codes.TryGetValue(id, out var code) && code.MergedInto is { } into) id = into;
        return id;
    }

    /// <summary>What the acts of one sending changed.</summary>
    private sealed class Touched
    {
        public HashSet<Coding> Codings { get; } = [];

        public HashSet<Comment> Comments { get; } = [];

        public HashSet<Memo> Memos { get; } = [];

        /// <summary>The second readings of the codings that comments are on.</summary>
        public Dictionary<CodingId, RoundId?> Readings { get; } = [];

        public void UnionWith(Touched other)
        {
            foreach (var (coding, reading) in other.Readings) Readings[coding] = reading;
            Codings.UnionWith(other.Codings);
            Comments.UnionWith(other.Comments);
            Memos.UnionWith(other.Memos);
        }

        /// <summary>An act that was done before: its coding is told again, as it is now.</summary>
        public void Again(DeskAct act, Member by, Dictionary<CodingId, Coding> codings)
        {
            var id = act switch { Apply apply => apply.CodingId, ChangeCoding change => change.CodingId, _ => default };
            if (codings.TryGetValue(id, out var coding) && coding.MemberId == by.Id) Codings.Add(coding);
        }

        public ChangeSet ToChanges(CodingHead head) => new(
            null, head.Revision, [.. Codings.Select(CodingRow.Of)], [.. Comments.Select(c => CommentRow.Of(c, Readings.GetValueOrDefault(c.CodingId)))], [.. Memos.Select(MemoRow.Of)])
        {
            TextRevision = head.TextRevision,
        };
    }
}
