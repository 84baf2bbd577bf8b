using System.Data;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CoreStudy.Web.Features.Codings;

/// <summary>The transcripts being read, each held once for everybody on this node.</summary>
public sealed class DeskTexts : IDisposable
{
    /// <summary>Characters kept in memory at most, over all transcripts: about four bytes each, words and markup together.</summary>
    private const long MostCharacters = 40_000_000;

    private readonly IDbContextFactory<StudyDb> _databases;
    private readonly MemoryCache _texts = new(new MemoryCacheOptions { SizeLimit = MostCharacters });
    private readonly IDisposable _listening;

    public DeskTexts(IDbContextFactory<StudyDb> databases, StudyFeed feed)
    {
        _databases = databases;
        _listening = feed.ListenEverywhere(notice =>
        {
            if (notice is TextRevised revised) Forget(revised.TranscriptId);
            else if (notice is TurnsTimed timed) Forget(timed.TranscriptId);
            else if (notice is LookAgain) _texts.Clear();
        });
    }

    /// <summary>The text at a revision that the caller has read from the database just now, or a later one: never an earlier one, whoever revised it on which node.</summary>
    public async Task<DeskText> ReadAsync(TranscriptId id, int textRevision)
    {
        var text = await ReadAsync(id);
        while (text.TextRevision < textRevision)
        {
            Forget(id);
            text = await ReadAsync(id);
        }

        return text;
    }

    public void Forget(TranscriptId id) => _texts.Remove(id);

    public void Dispose()
    {
        _listening.Dispose();
        _texts.Dispose();
    }

    private Task<DeskText> ReadAsync(TranscriptId id) => _texts.GetOrCreate(id, entry =>
    {
        entry.SlidingExpiration = TimeSpan.FromMinutes(30);
        entry.Size = 1;
        var reading = LoadAsync(id);
        _ = reading.ContinueWith(
            done =>
            {
                var isForgotten = !_texts.TryGetValue(id, out Task<DeskText>? kept) || kept != reading; // while it was read
                if (done.IsCompletedSuccessfully && isForgotten) return;
                if (done.IsCompletedSuccessfully)
                    _texts.Set(id, reading, new MemoryCacheEntryOptions { Size = done.GetAwaiter().GetResult().Text.Length, SlidingExpiration = TimeSpan.FromMinutes(30) });
                else
                    _texts.Remove(id);
            },
            TaskScheduler.Default);
        return reading;
    })!;

    private async Task<DeskText> LoadAsync(TranscriptId id)
    {
        await using var db = await _databases.CreateDbContextAsync();
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead); // words and turns of one revision
        var revision = await db.CodingHeads.Where(h => h.TranscriptId == id).Select(h => h.TextRevision).SingleAsync();
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync();
        var turns = await (
            from turn in db.Turns
            join speaker in db.Speakers on new { turn.TranscriptId, Number = turn.SpeakerNumber } equals new { speaker.TranscriptId, speaker.Number }
            where turn.TranscriptId == id
            orderby turn.Number
            select new DeskTurn(turn.Number, speaker.Label, speaker.IsInterviewer, turn.Segment.Start, turn.Segment.End, turn.StartMs)).ToListAsync();
        return new DeskText(revision, new TranscriptText(words), turns);
    }
}

/// <summary>A turn as the desk shows it; positions in UTF-16 code units of the whole text, end exclusive.</summary>
public sealed record DeskTurn(int Number, string Speaker, bool IsInterviewer, int Start, int End, long? StartMs);

/// <summary>A transcript's words, its turns, and the markup made of them, which does not depend on the reader.</summary>
public sealed class DeskText(int textRevision, TranscriptText text, IReadOnlyList<DeskTurn> turns)
{
    public int TextRevision { get; } = textRevision;

    public TranscriptText Text { get; } = text;

    public IReadOnlyList<DeskTurn> Turns { get; } = turns;

    public string Markup { get; } = TurnMarkup.Of(text, turns);
}
