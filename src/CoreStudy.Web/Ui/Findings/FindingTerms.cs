using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;

namespace CoreStudy.Web.Ui.Findings;

/// <summary>Findings and quotes in plain English.</summary>
public static class FindingTerms
{
    public static string Of(FindingStrength strength) => strength.ToString();

    /// <summary>When a finding is as strong as that.</summary>
    public static string About(FindingStrength strength) => strength switch
    {
        FindingStrength.Strong => "Many people in most trusts say so, and what speaks against it is known and understood.",
        FindingStrength.Moderate => "Several people say so, but not everywhere, or not all alike.",
        _ => "A few people or one trust: worth saying, and worth looking for more.",
    };

    public static string Of(EvidenceSide side) => side == EvidenceSide.Supporting ? "Supports it" : "Speaks against it";

    public static string Of(EvidenceState state) => state switch
    {
        EvidenceState.CodingRemoved => "Coding removed",
        EvidenceState.Recoded => "Recoded",
        EvidenceState.Moved => "Moved",
        EvidenceState.Withdrawn => "Words withdrawn",
        _ => "Stands",
    };

    /// <summary>What happened to a passage since it was chosen, and what that means for the counts.</summary>
    public static string About(EvidenceState state) => state switch
    {
        EvidenceState.CodingRemoved => "The coding that this was chosen from has been taken away since. It no longer counts.",
        EvidenceState.Recoded => "It has another code now than when it was chosen. It still counts until somebody has looked.",
        EvidenceState.Moved => "The coding lies on other words now than when it was chosen. It still counts until somebody has looked.",
        EvidenceState.Withdrawn => "A participant has withdrawn these words. They are gone, and no longer count.",
        _ => "",
    };

    public static string Of(QuoteStatus status) => status == QuoteStatus.Approved ? "Approved" : "Draft";

    public static string Of(QuoteLabelStyle style) => style switch
    {
        QuoteLabelStyle.Role => "Role",
        QuoteLabelStyle.RoleAndTrust => "Role and trust",
        _ => "Role, trust and number",
    };

    /// <summary>“9 people in 8 interviews (11 passages)”; “nobody” where there is nothing.</summary>
    public static string Sum(int people, int interviews, int passages) =>
        passages == 0 ? "nobody" : $"{HowMany.Of(people, "person", "people")} in {HowMany.Of(interviews, "interview")} ({HowMany.Of(passages, "passage")})";
}
