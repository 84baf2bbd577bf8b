namespace CoreStudy.Domain.Redactions;

/// <summary>What kind of thing in a text could tell who somebody is.</summary>
public enum IdentifierCategory
{
    Person,

    /// <summary>A town, a county, a street without a number; not an organisation that is named after one.</summary>
    Place,

    /// <summary>An employer, charity, school, team; not an NHS trust or a hospital.</summary>
    Organisation,

    /// <summary>An NHS trust, a hospital, a ward or a service that is named.</summary>
    Trust,

    Date,

    Age,

    Telephone,

    Email,

    /// <summary>A street address or a postcode.</summary>
    Address,

    NhsNumber,

    /// <summary>A National Insurance number.</summary>
    InsuranceNumber,

    OtherNumber,

    WebAddress,

    /// <summary>An occupation, a rare trait, an event: what no list knows and yet singles somebody out.</summary>
    Indirect,
}
