using CoreStudy.Domain.Members;

namespace CoreStudy.Web.Ui;

/// <summary>How a role of the team is called on screen.</summary>
public static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.StudyLead => "Study lead",
        _ => role.ToString(),
    };

    /// <summary>What the role is for, in a sentence for the person who gives it.</summary>
    public static string About(Role role) => role switch
    {
        Role.Coder => "Reads and codes what is open for coding.",
        Role.Researcher => "Brings in transcripts, keeps the framework, and codes.",
        Role.Supervisor => "Watches over coders and answers their questions.",
        Role.StudyLead => "Plans the study; may do what a researcher and a supervisor may, and manages the team.",
        Role.Admin => "Manages accounts and the team; does not read transcripts.",
        _ => "",
    };
}
