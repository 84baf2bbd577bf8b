using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Evidence = CoreStudy.Domain.Findings.Evidence;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>Stores a study that came from another program, within one transaction of the vault's room.</summary>
/// <remarks>What a field of ours cannot hold in full is kept in full as a memo, and told.</remarks>
internal sealed class StudyStoring(VaultRoom room, ExchangedStudy file, StudyImportChoices choices, Study study, Member me, DateTimeOffset at)
{
    private const int LongestLabel = 30;
    private const int LongestTitle = 160;
    private const string NotSaid = "Not said";

    private static readonly string[] Colours = ["#2f6f8f", "#8a5a00", "#5b4a9c", "#1e6b3a", "#9b3b5a", "#4d5a5e", "#0b5f66", "#7a4a21"];

    private static readonly HashSet<string> Interviewers = new(StringComparer.OrdinalIgnoreCase)
    {
        "i", "int", "int.", "interviewer", "q", "question", "moderator", "mod", "facilitator", "researcher", "therapist", "host", "r",
    };

    private readonly StudyDb _db = room.Study;
    private readonly Dictionary<string, List<string>> _told = [];
    private readonly Dictionary<string, string> _titles = [];
    private readonly Dictionary<RefiId, MemberId> _coders = [];
    private readonly Dictionary<RefiId, Code> _codes = [];
    private readonly Dictionary<RefiId, ParticipantAttribute> _attributes = [];
    private readonly Dictionary<RefiId, Participant> _participants = [];
    private readonly Dictionary<string, Trust> _trusts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<RefiId, Interview> _interviews = [];
    private readonly Dictionary<RefiId, Transcript> _transcripts = [];
    private readonly Dictionary<RefiId, Theme> _themes = [];
    private readonly Dictionary<RefiId, (CodingId? Id, Coding? Coding, SettledCoding? Settled)> _codings = [];
    private readonly Dictionary<RefiId, List<WaitingCoding>> _waiting = [];
    private readonly Dictionary<RefiId, List<WaitingMemo>> _waitingMemos = [];
    private readonly List<(string Title, string Text, IReadOnlyList<MemoTarget> About)> _extra = [];
    private readonly List<OutsideId> _outside = [];
    private IReadOnlyDictionary<TranscriptId, long> _revisions = new Dictionary<TranscriptId, long>();
    private StudyRegister _register = null!;
    private readonly List<Member> _joined = [];
    private int _coded;
    private int _memos;

    /// <summary>Studies without material: a project can be brought into them.</summary>
    public static IQueryable<Study> Empty(StudyDb db) => db.Studies.Where(s =>
        !db.Codes.Any(c => c.StudyId == s.Id) && !db.Participants.Any(p => p.StudyId == s.Id) && !db.Interviews.Any(i => i.StudyId == s.Id) && !db.Transcripts.Any(t => t.StudyId == s.Id) && !db.Themes.Any(t => t.StudyId == s.Id));

    public async Task<Result<ImportedStudy>> RunAsync(bool isNew, CancellationToken cancel)
    {
        if (isNew)
        {
            _db.Studies.Add(study);
            _db.Members.Add(me);
            if (file.Description.Trim().Length is > 0 and <= 4000) study.Describe(study.Name, study.ShortName, file.Description);
            else if (file.Description.Trim().Length > 0) _extra.Add(("Description of the project", file.Description, []));
        }
        else
        {
            _db.Attach(study);
            foreach (var trust in await _db.Trusts.Where(t => t.StudyId == study.Id).ToListAsync(cancel)) _trusts[trust.Label] = trust;
        }

        if ((await MakePeopleAsync(isNew, cancel)).IsRefused(out var noPeople, out _)) return noPeople;
        if (MakeCodes().IsRefused(out var noCodes, out _)) return noCodes;
        if ((await MakeCodersAsync(isNew, cancel)).IsRefused(out var noCoders, out _)) return noCoders;
        await _db.SaveChangesAsync(cancel);
        _register = await StudyRegister.ReadAsync(room, study.Id, cancel);
        if (ForbiddenName() is { } named) return named;
        if (MakeInterviews().IsRefused(out var noInterviews, out _)) return noInterviews;
        if ((await MakeTranscriptsAsync(cancel)).IsRefused(out var noTranscripts, out _)) return noTranscripts;
        await _db.SaveChangesAsync(cancel);
        if ((await MakeCodingsAsync(cancel)).IsRefused(out var noCodings, out _)) return noCodings;
        if (MakeThemes().IsRefused(out var noThemes, out _)) return noThemes;
        await _db.SaveChangesAsync(cancel);
        var (findings, quotes) = (0, 0);
        if (choices.IdentifiesNobody) (findings, quotes) = MakeFindings();
        else FindingsAsMemos();
        MakeMemos();
        await OutsideIds.KeepAsync(_db, _outside, cancel);
        foreach (var (id, transcript) in _transcripts)
        {
            if (!_waiting.ContainsKey(id) && !_waitingMemos.ContainsKey(id)) continue;
            var work = new WaitingWork(_waiting.GetValueOrDefault(id) ?? [], _waitingMemos.GetValueOrDefault(id) ?? []);
            if ((await room.WriteAsync(KeyOwner.Of(transcript.Id), study.Id, transcript.Id.Value, work, cancel)).IsRefused(out var unwritten, out _)) return unwritten;
        }

        if (isNew) _db.Audit(AuditEntry.Of(AuditKind.StudyMade, me, AuditSubject.Of(study.Id), AuditDetail.Word("role", me.Role)));
        foreach (var one in _joined) _db.Audit(AuditEntry.Of(AuditKind.MemberJoined, me, AuditSubject.Of(one.Id), AuditDetail.Word("role", one.Role)));
        var waiting = _waiting.Values.Sum(w => w.Count);
        _db.Audit(AuditEntry.Of(
            AuditKind.StudyImported, me, AuditSubject.Of(study.Id),
            AuditDetail.Count("transcripts", _transcripts.Count).AndCount("codings", _coded + waiting).AndCount("codes", _codes.Count).AndCount("outsideCoders", _coders.Keys.Count(c => !choices.Coders.ContainsKey(c))).AndWhether("identifiable", !choices.IdentifiesNobody)));
        return new ImportedStudy(
            study.Id, study.Name, _transcripts.Count, _coded, waiting, _codes.Count, _participants.Count, _coders.Count, _memos, _themes.Count, findings, quotes,
            [.. _told.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}{(t.Value.Count > 0 ? $" ({t.Value.Count:N0}: {string.Join("; ", t.Value.Take(20))}{(t.Value.Count > 20 ? " and more" : "")})" : "")}")]);
    }

    private async Task<Result<Done>> MakePeopleAsync(bool isNew, CancellationToken cancel)
    {
        if (choices.Role is { } itsRole) Keep(OutsideKind.Variable, StudyForExchange.RoleOf(study.Id).Value, itsRole);
        if (choices.Trust is { } itsTrust) Keep(OutsideKind.Variable, StudyForExchange.TrustOf(study.Id).Value, itsTrust);
        var roles = file.Participants.Select(RoleOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var role in roles.Where(r => !study.ParticipantRoles.Contains(r, StringComparer.OrdinalIgnoreCase)))
            if (study.AddParticipantRole(role).IsRefused(out var noRole, out _)) return noRole;
        if (isNew && roles.Count > 0) foreach (var unused in study.ParticipantRoles.Where(r => !roles.Contains(r, StringComparer.OrdinalIgnoreCase)).ToList()) study.RemoveParticipantRole(unused);

        foreach (var attribute in file.Attributes.Where(a => a.Id != choices.Role && a.Id != choices.Trust))
        {
            var values = file.Participants.Select(p => p.Values.GetValueOrDefault(attribute.Id, "")).Where(v => v.Length > 0 && v != Export.HeldBack).Distinct().ToList();
            var name = Unique(Short(Bare(attribute.Name), 60), _attributes.Values.Select(a => a.Name));
            if (ParticipantAttribute.Create(study.Id, name, attribute.Kind, attribute.Choices, _attributes.Count).IsRefused(out _, out var made) || values.Exists(v => made.Read(v).IsRefused(out _, out _)))
            {
                if (ParticipantAttribute.Create(study.Id, name, AttributeKind.Words, [], _attributes.Count).IsRefused(out var no, out made)) return no;
                if (attribute.Kind != AttributeKind.Words) Tell("Attributes whose values are not all of their kind hold words", name);
            }

            _attributes[attribute.Id] = made;
            Keep(OutsideKind.Variable, made.Id.Value, attribute.Id);
            _db.ParticipantAttributes.Add(made);
        }

        var number = 0;
        foreach (var one in file.Participants)
        {
            number++;
            var isLabel = choices.IdentifiesNobody && one.Label.Length <= LongestLabel;
            var label = Unique(isLabel ? one.Label : string.Create(CultureInfo.InvariantCulture, $"P{number:00}"), _participants.Values.Select(p => p.Label));
            var role = study.ParticipantRoles.Find(r => r.Equals(RoleOf(one), StringComparison.OrdinalIgnoreCase))!;
            if (TrustOf(Value(one, choices.Trust)).IsRefused(out var noTrust, out var trust)) return noTrust;
            if (Participant.Create(study, trust, label, role).IsRefused(out var no, out var made)) return no;
            var values = new Dictionary<AttributeId, string>();
            foreach (var (id, value) in one.Values.Where(v => _attributes.ContainsKey(v.Key) && v.Value != Export.HeldBack))
            {
                var attribute = _attributes[id];
                if (!attribute.Read(value).IsRefused(out _, out _)) values[attribute.Id] = value;
                else
                {
                    values[attribute.Id] = Short(value, 200);
                    _extra.Add(($"{attribute.Name} of {label}", value, [MemoTarget.Of(made.Id)]));
                }
            }

            if (made.Note([.. _attributes.Values], values).IsRefused(out var notNoted, out _)) return notNoted;
            _participants[one.Id] = made;
            Keep(OutsideKind.Case, made.Id.Value, one.Id);
            _db.Participants.Add(made);
            if (one.Notes.Trim().Length > 0) _extra.Add(($"About {label}", one.Notes, [MemoTarget.Of(made.Id)]));
            if (isLabel) continue;
            if (choices.IdentifiesNobody) _extra.Add(($"Called otherwise in the other program: {label}", one.Label, [MemoTarget.Of(made.Id)]));
            else if ((await room.WriteAsync(KeyOwner.Of(made.Id), study.Id, made.Id.Value, new Identity(one.Label, "", ""), cancel)).IsRefused(out var unwritten, out _)) return unwritten;
        }

        if (!choices.IdentifiesNobody && file.Participants.Count > 0) Tell("Participants have labels; what the other program calls them lies in the vault, and admins see it there");
        return Done.Well;
    }

    private string RoleOf(ExchangedParticipant one) => Value(one, choices.Role) is { Length: > 0 } role ? Short(role, 60) : NotSaid;

    private static string Value(ExchangedParticipant one, RefiId? attribute) => attribute is { } id && one.Values.GetValueOrDefault(id) is { Length: > 0 } value && value != Export.HeldBack ? value.Trim() : "";

    private Result<Trust> TrustOf(string label)
    {
        var name = label.Length > 0 ? Short(label, 60) : NotSaid;
        if (_trusts.TryGetValue(name, out var known)) return known;
        if (Trust.Create(study.Id, name).IsRefused(out var no, out var made)) return no;
        _trusts[name] = made;
        _db.Trusts.Add(made);
        return made;
    }

    private Result<Done> MakeCodes()
    {
        var (changes, positions) = (new List<CodeChange>(), new Dictionary<RefiId, int>());
        foreach (var code in file.Codes)
        {
            var parent = code.Parent is { } above ? _codes.GetValueOrDefault(above) : null;
            var key = parent is null ? default : code.Parent!.Value;
            positions[key] = positions.GetValueOrDefault(key) + 1;
            var siblings = _codes.Values.Where(c => c.ParentId == parent?.Id).Select(c => c.Name);
            var name = Unique(Short(code.Words.Name, 120), siblings);
            var words = new CodeWords(
                name, Short(code.Words.Definition, 4000), Short(code.Words.WhenToUse, 4000), Short(code.Words.WhenNotToUse, 4000), Short(code.Words.Example, 4000), Short(code.Words.Synonyms, 500),
                code.Words.Colour.Length == 7 ? code.Words.Colour : Colours[_codes.Count % Colours.Length]) { Shortcut = Short(code.Words.Shortcut, 8) };
            var made = code.State == CodeState.Proposed
                ? Code.Propose(study.Id, CodeId.New(), parent?.Id, name, words.Colour, positions[key] - 1, me.Id)
                : Code.Create(study.Id, parent, words, positions[key] - 1);
            if (made.IsRefused(out var no, out var one) || one.Describe(words).IsRefused(out no, out _)) return new Refusal($"The code “{name}”: {no.Sentence}");
            if (code.State == CodeState.Retired) one.Retire();
            var whole = string.Join("\n\n", new[] { code.Words.Name, code.Words.Definition, code.Words.WhenToUse, code.Words.WhenNotToUse, code.Words.Example, code.Words.Synonyms }.Where(w => w.Length > 0));
            if (code.Words.Name.Trim().Length > 120 || code.Words.Definition.Trim().Length > 4000 || code.Words.WhenToUse.Length > 4000 || code.Words.WhenNotToUse.Length > 4000 || code.Words.Example.Length > 4000 || code.Words.Synonyms.Length > 500)
                _extra.Add(($"In full: {Short(name, 150)}", whole, [MemoTarget.Of(one.Id)]));
            _codes[code.Id] = one;
            Keep(OutsideKind.Code, one.Id.Value, code.Id);
            _db.Codes.Add(one);
            changes.Add(new CodeChange(null, one.Snapshot));
        }

        if (changes.Count > 0) _db.CodebookChanges.Add(CodebookChange.Record(ChangeId.New(), study.Id, me.Id, at, ChangeKind.Import, changes));
        return Done.Well;
    }

    private async Task<Result<Done>> MakeCodersAsync(bool isNew, CancellationToken cancel)
    {
        var team = new Dictionary<AccountId, MemberId> { [me.AccountId] = me.Id };
        if (!isNew) foreach (var member in await _db.Members.Where(m => m.StudyId == study.Id && m.EndedAt == null).ToListAsync(cancel)) team[member.AccountId] = member.Id;
        foreach (var coder in file.Coders)
        {
            if (choices.Coders.TryGetValue(coder.Id, out var person))
            {
                if (!team.TryGetValue(person, out var known))
                {
                    var called = await _db.Users.Where(a => a.Id == person.Value).Select(a => a.Name).SingleAsync(cancel);
                    if (Member.Join(study.Id, person, Role.Coder, called, [], at).IsRefused(out var not, out var joined)) return not;
                    _db.Members.Add(joined);
                    _joined.Add(joined);
                    known = team[person] = joined.Id;
                }

                _coders[coder.Id] = known;
                Keep(OutsideKind.User, known.Value, coder.Id);
                continue;
            }

            // nobody ever signs in to it: it has no password, an address that leads nowhere, and is locked for good
            var name = Short(coder.Name, 80);
            var account = new Account { Name = name, CreatedAt = at, LockoutEnabled = true, LockoutEnd = Account.Never };
            (account.UserName, account.Email) = ($"outside-{account.Id:n}@coder.invalid", $"outside-{account.Id:n}@coder.invalid");
            (account.NormalizedUserName, account.NormalizedEmail) = (account.UserName.ToUpperInvariant(), account.Email.ToUpperInvariant());
            if (Member.FromOutside(study.Id, new AccountId(account.Id), name, at).IsRefused(out var no, out var outside)) return no;
            _db.Users.Add(account);
            _db.Members.Add(outside);
            _coders[coder.Id] = outside.Id;
            Keep(OutsideKind.User, outside.Id.Value, coder.Id);
        }

        return Done.Well;
    }

    /// <summary>What everybody reads, and cannot be left out, may hold nothing that the study knows of people and places.</summary>
    private Refusal? ForbiddenName()
    {
        var texts = _codes.Values.SelectMany(c => new[] { ($"the code “{c.Name}”", $"{c.Name}\n{c.Definition}\n{c.WhenToUse}\n{c.WhenNotToUse}\n{c.Example}\n{c.Synonyms}") })
            .Concat(_attributes.Values.Select(a => ($"the attribute “{a.Name}”", string.Join('\n', a.Choices.Prepend(a.Name)))))
            .Concat(_trusts.Values.Select(t => ("the name of a trust", t.Label)))
            .Concat(_participants.Values.Select(p => ($"what is noted of {p.Label}", string.Join('\n', p.Attributes.Values.Append(p.Role)))))
            .Concat(file.Themes.Select(t => ($"the theme “{t.Words.Name}”", $"{t.Words.Name}\n{t.Words.CentralIdea}\n{t.Words.Narrative}")))
            .Append(("the name of the study", $"{study.Name}\n{study.ShortName}\n{study.Description}"));
        foreach (var (place, text) in texts)
            if (Blocked(text) is { } found) return new Refusal($"“{found}” in {place} tells who somebody is, and everybody reads it. Change it in the other program, then import again. Nothing was kept.");
        return null;
    }

    private string? Blocked(string text) => LeakScan.Find(text, _register.Knowledge).Where(f => f.Weight == LeakWeight.Blocks)
        .Select(f => text[f.Proposal.Segment.Start..f.Proposal.Segment.End]).FirstOrDefault();

    private Result<Done> MakeInterviews()
    {
        var sites = new Dictionary<(TrustId, string), Domain.Studies.Site>();
        foreach (var one in file.Interviews)
        {
            var people = one.Participants.Where(_participants.ContainsKey).Select(p => _participants[p]).ToList();
            var label = one.Trust.Length > 0 ? one.Trust : people.Select(p => _trusts.Values.First(t => t.Id == p.TrustId).Label).FirstOrDefault(l => l != NotSaid) ?? "";
            if (TrustOf(label).IsRefused(out var noTrust, out var trust)) return noTrust;
            Domain.Studies.Site? site = null;
            if (one.Site.Length > 0 && !sites.TryGetValue((trust.Id, one.Site), out site))
            {
                if (Domain.Studies.Site.Create(trust, Short(one.Site, 80)).IsRefused(out var noSite, out site)) return noSite;
                sites[(trust.Id, one.Site)] = site;
                _db.Sites.Add(site);
            }

            if (Interview.Create(trust, site, Title(one.Title), people.Count > 1 ? InterviewKind.FocusGroup : one.Kind, one.HeldOn, people).IsRefused(out var no, out var made)) return no;
            made.Transcribed();
            _interviews[one.Id] = made;
            Keep(OutsideKind.Set, made.Id.Value, one.Id);
            _db.Interviews.Add(made);
        }

        foreach (var one in file.Trusts)
            if (_trusts.TryGetValue(Short(one.Label, 60), out var trust)) Keep(OutsideKind.Set, trust.Id.Value, one.Id);

        return Done.Well;
    }

    /// <summary>Titles are read by everybody: where one may name somebody, it gives way to a number.</summary>
    private string Title(string title)
    {
        var plain = Short(title.Trim().Length > 0 ? title : "Text", LongestTitle);
        if (choices.IdentifiesNobody ? Blocked(plain) is null : !LeakScan.Find(plain, _register.Knowledge).Any()) return plain;
        if (_titles.TryGetValue(plain, out var known)) return known;
        var other = $"Text {_titles.Count + 1}";
        Tell("Titles that may name somebody were replaced; note down which is which, it is kept nowhere", $"{other} was “{plain}”");
        return _titles[plain] = other;
    }

    private async Task<Result<Done>> MakeTranscriptsAsync(CancellationToken cancel)
    {
        foreach (var one in file.Transcripts)
        {
            cancel.ThrowIfCancellationRequested();
            var (interview, labels) = (_interviews[one.Interview], new Dictionary<int, string>());
            foreach (var speaker in one.Speakers) labels[speaker.Number] = labels.ContainsValue(speaker.Label ?? "") ? $"{speaker.Label} ({speaker.Number + 1})" : speaker.Label ?? "";
            var draft = new TranscriptDraft("REFI-QDA", [.. one.Turns.Select(t => new DraftTurn(labels[t.Speaker] is { Length: > 0 } label ? label : null, t.StartMs, one.Words[t.Segment.Start..t.Segment.End]))], []);
            var speakers = one.Speakers.ToDictionary(s => labels[s.Number], s => Match(s, labels[s.Number], interview));
            var (title, hash) = (Title(one.Title), PlanStudyImport.HashOf(one));
            Transcript? made;
            if (choices.IdentifiesNobody)
            {
                if (Transcript.Import(interview, title, draft, speakers, hash, me.Id, at).IsRefused(out var no, out made)) return new Refusal($"“{title}”: {no.Sentence}");
                _db.CodingHeads.Add(new CodingHead(made.Id));
            }
            else
            {
                if (Transcript.ImportIdentifiable(interview, title, draft, speakers, hash, me.Id, at, out var turns).IsRefused(out var no, out made)) return new Refusal($"“{title}”: {no.Sentence}");
                IdentifiableWords.Know(_register, speakers);
                await IdentifiableWords.SealAsync(room, _register, interview, made, turns, draft, speakers, cancel);
            }

            _transcripts[one.Id] = made;
            Keep(OutsideKind.Source, made.Id.Value, one.Id);
            _db.Transcripts.Add(made);
        }

        return Done.Well;
    }

    /// <summary>Who a speaker of the file is. A name out of a file that identifies is never taken over as a label.</summary>
    private SpeakerMatch Match(ExchangedSpeaker speaker, string label, Interview interview)
    {
        if (speaker.Participant is { } id && _participants.TryGetValue(id, out var known)) return new SpeakerMatch(known.Label, interview.Participants.Exists(p => p.ParticipantId == known.Id) ? known.Id : null, IsInterviewer: false);
        if (speaker.IsInterviewer || Interviewers.Contains(label) || (label.Length > 1 && char.IsDigit(label[^1]) && Interviewers.Contains(label[..^1].TrimEnd())))
            return new SpeakerMatch(choices.IdentifiesNobody && label.Length > 2 ? Short(label, 60) : speaker.Number == 0 ? "Interviewer" : $"Interviewer {speaker.Number + 1}", null, IsInterviewer: true);
        var same = file.Participants.Where(p => p.Label.Equals(label, StringComparison.OrdinalIgnoreCase)).Select(p => _participants[p.Id]).FirstOrDefault(p => interview.Participants.Exists(x => x.ParticipantId == p.Id));
        if (same is not null) return new SpeakerMatch(same.Label, same.Id, IsInterviewer: false);
        return new SpeakerMatch(choices.IdentifiesNobody && label.Length > 0 ? Short(label, 60) : label.Length > 0 ? $"Speaker {speaker.Number + 1}" : "Unknown speaker", null, IsInterviewer: false);
    }

    private async Task<Result<Done>> MakeCodingsAsync(CancellationToken cancel)
    {
        var (made, comments, settled) = (new List<BroughtInCoding>(), new List<(RefiId Transcript, Comment Comment)>(), new Dictionary<RefiId, List<StudyCoding>>());
        var standing = new Dictionary<(TranscriptId, CodeId, MemberId, Segment), Coding>();
        foreach (var one in file.Transcripts)
        {
            var transcript = _transcripts[one.Id];
            foreach (var coding in one.Codings)
            {
                var code = _codes[coding.Code].Id;
                if (coding.Coder is null || !_coders.ContainsKey(coding.Coder.Value))
                {
                    if (!settled.TryGetValue(one.Id, out var layer)) settled[one.Id] = layer = [];
                    layer.Add(coding);
                    continue;
                }

                var (by, when) = (_coders[coding.Coder.Value], Earlier(coding.At));
                var question = Short(coding.Marks.Question, Coding.LongestQuestion);
                var said = coding.Comments.Select(c => (By: c.By is { } x && _coders.TryGetValue(x, out var commenter) ? commenter : by, At: Earlier(c.At ?? coding.At), c.Text, c.Id))
                    .SelectMany(c => LongText.Parts(c.Text, Comment.LongestText).Select((p, n) => (c.By, c.At, Text: p, Id: CommentId.New(), Theirs: n == 0 ? c.Id : (RefiId?)null))).ToList();
                if (coding.Marks.Question.Trim().Length > Coding.LongestQuestion) said.AddRange(LongText.Parts(coding.Marks.Question, Comment.LongestText).Select(p => (by, when, p, CommentId.New(), (RefiId?)null)));
                foreach (var comment in said) Keep(OutsideKind.Note, comment.Id.Value, comment.Theirs);
                if (!choices.IdentifiesNobody)
                {
                    if (!_waiting.TryGetValue(one.Id, out var waiting)) _waiting[one.Id] = waiting = [];
                    var later = CodingId.New();
                    Keep(later.Value, coding);
                    waiting.Add(new WaitingCoding(code.Value, by.Value, coding.Segment.Start, coding.Segment.End, when, coding.Marks.IsUnsure, question, [.. said.Select(c => new WaitingComment(c.By.Value, c.At, c.Text, c.Id.Value))], later.Value));
                    continue;
                }

                if (!standing.TryGetValue((transcript.Id, code, by, coding.Segment), out var about))
                {
                    if (question.Length > 0 && Blocked(question) is { } leak)
                    {
                        Tell("Questions that tell who somebody is were left out", $"“{leak}” in {transcript.Title}");
                        question = "";
                    }

                    var id = CodingId.New();
                    Keep(id.Value, coding);
                    var words = one.Words[coding.Segment.Start..coding.Segment.End];
                    about = standing[(transcript.Id, code, by, coding.Segment)] = Coding.Create(id, study.Id, transcript.Id, by, new CodingState(code, coding.Segment, coding.Marks.IsUnsure || question.Length > 0, question, IsRemoved: false), words, when);
                    made.Add(new BroughtInCoding(id, transcript.Id, code, by, coding.Segment, words, when, about.IsUnsure, question));
                }
                else Tell("The same code twice on the same words by the same coder is one coding", transcript.Title);

                _codings[coding.Id] = (about.Id, about, null);
                foreach (var (commenter, saidAt, text, id, _) in said)
                {
                    if (Blocked(text) is { } leak) Tell("Comments that tell who somebody is were left out", $"“{leak}” in {transcript.Title}");
                    else if (!Comment.Write(id, about, commenter, text, saidAt).IsRefused(out _, out var comment)) comments.Add((one.Id, comment));
                }
            }
        }

        if (made.Count > 0)
        {
            var revisions = await BroughtInCodings.StoreAsync(_db, study.Id, made, CodingImport.Of(study.Id, me.Id, ImportedFrom.Project, "", at), at, cancel);
            foreach (var (transcript, comment) in comments) comment.StampRevision(revisions.GetValueOrDefault(_transcripts[transcript].Id));
            _db.AddRange(comments.Select(c => c.Comment));
            _coded = made.Count;
            _revisions = revisions;
        }

        return choices.IdentifiesNobody ? MakeSettled(settled, standing) : TellSettled(settled);
    }

    private Result<Done> MakeSettled(Dictionary<RefiId, List<StudyCoding>> settled, Dictionary<(TranscriptId, CodeId, MemberId, Segment), Coding> standing)
    {
        var own = standing.Values.ToLookup(c => c.TranscriptId);
        foreach (var one in file.Transcripts.Where(t => settled.ContainsKey(t.Id)))
        {
            var transcript = _transcripts[one.Id];
            var lanes = own[transcript.Id].Select(c => c.MemberId).Distinct().OrderBy(m => m.Value).ToList();
            var codings = own[transcript.Id].Select(c => new LaneCoding(c.Id, lanes.IndexOf(c.MemberId), c.CodeId, c.Segment)).ToList();
            var layer = settled[one.Id].DistinctBy(c => (c.Code, c.Segment)).ToList();
            if (Settlement.BroughtIn(transcript, new TranscriptText(one.Words), lanes, codings, [.. layer.Select(c => (_codes[c.Code].Id, c.Segment))], _revisions.GetValueOrDefault(transcript.Id), me.Id, at).IsRefused(out var no, out var begun)) return no;
            _db.Add(begun.Settlement);
            _db.AddRange(begun.Settled);
            _db.Add(begun.Act);
            _coded += begun.Settled.Count;
            foreach (var (coding, kept) in layer.Zip(begun.Settled))
            {
                _codings[coding.Id] = (null, null, kept);
                Keep(kept.Id.Value, coding);
            }
        }

        return Done.Well;
    }

    private Result<Done> TellSettled(Dictionary<RefiId, List<StudyCoding>> settled)
    {
        foreach (var (transcript, codings) in settled)
            Tell("What was settled together cannot wait in the vault, and was left out; import again with texts that identify nobody to keep it", $"{codings.Count:N0} in {_transcripts[transcript].Title}");
        return Done.Well;
    }

    private Result<Done> MakeThemes()
    {
        var orders = new Dictionary<ThemeId, int>();
        var top = 0;
        foreach (var one in file.Themes)
        {
            var parent = one.Parent is { } above ? _themes.GetValueOrDefault(above) : null;
            if (parent?.ParentId is not null) parent = _themes.Values.First(t => t.Id == parent.ParentId); // sub-themes have none of their own
            var order = parent is null ? top++ : orders.GetValueOrDefault(parent.Id);
            if (parent is not null) orders[parent.Id] = order + 1;
            var name = Unique(Short(one.Words.Name, Theme.LongestName), _themes.Values.Where(t => t.ParentId == parent?.Id).Select(t => t.Name));
            if (Theme.Create(study.Id, parent, new(name, Short(one.Words.CentralIdea, Theme.LongestIdea), Short(one.Words.Narrative, Theme.LongestNarrative)), order).IsRefused(out var no, out var made)) return new Refusal($"The theme “{name}”: {no.Sentence}");
            if (one.Words.CentralIdea.Trim().Length > Theme.LongestIdea || one.Words.Narrative.Trim().Length > Theme.LongestNarrative) _extra.Add(($"In full: {name}", $"{one.Words.CentralIdea}\n\n{one.Words.Narrative}", [MemoTarget.Of(made.Id)]));
            made.Mark(one.Status);
            foreach (var code in one.Codes.Where(_codes.ContainsKey)) made.Put(_codes[code].Id);
            _themes[one.Id] = made;
            Keep(OutsideKind.Set, made.Id.Value, one.Id);
            _db.Themes.Add(made);
        }

        if (_themes.Count > 0) _db.ThemeChanges.Add(ThemeChange.Record(ThemeChangeId.New(), study.Id, me.Id, at, ThemeChangeKind.Create, _themes.Values.Select(t => new ThemeStep(null, t.Snapshot))));
        return Done.Well;
    }

    private (int Findings, int Quotes) MakeFindings()
    {
        var (findings, quotes) = (0, new Dictionary<RefiId, Quote>());
        foreach (var one in file.Quotes)
        {
            if (MakeQuote(one) is { } quote) quotes[one.Id] = quote;
            else _extra.Add(("Quote", one.Text, []));
        }

        var orders = new Dictionary<ThemeId, int>();
        foreach (var one in file.Findings.Where(f => _themes.ContainsKey(f.Theme)))
        {
            var theme = _themes[one.Theme].Id;
            var (claim, caveat) = (Short(one.Words.Claim, Finding.LongestClaim), Short(one.Words.Caveat, Finding.LongestCaveat));
            if (Blocked($"{claim}\n{caveat}") is { } leak)
            {
                Tell("Findings that tell who somebody is were left out", $"“{leak}”");
                continue;
            }

            var (by, when) = (By(one.By), Earlier(one.At));
            if (Finding.Write(study.Id, theme, new FindingWords(claim, one.Words.Strength, caveat), orders.GetValueOrDefault(theme), by, when).IsRefused(out _, out var written))
            {
                _extra.Add(("Finding", one.Words.Claim, [MemoTarget.Of(theme)]));
                continue;
            }

            orders[theme] = orders.GetValueOrDefault(theme) + 1;
            Keep(OutsideKind.Note, written.Finding.Id.Value, one.Id);
            _db.Add(written.Finding);
            _db.Add(written.First);
            findings++;
            if (one.Words.Claim.Length > Finding.LongestClaim || one.Words.Caveat.Length > Finding.LongestCaveat) _extra.Add(("A finding in full", $"{one.Words.Claim}\n\n{one.Words.Caveat}", [MemoTarget.Of(theme)]));
            foreach (var evidence in one.Evidence.Where(e => _codings.ContainsKey(e.Coding)))
            {
                var (_, coding, settled) = _codings[evidence.Coding];
                var passage = coding is not null ? KeptPassage.Of(coding, by, when) : KeptPassage.Of(settled!, by, when);
                if (Evidence.Add(written.Finding, passage, evidence.Side, Short(evidence.Note, Evidence.LongestNote), by, when).IsRefused(out _, out var added)) continue;
                _db.Add(passage);
                _db.Add(added);
            }

            foreach (var quote in one.Quotes.Where(quotes.ContainsKey)) _db.Add(FindingQuote.Attach(written.Finding, quotes[quote], by, when));
        }

        return (findings, quotes.Count);
    }

    private Quote? MakeQuote(ExchangedQuote one)
    {
        if (!_transcripts.TryGetValue(one.Whole.Transcript, out var transcript)) return null;
        var (text, by, when) = (new TranscriptText(transcript.Text.Words), By(one.By), Earlier(one.At));
        if (KeptPassage.Of(study.Id, transcript.Id, text, one.Whole.Segment, by, when).IsRefused(out _, out var passage)) return null;
        var pieces = one.Pieces.Count > 0 ? one.Pieces : [new QuotePiece(one.Whole.Segment)];
        if (Quote.Make(passage, pieces, textRevision: 0, by, when).IsRefused(out _, out var composed)) return null;
        Keep(OutsideKind.Note, composed.Quote.Id.Value, one.Id);
        _db.AddRange(composed.Kept);
        _db.Add(composed.Quote);
        return composed.Quote;
    }

    private void FindingsAsMemos()
    {
        foreach (var one in file.Findings) _extra.Add(("Finding", string.Join("\n\n", new[] { one.Words.Claim, one.Words.Caveat }.Where(w => w.Length > 0)), _themes.TryGetValue(one.Theme, out var theme) ? [MemoTarget.Of(theme.Id)] : []));
        if (file.Findings.Count > 0) Tell("Findings became memos, since their passages wait in the vault", $"{file.Findings.Count}");
        if (file.Quotes.Count > 0) Tell("Quotes were left out, since their words wait in the vault", $"{file.Quotes.Count}");
    }

    private void MakeMemos()
    {
        foreach (var one in file.Memos)
        {
            var (by, when, sharing) = (By(one.By), Earlier(one.At), one.TeamWrites ? MemoSharing.TeamWrites : MemoSharing.Team);
            if (!choices.IdentifiesNobody && one.Place is { } waits)
            {
                if (!_waitingMemos.TryGetValue(waits.Transcript, out var waiting)) _waitingMemos[waits.Transcript] = waiting = [];
                waiting.AddRange(LongText.Parts(one.Text, 20_000).Select((p, n) => new WaitingMemo(
                    by.Value, when, one.Kind.ToString(), Short(one.Title, 200), p, one.TeamWrites, waits.Segment.Start, waits.Segment.End, [.. one.Codes.Where(_codes.ContainsKey).Select(c => _codes[c].Id.Value)], [.. one.Themes.Where(_themes.ContainsKey).Select(t => _themes[t].Id.Value)],
                    Keep(MemoId.New(), n == 0 ? one : null).Value)));
                _memos++;
                continue;
            }

            List<MemoTarget> about =
            [
                .. one.Codes.Where(_codes.ContainsKey).Select(c => MemoTarget.Of(_codes[c].Id)), .. one.Themes.Where(_themes.ContainsKey).Select(t => MemoTarget.Of(_themes[t].Id)),
                .. one.Participants.Where(_participants.ContainsKey).Select(p => MemoTarget.Of(_participants[p].Id)), .. one.Interviews.Where(_interviews.ContainsKey).Select(i => MemoTarget.Of(_interviews[i].Id)),
            ];
            if (!choices.IdentifiesNobody) about.AddRange(one.Passages.Select(p => MemoTarget.Of(_transcripts[p.Transcript].InterviewId)).Where(t => !about.Contains(t)).Distinct());
            Write(one.Kind, one.Title, one.Text, sharing, by, when, choices.IdentifiesNobody ? one.Place : null, about, choices.IdentifiesNobody ? one.Passages : [], one);
        }

        foreach (var (title, text, about) in _extra) Write(MemoKind.Methodological, title, text, MemoSharing.Team, me.Id, at, null, about, []);
    }

    private void Write(MemoKind kind, string title, string text, MemoSharing sharing, MemberId by, DateTimeOffset when, StudyPlace? place, IReadOnlyList<MemoTarget> about, IReadOnlyList<StudyPlace> passages, ExchangedMemo? theirs = null)
    {
        var called = title.Length > 0 ? title : "a memo without a title";
        if (Blocked($"{title}\n{text}") is not null)
        {
            // its title may be what tells
            Tell("Memos that tell who somebody is were left out; change their words in the other program, and bring them in by hand", Blocked(called) is null ? called : "one whose title tells it");
            return;
        }

        if (title.Length > 200) text = $"{title}\n\n{text}";
        foreach (var part in LongText.Parts(text, 20_000))
        {
            var words = new MemoWords(kind, Short(title, 200), part, sharing);
            var written = place is { } on && _transcripts.TryGetValue(on.Transcript, out var transcript)
                ? Memo.WriteOn(MemoId.New(), study.Id, transcript.Id, on.Segment, by, words, when)
                : Memo.WriteFree(MemoId.New(), study.Id, by, words, when);
            if (written.IsRefused(out _, out var memo)) continue;
            _ = Keep(memo.Id, theirs);
            theirs = null; // the first part goes back under its id
            if (memo.TranscriptId is { } lies) memo.StampRevision(_revisions.GetValueOrDefault(lies));
            var kept = new List<KeptPassage>();
            foreach (var passage in passages.Where(p => _transcripts.ContainsKey(p.Transcript)))
                if (!KeptPassage.Of(study.Id, _transcripts[passage.Transcript].Id, new TranscriptText(_transcripts[passage.Transcript].Text.Words), passage.Segment, by, when).IsRefused(out _, out var one)) kept.Add(one);
            List<MemoTarget> targets = [.. about.Distinct(), .. kept.Select(k => MemoTarget.Of(k.Id))];
            if (targets.Count > Memo.MostLinks) Tell($"Memos about more than {Memo.MostLinks} things are linked to the first of them", called);
            memo.LinkTo([.. targets.Take(Memo.MostLinks)]);
            _db.AddRange(kept.Where(k => memo.Links.Exists(l => l.PassageId == k.Id)));
            _db.Add(memo);
            _memos++;
        }
    }

    /// <summary>Notes under which id something leaves again.</summary>
    private void Keep(OutsideKind kind, Guid ours, RefiId? theirs)
    {
        if (theirs is { } id) _outside.Add(new OutsideId(study.Id, kind, ours, id.Value));
    }

    private void Keep(Guid ours, StudyCoding coding)
    {
        Keep(OutsideKind.Coding, ours, coding.Id);
        Keep(OutsideKind.Selection, ours, coding.Selection);
    }

    private MemoId Keep(MemoId ours, ExchangedMemo? theirs)
    {
        if (theirs is null) return ours;
        var memo = new RefiId(ours.Value);
        Keep(OutsideKind.Note, ours.Value, theirs.Id);
        Keep(OutsideKind.Selection, ours.Value, theirs.Selection);
        foreach (var link in theirs.Links)
        {
            var key = link.Place is { } place ? ExchangedLink.KeyOf(memo, place with { Transcript = new RefiId(_transcripts[place.Transcript].Id.Value) }, isItsOwn: place == theirs.Place)
                : ExchangedLink.KeyOf(memo, new RefiId(_codes.TryGetValue(link.Target, out var code) ? code.Id.Value : _participants.TryGetValue(link.Target, out var person) ? person.Id.Value : _transcripts[link.Target].Id.Value));
            Keep(OutsideKind.Link, key.Value, link.Id);
        }

        return ours;
    }

    private MemberId By(RefiId? coder) => coder is { } id && _coders.TryGetValue(id, out var member) ? member : me.Id;

    /// <summary>When it was made, as far as the file says, and no later than now.</summary>
    private DateTimeOffset Earlier(DateTimeOffset? said) => said is { } when && when < at ? when : at;

    private void Tell(string what, params string[] which)
    {
        if (!_told.TryGetValue(what, out var known)) _told[what] = known = [];
        known.AddRange(which);
    }

    private static string Unique(string name, IEnumerable<string> taken)
    {
        var others = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unique = name;
        for (var n = 2; others.Contains(unique); n++) unique = string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(name.Length, 25)]} ({n})");
        return unique;
    }

    /// <summary>NVivo calls attributes “Classification:Attribute”.</summary>
    private static string Bare(string name) => name.Split(':') is [_, { Length: > 0 } attribute] ? attribute.Trim() : name;

    private static string Short(string words, int most)
    {
        var plain = words.Trim();
        if (plain.Length <= most) return plain;
        var end = char.IsHighSurrogate(plain[most - 2]) ? most - 2 : most - 1;
        return plain[..end] + "…";
    }
}
