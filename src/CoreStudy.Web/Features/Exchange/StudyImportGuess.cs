using CoreStudy.Interchange.RefiQda.Studies;

namespace CoreStudy.Web.Features.Exchange;

/// <summary>What is proposed to the person who brings in a project.</summary>
public static class StudyImportGuess
{
    private static readonly string[] Roles = ["role", "participant role", "group", "type", "occupation", "job role", "position"];
    private static readonly string[] Trusts = ["trust", "site", "organisation", "organization", "hospital", "employer"];

    /// <summary>Attributes that say role and trust: those that a file of ours says so of; otherwise those that are called so. People are never guessed.</summary>
    public static StudyImportChoices Of(ExchangedStudy study)
    {
        ExchangedAttribute? Find(AttributeMeaning meaning, string[] names) =>
            study.Attributes.FirstOrDefault(a => a.Meaning == meaning)
            ?? names.Select(n => study.Attributes.FirstOrDefault(a => a.Meaning == AttributeMeaning.Attribute && a.Name.Split(':')[^1].Trim().Equals(n, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(a => a is not null);

        var name = study.Name.Length <= 200 ? study.Name : study.Name[..200];
        return new StudyImportChoices
        {
            Name = name, ShortName = Shortened(name), Role = Find(AttributeMeaning.Role, Roles)?.Id, Trust = Find(AttributeMeaning.Trust, Trusts)?.Id,
        };
    }

    /// <summary>What fits of a name, up to a colon or a whole word.</summary>
    private static string Shortened(string name)
    {
        if (name.Length <= 24) return name;
        var end = name.IndexOf(':', StringComparison.Ordinal) is > 0 and <= 24 and var colon ? colon : name.LastIndexOf(' ', 24);
        return name[..(end > 0 ? end : 24)].TrimEnd();
    }
}
