using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation;

/// <summary>The names that scorers and benchmarks use for our categories.</summary>
public static class TypeNames
{
    /// <param name="words">What the proposal covers: an address is a POSTCODE or, where it is a street's, a LOCATION.</param>
    public static string Of(IdentifierCategory category, ReadOnlySpan<char> words) => category switch
    {
        IdentifierCategory.Person => "PERSON",
        IdentifierCategory.Place => "LOCATION",
        IdentifierCategory.Organisation or IdentifierCategory.Trust => "ORGANISATION",
        IdentifierCategory.Date => "DATE",
        IdentifierCategory.Age => "AGE",
        IdentifierCategory.Telephone => "PHONE",
        IdentifierCategory.Email => "EMAIL",
        IdentifierCategory.Address => words.Length <= 4 || char.IsAsciiDigit(words[^3]) ? "POSTCODE" : "LOCATION",
        IdentifierCategory.NhsNumber => "NHS_NUMBER",
        IdentifierCategory.InsuranceNumber => "NINO",
        IdentifierCategory.OtherNumber => "CODE",
        IdentifierCategory.WebAddress => "URL",
        IdentifierCategory.Indirect => "MISC",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };
}
