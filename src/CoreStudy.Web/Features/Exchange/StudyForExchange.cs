using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Findings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Web.Ui.Findings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>Something of a study that does not go into the file.</summary>
/// <param name="Sentence">What it is, and why it stays.</param>
public sealed record LeftBehind(int Count, string Sentence);

/// <summary>Reads a study as one of its members may take it out: what they do not see is not read.</summary>
internal sealed class StudyForExchange
{
    private readonly StudyDb _db;
    private readonly Member _reader;
    private readonly IEnumerable<MemberId> _outside;
    private readonly bool _isForOthers;
    private readonly Dictionary<MemberId, RefiId> _coders = [];

    private StudyForExchange(StudyDb db, Member reader, IEnumerable<MemberId> outside, bool isForOthers) => (_db, _reader, _outside, _isForOthers) = (db, reader, outside, isForOthers);

    private StudyId Study => _reader.StudyId;

    /// <param name="outside">People of another program, who leave again, with nothing here too.</param>
    /// <param name="isForOthers">Whether it leaves the team: then it holds the interviews alone of which everybody agreed to archiving.</param>
    public static Task<(ExchangedStudy Study, IReadOnlyList<LeftBehind> Behind)> ReadAsync(StudyDb db, Member reader, IEnumerable<MemberId> outside, bool isForOthers, CancellationToken cancel) =>
        new StudyForExchange(db, reader, outside, isForOthers).ReadAsync(cancel);

    public static RefiId IdOf(AttributeId attribute) => new(attribute.Value);

    /// <summary>The id of the variable that says what participants are in the study.</summary>
    public static RefiId RoleOf(StudyId study) => RefiId.From($"{study.Value} role");

    /// <summary>The id of the variable that says which trust they belong to.</summary>
    public static RefiId TrustOf(StudyId study) => RefiId.From($"{study.Value} trust");

    private async Task<(ExchangedStudy Study, IReadOnlyList<LeftBehind> Behind)> ReadAsync(CancellationToken cancel)
    {
        await CodedPassages.RefreshAsync(_db, Study, cancel);
        var behind = new List<LeftBehind>();
        var study = await _db.Studies.AsNoTracking().SingleAsync(s => s.Id == Study, cancel);
        var codes = await _db.Codes.AsNoTracking().Where(c => c.StudyId == Study).ToListAsync(cancel);
        var attributes = await _db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == Study).OrderBy(a => a.Position).ToListAsync(cancel);
        var trusts = (await _db.Trusts.AsNoTracking().Where(t => t.StudyId == Study).ToListAsync(cancel)).ToDictionary(t => t.Id, t => t.Label);
        var sites = (await _db.Sites.AsNoTracking().Where(s => s.StudyId == Study).ToListAsync(cancel)).ToDictionary(s => s.Id, s => s.Label);
        var participants = (await _db.Participants.AsNoTracking().Where(p => p.StudyId == Study && p.ArchivedAt == null).OrderBy(p => p.Label).ToListAsync(cancel)).Where(p => _reader.ReachesTrust(p.TrustId)).ToList();
        var people = participants.Select(p => p.Id).ToHashSet();
        var interviews = (await _db.Interviews.AsNoTracking().Include(i => i.Participants).Where(i => i.StudyId == Study && i.ArchivedAt == null).OrderBy(i => i.Title).ToListAsync(cancel)).Where(i => _reader.ReachesTrust(i.TrustId)).ToList();
        var transcripts = await TranscriptsAsync(behind, interviews.ToDictionary(i => i.Id, i => i.Participants.ConvertAll(p => p.ParticipantId)), cancel);
        var known = transcripts.Select(t => t.Id.Value).ToHashSet();
        var codings = transcripts.SelectMany(t => t.Codings.Select(c => (Place: new StudyPlace(t.Id, c.Segment), c.Id))).ToDictionary(c => c.Id, c => c.Place);
        var themes = await ThemesAsync(cancel);
        var (findings, quotes) = _reader.May(Operation.Explore) ? await FindingsAsync(codings, known, behind, cancel) : ([], []);
        var memos = await MemosAsync(known, people, interviews.Select(i => i.Id).ToHashSet(), codes.Select(c => c.Id).ToHashSet(), behind, cancel);
        await TellBehindAsync(behind, cancel);
        foreach (var member in _outside) Coder(member);
        var names = await _db.Members.AsNoTracking().Where(m => m.StudyId == Study).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var (role, trust) = (RoleOf(Study), TrustOf(Study));
        return (new ExchangedStudy
        {
            Name = study.Name,
            Description = study.Description,
            Coders = [.. _coders.OrderBy(c => names[c.Key], StringComparer.Ordinal).ThenBy(c => c.Key.Value).Select(c => new ExchangedCoder(c.Value, names[c.Key]))],
            Codes = [.. FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(p => new ExchangedCode(new(p.Code.Id.Value), p.Code.ParentId is { } parent ? new RefiId(parent.Value) : null, p.Code.Words, p.Code.State))],
            Attributes =
            [
                new(role, "Role", AttributeKind.Words, [], AttributeMeaning.Role), new(trust, "Trust", AttributeKind.Words, [], AttributeMeaning.Trust),
                .. attributes.Select(a => new ExchangedAttribute(IdOf(a.Id), a.Name, a.Kind, a.Choices, AttributeMeaning.Attribute)),
            ],
            Participants = [.. participants.Select(p => new ExchangedParticipant(
                new(p.Id.Value), p.Label,
                new Dictionary<RefiId, string>(p.Attributes.Where(a => attributes.Exists(x => x.Id == a.Key)).Select(a => KeyValuePair.Create(IdOf(a.Key), a.Value))) { [role] = p.Role, [trust] = trusts[p.TrustId] }))],
            Trusts = [.. trusts.Select(t => new ExchangedTrust(new(t.Key.Value), t.Value))],
            Interviews = [.. interviews.Where(i => transcripts.Any(t => t.Interview.Value == i.Id.Value)).Select(i => new ExchangedInterview(
                new(i.Id.Value), i.Title, i.Kind, trusts[i.TrustId], i.SiteId is { } site ? sites.GetValueOrDefault(site, "") : "", i.HeldOn, [.. i.Participants.Select(p => new RefiId(p.ParticipantId.Value)).Where(p => people.Contains(new(p.Value)))]))],
            Transcripts = transcripts,
            Memos = memos,
            Themes = themes,
            Findings = findings,
            Quotes = quotes,
        }, behind);
    }

    private async Task<List<ExchangedTranscript>> TranscriptsAsync(List<LeftBehind> behind, Dictionary<InterviewId, List<ParticipantId>> interviews, CancellationToken cancel)
    {
        var open = await _db.Transcripts.AsNoTracking().ReadableBy(_reader).Where(t => t.OpenedAt != null && t.ReleasedAt != null).OrderBy(t => t.Title).ThenBy(t => t.Id)
            .Select(t => new { t.Id, t.InterviewId, t.Title }).ToListAsync(cancel);
        open = open.FindAll(t => interviews.ContainsKey(t.InterviewId));
        var all = await _db.Transcripts.CountAsync(t => t.StudyId == Study, cancel);
        if (all > open.Count) behind.Add(new(all - open.Count, "transcripts that are not open for coding, are put away, still identify people, or are not yours to read"));
        var ids = open.ConvertAll(t => t.Id);
        var speakers = (await _db.Speakers.AsNoTracking().Where(s => ids.Contains(s.TranscriptId)).OrderBy(s => s.Number).ToListAsync(cancel)).ToLookup(s => s.TranscriptId);
        if (_isForOthers)
        {
            var consents = (await _db.Consents.AsNoTracking().Where(c => c.StudyId == Study).ToListAsync(cancel)).ToLookup(c => c.ParticipantId);
            var kept = open.FindAll(t => interviews[t.InterviewId].Concat(speakers[t.Id].Select(s => s.ParticipantId).OfType<ParticipantId>()) is var who && who.Any() && who.All(p => consents[p].Current().AllowsScope(ConsentScope.Archive))
                && speakers[t.Id].All(s => s.IsInterviewer || s.ParticipantId is not null));
            if (kept.Count < open.Count) behind.Add(new(open.Count - kept.Count, "transcripts of which not everybody agreed that they are archived for others"));
            open = kept;
            ids = open.ConvertAll(t => t.Id);
        }

        var texts = await _db.TranscriptTexts.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).ToDictionaryAsync(t => t.TranscriptId, t => t.Words, cancel);
        var turns = (await _db.Turns.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).OrderBy(t => t.Number).ToListAsync(cancel)).ToLookup(t => t.TranscriptId);
        var codings = await CodingsAsync(ids, cancel);
        var revisions = await _db.CodingHeads.AsNoTracking().Where(h => ids.Contains(h.TranscriptId)).ToDictionaryAsync(h => h.TranscriptId, h => h.TextRevision, cancel);
        return [.. open.Where(t => texts.ContainsKey(t.Id)).Select(t => new ExchangedTranscript(
            new(t.Id.Value), new(t.InterviewId.Value), t.Title, texts[t.Id],
            [.. speakers[t.Id].Select(s => new ExchangedSpeaker(s.Number, s.Label, s.ParticipantId is { } p ? new RefiId(p.Value) : null, s.IsInterviewer))],
            [.. turns[t.Id].Select(x => new ExchangedTurn(x.SpeakerNumber, x.Segment, x.StartMs))], [.. codings[t.Id]]) { Revision = revisions.GetValueOrDefault(t.Id) })];
    }

    private async Task<ILookup<TranscriptId, StudyCoding>> CodingsAsync(List<TranscriptId> transcripts, CancellationToken cancel)
    {
        var own = await _db.Codings.VisibleTo(_db, _reader).AsNoTracking().Where(c => c.RemovedAt == null && transcripts.Contains(c.TranscriptId))
            .Select(c => new { c.Id, c.TranscriptId, c.CodeId, c.MemberId, c.Segment, c.IsUnsure, c.Question, c.CodedAt }).ToListAsync(cancel);
        var comments = (await _db.Comments.VisibleTo(_db, _reader).AsNoTracking().Where(c => c.RemovedAt == null && transcripts.Contains(c.TranscriptId)).OrderBy(c => c.WrittenAt).ThenBy(c => c.Id).ToListAsync(cancel)).ToLookup(c => c.CodingId);
        var settled = await CodedPassages.Matching(_db, _reader, PassageFilter.All with { Layer = PassageLayer.Settled }).Where(p => transcripts.Contains(p.TranscriptId))
            .Select(p => new { p.Id, p.TranscriptId, p.CodeId, p.Segment, p.CodedAt }).ToListAsync(cancel);
        return own.OrderBy(c => c.Segment.Start).ThenBy(c => c.Segment.End).ThenBy(c => c.Id.Value).Select(c => (c.TranscriptId, Coding: new StudyCoding(
                new(c.Id.Value), new(c.CodeId.Value), Coder(c.MemberId), c.CodedAt, c.Segment, new CodingMarks(c.IsUnsure, c.Question, IsSettled: false),
                [.. comments[c.Id].Select(x => new StudyComment(new(x.Id.Value), Coder(x.MemberId), x.WrittenAt, x.Text))])))
            .Concat(settled.OrderBy(s => s.Segment.Start).ThenBy(s => s.Segment.End).ThenBy(s => s.Id).Select(s => (s.TranscriptId, Coding: new StudyCoding(
                new(s.Id), new(s.CodeId.Value), null, s.CodedAt, s.Segment, new CodingMarks(IsUnsure: false, "", IsSettled: true), []))))
            .ToLookup(c => c.TranscriptId, c => c.Coding);
    }

    private async Task<List<ExchangedTheme>> ThemesAsync(CancellationToken cancel)
    {
        var themes = await _db.Themes.AsNoTracking().Where(t => t.StudyId == Study).OrderBy(t => t.Order).ThenBy(t => t.Id).ToListAsync(cancel);
        return [.. themes.Where(t => t.ParentId is null).Concat(themes.Where(t => t.ParentId is not null)).Select(t => new ExchangedTheme(
            new(t.Id.Value), t.ParentId is { } parent ? new RefiId(parent.Value) : null, t.Words, t.Status, [.. t.CodesInOrder.Select(c => new RefiId(c.Value))]))];
    }

    private async Task<(List<ExchangedFinding> Findings, List<ExchangedQuote> Quotes)> FindingsAsync(Dictionary<RefiId, StudyPlace> codings, HashSet<Guid> transcripts, List<LeftBehind> behind, CancellationToken cancel)
    {
        var findings = await _db.Findings.AsNoTracking().Where(f => f.StudyId == Study).OrderBy(f => f.ThemeId).ThenBy(f => f.Order).ThenBy(f => f.Id).ToListAsync(cancel);
        var evidence = await EvidenceReading.ReadAsync(_db, _reader, null, withWords: false, cancel);
        var standing = evidence.Where(e => e.Sight == EvidenceSight.Shown && codings.ContainsKey(new(e.CodingId))).ToList();
        if (standing.Count < evidence.Count) behind.Add(new(evidence.Count - standing.Count, "passages of findings whose coding is gone, or lies in a transcript that stays here"));
        var shown = await ReadQuotes.ViewsAsync(_db, _reader, null, cancel);
        var rows = (await QuoteReading.ReadAsync(_db, _reader, null, cancel)).ToDictionary(r => r.Id);
        var (quotes, places) = (new List<ExchangedQuote>(), new Dictionary<QuoteId, Guid>());
        foreach (var quote in shown.Where(q => q.Shown == QuoteShown.Words && transcripts.Contains(q.TranscriptId.Value)).OrderBy(q => q.Id.Value))
        {
            var whole = await QuoteReading.WholeAsync(_db, quote.Id, cancel);
            var maker = await _db.Quotes.Where(q => q.Id == quote.Id).Select(q => q.MadeBy).SingleAsync(cancel);
            quotes.Add(new ExchangedQuote(
                new(quote.Id.Value), $"{quote.Text}\n({quote.Label})", new StudyPlace(new(quote.TranscriptId.Value), whole.Segment), [.. rows[quote.Id].Parts.Select(p => p.Place is { } place ? new QuotePiece(place) : new QuotePiece(null, p.Words))],
                quote.Status == QuoteStatus.Approved, Coder(maker), quote.MadeAt));
        }

        if (quotes.Count < shown.Count) behind.Add(new(shown.Count - quotes.Count, "quotes of people who have not agreed to be quoted, or from a transcript that stays here"));
        var uses = (await _db.FindingQuotes.AsNoTracking().Where(u => _db.Findings.Any(f => f.Id == u.FindingId && f.StudyId == Study)).ToListAsync(cancel)).ToLookup(u => u.FindingId, u => new RefiId(u.QuoteId.Value));
        var of = standing.ToLookup(e => e.FindingId);
        var going = quotes.Select(q => q.Id).ToHashSet();
        return ([.. findings.Select(f => new ExchangedFinding(
            new(f.Id.Value), new(f.ThemeId.Value), new FindingWords(f.Claim, f.Strength, f.Caveat), Coder(f.WrittenBy), f.WrittenAt,
            [.. of[f.Id].Select(e => new ExchangedEvidence(new(e.CodingId), codings[new(e.CodingId)], e.Side, e.Note))], [.. uses[f.Id].Where(going.Contains).OrderBy(q => q.ToString(), StringComparer.Ordinal)]))], quotes);
    }

    private async Task<List<ExchangedMemo>> MemosAsync(HashSet<Guid> transcripts, HashSet<ParticipantId> people, HashSet<InterviewId> interviews, HashSet<CodeId> codes, List<LeftBehind> behind, CancellationToken cancel)
    {
        var memos = await _db.Memos.ReadableBy(_db, _reader).AsNoTracking().Include(m => m.Links).Where(m => m.RemovedAt == null).OrderBy(m => m.WrittenAt).ThenBy(m => m.Id).ToListAsync(cancel);
        var going = memos.FindAll(m => !m.IsPrivate && (m.TranscriptId is not { } id || transcripts.Contains(id.Value)));
        if (going.Count < memos.Count) behind.Add(new(memos.Count - going.Count, "memos that are private, or lie in a transcript that stays here"));
        var ids = going.SelectMany(m => m.Links).Select(l => l.PassageId).OfType<KeptPassageId>().ToList();
        var passages = await _db.KeptPassages.VisibleTo(_db, _reader).AsNoTracking().Where(p => ids.Contains(p.Id) && p.WithdrawnAt == null).ToDictionaryAsync(p => p.Id, cancel);
        return [.. going.Select(m =>
        {
            var links = m.Links.OrderBy(l => l.Target.Id).ToList();
            return new ExchangedMemo(
                new(m.Id.Value), m.Kind, m.Title, m.Text, m.TeamWrites, Coder(m.MemberId), m.WrittenAt, m.TranscriptId is { } id ? new StudyPlace(new(id.Value), m.Segment!.Value) : null,
                [.. links.Select(l => l.CodeId).OfType<CodeId>().Where(codes.Contains).Select(c => new RefiId(c.Value))],
                [.. links.Select(l => l.ThemeId).OfType<ThemeId>().Select(t => new RefiId(t.Value))],
                [.. links.Select(l => l.ParticipantId).OfType<ParticipantId>().Where(people.Contains).Select(p => new RefiId(p.Value))],
                [.. links.Select(l => l.InterviewId).OfType<InterviewId>().Where(interviews.Contains).Select(i => new RefiId(i.Value))],
                [.. links.Select(l => l.PassageId).OfType<KeptPassageId>().Where(passages.ContainsKey).Select(p => passages[p]).Where(p => transcripts.Contains(p.TranscriptId.Value)).Select(p => new StudyPlace(new(p.TranscriptId.Value), p.Segment))]);
        })];
    }

    /// <summary>What the format has no place for.</summary>
    private async Task TellBehindAsync(List<LeftBehind> behind, CancellationToken cancel)
    {
        void Tell(int count, string sentence)
        {
            if (count > 0) behind.Add(new(count, sentence));
        }

        Tell(await _db.Assignments.CountAsync(a => _db.Transcripts.Any(t => t.Id == a.TranscriptId && t.StudyId == Study), cancel), "assignments: who is to code what until when");
        Tell(await _db.Rounds.CountAsync(r => r.StudyId == Study, cancel), "rounds: which codings belong to one round");
        Tell(await _db.Summaries.CountAsync(s => s.StudyId == Study && s.Number > 0, cancel), "summaries of interviews and cells of framework matrices");
        Tell(await _db.FrameworkVersions.CountAsync(v => v.StudyId == Study, cancel), "frozen versions of the framework, and its history");
        Tell(await _db.SavedQueries.CountAsync(q => q.StudyId == Study, cancel), "saved queries");
        Tell(await _db.Consents.CountAsync(c => c.StudyId == Study, cancel), "consents on record");
    }

    private RefiId Coder(MemberId member)
    {
        if (!_coders.TryGetValue(member, out var id)) _coders[member] = id = new RefiId(member.Value);
        return id;
    }
}
