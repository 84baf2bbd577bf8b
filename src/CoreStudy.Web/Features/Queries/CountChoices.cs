using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>By what a filter chooses passages.</summary>
public enum FilterBy
{
    Code,
    Theme,
    Trust,
    Site,
    Role,
    Attribute,
    Kind,
    Coder,
    Participant,
    Interview,
    Transcript,
}

/// <summary>How many passages each choice of one kind has, under everything else that the filter says.</summary>
public sealed class CountChoices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="attribute">Of which attribute, for <see cref="FilterBy.Attribute"/>.</param>
    /// <returns>By the key of the choice; of codes, with what lies below them, where the filter counts that.</returns>
    public async Task<Result<IReadOnlyDictionary<string, int>>> RunAsync(AccountId me, StudyId studyId, PassageFilter filter, FilterBy by, AttributeId? attribute, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var found = CodedPassages.Matching(db, reader, FilterWords.Without(filter, by, attribute));
        return by switch
        {
            FilterBy.Code => await OfCodesAsync(db, reader, filter, found, cancel),
            FilterBy.Theme => (await CoreStudy.Data.Themes.ThemeCounts.CountThemesAsync(db, reader, FilterWords.Without(filter, by, attribute), cancel)).ToDictionary(t => t.Key.Value.ToString(), t => t.Value.Passages),
            FilterBy.Role or FilterBy.Attribute or FilterBy.Participant => await OfPeopleAsync(db, reader, by, attribute, found, cancel),
            FilterBy.Coder => (await found.Where(p => p.MemberId != null).GroupBy(p => p.MemberId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel)).ToDictionary(c => c.Key!.Value.Value.ToString(), c => c.Count),
            _ => await OfTranscriptsAsync(db, reader, by, found, cancel),
        };
    }

    private static async Task<Dictionary<string, int>> OfCodesAsync(StudyDb db, Member reader, PassageFilter filter, IQueryable<CodedPassage> found, CancellationToken cancel)
    {
        var counts = await found.GroupBy(p => p.CodeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, cancel);
        if (!filter.WithSubcodes) return counts.ToDictionary(c => c.Key.Value.ToString(), c => c.Value);
        var codes = await db.Codes.Where(c => c.StudyId == reader.StudyId).Select(c => new { c.Id, c.ParentId }).ToDictionaryAsync(c => c.Id, c => c.ParentId, cancel);
        var sums = new Dictionary<string, int>();
        foreach (var (code, count) in counts)
        {
            for (CodeId? at = code; at is { } id; at = codes.GetValueOrDefault(id)) sums[id.Value.ToString()] = sums.GetValueOrDefault(id.Value.ToString()) + count;
        }

        return sums;
    }

    private static async Task<Dictionary<string, int>> OfPeopleAsync(StudyDb db, Member reader, FilterBy by, AttributeId? attribute, IQueryable<CodedPassage> found, CancellationToken cancel)
    {
        var counts = await found.Where(p => p.ParticipantId != null).GroupBy(p => p.ParticipantId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        if (by == FilterBy.Participant) return counts.ToDictionary(c => c.Key!.Value.Value.ToString(), c => c.Count);
        var people = await db.Participants.AsNoTracking().Where(p => p.StudyId == reader.StudyId).ToDictionaryAsync(p => p.Id, cancel);
        return counts.Select(c => (Person: people.GetValueOrDefault(c.Key!.Value), c.Count))
            .Select(c => (Value: by == FilterBy.Role ? c.Person?.Role : c.Person?.Attributes.GetValueOrDefault(attribute ?? default), c.Count))
            .Where(c => c.Value is not null).GroupBy(c => c.Value!).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }

    private static async Task<Dictionary<string, int>> OfTranscriptsAsync(StudyDb db, Member reader, FilterBy by, IQueryable<CodedPassage> found, CancellationToken cancel)
    {
        var counts = await found.GroupBy(p => p.TranscriptId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, cancel);
        var places = await (
            from t in db.Transcripts
            join i in db.Interviews on t.InterviewId equals i.Id
            where t.StudyId == reader.StudyId
            select new { t.Id, t.TrustId, t.InterviewId, i.SiteId, i.Kind }).ToListAsync(cancel);
        return places.Where(p => counts.ContainsKey(p.Id)).GroupBy(p => by switch
        {
            FilterBy.Trust => p.TrustId.Value.ToString(),
            FilterBy.Site => p.SiteId?.Value.ToString() ?? "",
            FilterBy.Kind => p.Kind.ToString(),
            FilterBy.Interview => p.InterviewId.Value.ToString(),
            _ => p.Id.Value.ToString(),
        }).ToDictionary(g => g.Key, g => g.Sum(p => counts[p.Id]));
    }
}
