namespace CoreStudy.Web.Tests.Access;

/// <summary>What somebody may write of people whom the study knows, each form once; made up.</summary>
internal static class PlantedForms
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Katarzyna Wisniewska", "katarzyna wisniewska", "KATARZYNA", "Wisniewska's", "Katarzyna’s", "Katarzyna\nWisniewska", "Katarzina", "Wisniewsa", "Wiśniewska", "Kasia",
        "Elizabeth Okonkwo", "elizabeth okonkwo", "Okonkwo's", "Elisabeth", "Okonkwoo", "Liz", "Beth Okonkwo", "Elizabeth\nOkonkwo",
        "Wharfemoor", "wharfemoor", "Wharfmoor", "Wharfemoor Partnership NHS Foundation Trust",
        "943 476 5919, her NHS number", "someone@example.org", "07700 900123", "AB 12 34 56 C", "LS6 3HN", "AB123456C",
    ];
}
