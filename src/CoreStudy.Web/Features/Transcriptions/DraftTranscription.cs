using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Speech;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>How far the engine is with a recording.</summary>
/// <param name="Seconds">Since it began.</param>
/// <param name="Sent">How much of the sound it has been given, from 0 to 1.</param>
/// <param name="Why">Why there is no draft; empty where nothing went wrong.</param>
/// <param name="Warnings">What whoever checks a draft that is in should know of it.</param>
public sealed record DraftProgress(bool IsRunning, bool IsDone, int Seconds, double Sent, string Why, IReadOnlyList<string> Warnings)
{
    public static readonly DraftProgress None = new(IsRunning: false, IsDone: false, 0, 0, "", []);
}

/// <summary>What the engine works on at present, one draft for each recording. A restart of the site ends it.</summary>
public sealed class MachineDrafts : IQueue
{
    private readonly ConcurrentDictionary<RecordingId, Running> _drafts = new();

    public string Id => "drafts";

    public string Title => "Recordings that the speech engine listens to";

    public long Waiting => _drafts.Values.Count(d => !d.IsOver);

    /// <summary>Over when the draft of this recording is in, or there is none.</summary>
    public Task WaitForAsync(RecordingId id) => Find(id)?.Work ?? Task.CompletedTask;

    internal Running? Find(RecordingId id) => _drafts.GetValueOrDefault(id);

    internal bool Add(RecordingId id, Running running) => (_drafts.TryGetValue(id, out var before) && before.IsOver && _drafts.TryUpdate(id, running, before)) || _drafts.TryAdd(id, running);

    internal sealed class Running(DateTimeOffset since) : IProgress<double>
    {
        private double _sent;

        /// <summary>Cancelled where somebody cancels, or the draft may go on for nobody.</summary>
        public CancellationTokenSource Ending { get; } = new();

        public DateTimeOffset Since => since;

        /// <summary>Over when the draft is in, or there is none.</summary>
        public Task Work { get; set; } = Task.CompletedTask;

        /// <summary>How it ended: null while it runs, empty where the draft is in.</summary>
        public string? Why { get; set; }

        public IReadOnlyList<string> Warnings { get; set; } = [];

        public bool IsOver => Why is not null;

        public double Sent => Volatile.Read(ref _sent);

        public void Report(double value) => Volatile.Write(ref _sent, value);
    }
}

/// <summary>Has the site’s speech engine propose what is said in a recording. A person compares every turn of it with the sound before it can be marked as checked.</summary>
public sealed class DraftTranscription(
    VaultDoor door, IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, SpeechSeam speech, MachineDrafts drafts, StudyFeed feed, TimeProvider clock, ILogger<DraftTranscription> logger) : IUseCase
{
    private const string NoLonger = "It was stopped: the recording was destroyed, or whoever asked for the draft may not hear it any more. Nothing was drafted.";

    private static readonly Refusal NotBlank = new("Something has been typed already. A draft comes only where nothing is typed, so that no words are lost. Start over, or type on.");

    /// <summary>Begins; the draft comes by itself when the engine is done.</summary>
    public async Task<Result<DraftProgress>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (speech.Engine is not { } engine) return new Refusal("This site has no speech engine.");
        await using (var room = await door.EnterAsync(cancel))
        {
            if (await room.Study.Transcriptions.AsNoTracking().SingleOrDefaultAsync(t => t.RecordingId == recordingId, cancel) is not { } transcription || await room.WordsAsync(transcription, cancel) is not { } words) return TypingPlace.Gone;
            if (transcription.State != TranscriptionState.Typing || !words.IsBlank) return NotBlank;
        }

        var running = new MachineDrafts.Running(clock.GetUtcNow());
        if (!drafts.Add(recordingId, running)) return Of(drafts.Find(recordingId));
        running.Work = Task.Run(() => WorkAsync(engine, me, studyId, recordingId, running), CancellationToken.None);
        return Of(running);
    }

    public async Task<Result<DraftProgress>> ReadAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel) =>
        (await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out _) ? refusal : Of(drafts.Find(recordingId));

    public async Task<Result<DraftProgress>> StopAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (drafts.Find(recordingId) is { IsOver: false } running) await running.Ending.CancelAsync();
        return DraftProgress.None;
    }

    private DraftProgress Of(MachineDrafts.Running? running) => running is null
        ? DraftProgress.None
        : new DraftProgress(!running.IsOver, running.Why == "", (int)(clock.GetUtcNow() - running.Since).TotalSeconds, running.Sent, running.Why ?? "", running.Warnings);

    private async Task WorkAsync(ISpeechEngine engine, AccountId me, StudyId studyId, RecordingId recordingId, MachineDrafts.Running running)
    {
        Refusal? ended = null;
        using var news = feed.Listen(studyId, notice =>
        {
            if (notice is RecordingsChanged or StudyChanged or MembersChanged) _ = EndWhereForbiddenAsync();
        });
        try
        {
            running.Why = (await DraftAsync(engine, me, studyId, recordingId, running, running.Ending.Token)).IsRefused(out var refusal, out _) ? refusal.Sentence : "";
        }
        catch (OperationCanceledException)
        {
            running.Why = ended is null ? "It was cancelled. Nothing was drafted." : NoLonger;
        }
        catch (KeyDestroyedException)
        {
            running.Why = NoLonger;
        }
        catch (Exception exception) // nobody waits for this: it is told in the log and on the page
        {
            logger.DraftBroke(recordingId, exception);
            running.Why = "The draft broke off. Nothing was changed; try again, or type by hand.";
        }

        // An engine can listen for hours: it goes on neither with sound that was destroyed meanwhile nor for somebody who may not hear it any more.
        async Task EndWhereForbiddenAsync()
        {
            try
            {
                if (!(await permissions.AskTypingAsync(me, studyId, recordingId, CancellationToken.None)).IsRefused(out var refusal, out _)) return;
                ended = refusal;
                await running.Ending.CancelAsync();
            }
            catch (Exception exception)
            {
                logger.DraftBroke(recordingId, exception);
            }
        }
    }

    private async Task<Result<Done>> DraftAsync(ISpeechEngine engine, AccountId me, StudyId studyId, RecordingId recordingId, MachineDrafts.Running running, CancellationToken cancel)
    {
        string type;
        await using (var db = await databases.CreateDbContextAsync(cancel))
            type = await db.Recordings.Where(r => r.Id == recordingId).Select(r => r.Format.ContentType).SingleAsync(cancel);
        TranscriptDraft? draft;
        await using (var sound = sounds.Read(studyId, recordingId))
        {
            if ((await engine.DraftAsync(recordingId, sound, type, running, cancel)).IsRefused(out var none, out draft)) return none;
        }

        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal; // it may have ended meanwhile
        await using var room = await door.EnterAsync(cancel);
        if (await room.Study.HoldAsync(recordingId, cancel) is not { } transcription || await room.WordsAsync(transcription, cancel) is not { } before) return TypingPlace.Gone;
        if (!before.IsBlank) return NotBlank;
        if (before.Draft(draft).IsRefused(out var unfit, out var words)) return unfit;
        if (transcription.Save(transcription.Version, Guid.CreateVersion7(), words, new(0, words.Turns[0].Id), access.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        if ((await room.KeepAsync(transcription, words, cancel)).IsRefused(out var clash, out _)) return clash;
        room.Study.Audit(AuditEntry.Of(AuditKind.TranscriptionDrafted, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("turns", words.Turns.Count)));
        await room.CommitAsync(cancel);
        running.Warnings = draft.Warnings;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
