namespace CoreStudy.Domain.Redactions;

/// <summary>What the categories of identifiers have in common, and how they are called.</summary>
public static class CategoryWords
{
    /// <summary>Whether the same one is met again and again, so that it has an entry in the register and one replacement everywhere.</summary>
    public static bool HasEntries(this IdentifierCategory category) =>
        category is IdentifierCategory.Person or IdentifierCategory.Place or IdentifierCategory.Organisation or IdentifierCategory.Trust;

    public static string Of(IdentifierCategory category) => category switch
    {
        IdentifierCategory.Person => "person",
        IdentifierCategory.Place => "place",
        IdentifierCategory.Organisation => "organisation",
        IdentifierCategory.Trust => "trust or hospital",
        IdentifierCategory.Date => "date",
        IdentifierCategory.Age => "age",
        IdentifierCategory.Telephone => "telephone number",
        IdentifierCategory.Email => "e-mail address",
        IdentifierCategory.Address => "address or postcode",
        IdentifierCategory.NhsNumber => "NHS number",
        IdentifierCategory.InsuranceNumber => "National Insurance number",
        IdentifierCategory.OtherNumber => "other number",
        IdentifierCategory.WebAddress => "web address",
        _ => "indirect identifier",
    };
}
