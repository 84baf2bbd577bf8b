using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Where a list of passages goes on: passages of a transcript stand together, in the order of their ids.</summary>
public readonly record struct PassagePoint(TranscriptId Transcript, Guid Id)
{
    public override string ToString() => $"{Transcript.Value}.{Id}";

    public static PassagePoint? Read(string? text) =>
        text?.Split('.') is [var transcript, var id] && Guid.TryParse(transcript, out var one) && Guid.TryParse(id, out var other) ? new PassagePoint(new TranscriptId(one), other) : null;
}

/// <summary>Passages with their words, names and surroundings, some at a time, transcript by transcript.</summary>
public sealed class ListPassagesInFull(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="context">How much of what stands around each comes along, in UTF-16 code units on each side.</param>
    /// <returns>The passages, and after which the next ones come; null where these are the last.</returns>
    public async Task<Result<(IReadOnlyList<PassageView> Passages, PassagePoint? Next)>> RunAsync(AccountId me, StudyId studyId, PassageFilter filter, PassagePoint? after, int take, int context, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var found = CodedPassages.Matching(db, reader, filter);
        if (after is { } last) found = found.Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.TranscriptId, p.Id), ValueTuple.Create(last.Transcript, last.Id)));
        var passages = await found.OrderBy(p => p.TranscriptId).ThenBy(p => p.Id).Take(take + 1).ToListAsync(cancel);
        PassagePoint? next = passages.Count > take ? new PassagePoint(passages[take - 1].TranscriptId, passages[take - 1].Id) : null;
        var views = new List<PassageView>(passages.Count);
        foreach (var some in passages.Take(take).Chunk(PassageReading.Most)) views.AddRange(await PassageReading.ReadAsync(db, some, context, cancel));
        return (views, next);
    }
}
