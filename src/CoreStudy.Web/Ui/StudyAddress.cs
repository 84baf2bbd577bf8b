using CoreStudy.Domain;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Ui;

/// <summary>Which study a page belongs to, as its address says.</summary>
public static class StudyAddress
{
    /// <param name="uri">Absolute, such as that of the page that is open.</param>
    /// <returns>Null for a page of no study.</returns>
    public static StudyId? StudyOf(string uri)
    {
        var path = new Uri(uri).AbsolutePath.Split('/');
        return path.Length > 2 && path[1] == "studies" && Guid.TryParse(path[2], out var id) ? new StudyId(id) : null;
    }

    /// <summary>The page that tells why a file was not made.</summary>
    public static string Stopped(StudyId studyId, ExportOutcome outcome) => $"/studies/{studyId.Value}/exports#{outcome.Stopped?.Value}";
}
