using CoreStudy.Data.Exchanges;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>How a participant withdraws.</summary>
/// <param name="TypedLabel">The label, typed to confirm.</param>
public sealed record WithdrawalFacts(WithdrawalScope Scope, WithdrawalReason Reason, DateOnly AskedOn, string TypedLabel);

/// <summary>
/// Takes a participant out of the study as far as they asked. With all data, everything that is theirs goes in one transaction, and then
/// their key is destroyed, which makes what it sealed unreadable in every older backup too. Turns of others and the codings on them stay.
/// </summary>
public sealed class WithdrawParticipant(VaultDoor door, Permissions permissions, FinishWithdrawals finish, SoundStore sounds, StudyFeed feed, TimeProvider clock, ILogger<WithdrawParticipant> logger) : IUseCase
{
    public async Task<Result<WithdrawalId>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, WithdrawalFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Withdraw, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var at = clock.GetUtcNow();
        var revised = new List<Revised>();
        var news = new List<CodingsFollowed>();
        var silenced = new List<RecordingId>();
        Withdrawal? withdrawal;
        await using (var room = await door.EnterAsync(cancel))
        {
            // Held until the end, so that nothing new is kept of them between the look and the deed.
            var participant = await room.Study.Participants.FromSql($"select * from participants where id = {id.Value} for update").SingleOrDefaultAsync(p => p.StudyId == studyId, cancel);
            if (participant is null || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;
            if (Withdrawal.Record(participant, facts.Scope, facts.Reason, facts.AskedOn, facts.TypedLabel, member.Id, clock.Today(), at).IsRefused(out var no, out withdrawal)) return no;

            var consents = await room.Study.Consents.Where(c => c.ParticipantId == id).ToListAsync(cancel);
            participant.Withdraw(facts.Scope, at);
            room.Study.Withdrawals.Add(withdrawal);
            room.Study.Consents.Add(Consent.After(withdrawal, consents.Current()));
            if (facts.Scope == WithdrawalScope.AllData)
            {
                if ((await TakeOutAsync(room, participant, member, consents, at, revised, news, silenced, cancel)).IsRefused(out var failed, out var counts)) return failed;
                withdrawal.Count(counts);
            }

            room.Study.Audit(AuditEntry.Of(AuditKind.ParticipantWithdrawn, member, AuditSubject.Of(participant), AuditDetail.Word("scope", facts.Scope).AndCount("turns", withdrawal.Counts.Turns).AndCount("codings", withdrawal.Counts.Codings).AndCount("recordings", withdrawal.Counts.Recordings).AndId("withdrawal", withdrawal.Id)));
            await room.CommitAsync(cancel); // destroys the key last
        }

        foreach (var recording in silenced) sounds.Destroy(studyId, recording); // what a crash leaves here is ended by the jobs of recordings
        permissions.Forget();
        logger.Withdrawn(withdrawal.Id.Value, id.Value, withdrawal.Scope, member.Id.Value, withdrawal.Counts.Interviews + withdrawal.Counts.FocusGroups, withdrawal.Counts.Codings);
        foreach (var one in revised) feed.Publish(new TextRevised(studyId, one.TranscriptId, one.Number, one.Revision));
        foreach (var one in news) feed.Publish(one);
        feed.Publish(new StudyChanged(studyId));
        feed.Publish(new MemosChanged(studyId));
        feed.Publish(new FlagsChanged(studyId));
        if (silenced.Count > 0) feed.Publish(new RecordingsChanged(studyId));
        if (withdrawal.IsUnfinished) await finish.FinishAsync(withdrawal.Id, CancellationToken.None); // what is begun is ended, though the admin leaves
        return withdrawal.Id;
    }

    private static async Task<Result<WithdrawalCounts>> TakeOutAsync(
        VaultRoom room, Participant participant, Member by, List<Consent> consents, DateTimeOffset at, List<Revised> revised, List<CodingsFollowed> news, List<RecordingId> silenced, CancellationToken cancel)
    {
        var (db, owner) = (room.Study, KeyOwner.Of(participant.Id));
        await db.Database.ExecuteSqlAsync(
            $"""
             select 1 from coding_heads h where h.transcript_id in (
                 select t.id from transcripts t left join speakers s on s.transcript_id = t.id left join interview_participants i on i.interview_id = t.interview_id
                 where s.participant_id = {participant.Id.Value} or i.participant_id = {participant.Id.Value}
                 union
                 select m.transcript_id from memos m join memo_links l on l.memo_id = m.id
                 where l.participant_id = {participant.Id.Value} or l.interview_id in (select interview_id from interview_participants where participant_id = {participant.Id.Value})
                     or l.passage_id in (
                         select k.id from kept_passages k join transcripts t on t.id = k.transcript_id left join speakers s on s.transcript_id = t.id left join interview_participants i on i.interview_id = t.interview_id
                         where s.participant_id = {participant.Id.Value} or i.participant_id = {participant.Id.Value}))
             order by h.transcript_id for update
             """, cancel); // nobody codes from here on

        var counts = WithdrawalCounts.None with { Evidence = consents.Count(c => c.HasEvidence) };
        var reached = await WithdrawalReach.ReadAsync(db, participant, cancel);
        var about = await WithdrawalReach.MemosAboutAsync(db, participant, reached, cancel);
        foreach (var transcript in reached)
        {
            var (codings, comments, memos) = (0, 0, 0);
            if (transcript.HasWords)
            {
                var edits = transcript.Blanked.Select(t => new TextEdit(transcript.Turns[t].Start, transcript.Turns[t].End, ReachedTranscript.Blank)).ToList();
                if ((await TextRevising.LockAsync(db, transcript.Id, cancel)).IsRefused(out var gone, out var text)) return gone;
                if (TextEdits.Plan(text.Text, text.Turns, edits).IsRefused(out var no, out var plan)) return no;
                (codings, comments, memos) = await RemoveAsync(db, transcript, text.Revision + 1, at, cancel);
                await DecideFlagsAsync(db, transcript, by.Id, at, cancel);
                // The words that go are handed back, and are kept nowhere.
                if ((await TextRevising.ApplyAsync(db, transcript.Id, text.TextRevision, plan, TextRevisionKind.Withdrawal, by.Id, at, of: null, cancel)).IsRefused(out var failed, out var one)) return failed;
                revised.Add(one);
            }

            if (await WithdrawalReach.WaitingAsync(room, transcript, participant, cancel) is { } waiting)
            {
                (codings, comments, memos) = (waiting.Codings, waiting.Comments, waiting.Memos);
                await OutsideIds.ForgetAsync(db, participant.StudyId, waiting.Gone, cancel);
                if (waiting.Stays.Codings.Count + waiting.Stays.Memos.Count == 0) await room.RemoveAsync<WaitingWork>(transcript.Id.Value, cancel);
                else if ((await room.WriteAsync(KeyOwner.Of(transcript.Id), participant.StudyId, transcript.Id.Value, waiting.Stays, cancel)).IsRefused(out var unwritten, out _)) return unwritten;
            }

            if (transcript.IsWhole)
            {
                await db.Transcripts.Where(t => t.Id == transcript.Id && t.ArchivedAt == null).ExecuteUpdateAsync(t => t.SetProperty(x => x.ArchivedAt, at), cancel);
                await db.Transcripts.Where(t => t.Id == transcript.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.ContentNote, ""), cancel);
                await room.RemoveOriginalAsync(participant.StudyId, transcript.Id, cancel);
                await room.RemoveAsync<PastWords>(transcript.Id.Value, cancel);
                await room.RemoveAsync<WaitingWork>(transcript.Id.Value, cancel); // codings and memos that came from another program, and wait for words that will never be released
                if (await room.CountAsync(KeyOwner.Of(transcript.Id), cancel) == 0) room.DestroyKey(KeyOwner.Of(transcript.Id)); // reasons at the review may quote them
            }

            counts = counts with
            {
                Interviews = counts.Interviews + (transcript.IsWhole ? 1 : 0),
                FocusGroups = counts.FocusGroups + (transcript.IsWhole ? 0 : 1),
                Turns = counts.Turns + (transcript.IsWhole ? 0 : transcript.Blanked.Count),
                Words = counts.Words + transcript.BlankedWords,
                Codings = counts.Codings + codings,
                Comments = counts.Comments + comments,
                Memos = counts.Memos + memos,
            };
        }

        counts = counts with { Memos = counts.Memos + await RemoveMemosAsync(db, participant.StudyId, about, at, news, cancel) };
        await db.Interviews.Where(i => i.StudyId == participant.StudyId && i.Kind == Domain.Interviews.InterviewKind.Individual && i.Participants.Any(p => p.ParticipantId == participant.Id))
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.ArchivedAt, x => x.ArchivedAt ?? at), cancel);
        // What the team wrote about them alone: the row of their case in every matrix, and their own interviews, every version of it.
        await db.Database.ExecuteSqlAsync(
            $"""
             with theirs as (
                 update summaries set text = '', state = 'Empty'
                 where participant_id = {participant.Id.Value} or interview_id in (
                     select i.id from interviews i join interview_participants p on p.interview_id = i.id where i.kind = 'Individual' and p.participant_id = {participant.Id.Value})
                 returning id)
             update summary_versions set text = '', state = 'Empty' where summary_id in (select id from theirs)
             """, cancel);
        // Under which id another program knows them, and what is theirs alone.
        await OutsideIds.ForgetAsync(db, participant.StudyId, [participant.Id.Value, .. reached.Where(t => t.IsWhole).Select(t => t.Id.Value)], cancel);
        counts = counts with { Recordings = await SilenceAsync(room, participant, at, silenced, cancel) };
        foreach (var consent in consents) consent.LoseEvidence();
        await room.RemoveAllOfAsync(owner, cancel); // identity, evidence, originals, register entries and past words that are theirs
        room.DestroyKey(owner);
        return counts;
    }

    /// <summary>Destroys every recording in which they speak, and ends uploads of such.</summary>
    /// <returns>How many recordings.</returns>
    private static async Task<int> SilenceAsync(VaultRoom room, Participant participant, DateTimeOffset at, List<RecordingId> silenced, CancellationToken cancel)
    {
        var db = room.Study;
        var interviews = await WithdrawalReach.InterviewsOf(db, participant).Select(i => i.Id).ToListAsync(cancel);
        // Ended first: an upload that is being finished has become a recording by the time this returns, and is found below.
        await db.RecordingUploads.Where(u => interviews.Contains(u.InterviewId) && u.ExpiresAt > at).ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, at), cancel);
        silenced.AddRange(await db.RecordingUploads.Where(u => interviews.Contains(u.InterviewId)).Select(u => u.Id).ToListAsync(cancel));
        var recordings = await db.Recordings.Where(r => interviews.Contains(r.InterviewId) && r.DestroyedAt == null).ToListAsync(cancel);
        foreach (var recording in recordings) await room.DestroyRecordingAsync(recording, RecordingEnd.Withdrawal, at, cancel);
        silenced.AddRange(recordings.Select(r => r.Id));
        return recordings.Count;
    }

    /// <summary>Takes away what lies on blanked words alone, with every word it kept, before they are blanked; a desk that is open hears of it by the revision.</summary>
    private static async Task<(int Codings, int Comments, int Memos)> RemoveAsync(Data.StudyDb db, ReachedTranscript transcript, long revision, DateTimeOffset at, CancellationToken cancel)
    {
        var codings = transcript.Codings.Where(c => transcript.Swallows(c.Segment)).Select(c => c.Id).ToArray();
        var memos = transcript.Memos.Where(m => transcript.Swallows(m.Segment)).Select(m => m.Id).ToArray();
        await db.Database.ExecuteSqlAsync($"delete from coding_acts where transcript_id = {transcript.Id.Value} and coding_id = any({codings})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from passage_reviews where coding_id = any({codings})", cancel);
        var comments = await db.Database.ExecuteSqlAsync(
            $"update comments set text = {ReachedTranscript.Blank}, revision = {revision}, removed_at = {at} where coding_id = any({codings}) and removed_at is null", cancel);
        await db.Database.ExecuteSqlAsync($"update comments set text = {ReachedTranscript.Blank} where coding_id = any({codings})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"update codings set words = {ReachedTranscript.Blank}, question = '', is_unsure = false, revision = {revision}, removed_at = coalesce(removed_at, {at}), changed_at = {at} where id = any({codings})", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             delete from outside_ids o using transcripts t
             where t.id = {transcript.Id.Value} and o.study_id = t.study_id and (o.ours = any({codings}) or o.ours = any({memos}) or o.ours in (select id from comments where coding_id = any({codings})))
             """, cancel);
        await RemoveSettledAsync(db, transcript, codings, at, cancel);
        await MarkKeptAsync(db, transcript, at, cancel);
        await BlankMemosAsync(db, memos, at, cancel);
        await db.Database.ExecuteSqlAsync($"update memos set revision = {revision} where id = any({memos})", cancel);
        if (transcript.IsWhole) await db.Database.ExecuteSqlAsync($"delete from content_notes where transcript_id = {transcript.Id.Value}", cancel);
        return (transcript.Codings.Count(c => !c.IsRemoved && transcript.Swallows(c.Segment)), comments, transcript.Memos.Count(m => !m.IsRemoved && transcript.Swallows(m.Segment)));
    }

    /// <summary>What somebody flagged of words that go waits for nobody any more: there is something else in its place.</summary>
    private static async Task DecideFlagsAsync(Data.StudyDb db, ReachedTranscript transcript, MemberId by, DateTimeOffset at, CancellationToken cancel)
    {
        foreach (var flag in await db.PassageFlags.Where(f => f.TranscriptId == transcript.Id && f.State == FlagState.Open).ToListAsync(cancel))
            if (transcript.Swallows(flag.Segment)) flag.Decide(FlagState.Redacted, by, at);
    }

    /// <summary>What holds on to blanked words is told so; the words themselves go with the text.</summary>
    private static async Task MarkKeptAsync(Data.StudyDb db, ReachedTranscript transcript, DateTimeOffset at, CancellationToken cancel)
    {
        var kept = (await db.KeptPassages.Where(p => p.TranscriptId == transcript.Id).Select(p => new { p.Id, p.Segment }).ToListAsync(cancel))
            .Where(p => transcript.Touches(p.Segment)).Select(p => p.Id.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"update kept_passages set withdrawn_at = coalesce(withdrawn_at, {at}) where id = any({kept})", cancel);
    }

    /// <summary>Takes away the memos that are about the participant, or about an interview of which nothing stays; those that lie on somebody else's passage as well.</summary>
    /// <returns>How many stood.</returns>
    private static async Task<int> RemoveMemosAsync(Data.StudyDb db, StudyId study, IReadOnlyList<ReachedMemo> about, DateTimeOffset at, List<CodingsFollowed> news, CancellationToken cancel)
    {
        var ids = about.Select(m => m.Id).ToList();
        var standing = (await db.Memos.Where(m => ids.Contains(m.Id) && m.RemovedAt == null).Select(m => m.Id).ToListAsync(cancel)).ToHashSet(); // those on their words went before
        await BlankMemosAsync(db, [.. ids.Select(m => m.Value)], at, cancel);
        foreach (var transcript in about.Where(m => m.Transcript is not null && standing.Contains(m.Id)).GroupBy(m => m.Transcript!.Value))
        {
            var there = transcript.Select(m => m.Id.Value).ToArray();
            var revision = (await db.Database.SqlQuery<long>($"update coding_heads set revision = revision + 1 where transcript_id = {transcript.Key.Value} returning revision as \"Value\"").ToListAsync(cancel)).Single();
            await db.Database.ExecuteSqlAsync($"update memos set revision = {revision} where id = any({there})", cancel);
            news.Add(new CodingsFollowed(study, transcript.Key, revision));
        }

        return standing.Count;
    }

    /// <summary>Takes the words out of memos, and out of every version of them that was kept.</summary>
    private static async Task BlankMemosAsync(Data.StudyDb db, Guid[] memos, DateTimeOffset at, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"update memos set title = '', text = {ReachedTranscript.Blank}, version = version + 1, removed_at = coalesce(removed_at, {at}) where id = any({memos})", cancel);
        await db.Database.ExecuteSqlAsync($"update memo_versions set title = '', text = '', taken_out_at = coalesce(taken_out_at, {at}) where memo_id = any({memos})", cancel);
    }

    /// <summary>What was settled on blanked words alone goes with them, and what was said about differences of which no coding is left.</summary>
    private static async Task RemoveSettledAsync(Data.StudyDb db, ReachedTranscript transcript, Guid[] codings, DateTimeOffset at, CancellationToken cancel)
    {
        var settled = (await db.SettledCodings.Where(s => s.TranscriptId == transcript.Id).Select(s => new { s.Id, s.Segment }).ToListAsync(cancel))
            .Where(s => transcript.Swallows(s.Segment)).Select(s => s.Id.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"update settled_codings set words = {ReachedTranscript.Blank}, removed_at = coalesce(removed_at, {at}) where id = any({settled})", cancel);
        var gone = (await db.Differences.AsNoTracking().Where(d => d.TranscriptId == transcript.Id).ToListAsync(cancel))
            .Where(d => d.Codings.All(c => codings.Contains(c.Value))).Select(d => d.Id.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"update differences set reason = '' where id = any({gone})", cancel);
        await db.Database.ExecuteSqlAsync($"update settling_acts set before = before || jsonb_build_object('Reason', ''), after = after || jsonb_build_object('Reason', '') where difference_id = any({gone})", cancel);
        await db.Database.ExecuteSqlAsync($"update remarks set text = {ReachedTranscript.Blank} where difference_id = any({gone})", cancel);
    }
}
