using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Anonymisation;

/// <summary>A form in which a study has met an identifier, such as a full name, a nickname, a misspelling.</summary>
/// <param name="Identifier">The identifier of the register.</param>
public sealed record KnownForm(Guid Identifier, IdentifierCategory Category, string Form)
{
    public override string ToString() => $"form of {Form.Length} characters";
}

/// <summary>Everything that a study knows of identifiers, made ready to be sought in texts; safe to use from many threads.</summary>
public sealed class Knowledge
{
    private readonly IReadOnlyList<KnownForm> _forms;

    private Knowledge(IReadOnlyList<KnownForm> forms) => _forms = forms;

    public static Knowledge Nothing { get; } = new([]);

    public static Knowledge Of(IEnumerable<KnownForm> forms) => new([.. forms]);

    /// <summary>Where a text holds a form or a variant of it.</summary>
    /// <returns>In order of place, none overlapping another.</returns>
    public IReadOnlyList<Proposal> Find(string text)
    {
        var found = new List<Proposal>();
        foreach (var form in _forms)
        {
            for (var at = text.IndexOf(form.Form, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(form.Form, at + form.Form.Length, StringComparison.OrdinalIgnoreCase))
                found.Add(new Proposal(new Segment(at, at + form.Form.Length), form.Category, 1, ProposalSource.Register, "known in this study", form.Identifier, 0));
        }

        return [.. found.OrderBy(p => p.Segment.Start)];
    }
}
