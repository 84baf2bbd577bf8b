using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Anonymisation;

/// <summary>A stretch of a text that may tell who somebody is.</summary>
/// <param name="Segment">In UTF-16 code units of the text, end exclusive.</param>
/// <param name="Score">How sure, from 0 to 1.</param>
/// <param name="Source">What found it.</param>
/// <param name="Reason">Why, in a few words for the person who decides, such as “given name, before a surname”. Holds no words of the text.</param>
/// <param name="Known">The identifier of the study's register that it is a form of; null where the register does not know it.</param>
/// <param name="Group">Proposals of one text with the same number are held to mean the same person or thing; from 0.</param>
public sealed record Proposal(
    Segment Segment, IdentifierCategory Category, double Score, ProposalSource Source, string Reason, Guid? Known, int Group);

public enum ProposalSource
{
    /// <summary>The study's own register.</summary>
    Register,

    /// <summary>A rule for a number, date, address or the like.</summary>
    Rule,

    /// <summary>A list of names, places or organisations.</summary>
    List,

    /// <summary>The statistical tagger.</summary>
    Tagger,

    /// <summary>The same words were found elsewhere in the text.</summary>
    Echo,
}
