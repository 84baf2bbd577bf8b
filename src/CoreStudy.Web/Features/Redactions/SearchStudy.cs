using CoreStudy.Anonymisation;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>Where a search found an identifier in a transcript.</summary>
/// <param name="IsReleased">Whether the place is in released words; otherwise in an original under review.</param>
/// <param name="Status">Of the place in an original: whether it is decided; null where nothing was proposed there.</param>
public sealed record StudyHit(TranscriptId Transcript, string Title, bool IsReleased, Segment Segment, string Before, string Words, string After, RedactionStatus? Status)
{
    public override string ToString() => $"hit of {Segment.Length} characters";
}

/// <summary>Where it was found in what somebody of the team wrote: they, or a lead, mend it there.</summary>
/// <param name="Where">Such as “Memo of Coder One”.</param>
public sealed record WrittenHit(string Where, string Before, string Words, string After)
{
    public override string ToString() => $"hit of {Words.Length} characters";
}

/// <param name="Entries">The entries of the register that it could be.</param>
public sealed record StudySearch(IReadOnlyList<StudyHit> Hits, IReadOnlyList<WrittenHit> Written, IReadOnlyList<ReviewCandidate> Entries)
{
    public override string ToString() => $"{Hits.Count} and {Written.Count} hits";
}

/// <summary>Asks whether an admin may search all originals of a study now.</summary>
public sealed class StudyGate(Permissions permissions, Reveals reveals)
{
    public Permissions Permissions => permissions;

    internal async Task<Result<Member>> AskAsync(AccountId me, StudyId study, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        return (await reveals.AskAsync(me, study, RevealSubject.AllTranscripts, cancel)).IsRefused(out var shut, out _) ? shut : member;
    }
}

/// <summary>An admin seeks one identifier, with its variants, in all originals under review, all released words, and what the team wrote.</summary>
public sealed class SearchStudy(VaultDoor door, StudyGate gate) : IUseCase
{
    private const int Around = 60;

    public async Task<Result<StudySearch>> RunAsync(AccountId me, StudyId study, string sought, CancellationToken cancel)
    {
        if ((await gate.AskAsync(me, study, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        sought = TranscriptText.Normalise(sought).Trim();
        if (sought.Length is < 2 or > 100) return new Refusal("Please give from 2 to 100 characters to seek.");
        await using var room = await door.EnterAsync(cancel);
        var register = await StudyRegister.ReadAsync(room, study, cancel);
        var entries = register.Entries.Where(e => register.FormsOf(e.Id).Contains(sought, StringComparer.OrdinalIgnoreCase)).ToList();
        var forms = entries.SelectMany(e => register.FormsOf(e.Id)).Append(sought).Distinct(StringComparer.OrdinalIgnoreCase);
        var known = Knowledge.Of(forms.Select(f => new KnownForm(Guid.Empty, IdentifierCategory.Person, f)));
        IEnumerable<Segment> Find(string text) => known.Find(text).Select(p => p.Segment)
            .Concat(LateRedaction.Everywhere(new TranscriptText(text), sought)).OrderBy(s => s.Start).ThenByDescending(s => s.End)
            .Aggregate(new List<Segment>(), (found, s) =>
            {
                if (found.Count == 0 || !found[^1].Overlaps(s)) found.Add(s);
                return found;
            });

        var hits = new List<StudyHit>();
        var transcripts = await room.Study.Transcripts.Where(t => t.StudyId == study && t.ArchivedAt == null).OrderBy(t => t.Title)
            .Select(t => new { t.Id, t.Title, t.TrustId, IsReleased = t.ReleasedAt != null }).ToListAsync(cancel);
        foreach (var transcript in transcripts.Where(t => member.ReachesTrust(t.TrustId)))
        {
            cancel.ThrowIfCancellationRequested();
            if (transcript.IsReleased)
            {
                var words = await room.Study.TranscriptTexts.Where(t => t.TranscriptId == transcript.Id).Select(t => t.Words).SingleAsync(cancel);
                hits.AddRange(Find(words).Select(s => Hit(transcript.Id, transcript.Title, true, words, s, null)));
            }
            else if (await room.ReadOriginalAsync(transcript.Id, cancel) is { } original)
            {
                var (words, decisions) = (original.Words, (await room.ReadAsync<Decisions>(transcript.Id.Value, cancel))?.Redactions ?? []);
                hits.AddRange(Find(words).Select(s => Hit(transcript.Id, transcript.Title, false, words, s, decisions.FirstOrDefault(r => r.Segment.Overlaps(s))?.Status)));
            }
        }

        var candidates = entries.Select(e => new ReviewCandidate(e.Id, e.Replacement, [.. register.FormsOf(e.Id)], 0)).ToList();
        return new StudySearch(hits, await WrittenAsync(room.Study, study, Find, cancel), candidates);
    }

    private static StudyHit Hit(TranscriptId id, string title, bool isReleased, string words, Segment s, RedactionStatus? status) =>
        new(id, title, isReleased, s, Before(words, s), words[s.Start..s.End], After(words, s), status);

    /// <summary>What the team wrote about interviews and in matrices, every version of it: words that should not be there are there in the older ones too.</summary>
    private static async Task<IReadOnlyList<(string Where, string Text)>> SummariesAsync(StudyDb db, StudyId study, CancellationToken cancel)
    {
        var names = await db.FrameworkMatrices.Where(m => m.StudyId == study).Select(m => m.Name).ToListAsync(cancel);
        var versions = await (
            from version in db.SummaryVersions
            join summary in db.Summaries on version.SummaryId equals summary.Id
            where summary.StudyId == study && version.Text != ""
            orderby version.SummaryId, version.Number
            select new { version.Text, version.Number, Stands = version.Number == summary.Number, summary.ColumnId, summary.ParticipantId, summary.InterviewId, summary.TrustId }).ToListAsync(cancel);
        var matrices = await (from c in db.MatrixColumns join m in db.FrameworkMatrices on c.MatrixId equals m.Id where m.StudyId == study select new { c.Id, m.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var participants = await db.Participants.Where(p => p.StudyId == study).ToDictionaryAsync(p => p.Id, p => p.Label, cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == study).ToDictionaryAsync(i => i.Id, i => i.Title, cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == study).ToDictionaryAsync(t => t.Id, t => t.Label, cancel);
        return
        [
            .. names.Select(n => ($"Matrix “{n}”", n)),
            .. versions.Select(v =>
            {
                var about = v.ParticipantId is { } participant ? participants[participant] : v.InterviewId is { } interview ? interviews[interview] : trusts[v.TrustId!.Value];
                var where = v.ColumnId is { } column ? $"Matrix “{matrices[column]}”, {about}" : $"Summary of “{about}”";
                return (v.Stands ? where : $"{where}, version {v.Number}", v.Text);
            }),
        ];
    }

    private static string Before(string words, Segment s) => words[Math.Max(0, s.Start - Around)..s.Start];

    private static string After(string words, Segment s) => words[s.End..Math.Min(words.Length, s.End + Around)];

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];

    private static async Task<IReadOnlyList<WrittenHit>> WrittenAsync(StudyDb db, StudyId study, Func<string, IEnumerable<Segment>> find, CancellationToken cancel)
    {
        var written = new List<(string Where, string Text)>();
        var memos = await (from m in db.Memos join writer in db.Members on m.MemberId equals writer.Id where m.StudyId == study select new { writer.Name, m.Title, m.Text, m.IsPrivate, What = "memo" }).ToListAsync(cancel);
        memos.AddRange(await (
            from v in db.MemoVersions
            join m in db.Memos on v.MemoId equals m.Id
            join writer in db.Members on m.MemberId equals writer.Id
            where m.StudyId == study && v.Number < m.Version
            select new { writer.Name, v.Title, v.Text, IsPrivate = v.IsPrivate || m.IsPrivate, What = "earlier version of a memo" }).ToListAsync(cancel));
        written.AddRange(memos.Where(m => !m.IsPrivate).SelectMany(m => new[] { m.Title, m.Text }.Select(t => ($"{Capital(m.What)} of {m.Name}", t))));
        var hidden = memos.Where(m => m.IsPrivate).SelectMany(m => new[] { m.Title, m.Text }.SelectMany(t => find(t).Select(s => new WrittenHit($"Private {m.What} of {m.Name}", "", t[s.Start..s.End], "")))).ToList(); // where, not what is round it
        var comments = await (
            from c in db.Comments
            join coding in db.Codings on c.CodingId equals coding.Id
            join writer in db.Members on c.MemberId equals writer.Id
            where coding.StudyId == study
            select new { writer.Name, c.Text }).ToListAsync(cancel);
        written.AddRange(comments.Select(c => ($"Comment of {c.Name}", c.Text)));
        var questions = await (from c in db.Codings join writer in db.Members on c.MemberId equals writer.Id where c.StudyId == study && c.Question != "" select new { writer.Name, c.Question }).ToListAsync(cancel);
        written.AddRange(questions.Select(q => ($"Question of {q.Name}", q.Question)));
        foreach (var code in await db.Codes.AsNoTracking().Where(c => c.StudyId == study).ToListAsync(cancel))
            written.AddRange(new[] { code.Name, code.Definition, code.WhenToUse, code.WhenNotToUse, code.Example }.Select(t => ($"Code “{code.Name}”", t)));
        foreach (var title in await db.Interviews.Where(i => i.StudyId == study).Select(i => i.Title).ToListAsync(cancel)) written.Add(($"Interview “{title}”", title));
        written.AddRange(await SummariesAsync(db, study, cancel));
        return [.. hidden, .. written.SelectMany(w => find(w.Text).Select(s => new WrittenHit(w.Where, Before(w.Text, s), w.Text[s.Start..s.End], After(w.Text, s))))];
    }
}
