using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>What words are counted side by side by.</summary>
public enum WordGroups
{
    None,
    Role,
    Trust,
}

/// <summary>A group of speakers whose words are counted.</summary>
/// <param name="Value">By which a search can be narrowed to it; empty for everybody.</param>
/// <param name="Words">All its words, stop words among them.</param>
public sealed record WordGroup(string Value, string Name, long Words);

/// <summary>A word with how often it is said.</summary>
/// <param name="Uses">In the order of the groups.</param>
/// <param name="Transcripts">In how many transcripts it is said.</param>
public sealed record WordRow(string Word, IReadOnlyList<int> Uses, int Transcripts)
{
    public int All => Uses.Sum();
}

/// <param name="Words">The most frequent ones, by how often they are said in all.</param>
/// <param name="LeftOut">How many words the study leaves out.</param>
public sealed record WordTable(IReadOnlyList<WordGroup> Groups, IReadOnlyList<WordRow> Words, int LeftOut);

/// <summary>How often words are said, by participant role or trust side by side.</summary>
public sealed class CountWords(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>Words shown at most.</summary>
    public const int Most = 300;

    /// <param name="speaker">As <see cref="SearchAsk.Speaker"/>.</param>
    /// <param name="byStem">Whether forms of a word are counted together, under the most frequent.</param>
    public async Task<Result<WordTable>> RunAsync(AccountId me, StudyId studyId, WordGroups by, string? speaker, TrustId? trust, bool byStem, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = await SearchReading.Readable(db, reader, new SearchAsk("", Trust: trust)).Select(t => t.Id).ToListAsync(cancel);
        var roles = await SearchTurns.RolesAsync(db, ids, cancel);
        var places = await SearchTurns.PlacesAsync(db, ids, cancel);
        var chosen = roles.Where(r => speaker switch
        {
            null => true,
            SearchAsk.Participants => r.Value is not (SearchAsk.Interviewers or SearchAsk.Others),
            _ => r.Value == speaker,
        }).Select(r => (r.Key, Group: by switch
        {
            WordGroups.Role => (Value: r.Value, Name: SearchAsk.NameOf(r.Value)),
            WordGroups.Trust => (Value: places[r.Key.Item1].TrustId.Value.ToString(), Name: places[r.Key.Item1].Trust),
            _ => (Value: "", Name: "Everybody"),
        })).ToList();
        var groups = chosen.Select(c => c.Group).Distinct().OrderBy(g => g.Value.StartsWith('@')).ThenBy(g => g.Name, ReadingOrder.ForPeople).ToList();
        var stop = await StopWordsOfStudy.ReadAsync(db, studyId, cancel);
        var (transcripts, numbers, group) = (chosen.Select(c => c.Key.Item1.Value).ToArray(), chosen.Select(c => c.Key.Item2).ToArray(), chosen.Select(c => groups.IndexOf(c.Group)).ToArray());
        var all = (await db.Database.SqlQuery<GroupSum>(
            $"""
             select a.place, sum(c.uses)::bigint as uses
             from unnest({transcripts}, {numbers}, {group}) as a(transcript_id, number, place) join word_counts c on c.transcript_id = a.transcript_id and c.speaker_number = a.number
             group by a.place
             """).ToListAsync(cancel)).ToDictionary(s => s.Place, s => s.Uses);
        var rows = await db.Database.SqlQuery<Counted>(
            $"""
             with said as materialized (
                 select case when {byStem} then c.stem else c.word end as term, c.word, a.place, c.uses, c.transcript_id
                 from unnest({transcripts}, {numbers}, {group}) as a(transcript_id, number, place) join word_counts c on c.transcript_id = a.transcript_id and c.speaker_number = a.number
                 where c.word <> all({stop.ToArray()}) and length(c.word) > 1 and c.word !~ '^[0-9]+$'),
                 top as (select term, sum(uses) as total from said group by term order by 2 desc, 1 limit {Most}),
                 spread as (select term, count(distinct transcript_id)::int as transcripts from said join top using (term) group by term)
             select s.term, s.word, s.place, sum(s.uses)::int as uses, spread.transcripts
             from said s join spread on spread.term = s.term
             group by s.term, s.word, s.place, spread.transcripts
             """).ToListAsync(cancel);
        var words = rows.GroupBy(r => r.Term).Select(g =>
        {
            var uses = new int[groups.Count];
            foreach (var row in g) uses[row.Place] += row.Uses;
            var shown = g.GroupBy(r => r.Word).OrderByDescending(w => w.Sum(r => r.Uses)).ThenBy(w => w.Key, StringComparer.Ordinal).First().Key;
            return new WordRow(shown, uses, g.First().Transcripts);
        }).OrderByDescending(w => w.All).ThenBy(w => w.Word, StringComparer.Ordinal).ToList();
        return new WordTable([.. groups.Select((g, i) => new WordGroup(g.Value, g.Name, all.GetValueOrDefault(i)))], words, stop.Count);
    }

    private sealed record GroupSum(int Place, long Uses);

    private sealed record Counted(string Term, string Word, int Place, int Uses, int Transcripts);
}

internal static class StopWordsOfStudy
{
    /// <summary>The words that a study leaves out: the British ones, until somebody has changed them.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
        (await db.StopWords.AsNoTracking().SingleOrDefaultAsync(w => w.StudyId == studyId, cancel))?.Words ?? StopWords.British;
}
