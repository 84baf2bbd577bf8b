using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Queries;

/// <summary>How much there is of some passages.</summary>
/// <param name="Words">Words that lie in one of them, each once however many hold it.</param>
/// <param name="People">Participants who say most of one, each once.</param>
/// <param name="Interviews">Each once.</param>
public sealed record Amount(long Passages, long Words, long People, long Interviews)
{
    public static Amount Nothing { get; } = new(0, 0, 0, 0);
}

/// <summary>Passages put together by what they have in common.</summary>
public static class PassageGroups
{
    /// <summary>How much there is in all, and in each group by its key: an id, or a role; empty where it has none. In one statement.</summary>
    public static async Task<(Amount All, IReadOnlyDictionary<string, Amount> Groups)> AmountsAsync(this StudyDb db, IQueryable<CodedPassage> passages, PassageGrouping by, CancellationToken cancel)
    {
        var (key, join) = by switch
        {
            PassageGrouping.Code => ("p.code_id::text", ""),
            PassageGrouping.Theme => ("coalesce(h.theme_id::text, '')", Held),
            PassageGrouping.Trust => ("t.trust_id::text", ""),
            PassageGrouping.Role => ("coalesce(x.role, '')", "left join participants x on x.id = p.participant_id"),
            PassageGrouping.Participant => ("coalesce(p.participant_id::text, '')", ""),
            PassageGrouping.Interview => ("t.interview_id::text", ""),
            PassageGrouping.Coder => ("coalesce(p.member_id::text, '')", ""),
            _ => ("''::text", ""),
        };
        var rows = await passages.Select(p => new { p.Id, p.TranscriptId, p.CodeId, p.MemberId, p.ParticipantId, p.FirstWord, p.EndWord }).AskAsync(
            db, "p(id, transcript_id, code_id, member_id, participant_id, first_word, end_word)",
            $"""
             , k as (select p.*, t.interview_id, {key} as key from p join transcripts t on t.id = p.transcript_id {join}),
             counted as (
                 select key, grouping(key) as is_all, count(distinct id) as passages, count(distinct participant_id) as people, count(distinct interview_id) as interviews
                 from k group by grouping sets ((key), ())),
             covered as (
                 select key, grouping(key) as is_all, (select coalesce(sum(upper(u) - lower(u)), 0) from unnest(range_agg(int4range(first_word, end_word))) u) as words
                 from k group by grouping sets ((key, transcript_id), (transcript_id)))
             select c.key, c.is_all, c.passages, (select coalesce(sum(w.words), 0) from covered w where w.is_all = c.is_all and w.key is not distinct from c.key)::bigint, c.people, c.interviews
             from counted c
             """,
            [],
            async (answer, leaving) =>
            {
                var read = new List<(string Key, bool IsAll, Amount Amount)>();
                while (await answer.ReadAsync(leaving)) read.Add((answer.IsDBNull(0) ? "" : answer.GetString(0), answer.GetInt32(1) == 1, new Amount(answer.GetInt64(2), answer.GetInt64(3), answer.GetInt64(4), answer.GetInt64(5))));
                return read;
            },
            cancel);
        return (rows.Where(r => r.IsAll).Select(r => r.Amount).FirstOrDefault() ?? Amount.Nothing, rows.Where(r => !r.IsAll).ToDictionary(r => r.Key, r => r.Amount));
    }

    /// <summary>The passages of one group.</summary>
    /// <param name="key">As <see cref="AmountsAsync"/> has it; one that no group can have finds nothing.</param>
    public static IQueryable<CodedPassage> InGroup(this StudyDb db, IQueryable<CodedPassage> passages, PassageGrouping by, string key)
    {
        var id = Guid.TryParse(key, out var parsed) ? parsed : Guid.Empty;
        var (code, trust, interview, member, person, theme) = (new CodeId(id), new TrustId(id), new InterviewId(id), new MemberId(id), new ParticipantId(id), new ThemeId(id));
        switch (by)
        {
            case PassageGrouping.Code:
                return passages.Where(p => p.CodeId == code);
            case PassageGrouping.Theme when key.Length == 0:
                var held =
                    from h in db.HeldCodes()
                    join top in db.Themes.IgnoreAutoIncludes() on h.ParentId ?? h.ThemeId equals top.Id
                    where top.Status != ThemeStatus.Dropped
                    select h.CodeId;
                return passages.Where(p => !held.Contains(p.CodeId));
            case PassageGrouping.Theme:
                var codes = db.CodesOf([theme]);
                return passages.Where(p => codes.Contains(p.CodeId));
            case PassageGrouping.Trust:
                return passages.Where(p => db.Transcripts.Any(t => t.Id == p.TranscriptId && t.TrustId == trust));
            case PassageGrouping.Role when key.Length == 0:
                return passages.Where(p => p.ParticipantId == null);
            case PassageGrouping.Role:
                return passages.Where(p => db.Participants.Any(x => x.Id == p.ParticipantId && x.Role == key));
            case PassageGrouping.Participant when key.Length == 0:
                return passages.Where(p => p.ParticipantId == null);
            case PassageGrouping.Participant:
                return passages.Where(p => p.ParticipantId == person);
            case PassageGrouping.Interview:
                return passages.Where(p => db.Transcripts.Any(t => t.Id == p.TranscriptId && t.InterviewId == interview));
            case PassageGrouping.Coder when key.Length == 0:
                return passages.Where(p => p.MemberId == null);
            case PassageGrouping.Coder:
                return passages.Where(p => p.MemberId == member);
            default:
                return passages;
        }
    }

    /// <summary>Passages in the order in which they are read.</summary>
    public static IQueryable<CodedPassage> InOrder(this StudyDb db, IQueryable<CodedPassage> passages, PassageOrder order) => order switch
    {
        PassageOrder.Newest => passages.OrderByDescending(p => p.CodedAt).ThenBy(p => p.TranscriptId).ThenBy(p => p.Segment.Start).ThenBy(p => p.Id),
        PassageOrder.Longest => passages.OrderByDescending(p => p.EndWord - p.FirstWord).ThenBy(p => p.TranscriptId).ThenBy(p => p.Segment.Start).ThenBy(p => p.Id),
        PassageOrder.Shortest => passages.OrderBy(p => p.EndWord - p.FirstWord).ThenBy(p => p.TranscriptId).ThenBy(p => p.Segment.Start).ThenBy(p => p.Id),
        _ => passages.InReadingOrder(db),
    };

    /// <summary>Each theme that is no sub-theme with the codes in it or in one of its sub-themes, each once.</summary>
    private const string Held =
        """
        left join (
            select distinct top.id as theme_id, coalesce(c.merged_into, c.id) as code_id
            from theme_codes tc join themes m on m.id = tc.theme_id join themes top on top.id = coalesce(m.parent_id, m.id) join codes c on c.id = tc.code_id
            where top.status <> 'Dropped') h on h.code_id = p.code_id
        """;
}
