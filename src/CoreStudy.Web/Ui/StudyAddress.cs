using CoreStudy.Domain;
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
}
