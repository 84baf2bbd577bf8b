using CoreStudy.Domain;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Web.Ui.Passages;

/// <summary>A group of participants by one thing that is said of them, to be put beside another: those of a role, of a trust, or with one value of an attribute.</summary>
public abstract record PassageGroup
{
    /// <summary>What a filter asks for, of this group alone.</summary>
    public abstract PassageFilter In(PassageFilter filter);

    /// <summary>As an address has it; <see cref="Read"/> reads it.</summary>
    public abstract override string ToString();

    public static PassageGroup? Read(string? text) => text?.Split(':', 3) switch
    {
        ["role", { Length: > 0 } role] => new OfRole(role),
        ["role", { } first, { } rest] => new OfRole($"{first}:{rest}"),
        ["trust", { } id] when Guid.TryParse(id, out var trust) => new OfTrust(new TrustId(trust)),
        ["attribute", { } id, { Length: > 0 } value] when Guid.TryParse(id, out var attribute) => new OfValue(new AttributeValue(new AttributeId(attribute), value)),
        _ => null,
    };

    public sealed record OfRole(string Role) : PassageGroup
    {
        public override PassageFilter In(PassageFilter filter) => filter with { ParticipantRoles = [Role] };

        public override string ToString() => $"role:{Role}";
    }

    public sealed record OfTrust(TrustId Trust) : PassageGroup
    {
        public override PassageFilter In(PassageFilter filter) => filter with { Trusts = [Trust] };

        public override string ToString() => $"trust:{Trust.Value}";
    }

    public sealed record OfValue(AttributeValue Value) : PassageGroup
    {
        public override PassageFilter In(PassageFilter filter) => filter with { Attributes = [.. filter.Attributes.Where(a => a.Attribute != Value.Attribute), Value] };

        public override string ToString() => $"attribute:{Value.Attribute.Value}:{Value.Value}";
    }
}
