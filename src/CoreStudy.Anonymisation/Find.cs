using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation;

/// <summary>What a part of the detector has found, before it is weighed against what others found.</summary>
/// <param name="Start">In UTF-16 code units.</param>
/// <param name="End">Exclusive.</param>
internal readonly record struct Find(int Start, int End, IdentifierCategory Category, double Score, ProposalSource Source, string Reason, Guid? Known = null)
{
    public int Length => End - Start;

    public bool Overlaps(Find other) => Start < other.End && other.Start < End;
}
