using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>What of a transcript's work somebody sees.</summary>
public enum Sight
{
    /// <summary>Everybody's.</summary>
    Open,

    /// <summary>Their own alone, until a round opens.</summary>
    Blind,

    /// <summary>Their second reading alone.</summary>
    Again,
}

/// <summary>A round that is blind now.</summary>
public sealed record BlindRound(RoundId Id, bool IsSecondReading, IReadOnlyList<MemberId> Coders);

/// <summary>The blind rounds of one transcript at one moment: <see cref="Visibility"/>'s rule for what is shared out to several readers at once.</summary>
/// <remarks>Read while the transcript's row of <c>coding_heads</c> is held, or in one moment with what it is applied to: a round begins and opens with that row held.</remarks>
public sealed record Blindness(IReadOnlyList<BlindRound> Rounds)
{
    public static Blindness None { get; } = new([]);

    public static async Task<Blindness> ReadAsync(StudyDb db, TranscriptId transcriptId, CancellationToken cancel)
    {
        var rounds = await db.BlindRounds().Where(r => r.Transcripts.Any(t => t.TranscriptId == transcriptId))
            .Select(r => new { r.Id, r.IsSecondReading, Coders = r.Coders.Select(c => c.MemberId).ToList() }).ToListAsync(cancel);
        return rounds.Count == 0 ? None : new Blindness(rounds.ConvertAll(r => new BlindRound(r.Id, r.IsSecondReading, r.Coders)));
    }

    public Sight Of(Member reader) =>
        ReadingOf(reader.Id) is not null ? Sight.Again
        : Rounds.Any(r => !r.IsSecondReading && (r.Coders.Contains(reader.Id) || !reader.May(Operation.FollowBlindRounds))) ? Sight.Blind
        : Sight.Open;

    /// <summary>The second reading that a member codes in; null where they do not.</summary>
    public RoundId? ReadingOf(MemberId member) => Rounds.FirstOrDefault(r => r.IsSecondReading && r.Coders.Contains(member))?.Id;
}
