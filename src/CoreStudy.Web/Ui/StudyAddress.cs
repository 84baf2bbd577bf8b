using CoreStudy.Domain;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Components;

namespace CoreStudy.Web.Ui;

/// <summary>The addresses of a study's pages.</summary>
public static class StudyAddress
{
    /// <summary>The study whose page is open; null elsewhere.</summary>
    public static StudyId? StudyHere(this NavigationManager navigation)
    {
        var path = new Uri(navigation.Uri).AbsolutePath.Split('/');
        return path.Length > 2 && path[1] == "studies" && Guid.TryParse(path[2], out var id) ? new StudyId(id) : null;
    }

    /// <summary>The page that tells why a file was not made.</summary>
    public static string Stopped(StudyId studyId, ExportOutcome outcome) => $"/studies/{studyId.Value}/exports#{outcome.Stopped?.Value}";
}
