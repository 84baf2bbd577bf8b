using CoreStudy.Domain.Members;

namespace CoreStudy.Domain.Queries;

/// <summary>A question that somebody keeps under a name, for themselves or for the team.</summary>
public sealed class SavedQuery
{
    private SavedQuery() { }

    public QueryId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Whose it is: nobody else changes it, whether or not it is shared.</summary>
    public MemberId MemberId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Whether the team sees it, runs it and copies it.</summary>
    public bool IsShared { get; private set; }

    /// <summary>The question, as <see cref="QueryJson"/> writes it.</summary>
    public string Question { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Moves with each change; a clash of two is refused.</summary>
    public uint Version { get; private set; }

    public static Result<SavedQuery> Save(Member by, string name, Query query, bool isShared, DateTimeOffset at)
    {
        var saved = new SavedQuery { Id = QueryId.New(), StudyId = by.StudyId, MemberId = by.Id, SavedAt = at };
        return saved.Change(by, name, query, isShared, at).IsRefused(out var refusal, out _) ? refusal : saved;
    }

    /// <summary>Changes name, question, or who sees it.</summary>
    public Result<Done> Change(Member by, string name, Query query, bool isShared, DateTimeOffset at)
    {
        if (by.Id != MemberId) return new Refusal("This query is somebody else's. Save a copy, and change that.");
        if ((isShared || IsShared) && !by.May(Operation.ManageThemes)) return new Refusal("Your role may keep queries, but not share them with the team.");
        if (Words.Required("a name for the query", name, 120) is { } noName) return noName;
        (Name, Question, IsShared, ChangedAt) = (name.Trim(), QueryJson.Write(query), isShared, at);
        return Done.Well;
    }

    public bool IsFor(Member reader) => StudyId == reader.StudyId && (IsShared || MemberId == reader.Id);
}
