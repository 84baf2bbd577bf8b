using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Demonstration;

/// <summary>A way to sign in to the demonstration.</summary>
public sealed record DemonstrationSignIn(string Email, string Password, string Does)
{
    public override string ToString() => Email;
}

/// <summary>The fictional study that a new installation starts with: six trusts, a framework, transcripts, several coders' work.</summary>
public sealed class DemonstrationStudy
{
    private static readonly (string Email, string Name, Role Role, string Does)[] People =
    [
        ("lead@demo.example", "Study Lead", Role.StudyLead, "plans the study and sees everything in it"),
        ("researcher@demo.example", "Researcher", Role.Researcher, "brings in transcripts, keeps the framework, codes"),
        ("supervisor@demo.example", "Supervisor", Role.Supervisor, "watches over coders and answers their questions"),
        ("admin@demo.example", "Admin", Role.Admin, "manages accounts and members, anonymises transcripts"),
        ("admin2@demo.example", "Second Admin", Role.Admin, "the same: what one admin has decided another releases"),
        ("coder1@demo.example", "Coder One", Role.Coder, "reads and codes"),
        ("coder2@demo.example", "Coder Two", Role.Coder, "reads and codes"),
        ("coder3@demo.example", "Coder Three", Role.Coder, "reads and codes, for two of the trusts"),
    ];

    /// <summary>How likely each coder marks a passage that belongs to a code; the fourth is the researcher.</summary>
    private static readonly (string Email, double Care)[] Coders =
        [("coder1@demo.example", 0.93), ("coder2@demo.example", 0.86), ("coder3@demo.example", 0.8), ("researcher@demo.example", 0.96)];

    private static readonly DateOnly LastHeld = new(2026, 7, 10);

    private readonly StudyDb _db;
    private readonly DateTimeOffset _at;
    private readonly StudyFile _file = DemonstrationFiles.Study();
    private readonly Dictionary<string, Trust> _trusts = [];
    private readonly Dictionary<string, Site> _sites = [];
    private readonly Dictionary<string, Participant> _participants = [];
    private readonly Dictionary<string, Code> _codes = [];
    private readonly Dictionary<string, Member> _members = [];
    private readonly Study _study;
    private readonly DemonstrationSummaries _summaries;

    /// <summary>Days by which the material's dates are moved, so that the study is at work on the day it is loaded.</summary>
    private readonly int _shift;

    private DemonstrationStudy(StudyDb db, DateTimeOffset at)
    {
        (_db, _at) = (db, at);
        _shift = DateOnly.FromDateTime(at.Date).DayNumber - 10 - LastHeld.DayNumber;
        _summaries = new(db, _members, at);
        _study = Must(Study.Create(_file.Name, _file.Short, _file.Description, On(new DateOnly(2026, 2, 9))));
    }

    /// <summary>Loads the demonstration into a database without a study, in one transaction.</summary>
    /// <param name="keep">Is given the sign-ins before anything is committed: their passwords are random and stored nowhere but as hashes.</param>
    /// <returns>False where there is a study already.</returns>
    public static async Task<bool> LoadAsync(
        StudyDb db, DateTimeOffset at, Func<IReadOnlyList<DemonstrationSignIn>, Task> keep, CancellationToken cancel)
    {
        if (await db.Studies.AnyAsync(cancel)) return false;
        var demonstration = new DemonstrationStudy(db, at);
        demonstration.MakePlaces();
        var signIns = demonstration.MakePeople();
        demonstration.MakeConsents();
        demonstration.MakeFramework();
        foreach (var interview in demonstration._file.Interviews) demonstration.MakeInterview(interview);
        demonstration.MakeHistory();
        demonstration.MakeRounds();
        demonstration.MakeSettlements();
        var themes = demonstration.MakeThemes();
        demonstration.MakeFindings(themes);
        demonstration.MakeReport(themes);
        new DemonstrationMemos(db, demonstration._study.Id, demonstration._members, demonstration._codes, at).Make();
        demonstration._summaries.Make(demonstration._codes);
        demonstration.MakeQueries();
        foreach (var entry in DemonstrationTrail.Of(db, demonstration._members.Values)) db.Audit(entry);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        await keep(signIns);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>A transcript that names people, who are fictional; it has to go through the site's own import, since the vault keeps it.</summary>
    /// <returns>The interview that it belongs to, the member who imports it, and the file.</returns>
    public static async Task<(AccountId Importer, InterviewId Interview, string Title, string Participant, byte[] File)> PrepareIdentifiedAsync(StudyDb db, CancellationToken cancel)
    {
        const string Label = "PSW-03", Title = $"{Label}, follow-up interview";
        var participant = await db.Participants.SingleAsync(p => p.Label == Label, cancel);
        var trust = await db.Trusts.SingleAsync(t => t.Id == participant.TrustId, cancel);
        var importer = await db.Members.Where(m => m.StudyId == participant.StudyId && m.Role == Role.Researcher).Select(m => m.AccountId).FirstAsync(cancel);
        var heldOn = await db.Interviews.Where(i => i.StudyId == participant.StudyId && i.State == InterviewState.Held).MaxAsync(i => i.HeldOn, cancel);
        var interview = Must(Interview.Create(trust, null, Title, InterviewKind.Individual, heldOn, [participant]));
        db.Interviews.Add(interview);
        await db.SaveChangesAsync(cancel);
        return (importer, interview.Id, Title, Label, Encoding.UTF8.GetBytes(DemonstrationFiles.Text("identified.txt")));
    }

    /// <summary>A passage that singles somebody out, for a coder to flag; its words go to the vault too.</summary>
    public static async Task<(AccountId Coder, TranscriptId Transcript, Segment Passage)> PrepareFlagAsync(StudyDb db, CancellationToken cancel)
    {
        const string Passage = "I fished. Prawns, creels, with my uncle and then on my own account.";
        var text = await db.TranscriptTexts.AsNoTracking().SingleAsync(t => t.Words.Contains(Passage), cancel);
        var transcript = await db.Transcripts.AsNoTracking().SingleAsync(t => t.Id == text.TranscriptId, cancel);
        var coders = await db.Members.AsNoTracking().Where(m => m.StudyId == transcript.StudyId && m.Role == Role.Coder).OrderBy(m => m.Name).ToListAsync(cancel);
        var start = text.Words.IndexOf(Passage, StringComparison.Ordinal);
        return (coders.First(m => m.ReachesTrust(transcript.TrustId)).AccountId, transcript.Id, new Segment(start, start + Passage.Length));
    }

    /// <summary>A recording whose transcript has its times, spoken by a machine (<c>speak</c> beside it); the site itself seals it. Who transcribes and who codes may hear it.</summary>
    public static async Task<(AccountId Researcher, AccountId Admin, StudyId Study, InterviewId Interview, IReadOnlyList<MemberId> Hearers, byte[] Sound)> PrepareRecordingAsync(StudyDb db, CancellationToken cancel)
    {
        const string Title = "SUP-04, individual interview";
        var interview = await db.Interviews.AsNoTracking().SingleAsync(i => i.Title == Title, cancel);
        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == interview.StudyId).OrderBy(m => m.Name).ToListAsync(cancel);
        AccountId First(Role role) => members.First(m => m.Role == role).AccountId;
        return (
            First(Role.Researcher), First(Role.Admin), interview.StudyId, interview.Id,
            [.. members.Where(m => m.Role is Role.Coder or Role.StudyLead && m.ReachesTrust(interview.TrustId)).Select(m => m.Id)], DemonstrationFiles.Bytes("t11.ogg"));
    }

    /// <summary>What Coder One wrote for themselves, so many days ago; it has to be sealed by the site.</summary>
    public static IReadOnlyList<(int DaysAgo, JournalPrompt? Prompt, string Text)> JournalOfCoderOne { get; } =
    [
        (19, JournalPrompt.Positionality,
            "I have been in hospital myself, a long time ago. When somebody tells of the first week at home I am there at once, before they have finished the sentence. Somebody without that would perhaps hear the practical things first: the keys, the shopping, the forms. I try to read those parts twice."),
        (11, JournalPrompt.Surprise, "How much they laugh. I had got ready for something heavy, and then there is the handbag story. I think I had expected people to be their illness, in the interview at least. That is worth knowing about myself."),
        (3, null, "A long day. The passage about the phone that was not answered went home with me. I rang a friend and we talked about something else altogether, which was the right thing. Tomorrow the short one first."),
    ];

    private void MakePlaces()
    {
        _db.Studies.Add(_study);
        foreach (var trust in _file.Trusts)
        {
            var made = _trusts[trust.Label] = Must(Trust.Create(_study.Id, trust.Label));
            _db.Trusts.Add(made);
            foreach (var site in trust.Sites) _db.Sites.Add(_sites[site] = Must(Site.Create(made, site)));
            foreach (var (role, count) in trust.Targets) _db.RecruitmentTargets.Add(Must(RecruitmentTarget.Set(_study, made, RoleOf(role), count)));
        }

        var attributes = _file.Attributes.Select((a, i) => Must(ParticipantAttribute.Create(_study.Id, a.Name, Enum.Parse<AttributeKind>(a.Kind), a.Choices, i))).ToList();
        _db.ParticipantAttributes.AddRange(attributes);

        foreach (var participant in _file.Participants)
        {
            var made = _participants[participant.Label] = Must(Participant.Create(_study, _trusts[participant.Trust], participant.Label, RoleOf(participant.Role)));
            Must(made.Note(attributes, attributes.Where(a => participant.Attributes?.ContainsKey(a.Name) == true).ToDictionary(a => a.Id, a => participant.Attributes![a.Name])));
            _db.Participants.Add(made);
        }
    }

    private static string RoleOf(string file) => file == "Supervisor" ? Study.UsualParticipantRoles[1] : Study.UsualParticipantRoles[0];

    /// <summary>A day of the material at nine in the morning, moved along.</summary>
    private DateTimeOffset On(DateOnly day, int daysLater = 0) => new(day.AddDays(_shift + daysLater), new TimeOnly(9, 0), TimeSpan.Zero);

    /// <summary>A moment after a day of the material that has passed when the demonstration is loaded.</summary>
    private DateTimeOffset Past(DateOnly day, double daysLater) => new[] { On(day).AddDays(daysLater), _at.AddMinutes(-30) }.Min();

    private List<DemonstrationSignIn> MakePeople()
    {
        var hasher = new PasswordHasher<Account>();
        var signIns = new List<DemonstrationSignIn>();
        foreach (var (email, name, role, does) in People)
        {
            var account = new Account
            {
                UserName = email,
                NormalizedUserName = email.ToUpperInvariant(),
                Email = email,
                NormalizedEmail = email.ToUpperInvariant(),
                EmailConfirmed = true,
                LockoutEnabled = true,
                Name = name,
                IsOperator = role == Role.Admin,
                CreatedAt = _at,
            };
            var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
            account.PasswordHash = hasher.HashPassword(account, password);
            _db.Users.Add(account);
            var trusts = email.StartsWith("coder3", StringComparison.Ordinal) ? new[] { _trusts["Hazel"].Id, _trusts["Rowan"].Id } : [];
            _db.Members.Add(_members[email] = Must(Member.Join(_study.Id, new AccountId(account.Id), role, name, trusts, _at)));
            signIns.Add(new DemonstrationSignIn(email, password, does));
        }

        return signIns;
    }

    /// <summary>All but the last two have consented, not all to everything; and the study has dates until when it may keep what identifies.</summary>
    private void MakeConsents()
    {
        var admin = _members["admin@demo.example"].Id;
        var day = new DateOnly(2026, 2, 16).AddDays(_shift);
        foreach (var (i, participant) in _participants.Values.OrderBy(p => p.Label, StringComparer.Ordinal).SkipLast(2).Index())
        {
            List<ConsentScope> agreed = [ConsentScope.TakePart];
            if (i % 6 != 4) agreed.Add(ConsentScope.Quotes);
            if (i % 3 != 1) agreed.Add(ConsentScope.ReContact);
            if (i % 2 == 0) agreed.Add(ConsentScope.Archive);
            if (i % 5 != 1) agreed.Add(ConsentScope.KeepRecording);
            var given = day.AddDays(i * 3);
            _db.Consents.Add(Must(Consent.Record(participant, i < 9 ? "v1.2" : "v1.3", given, agreed, hasEvidence: false, admin, given, _at)));
        }

        foreach (var (kind, days) in new[] { (RetentionKind.Recordings, 1000), (RetentionKind.Originals, 1800), (RetentionKind.Identities, 1800), (RetentionKind.Evidence, 3650) })
            _db.RetentionRules.Add(RetentionRule.Set(_study.Id, kind, DateOnly.FromDateTime(_at.Date).AddDays(days), admin, _at));
    }

    private void MakeFramework()
    {
        var positions = new Dictionary<string, int>();
        foreach (var code in DemonstrationFiles.Codes())
        {
            var position = positions[code.Parent ?? ""] = positions.GetValueOrDefault(code.Parent ?? "", -1) + 1;
            var words = new CodeWords(
                code.Name, code.Definition, code.WhenToUse, code.WhenNotToUse, code.Example, string.Join(", ", code.Synonyms), code.Colour);
            _db.Codes.Add(_codes[code.Key] = Must(Code.Create(_study.Id, code.Parent is null ? null : _codes[code.Parent], words, position)));
        }
    }

    private void MakeInterview(InterviewFile file)
    {
        var kind = Enum.Parse<InterviewKind>(file.Kind);
        var interview = Must(Interview.Create(
            _trusts[file.Trust], _sites[file.Site], file.Title, kind, file.HeldOn.AddDays(_shift), [.. file.Participants.Select(p => _participants[p])]));
        var state = file.Work == WorkFile.Planned ? InterviewState.Planned : InterviewState.Held;
        Must(interview.Arrange(state, "Interviewer A", DateOnly.FromDateTime(_at.Date)));
        _db.Interviews.Add(interview);
        if (file.File is null) return;
        _summaries.Note(interview, file.Summary, Past(file.HeldOn, 1));

        var words = DemonstrationFiles.Text(file.File);
        var script = DemonstrationScript.Read(words);
        var speakers = script.Turns.Select(t => t.Speaker!).Distinct().ToDictionary(
            s => s, s => new SpeakerMatch(s, _participants.GetValueOrDefault(s)?.Id, IsInterviewer: s == "Interviewer"));
        var transcript = Must(Transcript.Import(
            interview, file.Title, new TranscriptDraft("demonstration", script.Turns, []), speakers,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words))), _members["researcher@demo.example"].Id, Past(file.HeldOn, 6)));
        if (file.Work != WorkFile.Transcribed) transcript.OpenForCoding(Past(file.HeldOn, 7));
        Must(transcript.WarnReaders(file.ContentNote ?? ""));
        _db.Transcripts.Add(transcript);
        MarkDistress(file, transcript);
        var work = new DemonstrationWork(file.Work, transcript, _members, daysLater => Past(file.HeldOn, daysLater), _at);
        _db.Assignments.AddRange(work.Assign());
        CodeAsTheCoders(transcript, script, work);
    }

    private void MarkDistress(InterviewFile file, Transcript transcript)
    {
        foreach (var distress in file.Distress ?? [])
        {
            var (from, to) = (TimeSpan.Parse(distress.From, null).TotalMilliseconds, TimeSpan.Parse(distress.To, null).TotalMilliseconds);
            var turns = transcript.Turns.Where(t => t.StartMs >= from && t.StartMs <= to).ToList();
            var segment = new Segment(turns[0].Segment.Start, turns[^1].Segment.End);
            _db.ContentNotes.Add(Must(ContentNote.Create(transcript.Id, new TranscriptText(transcript.Text.Words), segment, distress.Note)));
        }
    }

    private void CodeAsTheCoders(Transcript transcript, DemonstrationScript script, DemonstrationWork work)
    {
        var head = new CodingHead(transcript.Id);
        var text = new TranscriptText(transcript.Text.Words);
        var siblings = _codes.Keys.ToDictionary(
            key => key, key => _codes.Keys.Where(k => k != key && _codes[k].ParentId is { } parent && parent == _codes[key].ParentId).ToArray());
        for (var i = 0; i < Coders.Length; i++)
        {
            var member = _members[Coders[i].Email];
            if (!member.ReachesTrust(transcript.TrustId)) continue;
            var share = work.ShareCoded(member, isFourth: i == Coders.Length - 1);
            if (share == 0) continue;
            var passages = new DemonstrationCoder(Math.Abs(transcript.Length * 31) + i + 1, Coders[i].Care).Read(text, script.Passages, siblings).Where(p => p.Passage.Segment.End <= share * text.Length).ToList();
            foreach (var (n, (passage, isUnsure)) in passages.Index())
            {
                var at = work.CodedAt(member).AddSeconds((n + 1 - passages.Count) * Pause(member)); // one after the other, the last at the hour
                var question = isUnsure ? $"I wavered over “{_codes[passage.Key].Name}” here. Would you use it too?" : "";
                var state = new CodingState(_codes[passage.Key].Id, passage.Segment, isUnsure, question, IsRemoved: false);
                var coding = Coding.Create(
                    CodingId.New(), _study.Id, transcript.Id, member.Id, state, text.Words[passage.Segment.Start..passage.Segment.End], at);
                head.MoveTo(head.Revision + 1);
                coding.StampRevision(head.Revision);
                _db.Codings.Add(coding);
                _db.CodingActs.Add(CodingAct.Record(ActId.New(), transcript.Id, head.Revision, member.Id, at, ActKind.Apply, coding.Id, after: state));
            }
        }

        _db.CodingHeads.Add(head);
    }

    /// <summary>Seconds from one passage of a coder to the next.</summary>
    private static int Pause(Member member) => 55 + (member.Name.Length % 5 * 9);

    /// <summary>The first two transcripts that two coders have handed in: one is settled and signed off, one half-way.</summary>
    private void MakeSettlements()
    {
        var settling = new DemonstrationSettling(_db, _members["researcher@demo.example"], _members["supervisor@demo.example"]);
        var handedIn = _db.Assignments.Local.Where(a => a.IsHandedIn && a.RoundId is null).GroupBy(a => a.TranscriptId).Where(g => g.Count() > 1).Take(2).ToList();
        foreach (var (i, work) in handedIn.Index())
        {
            var lanes = work.Select(a => _members.Values.Single(m => m.Id == a.MemberId)).ToList();
            if (i == 1) lanes.Reverse();
            var transcript = _db.Transcripts.Local.Single(t => t.Id == work.Key);
            var head = _db.CodingHeads.Local.Single(h => h.TranscriptId == work.Key);
            settling.Settle(transcript, round: null, head.Revision, lanes, share: i == 0 ? 1 : 0.55, signOff: i == 0, answer: lanes[0], _at.AddDays(-4 + i));
        }
    }

    /// <summary>Eight themes, as one would present them to stakeholders.</summary>
    private Dictionary<string, Theme> MakeThemes()
    {
        var themes = new DemonstrationThemes(_study.Id, _members["researcher@demo.example"].Id, _members["lead@demo.example"].Id, _codes, _at);
        _db.Themes.AddRange(themes.All.Values);
        _db.ThemeChanges.AddRange(themes.Changes);
        _db.ThematicMaps.Add(themes.Map);
        _db.MapNodes.AddRange(themes.Nodes);
        _db.MapLinks.AddRange(themes.Links);
        return themes.All;
    }

    /// <summary>What the themes say, claim by claim, with the passages for and against, and quotes.</summary>
    private void MakeFindings(Dictionary<string, Theme> themes)
    {
        _study.LabelQuotes(QuoteLabelStyle.Role); // in a trust there are too few to name it
        var heads = _db.CodingHeads.Local.ToDictionary(h => h.TranscriptId);
        _db.AddRange(new DemonstrationFindings(
            _study.Id, _members["researcher@demo.example"], _members["lead@demo.example"], themes, [.. _db.Transcripts.Local], [.. _db.Codings.Local], id => heads[id], _at).Make());
    }

    private void MakeReport(Dictionary<string, Theme> themes) => _db.Reports.Add(
        new DemonstrationReport(_study.Id, _members["researcher@demo.example"], themes, [.. _db.Quotes.Local], [.. _db.FindingQuotes.Local], [.. _db.Findings.Local]).Make(_at.AddDays(-1)));

    private void MakeQueries() => _db.SavedQueries.AddRange(new DemonstrationQueries(_codes, _members["lead@demo.example"], _members["researcher@demo.example"]).Make(_at.AddDays(-3)));

    private void MakeHistory()
    {
        var history = new DemonstrationHistory(_study.Id, _members["researcher@demo.example"].Id, _codes, day => On(day));
        _db.Codes.AddRange(history.Merged);
        _db.CodebookChanges.AddRange(history.Changes);
        _db.FrameworkVersions.AddRange(history.Versions);
        _db.PassageReviews.AddRange(history.LookAgain(_db.Codings.Local));
    }

    private void MakeRounds() => _db.Rounds.AddRange(new DemonstrationRounds(
        _study, _members, [.. _db.Transcripts.Local], [.. _db.Assignments.Local], [.. _db.CodingHeads.Local], [.. _db.FrameworkVersions.Local], _at).Make());

    /// <summary>The demonstration is right by itself: what would be refused of it is a fault of ours.</summary>
    public static T Must<T>(Result<T> result) => result.IsRefused(out var refusal, out var value)
        ? throw new InvalidOperationException($"The demonstration is wrong: {refusal.Sentence}")
        : value;
}
