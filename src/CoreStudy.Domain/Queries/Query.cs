using CoreStudy.Domain.Passages;

namespace CoreStudy.Domain.Queries;

/// <summary>A question about coded passages: what is true of those that are looked for, and where they are looked for.</summary>
/// <param name="Within">The passages that are looked through.</param>
public sealed record Query(QueryPart Where, PassageFilter Within)
{
    /// <summary>Where the other passages come from to which a passage is related: the same transcripts, coders, layer and days, whoever speaks and whatever code they have.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PassageFilter Others => Within with { Codes = [], Themes = [], ParticipantRoles = [], Attributes = [], Participants = [] };
}
